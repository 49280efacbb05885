/** Loads what a change of an agency is held against (core/agency-change.ts). */
import { sql } from 'kysely'
import type { AgencyChangeFacts, AgencyFields, StepAbove } from '../../core/agency-change.ts'
import type { Day } from '../../core/days.ts'
import type { AgencyCode } from '../../core/standing.ts'
import type { Reader } from '../../store/database.ts'
import { recordedPeriods } from './agency-rows.ts'

// Beyond what the law walks (16), so that a line that is too deep is seen to be so; and a bound to any loop.
const MOST_STEPS = 20

/**
 * The agency and those above it on any day from that one on: the tree moves, and a superior that lies elsewhere today may
 * be planned to lie below the agency tomorrow.
 */
async function stepsAbove(db: Reader, code: AgencyCode, from: Day): Promise<StepAbove[]> {
  const { rows } = await sql<StepAbove>`
    with recursive line (agency_code, superior_code, span, steps) as (
      select v.agency_code, v.superior_code, v.valid * daterange(${from}::date, null), 0
      from agency_version v
      where v.agency_code = ${code} and upper_inf(v.recorded) and v.valid && daterange(${from}::date, null)
        and exists (select from agency_version l where l.agency_code = ${code} and upper_inf(l.recorded) and l.valid @> ${from}::date)
      union
      select v.agency_code, v.superior_code, v.valid * line.span, line.steps + 1
      from line join agency_version v on v.agency_code = line.superior_code and upper_inf(v.recorded) and v.valid && line.span
      where line.steps < ${sql.lit(MOST_STEPS)}
    )
    select agency_code as code, max(steps) as steps from line group by 1 order by 2, 1`.execute(db)
  return rows
}

async function stepsBelow(db: Reader, code: AgencyCode, from: Day): Promise<number> {
  const { rows } = await sql<{ steps: number }>`
    with recursive below (agency_code, span, steps) as (
      select ${code}::agency_code, daterange(${from}::date, null), 0
      union
      select v.agency_code, v.valid * below.span, below.steps + 1
      from below join agency_version v on v.superior_code = below.agency_code and upper_inf(v.recorded) and v.valid && below.span
      where below.steps < ${sql.lit(MOST_STEPS)}
    )
    select max(steps) as steps from below`.execute(db)
  return rows[0]!.steps
}

async function succeeding(db: Reader, code: AgencyCode): Promise<AgencyCode[]> {
  const { rows } = await sql<{ code: AgencyCode }>`
    with recursive line (agency_code, steps) as (
      select a.code, 0 from agency a where a.code = ${code}
      union
      select v.successor_code, line.steps + 1
      from line join agency_version v on v.agency_code = line.agency_code and upper_inf(v.recorded)
      where v.successor_code is not null and line.steps < ${sql.lit(MOST_STEPS)}
    )
    select distinct agency_code as code from line`.execute(db)
  return rows.map((row) => row.code)
}

async function heldBy(db: Reader, oid: string, code: AgencyCode, from: Day): Promise<AgencyCode | null> {
  const { rows } = await sql<{ code: AgencyCode }>`
    select v.agency_code as code from agency_version v
    where v.organisation_oid = ${oid} and v.agency_code <> ${code} and upper_inf(v.recorded)
      and v.valid && daterange(${from}::date, null) limit 1`.execute(db)
  return rows[0]?.code ?? null
}

/** Everything that `decideAgencyChange` and `decideNewAgency` ask about these fields of the agency from the day on. */
export async function loadAgencyFacts(
  db: Reader, code: AgencyCode, { superior = null, successor = null, oid = null }: Partial<AgencyFields>, from: Day,
): Promise<AgencyChangeFacts> {
  return {
    code,
    periods: await recordedPeriods(db, [code]),
    above: superior === null ? [] : await stepsAbove(db, superior, from),
    below: await stepsBelow(db, code, from),
    succeeding: successor === null ? [] : await succeeding(db, successor),
    oidHeldBy: oid === null ? null : await heldBy(db, oid, code, from),
  }
}
