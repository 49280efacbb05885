import { EMPTY_FORM, filledForm } from '../../web/form.ts'
import { gallery } from '../../web/gallery/gallery.ts'
import { as, sampleActors } from '../../web/gallery/sample-actors.ts'
import { DecidePage } from './decide-page.tsx'
import { faultSentence } from './fault-messages.ts'
import { FaultsPage } from './faults-page.tsx'
import { actsOn } from './feed-acts.ts'
import { FeedPage } from './feed-page.tsx'
import { FeedsPage } from './feeds-page.tsx'
import { FeedEffect } from './preview-effect.tsx'
import { UploadPage } from './upload-page.tsx'
import type { FormState } from '../../web/form.ts'
import type { Show } from '../../web/gallery/gallery.ts'
import type { FrameRequest } from '../../web/route.ts'
import type { FeedAct } from './feed-acts.ts'
import type { FeedDone, FeedPageProps } from './feed-page.tsx'
import type { CentralRequest } from './feed-parts.tsx'
import type { FeedFilter, FeedPage as Listed, ListedFeed } from './list-feeds.ts'
import type { ListedFault } from './list-faults.ts'
import type { FeedPreview } from './preview-feed.ts'
import type { ShownFeed } from './shown-feed.ts'

const central = (request: FrameRequest, path: string): CentralRequest => as(request, sampleActors.central, path)
const me = sampleActors.central.personId
const chen = { name: '陳淑惠', accountName: 'chen.central' }
const ho = { name: '何志成', accountName: 'ho.central' }
const at = (time: string): Date => new Date(`2026-11-23T${time}:00+08:00`)
const counts = { newPersons: 1_204, changedPersons: 318, joins: 2_377, changes: 4_810, ends: 2_091 }

const feed: ShownFeed = {
  id: '214', kind: 'snapshot', state: 'ready', source: '全國人事資料-1151123.csv.gz', format: 'csv', bytes: 12_480_113,
  sha256: '9f2feb0f1ef425b292f2f94bcbb1d0f0b5b1a1e62dcd2d0fd1d4a1b1d0c8a7e3', asOf: '2026-11-23', atOnce: false, submittedBy: me, by: chen,
  via: '/manage/feeds', receivedAt: at('09:02'), gone: false, stage: null, done: 0, total: null, rows: 702_118, rejectedRows: 37, counts,
  refusal: null, heldFor: null, baseId: '213', renewedAt: null, undoesId: null, undoneBy: null, decidedBy: null, decider: null,
  decidedAt: null, note: null, appliedAt: null, isLast: false,
}
const waiting = { rows: 0, rejectedRows: 0, counts: null, sha256: null, bytes: 0 }
const receiving: ShownFeed = {
  ...feed, ...waiting, state: 'receiving', stage: 'receive', rows: 184_200, bytes: 3_300_000, done: 3_300_000, total: 12_480_113, format: null,
}
const held: ShownFeed = {
  ...feed, state: 'held', counts: { ...counts, ends: 31_442 }, heldFor: [
    { code: 'cutsShort', cutShort: 31_442, openPosts: 702_005 },
    { code: 'lastOfficers', count: 104, agencies: [{ agency: '397210000A', officers: 14 }, { agency: '397040000E', officers: 3 }, { agency: '397070100Y', officers: 1 }] },
    { code: 'olderThanApplied', asOf: '2026-11-20', lastSnapshot: '2026-11-22' },
    { code: 'lastCentral', count: 2 },
  ],
}
const applied: ShownFeed = { ...feed, state: 'applied', decidedBy: me, decider: chen, decidedAt: at('09:20'), appliedAt: at('09:21'), isLast: true }
const undo: ShownFeed = {
  ...feed, id: '215', kind: 'undo', source: feed.source, format: null, bytes: 0, sha256: null, rows: 0, rejectedRows: 0, undoesId: '214',
}

const fault = (line: number, column: ListedFault['column'], code: ListedFault['code'], detail: ListedFault['detail'] = {}): ListedFault =>
  ({ id: String(line), line, column, code, detail, says: faultSentence(code, detail) })
const faults = [
  fault(1_204, 'national_id', 'idCheckDigit'), fault(1_377, 'agency_code', 'agencyUnknown', { value: 'X00000000X' }),
  fault(25_001, 'to', 'endsBeforeItBegins'), fault(25_001, 'birth_date', 'notADay', { value: '79/13/01' }),
  fault(700_113, null, 'postTwice', { lines: '700112, 700113' }),
]
const agencies = new Map([['397210000A', '高雄市政府人事處'], ['397040000E', '高雄市政府教育局'], ['397070100Y', '高雄市旗津區旗津國民小學']])

const preview: FeedPreview = {
  day: '2026-11-23', countedAt: at('09:05'),
  effects: [
    { day: '2026-11-23', what: 'joining', count: 1_204 }, { day: '2026-11-23', what: 'moving', count: 877 },
    { day: '2026-11-23', what: 'leaving', count: 991 }, { day: '2026-11-23', what: 'grantsSuspended', count: 412 },
    { day: '2026-11-23', what: 'delegationsEnded', count: 9 }, { day: '2026-12-01', what: 'leaving', count: 12 },
  ],
  access: [
    { day: '2026-11-23', application: 'A4', side: 'gained', active: true, people: 61, whole: 55, rights: 61 },
    { day: '2026-11-23', application: 'A4', side: 'lost', active: true, people: 70, whole: 64, rights: 82 },
    { day: '2026-11-23', application: 'D6', side: 'gained', active: false, people: 1_204, whole: 1_204, rights: 1_204 },
  ],
  officers: [{ day: '2026-11-23', officersGained: 61, officersLost: 70, supervisorsGained: 8, supervisorsLost: 11 }],
  agencies: [{ day: '2026-11-23', agency: '397070100Y', officer: true, supervisor: true, manager: true, delegates: 0 }],
}

const applications = new Map([['A4', '調查表系統'], ['D6', '終身學習入口網']])
const shown = (one: ShownFeed, more: Partial<FeedPageProps> = {}): Show => (request) => (
  <FeedPage
    request={central(request, `/manage/feeds/${one.id}`)} feed={one} acts={actsOn(one, me)} agencies={agencies}
    effect={one.counts === null ? null
      : (
        <FeedEffect
          language={request.language} feed={one.id} preview={preview} names={applications} today="2026-11-23"
          waits={one.state === 'ready' || one.state === 'held'}
        />)}
    deciders={[{ personId: '9', ...ho }]} faults={one.rejectedRows > 0 ? faults : []} done={null} refused={null} {...more}
  />
)
const done = (one: ShownFeed, what: FeedDone): Show => shown(one, { done: what })
const asks = (one: ShownFeed, act: FeedAct, form: FormState = EMPTY_FORM): Show => (request) =>
  <DecidePage request={central(request, `/manage/feeds/${one.id}/${act}`)} feed={one} act={act} form={form} preview={act === 'undo' ? null : preview} />

const listed: ListedFeed[] = ([
  receiving, { ...feed, ...waiting, state: 'received', id: '218', rows: 702_118 }, { ...feed, atOnce: true, id: '217', decidedBy: me },
  feed, { ...held, id: '213' }, { ...applied, id: '212' }, { ...undo, state: 'applied', id: '211' },
  { ...feed, ...waiting, state: 'refused', id: '210' }, { ...feed, state: 'rejected', id: '209' },
  { ...feed, ...waiting, state: 'interrupted', id: '208', via: 'client personnel-system', by: null },
  { ...applied, id: '207', via: 'ecpa import people', by: null, counts: { newPersons: 0, changedPersons: 0, joins: 0, changes: 0, ends: 0 } },
] satisfies ShownFeed[]).map(({ decidedBy, state, ...one }) => ({ ...one, state, decided: decidedBy !== null && state === 'ready' }))

const filter: FeedFilter = { shown: 'all', kind: null, sort: 'received', descending: true }
const list = (page: Listed): Show => (request) => <FeedsPage request={central(request, '/manage/feeds')} filter={filter} shown={page} />
const form = (state: FormState): Show => (request) => <UploadPage request={central(request, '/manage/feeds/new')} form={state} />
const typed = filledForm({ kind: 'delta', asOf: '明天' })

export const pages = [
  gallery({
    name: 'feeds',
    states: {
      'list': list({ feeds: listed, total: 1_862, before: 50, previous: '', next: '207' }),
      'list-empty': list({ feeds: [], total: 0, before: 0, previous: null, next: null }),
      'upload': form(filledForm({ kind: 'snapshot', asOf: '115/11/23' })),
      'upload-wrong': form({
        ...typed, problems: [{ field: 'asOf', message: '看不懂這個日期，請依「115/11/23」或「2026-11-23」的格式填寫' }, { field: 'file', message: '請選擇檔案' }],
      }),
    },
  }),
  gallery({
    name: 'feed',
    states: {
      'receiving': shown(receiving),
      'checking': shown({ ...feed, state: 'received', counts: null, stage: 'compare', done: 3, total: 8 }),
      'nobody-at-work': shown({ ...feed, state: 'received', counts: null, gone: true }),
      'refused': shown({ ...feed, ...waiting, state: 'refused', refusal: { code: 'columnsUnknown', columns: [{ name: 'nane', nearest: 'name' }] } }),
      'interrupted': shown({ ...feed, ...waiting, state: 'interrupted', refusal: { code: 'brokenOff' } }),
      'given-up': shown({ ...feed, state: 'interrupted', refusal: { code: 'failed' } }),
      'brought-already': shown({ ...feed, state: 'refused', counts: null, rejectedRows: 0, refusal: { code: 'broughtAlready', feed: '213' } }),
      'ready': shown(feed),
      'ready-renewed': shown({ ...feed, renewedAt: at('10:00') }),
      'nothing-new': shown({ ...feed, rejectedRows: 0, counts: { newPersons: 0, changedPersons: 0, joins: 0, changes: 0, ends: 0 } }),
      'applying': done({ ...feed, decidedBy: me, decider: chen, decidedAt: at('09:20'), stage: 'apply', done: 2, total: 8 }, 'apply'),
      'held-mine': shown(held),
      'held-other': shown({ ...held, submittedBy: '9', by: ho }),
      'held-nobody': shown(held, { deciders: [] }),
      'held-own-refused': shown(held, { refused: 'ownFeed' }),
      'applied': shown(applied),
      'undone': shown({ ...applied, isLast: false, undoneBy: { id: '215', state: 'applied' } }),
      'undo-ready': done(undo, 'undo'),
      'rejected': done({ ...held, state: 'rejected', decidedBy: '9', decider: ho, decidedAt: at('11:00'), note: '漏送高雄市，請重新產製。' }, 'reject'),
      'asks-apply': asks(feed, 'apply'),
      'asks-approve': asks({ ...held, submittedBy: '9' }, 'approve'),
      'asks-reject-wrong': asks(held, 'reject', { typed: {}, problems: [{ field: 'note', message: '請填寫說明。' }] }),
      'asks-undo': asks(applied, 'undo'),
      'faults': (request) => (
        <FaultsPage
          request={central(request, '/manage/feeds/214/faults')} feed={feed} code={null}
          counts={faults.map(({ code, column }, n) => ({ code, column, rows: 20 - n }))} faults={{ faults, total: 112, next: '700113.9' }}
        />
      ),
    },
  }),
]
