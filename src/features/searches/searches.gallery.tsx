import { gallery } from '../../web/gallery/gallery.ts'
import { as, sampleActors } from '../../web/gallery/sample-actors.ts'
import { filledForm } from '../../web/form.ts'
import { AccountPage } from './account-page.tsx'
import { DifferencePage } from './difference-page.tsx'
import { GroupPage } from './group-page.tsx'
import { ListSearchPage } from './list-page.tsx'
import { messages } from './messages.ts'
import { PersonSearchPage } from './person-page.tsx'
import type { Application } from '../../core/catalogue.ts'
import type { PickedPerson } from '../../store/people.ts'
import type { Show } from '../../web/gallery/gallery.ts'
import type { FrameRequest } from '../../web/route.ts'
import type { FoundAccount } from './account-search.ts'
import type { OnlyRight } from './difference-page.tsx'
import type { ShownMember } from './group-contents.ts'
import type { ListPage, ListQuestion } from './list-search.ts'
import type { ShownRight } from './shown-right.ts'
import type { WholePage } from './whole-list.ts'

const application = (code: string, name: string, categories = [['use', '使用', 'Use']]): Application => ({
  code, name, heading: 'A.人事資料填報及考核', description: '', grantable: true, requiresCertificate: false, passkeyAllowed: false,
  openToAgencyCard: false, dutyAllowed: true, agencyRoot: null, test: false, inService: true, launchUrl: null, remark: '',
  categories: categories.map(([own = '', zh = '', en = '']) =>
    ({ code: own, name: zh, nameEn: en, derivedGroup: 'hr', handOut: 'manager' })),
})
const survey = application('A4', '調查表系統')
const pensions = application('B5', '退休撫卹試算系統', [['use', '使用', 'Use'], ['backoffice', '後台管理', 'Back office']])
const catalogue = [application('A1', '人事資料報送系統', [['report-submit', '報送資料權限', 'Submitting reports']]), survey, pensions]

const city = { code: '397000000A', name: '高雄市政府', nameEn: 'Kaohsiung City Government' }
const node = { ...city, superior: null, superiorMissing: false, live: true }
const person = { key: '00000000-0000-4000-8000-000000000001', name: '吳淑芬', nationalIdMasked: 'E22****781' }
const right = (more: Partial<ShownRight> = {}): ShownRight => ({
  agency: '397040000E', agencyName: '高雄市政府教育局', person, application: 'A4', applicationName: '調查表系統', category: 'use',
  categoryName: '使用', by: 'birthright', why: '人事人員：高雄市政府教育局人事室（單位名稱含「人事」）', from: '2020-01-16', until: null, ...more,
})
const rights: ShownRight[] = [
  right(),
  right({
    by: 'grant', from: '2026-03-01', until: '2027-02-28', why: '應用系統授權（授予本人），依據職務：高雄市政府秘書處總務科',
    person: { ...person, name: '谷辣斯‧尤達卡淑芬', nationalIdMasked: 'V20****905' },
  }),
  right({
    agency: '3970700049', agencyName: '高雄市立六龜高級中學附設國民小學進修補習教育暨特殊教育資源中心籌備處', by: 'duty', until: '2026-12-31',
    why: '兼辦：高雄市政府人事處兼辦高雄市立六龜高級中學附設國民小學進修補習教育暨特殊教育資源中心籌備處；'
      + '人事主管：高雄市政府人事處（人員區分 08 人事人員，主管級別 2）',
    person: { ...person, name: '王建國', nationalIdMasked: 'A12****789' },
  }),
]
const question: ListQuestion = {
  search: 'permissions', application: 'A4', category: '', agency: city.code, below: true, by: '', sort: 'agency', found: survey, node,
}
const found = (more: Partial<ListPage> = {}) => ({ rights, count: rights.length, previous: null, next: null, ...more })
const said = { application: 'A4', category: '', agency: city.code, below: 'yes', by: '', asOf: '', sort: '' }

const inOffice = (request: FrameRequest, path: string) => as(request, sampleActors.supervisor, path)
type ListProps = Parameters<typeof ListSearchPage>[0]
const list = (more: Partial<ListProps> = {}): Show => (request) => (
  <ListSearchPage
    request={inOffice(request, `/search/${more.search ?? 'permissions'}`)} search="permissions" catalogue={catalogue} typed={said}
    said={said} asOf={null} problems={[]} agency={city} found={{ question, page: found(), counted: false }} {...more}
  />
)
const narrow: ListQuestion = { ...question, application: 'B5', found: pensions, below: false, sort: '-name' }

const picked: PickedPerson = {
  ...person, id: '1', accountName: 'wu.employee', accountState: 'active',
  posts: [{
    id: '1', agency: '397010000A', agencyName: '高雄市政府秘書處', agencyNameEn: null, kind: 'appointment', unit: '總務科', title: '科員',
    from: '2020-01-16', to: null,
  }],
}
const other: PickedPerson = { ...picked, id: '2', key: '00000000-0000-4000-8000-000000000002', name: '李怡君', nationalIdMasked: 'A22****104' }
const whole = <Row,>(rows: Row[], more: Partial<WholePage<Row>> = {}): WholePage<Row> =>
  ({ rows, count: rows.length, from: 1, previous: null, next: null, ...more })
const aboutPerson = { person: person.key, application: '', by: '', asOf: '', sort: '' }
const one = (more: Partial<Parameters<typeof PersonSearchPage>[0]> = {}): Show => (request) => (
  <PersonSearchPage
    request={inOffice(request, `/search/${more.search ?? 'applications'}`)} search="applications" person={picked} typed={aboutPerson}
    said={aboutPerson} sort="application" asOf={null} problems={[]} found={{ page: whole(rights), catalogue }} {...more}
  />
)

const only: OnlyRight[] = rights.map((own, at) => ({ ...own, on: at === 0 ? '2026-10-31' : '2026-11-23', side: at === 0 ? 'first' : 'second' }))
const days = { person: person.key, asOf: '2026-10-31', asOf2: '' }
const compare = (more: Partial<Parameters<typeof DifferencePage>[0]> = {}): Show => (request) => (
  <DifferencePage
    request={inOffice(request, '/search/difference')} compared="days" person={picked} other={null} typed={days} said={days}
    problems={[]} found={whole(only)} {...more}
  />
)

const members: ShownMember[] = [
  { ...right(), state: 'active', why: '權限群組成員，依據職務：高雄市政府教育局人事室' },
  { ...right({ person: other, until: '2027-02-28' }), state: 'suspended', why: '權限群組成員，依據職務：高雄市政府秘書處總務科' },
]
const groups = [{ code: 'kaohsiung-survey', name: '高雄調查小組', all: true }, { code: 'shared', name: '跨市小組', all: false }]
const ofGroup = { group: 'shared', agency: '', below: '', asOf: '' }
const group = (more: Partial<Parameters<typeof GroupPage>[0]> = {}): Show => (request) => (
  <GroupPage
    request={inOffice(request, '/search/groups')} groups={groups} typed={ofGroup} said={ofGroup} asOf={null} problems={[]} agency={null}
    rule={null} found={{
      question: { of: 'named', group: groups[1]! }, counted: false, page: { members, count: 2, previous: null, next: null },
    }} {...more}
  />
)
const ofRule = { group: ':hr', agency: city.code, below: 'yes', asOf: '' }

const accounts: FoundAccount[] = [
  { ...picked, lastSignIn: new Date('2026-11-20T01:05:00Z') },
  { ...other, accountName: null, accountState: 'pending', lastSignIn: null },
  { ...picked, name: '谷辣斯‧尤達卡淑芬', accountName: 'kulas.yudaka-shufen', accountState: 'disabled', lastSignIn: new Date('2026-03-02T08:41:00Z') },
]
const account = (more: Partial<Parameters<typeof AccountPage>[0]> = {}): Show => (request) => (
  <AccountPage
    request={inOffice(request, '/search/accounts')} form={filledForm({ name: '淑芬', agency: city.code })} agency={city} query="x"
    found={{ page: { accounts, count: 3, previous: null, next: null }, counted: false }} {...more}
  />
)

export const pages = [
  gallery({ name: 'search-permissions', states: {
    asked: list({ found: null, typed: { agency: city.code }, said: { agency: city.code } }),
    found: list(),
    'found-many': list({ found: { question: { ...question, sort: '-agency' }, page: found({ count: null, previous: 'a', next: 'b' }), counted: false } }),
    'too-many': list({ found: { question, page: found({ count: null, next: 'b' }), counted: true } }),
    'one-agency': list({
      typed: { ...said, application: 'B5', below: '' }, asOf: '2026-10-31', found: { question: narrow, page: found(), counted: false },
    }),
    'to-come': list({ asOf: '2027-01-01' }),
    none: list({ found: { question, page: found({ rights: [], count: 0 }), counted: false } }),
    'no-agency': (request) => list({
      found: null, agency: null, typed: { ...said, agency: '379210000A' },
      problems: [{ field: 'agency', message: messages(request.language).noAgency }],
    })(request),
    duty: list({ search: 'duty-permissions' }),
    category: list({ search: 'categories', typed: { ...said, category: 'A4:use' } }),
  } }),
  gallery({ name: 'search-applications', states: {
    asked: one({ person: null, found: null }),
    found: one(),
    'found-many': one({ found: { page: whole(rights, { count: 212, from: 51, previous: 'a', next: 'b' }), catalogue } }),
    'as-of': one({ asOf: '2026-10-31', typed: { ...aboutPerson, asOf: '115/10/31' } }),
    none: one({ found: { page: whole<ShownRight>([]), catalogue } }),
    'no-person': (request) => one({
      person: null, found: null, problems: [{ field: 'person', message: messages(request.language).noPerson }],
    })(request),
    duty: one({ search: 'duty-applications', found: { page: whole(rights.slice(2)), catalogue } }),
  } }),
  gallery({ name: 'search-difference', states: {
    asked: compare({ person: null, found: null, typed: {}, said: {} }),
    days: compare(),
    none: compare({ found: whole<OnlyRight>([]) }),
    persons: compare({ compared: 'persons', other, typed: { same: 'category' } }),
    'second-person': compare({ compared: 'persons', found: null }),
  } }),
  gallery({ name: 'search-groups', states: {
    asked: group({ found: null, typed: {}, said: {} }),
    named: group(),
    rule: group({
      rule: 'hr', typed: ofRule, said: ofRule, agency: city, found: {
        question: { of: 'derived', standing: 'hr', agency: city.code, below: true }, counted: false,
        page: { members: members.map((member, at) => ({ ...member, why: rights[at * 2]!.why })), count: null, previous: null, next: 'b' },
      },
    }),
    none: group({ found: {
      question: { of: 'named', group: groups[0]! }, counted: false, page: { members: [], count: 0, previous: null, next: null },
    } }),
  } }),
  gallery({ name: 'search-accounts', states: {
    asked: account({ found: null }),
    found: account(),
    'by-id': account({ idKept: true, form: filledForm({}), agency: null }),
    none: account({ found: { page: { accounts: [], count: 0, previous: null, next: null }, counted: false } }),
    'none-at-agency': account({ found: { page: { accounts: [], count: 0, previous: null, next: null }, counted: false, at: city, elsewhere: true } }),
    wrong: (request) => account({
      found: null, form: {
        typed: { nationalId: ['A1234'] }, problems: [{ field: 'nationalId', message: messages(request.language).wrongId }],
      },
    })(request),
  } }),
]
