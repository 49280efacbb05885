// A person changes their own password and address: proved once more, told to whom it matters, nobody else's in reach.
import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, test } from 'node:test'
import { DISOWNED, whileHeld } from '../../../test/holding.ts'
import { textOf } from '../../../test/searches.ts'
import { personOf, seal, startWorld } from '../../../test/world.ts'
import { processOrigin } from '../../store/change.ts'
import { HashingTurns } from '../sign-in/hashing-turns.ts'
import { hashPassword, verifyPassword } from '../sign-in/password-hash.ts'
import { changePassword, proveOwnPassword } from './own-password.ts'
import type { Visitor } from '../../../test/http.ts'
import type { World } from '../../../test/world.ts'

const OLD = 'the old heron stands'
const NEW = 'a grey heron sleeps'
const wu = personOf('wu.employee')

describe('a person keeps their own account', () => {
  let world: World
  before(async () => { world = await startWorld() })
  after(async () => {
    const faults = world.faults()
    await world.stop()
    assert.deepEqual(faults, [])
  })
  beforeEach(async () => {
    await world.arrange(`delete from mail; delete from way_in; delete from email_change; delete from sign_in_failure; delete from password_before;
      update account set email = 'wu.employee@ecpa.example', email_confirmed_at = now(), password_hash = '${await hashPassword(OLD)}',
        password_changed_at = now() - interval '1 day' where person_id = ${wu}`)
  })
  const holds = async (password: string) =>
    verifyPassword((await world.sql<{ hash: string }>('select password_hash as hash from account where person_id = $1', [wu]))[0]!.hash, password)
  const choose = (visitor: Visitor, fields: Record<string, string> = {}) =>
    visitor.submit('/me/password', { current: OLD, password: NEW, againPassword: NEW, ...fields }, '/me/password')
  const askEmail = (visitor: Visitor, fields: Record<string, string> = {}) =>
    visitor.submit('/me/email', { email: 'new@ecpa.example', current: OLD, ...fields }, '/me/email')

  test('the password: the old one is asked for, all other sessions end, the person is told', async () => {
    const [here, there] = [await world.signIn('wu.employee'), await world.signIn('wu.employee')]
    const answer = await choose(here)
    assert.deepEqual([answer.status, answer.headers.location], [303, '/me/password?changed=yes'])
    assert.ok(await holds(NEW))
    assert.equal((await here.ask('/me')).status, 200)
    assert.notEqual((await there.ask('/me')).status, 200)
    assert.deepEqual((await world.events('account.password-changed')).at(-1)!['detail'], { sessions: 1 })
    assert.equal((await world.sql(`select from mail where subject = '密碼已變更'`)).length, 1)
    assert.match(textOf((await choose(here, { current: NEW, password: OLD, againPassword: OLD })).body), /前兩次用過的密碼/)
  })

  test('where more wait than can be looked at, nothing is looked at, counted or changed, and they are told to come again', async () => {
    let leave = () => {}
    const turns = new HashingTurns(0, { atOnce: 1 })
    const held = turns.during('198.51.100.7', () => new Promise<void>((resolve) => { leave = resolve }))
    const slice = {
      database: world.database, seal, turns, limits: { idleMinutes: 30, hours: 12 }, tries: { most: 5, lockMinutes: 15 }, freshMinutes: 10,
      emailChangesPerDay: 5, subjectOf: (kind: string, value: string) => seal.index(`sign-in ${kind}`, value),
    }
    const events = (await world.events('account.password-changed')).length
    const changing = { person: wu, session: '0', current: OLD, password: NEW }
    assert.deepEqual(await changePassword(slice, processOrigin('test'), changing), { refused: 'busy' })
    assert.equal(await proveOwnPassword(slice, wu, 'not this one', '203.0.113.9'), 'busy')
    assert.deepEqual([await holds(OLD), (await world.events('account.password-changed')).length, await world.sql('select from sign_in_failure')], [true, events, []])
    leave()
    await held
    assert.equal(await proveOwnPassword(slice, wu, OLD, '203.0.113.9'), 'right')
  })

  test('who has just proved it by a passkey is asked for no password, also where that is barred; an hour later they are', async () => {
    await world.arrange(`update account set password_barred_at = now() where person_id = ${wu}`)
    const visitor = await world.signIn('wu.employee', 'passkey')
    assert.doesNotMatch(textOf((await visitor.ask('/me/password')).body), /目前的密碼\s/)
    assert.equal((await askEmail(visitor, { current: '' })).headers.location, '/me/email?done=asked')
    const stale = (minutes: number) => world.sql(`update session set signed_in_at = now() - make_interval(mins => $1) where person_id = $2`, [minutes, wu])
    await stale(11)
    for (const answer of [await choose(visitor, { current: '' }), await askEmail(visitor, { current: '', email: 'other@ecpa.example' })]) {
      assert.equal(answer.status, 422)
      assert.match(textOf(answer.body), /請輸入目前的密碼/)
    }
    assert.match(textOf((await choose(visitor, { current: 'not this one' })).body), /目前的密碼不正確/)
    await stale(9)
    const another = 'two egrets over the flats'
    assert.equal((await choose(visitor, { current: '', password: another, againPassword: another })).headers.location, '/me/password?changed=yes')
    assert.ok(await holds(another))
    // By password it is asked for however fresh the session is.
    assert.match(textOf((await choose(await world.signIn('wu.employee'), { current: '' })).body), /請輸入目前的密碼/)
    const empty = await choose(await world.signIn('wu.employee'), { current: '', password: '', againPassword: '' })
    assert.match(textOf(empty.body), /請輸入目前的密碼。 .*密碼/)
    assert.match(textOf((await askEmail(await world.signIn('wu.employee'), { current: '', email: '' })).body), /請輸入新的電子郵件。 請輸入目前的密碼。/)
  })

  test('what a thief at an open screen has under way comes to nothing when its person says 「不是我」 meanwhile', async () => {
    const other = { password: 'a white heron walks', againPassword: 'a white heron walks' }
    for (const act of [(visitor: Visitor) => choose(visitor, other), askEmail]) {
      const thief = await world.signIn('wu.employee')
      const answer = await whileHeld(world, wu, DISOWNED, () => act(thief))
      assert.equal(answer.status, 422)
      assert.match(textOf(answer.body), /這次登入剛才已經結束，沒有任何改變/)
      assert.ok(await holds(OLD))
      assert.deepEqual(await world.sql('select password_barred as barred from account where person_id = $1', [wu]), [{ barred: true }])
      assert.deepEqual(await world.sql('select from email_change'), [])
      await world.arrange('update account set password_barred_at = null where person_id = $1', [wu])
    }
  })

  test('「不是我」 bars also the password that was chosen while it waited', async () => {
    const own = world.visitor()
    await own.signIn('wu.employee', OLD)
    const [{ id }] = await world.sql<{ id: string }>(`select id from audit_event where code = 'session.signed-in' and person_id = $1 order by id desc limit 1`, [wu]) as [{ id: string }]
    const chosen = {
      event: 'account.password-changed',
      statements: [`update account set password_hash = '${await hashPassword(NEW)}', password_changed_at = clock_timestamp() where person_id = $1`],
    }
    const said = await whileHeld(world, wu, chosen, () => own.submit(`/me/sign-ins/${id}/not-me`, {}, `/me/sign-ins/${id}/not-me`))
    assert.equal(said.headers.location, '/')
    for (const password of [OLD, NEW]) assert.equal((await world.visitor().signIn('wu.employee', password)).status, 422)
  })

  test('what is wrong is said, nothing changes, and nothing secret comes back', async () => {
    const visitor = await world.signIn('wu.employee')
    for (const [fields, sentence] of [
      [{ current: 'not this one' }, /目前的密碼不正確/], [{ againPassword: 'another' }, /兩次輸入的密碼不同/],
      [{ password: 'short', againPassword: 'short' }, /至少要 12 個字/], [{ password: 'password2026!!', againPassword: 'password2026!!' }, /容易被猜到/],
      [{ password: OLD, againPassword: OLD }, /不能使用現在的密碼/],
    ] as const) {
      const { status, body } = await choose(visitor, fields)
      assert.equal(status, 422)
      assert.match(textOf(body), sentence)
      assert.ok(!body.includes(OLD) && !body.includes(NEW))
    }
    assert.ok(await holds(OLD))
  })

  test('a screen left open is no place to guess at, and strangers at the sign-in keep nobody from changing theirs', async () => {
    for (let n = 0; n < 6; n += 1) await world.visitor().signIn('wu.employee', `guess ${n}`)
    const visitor = await world.signIn('wu.employee')
    for (let n = 0; n < 5; n += 1) assert.match(textOf((await choose(visitor, { current: `guess ${n}` })).body), /目前的密碼不正確/)
    assert.match(textOf((await choose(visitor)).body), /錯誤次數過多/)
    assert.match(textOf((await askEmail(visitor)).body), /錯誤次數過多/)
    assert.ok(await holds(OLD))
    await world.sql(`delete from sign_in_failure where kind = 'browser'`)
    assert.equal((await choose(visitor)).status, 303)
  })

  test('the address: the old one is told first, the new one is asked, and it can be taken back', async () => {
    const visitor = await world.signIn('wu.employee')
    const answer = await askEmail(visitor)
    assert.equal(answer.headers.location, '/me/email?done=asked')
    const letters = await world.sql<{ recipient: string; subject: string }>('select recipient, subject from mail order by written_at, recipient desc')
    assert.deepEqual(letters.map(({ recipient }) => recipient).toSorted(), ['new@ecpa.example', 'wu.employee@ecpa.example'])
    const page = await visitor.ask('/me/email')
    assert.match(textOf(page.body), /目前的電子郵件是 wu\.employee@ecpa\.example[\s\S]*new@ecpa\.example 等待生效/)
    const change = /name="change" value="([^"]+)"/.exec(page.body)![1]!
    const stranger = await world.signIn('sun.employee')
    assert.equal((await stranger.submit('/me/email/withdraw', { change }, '/me/email')).headers.location, '/me/email')
    assert.deepEqual(await world.sql('select state from email_change'), [{ state: 'waiting' }])
    assert.equal((await visitor.submit('/me/email/withdraw', { change }, '/me/email')).headers.location, '/me/email?done=withdrawn')
    assert.deepEqual(await world.sql('select state from email_change'), [{ state: 'withdrawn' }])
    assert.deepEqual(await world.sql('select email from account where person_id = $1', [wu]), [{ email: 'wu.employee@ecpa.example' }])
  })

  test('an address that cannot be, or that there is already, is refused with what was typed', async () => {
    const visitor = await world.signIn('wu.employee')
    for (const [email, sentence] of [['nobody', /不是可用的電子郵件/], ['WU.employee@ecpa.example', /就是目前的電子郵件/], ['', /請輸入新的電子郵件/]] as const) {
      const { status, body } = await askEmail(visitor, { email })
      assert.equal(status, 422)
      assert.match(textOf(body), sentence)
      assert.ok(body.includes(`value="${email}"`))
    }
    assert.match(textOf((await askEmail(visitor, { current: 'not this one' })).body), /目前的密碼不正確/)
    assert.equal((await world.sql('select from email_change')).length, 0)
  })
})
