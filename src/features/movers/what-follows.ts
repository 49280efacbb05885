// Which decisions of people lose their ground (R-JML-1), as queries of their current versions: for whoever suspends and ends them,
// and for whoever foretells it. They read `post` and `post_version` by name, so that a statement may let others stand for them.
import { sql } from 'kysely'
import { giverStands, holdsAny, holdsPost, lost, restingOnPosts, standing, touched } from './ground.ts'
import type { RawBuilder } from 'kysely'
import type { DecisionState } from '../../core/facts.ts'
import type { Sight } from './ground.ts'

const groundOf = (sight: Sight): RawBuilder<boolean> =>
  lost(sight, (known) => holdsPost(sql`t.person_id`, sql`t.post_id`, sight.today, known))

/** Grants to a person, of these states, as `t`. */
export const grantsLost = (sight: Sight, ...states: DecisionState[]): RawBuilder<unknown> => sql`
  select t.* from ${restingOnPosts(sight, 'permission_grant')}
  where t.person_id is not null and ${standing('t', sight.today)} and t.state = any(${states}::decision_state[]) and ${groundOf(sight)}`

/** Memberships as `t`, with the agency of their group. */
export const membershipsLost = (sight: Sight): RawBuilder<unknown> => sql`
  select t.*, g.agency_code from ${restingOnPosts(sight, 'group_member')} join groups_on(${sight.today}::date) g on g.code = t.group_code
  where ${standing('t', sight.today)} and t.state = 'active' and ${groundOf(sight)}`

/** Delegations as `d`: those whose delegate has left, and those whose giver has lost the standing they were given from. */
export function delegationsLost(sight: Sight): { ending: RawBuilder<unknown>; waiting: RawBuilder<unknown> } {
  const { today } = sight
  const delegateLeft = lost(sight, (known) => holdsPost(sql`d.person_id`, sql`d.post_id`, today, known))
  const giverLeft = lost(sight, (known) => giverStands(today, known))
  const found = (which: RawBuilder<boolean>): RawBuilder<unknown> => sql`
    select d.* from delegation d
    where ${standing('d', today)} and ${touched(sight, sql`d.person_id`, sql`d.given_by`)} and ${which}`
  return {
    ending: found(sql`d.state <> 'ended' and ${delegateLeft}`),
    waiting: found(sql`d.state = 'active' and not ${delegateLeft} and ${giverLeft}`),
  }
}

/** Roles at the centre, as `t`. */
export const rolesLost = (sight: Sight): RawBuilder<unknown> => sql`
  select t.* from central_role t
  where ${standing('t', sight.today)} and t.state <> 'ended' and ${touched(sight, sql`t.person_id`)}
    and ${lost(sight, (known) => holdsAny(sql`t.person_id`, sight.today, known))}`
