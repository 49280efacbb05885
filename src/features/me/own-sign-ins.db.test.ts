import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, test } from 'node:test'
import pg from 'pg'
import { Browser, log, seal } from '../../../test/oidc/world.ts'
import { AGENCY, GOVERNMENT, openSession } from '../../../test/oidc/government.ts'
import { freshDatabase } from '../../../test/postgres.ts'
import { dayInTaipei } from '../../core/days.ts'
import { openDatabase } from '../../store/database.ts'
import { createApp } from '../../web/app.ts'
import { createServer } from '../../web/server.ts'
import { findActor } from '../sign-in/find-actor.ts'
import { HashingTurns } from '../sign-in/hashing-turns.ts'
import { meRoutes } from './routes.tsx'
import type { TestDatabase } from '../../../test/postgres.ts'
import type { Who } from '../../../test/oidc/government.ts'
import type { Database } from '../../store/database.ts'
import type { PortalServer } from '../../web/server.ts'

const ORIGIN = 'http://localhost:3000'
const LIMITS = { idleMinutes: 30, hours: 12 }

// The officer of the other office is 人事主管 of wu's agency as well, and so its nearest manager.
const ACCOUNTS = `
  begin;
  insert into audit_event (code, outcome, actor_process) values ('people.generated', 'done', 'test');
  update account set password_hash = 'x', password_changed_at = now() - interval '1 day' where person_id = 1;
  insert into post (id, person_id, agency_code, kind, unit, title, starts) values (9, 2, '${AGENCY}', 'concurrent', '', '主任', '2020-01-01');
  insert into post_version (person_id, post_id, staff_category, supervisor_level, nature, valid, event_id)
    values (2, 9, '08', '1', '5', '[2020-01-01,)', (select max(id) from audit_event));
  commit`

describe('one’s own sign-ins and sessions', () => {
  let made: TestDatabase
  let owner: pg.Client
  let database: Database
  let server: PortalServer
  let address: string

  const rows = async (text: string, values: unknown[] = []) => (await owner.query(text, values)).rows
  const recorded = async (text: string) => {
    await owner.query(`begin; insert into audit_event (code, outcome, actor_process) values ('people.generated', 'done', 'test'); ${text}; commit`)
  }

  before(async () => {
    made = await freshDatabase()
    owner = new pg.Client({ connectionString: made.url })
    await owner.connect()
    await owner.query(GOVERNMENT)
    await owner.query(ACCOUNTS)
    const { sealed, index } = seal.sealNationalId('A123456789')
    await recorded(`update person set national_id_sealed = '\\x${sealed.toString('hex')}', national_id_index = '\\x${index.toString('hex')}' where id = 1`)
    database = openDatabase({ url: made.url, log })
    const app = createApp({
      routes: meRoutes({
        database, seal, limits: LIMITS, tries: { most: 5, lockMinutes: 15 }, freshMinutes: 10, turns: new HashingTurns(100), emailChangesPerDay: 5,
        subjectOf: (kind, value) => seal.index(`sign-in ${kind}`, value),
      }),
      origin: ORIGIN, formKey: Buffer.alloc(32, 3), log,
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
    await owner.query('delete from mail; delete from notice; delete from telling; delete from session')
    await recorded(`update account set password_barred_at = null, language = null, display_size = 'normal'`)
  })

  const signedIn = async (who: Who) => new Browser(address, await openSession(owner, who, 'password'))
  const read = async (who: Browser, path: string) => (await who.get(path)).text()
  const csrfOf = async (who: Browser) => /name="csrf" value="([^"]+)"/.exec(await read(who, '/me/display'))?.[1] ?? ''
  async function post(who: Browser, path: string, fields: Record<string, string> = {}, csrf?: string): Promise<Response> {
    const body = new URLSearchParams({ csrf: csrf ?? await csrfOf(who), ...fields })
    return who.get(path, { method: 'POST', body, headers: { origin: ORIGIN, 'content-type': 'application/x-www-form-urlencoded' } })
  }
  /** A sign-in as the log has it; answers its number. */
  async function logged(person: number, code = 'session.signed-in', detail: object = { method: 'password', browser: 'edge 131 windows', unusual: [] }) {
    const [{ id }] = await rows(`insert into audit_event (code, outcome, actor_process, person_id, detail, address)
      values ($1, $2, 'sign-in', $3, $4, '203.0.113.77') returning id`, [code, code === 'session.signed-in' ? 'done' : 'refused', person, detail])
    return String(id)
  }
  const living = async (person: number): Promise<number> =>
    (await rows('select count(*)::int as n from session where person_id = $1 and ended_at is null', [person]))[0].n
  const barred = async (): Promise<boolean> => (await rows('select password_barred from account where person_id = 1'))[0].password_barred
  const lastEvent = async (code: string) => (await rows('select * from audit_event where code = $1 order by id desc limit 1', [code]))[0]

  test('the history tells good and failed sign-ins, with what was used, and nobody else’s', async () => {
    await logged(1)
    await logged(1, 'session.sign-in-failed', { method: 'password', why: 'active', browser: 'other - other' })
    await logged(1, 'session.sign-in-failed', { method: 'passkey', why: 'active', browser: 'safari 18 ios' })
    await logged(1, 'session.sign-in-locked', { failures: 5, minutes: 15, browser: 'firefox 133 linux' })
    await logged(1, 'session.signed-in', { method: 'personCertificate', browser: 'chrome 131 macos', unusual: ['browser', 'nonsense'] })
    await logged(2, 'session.signed-in', { method: 'password', browser: 'opera 1 chromeos', unusual: [] })
    const html = await read(await signedIn('wu'), '/me/sign-ins')
    for (const text of [
      '登入成功', '密碼不正確', '登入失敗', '失敗次數過多，暫停登入', '新的瀏覽器', 'Edge 131，Windows', '無法辨識', 'Safari 18，iOS', 'Firefox 133，Linux',
      '自然人憑證', '通行密鑰', '203.0.113.77', '網際網路',
    ]) assert.ok(html.includes(text), text)
    assert.doesNotMatch(html, /Opera|nonsense/)
    // Only what succeeded can have been somebody else.
    assert.equal([...html.matchAll(/href="\/me\/sign-ins\/\d+\/not-me"/g)].length, 2)
  })

  test('it goes by key, forth and back, and what is no key is refused', async () => {
    for (let at = 0; at < 45; at += 1) await logged(3)
    const who = await signedIn('left')
    const link = (html: string, rel: string) => new RegExp(`rel="${rel}" href="([^"]+)`).exec(html)?.[1]
    const ids = (html: string) => [...html.matchAll(/sign-ins\/(\d+)\/not-me/g)].map(([, id]) => Number(id))
    const first = await read(who, '/me/sign-ins')
    const second = await read(who, link(first, 'next')!)
    const third = await read(who, link(second, 'next')!)
    const all = [...ids(first), ...ids(second), ...ids(third)]
    assert.deepEqual([ids(first).length, ids(second).length, ids(third).length], [20, 20, 5])
    assert.deepEqual(all, all.toSorted((one, other) => other - one))
    assert.equal(link(third, 'next'), undefined)
    assert.deepEqual(ids(await read(who, link(third, 'prev')!)), ids(second))
    assert.equal((await who.get('/me/sign-ins?before=x')).status, 400)
    assert.equal((await who.get('/me/sign-ins?before=1')).headers.get('location'), '/me/sign-ins')
  })

  test('「不是我」 ends the other sessions, bars the password, tells the nearest manager, and leads to a new password', async () => {
    const id = await logged(1)
    const [who, other] = [await signedIn('wu'), await signedIn('wu')]
    const asked = await read(who, `/me/sign-ins/${id}/not-me`)
    assert.match(asked, /其他 1 個瀏覽器的登入都會立即結束/)
    assert.equal(await living(1), 2)
    const answer = await post(who, `/me/sign-ins/${id}/not-me`, { keep: 'yes' })
    assert.deepEqual([answer.status, answer.headers.get('location')], [303, '/me/password'])
    assert.equal(await living(1), 1)
    assert.equal(await barred(), true)
    assert.match((await other.get('/me')).headers.get('location') ?? '', /^\/\?next=/)
    const { detail, person_id: person, actor_person_id: actor } = await lastEvent('account.sign-in-disowned')
    assert.deepEqual([detail, person, actor], [{ signIn: id, sessions: 1, passkeys: 0, kept: true }, '1', '1'])
    const told = await rows(`select n.person_id, t.kind from notice n join telling t on t.id = n.telling_id`)
    assert.deepEqual(told, [{ person_id: '2', kind: 'account.sign-in-disowned' }])
    assert.match(await read(who, '/me'), /您的密碼已停用/)
    assert.match(await read(who, '/me/sign-ins'), /已表示不是本人/)
    // Once said it is said: a stale page does nothing twice.
    const again = await post(who, `/me/sign-ins/${id}/not-me`)
    assert.equal(again.headers.get('location'), `/me/sign-ins/${id}/not-me`)
    assert.equal(await living(1), 1)
    assert.match(await read(who, `/me/sign-ins/${id}/not-me`), /如果還沒有設定新密碼/)
  })

  test('「不是我」 removes passkeys that were added since, and all of them where the sign-in was by one', async () => {
    const passkey = (place: number, at: string) => recorded(`insert into passkey_holder (person_id, handle) values (1, sha256('h')) on conflict do nothing;
      insert into passkey (person_id, place, credential_id, public_key, counter, transports, name, backup_eligible, backed_up, event_id, created_at)
      values (1, ${place}, sha256('${place} ${Math.random()}'), sha256('k'), 0, '{}', 'key ${place}', false, false, (select max(id) from audit_event), ${at})`)
    const left = async () => (await rows(`select name from passkey where removed_at is null order by place`)).map(({ name }) => name)
    const detailOf = async () => (await lastEvent('account.sign-in-disowned')).detail.passkeys
    const id = await logged(1)
    const signedInAt = `(select at from audit_event where id = ${id})`
    await passkey(1, `${signedInAt} - interval '1 day'`)
    await passkey(2, signedInAt)
    await passkey(3, `now()`)
    const who = await signedIn('wu')
    assert.match(await read(who, `/me/sign-ins/${id}/not-me`), /這次登入以後新增的通行密鑰、連結的憑證和設定的第二驗證會全部移除/)
    await post(who, `/me/sign-ins/${id}/not-me`, { keep: 'yes' })
    assert.deepEqual([await left(), await detailOf()], [['key 1'], 2])
    const byPasskey = await logged(1, 'session.signed-in', { method: 'passkey' })
    assert.match(await read(who, `/me/sign-ins/${byPasskey}/not-me`), /您的通行密鑰會全部移除/)
    await post(who, `/me/sign-ins/${byPasskey}/not-me`, { keep: 'yes' })
    assert.deepEqual([await left(), await detailOf()], [[], 1])
  })

  test('「不是我」 removes a second factor that was set up since, or the recovery codes that were made since', async () => {
    const setUp = () => recorded(`insert into totp (person_id, sealed_secret, last_step, event_id) values (1, '\\x${'00'.repeat(50)}', 1, (select max(id) from audit_event))`)
    const codes = () => recorded(`insert into recovery_code (person_id, code_hash, event_id) values (1, sha256('${Math.random()}'), (select max(id) from audit_event))`)
    const left = async () => (await rows(`select (select count(*)::int from totp) as apps, (select count(*)::int from recovery_code) as codes`))[0]
    await setUp()
    await codes()
    const first = await logged(1)
    await codes()
    const who = await signedIn('wu')
    await post(who, `/me/sign-ins/${first}/not-me`, { keep: 'yes' })
    assert.deepEqual(await left(), { apps: 1, codes: 1 })
    await recorded('delete from totp')
    const second = await logged(1)
    await setUp()
    await codes()
    await post(who, `/me/sign-ins/${second}/not-me`, { keep: 'yes' })
    assert.deepEqual(await left(), { apps: 0, codes: 0 })
    assert.equal((await lastEvent('account.second-factor-removed')).person_id, '1')
  })

  test('「不是我」 gives up cards that were bound since, and all of them where the sign-in was by one', async () => {
    const card = (serial: string, at: string) => recorded(`insert into person_card (person_id, issuer, subject_serial, certificate_serial, valid_until, event_id, bound_at)
      values (1, 'CN=CA', '${serial}', '${serial}', now() + interval '1 year', (select max(id) from audit_event), ${at})`)
    const left = async () => (await rows('select subject_serial as serial from person_card where ended_at is null order by 1')).map(({ serial }) => serial)
    const id = await logged(1)
    const signedInAt = `(select at from audit_event where id = ${id})`
    await card('a1', `${signedInAt} - interval '1 day'`)
    await card('a2', signedInAt)
    const who = await signedIn('wu')
    assert.match(await read(who, `/me/sign-ins/${id}/not-me`), /這次登入以後新增的通行密鑰、連結的憑證和設定的第二驗證會全部移除/)
    await post(who, `/me/sign-ins/${id}/not-me`, { keep: 'yes' })
    assert.deepEqual(await left(), ['a1'])
    const byCard = await logged(1, 'session.signed-in', { method: 'personCertificate' })
    assert.match(await read(who, `/me/sign-ins/${byCard}/not-me`), /您連結的憑證會全部解除/)
    await post(who, `/me/sign-ins/${byCard}/not-me`, { keep: 'yes' })
    assert.deepEqual(await left(), [])
    const { person_id: person, detail } = await lastEvent('card.given-up')
    assert.deepEqual([person, detail], ['1', { certificate: 'a1', why: 'disowned' }])
    assert.equal((await rows(`select count(*)::int as n from notice n join telling t on t.id = n.telling_id where t.kind = 'card.given-up' and n.person_id = 1`))[0].n, 2)
  })

  test('without keeping it, this session ends too; a newer password lifts the bar by itself', async () => {
    const id = await logged(1)
    const who = await signedIn('wu')
    const answer = await post(who, `/me/sign-ins/${id}/not-me`)
    assert.equal(answer.headers.get('location'), '/')
    assert.equal(who.cookies.has('__Host-ecpa'), false)
    assert.equal(await living(1), 0)
    assert.equal(await barred(), true)
    await recorded(`update account set password_hash = 'y', password_changed_at = now() + interval '1 millisecond' where person_id = 1`)
    assert.equal(await barred(), false)
  })

  test('another’s sign-in, a failed one and what is no number are not found, and nothing comes of them', async () => {
    const foreign = await logged(2)
    const failed = await logged(1, 'session.sign-in-failed', { method: 'password', why: 'active', browser: '' })
    const who = await signedIn('wu')
    for (const id of [foreign, failed, '999999999', 'x', '9'.repeat(30)]) {
      assert.equal((await who.get(`/me/sign-ins/${id}/not-me`)).status, 404, id)
      assert.equal((await post(who, `/me/sign-ins/${id}/not-me`)).status, 404, id)
    }
    assert.equal(await barred(), false)
    assert.equal(await living(1), 1)
  })

  test('sessions are shown with this one marked and what was opened from them, idle and ended ones not', async () => {
    const [who, other] = [await signedIn('wu'), await signedIn('wu')]
    await signedIn('chang')
    await recorded(`insert into oidc_client (client_id, application_code, secret_sealed, redirect_uris, token_endpoint_auth_method,
      id_token_signed_response_alg, scopes) values ('c', 'D6', '\\x00', '{https://d6.example/}', 'client_secret_basic', 'ES256', '{openid}')`)
    await owner.query(`insert into oidc_session_client values ($1, 'c')`, [other.sessionId])
    const shown = await read(who, '/me/sessions')
    assert.equal([...shown.matchAll(/action="\/me\/sessions\/[^"]+\/end"/g)].length, 2)
    assert.ok(shown.indexOf(who.sessionId!) < shown.indexOf(other.sessionId!))
    assert.match(shown, /應用 D6/)
    assert.equal([...shown.matchAll(/這個瀏覽器/g)].length, 1)
    await owner.query(`update session set last_seen_at = now() - interval '31 minutes' where id = $1`, [other.sessionId])
    assert.ok(!(await read(who, '/me/sessions')).includes(other.sessionId!))
  })

  test('one session is ended and nobody’s other; the browser there is signed out at once', async () => {
    const [who, other, foreign] = [await signedIn('wu'), await signedIn('wu'), await signedIn('chang')]
    for (const id of [foreign.sessionId!, 'x', '00000000-0000-4000-8000-000000000000']) {
      assert.equal((await post(who, `/me/sessions/${id}/end`)).status, 404, id)
    }
    assert.equal(await living(2), 1)
    assert.equal((await post(who, `/me/sessions/${other.sessionId}/end`)).headers.get('location'), '/me/sessions?ended=1')
    assert.match((await other.get('/me')).headers.get('location') ?? '', /^\/\?next=/)
    assert.equal((await rows('select ended_why from session where id = $1', [other.sessionId]))[0].ended_why, 'byUser')
    assert.deepEqual((await lastEvent('session.ended')).detail, { why: 'byUser', sessions: 1 })
    // A stale page: it had ended already.
    assert.equal((await post(who, `/me/sessions/${other.sessionId}/end`)).status, 404)
    assert.equal((await post(who, `/me/sessions/${who.sessionId}/end`)).headers.get('location'), '/')
    assert.equal(who.cookies.has('__Host-ecpa'), false)
  })

  test('all others are ended, this one and other people’s are not', async () => {
    const [who] = [await signedIn('wu'), await signedIn('wu'), await signedIn('wu'), await signedIn('chang')]
    assert.equal((await post(who!, '/me/sessions/end-others')).headers.get('location'), '/me/sessions?ended=2')
    assert.deepEqual([await living(1), await living(2)], [1, 1])
    assert.match(await read(who!, '/me/sessions?ended=2'), /已結束 2 個登入/)
    assert.doesNotMatch(await read(who!, '/me/sessions?ended=3'), /已結束/, 'an address that somebody else wrote')
  })

  test('no change without the form’s own token or from another site', async () => {
    const [who, other] = [await signedIn('wu'), await signedIn('wu')]
    const id = await logged(1)
    const stolen = await csrfOf(other)
    for (const path of [`/me/sign-ins/${id}/not-me`, `/me/sessions/${other.sessionId}/end`, '/me/sessions/end-others', '/me/display']) {
      for (const csrf of ['', stolen]) assert.equal((await post(who, path, {}, csrf)).status, 403, path)
      const body = new URLSearchParams({ csrf: await csrfOf(who) })
      const headers = { origin: 'https://evil.example', 'content-type': 'application/x-www-form-urlencoded' }
      assert.equal((await who.get(path, { method: 'POST', body, headers })).status, 403, path)
    }
    assert.equal(await living(1), 2)
    assert.equal(await barred(), false)
  })

  test('language and text size are kept with the account and hold at another browser', async () => {
    const who = await signedIn('wu')
    const answer = await post(who, '/me/display', { language: 'en', size: 'largest' })
    assert.equal(answer.headers.get('location'), '/me/display?saved=yes')
    assert.equal(who.cookies.get('__Host-ecpa-language'), 'en')
    const elsewhere = await read(await signedIn('wu'), '/me/display')
    assert.match(elsewhere, /<html lang="en" class="size-largest">/)
    assert.match(elsewhere, /value="largest" checked/)
    assert.doesNotMatch(await read(await signedIn('left'), '/me/display'), /class="size-/)
    const wrong = await post(who, '/me/display', { language: 'fr', size: 'huge' })
    assert.equal(wrong.status, 422)
    assert.match(await wrong.text(), /Choose a language[\s\S]*Choose a size/)
  })
})
