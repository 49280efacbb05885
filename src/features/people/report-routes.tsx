import { z } from 'zod'
import { maskNationalIdsIn } from '../../core/national-id.ts'
import { maySeeReports, MOST_OPEN_REPORTS, MOST_REPORTS_A_DAY, RECORD_FIELDS } from '../../core/record-reports.ts'
import { loadTree } from '../../store/agency-tree.ts'
import { recordedRows } from '../../store/exported.ts'
import { recordListSeen } from '../../store/list-seen.ts'
import { requestOrigin } from '../../store/request-origin.ts'
import { exportReply, FORMATS } from '../../web/export-reply.ts'
import { EMPTY_FORM, filledForm, freeText, requiredText } from '../../web/form.ts'
import { page, problem, redirect, refused } from '../../web/reply.ts'
import { route } from '../../web/route.ts'
import { recordSeen } from './record-seen.ts'
import { answerReport, reportRecord, withdrawReport } from './change-report.ts'
import { loadRecordedPosts } from './own-posts.ts'
import { NewReportPage, OWN_DONE, OwnReportsPage } from './own-reports-page.tsx'
import { reportMessages } from './report-messages.ts'
import { findReport, listOwnReports, listReports, mayAnswerAny, readerOf, REPORT_STATES } from './report-rows.ts'
import { ReportAnswerPage, ReportsPage } from './reports-page.tsx'
import { OWN_REPORTS_PATH, REPORTS_PATH } from './slice.ts'
import type { RecordField, ReportRefusal } from '../../core/record-reports.ts'
import type { PersonActor } from '../../web/actor.ts'
import type { Format } from '../../web/export-reply.ts'
import type { FormProblem, FormState } from '../../web/form.ts'
import type { Language } from '../../web/language.ts'
import type { Reply } from '../../web/reply.ts'
import type { Route } from '../../web/route.ts'
import type { ListedReport, ReportFilter } from './report-rows.ts'
import type { Managing, PeopleSlice } from './slice.ts'

type Own = Managing & { actor: PersonActor }

const place = z.string().regex(/^\d{1,18}$/).optional()

function reportProblem(refusal: ReportRefusal, language: Language): FormProblem {
  const said = reportMessages(language).refusals
  const fields: Partial<Record<ReportRefusal, string>> = { postNotTheirs: 'post', noteMissing: 'note' }
  const message = refusal === 'tooMany' ? said.tooMany(MOST_OPEN_REPORTS) : refusal === 'manyToday' ? said.manyToday(MOST_REPORTS_A_DAY) : said[refusal]
  return { field: fields[refusal] ?? null, message }
}

async function newPage({ database: { read } }: PeopleSlice, request: Own, form: FormState): Promise<Reply> {
  return page(<NewReportPage request={request} form={form} posts={await loadRecordedPosts(read, request.actor.personId)} />)
}

const fields = Object.keys(RECORD_FIELDS) as [RecordField, ...RecordField[]]

/** Everything is asked by the person of the session: no address names anybody. */
function ownRoutes(slice: PeopleSlice): Route[] {
  const path = `${OWN_REPORTS_PATH}/new` as const
  return [
    route({
      method: 'GET', path: OWN_REPORTS_PATH, act: 'person', query: z.object({ before: place, after: place, done: z.enum(OWN_DONE).optional() }),
      handle: async (request) => {
        const found = await listOwnReports(slice.database.read, request.actor.personId, request.query)
        return page(<OwnReportsPage request={request} page={found} done={request.query.done ?? null} />)
      },
    }),
    route({
      method: 'GET', path, act: 'person', query: z.object({ post: place }),
      handle: (request) => newPage(slice, request, request.query.post === undefined ? EMPTY_FORM : filledForm({ post: request.query.post })),
    }),
    route({
      method: 'POST', path, act: 'person',
      form: (language) => {
        const m = reportMessages(language)
        return z.object({
          post: z.string(m.postMissing).regex(/^\d{1,18}$/, m.postMissing), field: z.enum(fields, m.fieldMissing),
          says: requiredText(m.saysMissing, 500).transform(maskNationalIdsIn),
        })
      },
      handle: async (request) => {
        const { actor: { personId: person }, form, today, language } = request
        const answer = await reportRecord(slice.database, requestOrigin(request), { person, ...form, today })
        return 'refused' in answer ? refused([reportProblem(answer.refused, language)]) : redirect(`${OWN_REPORTS_PATH}?done=told`)
      },
      again: (request, form) => newPage(slice, request, form),
    }),
    route({
      method: 'POST', path: `${OWN_REPORTS_PATH}/:id/withdraw`, act: 'person',
      handle: async (request) => {
        const answer = await withdrawReport(slice.database, requestOrigin(request), request.actor.personId, request.params.id)
        if (!('refused' in answer)) return redirect(`${OWN_REPORTS_PATH}?done=withdrawn`)
        // It was answered meanwhile: the list says so.
        return answer.refused === 'notFound' ? problem('notFound') : redirect(OWN_REPORTS_PATH)
      },
    }),
  ]
}

const listQuery = z.object({
  state: z.enum(REPORT_STATES).or(z.literal('').transform(() => 'open' as const)).default('open'),
  agency: z.string().regex(/^[0-9A-Za-z]{10}$/).or(z.literal('')).default(''),
  sort: z.enum(['newest', '']).default(''),
  before: place,
  after: place,
  done: z.literal('answered').optional(),
})
type ListQuery = z.output<typeof listQuery>
const filterOf = ({ state, agency, sort }: ListQuery): ReportFilter => ({ state, agency, oldest: sort === '' })

async function listPage({ database }: PeopleSlice, request: Managing & { query: ListQuery }): Promise<Reply> {
  const { actor, query, today } = request
  const reader = readerOf(actor)
  if (!mayAnswerAny(reader)) return problem('forbidden')
  const filter = filterOf(query)
  const found = await listReports(database.read, reader, filter, query, today)
  await recordListSeen(database, requestOrigin(request), actor.authority, {
    list: 'record-reports', asOf: today, asked: { state: filter.state }, rows: found.reports.length, agency: filter.agency === '' ? null : filter.agency,
  })
  return page(<ReportsPage request={request} filter={filter} page={found} done={query.done !== undefined} />)
}

const COLUMNS = [
  'agency_code', 'agency_name', 'person_key', 'name', 'unit', 'title', 'field', 'text', 'told', 'state', 'answered_by', 'answered', 'note',
] as const

function exported({ database }: PeopleSlice, format: Format, request: Managing & { query: ListQuery }): Reply {
  const { actor, query, today } = request
  const reader = readerOf(actor)
  if (!mayAnswerAny(reader)) return problem('forbidden')
  const filter = filterOf(query)
  async function* rows() {
    for (let after: string | undefined; ;) {
      const { reports, next } = await listReports(database.read, reader, filter, { after }, today, 500)
      for (const { agency, person, post, field, says, at, state, by, closedAt, note } of reports) {
        yield {
          agency_code: agency.code, agency_name: agency.name, person_key: person.key, name: person.name, unit: post.unit, title: post.title,
          field, text: says, told: at.toISOString(), state, answered_by: by, answered: closedAt?.toISOString() ?? null, note,
        }
      }
      if (next === null) return
      after = next
    }
  }
  const agency = filter.agency === '' ? null : filter.agency
  const about = { list: 'record-reports', format, asOf: { day: today, known: 'now' as const }, asked: { state: filter.state }, agency }
  return exportReply(actor, {
    format, name: `record-reports-${today}`, columns: COLUMNS,
    rows: recordedRows(database, requestOrigin(request), actor.authority, about, rows),
  })
}

/** The report of the address, where it is the reader's to see; of others, one answer whatever there is. */
async function seen({ database: { read } }: PeopleSlice, { actor, today }: Managing, id: string): Promise<ListedReport | null> {
  const report = await findReport(read, id)
  if (report === null) return null
  if (actor.roles.includes('central')) return report
  const tree = await loadTree(read, [report.agency.code], { day: today, known: 'now' })
  return maySeeReports({ ...readerOf(actor), person: actor.personId }, report.agency.code, tree) ? report : null
}

async function answerPage(slice: PeopleSlice, request: Managing, id: string, form: FormState): Promise<Reply> {
  const report = await seen(slice, request, id)
  if (report === null) return problem('notFound')
  await recordSeen(slice, request, report.person.id, 'report')
  const mayAnswer = report.state === 'open' && report.person.id !== request.actor.personId
  return page(<ReportAnswerPage request={request} report={report} form={form} mayAnswer={mayAnswer} />)
}

function answerRoutes(slice: PeopleSlice): Route[] {
  const path = `${REPORTS_PATH}/:id` as const
  return [
    route({ method: 'GET', path, act: 'person', handle: (request) => answerPage(slice, request, request.params.id, EMPTY_FORM) }),
    route({
      method: 'POST', path, act: 'person',
      form: (language) => z.object({ answer: z.enum(['corrected', 'correct'], reportMessages(language).answerMissing), note: freeText(500) }),
      handle: async (request) => {
        const { actor, form, language, today, params: { id } } = request
        const who = { ...readerOf(actor), personId: actor.personId }
        const answer = await answerReport(slice.database, requestOrigin(request), who, { id, ...form, today })
        if (!('refused' in answer)) return redirect(`${REPORTS_PATH}?done=answered`)
        return answer.refused === 'notFound' ? problem('notFound') : refused([reportProblem(answer.refused, language)])
      },
      again: (request, form) => answerPage(slice, request, request.params.id, form),
    }),
  ]
}

/** 「資料有誤」: for the person, and for those who answer. */
export function reportRoutes(slice: PeopleSlice): Route[] {
  return [
    ...ownRoutes(slice),
    route({ method: 'GET', path: REPORTS_PATH, act: 'person', query: listQuery, handle: (request) => listPage(slice, request) }),
    ...FORMATS.map((format) => route({
      method: 'GET', path: `${REPORTS_PATH}.${format}`, act: 'person', query: listQuery, handle: (request) => exported(slice, format, request),
    })),
    ...answerRoutes(slice),
  ]
}
