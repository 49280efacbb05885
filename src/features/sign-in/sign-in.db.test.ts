import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, test } from 'node:test'
import pg from 'pg'
import { Browser, log, seal } from '../../../test/oidc/world.ts'
import { AGENCY, GOVERNMENT, openSession, PERSONNEL_OFFICE } from '../../../test/oidc/government.ts'
import { freshDatabase } from '../../../test/postgres.ts'
import { dayInTaipei } from '../../core/days.ts'
import { USUAL_RULE } from '../../core/unusual-sign-in.ts'
import { openDatabase } from '../../store/database.ts'
import { createApp } from '../../web/app.ts'
import { createServer } from '../../web/server.ts'
import { findActor } from './find-actor.ts'
import { HashingTurns } from './hashing-turns.ts'
import { messages } from './messages.ts'
import { hashPassword } from './password-hash.ts'
import { passwordRefusal } from './password-rules.ts'
import { signInRoutes } from './routes.tsx'
import { homeNotices } from '../notices/routes.tsx'
import { endOverdueSessions, tokenHash } from './sessions.ts'
import type { TestDatabase } from '../../../test/postgres.ts'
import type { Database } from '../../store/database.ts'
import type { PortalServer } from '../../web/server.ts'

const PASSWORD = 'correct horse battery staple'
const LIMITS = { idleMinutes: 30, hours: 12 }
const ORIGIN = 'http://localhost:3000'
const m = messages('zh-TW')

// Employee 1 and officer 2 can sign in; 3 is disabled; 4 is pending; the officer holds a second post elsewhere.
const ACCOUNTS = `
  begin;
  insert into audit_event (code, outcome, actor_process) values ('people.generated', 'done', 'test');
  update account set password_hash = $1;
  update account set state = 'disabled' where person_id = 3;
  insert into person (id, national_id_sealed, national_id_index) values (4, '\\x00', sha256('4'));
  insert into account (person_id) values (4);
  insert into post (id, person_id, agency_code, kind, unit, title, starts) values
    (9, 2, '${AGENCY}', 'concurrent', '', '幹事', '2020-01-01');
  insert into post_version (person_id, post_id, nature, valid, event_id)
    values (2, 9, '5', '[2020-01-01,)', (select max(id) from audit_event));
  commit`

describe('signing in by password', () => {
  let made: TestDatabase
  let owner: pg.Client
  let database: Database
  let server: PortalServer
  let address: string
  const means = { addressLimit: 0, turns: new HashingTurns(100) as Pick<HashingTurns, 'during'> }

  before(async () => {
    made = await freshDatabase()
    owner = new pg.Client({ connectionString: made.url })
    await owner.connect()
    await owner.query(GOVERNMENT)
    await owner.query(ACCOUNTS.replace('$1', `'${await hashPassword(PASSWORD)}'`))
    database = openDatabase({ url: made.url, log })
    const slice = {
      database,
      subjectOf: (kind: string, value: string) => seal.index(`sign-in ${kind}`, value),
      limits: LIMITS,
      tellUnusual: true, usual: USUAL_RULE, slowedSeconds: 1,
      get addressLimit() { return means.addressLimit },
      get turns() { return means.turns },
      seal, tries: { most: 5, lockMinutes: 15 }, factorRule: { of: [], graceDays: 0 }, agreementOf: [],
      links: { executive: null, civilService: null, cardProblems: null },
      waiting: async () => null, leadsTo: async () => [], notices: homeNotices(database.read),
    }
    const app = createApp({
      routes: signInRoutes(slice), origin: ORIGIN, formKey: Buffer.alloc(32, 3), log,
      findActor: (token) => findActor(database, token, dayInTaipei(new Date()), LIMITS),
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
  beforeEach(async () => {
    await owner.query('delete from sign_in_failure')
    means.addressLimit = 0
  })

  const tokenIn = (html: string): string => /name="([^"]+)" value="([^"]+)"/.exec(html)?.[2] ?? ''
  const fieldIn = (html: string): string => /name="([^"]+)" value="([^"]+)"/.exec(html)?.[1] ?? ''
  const browser = (): Browser => new Browser(address, null)

  async function post(who: Browser, from: string, to: string, fields: Record<string, string>): Promise<Response> {
    const page = await (await who.get(from)).text()
    const body = new URLSearchParams({ [fieldIn(page)]: tokenIn(page), ...fields })
    return who.get(to, { method: 'POST', body, headers: { origin: ORIGIN, 'content-type': 'application/x-www-form-urlencoded' } })
  }
  const tryOn = (account: string, password: string, who = browser()): Promise<Response> =>
    post(who, '/?next=/switch', '/sign-in/password', { account, password })
  async function setPassword(person: number, password: string): Promise<void> {
    const hashed = await hashPassword(password)
    await owner.query(`begin; insert into audit_event (code, outcome, actor_process) values ('people.generated', 'done', 'test');
      update account set password_hash = '${hashed}' where person_id = ${person}; commit`)
  }
  const events = async (code: string): Promise<number> =>
    Number((await owner.query('select count(*) from audit_event where code = $1', [code])).rows[0].count)
  const sessionOf = async (who: Browser) =>
    (await owner.query('select * from session where token_hash = $1', [tokenHash(who.cookies.get('__Host-ecpa') ?? '')])).rows[0]

  test('the right password opens a session that the table cannot give away', async () => {
    const who = browser()
    const answer = await tryOn(' WU.employee ', PASSWORD, who)
    assert.equal(answer.status, 303)
    assert.equal(answer.headers.get('location'), '/applications')
    const cookie = answer.headers.getSetCookie().find((one) => one.startsWith('__Host-ecpa='))
    for (const flag of ['Secure', 'HttpOnly', 'SameSite=Lax', 'Path=/']) assert.match(cookie ?? '', new RegExp(`; ${flag}(;|$)`))
    const { rows } = await owner.query(`select s::text as row from session s where person_id = 1 and ended_at is null`)
    assert.equal(rows.length, 1)
    assert.equal(rows[0].row.includes(who.cookies.get('__Host-ecpa')!), false)
    assert.match(await (await who.get('/')).text(), /人員1/)
  })

  test('a password is as long as its characters, however many units each of them takes', async () => {
    const long = '🔑'.repeat(128)
    await setPassword(2, long)
    assert.equal((await tryOn('chang.unit', long)).status, 303)
    await setPassword(2, PASSWORD)
  })

  test('R-ACC-2: a hash of other parameters is made anew when its password is known, and is no new password', async () => {
    // Of memory 8 MiB and one pass, as another installation may have made it.
    const { hash } = await import('@node-rs/argon2')
    const old = await hash(PASSWORD, { algorithm: 2, memoryCost: 8192, timeCost: 1, parallelism: 1 })
    await owner.query(`begin; insert into audit_event (code, outcome, actor_process) values ('people.generated', 'done', 'test');
      update account set password_hash = '${old}' where person_id = 1; commit`)
    assert.equal((await tryOn('wu.employee', PASSWORD)).status, 303)
    const { rows: [account] } = await owner.query('select password_hash as hash from account where person_id = 1')
    assert.match(account.hash, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
    assert.equal((await tryOn('wu.employee', PASSWORD)).status, 303)
    assert.equal((await owner.query('select from password_before where person_id = 1')).rowCount, 0)
  })

  test('R-ACC-2: none of the last three passwords is taken, whoever changes them', async () => {
    const passwords = ['first river lantern', 'second river lantern', 'third river lantern', 'fourth river lantern']
    for (const one of passwords) {
      const hashed = await hashPassword(one)
      await owner.query(`begin; insert into audit_event (code, outcome, actor_process) values ('people.generated', 'done', 'test');
        update account set password_hash = '${hashed}', password_changed_at = clock_timestamp() where person_id = 2; commit`)
    }
    const refusals = await Promise.all(passwords.map((one) => passwordRefusal(database.read, '2', one)))
    assert.deepEqual(refusals, [null, 'recent', 'recent', 'recent'])
    assert.equal(await passwordRefusal(database.read, '2', 'password2026!!'), 'common')
    await assert.rejects(database.pool.query(`insert into password_before (person_id, password_hash) values (2, 'x')`), /permission denied/)
    await setPassword(2, PASSWORD)
  })

  test('more than can be looked at are asked to come again, and nothing of theirs is lost or counted', async () => {
    let leave = () => {}
    means.turns = new HashingTurns(0, { atOnce: 1 })
    const held = means.turns.during('198.51.100.7', () => new Promise<void>((resolve) => { leave = resolve }))
    const failures = await events('session.sign-in-failed')
    const busy = await tryOn('wu.employee', PASSWORD)
    assert.deepEqual([busy.status, busy.headers.get('retry-after')], [503, '10'])
    const text = await busy.text()
    assert.match(text, /現在登入的人很多/)
    assert.match(text, /name="account"[^>]*value="wu\.employee"/)
    assert.equal(text.includes(PASSWORD), false)
    assert.equal((await browser().get('/')).status, 200)
    assert.equal(await events('session.sign-in-failed'), failures)
    assert.equal((await owner.query('select from sign_in_failure')).rowCount, 0)
    leave()
    await held
    assert.equal((await tryOn('wu.employee', PASSWORD)).status, 303)
    means.turns = new HashingTurns(100)
  })

  test('a wrong password, an unknown name, a pending and a disabled account get the same answer', async () => {
    const answers = await Promise.all([
      tryOn('wu.employee', 'wrong'), tryOn('nobody.at-all', PASSWORD), tryOn('left.person', PASSWORD), tryOn('4', PASSWORD),
      tryOn('wu.employee', 'x'.repeat(900)),
    ])
    const bare = await Promise.all(answers.map(async (answer) => (await answer.text())
      .replaceAll(/value="[^"]*"/g, '').replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}/g, '')))
    assert.deepEqual(answers.map(({ status }) => status), [422, 422, 422, 422, 422])
    assert.equal(new Set(bare).size, 1)
    assert.ok(bare[0]!.includes(m.wrong))
    assert.equal(bare[0]!.includes(PASSWORD), false)
  })

  test('five wrong tries lock the name, and the right password with it, for a quarter of an hour', async () => {
    for (const name of ['wu.employee', 'WU.EMPLOYEE', ' wu.employee', 'ｗu.employee', 'wu.employee']) await tryOn(name, 'wrong')
    assert.ok((await (await tryOn('wu.employee', PASSWORD)).text()).includes(m.locked(15)))
    const { rows: [lock] } = await owner.query(`select locked_until from sign_in_failure where kind = 'name'`)
    await tryOn('wu.employee', 'wrong')
    const { rows: [later] } = await owner.query(`select locked_until from sign_in_failure where kind = 'name'`)
    assert.deepEqual(later.locked_until, lock.locked_until, 'a try during the lock does not lengthen it')
    assert.equal((await tryOn('chang.unit', PASSWORD)).status, 303, 'nobody else is held up')
    await owner.query(`update sign_in_failure set locked_until = now()`)
    assert.equal((await tryOn('wu.employee', PASSWORD)).status, 303)
  })

  test('a name that does not exist locks alike', async () => {
    for (let tries = 0; tries < 5; tries += 1) await tryOn('nobody.at-all', 'wrong')
    assert.ok((await (await tryOn('nobody.at-all', 'wrong')).text()).includes(m.locked(15)))
  })

  test('of tries made at the same moment no more than five are looked at', async () => {
    const [failed, locked] = [await events('session.sign-in-failed'), await events('session.sign-in-locked')]
    await Promise.all(Array.from({ length: 20 }, () => tryOn('wu.employee', 'wrong')))
    assert.equal(await events('session.sign-in-failed') - failed, 5)
    assert.equal(await events('session.sign-in-locked') - locked, 15)
  })

  test('the right password forgets the wrong tries before it', async () => {
    for (let round = 0; round < 2; round += 1) {
      for (let tries = 0; tries < 4; tries += 1) await tryOn('wu.employee', 'wrong')
      assert.equal((await tryOn('wu.employee', PASSWORD)).status, 303)
    }
  })

  test('an address with many failures is answered slower, never refused, and holds up nobody else meanwhile', async () => {
    means.addressLimit = 2
    await tryOn('nobody.a', 'wrong')
    await tryOn('nobody.b', 'wrong')
    let waited = 0
    const turns = new HashingTurns(100)
    const began = performance.now()
    const during: HashingTurns['during'] = (from, work) => {
      waited = performance.now() - began
      return turns.during(from, work)
    }
    means.turns = { during }
    assert.equal((await tryOn('wu.employee', PASSWORD)).status, 303)
    assert.ok(waited > 990, `${waited} ms before its turn: what it waits later it waits while others queue behind it`)
    means.turns = turns
  })

  test('a cookie that somebody planted is worth nothing after signing in', async () => {
    const who = browser()
    who.cookies.set('__Host-ecpa', 'planted-by-somebody-else-000000000000000000')
    await tryOn('wu.employee', PASSWORD, who)
    assert.notEqual(who.cookies.get('__Host-ecpa'), 'planted-by-somebody-else-000000000000000000')
  })

  test('signing in as somebody else ends the session there was', async () => {
    const held = await openSession(owner, 'wu', 'password')
    const who = new Browser(address, held)
    const page = await (await who.get('/switch')).text()
    assert.match(page, /人員1/)
    await post(who, '/switch', '/sign-in/password', { account: 'chang.unit', password: PASSWORD })
    const { rows: [row] } = await owner.query('select ended_why from session where id = $1', [held.id])
    assert.equal(row.ended_why, 'signedOut')
    assert.equal((await sessionOf(who)).person_id, '2')
  })

  test('signing in once more goes on with the session, under a new token', async () => {
    const held = await openSession(owner, 'wu', 'password')
    const who = new Browser(address, held)
    await post(who, '/switch', '/sign-in/password', { account: 'wu.employee', password: PASSWORD })
    assert.equal((await sessionOf(who)).id, held.id)
    assert.equal(await findActor(database, held.token, '2026-11-23', LIMITS), null, 'the old token is dead')
  })

  test('signing out ends the session on the server', async () => {
    const held = await openSession(owner, 'wu', 'password')
    const answer = await post(new Browser(address, held), '/switch', '/sign-out', {})
    assert.equal(answer.headers.get('location'), '/')
    assert.equal(await findActor(database, held.token, '2026-11-23', LIMITS), null)
  })

  const limits: [string, string, string][] = [
    ['idle', `last_seen_at = now() - interval '31 minutes'`, 'idle'],
    ['absolute', `expires_at = now()`, 'expired'],
  ]
  for (const [name, past, why] of limits) {
    test(`a session past its ${name} limit is nobody's, and its end is written down`, async () => {
      const { id, token } = await openSession(owner, 'wu', 'password')
      assert.notEqual(await findActor(database, token, '2026-11-23', LIMITS), null)
      await owner.query(`update session set ${past} where id = $1`, [id])
      assert.equal(await findActor(database, token, '2026-11-23', LIMITS), null)
      await endOverdueSessions(database.unaudited, LIMITS)
      assert.equal((await owner.query('select ended_why from session where id = $1', [id])).rows[0].ended_why, why)
    })
  }

  test('a disabled account is out at once', async () => {
    const { token } = await openSession(owner, 'left', 'password')
    assert.equal(await findActor(database, token, '2026-11-23', LIMITS), null)
  })

  test('a page is a sign that the session lives, written at most once a minute', async () => {
    const { id, token } = await openSession(owner, 'wu', 'password')
    const seen = async () => (await owner.query('select last_seen_at from session where id = $1', [id])).rows[0].last_seen_at
    const opened = await seen()
    await findActor(database, token, '2026-11-23', LIMITS)
    assert.deepEqual(await seen(), opened)
    await owner.query(`update session set last_seen_at = now() - interval '5 minutes' where id = $1`, [id])
    await findActor(database, token, '2026-11-23', LIMITS)
    assert.ok(await seen() >= opened)
  })

  test('one switches among the standings one holds, and to no other', async () => {
    const session = await openSession(owner, 'chang', 'password')
    const actor = await findActor(database, session.token, '2026-11-23', LIMITS)
    assert.deepEqual(actor?.standings.map(({ agencyCode, standing }) => [agencyCode, standing]),
      [[PERSONNEL_OFFICE, 'hr'], [AGENCY, 'hr']])
    const who = new Browser(address, session)
    assert.equal((await post(who, '/switch', '/switch', { agency: AGENCY })).status, 303)
    assert.equal((await findActor(database, session.token, '2026-11-23', LIMITS))?.chosen?.agencyCode, AGENCY)
    assert.equal((await post(who, '/switch', '/switch', { agency: '379000000A' })).status, 422)
    assert.equal((await findActor(database, session.token, '2026-11-23', LIMITS))?.chosen?.agencyCode, AGENCY)
  })

  const onward: [string, string][] = [
    ['/switch', '/switch'], ['//evil.example', '/applications'], ['/\\evil.example', '/applications'],
    ['https://evil.example/', '/applications'], ['javascript:alert(1)', '/applications'],
    ['/x\r\nset-cookie: a=b', '/applications'],
  ]
  for (const [next, to] of onward) {
    test(`after signing in, next=${JSON.stringify(next)} leads to ${to}`, async () => {
      const answer = await post(browser(), '/', '/sign-in/password', { account: 'wu.employee', password: PASSWORD, next })
      assert.equal(answer.headers.get('location'), to)
    })
  }
})
