import { gallery } from '../../web/gallery/gallery.ts'
import { as, sampleActors } from '../../web/gallery/sample-actors.ts'
import { EMPTY_FORM, filledForm } from '../../web/form.ts'
import { DutiesPage, PLAIN } from './duties-page.tsx'
import { AmendRequestPage, ConfirmChangePage, EditDutyPage, EndDutyPage, NewDutyPage } from './duty-pages.tsx'
import { messages } from './messages.ts'
import { problemsOf } from './refusal-problems.ts'
import { RequestFormPage, RequestPage } from './request-page.tsx'
import { RequestsPage } from './requests-page.tsx'
import type { FormState } from '../../web/form.ts'
import type { FrameRequest } from '../../web/route.ts'
import type { DutiesShown } from './duties-page.tsx'
import type { DutyChoice, FormView, NamedAgency } from './duty-form-view.ts'
import type { FoundRequest, RequestContent, TakenStep } from './find-request.ts'
import type { ListedDuty, ListedLine } from './list-duties.ts'
import type { ListedRequest } from './list-requests.ts'
import type { Losses } from './losers.ts'
import type { RequestShown } from './request-page.tsx'

const agency = (code: string, name: string, nameEn: string | null): NamedAgency => ({ code, name, nameEn })
const OFFICE = agency('397210000A', '高雄市政府人事處', 'Department of Human Resources, Kaohsiung City Government')
const SCHOOL = agency('397070100Y', '高雄市旗津區旗津國民小學', null)
const BUREAU = agency('397010000A', '高雄市政府秘書處', 'Secretariat, Kaohsiung City Government')
const TAIPEI = agency('379210000A', '臺北市政府人事處', 'Department of Personnel, Taipei City Government')

const APPLICATIONS: [code: string, name: string, heading: string, why: DutyChoice['why']][] = [
  ['A1', '人事資料報送服務網', 'A.人事資料填報及考核', null], ['A2', '人力資源填報系統', 'A.人事資料填報及考核', null],
  ['A4', '調查表系統', 'A.人事資料填報及考核', 'covered'], ['A5', '技工工友駕駛及駐衛警線上填報系統', 'A.人事資料填報及考核', null],
  ['AC', '全國軍公教人員生活津貼申請暨稽核系統', 'A.人事資料填報及考核', null], ['WebHR', '人力資源管理資訊系統', 'A.人事資料填報及考核', 'notAllowed'],
  ['B5', '公務人員個人資料校對網站', 'B.人事資料服務', null], ['D5', '組織員額管理系統', 'D.其他人事總處業務', null],
  ['D6', '終身學習入口網', 'D.其他人事總處業務', null], ['E1', '主管會報管理系統', 'E.人事總處暨所屬機關', 'notForAgency'],
]
const nameOf = (code: string): string => APPLICATIONS.find(([one]) => one === code)![1]
const line = (application: string, over: Partial<ListedLine> = {}): ListedLine =>
  ({ application, name: nameOf(application), from: '2026-01-01', to: '2026-12-31', state: 'active', ...over })
const duty = (id: string, acting: NamedAgency, served: NamedAgency, lines: ListedLine[], reason: string | null = null): ListedDuty =>
  ({ duty: id, acting, served, lines, reason, key: id })

const shown: DutiesShown = {
  address: PLAIN, problems: [], day: '2026-11-23', count: 1284, waiting: 2, done: null,
  applications: APPLICATIONS.map(([code, name]) => ({ code, name })),
  page: {
    previous: null, next: 'key',
    duties: [
      duty('1', OFFICE, BUREAU, [line('A1'), line('A2'), line('AC', { from: '2026-03-01' }), line('D5')]),
      duty('2', OFFICE, SCHOOL, [line('A4', { to: null })], '學校無人事單位編制，由人事處長期代辦'),
      duty('3', OFFICE, TAIPEI, [line('A2', { from: '2027-01-01', to: '2027-06-30' })]),
      duty('4', BUREAU, SCHOOL, [line('A5', { state: 'suspended' })]),
    ],
  },
}
const empty: DutiesShown = { ...shown, count: 0, waiting: 0, page: { previous: null, next: null, duties: [] } }

const choices: DutyChoice[] = APPLICATIONS.map(([code, name, heading, why]) => ({ code, name, heading, why }))
const unknown: FormView = {
  acting: OFFICE, served: null, route: null, covered: null,
  choices: choices.map((one) => ({ ...one, why: one.why === 'notAllowed' ? one.why : null })),
}
const within: FormView = {
  acting: OFFICE, served: BUREAU, route: 'atOnce', choices,
  covered: [{ application: 'A4', name: nameOf('A4'), from: '2026-01-01', to: null, state: 'active' }],
}
const across: FormView = { ...within, served: TAIPEI, route: 'request', covered: [] }
const typed = (over: Record<string, string | string[]> = {}): FormState =>
  filledForm({ acting: OFFICE.code, served: BUREAU.code, application: ['A1', 'D5'], to: '116/06/30', ...over })

const losses: Losses = {
  persons: 12,
  applications: [{ application: 'A1', name: nameOf('A1'), persons: 2 }, { application: 'A2', name: nameOf('A2'), persons: 12 }],
}
const at = (hour: number) => new Date(Date.UTC(2026, 10, 20, hour))
const content: RequestContent = {
  content: 1, applications: ['A1', 'A2', 'D5', 'AC'], from: '2026-12-01', to: '2027-06-30', reason: '支援改制期間人事業務', writtenBy: '1', writer: '王建國', at: at(1),
}
const step = (kind: TakenStep['kind'], name: string, way: string, hour: number, note: string | null, round = 1): TakenStep =>
  ({ kind, round, person: name, content: 1, name, way, agency: null, note, at: at(hour) })
const sent = step('send', '王建國', `hrSupervisor ${OFFICE.code}`, 2, '請惠予同意')
const agreed = step('agree', '楊美玲', `hrSupervisor ${TAIPEI.code}`, 3, null)
const found = (over: Partial<FoundRequest>): FoundRequest => ({
  id: '0', number: 'F000199-12', pair: { acting: OFFICE.code, served: TAIPEI.code }, side: 'acting', duty: 'd', amends: false,
  state: 'sent', round: 1, step: 1, content: 1, touchedAt: at(2), wish: content, writers: ['1'], contents: [content], steps: [sent], ...over,
})
const names = {
  agencies: new Map([OFFICE, TAIPEI].map((one) => [one.code, one])), applications: new Map(APPLICATIONS.map(([code, name]) => [code, name])),
}
const onRequest = (over: Partial<FoundRequest>, steps: RequestShown['steps'], more: Partial<RequestShown> = {}): RequestShown =>
  ({ found: found(over), content, names, steps, form: EMPTY_FORM, done: null, ...more })
const twice = found({
  state: 'decided', round: 2, step: 6,
  steps: [
    sent, step('decline', '楊美玲', `hrSupervisor ${TAIPEI.code}`, 3, '期間過長，請縮短為半年'), { ...sent, round: 2, note: null, at: at(4) },
    { ...agreed, round: 2, at: at(5) }, step('decide', '陳雅婷', 'central', 6, '准予兼辦', 2),
  ],
})

const listed = (number: string, state: ListedRequest['state'], amends = false): ListedRequest => ({
  id: number, number: `F000199-${number}`, acting: OFFICE, served: TAIPEI, side: 'acting', amends, applications: ['A1', 'A2', 'D5'], state,
  touchedAt: at(2), key: number,
})

const { supervisor, central } = sampleActors
const wang = (request: FrameRequest, path = '/manage/duties') => as(request, supervisor, path)

export const pages = [
  gallery({
    name: 'duties',
    states: {
      list: (request) => <DutiesPage request={wang(request)} shown={shown} />,
      done: (request) => <DutiesPage request={wang(request)} shown={{ ...shown, done: 'set', address: { ...PLAIN, served: BUREAU.code } }} />,
      none: (request) => <DutiesPage request={wang(request)} shown={empty} />,
      'as-of': (request) => (
        <DutiesPage
          request={wang(request)}
          shown={{ ...shown, day: '2026-06-30', address: { ...PLAIN, asOf: '2026-06-30', state: 'all', sort: 'to', order: 'desc' } }}
        />
      ),
      'filter-wrong': (request) => (
        <DutiesPage
          request={wang(request)}
          shown={{ ...empty, address: { ...PLAIN, served: '39' }, problems: [{ field: 'served', message: messages(request.language).agencyUnfit }] }}
        />
      ),
      new: (request) => <NewDutyPage request={wang(request)} form={filledForm({ acting: OFFICE.code })} view={unknown} />,
      'new-within': (request) => <NewDutyPage request={wang(request)} form={typed()} view={within} />,
      'new-across': (request) => <NewDutyPage request={wang(request)} form={typed({ served: TAIPEI.code, find: '人事' })} view={across} />,
      'new-refused': (request) => (
        <NewDutyPage
          request={wang(request)} view={within}
          form={{ ...typed({ application: ['A1'] }), problems: problemsOf({ refused: 'covered', application: 'A4' }, request.language) }}
        />
      ),
      edit: (request) => (
        <EditDutyPage request={wang(request)} duty="1" form={typed({ permanent: 'yes', reason: '學校無人事單位編制' })} view={within} begun="2026-01-01" />
      ),
      confirm: (request) => (
        <ConfirmChangePage
          request={wang(request)} duty="1" form={typed()} ends={['A1', 'A2'].map((code) => `${code} ${nameOf(code)}`)}
          losses={losses}
        />
      ),
      end: (request) => (
        <EndDutyPage
          request={wang(request)} duty="1" view={within} count={4}
          losses={losses}
        />
      ),
      'end-nobody': (request) => (
        <EndDutyPage request={wang(request)} duty="1" view={within} count={1} losses={{ persons: 0, applications: [] }} />
      ),
    },
  }),
  gallery({
    name: 'duty-requests',
    states: {
      list: (request) => (
        <RequestsPage
          request={wang(request, '/manage/duties/requests')} state="all" count={8} waiting={5}
          shown={{ next: 'key', requests: [
            listed('15', 'draft'), listed('14', 'sent'), listed('13', 'agreed', true), listed('12', 'declined'), listed('11', 'returned'),
            listed('10', 'decided'), listed('9', 'withdrawn'), listed('8', 'expired'),
          ] }}
        />
      ),
      none: (request) => (
        <RequestsPage request={wang(request, '/manage/duties/requests')} state="open" count={0} waiting={0} shown={{ next: null, requests: [] }} />
      ),
      draft: (request) => (
        <RequestPage
          request={wang(request)} shown={onRequest({ state: 'draft', round: 0, step: 0, steps: [] }, ['send', 'withdraw'], { done: 'saved' })}
        />
      ),
      agree: (request) => <RequestPage request={wang(request)} shown={onRequest({}, ['agree', 'decline'])} />,
      'note-missing': (request) => (
        <RequestPage
          request={wang(request)}
          shown={onRequest({}, ['agree', 'decline'], { form: { typed: {}, problems: problemsOf({ refused: 'noteMissing' }, request.language) } })}
        />
      ),
      decide: (request) => (
        <RequestPage
          request={as(request, central, '/manage/duties')} shown={onRequest({ state: 'agreed', steps: [sent, agreed] }, ['decide', 'return'])}
        />
      ),
      decided: (request) => <RequestPage request={wang(request)} shown={{ ...onRequest({}, []), found: twice, done: 'decide' }} />,
      expired: (request) => <RequestPage request={wang(request)} shown={onRequest({ touchedAt: new Date('2026-10-01T02:00:00Z') }, [])} />,
      amend: (request) => (
        <AmendRequestPage request={wang(request)} id="0" number="F000199-12" form={typed({ served: TAIPEI.code, from: '115/12/01' })} view={across} />
      ),
      form: (request) => <RequestFormPage request={wang(request)} shown={{ found: twice, content, names }} />,
    },
  }),
]
