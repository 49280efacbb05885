// What may be granted at an agency: every application, with how many grants of it there are.
import { sql } from 'kysely'
import { notLapsed } from '../../store/undecided.ts'
import type { Day } from '../../core/days.ts'
import type { AgencyCode, Standing } from '../../core/standing.ts'
import type { Reader } from '../../store/database.ts'

/**
 * An application at the agency. `grants`: those in force today; `waiting`: suspended or proposed, and to be decided still;
 * `birthrights`: the standings that have a category of it by themselves. `open`: whether the agency has it at all.
 */
export type ApplicationAt = {
  code: string
  name: string
  heading: string
  grantable: boolean
  /** Whether anybody but the centre may hand out one of its categories. */
  handedOut: boolean
  open: boolean
  inService: boolean
  birthrights: Standing[]
  grants: number
  waiting: number
}

/** All applications of the catalogue in its order, as they are for that agency today. */
export async function applicationsAt(db: Reader, agency: AgencyCode, today: Day): Promise<ApplicationAt[]> {
  const { rows } = await sql<ApplicationAt>`
    with counted as materialized (
      select g.application_code,
        count(*) filter (where g.state = 'active' and g.valid @> ${today}::date)::int as grants,
        count(*) filter (where g.state in ('suspended', 'proposed') and (upper_inf(g.valid) or upper(g.valid) > ${today}::date)
          and ${notLapsed('g', { day: sql`${today}::date` })})::int as waiting
      from permission_grant g
      where g.agency_code = ${agency} and upper_inf(g.recorded) and g.state <> 'ended' group by g.application_code
    ),
    line as materialized (select agency_code from agency_line(${agency}, ${today}::date, 'infinity'))
    select a.application_code as code, a.name, a.heading, a.grantable, a.in_service as "inService",
      (a.agency_root is null or a.agency_root in (select agency_code from line)) as open,
      coalesce(c.handed_out, false) as "handedOut", coalesce(c.birthrights, '[]') as birthrights,
      coalesce(n.grants, 0) as grants, coalesce(n.waiting, 0) as waiting
    from application_version a
    left join counted n on n.application_code = a.application_code
    left join lateral (
      select bool_or(c.hand_out = 'manager') as handed_out,
        json_agg(distinct c.derived_group) filter (where c.derived_group is not null) as birthrights
      from category_version c where c.application_code = a.application_code and upper_inf(c.recorded)
    ) c on true
    where upper_inf(a.recorded) order by a.position, a.application_code`.execute(db)
  return rows
}
