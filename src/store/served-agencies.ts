// The agencies that somebody's offices serve by a concurrent duty in force (R-USE-3): for 切換機關 and the standing line.
import { sql } from 'kysely'
import { momentOf } from './as-of.ts'
import type { Day } from '../core/days.ts'
import type { AgencyCode } from '../core/standing.ts'
import type { Reader } from './database.ts'

/** A served agency, and by which of the offices. */
export type ServedAgency = { code: AgencyCode; name: string; acting: AgencyCode; actingName: string; applications: number }

const servedBy = (offices: readonly AgencyCode[], today: Day) => {
  const { day, known } = momentOf({ day: today, known: 'now' })
  return sql`
    from concurrent_duty d
    join agency_version v on v.agency_code = d.served_code and v.valid @> ${day} and v.recorded @> ${known}
    join agency_version a on a.agency_code = d.acting_code and a.valid @> ${day} and a.recorded @> ${known}
    where d.acting_code = any(${offices}::text[]) and d.state = 'active' and d.valid @> ${day} and d.recorded @> ${known}`
}

/** Whether one of the offices serves the agency today: its name, and which of them. */
export async function isServedBy(
  db: Reader, agency: AgencyCode, offices: readonly AgencyCode[], today: Day,
): Promise<{ name: string; acting: AgencyCode } | null> {
  if (offices.length === 0) return null
  const { rows } = await sql<{ name: string; acting: AgencyCode }>`
    select v.name, d.acting_code as acting ${servedBy(offices, today)} and d.served_code = ${agency} order by d.acting_code limit 1`.execute(db)
  return rows[0] ?? null
}

// A city's personnel office serves hundreds of schools; a page shows as many as one can look through.
export const MOST_SERVED = 200

/** The agencies that the offices serve today, by code; at most `MOST_SERVED`. */
export async function servedAgencies(
  db: Reader, offices: readonly AgencyCode[], today: Day,
): Promise<ServedAgency[]> {
  if (offices.length === 0) return []
  const { rows } = await sql<ServedAgency>`
    select d.served_code as code, v.name, d.acting_code as acting, a.name as "actingName",
      count(distinct d.application_code)::int as applications
    ${servedBy(offices, today)}
    group by d.served_code, v.name, d.acting_code, a.name order by d.served_code, d.acting_code
    limit ${sql.lit(MOST_SERVED)}`.execute(db)
  return rows
}
