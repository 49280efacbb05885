import { gallery } from '../../web/gallery/gallery.ts'
import { as, sampleActors } from '../../web/gallery/sample-actors.ts'
import { MePage } from './me-page.tsx'
import type { Telling, Told } from '../../core/told.ts'
import type { PersonActor } from '../../web/actor.ts'
import type { Show } from '../../web/gallery/gallery.ts'
import type { NoticePage } from './list-notices.ts'
import type { MyRecord, RecordedPost } from './my-record.ts'
import type { Overview } from './overview.ts'

const OFFICE = '397210000A'
const SECRETARIAT = '397010000A'

const names: Telling['names'] = {
  agencies: {
    [OFFICE]: { name: '高雄市政府人事處', nameEn: 'Department of Personnel, Kaohsiung City Government' },
    [SECRETARIAT]: { name: '高雄市政府秘書處', nameEn: null },
    '397070100Y': { name: '高雄市旗津區旗津國民小學', nameEn: null },
  },
  applications: { A2: '人力資源填報系統', A4: '調查表系統', A5: '技工工友駕駛及駐衛警線上填報系統' },
  categories: { 'A5 use': { name: '使用', nameEn: 'Use' }, 'A4 use': { name: '使用', nameEn: 'Use' } },
  groups: { 'kaohsiung-survey': '高雄調查小組' },
  persons: { 7: '吳淑芬' },
}
const supervisor: Telling['teller'] = { by: 'person', name: '王建國', office: 'hrSupervisor', agency: OFFICE }

const dated = { from: '2026-11-23', to: '2027-06-30', reason: null }
const told: { told: Told; teller?: Telling['teller'] }[] = [
  {
    told: {
      ...dated, kind: 'grant.given', agency: SECRETARIAT, application: 'A5', category: 'use', reason: '承辦人員請假期間之職務代理',
    },
  },
  {
    told: { ...dated, kind: 'grant.suspended', agency: SECRETARIAT, application: 'A4', category: 'use' },
    teller: { by: 'system', name: null, office: null, agency: null },
  },
  {
    told: {
      ...dated, kind: 'grant.proposed', agency: SECRETARIAT, application: 'A4', category: 'use', person: '7', path: '/manage/grants',
    },
  },
  { told: { ...dated, kind: 'group.member-added', agency: OFFICE, group: 'kaohsiung-survey', to: null, reason: '長期參與調查' } },
  {
    told: {
      ...dated, kind: 'duty-request.agreed', acting: OFFICE, served: '397070100Y', applications: ['A2', 'A4'], note: '同意，請儘速辦理。',
      reason: '學校編制內無人事人員',
    },
  },
  {
    told: {
      kind: 'move.own', counts: { 'grant.suspended': 3, 'membership.suspended': 1, 'delegation.ended': 1 }, applications: ['A4', 'A5'],
      agencies: [SECRETARIAT, OFFICE], decideBy: '2026-12-07', reason: null,
    },
    teller: { by: 'system', name: null, office: null, agency: null },
  },
  {
    told: { ...dated, kind: 'delegation.ended', agency: OFFICE, to: '2026-11-23' },
    teller: { by: 'agencyCard', name: null, office: null, agency: OFFICE },
  },
]

function page(unread: number, paging: Partial<NoticePage> = {}): NoticePage {
  return {
    previous: null, next: null, newest: String(told.length), ...paging,
    notices: told.map(({ told: one, teller = supervisor }, at) => ({
      id: String(told.length - at), at: new Date(Date.UTC(2026, 10, 23 - at, 1, 20)), unread: at < unread,
      telling: { told: one, teller, names },
    })),
  }
}
const none: NoticePage = { notices: [], previous: null, next: null, newest: null }

const post: RecordedPost = {
  id: '2', agency: SECRETARIAT, agencyName: '高雄市政府秘書處', kind: 'appointment', unit: '文書科', title: '科員', staffCategory: '01',
  supervisorLevel: '', nature: '', rank: '委任第五職等或薦任第六職等至第七職等', jobSeries: '綜合行政', section: '', from: '2020-01-16', to: null,
}
const record: MyRecord = {
  name: '吳淑芬', nationalIdMasked: 'A22****789', birthDate: '1985-03-09', email: 'wu.employee@ecpa.example',
  posts: [
    post,
    { ...post, id: '3', kind: 'concurrent', unit: '', title: '幹事', nature: '5', rank: '', jobSeries: '', from: '2022-08-01' },
    { ...post, id: '1', unit: '總務科', title: '書記', from: '2014-05-01', to: '2020-01-15' },
  ],
}

const overview: Overview = {
  accountName: 'wu.employee', lastSignIn: new Date('2026-11-23T01:05:00Z'), sessions: 2, passwordAt: new Date('2026-03-02T01:00:00Z'),
  passwordBarred: false, passkeys: 1, email: 'wu.employee@ecpa.example', emailConfirmed: true, waitingEmail: null,
}

const show = (actor: PersonActor, notices: NoticePage, known = record, closes: string | null = null, account = overview): Show =>
  (request) => <MePage request={as(request, actor, '/me')} notices={notices} overview={account} record={known} closes={closes} />

export const pages = [
  gallery({
    name: 'me',
    states: {
      told: show(sampleActors.told, page(3)),
      read: show(sampleActors.employee, page(0)),
      paged: show(sampleActors.toldMuch, page(6, { previous: '9', next: '1' })),
      'nothing-told': show(sampleActors.employee, none),
      barred: show(sampleActors.employee, none, record, null, { ...overview, sessions: 1, passwordBarred: true, waitingEmail: 'wu.new@ecpa.example' }),
      'without-post': show(sampleActors.withoutPost, none, { ...record, email: null, posts: record.posts.slice(2) }, '2026-12-23'),
      'never-held-a-post': show(sampleActors.withoutPost, none, { ...record, posts: [] }),
    },
  }),
]
