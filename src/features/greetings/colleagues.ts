// Colleagues as everybody may see them: name and agency, nothing more.
import { sql } from 'kysely'
import { named, nameOf } from '../notices/notice-rows.ts'
import type { RawBuilder } from 'kysely'
import type { Day } from '../../core/days.ts'
import type { AgencyCode } from '../../core/standing.ts'
import type { Reader } from '../../store/database.ts'
import type { NamedAgency } from '../notices/notice-rows.ts'

/** `agency` null: they work for none. */
export type Colleague = { name: string; agency: NamedAgency | null }

export type ColleagueRow = { name: string; agencyCode: AgencyCode | null; agencyName: string | null; agencyNameEn: string | null }

/** The columns of a `ColleagueRow`: of a person, and of the agency that they are to be shown at. */
export const colleagueColumns = (person: RawBuilder<unknown>, agency: RawBuilder<unknown>): RawBuilder<ColleagueRow> => sql`
  (select n.name from person_version n where n.person_id = ${person} and upper_inf(n.recorded)) as name,
  ${agency} as "agencyCode", ${nameOf(agency, 'name')} as "agencyName", ${nameOf(agency, 'name_en')} as "agencyNameEn"`

/** Takes the columns of a `ColleagueRow` out of a row. */
export function toColleague<R extends ColleagueRow>({ name, agencyCode, agencyName, agencyNameEn, ...rest }: R) {
  return { ...rest, colleague: { name, agency: named(agencyCode, agencyName, agencyNameEn) } satisfies Colleague }
}

/** Somebody at that agency, or at none. */
export async function colleagueAt(db: Reader, person: string, agency: AgencyCode | null): Promise<Colleague> {
  const { rows: [row] } = await sql<ColleagueRow>`select ${colleagueColumns(sql`${person}::bigint`, sql`${agency}::text`)}`.execute(db)
  return toColleague(row!).colleague
}

/** The agency where somebody (a column) has a post today, the first of the person's own, where `which` holds of it. */
export const agencyToday = (
  person: RawBuilder<unknown>, today: Day, which: RawBuilder<unknown> = sql`true`,
): RawBuilder<AgencyCode | null> => sql`(
  select o.agency_code from post o
  join post_version v on v.person_id = o.person_id and v.post_id = o.id and upper_inf(v.recorded) and v.valid @> ${today}::date
  where o.person_id = ${person} and ${which} order by o.kind, o.starts, o.id limit 1)`

/** Whether cards reach somebody (a column): an active account, and a post today. */
export const canReceive = (person: RawBuilder<unknown>, today: Day): RawBuilder<boolean> => sql`(
  exists (select from account a where a.person_id = ${person} and a.state = 'active') and ${agencyToday(person, today)} is not null)`
