import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, test } from 'node:test'
import pg from 'pg'
import { Browser, log, seal } from '../../../test/oidc/world.ts'
import { AGENCY, GOVERNMENT, openSession, PERSONNEL_OFFICE } from '../../../test/oidc/government.ts'
import { freshDatabase } from '../../../test/postgres.ts'
import { nationalIdFrom } from '../../core/national-id.ts'
import { dayInTaipei } from '../../core/days.ts'
import { change } from '../../store/change.ts'
import { openDatabase } from '../../store/database.ts'
import { tellPersons } from '../../store/notices.ts'
import { createApp } from '../../web/app.ts'
import { createServer } from '../../web/server.ts'
import { findActor } from '../sign-in/find-actor.ts'
import { HashingTurns } from '../sign-in/hashing-turns.ts'
import { meRoutes } from './routes.tsx'
import type { TestDatabase } from '../../../test/postgres.ts'
import type { Told } from '../../core/told.ts'
import type { Origin } from '../../store/change.ts'
import type { Database } from '../../store/database.ts'
import type { PortalServer } from '../../web/server.ts'

const ORIGIN = 'http://localhost:3000'
const NATIONAL_ID = nationalIdFrom('A', '22345678')

const officer: Origin = {
  actor: { personId: '2', standing: 'hr', agency: PERSONNEL_OFFICE }, sessionId: null, process: null, address: null, requestId: null,
}
const given = (reason: string): Told => ({
  kind: 'grant.given', agency: AGENCY, application: 'A4', category: 'use', from: '2026-11-23', to: '2027-06-30', reason,
})

describe('「我的專區」', () => {
  let made: TestDatabase
  let owner: pg.Client
  let database: Database
  let server: PortalServer
  let address: string

  const asOwner = (text: string, values?: unknown[]) => owner.query(text, values)
  const recorded = async (text: string, values: unknown[]) => {
    await owner.query('begin')
    await owner.query(`insert into audit_event (code, outcome, actor_process) values ('people.generated', 'done', 'test')`)
    await owner.query(text, values)
    await owner.query('commit')
  }

  before(async () => {
    made = await freshDatabase()
    owner = new pg.Client({ connectionString: made.url })
    await owner.connect()
    await owner.query(GOVERNMENT)
    for (const [person, id] of [[1, NATIONAL_ID], [2, nationalIdFrom('B', '12345678')], [3, nationalIdFrom('C', '12345678')]] as const) {
      const { sealed, index } = seal.sealNationalId(id)
      await recorded('update person set national_id_sealed = $1, national_id_index = $2 where id = $3', [sealed, index, person])
    }
    database = openDatabase({ url: made.url, log })
    const app = createApp({
      routes: meRoutes({
        database, seal, limits: { idleMinutes: 30, hours: 12 }, tries: { most: 5, lockMinutes: 15 }, freshMinutes: 10, turns: new HashingTurns(100), emailChangesPerDay: 5,
        subjectOf: (kind, value) => seal.index(`sign-in ${kind}`, value),
      }),
      origin: ORIGIN, formKey: Buffer.alloc(32, 3), log,
      findActor: (token) => findActor(database, token, dayInTaipei(new Date()), { idleMinutes: 30, hours: 12 }),
      contact: { office: { 'zh-TW': '', en: '' }, phone: '', email: '', hours: { 'zh-TW': '', en: '' } },
    })
    server = createServer({ app })
    address = `http://127.0.0.1:${await server.listen(0, '127.0.0.1')}`
  })
  after(async () => {
    await server.stop(0)
    await database.close()
    await owner.end()
    await made.drop()
  })
  beforeEach(() => asOwner('delete from mail; delete from notice; delete from telling'))

  const tell = (persons: string[], reason: string) => change(database, officer, async (tx) => {
    const event = await tx.record({ code: 'group.renamed', agency: AGENCY, detail: { group: 'g', before: 'a', after: 'b', way: '' } })
    await tellPersons(tx, event, persons, given(reason))
    return { result: null, event }
  })
  const signIn = async (who: 'wu' | 'chang' | 'left') => new Browser(address, await openSession(owner, who, 'password'))
  const read = async (who: Browser, path = '/me') => (await who.get(path)).text()
  const unreadOf = (html: string): string | undefined => /class="unread"[^>]*>([^<]+)</.exec(html)?.[1]
  const reasonsIn = (html: string): string[] => [...html.matchAll(/<dd>(reason \d+)<\/dd>/g)].map(([, one]) => one!)

  async function markAll(who: Browser, until?: string): Promise<Response> {
    const html = await read(who)
    const csrf = /name="csrf" value="([^"]+)"/.exec(html)?.[1] ?? ''
    const body = new URLSearchParams({ csrf, until: until ?? /name="until" value="(\d+)"/.exec(html)?.[1] ?? '' })
    return who.get('/me/notices/read', {
      method: 'POST', body, headers: { origin: ORIGIN, 'content-type': 'application/x-www-form-urlencoded' },
    })
  }

  test('one reads who did what for which agency, until when and why; nobody else does', async () => {
    await tell(['1', '2'], '<script>alert(1)</script>')
    const mine = await read(await signIn('wu'))
    assert.match(mine, new RegExp(`機關 ${PERSONNEL_OFFICE}人事人員人員2授予您代表「機關 ${AGENCY}」使用「A4 應用 A4」的「使用」權限。`))
    assert.match(mine, /民國 116 年 6 月 30 日止/)
    assert.match(mine, /&lt;script&gt;alert\(1\)/)
    assert.doesNotMatch(mine, /<script>alert/)
    assert.equal(unreadOf(mine), '1')
    // The actor knows; others are not told, and no address leads to another's.
    for (const who of ['chang', 'left'] as const) {
      const others = await read(await signIn(who))
      assert.doesNotMatch(others, /「A4 /)
      assert.equal(unreadOf(others), undefined)
    }
    const [{ id }] = (await asOwner('select id from telling')).rows
    for (const path of [`/me?before=${Number(id) + 1}`, `/me?after=0`, `/me?before=${Number(id) + 1}&person=1`]) {
      assert.doesNotMatch(await read(await signIn('left'), path), /A4/, path)
    }
  })

  test('「全部標示為已讀」 takes the count away, and leaves what came meanwhile and what is another’s', async () => {
    await tell(['1', '3'], 'reason 1')
    const who = await signIn('wu')
    const [{ id }] = (await asOwner('select max(id) as id from telling')).rows
    await tell(['1', '3'], 'reason 2')
    assert.equal((await markAll(who, String(id))).status, 303)
    assert.equal(unreadOf(await read(who)), '1')
    await markAll(who)
    const html = await read(who)
    assert.equal(unreadOf(html), undefined)
    assert.doesNotMatch(html, /未讀|全部標示為已讀/)
    assert.equal(unreadOf(await read(await signIn('left'))), '2')
  })

  test('pages go by key, newest first, forth and back', async () => {
    for (let at = 1; at <= 23; at += 1) await tell(['1'], `reason ${at}`)
    const who = await signIn('wu')
    const link = (html: string, rel: string) => new RegExp(`rel="${rel}" href="([^"#]+)`).exec(html)?.[1]?.replaceAll('&amp;', '&')
    const numbers = (from: number, to: number) => Array.from({ length: from - to + 1 }, (_, at) => `reason ${from - at}`)
    const first = await read(who)
    assert.equal(unreadOf(first), '23')
    assert.deepEqual(reasonsIn(first), numbers(23, 14))
    assert.equal(link(first, 'prev'), undefined)
    const second = await read(who, link(first, 'next'))
    assert.deepEqual(reasonsIn(second), numbers(13, 4))
    const third = await read(who, link(second, 'next'))
    assert.deepEqual(reasonsIn(third), numbers(3, 1))
    assert.equal(link(third, 'next'), undefined)
    assert.deepEqual(reasonsIn(await read(who, link(third, 'prev'))), numbers(13, 4))
    const back = await read(who, link(second, 'prev'))
    assert.deepEqual(reasonsIn(back), numbers(23, 14))
    assert.equal(link(back, 'prev'), undefined)
  })

  test('the count in the header stops at 99+', async () => {
    await asOwner(`insert into telling (event_id, kind, content) select max(e.id), 'grant.given', '{}' from audit_event e, generate_series(1, 120)
      group by generate_series`)
    await asOwner('insert into notice (person_id, telling_id) select 1, id from telling')
    const actor = await findActor(database, (await openSession(owner, 'wu', 'password')).token, dayInTaipei(new Date()),
      { idleMinutes: 30, hours: 12 })
    assert.equal(actor?.unreadNotices, 100)
  })

  test('the record is the feed’s, with the ID masked everywhere', async () => {
    const html = await read(await signIn('wu'))
    assert.match(html, new RegExp(`${NATIONAL_ID.slice(0, 3)}\\*\\*\\*\\*${NATIONAL_ID.slice(7)}`))
    assert.doesNotMatch(html, new RegExp(NATIONAL_ID))
    assert.match(html, /民國 69 年 1 月 1 日/)
    assert.match(html, new RegExp(`機關 ${AGENCY}.*總務科　科員.*109/01/01`, 's'))
    assert.match(html, new RegExp(`資料有誤.*機關 ${AGENCY}人事單位`, 's'))
    assert.match(await read(await signIn('left')), /您目前沒有現職/)
  })

  test('what is no key is refused, and nobody reads it without signing in', async () => {
    const who = await signIn('wu')
    for (const path of ['/me?before=1%20or%201', '/me?after=-1', `/me?before=${'9'.repeat(19)}`]) {
      assert.equal((await who.get(path)).status, 400, path)
    }
    assert.equal((await markAll(who, 'x')).status, 400)
    assert.equal((await who.get('/me?before=1')).headers.get('location'), '/me')
    const signedOut = await new Browser(address, null).get('/me')
    assert.notEqual(signedOut.status, 200)
    assert.doesNotMatch(await signedOut.text(), /人事資料/)
  })
})
