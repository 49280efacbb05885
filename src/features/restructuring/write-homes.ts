/** Named groups whose home ends move to the agency that takes over, from the plan's day on; and back. */
import { sql } from 'kysely'
import type { Change, EventId } from '../../store/change.ts'
import { closed } from '../../store/periods.ts'
import type { StoredPlan } from './plan-rows.ts'

/** Groups at home in an agency that ends, and where they go; a group without anywhere to go stays where nobody but the centre is. */
const moving = ({ id, day }: StoredPlan) => sql`
  select g.code, (coalesce(r.successors, a.successors))[1] as next
  from restructuring_agency a join groups_on(${day}::date) g on g.agency_code = a.agency_code
  left join restructuring_rule r on r.restructuring_id = a.restructuring_id and r.agency_code = a.agency_code and r.thing = 'group'
    and r.key = g.code
  where a.restructuring_id = ${id} and a.role = 'ends' and (coalesce(r.successors, a.successors))[1] is not null`

/** Writes the homes with the days on which they are so. */
export async function moveHomes({ db }: Change, plan: StoredPlan, event: EventId): Promise<void> {
  const day = sql`${plan.day}::date`
  await sql`
    with moving as materialized (${moving(plan)}),
    gone as (
      update group_home h set recorded = ${closed} from moving m
      where h.group_code = m.code and upper_inf(h.recorded) and h.valid && daterange(${day}, null)
      returning h.group_code, h.agency_code, h.valid
    )
    insert into group_home (group_code, agency_code, valid, event_id)
    select g.group_code, g.agency_code, g.valid * daterange(null, ${day}), ${event}::bigint from gone g where lower(g.valid) < ${day}
    union all
    select m.code, m.next, daterange(${day}, null), ${event}::bigint from moving m left join gone g on g.group_code = m.code`.execute(db)
}

/** Takes back what `moveHomes` wrote, and says again what was said before. */
export async function moveHomesBack({ db }: Change, { id, eventId }: StoredPlan, event: EventId): Promise<void> {
  await sql`
    with gone as (
      update group_home h set recorded = ${closed} where h.event_id = ${eventId} and upper_inf(h.recorded) returning h.group_code
    )
    insert into group_home (group_code, agency_code, valid, event_id)
    select h.group_code, h.agency_code, h.valid, ${event}::bigint from group_home h
    where upper(h.recorded) = (select decided_at from restructuring where id = ${id})
      and h.group_code in (select group_code from gone)`.execute(db)
}
