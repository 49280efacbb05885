// What follows when facts change (R-JML-1): what rested on a post that is held no longer is suspended, delegations to whoever
// left end, those by whoever lost the standing wait for the successor (R-SCP-3), a role at the centre ends (R-CEN-1). In the
// transaction of the change, by statements over sets: a feed moves thousands.
import { sql } from 'kysely'
import { recordEach } from '../../store/record-each.ts'
import { openHandoverReviews } from '../reviews/open-reviews.ts'
import { feedText, lockDecisions, valuesOf, writeNextVersions } from './decisions.ts'
import { sightOf } from './ground.ts'
import { openAccounts } from './leavers.ts'
import { tellLater } from './tell.ts'
import { delegationsLost, grantsLost, membershipsLost, rolesLost } from './what-follows.ts'
import type { Day } from '../../core/days.ts'
import type { DecisionState } from '../../core/facts.ts'
import type { Change, EventId } from '../../store/change.ts'
import type { Cause } from './decisions.ts'
import type { Sight } from './ground.ts'

/** How many decisions were suspended or ended, accounts opened again (R-STD-3), and handover reviews opened (R-JML-3). */
export type Followed = {
  grantsSuspended: number
  proposalsEnded: number
  membershipsSuspended: number
  delegationsEnded: number
  delegationsSuspended: number
  rolesEnded: number
  accountsEnabled: number
  reviewsOpened: number
}

/**
 * Has the decisions of people follow the facts as they stand in this transaction. `event`: of the feed's application, or of
 * the day's work; `feed`: whose people are looked at (`feed_post`), null for everybody.
 */
export async function followFacts(
  tx: Change, { event, feed, today }: { event: EventId; feed: string | null; today: Day },
): Promise<Followed> {
  const sight = await sightOf(tx, feed, today)
  const cause = { event, feed }
  await tellLater(tx, event)
  return {
    ...await followGrants(tx, cause, sight),
    membershipsSuspended: await followMemberships(tx, cause, sight),
    ...await followDelegations(tx, cause, sight),
    rolesEnded: await followRoles(tx, cause, sight),
    accountsEnabled: await openAccounts(tx, cause, sight),
    reviewsOpened: feed === null ? 0 : await openHandoverReviews(tx, { event, feed, today }),
  }
}

async function followGrants(
  tx: Change, cause: Cause, sight: Sight,
): Promise<Pick<Followed, 'grantsSuspended' | 'proposalsEnded'>> {
  if (await lockDecisions(tx, 'grant', grantsLost(sight, 'active', 'proposed')) === 0) {
    return { grantsSuspended: 0, proposalsEnded: 0 }
  }
  const eventsOf = (code: 'grant.suspended' | 'grant.proposal-ended', state: DecisionState): Promise<number> => recordEach(tx, {
    code, from: sql`${grantsLost(sight, state)} order by t.id`,
    person: sql`q.person_id`, agency: sql`q.agency_code`, application: sql`q.application_code`,
    detail: {
      grant: sql`q.id`, category: sql`q.category_code`, post: sql`q.post_id::text`, feed: feedText(cause), before: valuesOf('q'),
    },
  })
  await eventsOf('grant.suspended', 'active')
  // What was only proposed has nothing to be confirmed: whoever wants it proposes it for the new post.
  await eventsOf('grant.proposal-ended', 'proposed')
  return {
    grantsSuspended: await writeNextVersions(tx, cause, { kind: 'grant', code: 'grant.suspended', change: 'suspended', state: 'suspended' }),
    proposalsEnded: await writeNextVersions(tx, cause, { kind: 'grant', code: 'grant.proposal-ended', change: 'ended', state: 'ended' }),
  }
}

async function followMemberships(tx: Change, cause: Cause, sight: Sight): Promise<number> {
  const found = sql`${membershipsLost(sight)} order by t.id`
  if (await lockDecisions(tx, 'membership', found) === 0) return 0
  await recordEach(tx, {
    code: 'group.member-suspended', from: found, person: sql`q.person_id`, agency: sql`q.agency_code`,
    detail: {
      group: sql`q.group_code`, membership: sql`q.id`, post: sql`q.post_id::text`, feed: feedText(cause), before: valuesOf('q'),
    },
  })
  return writeNextVersions(tx, cause, { kind: 'membership', code: 'group.member-suspended', change: 'suspended', state: 'suspended' })
}

async function followDelegations(
  tx: Change, cause: Cause, sight: Sight,
): Promise<Pick<Followed, 'delegationsEnded' | 'delegationsSuspended'>> {
  const { ending, waiting } = delegationsLost(sight)
  if (await lockDecisions(tx, 'delegation', sql`${ending} union all ${waiting}`) === 0) {
    return { delegationsEnded: 0, delegationsSuspended: 0 }
  }
  const common = { feed: feedText(cause), before: valuesOf('q'), delegation: sql`q.id` }
  await recordEach(tx, {
    code: 'delegation.post-ended', from: sql`${ending} order by d.id`, person: sql`q.person_id`, agency: sql`q.agency_code`,
    detail: { ...common, post: sql`q.post_id::text` },
  })
  await recordEach(tx, {
    code: 'delegation.suspended', from: sql`${waiting} order by d.id`, person: sql`q.person_id`, agency: sql`q.agency_code`,
    detail: { ...common, giver: sql`q.given_by::text` },
  })
  return {
    delegationsEnded: await writeNextVersions(tx, cause, { kind: 'delegation', code: 'delegation.post-ended', change: 'ended', state: 'ended' }),
    delegationsSuspended:
      await writeNextVersions(tx, cause, { kind: 'delegation', code: 'delegation.suspended', change: 'suspended', state: 'suspended' }),
  }
}

async function followRoles(tx: Change, cause: Cause, sight: Sight): Promise<number> {
  const found = sql`${rolesLost(sight)} order by t.id`
  if (await lockDecisions(tx, 'role', found) === 0) return 0
  await recordEach(tx, {
    code: 'role.post-ended', from: found, person: sql`q.person_id`,
    detail: { assignment: sql`q.id`, role: sql`q.role`, feed: feedText(cause), before: valuesOf('q') },
  })
  return writeNextVersions(tx, cause, { kind: 'role', code: 'role.post-ended', change: 'ended', state: 'ended' })
}
