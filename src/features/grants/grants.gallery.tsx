import { conditionOf } from '../../core/granting.ts'
import { EMPTY_FORM, filledForm } from '../../web/form.ts'
import { gallery } from '../../web/gallery/gallery.ts'
import { as, sampleActors } from '../../web/gallery/sample-actors.ts'
import { ChoosePage } from './choose-page.tsx'
import { ConfirmGrantPage, DecideGrantPage, EditGrantPage, EndGrantPage } from './grant-act-pages.tsx'
import { expiringMessages } from './expiring-messages.ts'
import { ExpiringPage } from './expiring-page.tsx'
import { EXPIRING_PATH, grantRef } from './grant-parts.tsx'
import { GrantsPage } from './grants-page.tsx'
import { MembersPage } from './members-page.tsx'
import { NewGrantPage } from './new-grant-page.tsx'
import { ReceiverPage } from './receiver-page.tsx'
import { refusalProblem, refusalText } from './refusal-messages.ts'
import type { PickedPerson } from '../../store/people.ts'
import type { Show } from '../../web/gallery/gallery.ts'
import type { FrameRequest } from '../../web/route.ts'
import type { ExpiringGrant } from './expiring-grants.ts'
import type { ListAddress } from './list-address.ts'
import type { ApplicationAt } from './list-applications.ts'
import type { GrantFilter, ListedGrant } from './list-grants.ts'
import type { Member, MemberPage } from './list-members.ts'
import type { ListedApplication } from './load-granting.ts'

const DAY = '2026-11-23'
const agency = { code: '397010000A', name: '高雄市政府秘書處' }
const { supervisor, agencyCard } = sampleActors
const by = (request: FrameRequest, path = '/manage/grants') => as(request, supervisor, path)

const category = (code: string, name: string, nameEn: string, derivedGroup: 'employee' | 'hr' | null) =>
  ({ code, name, nameEn, derivedGroup, handOut: 'manager' as const })
const a5: ListedApplication = {
  code: 'A5', name: '技工工友駕駛及駐衛警線上填報系統', heading: 'A.人事資料填報及考核', grantable: true, agencyRoot: null, secondManager: false,
  inService: true, remark: '', categories: [category('use', '使用', 'Use', null)],
}
const d6: ListedApplication = {
  ...a5, code: 'D6', name: '終身學習入口網',
  categories: [category('use', '使用', 'Use', 'employee'), category('backoffice', '訓練機關後台', 'Training back office', 'hr')],
}
const webHr: ListedApplication = { ...a5, code: 'WebHR', name: '人力資源管理資訊系統', secondManager: true }

const post = { agency: agency.code, agencyName: agency.name, unit: '文書科', title: '科員', held: true }
const base: Omit<ListedGrant, 'condition'> = {
  id: '00000000-0000-4000-8000-000000000001', version: 1, application: 'A5', category: 'use', agency: agency.code,
  receiver: { to: 'person', key: 'k', name: '吳淑芬', post }, from: '2026-03-01', to: '2027-06-30', state: 'active',
  reason: '承辦技工工友業務', givenBy: '王建國', confirmedBy: null, since: '2026-03-01', used: '2026-11-20',
}
const grant = (over: Partial<ListedGrant> = {}): ListedGrant => {
  const one = { ...base, ...over }
  return { ...one, condition: conditionOf(one, DAY) }
}
const toPerson = (name: string, over: Partial<typeof post> = {}) => ({ to: 'person' as const, key: name, name, post: { ...post, ...over } })
const grants: ListedGrant[] = [
  grant({ id: '1', receiver: { to: 'standing', standing: 'hr' }, to: null, reason: '人事人員皆須填報' }),
  grant({ id: '2', receiver: { to: 'group', group: 'kaohsiung-survey', name: '高雄調查小組' } }),
  grant({ id: '3' }),
  grant({ id: '4', receiver: toPerson('林怡君', { unit: '總務科', title: '專員' }), to: '2026-12-05', reason: null }),
  grant({ id: '5', receiver: toPerson('陳冠宇', { agency: '397110000G', agencyName: '高雄市政府工務局', unit: '', title: '技士' }), from: '2027-01-01' }),
  grant({ id: '6', receiver: toPerson('張家豪', { held: false }), state: 'suspended', since: '2026-11-20' }),
  grant({ id: '7', receiver: toPerson('黃雅慧'), state: 'proposed', since: '2026-11-22', from: DAY }),
]
const expiring: ExpiringGrant[] = grants.slice(1, 4).map((one) => ({
  ...one, to: '2026-12-05', agencyName: agency.name, applicationName: a5.name, categoryName: { name: '使用', nameEn: 'Use' },
}))
const past: ListedGrant[] = [
  grant({ id: '8', receiver: toPerson('許志明'), to: '2026-06-30' }),
  grant({ id: '9', receiver: toPerson('劉美玲'), state: 'ended', since: '2026-10-02', confirmedBy: '高美惠' }),
  grant({ id: '10', receiver: toPerson('蔡承恩'), state: 'suspended', since: '2026-09-01' }),
]

const filter: GrantFilter = {
  agency: agency.code, application: 'A5', category: null, shown: 'current', text: '', sort: 'category', descending: false,
}
const plain: ListAddress = { filter, query: '', asOf: null }
const pageOf = (rows: ListedGrant[], total = rows.length) =>
  ({ grants: rows, total, before: 0, previous: null, next: total > rows.length ? '7' : null })

type List = Partial<Parameters<typeof GrantsPage>[0]>
const list = (over: List = {}): Show => (request) => (
  <GrantsPage
    request={by(request)} agency={agency} application={a5} address={plain} grants={pageOf(grants)} form={EMPTY_FORM} done={null}
    cannotAdd={null} {...over}
  />
)

const person: PickedPerson = {
  id: '1', key: 'k', name: '吳淑芬', nationalIdMasked: 'A22****789', accountName: 'wu.employee', accountState: 'active',
  posts: [
    { id: '1', agency: agency.code, agencyName: agency.name, agencyNameEn: null, kind: 'appointment', unit: '文書科', title: '科員', from: '2020-01-01', to: null },
    { id: '2', agency: '397110000G', agencyName: '高雄市政府工務局', agencyNameEn: null, kind: 'concurrent', unit: '', title: '調查員', from: '2026-01-01', to: '2026-12-31' },
  ],
}
const act = { agency, application: a5, form: EMPTY_FORM }
const wrong = (request: FrameRequest, refusal: Parameters<typeof refusalProblem>[0]) =>
  ({ ...filledForm({ to: '115/12/31', reason: '承辦' }), problems: [refusalProblem(refusal, request.language, ['post'])] })
const receivers = { agency, application: a5, search: '', standings: { employee: 86, hr: 4, hrSupervisor: 1 } }
const survey = { code: 'kaohsiung-survey', name: '高雄調查小組', agency: '397000000A' }

const member = (name: string, over: Partial<Member> = {}): Member => ({
  key: name, name, agency: agency.code, agencyName: agency.name, unit: '文書科', title: '科員', account: 'active', standing: 'employee',
  from: null, to: null, state: null, ...over,
})
const members = (rows: Member[]): MemberPage => ({ members: rows, total: rows.length, before: 0, previous: null, next: null })

const at = (code: string, name: string, over: Partial<ApplicationAt> = {}): ApplicationAt => ({
  code, name, heading: 'A.', grantable: true, handedOut: true, open: true, inService: true, birthrights: [], grants: 0, waiting: 0, ...over,
})
const applications = [
  at('A1', '人事資料報送服務網', { birthrights: ['hrSupervisor'], grants: 2 }), at('A5', a5.name, { grants: 12, waiting: 2 }),
  at('A7', '人事資料考核系統', { grantable: false, birthrights: ['hr'] }), at('D6', d6.name, { birthrights: ['employee', 'hr'], grants: 1 }),
  at('E1', '主管會報管理系統', { handedOut: false, open: false }), at('AC', '全國軍公教人員生活津貼申請暨稽核系統', { inService: false, birthrights: ['hr'] }),
]

export const pages = [
  gallery({
    name: 'grants',
    states: {
      choose: (request) => <ChoosePage request={by(request)} agency={agency} applications={applications} />,
      list: list(),
      given: list({ done: 'given' }),
      'two-categories': list({ application: d6, address: { ...plain, filter: { ...filter, application: 'D6' } } }),
      many: list({ grants: pageOf(grants, 1240) }),
      empty: list({ grants: pageOf([]) }),
      past: list({ grants: pageOf(past), address: { ...plain, filter: { ...filter, shown: 'past', sort: 'to', descending: true } } }),
      'as-of': list({ grants: pageOf(grants.slice(0, 4)), address: { ...plain, asOf: '2026-10-31' } }),
      'not-grantable': list({ cannotAdd: 'notGrantable', grants: pageOf([]) }),
      'out-of-service': list({ application: { ...a5, inService: false } }),
      'second-manager': list({ application: webHr, grants: pageOf(grants.slice(5)) }),
      'agency-card': (request) => (
        <GrantsPage
          request={as(request, agencyCard, '/manage/grants')} agency={agency} application={a5} address={plain} grants={pageOf(grants)}
          form={EMPTY_FORM} done={null} cannotAdd="noHolder"
        />
      ),
      members: (request) => (
        <MembersPage
          request={by(request)} agency={agency} application="A5" whose={{ standing: 'employee' }}
          members={members([member('吳淑芬'), member('林怡君', { standing: 'hr', unit: '人事室' }), member('劉詩涵', { account: 'pending' })])}
        />
      ),
      'group-members': (request) => (
        <MembersPage
          request={by(request)} agency={agency} application="A5" whose={{ group: survey }}
          members={members([
            member('吳淑芬', { from: '2026-01-01', state: 'active' }),
            member('郭志強', { from: '2026-01-01', to: '2026-12-31', state: 'suspended', account: 'disabled' }),
          ])}
        />
      ),
    },
  }),
  gallery({
    name: 'grant',
    states: {
      receiver: (request) => <ReceiverPage {...receivers} request={by(request)} groups={[survey]} />,
      'receiver-none': (request) => (
        <ReceiverPage
          {...receivers} request={by(request)} groups={[]} problems={[refusalProblem('receiverNotFound', request.language, [])]}
        />
      ),
      'new-person': (request) =>
        <NewGrantPage request={by(request)} {...act} receiver={{ to: 'person', person: { ...person, posts: person.posts.slice(0, 1) } }} />,
      'new-two-posts': (request) => (
        <NewGrantPage
          request={by(request)} {...act} application={d6} receiver={{ to: 'person', person }} form={wrong(request, 'postNotChosen')}
        />
      ),
      'new-group': (request) => (
        <NewGrantPage request={by(request)} {...act} application={webHr} receiver={{ to: 'group', group: survey }} />
      ),
      'new-standing': (request) => (
        <NewGrantPage
          request={by(request)} {...act} receiver={{ to: 'standing', standing: 'hr', count: 4 }} form={wrong(request, 'toOwnStanding')}
        />
      ),
      edit: (request) => (
        <EditGrantPage
          request={by(request)} {...act} grant={grant()} form={filledForm({ to: '116/6/30', reason: '承辦技工工友業務' })}
        />
      ),
      'edit-stale': (request) =>
        <EditGrantPage request={by(request)} {...act} application={webHr} grant={grant()} form={wrong(request, 'changedMeanwhile')} />,
      'end-person': (request) => <EndGrantPage request={by(request)} {...act} grant={grant()} loss={{ have: 1, lose: 1 }} />,
      'end-group': (request) => <EndGrantPage request={by(request)} {...act} grant={grants[1]!} loss={{ have: 42, lose: 37 }} />,
      expiring: (request) => <ExpiringPage request={by(request, EXPIRING_PATH)} grants={expiring} form={EMPTY_FORM} done={{ renewed: 3, proposed: 1, let: 0 }} />,
      'expiring-refused': (request) => (
        <ExpiringPage
          request={by(request, EXPIRING_PATH)} grants={expiring} done={null} form={{
            ...filledForm({ grant: [grantRef(expiring[1]!)], to: '116/12/31', reason: '' }),
            problems: [
              { field: null, message: expiringMessages(request.language).refused('林怡君', 'A5', refusalText('receiverNotFound', request.language)) },
              { field: null, message: expiringMessages(request.language).others(1, 0) },
            ],
          }}
        />
      ),
      'expiring-none': (request) => <ExpiringPage request={by(request, EXPIRING_PATH)} grants={[]} form={EMPTY_FORM} done={{ renewed: 0, proposed: 0, let: 2 }} />,
      confirm: (request) => <ConfirmGrantPage request={by(request)} {...act} grant={grants[5]!} posts={person.posts} />,
      'confirm-none': (request) => <ConfirmGrantPage request={by(request)} {...act} grant={grants[5]!} posts={[]} />,
      decide: (request) => <DecideGrantPage request={by(request)} {...act} application={webHr} grant={grants[6]!} barred={null} />,
      'decide-barred': (request) =>
        <DecideGrantPage request={by(request)} {...act} application={webHr} grant={grants[6]!} barred="sameManager" />,
    },
  }),
]
