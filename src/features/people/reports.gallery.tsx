import { EMPTY_FORM, filledForm } from '../../web/form.ts'
import { gallery } from '../../web/gallery/gallery.ts'
import { as, sampleActors } from '../../web/gallery/sample-actors.ts'
import { NewReportPage, OwnReportsPage } from './own-reports-page.tsx'
import { ReportAnswerPage, ReportsPage } from './reports-page.tsx'
import { sampleSubject } from './sample-people.ts'
import type { Actor } from '../../web/actor.ts'
import type { FormState } from '../../web/form.ts'
import type { Show } from '../../web/gallery/gallery.ts'
import type { ListedReport, ReportPage } from './report-rows.ts'

const at = (day: number): Date => new Date(Date.UTC(2026, 10, day, 1, 5))
const agency = { code: '397010000A', name: '高雄市政府秘書處', nameEn: null }
const open: ListedReport = {
  id: '00000000-0000-4000-8000-000000000001', key: '3', person: { id: '1', key: sampleSubject.key, name: '吳淑芬' }, agency,
  post: { unit: '文書科', title: '科員' }, field: 'jobSeries', says: '職系應為「文教行政」，依 115 年 10 月 1 日派令。', at: at(20), state: 'open',
  by: null, closedAt: null, note: null,
}
const reports: ListedReport[] = [
  open,
  { ...open, id: '2', key: '2', field: 'title', says: '應為專員。', state: 'corrected', by: '王建國', closedAt: at(21), note: '派令漏登，將更正。' },
  { ...open, id: '1', key: '1', field: 'missing', says: '缺旗津國民小學的兼職。', state: 'correct', by: '王建國', closedAt: at(21), note: '該兼職自下月起。' },
  { ...open, id: '0', key: '0', field: 'other', says: '打錯了。', state: 'withdrawn', by: '吳淑芬', closedAt: at(22) },
]
const some: ReportPage = { reports, count: 4, previous: null, next: '0' }
const none: ReportPage = { reports: [], count: 0, previous: null, next: null }
const posts = [{ id: '2', agency, unit: '文書科', title: '科員' }, { id: '3', agency: { ...agency, name: '高雄市旗津區旗津國民小學' }, unit: '', title: '幹事' }]
const officer: Actor = { ...sampleActors.employee, standings: [{ agencyCode: agency.code, agencyName: agency.name, standing: 'hr' }] }

const own = (page: ReportPage, done: 'told' | null = null): Show => (request) =>
  <OwnReportsPage request={as(request, sampleActors.employee, '/me/reports')} page={page} done={done} />
const tell = (form: FormState, shown = posts): Show => (request) =>
  <NewReportPage request={as(request, sampleActors.employee, '/me/reports/new')} form={form} posts={shown} />
const list = (actor: Actor, page: ReportPage): Show => (request) => (
  <ReportsPage request={as(request, actor, '/record-reports')} filter={{ state: 'all', agency: '', oldest: true }} page={page} done={page === some} />
)
const answer = (report: ListedReport, mayAnswer: boolean, form = EMPTY_FORM, actor: Actor = sampleActors.supervisor): Show => (request) =>
  <ReportAnswerPage request={as(request, actor, `/record-reports/${report.id}`)} report={report} form={form} mayAnswer={mayAnswer} />

export const pages = [
  gallery({
    name: 'record-reports',
    states: {
      own: own(some, 'told'),
      'own-none': own(none),
      tell: tell(filledForm({ post: '2' })),
      'tell-wrong': tell({
        ...filledForm({ field: 'title' }), problems: [{ field: 'post', message: '請選擇職務' }, { field: 'says', message: '請說明哪裡有誤' }],
      }),
      'tell-nothing': tell(EMPTY_FORM, []),
      list: list(sampleActors.supervisor, some),
      'list-centre': list(sampleActors.central, some),
      'list-officer': list(officer, none),
      answer: answer(open, true),
      'answer-wrong': answer(open, true, { ...filledForm({ answer: 'correct' }), problems: [{ field: 'note', message: '查明並無錯誤時，請說明理由。' }] }, officer),
      'answer-own': answer(open, false),
      answered: answer(reports[1]!, false),
    },
  }),
]
