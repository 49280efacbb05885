// R-STD-3: who has left can sign in for thirty days more, to their own pages; then no longer, and again when they come back.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { applyFacts } from '../../../test/facts.ts'
import { AGENCIES, doJobs, personOf, startWorld } from '../../../test/world.ts'
import { addDays, dayInTaipei } from '../../core/days.ts'
import { LEAVER_DAYS } from '../../core/leaving.ts'
import { toldTitle } from '../../core/told-sentences.ts'
import { showDay } from '../../web/days.ts'
import { hashPassword } from '../sign-in/password-hash.ts'
import { followIfNewDay, followTheDay } from './follow-day.ts'
import type { Telling } from '../../core/told.ts'
import type { Who, World } from '../../../test/world.ts'

const TODAY = dayInTaipei(new Date())
const PASSWORD = 'correct horse battery staple'

let world: World

/** All posts of the person ended so many days ago, and so long the record has said it. */
async function leftDaysAgo(who: Who, days: number, knownDays = days): Promise<void> {
  await world.sql(`begin; set local session_replication_role = replica;
    update post_version set valid = daterange(lower(valid), '${addDays(TODAY, -days)}'),
      recorded = tstzrange(now() - interval '${knownDays} days' - interval '1 hour', null)
    where person_id = ${personOf(who)} and upper_inf(recorded); commit`)
}
const stateOf = async (who: Who) =>
  (await world.sql<{ state: string }>('select state::text from account where person_id = $1', [personOf(who)]))[0]!.state
const signsIn = async (who: Who): Promise<boolean> =>
  (await world.visitor().signIn(who, PASSWORD)).headers.location === '/applications'
async function titlesTo(who: Who): Promise<string[]> {
  await doJobs(world, 'movers.tell')
  const rows = await world.sql<{ content: Telling }>(`select t.content from notice n join telling t on t.id = n.telling_id
    where n.person_id = $1 order by t.id`, [personOf(who)])
  return rows.map(({ content }) => toldTitle(content).en)
}

describe('leavers', () => {
  before(async () => {
    world = await startWorld()
    await world.arrange('update account set password_hash = $1 where name is not null', [await hashPassword(PASSWORD)])
  })
  after(() => world.stop())

  test('without a post one signs in, sees what is one’s own, until when, and no application', async () => {
    await leftDaysAgo('wu.employee', 0)
    assert.equal(await signsIn('wu.employee'), true)
    const visitor = await world.signIn('wu.employee')
    const last = showDay(addDays(TODAY, LEAVER_DAYS - 1), 'zh-TW')
    const list = await visitor.ask('/applications')
    assert.match(list.body, /您目前沒有任何現職/)
    assert.match(list.body, new RegExp(`您可以登入至${last}止`))
    assert.match((await visitor.ask('/me')).body, new RegExp(`您可以登入至${last}止`))
    assert.equal((await visitor.ask('/applications/D6/open')).headers.location, '/applications/D6/why-not')
    assert.equal((await visitor.ask('/manage')).status, 403)
  })

  test('a day’s work warns a week before, once, disables when the days are over, and tells', async () => {
    await leftDaysAgo('sun.employee', LEAVER_DAYS - 8)
    await leftDaysAgo('wang.supervisor', LEAVER_DAYS - 7)
    const { leaversWarned, accountsDisabled } = await followTheDay(world.database, TODAY)
    assert.deepEqual([leaversWarned, accountsDisabled], [1, 0])
    assert.deepEqual(await titlesTo('wang.supervisor'), ['Your account is going to close'])
    assert.equal((await followTheDay(world.database, TODAY)).leaversWarned, 0)
    const session = await world.signIn('wang.supervisor')
    const later = await followTheDay(world.database, addDays(TODAY, 7))
    assert.deepEqual([later.leaversWarned, later.accountsDisabled], [1, 1])
    assert.deepEqual([await stateOf('wang.supervisor'), await stateOf('sun.employee')], ['disabled', 'active'])
    assert.equal((await session.ask('/me')).status, 303)
    assert.deepEqual(await titlesTo('wang.supervisor'), ['Your account is going to close', 'Your account is closed'])
    const [event] = await world.events('account.disabled')
    assert.deepEqual([event!.person_id, event!.detail], [personOf('wang.supervisor'), { why: 'noPost', reason: '', way: '' }])
  })

  test('R-DAY-4: nobody gets in when the days are over, though nobody’s work has come to it', async () => {
    const session = await world.signIn('tsao.education')
    await leftDaysAgo('tsao.education', LEAVER_DAYS - 1)
    assert.equal((await session.ask('/me')).status, 200)
    assert.equal(await signsIn('tsao.education'), true)
    await leftDaysAgo('tsao.education', LEAVER_DAYS)
    assert.equal(await stateOf('tsao.education'), 'active')
    assert.equal((await session.ask('/me')).status, 303)
    assert.equal(await signsIn('tsao.education'), false)
  })

  test('what the record says late leaves a week at least', async () => {
    await leftDaysAgo('yang.taipei', 400, 0)
    assert.equal(await signsIn('yang.taipei'), true)
    assert.deepEqual((await followTheDay(world.database, TODAY)).leaversWarned, 1)
    assert.equal(await stateOf('yang.taipei'), 'active')
  })

  test('whoever comes back finds the account open again, unless somebody else has closed it', async () => {
    await leftDaysAgo('lo.taipei', LEAVER_DAYS)
    await leftDaysAgo('chang.unit', LEAVER_DAYS)
    await followTheDay(world.database, TODAY)
    assert.deepEqual([await stateOf('lo.taipei'), await stateOf('chang.unit')], ['disabled', 'disabled'])
    // Somebody disables the one account for another reason.
    await world.arrange(`update account set state = 'active' where person_id = ${personOf('chang.unit')}`)
    await world.arrange(`insert into audit_event (code, outcome, actor_process, person_id, detail)
      values ('account.disabled', 'done', 'test', ${personOf('chang.unit')}, '{"why": "byHand"}');
      update account set state = 'disabled' where person_id = ${personOf('chang.unit')}`)
    const { followed } = await applyFacts(world, (['lo.taipei', 'chang.unit', 'kuo.disabled'] as const).map((who) =>
      ({ who, at: 5, agency: AGENCIES.school, valid: `[${addDays(TODAY, 3)},)` })))
    assert.equal(followed.accountsEnabled, 1)
    assert.deepEqual([await stateOf('lo.taipei'), await stateOf('chang.unit'), await stateOf('kuo.disabled')], ['active', 'disabled', 'disabled'])
    assert.equal(await signsIn('lo.taipei'), true)
    assert.equal((await titlesTo('lo.taipei')).at(-1), 'Your account is open again')
  })

  test('each day is followed once, by whoever comes first, also after days on which no program ran', async () => {
    await world.sql('delete from followed_day')
    const days = async () => (await world.events('day.followed')).map(({ detail }) => (detail as { day: string }).day)
    const known = (await days()).length
    for (const day of [TODAY, TODAY, addDays(TODAY, 3), TODAY]) await followIfNewDay(world.database, () => new Date(`${day}T00:05:00+08:00`))
    assert.deepEqual((await days()).slice(known), [TODAY, addDays(TODAY, 3)])
  })
})
