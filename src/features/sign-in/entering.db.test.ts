import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, test } from 'node:test'
import pg from 'pg'
import { Browser, log, seal } from '../../../test/oidc/world.ts'
import { GOVERNMENT } from '../../../test/oidc/government.ts'
import { freshDatabase } from '../../../test/postgres.ts'
import { USUAL_RULE } from '../../core/unusual-sign-in.ts'
import { openDatabase } from '../../store/database.ts'
import { createApp } from '../../web/app.ts'
import { createServer } from '../../web/server.ts'
import { forgetBrowsers } from './known-browsers.ts'
import { messages } from './messages.ts'
import { HashingTurns } from './hashing-turns.ts'
import { hashPassword } from './password-hash.ts'
import { homeNotices } from '../notices/routes.tsx'
import { signInRoutes } from './routes.tsx'
import type { TestDatabase } from '../../../test/postgres.ts'
import type { Database } from '../../store/database.ts'
import type { PortalServer } from '../../web/server.ts'

const PASSWORD = 'correct horse battery staple'
const ORIGIN = 'http://localhost:3000'
const CHROME = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36'
const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0'
const COOKIE = '__Host-ecpa-browser'

describe('what a sign-in is compared with', () => {
  let made: TestDatabase
  let owner: pg.Client
  let database: Database
  let server: PortalServer
  let address: string
  const means = { tellUnusual: true }

  const recorded = async (text: string) => {
    await owner.query(`begin; insert into audit_event (code, outcome, actor_process) values ('people.generated', 'done', 'test'); ${text}; commit`)
  }

  before(async () => {
    made = await freshDatabase()
    owner = new pg.Client({ connectionString: made.url })
    await owner.connect()
    await owner.query(GOVERNMENT)
    await recorded(`update account set password_hash = '${await hashPassword(PASSWORD)}', password_changed_at = now() - interval '1 day'`)
    database = openDatabase({ url: made.url, log })
    const app = createApp({
      routes: signInRoutes({
        database, limits: { idleMinutes: 30, hours: 12 }, usual: USUAL_RULE, addressLimit: 0, slowedSeconds: 3, turns: new HashingTurns(100), waiting: async () => null, leadsTo: async () => [],
        notices: homeNotices(database.read),
        subjectOf: (kind, value) => seal.index(`sign-in ${kind}`, value),
        seal, tries: { most: 5, lockMinutes: 15 }, factorRule: { of: [], graceDays: 0 }, agreementOf: [],
        links: { executive: null, civilService: null, cardProblems: null },
        get tellUnusual() { return means.tellUnusual },
      }),
      origin: ORIGIN, formKey: Buffer.alloc(32, 3), log, findActor: async () => null,
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
    means.tellUnusual = true
    await owner.query('delete from sign_in_failure; delete from mail; delete from notice; delete from telling; delete from known_browser; delete from session')
    await recorded('update account set last_sign_in_at = null, password_barred_at = null')
  })

  const browser = (): Browser => new Browser(address, null)
  async function signIn(account: string, agent: string, who = browser()): Promise<{ who: Browser; answer: Response }> {
    const page = await (await who.get('/')).text()
    const csrf = /name="csrf" value="([^"]+)"/.exec(page)?.[1] ?? ''
    const answer = await who.get('/sign-in/password', {
      method: 'POST', body: new URLSearchParams({ csrf, account, password: PASSWORD }),
      headers: { origin: ORIGIN, 'content-type': 'application/x-www-form-urlencoded', 'user-agent': agent },
    })
    return { who, answer }
  }
  /** A later visit of the same browser: the session is over, its own cookie is not. */
  function later(who: Browser): Browser {
    const next = browser()
    next.cookies.set(COOKIE, who.cookies.get(COOKIE)!)
    return next
  }
  const told = async (): Promise<string[][]> =>
    (await owner.query(`select t.content -> 'told' -> 'unusual' as unusual from telling t order by t.id`)).rows.map(({ unusual }) => unusual)
  const lastEvent = async () => (await owner.query('select * from audit_event order by id desc limit 1')).rows[0]

  test('the first sign-in ever is told to nobody; one with another browser is, by notice and by mail', async () => {
    const { answer } = await signIn('wu.employee', CHROME)
    assert.equal(answer.status, 303)
    assert.deepEqual(await told(), [])
    await signIn('wu.employee', FIREFOX)
    assert.deepEqual(await told(), [['browser']])
    const { rows: [letter] } = await owner.query('select * from mail')
    assert.equal(letter.recipient, 'wu@example.gov.tw')
    const { id } = await lastEvent()
    assert.equal(letter.link_path, `/me/sign-ins/${id}/not-me`)
    assert.match(letter.body_text, /沒有用過的瀏覽器或電腦/)
    assert.match(letter.body_text, /登入方式：帳號密碼\n瀏覽器：Firefox 133，Linux\n來源網路：127\.0\.0\.\*/)
    assert.match(letter.body_text, /時間：民國 \d+ 年/)
    assert.equal((await owner.query('select count(*)::int as n from notice where person_id = 1')).rows[0].n, 1)
  })

  test('a browser is known by its cookie whatever it says it is, and without one by being like one before', async () => {
    const { who } = await signIn('wu.employee', CHROME)
    await signIn('wu.employee', FIREFOX, later(who))
    await signIn('wu.employee', CHROME.replace('131', '140'))
    assert.deepEqual(await told(), [])
    const cookie = (await signIn('wu.employee', CHROME, later(who))).answer.headers.getSetCookie().find((one) => one.startsWith(COOKIE))!
    assert.equal(cookie.split(';', 1)[0], `${COOKIE}=${who.cookies.get(COOKIE)}`)
    for (const flag of ['Secure', 'HttpOnly', 'SameSite=Lax', 'Path=/', 'Max-Age=31536000']) assert.ok(cookie.includes(`; ${flag}`), flag)
  })

  test('a cookie that another person made known says nothing of this one, and the table lays no two together', async () => {
    await signIn('wu.employee', CHROME)
    const { who } = await signIn('chang.unit', FIREFOX)
    await signIn('wu.employee', FIREFOX, later(who))
    assert.deepEqual(await told(), [['browser']])
    const { rows } = await owner.query('select browser_hash from known_browser')
    assert.equal(new Set(rows.map(({ browser_hash: hash }) => hash.toString('hex'))).size, 3)
  })

  test('of nobody more browsers are kept than tell anything, and those unused for a year are forgotten', async () => {
    for (let time = 0; time < 23; time += 1) await signIn('wu.employee', CHROME)
    assert.equal((await owner.query('select count(*)::int as n from known_browser')).rows[0].n, 20)
    await owner.query(`update known_browser set first_seen_at = now() - interval '400 days', last_seen_at = now() - interval '366 days'
      where browser_hash in (select browser_hash from known_browser limit 7)`)
    await forgetBrowsers(database.unaudited)
    assert.equal((await owner.query('select count(*)::int as n from known_browser')).rows[0].n, 13)
  })

  test('after enough sign-ins another place and another hour are unusual', async () => {
    const { who } = await signIn('wu.employee', CHROME)
    await owner.query('delete from session')
    await owner.query(`insert into session (token_hash, person_id, method, signed_in_at, expires_at, address, user_agent)
      select sha256(n::text::bytea), 1, 'password', now() - make_interval(days => n, hours => 12), now(), '203.0.113.9', $1
      from generate_series(1, 20) n`, [CHROME])
    await signIn('wu.employee', CHROME, later(who))
    assert.deepEqual(await told(), [['place', 'hour']])
  })

  test('where the setting says so nothing is told; the event knows all the same', async () => {
    means.tellUnusual = false
    await signIn('wu.employee', CHROME)
    await signIn('wu.employee', FIREFOX)
    assert.deepEqual(await told(), [])
    assert.deepEqual((await lastEvent()).detail, { method: 'password', browser: 'firefox 133 linux', unusual: ['browser'] })
  })

  test('a barred password lets nobody in, in the same words as a wrong one, until there is a newer', async () => {
    await recorded('update account set password_barred_at = now() where person_id = 1')
    const { answer } = await signIn('wu.employee', CHROME)
    assert.equal(answer.status, 422)
    assert.ok((await answer.text()).includes(messages('zh-TW').wrong))
    const { code, detail } = await lastEvent()
    assert.deepEqual([code, detail.why, detail.browser], ['session.sign-in-failed', 'barred', 'chrome 131 windows'])
    await recorded(`update account set password_changed_at = now() + interval '1 millisecond' where person_id = 1`)
    assert.equal((await signIn('wu.employee', CHROME)).answer.status, 303)
  })
})
