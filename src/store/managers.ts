// Whom to tell about an agency: those who manage it, the nearest first (R-SCP-2).
import { sql } from 'kysely'
import { managersOf, waysToManage } from '../core/scope.ts'
import { loadTree } from './agency-tree.ts'
import { momentOf } from './as-of.ts'
import { loadAuthority } from './scope.ts'
import { standingOfPost } from './standing.ts'
import type { Day } from '../core/days.ts'
import type { AgencyCode } from '../core/standing.ts'
import type { Reader } from './database.ts'

// An agency has one supervisor or two and a few delegates; a real one with more would not want all of them told.
const MOST_OF_ONE_AGENCY = 20

/**
 * The persons (ids) who manage the agency from nearest by: its own supervisors and delegates, or where it has none, those
 * of the next agency whose scope holds it that has any. Empty where nobody but the centre does.
 */
export async function nearestManagers(db: Reader, agency: AgencyCode, today: Day): Promise<string[]> {
  const asOf = { day: today, known: 'now' as const }
  const tree = await loadTree(db, [agency], asOf)
  for (const manager of managersOf(agency, tree)) {
    const found: string[] = []
    for (const person of await candidatesAt(db, manager, today)) {
      // Who has the office may still have no right to it: an account that is disabled, a delegation whose ground is gone.
      if (waysToManage(await loadAuthority(db, person, asOf), agency, tree).length > 0) found.push(person)
    }
    if (found.length > 0) return found
  }
  return []
}

async function candidatesAt(db: Reader, agency: AgencyCode, today: Day): Promise<string[]> {
  const { day, known } = momentOf({ day: today, known: 'now' })
  const { rows } = await sql<{ person_id: string }>`
    select person_id from (
      select p.person_id from post p
      join post_version v on v.person_id = p.person_id and v.post_id = p.id and v.valid @> ${day} and v.recorded @> ${known}
      where p.agency_code = ${agency} and ${standingOfPost('p', 'v')} = 'hrSupervisor'
      union
      select d.person_id from delegation d
      where d.agency_code = ${agency} and d.state = 'active' and d.valid @> ${day} and d.recorded @> ${known}
    ) one order by person_id limit ${MOST_OF_ONE_AGENCY}`.execute(db)
  return rows.map((row) => row.person_id)
}

/** The central administrators (person ids) in office today. */
export async function centralAdministrators(db: Reader, today: Day): Promise<string[]> {
  const { day, known } = momentOf({ day: today, known: 'now' })
  const { rows } = await sql<{ person_id: string }>`
    select distinct r.person_id from central_role r join account a on a.person_id = r.person_id and a.state = 'active'
    where r.role = 'central' and r.state = 'active' and r.valid @> ${day} and r.recorded @> ${known}
      and exists (select from post_version v where v.person_id = r.person_id and v.valid @> ${day} and v.recorded @> ${known})
    order by r.person_id limit ${MOST_OF_ONE_AGENCY}`.execute(db)
  return rows.map((row) => row.person_id)
}
