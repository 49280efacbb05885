// 「再次驗證身分」: who is signed in proves it once more, nobody else does, and it is no easier than signing in.
import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, test } from 'node:test'
import { textOf } from '../../../test/searches.ts'
import { personOf, startWorld } from '../../../test/world.ts'
import { hashPassword } from './password-hash.ts'
import type { Visitor } from '../../../test/http.ts'
import type { World } from '../../../test/world.ts'

const PASSWORD = 'the old heron stands'
const [wu, sun] = [personOf('wu.employee'), personOf('sun.employee')]
const NEXT = '/manage/people/roles/new'

describe('proving once more who is signed in', () => {
  let world: World
  before(async () => {
    world = await startWorld({ ECPA_FRESH_MINUTES: '9' })
    await world.arrange(`update account set password_hash = '${await hashPassword(PASSWORD)}' where person_id in (${wu}, ${sun})`)
  })
  after(async () => {
    const faults = world.faults()
    await world.stop()
    assert.deepEqual(faults, [])
  })
  beforeEach(() => world.sql('delete from sign_in_failure'))

  const stale = async (): Promise<Visitor> => {
    const visitor = await world.signIn('wu.employee')
    await world.sql(`update session set signed_in_at = now() - interval '1 hour' where person_id = $1 and ended_at is null`, [wu])
    return visitor
  }
  const prove = (visitor: Visitor, fields: Record<string, string> = {}) =>
    visitor.submit('/sign-in/again/password', { password: PASSWORD, next: NEXT, ...fields }, '/sign-in/again')
  const sessions = () => world.sql<{ id: string; fresh: boolean }>(
    `select id, signed_in_at > now() - interval '1 minute' as fresh from session where person_id = $1 and ended_at is null order by id`, [wu])

  test('the session goes on under a new token, proved just now, and leads back', async () => {
    await world.sql(`update session set ended_at = now(), ended_why = 'byUser' where person_id = $1 and ended_at is null`, [wu])
    const visitor = await stale()
    const [was, token] = [await sessions(), visitor.cookies.get('__Host-ecpa')]
    const answer = await prove(visitor)
    assert.deepEqual([answer.status, answer.headers.location], [303, NEXT])
    assert.deepEqual(await sessions(), [{ id: was[0]!.id, fresh: true }])
    assert.notEqual(visitor.cookies.get('__Host-ecpa'), token)
    assert.equal((await visitor.ask('/me')).status, 200)
    const old = world.visitor()
    old.cookies.set('__Host-ecpa', token!)
    assert.equal((await old.ask('/me')).status, 303)
    assert.equal((await world.events('session.signed-in')).length, 1)
  })

  test('only of the person of the session: a name that is sent along is nothing', async () => {
    await world.arrange(`update account set password_hash = '${await hashPassword('another heron flies')}' where person_id = ${sun}`)
    const answer = await prove(await stale(), { account: 'sun.employee', password: 'another heron flies' })
    assert.equal(answer.status, 422)
    assert.match(textOf(answer.body), /密碼不正確/)
    assert.equal((await world.sql('select from session where person_id = $1', [sun])).length, 0)
    assert.equal((await prove(world.visitor())).status, 401)
  })

  test('wrong ones count with those of signing in', async () => {
    const visitor = await stale()
    for (let n = 0; n < 5; n += 1) assert.match(textOf((await prove(visitor, { password: `guess ${n}` })).body), /密碼不正確/)
    assert.match(textOf((await prove(visitor)).body), /請 15 分鐘後再試/)
    const stranger = world.visitor()
    assert.match(textOf((await stranger.signIn('wu.employee', PASSWORD)).body), /暫停以密碼登入/)
  })

  test('it leads nowhere but to pages of ours', async () => {
    for (const next of ['https://evil.example/', '//evil.example', '/\\evil.example']) {
      assert.equal((await prove(await stale(), { next })).headers.location, '/')
    }
  })

  test('an address that somebody else wrote tells of nothing done, though signing in, or proving it again, led there', async () => {
    const said = '/me/sessions?ended=99&lang=x'
    const stranger = world.visitor()
    const signedIn = await stranger.signIn('wu.employee', PASSWORD, { next: said })
    assert.doesNotMatch(textOf((await stranger.ask(signedIn.headers.location!)).body), /已結束 99/)
    const visitor = await stale()
    const proved = await prove(visitor, { next: said.replace('ended', 'end%65d') })
    assert.doesNotMatch(textOf((await visitor.ask(proved.headers.location!)).body), /已結束 99/)
    assert.equal((await prove(await stale(), { next: '/applications?q=done&ended=1#found' })).headers.location, '/applications?q=done#found')
  })

  test('central roles, resets and giving management away ask for it, whatever else is allowed', async () => {
    const chen = await world.signIn('chen.central')
    assert.notEqual((await chen.ask(NEXT)).status, 303)
    await world.sql(`update session set signed_in_at = now() - interval '7 minutes' where person_id = $1`, [personOf('chen.central')])
    for (const path of [NEXT, '/manage/emails', '/manage/delegations/new?scope=all', '/manage/passwords/x/reset', '/manage/passwords/x/activation']) {
      assert.equal((await chen.ask(path)).headers.location, `/sign-in/again?next=${encodeURIComponent(path)}`, path)
    }
    await world.sql(`update session set signed_in_at = now() - interval '10 minutes' where person_id = $1`, [personOf('chen.central')])
    for (const path of [NEXT, '/manage/people/roles/1', '/manage/delegations/new', '/manage/emails/x', '/manage/passwords/x/reset', '/manage/passwords/x/activation']) {
      const answer = await chen.submit(path, {}, '/me')
      assert.equal(answer.status, 403, path)
      assert.match(textOf(answer.body), /請再次驗證身分/, path)
    }
  })
})

for (const [proof, enough, lacking] of [
  ['passkey', ['passkey', 'personCertificate'], ['password']], ['card', ['personCertificate'], ['password', 'passkey']],
] as const) {
  describe(`where management asks for a proof by ${proof}`, () => {
    let world: World
    before(async () => { world = await startWorld({ ECPA_MANAGEMENT_PROOF: proof }) })
    after(async () => {
      const faults = world.faults()
      await world.stop()
      assert.deepEqual(faults, [])
    })
    const RESET = '/manage/passwords/x/reset'

    for (const method of lacking) {
      test(`a session by ${method} is led to one, and does nothing before`, async () => {
        for (const [who, path] of [['chen.central', NEXT], ['wang.supervisor', RESET]] as const) {
          const visitor = await world.signIn(who, method)
          const again = `/sign-in/again?by=${proof}&next=${encodeURIComponent(path)}`
          assert.equal((await visitor.ask(path)).headers.location, again)
          const page = await visitor.ask(again)
          assert.equal(page.status, 200)
          assert.doesNotMatch(page.body, /name="password"/)
          assert.equal((await visitor.submit(path, {}, '/me')).status, 403)
          assert.equal((await visitor.ask('/manage')).status, 200, 'what asks for no fresh proof is open')
          assert.equal((await visitor.ask('/me/passkeys')).status, 200, 'and so is what is one\'s own')
        }
      })
    }
    for (const method of enough) {
      test(`one by ${method} goes on, as long as it is fresh`, async () => {
        const chen = await world.signIn('chen.central', method)
        assert.equal((await chen.ask(NEXT)).status, 200)
        await world.sql(`update session set signed_in_at = now() - interval '1 hour' where person_id = $1`, [personOf('chen.central')])
        assert.ok((await chen.ask(NEXT)).headers.location!.startsWith(`/sign-in/again?by=${proof}&next=`))
      })
    }
    test('the card of an agency is one', async () => {
      const card = await world.signInCard('397210000A')
      assert.notEqual((await card.ask(RESET)).status, 303)
    })
  })
}
