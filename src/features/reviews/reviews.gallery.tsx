import { EMPTY_FORM, filledForm } from '../../web/form.ts'
import { gallery } from '../../web/gallery/gallery.ts'
import { as, sampleActors } from '../../web/gallery/sample-actors.ts'
import { EndEntriesPage } from './end-entries-page.tsx'
import { HandoverPage } from './handover-page.tsx'
import { NothingPage } from './nothing-page.tsx'
import { SuspendedPage } from './suspended-page.tsx'
import type { PersonActor } from '../../web/actor.ts'
import type { FormState } from '../../web/form.ts'
import type { Show } from '../../web/gallery/gallery.ts'
import type { FrameRequest } from '../../web/route.ts'
import type { DelegationEntry, DutyEntry, Entry, GrantEntry, MembershipEntry } from './entry.ts'
import type { HandoverView } from './handover-page.tsx'
import type { HandoverReview, PartCount } from './handover-reviews.ts'
import type { ReviewRequest } from './reviews-frame.tsx'

const works = { code: '397110000G', name: '高雄市政府工務局' }
const id = (at: number): string => `00000000-0000-4000-8000-${String(at).padStart(12, '0')}`
const common = {
  version: 1, agency: works, from: '2026-07-26', to: '2027-11-23', givenBy: '王建宏', state: 'active', ground: true, lapses: null,
  used: '2026-11-20', flags: [],
} as const
const person = (at: number) => ({ id: String(at), key: id(at), name: ['蔡佳蓉', '郭志強', '黃俊傑', '孫淑芬', '劉詩涵'][at % 5]! })
const post = { agency: works.code, agencyName: works.name, unit: '工程企劃科', title: '技士', held: true }

const grant = (at: number, more: Partial<GrantEntry> = {}): GrantEntry => ({
  ...common, kind: 'grant', id: id(at), person: person(at), post, application: { code: 'A5', name: '人事資料考核' },
  category: { code: 'use', name: '使用', nameEn: 'Use' }, reason: '承辦該項業務', flags: [], ...more,
})
const delegation: DelegationEntry = {
  ...common, kind: 'delegation', id: id(50), person: person(0), post, scope: null, byCard: false, reason: '人事室主任出缺', flags: [],
}
const duty: DutyEntry = {
  ...common, kind: 'duty', id: id(60), version: 0, acting: { code: '397210000A', name: '高雄市政府人事處' }, served: works, flags: [],
  applications: [{ code: 'A2', name: '人事資料統計' }, { code: 'D5', name: '待遇資料管理系統' }], reason: '人事室主任出缺期間兼辦', used: null,
}
const membership: MembershipEntry = {
  ...common, kind: 'membership', id: id(70), person: person(3), post: { ...post, held: false }, ground: false, state: 'suspended',
  lapses: '2026-12-01', group: { code: 'kaohsiung-survey', name: '高雄調查小組' }, applications: ['A4', 'A6'], reason: null, flags: [],
}
const entries: Entry[] = [
  delegation,
  { ...delegation, id: id(51), person: person(1), ground: false, to: null, reason: '長期協助辦理考績及獎懲案件之彙整', used: null },
  duty, grant(1), grant(2, { used: null, flags: [{ by: '李怡君', note: '交接清冊未列，已調任秘書處。' }] }),
  grant(3, { state: 'suspended', ground: false, lapses: '2026-11-27', post: { ...post, held: false } }),
  grant(4, { application: { code: 'A6', name: '考績管理' }, category: { code: 'use', name: '使用', nameEn: 'Use' } }),
]
const part = (kind: PartCount['kind'], application: string, name: string, total: number, left = total): PartCount =>
  ({ kind, application, name, total, left } as PartCount)
const parts = [
  part('delegation', '', '', 2), part('duty', '', '', 1), part('grant', 'A5', '人事資料考核', 34, 31), part('grant', 'A6', '考績管理', 12, 1),
]
const review: HandoverReview = {
  id: id(90), agency: works.code, agencyName: works.name, standing: 'hrSupervisor', opensOn: '2026-11-22', putOffUntil: null,
}
const posts = new Map([['3', [{ id: '1', text: '高雄市政府工務局工程企劃科技士' }, { id: '2', text: '高雄市政府工務局調查員' }]]])

const supervisor: PersonActor = { ...sampleActors.supervisor, authority: { ways: [] }, closedWays: sampleActors.supervisor.authority.ways }
const by = (request: FrameRequest, actor = sampleActors.supervisor): ReviewRequest => as(request, actor, '/manage/reviews')

const handover = (more: Partial<HandoverView> = {}, actor = supervisor): Show => (request) => (
  <HandoverPage
    request={by(request, actor)} review={review} others={[]} asked={{ shown: 'undecided', part: null, after: '' }}
    page={{ keys: [], parts, total: 35, before: 0, previous: null, next: null }}
    progress={{ total: 49, left: 35, kept: 12, ended: 2 }} entries={entries} kept={new Set()} posts={posts} since="2026-03-01"
    form={EMPTY_FORM} did={null} closed={false} {...more}
  />
)
const officer: PersonActor = { ...sampleActors.supervisor, authority: { ways: [] } }
const flagging = (form: FormState = EMPTY_FORM): Show => handover({ review: { ...review, standing: 'hr' }, form }, officer)
const problem: FormState = {
  ...filledForm({ entry: [`grant:${id(3)}:1`] }),
  problems: [{ field: null, message: '4 筆已保留，下列各筆沒有：' }, { field: null, message: '黃俊傑 A5：這位人員有多個現職，請選擇授權所依據的職務。（R-GRT-4）' }],
}

const suspendedOf = (listed: Entry[], more: { did?: { what: 'kept'; count: number } } = {}): Show => (request) => (
  <SuspendedPage
    request={by(request)} page={{ keys: [], total: listed.length, before: 0, previous: null, next: null }} entries={listed} posts={posts}
    since="2026-03-01" asked={{ agency: null, after: '' }} form={EMPTY_FORM} did={more.did ?? null} handover={false}
  />
)

export const pages = [
  gallery({
    name: 'reviews',
    states: {
      handover: handover(),
      'handover-closed': handover({ closed: true, others: [{ ...review, id: id(91), agencyName: '高雄市政府秘書處', standing: 'hr' }] }),
      'handover-kept': handover({ did: { what: 'kept', count: 4 }, asked: { shown: 'all', part: null, after: '' }, kept: new Set([`grant:${id(1)}`]) }),
      'handover-refused': handover({ form: problem }),
      'handover-put-off': handover({ review: { ...review, putOffUntil: '2026-11-30' } }, sampleActors.supervisor),
      'handover-all-decided': handover({ entries: [], progress: { total: 49, left: 0, kept: 45, ended: 4 } }),
      'handover-nothing': handover({ entries: [], progress: { total: 0, left: 0, kept: 0, ended: 0 } }),
      officer: flagging(),
      'officer-note-missing': flagging({ ...filledForm({ entry: [`grant:${id(1)}:1`] }), problems: [{ field: 'note', message: '請寫下提醒的內容。' }] }),
      'officer-done': (request) => <NothingPage request={by(request, officer)} did={{ what: 'completedHr', count: 0 }} />,
      ending: (request) => (
        <EndEntriesPage
          request={by(request, supervisor)} entries={entries.slice(0, 4)} losses={{ persons: 6, rights: 9, managers: 1 }}
          action="/manage/reviews/suspended" hidden={{}} cancel="/manage/reviews"
        />
      ),
      suspended: suspendedOf([grant(3, { state: 'suspended', lapses: '2026-11-23', ground: false }), membership]),
      'suspended-kept': suspendedOf([membership], { did: { what: 'kept', count: 2 } }),
      'suspended-none': suspendedOf([]),
    },
  }),
]
