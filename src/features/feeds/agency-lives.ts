import { sql } from 'kysely'
import type { AgencyLife } from '../../core/feed-faults.ts'
import type { Reader } from '../../store/database.ts'

/** Every agency that is known, with the day on which it was no more and what became of it. */
export async function loadAgencyLives(db: Reader): Promise<Map<string, AgencyLife>> {
  const { rows } = await sql<{ code: string } & AgencyLife>`
    select distinct on (agency_code) agency_code as code, upper(valid) as "endedOn", successor_code as successor
    from agency_version where upper_inf(recorded)
    order by agency_code, upper(valid) desc nulls first`.execute(db)
  return new Map(rows.map(({ code, endedOn, successor }) => [code, { endedOn, successor }]))
}
