import { EMPTY_FORM, filledForm } from '../../web/form.ts'
import { gallery } from '../../web/gallery/gallery.ts'
import { as, sampleActors } from '../../web/gallery/sample-actors.ts'
import { DecisionsPage } from './decisions-page.tsx'
import { EventsPage } from './events-page.tsx'
import { PeoplePage } from './list-page.tsx'
import { RecordPage } from './record-page.tsx'
import { RevealedPage, RevealPage } from './reveal-page.tsx'
import { RightsPage } from './rights-page.tsx'
import { samplePost, sampleSubject } from './sample-people.ts'
import type { Show } from '../../web/gallery/gallery.ts'
import type { ShownRight } from '../searches/shown-right.ts'
import type { DayAsked } from './day-form.tsx'
import type { FoundPage } from './find-people.ts'
import type { ListedDecision } from './list-decisions.ts'
import type { EventOfPerson } from './list-events.ts'
import type { PersonRecord, PostVersion, RecordedPost } from './person-record.ts'

const PATH = '/manage/people'
const HERE = `${PATH}/${sampleSubject.key}`
const central = sampleActors.central
const at = (day: number): Date => new Date(Date.UTC(2026, 10, day, 1, 5))

const others = { ...sampleSubject, key: '00000000-0000-4000-8000-000000000002', name: '歐陽淑芬', accountName: null, accountState: 'pending' as const, lastSignIn: null, posts: [] }
const found: FoundPage = { people: [sampleSubject, others], count: 2, inOrder: true, previous: null, next: others.key }
const said = { query: '', agency: '', below: '', state: '', standing: '', post: '' }
const list = (shown: FoundPage | null, form = EMPTY_FORM, counted = false): Show => (request) => (
  <PeoplePage
    request={as(request, central, PATH)} form={form} said={said} sort="name" idKept={shown !== null}
    found={shown === null ? null : { ...shown, counted }}
  />
)

const version: PostVersion = {
  staffCategory: '01', supervisorLevel: '', rank: '委任第五職等或薦任第六職等至第七職等', jobSeries: '綜合行政', nature: '', section: '',
  from: '2020-01-16', to: null, since: at(1), until: null,
}
const recorded = (over: Partial<RecordedPost>, latest: Partial<PostVersion> = {}, earlier: PostVersion[] = []): RecordedPost => ({
  id: '2', agency: '397010000A', agencyName: '高雄市政府秘書處', agencyNameEn: null, kind: 'appointment', unit: '文書科', title: '科員',
  time: 'present', latest: { ...version, ...latest }, earlier, ...over,
})
const record: PersonRecord = {
  person: { name: '吳淑芬', birthDate: '1985-03-09', email: 'wu.employee@record.example', since: at(5), until: null },
  earlier: [{ name: '吳淑芳', birthDate: '1985-03-09', email: null, since: at(1), until: at(5) }],
  posts: [
    recorded({ id: '4', agency: '397040000E', agencyName: '高雄市政府教育局', unit: '人事室', title: '專員', time: 'future' }, { from: '2026-12-01' }),
    recorded({}, { since: at(8) }, [{ ...version, jobSeries: '一般行政', until: at(8) }, { ...version, staffCategory: '', to: '2026-12-31', until: at(3) }]),
    recorded({ id: '1', unit: '總務科', title: '書記', time: 'past' }, { from: '2014-05-01', to: '2020-01-15' }),
    recorded({ id: '3', kind: 'concurrent', unit: '', title: '幹事', time: 'withdrawn' }, { nature: '5', until: at(9) }),
  ],
}
const today: DayAsked = { asOf: null, wrong: null }
const showRecord = (known: PersonRecord, day = today): Show => (request) =>
  <RecordPage request={as(request, central, HERE)} person={sampleSubject} record={known} day={day} />

const right: ShownRight = {
  agency: '397010000A', agencyName: '高雄市政府秘書處', application: 'B5', applicationName: '公務人員個人資料服務網', category: 'use',
  categoryName: '使用', by: 'birthright', why: '公務人員：高雄市政府秘書處文書科（現職）', from: '2020-01-16', until: null,
  person: { key: sampleSubject.key, name: sampleSubject.name, nationalIdMasked: sampleSubject.nationalIdMasked },
}
const rights = (shown: ShownRight[], count: number, account: 'active' | 'disabled' = 'active'): Show => (request) => (
  <RightsPage
    request={as(request, central, `${HERE}/rights`)} person={sampleSubject} day={today} account={account} rights={shown} count={count}
    standings={shown.length === 0 ? [] : [{
      held: { agency: '397010000A', standing: 'employee', marks: ['appointment'], post: samplePost }, sentence: '公務人員：高雄市政府秘書處文書科（現職）',
    }]}
  />
)

const agency = { code: '397010000A', name: '高雄市政府秘書處', nameEn: null }
const post = { agencyName: '高雄市政府秘書處', unit: '文書科', title: '科員' }
const decision: ListedDecision = {
  kind: 'grant', id: '1', agency, application: { code: 'A5', name: '技工工友駕駛及駐衛警線上填報系統', nameEn: null },
  what: { code: 'use', name: '使用', nameEn: 'Use' }, other: null, post, from: '2026-01-01', to: '2027-06-30', condition: 'active',
  reason: '承辦人員請假期間之職務代理', by: '王建國', updated: at(3),
}
const decisions: ListedDecision[] = [
  decision,
  { ...decision, id: '2', condition: 'postGone', reason: null, to: null },
  { ...decision, kind: 'membership', id: '3', application: null, what: { code: 'survey', name: '高雄調查小組', nameEn: null }, condition: 'suspended' },
  { ...decision, kind: 'received', id: '4', application: null, what: null, condition: 'proposed' },
  { ...decision, kind: 'given', id: '5', application: null, what: null, other: { key: others.key, name: others.name }, by: '吳淑芬' },
  { ...decision, kind: 'role', id: '6', agency: null, application: null, what: { code: 'auditor', name: 'auditor', nameEn: null }, post: null, by: null, condition: 'ended' },
]
const showDecisions = (shown: ListedDecision[]): Show => (request) => (
  <DecisionsPage
    request={as(request, central, `${HERE}/decisions`)} person={sampleSubject} day={today} filter={{ shown: 'all', kind: '', sort: '-from' }}
    page={{ rows: shown, total: shown.length, before: 0, previous: null, next: null }}
  />
)

const event: EventOfPerson = {
  id: '3', at: at(20), code: 'account.disabled', actor: '王建國', actorStanding: 'hrSupervisor', actorAgency: { code: '397210000A', name: '高雄市政府人事處', nameEn: null },
  process: null, agency: { code: '397210000A', name: '高雄市政府人事處', nameEn: null }, application: null, category: null,
  detail: { why: 'byHand', reason: '疑似遭盜用', way: 'hrSupervisor 397210000A' }, refused: null,
}
const events: EventOfPerson[] = [
  event,
  { ...event, id: '2', refused: 'notFound', actor: '楊雅雯', detail: { why: 'byHand', reason: '', way: '', refusal: 'notFound' } },
  {
    ...event, id: '1', code: 'oidc.access-ended', actor: null, actorStanding: null, actorAgency: null, process: 'oidc.end-lost-access',
    application: { code: 'A5', name: '填報系統' }, detail: { client: 'a5', why: 'grantEnded', lost: ['use'] },
  },
]
const showEvents = (shown: EventOfPerson[]): Show => (request) => (
  <EventsPage
    request={as(request, central, `${HERE}/events`)} person={sampleSubject} kind="" page={{ events: shown, previous: null, next: shown.at(-1)?.id ?? null }}
  />
)

export const pages = [
  gallery({
    name: 'people',
    states: {
      asked: list(null),
      'nothing-said': list(null, { typed: {}, problems: [{ field: 'nationalId', message: '請至少輸入一項條件。' }] }),
      found: list(found, filledForm({ name: '淑芬', below: 'yes' })),
      many: list({ ...found, count: null, inOrder: false }, filledForm({ state: 'active' })),
      uncounted: list({ ...found, count: null, inOrder: false }, filledForm({ state: 'active' }), true),
      nobody: list({ ...found, people: [], count: 0, next: null }),
    },
  }),
  gallery({
    name: 'people-person',
    states: {
      record: showRecord(record),
      'record-then': showRecord({ ...record, earlier: [] }, { asOf: '2026-11-02', wrong: null }),
      'record-unknown-then': showRecord({ person: null, earlier: [], posts: [] }, { asOf: '2019-11-02', wrong: null }),
      'record-wrong-day': showRecord({ ...record, posts: [] }, {
        asOf: null, wrong: { typed: { asOf: ['明天'] }, problems: [{ field: 'asOf', message: '看不懂這個日期' }] },
      }),
      reveal: (request) => <RevealPage request={as(request, central, `${HERE}/national-id`)} person={sampleSubject} form={EMPTY_FORM} />,
      revealed: (request) => <RevealedPage request={as(request, central, `${HERE}/national-id`)} person={sampleSubject} nationalId="A223456789" />,
      rights: rights([right, { ...right, by: 'grant', why: '應用系統授權（授予本人），依據職務：高雄市政府秘書處文書科', until: '2027-06-30' }], 120),
      'no-rights': rights([], 0, 'disabled'),
      decisions: showDecisions(decisions),
      'no-decisions': showDecisions([]),
      events: showEvents(events),
      'no-events': showEvents([]),
    },
  }),
]
