// 「資料有誤」: telling it, answering it, taking it back.
import { sql } from 'kysely'
import { decideAnswering, decideReporting, decideWithdrawing } from '../../core/record-reports.ts'
import { loadTree } from '../../store/agency-tree.ts'
import { change, refused } from '../../store/change.ts'
import { nearestManagers } from '../../store/managers.ts'
import { tellAudience, tellPersons } from '../../store/notices.ts'
import { stillInOffice } from '../../store/still-managing.ts'
import { findReport, hasOfficerBeside } from './report-rows.ts'
import { OWN_REPORTS_PATH, reportPath } from './slice.ts'
import type { Day } from '../../core/days.ts'
import type { RecordField, ReportAnswer, ReportRefused } from '../../core/record-reports.ts'
import type { ToldOfPeople } from '../../core/told-people.ts'
import type { Change, EventId, Origin } from '../../store/change.ts'
import type { Database } from '../../store/database.ts'
import type { AgencyCode } from '../../core/standing.ts'
import type { ListedReport, ReportReader } from './report-rows.ts'

export type NewReport = { person: string; post: string; field: RecordField; says: string; today: Day }

type ReportTold = Extract<ToldOfPeople, { kind: `record.${string}` }>

/** The officers of the agency are told; where it has none but the one whose record it is, whoever manages it from nearest by. */
async function tellAnswerers(tx: Change, event: EventId, { person, today }: NewReport, agency: AgencyCode, told: ReportTold): Promise<void> {
  const { rows: [row] } = await sql<{ has: boolean }>`select ${hasOfficerBeside(sql`${agency}`, sql`${person}::bigint`, today)} as has`.execute(tx.db)
  if (row!.has) return tellAudience(tx, event, { standing: 'hr', agency }, told)
  await tellPersons(tx, event, await nearestManagers(tx.db, agency, today), told)
}

/** Tells the agency of the post what is wrong, or refuses. */
export function reportRecord(database: Database, origin: Origin, wish: NewReport): Promise<{ id: string } | ReportRefused> {
  const { person, post, field, says } = wish
  return change<{ id: string } | ReportRefused>(database, origin, async (tx) => {
    // What is counted stays so: two windows do not make more.
    await sql`select pg_advisory_xact_lock(hashtextextended('record reports ' || ${person}, 0))`.execute(tx.db)
    const posts = await tx.db.selectFrom('post').select(['id', 'agency_code as agency']).where('person_id', '=', person).execute()
    const { rows: [counted] } = await sql<{ open: number; lately: number }>`
      select count(*) filter (where state = 'open')::int as open, count(*) filter (where reported_at > now() - interval '1 day')::int as lately
      from record_report where person_id = ${person}`.execute(tx.db)
    const decided = decideReporting({ posts, ...counted! }, post)
    if ('refused' in decided) return refused({ code: 'record.reported', person, detail: { report: '', field } }, decided)
    const { agency } = decided
    const { rows: [made] } = await sql<{ id: string }>`select gen_random_uuid() as id`.execute(tx.db)
    const { id } = made!
    const event = await tx.record({ code: 'record.reported', person, agency, detail: { report: id, field } })
    await sql`insert into record_report (id, person_id, post_id, agency_code, field, says, event_id)
      values (${id}, ${person}, ${post}, ${agency}, ${field}, ${says}, ${event})`.execute(tx.db)
    await tellAnswerers(tx, event, wish, agency, { kind: 'record.reported', agency, field, reason: says, path: reportPath(id) })
    return { result: { id }, event }
  })
}

async function close(tx: Change, report: ListedReport, closing: { state: string; by: string; note: string | null }, event: EventId): Promise<void> {
  await tx.db.updateTable('record_report')
    .set({ state: closing.state, closed_by: closing.by, closed_at: sql<Date>`now()`, note: closing.note, closed_event_id: event })
    .where('id', '=', report.id).execute()
}

/** The report, locked until the transaction ends. */
async function locked(tx: Change, id: string): Promise<ListedReport> {
  await sql`select from record_report where id = ${id} for update`.execute(tx.db)
  return (await findReport(tx.db, id))!
}

const standing = ({ person, agency, state }: ListedReport) => ({ person: person.id, agency: agency.code, state })

export type Answering = { id: string; answer: ReportAnswer; note: string; today: Day }

/** Answers the report, or refuses. */
export async function answerReport(
  database: Database, origin: Origin, actor: ReportReader & { personId: string | null }, { id, answer, note, today }: Answering,
): Promise<{ done: true } | ReportRefused> {
  const there = await findReport(database.read, id)
  if (there === null) return { refused: 'notFound' }
  return change<{ done: true } | ReportRefused>(database, origin, async (tx) => {
    const report = await locked(tx, id)
    const { person, agency, field } = report
    const tree = await loadTree(tx.db, [agency.code], { day: today, known: 'now' })
    const decided = decideAnswering({ ...await stillInOffice(tx, actor, today), person: actor.personId }, standing(report), { answer, note }, tree)
    const about = { code: 'record.report-answered', person: person.id, agency: agency.code } as const
    const said = { report: id, field, answer }
    if ('refused' in decided) return refused({ ...about, detail: { ...said, way: '' } }, decided)
    const event = await tx.record({ ...about, detail: { ...said, way: decided.way } })
    await close(tx, report, { state: answer, by: actor.personId!, note: note === '' ? null : note }, event)
    await tellPersons(tx, event, [person.id], {
      kind: `record.${answer}`, agency: agency.code, field, reason: note === '' ? null : note, path: OWN_REPORTS_PATH,
    })
    return { result: { done: true }, event }
  })
}

/** Takes back one's own report, or refuses. */
export async function withdrawReport(
  database: Database, origin: Origin, person: string, id: string,
): Promise<{ done: true } | ReportRefused> {
  const there = await findReport(database.read, id)
  if (there === null || there.person.id !== person) return { refused: 'notFound' }
  return change<{ done: true } | ReportRefused>(database, origin, async (tx) => {
    const report = await locked(tx, id)
    const decided = decideWithdrawing(person, standing(report))
    const event = { code: 'record.report-withdrawn', person, agency: report.agency.code, detail: { report: id, field: report.field } } as const
    if ('refused' in decided) return refused(event, decided)
    const number = await tx.record(event)
    await close(tx, report, { state: 'withdrawn', by: person, note: null }, number)
    return { result: { done: true }, event: number }
  })
}
