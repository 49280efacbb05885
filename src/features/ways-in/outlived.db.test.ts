// What a link or slip does not outlive: whatever happens to the account between its being opened and its being used.
import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, test } from 'node:test'
import { doJobs, keyOf, nationalIdOf, personOf, startWorld } from '../../../test/world.ts'
import { lettersWith } from '../../../test/letters.ts'
import { textOf } from '../../../test/searches.ts'
import { hashPassword, verifyPassword } from '../sign-in/password-hash.ts'
import type { World } from '../../../test/world.ts'

const OLD = 'the old password'
const THIEF = 'whoever holds the link'
const WU = personOf('wu.employee')
const BORN = '1980-01-01'

describe('a way into an account does not outlive', () => {
  let world: World
  before(async () => { world = await startWorld() })
  after(async () => {
    const faults = world.faults()
    await world.stop()
    assert.deepEqual(faults, [])
  })
  beforeEach(async () => {
    await world.arrange(`delete from mail; delete from way_in; delete from email_change; delete from sign_in_failure; delete from session; delete from password_before;
      update account set email = 'wu.employee@ecpa.example', email_confirmed_at = now() - interval '1 day', password_hash = '${await hashPassword(OLD)}',
        password_changed_at = now() - interval '1 day', password_barred_at = null, state = 'active' where person_id = ${WU}`)
  })

  const manager = () => world.signIn('wang.supervisor')
  const slip = async () => {
    const { body } = await (await manager()).submit(`/manage/passwords/${keyOf('wu.employee')}/reset`, { how: 'slip' }, '/switch')
    return /一次性代碼([0-9A-Z]{20})/.exec(textOf(body).replaceAll(/[ -]/g, ''))![1]!
  }
  const link = async () => {
    await world.visitor().submit('/forgot-password', { accountName: 'wu.employee', nationalId: '', birthDate: BORN }, '/forgot-password')
    await doJobs(world, 'ways.forgotten')
    return (await lettersWith(world, '設定新密碼')).at(-1)!.path.slice(-20)
  }
  const passwordIs = async (password: string) =>
    verifyPassword((await world.sql<{ hash: string }>('select password_hash as hash from account where person_id = $1', [WU]))[0]!.hash, password)
  /** Tries the way, and expects that nothing comes of it. */
  async function expectDead(code: string): Promise<void> {
    const answer = await world.visitor().submit('/new-password', {
      way: code, nationalId: nationalIdOf('wu.employee'), birthDate: BORN, password: THIEF, againPassword: THIEF,
    }, '/forgot-password')
    assert.equal(answer.status, 422)
    assert.equal(await passwordIs(THIEF), false)
  }
  const stateOf = async () => (await world.sql<{ state: string; closed: string | null }>(
    `select w.state, e.code as closed from way_in w left join audit_event e on e.id = w.closed_event_id where w.purpose = 'newPassword' order by w.opened_at`))
  const account = (act: string) => async () =>
    (await manager()).submit(`/manage/people/${keyOf('wu.employee')}/account/${act}`, { reason: '測試' }, '/switch')

  const ways = { 'a mailed link': link, 'a slip': slip }
  for (const [what, open] of Object.entries(ways)) {
    test(`${what}: a change of one’s own password`, async () => {
      const code = await open()
      const wu = await world.signIn('wu.employee')
      const done = await wu.submit('/me/password', { current: OLD, password: 'my own new words', againPassword: 'my own new words' }, '/me/password')
      assert.equal(done.headers.location, '/me/password?changed=yes')
      await expectDead(code)
      assert.deepEqual(await stateOf(), [{ state: 'replaced', closed: 'account.password-changed' }])
    })

    test(`${what}: a change of the address`, async () => {
      const code = await open()
      await (await manager()).submit(`/manage/emails/${keyOf('wu.employee')}`, { email: 'new.wu@ecpa.example', consented: 'yes' }, '/switch')
      const { path } = (await lettersWith(world, '確認電子郵件'))[0]!
      const done = await world.visitor().submit('/confirm-email', { way: path.slice(-20) }, '/forgot-password')
      assert.match(textOf(done.body), /已生效/)
      await expectDead(code)
      assert.deepEqual(await stateOf(), [{ state: 'replaced', closed: 'account.email-changed' }])
    })

    test(`${what}: 「不是我」, whose bar it would lift`, async () => {
      const code = await open()
      const [{ id }] = await world.sql<{ id: string }>(`insert into audit_event (code, outcome, actor_process, person_id, detail)
        values ('session.signed-in', 'done', 'sign-in', $1, '{"method":"password","browser":"edge 131 windows","unusual":[]}') returning id`, [WU]) as [{ id: string }]
      const wu = await world.signIn('wu.employee')
      await wu.submit(`/me/sign-ins/${id}/not-me`, { keep: 'yes' }, '/me/display')
      await expectDead(code)
      const [{ barred }] = await world.sql('select password_barred as barred from account where person_id = $1', [WU]) as [{ barred: boolean }]
      assert.equal(barred, true)
      assert.deepEqual(await stateOf(), [{ state: 'replaced', closed: 'account.sign-in-disowned' }])
    })

    test(`${what}: 停用, though it is opened again`, async () => {
      const code = await open()
      await account('disable')()
      await expectDead(code)
      await account('enable')()
      assert.deepEqual(await world.sql('select state from account where person_id = $1', [WU]), [{ state: 'active' }])
      await expectDead(code)
      assert.deepEqual(await stateOf(), [{ state: 'replaced', closed: 'account.disabled' }])
    })

    test(`${what}: the last day of somebody who left, though nobody has written it yet`, async () => {
      const code = await open()
      const [was] = await world.sql<{ valid: string; recorded: string }>('select valid::text, recorded::text from post_version where person_id = $1', [WU])
      const say = (valid: string, recorded: string) =>
        world.sql('update post_version set valid = $2, recorded = $3 where person_id = $1', [WU, valid, recorded])
      // As if it had been said long ago, which no program could write.
      await world.sql('alter table post_version disable trigger all')
      try {
        await say('[2020-01-01,2021-01-01)', '[2021-01-01,)')
        await expectDead(code)
      } finally {
        await say(was!.valid, was!.recorded)
        await world.sql('alter table post_version enable trigger all')
      }
    })
  }

  test('an address that a thief proposed does not take effect once its person said 「不是我」', async () => {
    const thief = await world.signIn('wu.employee')
    await thief.submit('/me/email', { email: 'thief@ecpa.example', current: OLD }, '/me/email')
    const [{ id }] = await world.sql<{ id: string }>(`insert into audit_event (code, outcome, actor_process, person_id, detail)
      values ('session.signed-in', 'done', 'sign-in', $1, '{"method":"password","browser":"edge 131 windows","unusual":[]}') returning id`, [WU]) as [{ id: string }]
    await (await world.signIn('wu.employee')).submit(`/me/sign-ins/${id}/not-me`, { keep: 'yes' }, '/me/display')
    assert.deepEqual(await world.sql('select state from email_change'), [{ state: 'withdrawn' }])
    assert.deepEqual((await world.sql(`select state from way_in where purpose = 'confirmEmail'`)), [{ state: 'replaced' }])
  })

  test('nor does the first address of an account, which a thief gave and confirmed at once, lead back in', async () => {
    const signedIn = async () => (await world.sql<{ id: string }>(`insert into audit_event (code, outcome, actor_process, person_id, detail)
      values ('session.signed-in', 'done', 'sign-in', $1, '{"method":"password","browser":"edge 131 windows","unusual":[]}') returning id`, [WU]))[0]!.id
    await world.arrange(`update account set email = null, email_confirmed_at = null where person_id = ${WU}`)
    const give = async (email: string): Promise<void> => {
      await world.arrange('delete from mail')
      await (await world.signIn('wu.employee')).submit('/me/email', { email, current: OLD }, '/me/email')
      const { path } = (await lettersWith(world, '確認電子郵件'))[0]!
      assert.match(textOf((await world.visitor().submit('/confirm-email', { way: path.slice(-20) }, '/forgot-password')).body), /已生效/)
    }
    const address = async () => (await world.sql('select email, email_confirmed_at is not null as confirmed from account where person_id = $1', [WU]))[0]
    const disown = async (id: string) => (await world.signIn('wu.employee')).submit(`/me/sign-ins/${id}/not-me`, { keep: 'yes' }, '/me/display')
    const thiefs = await signedIn()
    await give('thief@ecpa.example')
    const later = await signedIn()
    // What was there before that sign-in stays.
    await disown(later)
    assert.deepEqual(await address(), { email: 'thief@ecpa.example', confirmed: true })
    assert.match((await (await world.signIn('wu.employee')).ask(`/me/sign-ins/${thiefs}/not-me`)).body, /電子郵件 t\*\*\*@ecpa\.example 是這次登入以後變更的/)
    await disown(thiefs)
    assert.deepEqual(await address(), { email: null, confirmed: false })
    await world.arrange('delete from mail')
    await world.visitor().submit('/forgot-password', { accountName: 'wu.employee', nationalId: '', birthDate: BORN }, '/forgot-password')
    await doJobs(world, 'ways.forgotten')
    assert.deepEqual(await lettersWith(world, '設定新密碼'), [])
    const [event] = (await world.events('account.email-withdrawn')).slice(-1)
    assert.deepEqual([event!.person_id, (event!.detail as { why: string }).why], [WU, 'disowned'])
  })
})
