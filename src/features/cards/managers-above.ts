import { sql } from 'kysely'
import { managersOf } from '../../core/scope.ts'
import { loadTree } from '../../store/agency-tree.ts'
import { centralAdministrators } from '../../store/managers.ts'
import { standingOfPost } from '../../store/standing.ts'
import type { Day } from '../../core/days.ts'
import type { AgencyCode } from '../../core/standing.ts'
import type { Reader } from '../../store/database.ts'

// A line is five agencies long, each with a supervisor or two.
const MOST_MANAGERS = 100

/**
 * Every manager above the agency (person ids): the supervisors of each agency whose scope holds it, but its own; the central
 * administrators where there is none (R-CRT-5).
 */
export async function managersAbove(db: Reader, agency: AgencyCode, today: Day): Promise<string[]> {
  const above = managersOf(agency, await loadTree(db, [agency], { day: today, known: 'now' })).filter((one) => one !== agency)
  const { rows } = await sql<{ person: string }>`
    select distinct o.person_id::text as person
    from post o join post_version w on w.person_id = o.person_id and w.post_id = o.id and upper_inf(w.recorded) and w.valid @> ${today}::date
    join account a on a.person_id = o.person_id and a.state = 'active'
    where o.agency_code = any(${above}::text[]) and ${standingOfPost('o', 'w')} = 'hrSupervisor'
    order by person limit ${MOST_MANAGERS}`.execute(db)
  return rows.length > 0 ? rows.map(({ person }) => person) : centralAdministrators(db, today)
}
