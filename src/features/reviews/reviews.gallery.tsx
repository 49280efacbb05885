import { EMPTY_FORM, filledForm } from '../../web/form.ts'
import { gallery } from '../../web/gallery/gallery.ts'
import { as, sampleActors } from '../../web/gallery/sample-actors.ts'
import { CampaignPage } from './campaign-page.tsx'
import { CampaignsPage } from './campaigns-page.tsx'
import { EndEntriesPage } from './end-entries-page.tsx'
import { HandoverPage } from './handover-page.tsx'
import { NewCampaignPage, StartCampaignPage } from './new-campaign-page.tsx'
import { NothingPage } from './nothing-page.tsx'
import { CancelCampaignPage, ReportPage } from './report-page.tsx'
import { SuspendedPage } from './suspended-page.tsx'
import type { PersonActor } from '../../web/actor.ts'
import type { FormState } from '../../web/form.ts'
import type { Show } from '../../web/gallery/gallery.ts'
import type { FrameRequest } from '../../web/route.ts'
import type { CampaignView } from './campaign-page.tsx'
import type { ItemState, SeenCampaign } from './campaign-rows.ts'
import type { DelegationEntry, DutyEntry, Entry, GrantEntry, MembershipEntry } from './entry.ts'
import type { HandoverView } from './handover-page.tsx'
import type { EntryPage, HandoverReview, PartCount } from './handover-reviews.ts'
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
  ...common, kind: 'grant', id: id(at), person: person(at), post, audience: null, application: { code: 'A5', name: '人事資料考核' },
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
  ({ kind, application, name, total, left, kept: total - left } as PartCount)
const parts = [
  part('delegation', '', '', 2), part('duty', '', '', 1), part('grant', 'A5', '人事資料考核', 34, 31), part('grant', 'A6', '考績管理', 12, 1),
]
const listing = (progress = { total: 49, left: 35, kept: 12, ended: 2 }): EntryPage =>
  ({ keys: [], parts, progress, total: 35, before: 0, previous: null, next: null })
const review: HandoverReview = {
  id: id(90), agency: works.code, agencyName: works.name, standing: 'hrSupervisor', opensOn: '2026-11-22', putOffUntil: null,
}
const posts = new Map([['3', [{ id: '1', text: '高雄市政府工務局工程企劃科技士' }, { id: '2', text: '高雄市政府工務局調查員' }]]])

const supervisor: PersonActor = { ...sampleActors.supervisor, authority: { ways: [] }, closedWays: sampleActors.supervisor.authority.ways }
const by = (request: FrameRequest, actor = sampleActors.supervisor): ReviewRequest => as(request, actor, '/manage/reviews')

const handover = (more: Partial<HandoverView> = {}, actor = supervisor): Show => (request) => (
  <HandoverPage
    request={by(request, actor)} review={review} others={[]} asked={{ shown: 'undecided', part: null, after: '' }}
    page={listing()} entries={entries} kept={new Set()} posts={posts} since="2026-03-01"
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

const campaign: SeenCampaign = {
  id: id(80), title: '115 年度授權檢視', agency: { code: '397000000A', name: '高雄市政府' }, below: true, application: null,
  kinds: ['grant', 'membership', 'duty', 'delegation'], due: '2026-12-31', silence: 'end', note: '依資通安全稽核計畫辦理，離開業務者應結束。',
  startedBy: '1', starter: '王建宏', startedAt: new Date('2026-11-20T02:00:00Z'), dated: false, state: 'open',
  progress: { total: 1284, left: 402, kept: 801, ended: 81, silent: 0 },
}
const application: SeenCampaign = {
  ...campaign, id: id(81), title: 'A5 人事資料考核檢視', agency: null, below: false, application: { code: 'A5', name: '人事資料考核' },
  kinds: ['grant'], silence: 'keep', note: null, starter: '陳淑惠', due: '2026-11-24',
}
const over: SeenCampaign = {
  ...campaign, state: 'settled', due: '2026-06-30', progress: { total: 1284, left: 0, kept: 1100, ended: 130, silent: 54 },
}
const items = (more: Partial<ItemState> = {}): ItemState[] => entries.map(({ kind, id: of }) => ({
  kind, id: of, agency: works.code, application: null, decision: null, by: null, at: null, reason: null, dated: false, outcome: null, ...more,
}))
const wide: DutyEntry = {
  ...duty, applications: ['A1', 'A2', 'A3', 'A4', 'A5'].map((code) => ({ code, name: '人事資料統計' })),
}
const campaignPage = (more: Partial<CampaignView> = {}, listed: ItemState[] = items()): Show => (request) => (
  <CampaignPage
    request={by(request)} campaign={campaign} asked={{ shown: 'undecided', agency: null, after: '' }}
    page={{ items: listed, total: 402, before: 0, previous: null, next: 'grant:x' }}
    entries={entries.map((one) => (one === duty ? wide : one))} posts={posts} since="2026-03-01"
    form={EMPTY_FORM} did={null} mayCancel {...more}
  />
)
const wish = {
  title: campaign.title, agency: '397000000A', below: true, application: null, kinds: campaign.kinds, due: campaign.due, note: campaign.note,
}
const applications = [{ code: 'A4', name: '調查表系統' }, { code: 'A5', name: '人事資料考核' }]
const newForm = filledForm({ title: campaign.title, agency: '397000000A', below: 'yes', kinds: ['grant', 'duty'], due: '115/12/31', silence: 'end' })

export const pages = [
  gallery({
    name: 'campaigns',
    states: {
      list: (request) => <CampaignsPage request={by(request)} campaigns={[application, campaign]} past={false} more={false} handover={false} cancelled={false} />,
      past: (request) => (
        <CampaignsPage request={by(request)} campaigns={[over, { ...over, id: id(82), state: 'cancelled' }]} past more handover={false} cancelled />
      ),
      none: (request) => <CampaignsPage request={by(request)} campaigns={[]} past={false} more={false} handover={false} cancelled={false} />,
      new: (request) => (
        <NewCampaignPage request={by(request)} form={newForm} applications={applications} agency={{ name: '高雄市政府', nameEn: null }} />
      ),
      'new-wrong': (request) => (
        <NewCampaignPage
          request={by(request)} applications={applications} agency={null}
          form={{ ...newForm, problems: [{ field: 'due', message: '期限最早是明天。' }, { field: 'kinds', message: '請至少選擇一種檢視項目。' }] }}
        />
      ),
      start: (request) => (
        <StartCampaignPage
          request={by(request)} form={newForm} wish={{ ...wish, silence: 'end' }} named={campaign}
          counts={{ items: 1284, agencies: 37, elsewhere: 12, lasting: 3, kinds: { grant: 1190, membership: 40, duty: 31, delegation: 23 } }}
        />
      ),
      'start-keep': (request) => (
        <StartCampaignPage
          request={by(request)} form={newForm} wish={{ ...wish, silence: 'keep' }} named={campaign}
          counts={{ items: 1284, agencies: 37, elsewhere: 0, lasting: 3, kinds: { grant: 1284 } }}
        />
      ),
      one: campaignPage({ did: { what: 'started', count: 1284 } }),
      dated: campaignPage({ campaign: { ...campaign, dated: true, due: '2026-11-26' } }),
      refused: campaignPage({ form: { ...problem, problems: problem.problems } }),
      all: campaignPage({ asked: { shown: 'all', agency: works.code, after: '' } },
        items().map((item, at) => (at % 2 === 0 ? item : { ...item, decision: at === 1 ? 'end' : 'keep', by: '王建宏', at: new Date('2026-11-21T02:00:00Z'), reason: '已調離業務' }))),
      over: campaignPage({ campaign: over, mayCancel: false, asked: { shown: 'all', agency: null, after: '' } }, items({ outcome: 'ended' })),
      empty: campaignPage({ entries: [], page: { items: [], total: 0, before: 0, previous: null, next: null } }),
      report: (request) => (
        <ReportPage
          request={by(request)} campaign={over}
          agencies={[
            { agency: works.code, name: works.name, total: 49, left: 0, kept: 40, ended: 5, silent: 4, last: new Date('2026-06-28T02:00:00Z') },
            { agency: '397070100Y', name: '高雄市旗津區旗津國民小學', total: 3, left: 0, kept: 0, ended: 0, silent: 3, last: null },
          ]}
        />
      ),
      cancel: (request) => <CancelCampaignPage request={by(request)} campaign={{ ...campaign, dated: true }} />,
    },
  }),
  gallery({
    name: 'reviews',
    states: {
      handover: handover(),
      'handover-closed': handover({ closed: true, others: [{ ...review, id: id(91), agencyName: '高雄市政府秘書處', standing: 'hr' }] }),
      'handover-kept': handover({ did: { what: 'kept', count: 4 }, asked: { shown: 'all', part: null, after: '' }, kept: new Set([`grant:${id(1)}`]) }),
      'handover-refused': handover({ form: problem }),
      'handover-put-off': handover({ review: { ...review, putOffUntil: '2026-11-30' } }, sampleActors.supervisor),
      'handover-all-decided': handover({ entries: [], page: listing({ total: 49, left: 0, kept: 45, ended: 4 }) }),
      'handover-nothing': handover({ entries: [], page: listing({ total: 0, left: 0, kept: 0, ended: 0 }) }),
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
