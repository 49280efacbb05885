// What becomes of letters when the mail server says no, is away, or is asked by two processes at once; over real SMTP.
import assert from 'node:assert/strict'
import { after, afterEach, before, describe, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { freePorts } from '../../../test/free-ports.ts'
import { seal } from '../../../test/oidc/government.ts'
import { startMailServer } from '../../../test/smtp.ts'
import { freshDatabase } from '../../../test/postgres.ts'
import { change, processOrigin } from '../../store/change.ts'
import { openDatabase } from '../../store/database.ts'
import { startJobs } from '../../store/jobs.ts'
import { MOST_ATTEMPTS, SEND_MAIL, writeMail } from '../../store/outbox.ts'
import { dropLetters, keptLetters, mailState, retryLetters } from './kept-letters.ts'
import { mailTasks } from './send-mail.ts'
import type { TestDatabase } from '../../../test/postgres.ts'
import type { MailServer } from '../../../test/smtp.ts'
import type { Database } from '../../store/database.ts'
import type { Jobs } from '../../store/jobs.ts'

const lines: string[] = []
const note = (facts: object, words: string) => void lines.push(`${words} ${JSON.stringify(facts)}`)
const log = { error: note, warn: note, info: note, debug: note }
const plain = { disabledCommands: ['AUTH', 'STARTTLS'] }

describe('the outbox', () => {
  let fresh: TestDatabase
  let database: Database
  let server: MailServer
  let running: Jobs[] = []
  before(async () => {
    fresh = await freshDatabase()
    database = openDatabase({ url: fresh.url, log })
  })
  afterEach(async () => {
    await Promise.all(running.splice(0).map((jobs) => jobs.stop()))
    await server.stop()
    await database.unaudited.deleteFrom('mail').execute()
  })
  after(async () => {
    await database.close()
    await fresh.drop()
  })

  const tasksFor = (port: number) => mailTasks({
    smtpUrl: `smtp://127.0.0.1:${port}`, authorities: null, from: 'no-reply@ecpa.example', origin: 'https://ecpa.example', seal,
  })
  async function work(port: number, processes = 1): Promise<void> {
    for (let at = 0; at < processes; at += 1) running.push(await startJobs({ database, tasks: tasksFor(port), log, pollMilliseconds: 100 }))
  }
  const write = (...to: string[]): Promise<string[]> => change(database, processOrigin('test'), async (tx) => {
    const ids = []
    for (const one of to) ids.push(await writeMail(tx, { to: one, language: 'zh-TW', subject: '信', paragraphs: ['內容 S3CRET'] }))
    return { result: ids, event: { code: 'keys.rotated', detail: { purpose: 'test', key: '', retired: [] } } }
  })
  /** Sends by the task itself, as the queue would at a try of that number. */
  const sendNow = (port: number, mail: string, lastAttempt = false): Promise<void> => tasksFor(port).find(({ name }) => name === SEND_MAIL)!
    .handle({ mail }, { database, attempt: 1, lastAttempt, signal: new AbortController().signal })
  const row = (id: string) => database.read.selectFrom('mail').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
  async function until(holds: () => Promise<boolean> | boolean): Promise<void> {
    for (let tries = 0; tries < 300; tries += 1) {
      if (await holds()) return
      await pause(50)
    }
    assert.fail('did not come about in fifteen seconds')
  }
  const waiting = async (): Promise<number> => (await mailState(database.read)).waiting

  test('two processes send each letter once, and one that is refused stops none of the others', async () => {
    server = await startMailServer(plain)
    const to = Array.from({ length: 40 }, (_, at) => (at % 10 === 0 ? `nobody${at}@there.tw` : `somebody${at}@there.tw`))
    await write(...to)
    await work(server.port, 2)
    await until(async () => await waiting() === 0)
    assert.deepEqual(server.received.flatMap((one) => one.to).toSorted(), to.filter((one) => !one.startsWith('nobody')).toSorted())
    assert.equal((await mailState(database.read)).dead, 4)
  })

  test('while one sends it, another that is asked to takes nothing, nor may it be put to sending again', async () => {
    let go = () => {}
    const held = new Promise<void>((resolve) => { go = resolve })
    let reached = () => {}
    const there = new Promise<void>((resolve) => { reached = resolve })
    server = await startMailServer({ ...plain, hold: () => { reached(); return held } })
    const [id = ''] = await write('a@there.tw')
    const first = sendNow(server.port, id)
    await there
    await assert.rejects(sendNow(server.port, id), /Another process/)
    assert.equal(await retryLetters(database, { id }, 'test'), 0)
    assert.equal((await keptLetters(database.read, { dead: false })).letters[0]?.state, 'sending')
    go()
    await first
    await sendNow(server.port, id)
    assert.equal(server.received.length, 1)
  })

  test('what a process that died was sending is taken over when its lease ran out, and not before', async () => {
    server = await startMailServer(plain)
    const [id = ''] = await write('a@there.tw')
    const takeOver = () => tasksFor(server.port).find(({ name }) => name === 'mail.take-over')!
      .handle(null, { database, attempt: 1, lastAttempt: false, signal: new AbortController().signal })
    // As kill -9 leaves it: leased, its job locked.
    await database.unaudited.updateTable('mail').set({ leased_until: new Date(Date.now() + 60_000), attempts: 1 }).where('id', '=', id).execute()
    await database.pool.query('delete from graphile_worker._private_jobs')
    await takeOver()
    assert.notEqual((await row(id)).leased_until, null)
    await database.unaudited.updateTable('mail').set({ leased_until: new Date(Date.now() - 1000) }).where('id', '=', id).execute()
    await takeOver()
    await work(server.port)
    await until(async () => (await row(id)).sent_at !== null)
    assert.equal(server.received.length, 1)
  })

  test('the server goes while letters are written and comes back: none is lost and none comes twice', async () => {
    const port = await freePorts()
    server = await startMailServer({ ...plain, port })
    await work(port)
    await write('a@there.tw', 'b@there.tw')
    await until(async () => await waiting() === 0)
    assert.equal(server.received.length, 2)
    await server.stop()
    const ids = await write('c@there.tw', 'd@there.tw', 'e@there.tw')
    await until(async () => (await Promise.all(ids.map(row))).every(({ failure }) => failure?.includes('ECONNREFUSED')))
    server = await startMailServer({ ...plain, port })
    // The pauses between tries grow; an operator who knows that it is back need not wait for them.
    await retryLetters(database, 'waiting', 'test')
    await until(async () => await waiting() === 0)
    assert.deepEqual(server.received.flatMap(({ to }) => to).toSorted(), ['c@there.tw', 'd@there.tw', 'e@there.tw'])
  })

  test('after the last try a letter is given up, shown without address or content, sent again or dropped by hand', async () => {
    server = await startMailServer({ ...plain, port: await freePorts() })
    const [[dead = ''], [tired = '']] = [await write('nobody@there.tw'), await write('b@there.tw')]
    await sendNow(server.port, dead)
    await server.stop()
    await database.unaudited.updateTable('mail').set({ attempts: MOST_ATTEMPTS - 1 }).where('id', '=', tired).execute()
    await sendNow(server.port, tired)
    const { letters, of } = await keptLetters(database.read, { dead: true })
    assert.deepEqual(letters.map(({ id, state, attempts, domain }) => ({ id, state, attempts, domain })), [
      { id: dead, state: 'dead', attempts: 1, domain: 'there.tw' }, { id: tired, state: 'dead', attempts: MOST_ATTEMPTS, domain: 'there.tw' },
    ])
    assert.equal(of, 2)
    assert.match(letters[0]?.failure ?? '', /550 <\(address\)> is not known here/)
    assert.doesNotMatch(JSON.stringify([letters, lines]), /nobody@|b@there|S3CRET/)
    assert.deepEqual(await mailState(database.read), { dead: 2, waiting: 0, oldestMinutes: null })
    // Given up is given up: a job that comes late sends nothing.
    server = await startMailServer({ ...plain, port: server.port })
    await sendNow(server.port, tired)
    assert.equal(server.received.length, 0)
    assert.equal(await retryLetters(database, { id: tired }, 'test'), 1)
    await work(server.port)
    await until(async () => (await row(tired)).sent_at !== null)
    assert.equal(await dropLetters(database, { id: tired }, 'test'), 0)
    assert.equal(await dropLetters(database, 'dead', 'test'), 1)
    assert.deepEqual(await keptLetters(database.read, { dead: false }), { letters: [], of: 0 })
    const events = await database.read.selectFrom('audit_event').select(['code', 'detail']).where('code', 'like', 'mail.%').orderBy('id', 'desc').limit(3).execute()
    assert.deepEqual(events.map(({ code, detail }) => [code, detail]), [
      ['mail.dropped', { which: 'dead', letters: 1 }], ['mail.dropped', { which: tired, letters: 0 }],
      ['mail.retried', { which: tired, letters: 1 }],
    ])
  })
})
