// Accounts that nobody signs in to (R-ACC-7): told, then disabled, and never the last administrator.
import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, test } from 'node:test'
import { sql } from 'kysely'
import { keyOf, personOf, startWorld } from '../../../test/world.ts'
import { lettersWith } from '../../../test/letters.ts'
import { addDays, dayInTaipei } from '../../core/days.ts'
import { rocDay } from '../../core/roc-date.ts'
import { followIdleness, idleAccounts, idleTasks } from './idle-accounts.ts'
import type { Who, World } from '../../../test/world.ts'

const DAYS = 180

describe('accounts that nobody signs in to', () => {
  let world: World
  before(async () => { world = await startWorld() })
  after(async () => {
    const faults = world.faults()
    await world.stop()
    assert.deepEqual(faults, [])
  })
  beforeEach(() => world.arrange(`delete from mail; delete from notice; delete from session;
    update account set state = 'active', last_sign_in_at = now() - interval '2 days', idle_warned_at = null where name is not null and name <> 'kuo.disabled';
    update account_state_version set recorded = tstzrange(now() - interval '300 days', null) where upper_inf(recorded)`))

  const follow = () => followIdleness(world.database, DAYS, new AbortController().signal)
  const lastHere = (who: Who, days: number) =>
    world.arrange(`update account set last_sign_in_at = now() - make_interval(days => ${days}) where person_id = ${personOf(who)}`)
  const warned = (who: Who, days: number) =>
    world.arrange(`update account set idle_warned_at = now() - make_interval(days => ${days}) where person_id = ${personOf(who)}`)
  const stateOf = async (who: Who) => (await world.sql<{ state: string }>('select state from account where person_id = $1', [personOf(who)]))[0]!.state
  const letters = async () => [...await lettersWith(world, '帳號久未登入，即將停用'), ...await lettersWith(world, '帳號久未登入，已停用')]

  test('told a fortnight before, once; disabled a fortnight after being told at the earliest, with sessions, event and letter', async () => {
    await lastHere('wu.employee', 165)
    await follow()
    assert.deepEqual(await letters(), [])
    await lastHere('wu.employee', 500)
    await follow()
    await follow()
    const told = await letters()
    assert.deepEqual(told.map(({ recipient }) => recipient), ['wu.employee@ecpa.example'])
    const day = addDays(dayInTaipei(new Date()), 14)
    assert.match(told[0]!.body, new RegExp(`已逾 166 日沒有登入，將於 ${rocDay(day)} 停用`))
    assert.equal(await stateOf('wu.employee'), 'active')
    await warned('wu.employee', 13)
    await follow()
    assert.equal(await stateOf('wu.employee'), 'active')
    const wu = await world.signIn('wu.employee')
    await warned('wu.employee', 14)
    await follow()
    assert.equal(await stateOf('wu.employee'), 'disabled')
    assert.notEqual((await wu.ask('/me')).status, 200)
    const event = (await world.events('account.disabled')).at(-1)!
    assert.deepEqual([event['person_id'], event['detail'], event['actor_process']],
      [personOf('wu.employee'), { why: 'idle', reason: '', way: '' }, 'accounts.idle'])
    assert.match((await letters()).at(-1)!.body, /已逾 180 日沒有登入，依規定停用/)
    assert.equal((await letters()).length, 2)
  })

  test('whoever signs in after being told, or is enabled again by a manager, begins anew', async () => {
    await lastHere('wu.employee', 400)
    await warned('wu.employee', 20)
    await lastHere('wu.employee', 1)
    await follow()
    assert.equal(await stateOf('wu.employee'), 'active')
    await lastHere('wu.employee', 400)
    await follow()
    assert.equal(await stateOf('wu.employee'), 'disabled')
    const wang = await world.signIn('wang.supervisor')
    const answer = await wang.submit(`/manage/people/${keyOf('wu.employee')}/account/enable`, { reason: '本人回任' }, '/switch')
    assert.equal(answer.status, 303)
    await world.sql('delete from mail')
    await follow()
    assert.equal(await stateOf('wu.employee'), 'active')
    assert.deepEqual(await letters(), [])
  })

  test('who was told in an earlier time of idleness is told again', async () => {
    await lastHere('wu.employee', 200)
    await warned('wu.employee', 250)
    await follow()
    assert.equal(await stateOf('wu.employee'), 'active')
    assert.equal((await letters()).length, 1)
  })

  test('pending and disabled accounts are nobody’s concern, nor one that was only activated of late', async () => {
    await world.arrange(`update account set last_sign_in_at = null where name = 'sun.employee';
      update account_state_version set recorded = tstzrange(now() - interval '3 days', null) where person_id = ${personOf('sun.employee')} and upper_inf(recorded)`)
    await follow()
    assert.deepEqual([await stateOf('sun.employee'), await stateOf('liu.pending'), await stateOf('kuo.disabled')], ['active', 'pending', 'disabled'])
    assert.deepEqual(await letters(), [])
  })

  test('of the central administrators one is left: the one who was here last; another who was here lately makes that needless', async () => {
    for (const who of ['chen.central', 'ho.central'] as const) await warned(who, 30)
    await lastHere('chen.central', 300)
    await lastHere('ho.central', 250)
    await follow()
    assert.deepEqual([await stateOf('chen.central'), await stateOf('ho.central')], ['disabled', 'active'])
    await follow()
    assert.equal(await stateOf('ho.central'), 'active')
  })

  test('whoever signs in at the moment of the batch is passed by', async () => {
    await lastHere('wu.employee', 400)
    await warned('wu.employee', 20)
    await world.database.unaudited.transaction().execute(async (db) => {
      await sql`select from account where person_id = ${personOf('wu.employee')} for update`.execute(db)
      await follow()
    })
    assert.equal(await stateOf('wu.employee'), 'active')
    const { rows } = await idleAccounts(DAYS, '0', sql<boolean>`true`).execute(world.database.unaudited)
    assert.deepEqual(rows.map(({ person }) => person), [personOf('wu.employee')])
  })

  test('0 days: there is no such job', () => {
    assert.deepEqual(idleTasks(0), [])
    assert.equal(idleTasks(180).length, 1)
  })
})
