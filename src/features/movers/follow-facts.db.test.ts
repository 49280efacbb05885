// What a feed does to the decisions that rest on what it changes, and what its undoing gives back.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { applyFacts } from '../../../test/facts.ts'
import { AGENCIES, personOf, postOf, startWorld } from '../../../test/world.ts'
import { addDays, dayInTaipei } from '../../core/days.ts'
import { followTheDay } from './follow-day.ts'
import type { Who, World } from '../../../test/world.ts'

const TODAY = dayInTaipei(new Date())
const YESTERDAY = addDays(TODAY, -1)
const OVER = `[2020-01-01,${TODAY})`
const OPEN = '[2020-01-01,)'
const EVENT = '(select max(id) from audit_event)'
const DELEGATION = '00000000-0000-4000-9000-000000000001'
const NOTHING = {
  grantsSuspended: 0, proposalsEnded: 0, membershipsSuspended: 0, delegationsEnded: 0, delegationsSuspended: 0, rolesEnded: 0,
  accountsEnabled: 0, reviewsOpened: 0,
}
const NONE_REVIVED = { grants: 0, proposals: 0, memberships: 0, delegations: 0, roles: 0 }

let world: World
let given = 0

type Given = { application?: string; agency?: string; state?: string; valid?: string; at?: number; by?: Who }

async function grant(who: Who, { application = 'A5', agency = AGENCIES.secretariat, state = 'active', valid = OPEN, at = 0,
  by = 'wang.supervisor' }: Given = {}): Promise<string> {
  const id = `00000000-0000-4000-a000-${String(given += 1).padStart(12, '0')}`
  await world.arrange(`insert into permission_grant (id, application_code, category_code, agency_code, person_id, post_id, valid, state,
    reason, given_by, event_id) values ('${id}', '${application}', 'use', '${agency}', ${personOf(who)}, ${postOf(who, at)}, '${valid}',
    '${state}', '業務', ${personOf(by)}, ${EVENT})`)
  return id
}

const statesOf = async (table: string, id: string): Promise<string[]> =>
  (await world.sql<{ state: string }>(`select state::text from ${table} where id = $1 order by version`, [id])).map(({ state }) => state)

describe('what follows from a feed', () => {
  before(async () => {
    world = await startWorld()
  })
  after(() => world.stop())

  test('R-JML-1: grants that rested on a post that ended are suspended; others stay', async () => {
    const [lost, kept, over] = [await grant('sun.employee'), await grant('sun.employee', { at: 1, application: 'A6' }),
      await grant('sun.employee', { application: 'A6', valid: `[2020-01-01,${YESTERDAY})` , agency: AGENCIES.works })]
    const { followed, feed } = await applyFacts(world, [{ who: 'sun.employee', valid: OVER }])
    assert.deepEqual(followed, { ...NOTHING, grantsSuspended: 1 })
    assert.deepEqual(await statesOf('permission_grant', lost), ['active', 'suspended'])
    assert.deepEqual(await statesOf('permission_grant', kept), ['active'])
    assert.deepEqual(await statesOf('permission_grant', over), ['active'])
    const [event] = await world.events('grant.suspended')
    const { grant: named, post, feed: by, before: was } = event!.detail as Record<string, unknown>
    assert.deepEqual([named, post, by, (was as { state: string }).state], [lost, postOf('sun.employee'), feed, 'active'])
    assert.equal(event!.person_id, personOf('sun.employee'))
    const back = await applyFacts(world, [{ who: 'sun.employee', valid: OPEN }], { undoes: feed })
    assert.deepEqual(back, { feed: back.feed, followed: NOTHING, revived: { ...NONE_REVIVED, grants: 1 } })
    assert.deepEqual(await statesOf('permission_grant', lost), ['active', 'suspended', 'active'])
  })

  test('what was only proposed ends, and is proposed anew when the feed is undone', async () => {
    const proposed = await grant('lo.taipei', { application: 'A8', agency: AGENCIES.taipeiSecretariat, state: 'proposed', by: 'yang.taipei' })
    const { followed, feed } = await applyFacts(world, [{ who: 'lo.taipei', valid: OVER }])
    assert.deepEqual(followed, { ...NOTHING, proposalsEnded: 1 })
    assert.deepEqual(await statesOf('permission_grant', proposed), ['proposed', 'ended'])
    const { revived } = await applyFacts(world, [{ who: 'lo.taipei', valid: OPEN }], { undoes: feed })
    assert.deepEqual(revived, { ...NONE_REVIVED, proposals: 1 })
    const [anew] = await world.sql(`select state, given_by, version from permission_grant
      where person_id = $1 and application_code = 'A8' and state <> 'ended' and upper_inf(recorded)`, [personOf('lo.taipei')])
    assert.deepEqual(anew, { state: 'proposed', given_by: personOf('yang.taipei'), version: 1 })
  })

  test('a membership is suspended with its post, a delegation to whoever left ends, a role at the centre ends', async () => {
    await world.arrange(`insert into permission_group (code, name, agency_code) values ('survey', '調查小組', '${AGENCIES.works}');`)
    await world.arrange(`insert into group_member (id, group_code, person_id, post_id, valid, reason, event_id) values
      ('00000000-0000-4000-b000-000000000001', 'survey', ${personOf('tsai.delegate')}, ${postOf('tsai.delegate')}, '${OPEN}', '調查', ${EVENT})`)
    const [role] = await world.sql<{ id: string }>('select id from central_role where person_id = $1', [personOf('ho.central')])
    const { followed, feed } = await applyFacts(world, [{ who: 'tsai.delegate', valid: OVER }, { who: 'ho.central', valid: OVER }])
    assert.deepEqual(followed, { ...NOTHING, membershipsSuspended: 1, delegationsEnded: 1, rolesEnded: 1 })
    assert.deepEqual(await statesOf('group_member', '00000000-0000-4000-b000-000000000001'), ['active', 'suspended'])
    assert.deepEqual(await statesOf('delegation', DELEGATION), ['active', 'ended'])
    assert.deepEqual(await statesOf('central_role', role!.id), ['active', 'ended'])
    const { revived } = await applyFacts(world, [{ who: 'tsai.delegate', valid: OPEN }, { who: 'ho.central', valid: OPEN }], { undoes: feed })
    assert.deepEqual(revived, { ...NONE_REVIVED, memberships: 1, delegations: 1, roles: 1 })
    assert.deepEqual(await statesOf('delegation', DELEGATION), ['active', 'ended', 'active'])
  })

  test('R-SCP-3: a delegation waits when its giver is supervisor no longer, at whichever post; by agency card it stays', async () => {
    await world.arrange(`insert into delegation (id, agency_code, person_id, post_id, valid, reason, by_card, event_id) values
      ('00000000-0000-4000-9000-000000000002', '${AGENCIES.personnelOffice}', ${personOf('lee.officer')}, ${postOf('lee.officer')},
        '${OPEN}', '支援', true, ${EVENT})`)
    // Another post there that makes a supervisor serves as well.
    const moved = await applyFacts(world, [{ who: 'wang.supervisor', valid: OVER },
      { who: 'wang.supervisor', at: 1, agency: AGENCIES.personnelOffice, title: '處長', staff_category: '08', supervisor_level: '1', valid: `[${TODAY},)` }])
    assert.deepEqual(moved.followed, NOTHING)
    const { followed, feed } = await applyFacts(world, [{ who: 'wang.supervisor', at: 1, valid: `[${TODAY},)`, supervisor_level: '' }])
    assert.deepEqual(followed, { ...NOTHING, delegationsSuspended: 1 })
    assert.deepEqual(await statesOf('delegation', DELEGATION), ['active', 'ended', 'active', 'suspended'])
    assert.deepEqual(await statesOf('delegation', '00000000-0000-4000-9000-000000000002'), ['active'])
    await applyFacts(world, [{ who: 'wang.supervisor', at: 1, valid: `[${TODAY},)`, supervisor_level: '1' }], { undoes: feed })
    assert.equal((await statesOf('delegation', DELEGATION)).at(-1), 'active')
    const again = await applyFacts(world, [{ who: 'wang.supervisor', at: 1, valid: `[${TODAY},)`, supervisor_level: '' }])
    assert.deepEqual(again.followed, { ...NOTHING, delegationsSuspended: 1 })
    // The delegate leaves as well, and what waited ends; undone, it waits again.
    const left = await applyFacts(world, [{ who: 'tsai.delegate', valid: OVER }])
    assert.deepEqual(left.followed, { ...NOTHING, membershipsSuspended: 1, delegationsEnded: 1 })
    assert.deepEqual((await applyFacts(world, [{ who: 'tsai.delegate', valid: OPEN }], { undoes: left.feed })).revived,
      { ...NONE_REVIVED, memberships: 1, delegations: 1 })
    assert.equal((await statesOf('delegation', DELEGATION)).at(-1), 'suspended')
  })

  test('what somebody has touched since is not revived, nor what would stand beside another', async () => {
    const [confirmed, ended, replaced] = [await grant('lee.officer', { agency: AGENCIES.works }),
      await grant('lee.officer', { agency: AGENCIES.education }),
      await grant('lee.officer', { agency: AGENCIES.school, application: 'A8', state: 'proposed' })]
    const { feed, followed } = await applyFacts(world, [{ who: 'lee.officer', valid: OVER },
      { who: 'lee.officer', at: 1, agency: AGENCIES.personnelOffice, title: '專員', staff_category: '08', valid: `[${TODAY},)` }])
    assert.deepEqual(followed, { ...NOTHING, grantsSuspended: 2, proposalsEnded: 1, delegationsEnded: 1 })
    for (const [id, state, post] of [[confirmed, 'active', postOf('lee.officer', 1)], [ended, 'ended', postOf('lee.officer')]] as const) {
      await world.arrange(`with old as (update permission_grant g set recorded = closed(recorded) where id = '${id}' and upper_inf(recorded) returning g.*)
        insert into permission_grant (id, version, application_code, category_code, agency_code, person_id, post_id, valid, state, reason, given_by, event_id)
        select id, version + 1, application_code, category_code, agency_code, person_id, ${post}, valid, '${state}', reason, given_by, ${EVENT} from old`)
    }
    await grant('lee.officer', { agency: AGENCIES.school, application: 'A8', state: 'active', at: 1 })
    const undo = await applyFacts(world, [{ who: 'lee.officer', valid: OPEN }, { who: 'lee.officer', at: 1, valid: null }], { undoes: feed })
    // What was confirmed or given for the post that the undoing takes away waits now.
    assert.deepEqual([undo.followed, undo.revived], [{ ...NOTHING, grantsSuspended: 2 }, { ...NONE_REVIVED, delegations: 1 }])
    assert.deepEqual(await statesOf('permission_grant', confirmed), ['active', 'suspended', 'active', 'suspended'])
    assert.deepEqual(await statesOf('permission_grant', ended), ['active', 'suspended', 'ended'])
    assert.deepEqual(await statesOf('permission_grant', replaced), ['proposed', 'ended'])
  })

  test('a post that was over and is held again gives back nothing that waited, whether or not a day had come to it', async () => {
    for (const dayCame of [false, true]) {
      const id = await grant('chang.unit', { application: dayCame ? 'A5' : 'A6', agency: AGENCIES.education })
      // As it is when the post's last day was yesterday by what was known before.
      await world.arrange(`with old as (update post_version v set recorded = closed(recorded)
          where person_id = ${personOf('chang.unit')} and upper_inf(recorded) returning v.*)
        insert into post_version (person_id, post_id, version, staff_category, supervisor_level, nature, valid, event_id)
        select person_id, post_id, version + 1, staff_category, supervisor_level, nature, '${OVER}', ${EVENT} from old`)
      if (dayCame) assert.equal((await followTheDay(world.database, TODAY)).grantsSuspended, 1)
      const { followed } = await applyFacts(world, [{ who: 'chang.unit', valid: OPEN }])
      assert.equal(followed.grantsSuspended, dayCame ? 0 : 1)
      assert.deepEqual(await statesOf('permission_grant', id), ['active', 'suspended'])
    }
  })

  test('what a day took because of a feed is revived with it as well', async () => {
    const id = await grant('tsao.education', { agency: AGENCIES.education })
    const tomorrow = addDays(TODAY, 1)
    const { followed, feed } = await applyFacts(world, [{ who: 'tsao.education', valid: `[2020-01-01,${tomorrow})` }])
    assert.deepEqual(followed, NOTHING)
    assert.equal((await followTheDay(world.database, tomorrow)).grantsSuspended, 1)
    const { revived } = await applyFacts(world, [{ who: 'tsao.education', valid: OPEN }], { undoes: feed, today: tomorrow })
    assert.deepEqual(revived, { ...NONE_REVIVED, grants: 1 })
    assert.deepEqual(await statesOf('permission_grant', id), ['active', 'suspended', 'active'])
  })
})
