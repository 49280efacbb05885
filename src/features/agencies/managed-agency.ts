/** One agency as 「機關管理」 shows it: its periods, who wrote what of it, and its personnel offices. */
import { sql } from 'kysely'
import { AGENCY_FIELDS, fieldsChanged, periodOn } from '../../core/agency-change.ts'
import type { AgencyFields, AgencyPeriod } from '../../core/agency-change.ts'
import type { Day } from '../../core/days.ts'
import type { DecisionState } from '../../core/facts.ts'
import type { AgencyCode } from '../../core/standing.ts'
import type { Named } from '../../store/agency-list.ts'
import type { Reader } from '../../store/database.ts'
import { recordedPeriods } from './agency-rows.ts'

/** Who wrote something: a person at a page, or a command. */
export type Writer = { name: string | null; process: string | null; at: Date }

/** One event that wrote the agency's versions; what it changed where it says so itself. */
export type Written = Writer & {
  code: string
  from: Day | null
  before: Partial<AgencyFields>
  after: Partial<AgencyFields>
  source: string | null
}

/** A relation to a personnel office: of this agency (`of`), or of another that this one is the office of (`for`). */
export type ShownOffice = {
  id: string; version: number; side: 'of' | 'for'; other: Named; from: Day | null; to: Day | null; state: DecisionState; writer: Writer
}

export type ShownPeriod = AgencyPeriod & {
  /** What is other than in the period before; empty in the first. */
  changed: (keyof AgencyFields)[]
}

export type ManagedAgency = {
  code: AgencyCode
  /** The period of today, else the next one to come, else the last. */
  now: AgencyPeriod
  live: boolean
  periods: ShownPeriod[]
  written: Written[]
  offices: ShownOffice[]
  /** Names of the agencies that the periods speak of. */
  names: ReadonlyMap<AgencyCode, Named>
  /** People with a post here today. */
  people: number
}

// What was written longest ago is the least looked for; the audit log has it all.
const MOST_WRITTEN = 30

const writer = sql`
  (select n.name from person_version n where n.person_id = e.actor_person_id and upper_inf(n.recorded)) as name,
  e.actor_process as process, e.at`

function writtenOf(db: Reader, code: AgencyCode): Promise<Written[]> {
  return sql<Written>`
    select e.code, ${writer}, (e.detail ->> 'from') as from, coalesce(e.detail -> 'before', '{}') as before,
      coalesce(e.detail -> 'after', '{}') as after, e.detail ->> 'source' as source
    from (select distinct event_id from agency_version where agency_code = ${code}) v join audit_event e on e.id = v.event_id
    order by e.id desc limit ${sql.lit(MOST_WRITTEN)}`.execute(db).then(({ rows }) => rows)
}

/** The last name of each of these agencies. */
export async function namesOf(db: Reader, codes: readonly AgencyCode[]): Promise<Map<AgencyCode, Named>> {
  const { rows } = await sql<Named>`
    select distinct on (v.agency_code) v.agency_code as code, v.name, v.name_en as "nameEn" from agency_version v
    where v.agency_code = any(${[...codes]}::text[]) and upper_inf(v.recorded) order by v.agency_code, v.valid desc`.execute(db)
  return new Map(rows.map((one) => [one.code, one]))
}

type OfficeRow = Omit<ShownOffice, 'side' | 'other' | 'writer'> & Writer & { office: AgencyCode; agency: AgencyCode }

async function officesOf(db: Reader, code: AgencyCode): Promise<OfficeRow[]> {
  const { rows } = await sql<OfficeRow>`
    select o.id, o.version, o.office_code as office, o.agency_code as agency, lower(o.valid) as from, upper(o.valid) - 1 as to,
      o.state, ${writer}
    from personnel_office o join audit_event e on e.id = o.event_id
    where ${code} in (o.office_code, o.agency_code) and upper_inf(o.recorded)
    order by o.state = 'ended', upper(o.valid) desc nulls first, lower(o.valid) desc, o.id`.execute(db)
  return rows
}

async function peopleNow(db: Reader, code: AgencyCode, today: Day): Promise<number> {
  const { rows } = await sql<{ people: number }>`
    select count(distinct p.person_id)::int as people from post p
    join post_version v on v.person_id = p.person_id and v.post_id = p.id and upper_inf(v.recorded) and v.valid @> ${today}::date
    where p.agency_code = ${code}`.execute(db)
  return rows[0]!.people
}

/** The agency with all that is known of it now; null where nobody knows it. */
export async function showManaged(db: Reader, code: AgencyCode, today: Day): Promise<ManagedAgency | null> {
  const periods = await recordedPeriods(db, [code])
  if (periods.length === 0) return null
  const [written, offices, people] = await Promise.all([writtenOf(db, code), officesOf(db, code), peopleNow(db, code, today)])
  const spokenOf = [...periods.flatMap(({ superior, successor }) => [superior, successor]),
    ...written.flatMap(({ before, after }) => [before.superior, before.successor, after.superior, after.successor])]
  const names = await namesOf(db, [...spokenOf.filter((one) => one != null), ...offices.flatMap(({ office, agency }) => [office, agency])])
  const now = periodOn(periods, today)
  const named = (other: AgencyCode): Named => names.get(other) ?? { code: other, name: other, nameEn: null }
  return {
    code, people, names, written,
    now: now ?? periods.find(({ from }) => from !== null && from > today) ?? periods.at(-1)!,
    live: now !== undefined,
    periods: periods.map((period, at): ShownPeriod => {
      const changed = at === 0 ? {} : fieldsChanged(periods[at - 1]!, period)
      return { ...period, changed: AGENCY_FIELDS.filter((field) => field in changed) }
    }),
    offices: offices.map(({ office, agency, name, process, at, ...one }): ShownOffice => ({
      ...one, side: agency === code ? 'of' : 'for', other: named(agency === code ? office : agency), writer: { name, process, at },
    })),
  }
}
