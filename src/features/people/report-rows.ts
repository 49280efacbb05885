// 「資料有誤」 as it stands: lists for the person and for those who answer, and finding one.
import { sql } from 'kysely'
import { isOfCentre } from '../../core/scope.ts'
import { UUID } from '../../core/uuid.ts'
import { managedAgencies } from '../../store/scope.ts'
import { standingOfPost } from '../../store/standing.ts'
import type { RawBuilder } from 'kysely'
import type { RecordField, ReportState } from '../../core/record-reports.ts'
import type { Authority } from '../../core/scope.ts'
import type { AgencyCode } from '../../core/standing.ts'
import type { Day } from '../../core/days.ts'
import type { Reader } from '../../store/database.ts'
import type { Actor } from '../../web/actor.ts'

/** `key` counts up with time and is the key of paging. `by`: who answered. */
export type ListedReport = {
  id: string
  key: string
  person: { id: string; key: string; name: string }
  agency: { code: AgencyCode; name: string; nameEn: string | null }
  post: { unit: string; title: string }
  field: RecordField
  says: string
  at: Date
  state: ReportState
  by: string | null
  closedAt: Date | null
  note: string | null
}

export type ReportPage = { reports: ListedReport[]; count: number; previous: string | null; next: string | null }

export const REPORT_STATES = ['open', 'answered', 'all'] as const
export type ReportFilter = { state: (typeof REPORT_STATES)[number]; agency: AgencyCode | ''; oldest: boolean }
export const REPORTS_A_PAGE = 30

/** The reader: as much as lists ask. `offices`: where they are 人事人員 or more. */
export type ReportReader = { authority: Authority; offices: AgencyCode[] }

/** The reader of a session. */
export const readerOf = ({ authority, standings }: Pick<Actor, 'authority' | 'standings'>): ReportReader => ({
  authority, offices: standings.filter(({ standing }) => standing !== 'employee').map(({ agencyCode }) => agencyCode),
})

/** Whether there is anything for the reader to see: an office, or agencies that they manage. */
export const mayAnswerAny = ({ authority, offices }: ReportReader): boolean => offices.length > 0 || authority.ways.length > 0

// The event's number counts up with time, and is no secret to whoever may read the list.
const COLUMNS = sql`r.id, r.event_id::text as key, json_build_object('id', i.id::text, 'key', i.key, 'name', n.name) as person,
  (select json_build_object('code', a.agency_code, 'name', a.name, 'nameEn', a.name_en) from agency_version a
    where a.agency_code = r.agency_code and upper_inf(a.recorded) order by a.valid @> current_date desc, a.valid desc limit 1) as agency,
  json_build_object('unit', p.unit, 'title', p.title) as post, r.field, r.says, r.reported_at as at, r.state,
  (select c.name from person_version c where c.person_id = r.closed_by and upper_inf(c.recorded)) as "by",
  r.closed_at as "closedAt", r.note`
const TABLES = sql`record_report r join person i on i.id = r.person_id
  join person_version n on n.person_id = r.person_id and upper_inf(n.recorded)
  join post p on p.person_id = r.person_id and p.id = r.post_id`

/** The reports at agencies that the reader is an officer of, or manages today. */
function within({ authority, offices }: ReportReader, today: Day): RawBuilder<unknown> {
  if (isOfCentre(authority)) return sql`true`
  return sql`(r.agency_code = any(${offices}::text[])
    or r.agency_code in (${managedAgencies(authority, { day: today, known: 'now' })}))`
}

type Place = { before?: string | undefined; after?: string | undefined }

async function pageOf(db: Reader, which: RawBuilder<unknown>, oldest: boolean, { before, after }: Place, size: number): Promise<ReportPage> {
  const from = before ?? after
  const back = before !== undefined
  const descending = oldest === back
  const place = from === undefined ? sql`` : sql`and r.event_id ${descending ? sql`<` : sql`>`} ${from}::bigint`
  const { rows } = await sql<ListedReport>`
    select ${COLUMNS} from ${TABLES} where ${which} ${place}
    order by r.event_id ${descending ? sql`desc` : sql`asc`} limit ${sql.lit(size + 1)}`.execute(db)
  const { rows: [counted] } = await sql<{ count: number }>`select count(*)::int as count from record_report r where ${which}`.execute(db)
  const more = rows.length > size
  const page = rows.slice(0, size)
  const reports = back ? page.toReversed() : page
  return {
    reports, count: counted!.count,
    previous: (back ? more : from !== undefined) ? reports[0]?.key ?? null : null,
    next: (back ? true : more) ? reports.at(-1)?.key ?? null : null,
  }
}

/** What the reader may see of all reports: the page after (or before) a key. */
export function listReports(
  db: Reader, reader: ReportReader, { state, agency, oldest }: ReportFilter, place: Place, today: Day, size = REPORTS_A_PAGE,
): Promise<ReportPage> {
  const states = { open: sql`r.state = 'open'`, answered: sql`r.state in ('corrected', 'correct')`, all: sql`true` }
  const there = agency === '' ? sql`` : sql`and r.agency_code = ${agency}`
  return pageOf(db, sql`${states[state]} and ${within(reader, today)} ${there}`, oldest, place, size)
}

/** One's own, the newest first. */
export const listOwnReports = (db: Reader, person: string, place: Place): Promise<ReportPage> =>
  pageOf(db, sql`r.person_id = ${person}`, false, place, REPORTS_A_PAGE)

/** The report of that id, whosever; null: there is none. */
export async function findReport(db: Reader, id: string): Promise<ListedReport | null> {
  if (!UUID.test(id)) return null
  const { rows } = await sql<ListedReport>`select ${COLUMNS} from ${TABLES} where r.id = ${id}`.execute(db)
  return rows[0] ?? null
}

/** That the agency has an officer besides the one whose record it is. */
export const hasOfficerBeside = (agency: RawBuilder<unknown>, person: RawBuilder<unknown>, today: Day): RawBuilder<boolean> => sql`exists (
  select from post p join post_version v on v.person_id = p.person_id and v.post_id = p.id
    and upper_inf(v.recorded) and v.valid @> ${today}::date
  join account a on a.person_id = p.person_id and a.state = 'active'
  where p.agency_code = ${agency} and p.person_id <> ${person} and ${standingOfPost('p', 'v')} >= 'hr')`

/** Open reports that wait for this reader: at their own offices, and at agencies they manage that have nobody of their own. */
export async function reportsWaiting(db: Reader, person: string, { authority, offices }: ReportReader, today: Day, most: number): Promise<ListedReport[]> {
  // The centre sees all of them in the list; what waits for it to do is not every agency's.
  const own = authority.ways.filter(({ way }) => way !== 'central')
  const managed = managedAgencies({ ways: own }, { day: today, known: 'now' })
  const { rows } = await sql<ListedReport>`
    select ${COLUMNS} from ${TABLES}
    where r.state = 'open' and r.person_id <> ${person} and (r.agency_code = any(${offices}::text[])
      or (r.agency_code in (${managed}) and not ${hasOfficerBeside(sql`r.agency_code`, sql`r.person_id`, today)}))
    order by r.event_id desc limit ${sql.lit(most)}`.execute(db)
  return rows
}
