// Of whom a second factor is asked, and what opens without it (R-ACC-8).
import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, test } from 'node:test'
import { textOf } from '../../../test/searches.ts'
import { personOf, seal, startWorld } from '../../../test/world.ts'
import { hashPassword } from '../sign-in/password-hash.ts'
import { sealSecret } from './prove-factor.ts'
import { codeOf, newSecret, stepAt } from './totp.ts'
import type { Visitor } from '../../../test/http.ts'
import type { Who } from '../../../test/government.ts'
import type { World } from '../../../test/world.ts'

const PASSWORD = 'the old heron stands'
const NEW = '/me/second-factor/new'
const SET_UP = `${NEW}?next=`
const setUpFor = (path: string): string => `${SET_UP}${encodeURIComponent(path)}`

describe('a second factor is asked by standing', () => {
  let world: World
  before(async () => {
    world = await startWorld({ ECPA_SECOND_FACTOR_FOR: 'managers,central,auditors', ECPA_SECOND_FACTOR_GRACE_DAYS: '3' })
    await world.arrange(`update account set password_hash = '${await hashPassword(PASSWORD)}', password_changed_at = now() - interval '1 day' where state = 'active'`)
  })
  after(async () => {
    const faults = world.faults()
    await world.stop()
    assert.deepEqual(faults, [])
  })
  beforeEach(async () => {
    await world.sql('delete from session; delete from second_factor_asked; delete from known_browser; delete from sign_in_failure')
    await world.arrange('delete from totp')
  })

  const signIn = async (who: Who, onward: Record<string, string> = {}): Promise<Visitor> => {
    const visitor = world.visitor()
    assert.equal((await visitor.signIn(who, PASSWORD, onward)).status, 303)
    assert.ok(visitor.cookies.has('__Host-ecpa'))
    return visitor
  }
  const askedDaysAgo = (days: number) => world.sql('update second_factor_asked set since = since - $1::int', [days])
  const leadsTo = async (visitor: Visitor, path: string) => (await visitor.ask(path)).headers.location
  const daysLeft = async () => (await world.sql<{ left: number | null }>(`select second_factor_by - (now() at time zone 'Asia/Taipei')::date as left
    from session where ended_at is null`)).map(({ left }) => left)

  test('of managers, the centre and auditors, and of nobody else', async () => {
    for (const [who, asked] of [['wang.supervisor', true], ['tsai.delegate', true], ['chen.central', true], ['lin.auditor', true], ['wu.employee', false]] as const) {
      await world.sql('delete from session')
      const visitor = await signIn(who)
      assert.deepEqual(await daysLeft(), [asked ? 3 : null], who)
      const page = (await visitor.ask('/me/display')).body
      assert.equal(page.includes('以前設定第二驗證'), asked, who)
    }
  })

  test('after the last day nothing opens but the way to it; signing in anew changes nothing of that', async () => {
    await signIn('wang.supervisor')
    await askedDaysAgo(3)
    assert.equal(await leadsTo(await signIn('wang.supervisor'), '/me'), undefined, 'on the last day')
    await askedDaysAgo(1)
    const visitor = await signIn('wang.supervisor')
    for (const path of ['/applications', '/me', '/me/passkeys', '/me/password', '/manage', '/manage/grants', '/todo', '/switch', '/search/accounts']) {
      assert.equal(await leadsTo(visitor, path), setUpFor(path), path)
    }
    const page = await visitor.ask(setUpFor('/manage'))
    assert.equal(page.status, 200)
    assert.match(textOf(page.body), /須先設定第二驗證/)
    for (const path of ['/switch', '/me/display', '/me/sessions/end-others']) {
      const answer = await visitor.submit(path, {}, NEW)
      assert.equal(answer.status, 403, path)
      assert.match(textOf(answer.body), /請先設定第二驗證/)
    }
    assert.equal((await visitor.submit('/sign-out', {}, NEW)).headers.location, '/')
  })

  test('a session that is open when the last day ends is held back like any other', async () => {
    const visitor = await signIn('wang.supervisor')
    assert.equal(await leadsTo(visitor, '/me'), undefined)
    await world.sql('update session set second_factor_by = current_date - 1')
    assert.equal(await leadsTo(visitor, '/me'), setUpFor('/me'))
  })

  test('set up, the session is one that was proved by both, and goes on to where it was going', async () => {
    await signIn('wang.supervisor')
    await askedDaysAgo(9)
    const visitor = await signIn('wang.supervisor')
    const secret = newSecret()
    await visitor.ask(setUpFor('/manage'))
    await world.sql('update totp_offer set sealed_secret = $1', [sealSecret(seal, personOf('wang.supervisor'), secret)])
    const done = await visitor.submit(NEW, { secretCode: codeOf(secret, stepAt(new Date())), next: '/manage' }, setUpFor('/manage'))
    assert.equal(done.status, 200)
    assert.match(done.body, /<a[^>]+href="\/manage"[^>]*>我已保存復原碼/)
    assert.equal(await leadsTo(visitor, '/manage'), undefined)
    assert.deepEqual(await world.sql('select second_factor, second_factor_by from session where ended_at is null order by signed_in_at desc limit 1'),
      [{ second_factor: 'totp', second_factor_by: null }])
    // Taken away again it does not give the days again.
    assert.equal((await visitor.submit('/me/second-factor/remove', {}, '/me/second-factor/remove')).status, 303)
    assert.equal(await leadsTo(await signIn('wang.supervisor'), '/manage'), setUpFor('/manage'))
  })

  test('a passkey or a card needs none', async () => {
    await signIn('wang.supervisor')
    await askedDaysAgo(9)
    const held = await signIn('wang.supervisor')
    assert.equal(await leadsTo(held, '/manage'), setUpFor('/manage'))
    for (const method of ['passkey', 'personCertificate'] as const) assert.equal(await leadsTo(await world.signIn('wang.supervisor', method), '/manage'), undefined)
  })

  test('whoever was without such a standing meanwhile gets the days anew', async () => {
    await world.sql('insert into second_factor_asked (person_id, since) values ($1, current_date - 90)', [personOf('wu.employee')])
    await signIn('wu.employee')
    assert.deepEqual(await world.sql('select from second_factor_asked'), [])
  })
})
