// One duty by its id, as of today, for who manages either of its agencies.
import { sql } from 'kysely'
import { wayToReduce } from '../../core/duties.ts'
import { UUID } from '../../core/uuid.ts'
import { loadDutySight } from './duty-sight.ts'
import type { Day } from '../../core/days.ts'
import type { DutyLine, DutyPair, DutySight } from '../../core/duties.ts'
import type { Authority } from '../../core/scope.ts'
import type { Reader } from '../../store/database.ts'

/** Whether the text is an id as we write them; anything else names nothing. */
export const isId = (text: string): boolean => UUID.test(text)

/** The two agencies of a duty, which never change; null: there is no such duty. */
export async function pairOfDuty(db: Reader, duty: string): Promise<DutyPair | null> {
  if (!isId(duty)) return null
  const { rows: [row] } = await sql<DutyPair>`
    select acting_code as acting, served_code as served from concurrent_duty where id = ${duty} limit 1`.execute(db)
  return row ?? null
}

/** `reason`: of the line that lasts longest. `lines`: those not ended by hand. */
export type FoundDuty = { duty: string; pair: DutyPair; lines: DutyLine[]; reason: string | null; sight: DutySight }

/** The duty, or null: not there, all of it ended, or neither agency is this authority's. Nobody is told which. */
export async function findDuty(db: Reader, authority: Authority, duty: string, today: Day): Promise<FoundDuty | null> {
  const pair = await pairOfDuty(db, duty)
  if (pair === null) return null
  const sight = await loadDutySight(db, pair, authority, today)
  const lines = sight.lines.filter((line) => line.duty === duty)
  if (lines.length === 0 || wayToReduce(sight) === null) return null
  const { rows: [row] } = await sql<{ reason: string | null }>`
    select reason from concurrent_duty where id = ${duty} and upper_inf(recorded) and state <> 'ended'
    order by (reason is null), upper(valid) desc nulls first, application_code limit 1`.execute(db)
  return { duty, pair, lines, reason: row?.reason ?? null, sight }
}
