// Who may hold the card of an agency (R-CRT-5).
import { sql } from 'kysely'
import { managersOf } from '../../core/scope.ts'
import { loadTree } from '../../store/agency-tree.ts'
import { standingOfPost } from '../../store/standing.ts'
import type { RawBuilder } from 'kysely'
import type { Day } from '../../core/days.ts'
import type { AgencyCode } from '../../core/standing.ts'
import type { Reader } from '../../store/database.ts'

/** The condition that the person (an id, as SQL) has a current post in the agency, or in one that manages it. */
export async function mayHoldCard(db: Reader, person: RawBuilder<unknown>, agency: AgencyCode, today: Day): Promise<RawBuilder<boolean>> {
  const tree = await loadTree(db, [agency], { day: today, known: 'now' })
  return sql<boolean>`exists (
    select from post o join post_version w on w.person_id = o.person_id and w.post_id = o.id
      and upper_inf(w.recorded) and w.valid @> ${today}::date
    where o.person_id = ${person} and o.agency_code = any(${[agency, ...managersOf(agency, tree)]}::text[])
      and ${standingOfPost('o', 'w')} is not null)`
}
