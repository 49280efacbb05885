// R-JML-2: what nobody decided within the days that there were is over, by being evaluated live (`hasLapsed`); here its end is
// written, so that it stands in the audit log and those concerned are told.
import { sql } from 'kysely'
import { recordEach } from '../../store/record-each.ts'
import { notLapsed } from '../../store/undecided.ts'
import { lockDecisions, valuesOf, writeNextVersions } from './decisions.ts'
import { standing } from './ground.ts'
import type { RawBuilder } from 'kysely'
import type { Day } from '../../core/days.ts'
import type { Change, EventId } from '../../store/change.ts'

/** Ends the grants and memberships that nobody decided on in time; answers how many there were of each. */
export async function endUndecided(
  tx: Change, event: EventId, today: Day,
): Promise<{ grantsLapsed: number; membershipsLapsed: number }> {
  const cause = { event, feed: null }
  const lapsed = sql`${standing('t', today)} and not ${notLapsed('t', { day: sql`${today}::date` })}`
  const since = sql`lower(q.recorded)::date::text`
  const inState = (state: 'suspended' | 'proposed'): RawBuilder<unknown> =>
    sql`select t.* from permission_grant t where t.state = ${sql.lit(state)} and ${lapsed}`
  const grants = sql`${inState('suspended')} union all ${inState('proposed')}`
  await lockDecisions(tx, 'grant', grants)
  await recordEach(tx, {
    code: 'grant.lapsed', from: sql`select * from (${grants}) g order by id`,
    person: sql`q.person_id`, agency: sql`q.agency_code`, application: sql`q.application_code`,
    detail: {
      grant: sql`q.id`, category: sql`q.category_code`, since, before: valuesOf('q'), receiver: sql`case
        when q.person_id is not null then 'person' when q.group_code is not null then 'group ' || q.group_code
        else 'standing ' || q.derived_group end`,
    },
  })
  const members = sql`select t.*, g.agency_code from group_member t join groups_on(${today}::date) g on g.code = t.group_code
    where t.state = 'suspended' and ${lapsed} order by t.id`
  await lockDecisions(tx, 'membership', members)
  await recordEach(tx, {
    code: 'group.member-lapsed', from: members, person: sql`q.person_id`, agency: sql`q.agency_code`,
    detail: { group: sql`q.group_code`, membership: sql`q.id`, since, before: valuesOf('q') },
  })
  return {
    grantsLapsed: await writeNextVersions(tx, cause, { kind: 'grant', code: 'grant.lapsed', change: 'lapsed', state: 'ended' }),
    membershipsLapsed:
      await writeNextVersions(tx, cause, { kind: 'membership', code: 'group.member-lapsed', change: 'lapsed', state: 'ended' }),
  }
}
