import assert from 'node:assert/strict'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { after, before, beforeEach, describe, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { simpleParser } from 'mailparser'
import type { ParsedMail } from 'mailparser'
import pg from 'pg'
import { SMTPServer } from 'smtp-server'
import { freePorts } from '../../../test/free-ports.ts'
import { AGENCY, GOVERNMENT, PERSONNEL_OFFICE } from '../../../test/oidc/government.ts'
import { seal } from '../../../test/oidc/world.ts'
import { freshDatabase } from '../../../test/postgres.ts'
import type { TestDatabase } from '../../../test/postgres.ts'
import { maskNationalIdsIn } from '../../core/national-id.ts'
import { change, processOrigin } from '../../store/change.ts'
import { openDatabase } from '../../store/database.ts'
import type { Database } from '../../store/database.ts'
import { startJobs } from '../../store/jobs.ts'
import type { Jobs } from '../../store/jobs.ts'
import { tellPersons } from '../../store/notices.ts'
import { writeMail } from '../../store/outbox.ts'
import { mailTasks, maskedLetterTask } from './send-mail.ts'

const log = { error() {}, warn() {}, info() {}, debug() {} }
const letter = {
  to: 'wu@example.tw', language: 'zh-TW', subject: '重設密碼', paragraphs: ['您好', '<b>一</b>\r\n.\r\nMAIL FROM:<x@y.tw>'],
  facts: [{ term: '理由', value: '"><img src=x>\u202e\nBcc: a@b.tw' }], link: { path: '/me', label: '查看' },
} as const
let fresh: TestDatabase
let database: Database
let jobs: Jobs
let server: SMTPServer
let port: number
let received: ParsedMail[] = []
const told: string[] = []

async function startServer(at: number): Promise<void> {
  server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    onRcptTo({ address }, _session, done) {
      done(address.startsWith('nobody') ? Object.assign(new Error('No such user'), { responseCode: 550 }) : null)
    },
    onData(stream, _session, done) {
      void text(stream).then(simpleParser).then((mail) => { received.push(mail); done() })
    },
  })
  server.listen(at, '127.0.0.1')
  await once(server.server, 'listening')
  port = (server.server.address() as AddressInfo).port
}
const stopServer = () => new Promise<void>((resolve) => { server.close(resolve) })

describe('letters', () => {
  before(async () => {
    fresh = await freshDatabase()
    database = openDatabase({ url: fresh.url, log })
    await startServer(await freePorts())
    const tasks = mailTasks({
      smtpUrl: `smtp://127.0.0.1:${port}`, authorities: null, from: 'eCPA 服務網 <no-reply@ecpa.example>', origin: 'https://ecpa.example', seal,
    })
    jobs = await startJobs({ database, tasks: [...tasks, maskedLetterTask(async (mail) => told.push(mail))], log, pollMilliseconds: 100 })
  })
  after(async () => {
    await jobs.stop()
    await stopServer()
    await database.close()
    await fresh.drop()
  })
  beforeEach(() => { received = [] })

  const write = (to: string = letter.to) => change(database, processOrigin('test'), async (tx) => ({
    result: await writeMail(tx, { ...letter, to }),
    event: { code: 'keys.rotated', detail: { purpose: 'test', key: '', retired: [] } },
  }))

  const row = (id: string) => database.read.selectFrom('mail').selectAll().where('id', '=', id).executeTakeFirstOrThrow()

  async function until(holds: () => Promise<boolean>): Promise<void> {
    for (let tries = 0; tries < 200; tries += 1) {
      if (await holds()) return
      await pause(50)
    }
    assert.fail('did not come about in ten seconds')
  }

  test('a letter arrives when its act is committed', async () => {
    const id = await write()
    await until(async () => (await row(id)).sent_at !== null)
    assert.equal(received.length, 1)
    const [mail] = received
    assert.partialDeepStrictEqual(mail, { subject: '重設密碼', messageId: `<${id}@ecpa>` })
    assert.match(mail?.text ?? '', /^您好\n\n<b>一<\/b> \. MAIL FROM:<x@y\.tw>\n\n理由："><img src=x> Bcc: a@b\.tw\n\n查看\nhttps:\/\/ecpa\.example\/me\n/)
    const html = typeof mail?.html === 'string' ? mail.html : ''
    assert.match(html, /<a href="https:\/\/ecpa\.example\/me"/)
    assert.match(html, /&lt;b&gt;一&lt;\/b&gt;/)
    assert.doesNotMatch(html, /<img|<b>/)
    assert.equal(mail?.headers.get('auto-submitted'), 'auto-generated')
    // Nobody subscribed: what is told of one's own account cannot be turned off.
    assert.equal(mail?.headers.has('list'), false)
    assert.equal(mail?.headers.has('list-unsubscribe'), false)
    assert.deepEqual(mail?.from?.value, [{ address: 'no-reply@ecpa.example', name: 'eCPA 服務網' }])
  })

  test('who is told of an act finds it in the mailbox: who, what, for whom, until when, and where to look', async () => {
    const owner = new pg.Client(fresh.url)
    await owner.connect()
    await owner.query(GOVERNMENT)
    await owner.end()
    const actor = { personId: '2', standing: 'hr', agency: PERSONNEL_OFFICE }
    await change(database, { ...processOrigin('test'), actor, process: null }, async (tx) => {
      const event = await tx.record({ code: 'group.renamed', agency: AGENCY, detail: { group: 'g', before: 'a', after: 'b', way: '' } })
      await tellPersons(tx, event, ['1', '2', '3'], {
        kind: 'grant.ended', agency: AGENCY, application: 'A4', category: 'use', from: '2026-11-23', to: '2026-12-31', reason: '<i>調職</i>',
      })
      return { result: null, event }
    })
    await until(async () => received.length > 0)
    const [mail] = received
    assert.deepEqual([mail?.to].flat().map((one) => one?.text), ['wu@example.gov.tw'])
    assert.equal(mail?.subject, '應用系統授權已結束：A4')
    for (const part of [mail?.text ?? '', String(mail?.html)]) {
      assert.match(part, new RegExp(`機關 ${PERSONNEL_OFFICE}人事人員人員2結束了您代表「機關 ${AGENCY}」使用「A4 應用 A4」的「使用」權限。`))
      assert.match(part, /民國 115 年 11 月 23 日起至民國 115 年 12 月 31 日止/)
      assert.match(part, /https:\/\/ecpa\.example\/me/)
    }
    assert.match(String(mail?.html), /&lt;i&gt;調職&lt;\/i&gt;/)
  })

  test('a national ID that got into a letter is masked in the table already, and operators are told by its number', async () => {
    const id = await change(database, processOrigin('test'), async (tx) => ({
      result: await writeMail(tx, {
        ...letter, subject: '關於 A123456789', paragraphs: ['一般文字 B12345678，Ａ１２３４５６７８９'], facts: [{ term: '理由', value: '承辦人a123456789交辦' }],
      }),
      event: { code: 'keys.rotated', detail: { purpose: 'test', key: '', retired: [] } },
    }))
    const { subject, body_text: plain, body_html: html } = await row(id)
    for (const part of [subject, plain, html]) {
      assert.match(part, /A12\*{4}789/)
      assert.equal(maskNationalIdsIn(part), part)
    }
    assert.match(plain, /B12345678/)
    await until(async () => received.length > 0 && told.length > 0)
    assert.deepEqual(told, [id])
    await write()
    await until(async () => received.length > 1)
    assert.deepEqual(told, [id])
  })

  test('a letter of an act that was rolled back is never sent', async () => {
    await assert.rejects(change(database, processOrigin('test'), async (tx) => {
      await writeMail(tx, letter)
      throw new Error('no')
    }))
    const later = await write()
    await until(async () => (await row(later)).sent_at !== null)
    assert.equal(received.length, 1)
  })

  test('a letter written while the server is down says so, and arrives once when it is back', async () => {
    await stopServer()
    const id = await write()
    await until(async () => (await row(id)).failure !== null)
    assert.match((await row(id)).failure ?? '', /ECONNREFUSED/)
    await startServer(port)
    await until(async () => (await row(id)).sent_at !== null)
    await pause(300)
    assert.equal(received.length, 1)
    assert.equal((await row(id)).failure, null)
  })

  test('a letter that the server refuses for ever is given up, visibly and with an event', async () => {
    const id = await write('nobody@example.tw')
    const event = () => database.read.selectFrom('audit_event').selectAll().where('code', '=', 'mail.given-up').executeTakeFirst()
    await until(async () => (await event()) !== undefined)
    const { sent_at: sent, given_up_at: givenUp, failure } = await row(id)
    assert.equal(sent, null)
    assert.notEqual(givenUp, null)
    assert.match(failure ?? '', /550/)
    assert.deepEqual((await event())?.detail, { mail: id, attempts: 1 })
    const owner = new pg.Client(fresh.url)
    await owner.connect()
    await until(async () => (await owner.query('select from graphile_worker.jobs')).rowCount === 0)
    await owner.end()
  })

  test('no address or subject writes headers or recipients of its own', async () => {
    for (const to of ['a@b.tw\r\nBcc: c@d.tw', 'a@b.tw,c@d.tw', 'A <a@b.tw>', 'a', 'a@b@c', ' a@b.tw']) {
      await assert.rejects(write(to), RangeError, to)
    }
    await assert.rejects(change(database, processOrigin('test'), async (tx) => ({
      result: await writeMail(tx, { ...letter, subject: 'a\r\nBcc: c@d.tw' }),
      event: { code: 'keys.rotated', detail: { purpose: 'test', key: '', retired: [] } },
    })), RangeError)
  })
})
