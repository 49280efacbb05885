import { EMPTY_FORM, filledForm } from '../../web/form.ts'
import { gallery } from '../../web/gallery/gallery.ts'
import { as, sampleActors } from '../../web/gallery/sample-actors.ts'
import {
  BlockedPage, BlockPage, DeletePage, GreetingsPage, ReceivedPage, SentPage, TakeBackPage,
} from './greeting-pages.tsx'
import { messages } from './messages.ts'
import { BLOCKED_PATH, DRAFT_PATH, LIST_PATH, PREVIEW_PATH, receivedPath, RECEIVERS_PATH, sentPath } from './slice.ts'
import { draftForm, receiversProblem, sendingProblem } from './writing-form.ts'
import { writingMessages } from './writing-messages.ts'
import { DiscardPage, PreviewPage, ReceiversPage, WritePage } from './writing-pages.tsx'
import type { Show } from '../../web/gallery/gallery.ts'
import type { FormState } from '../../web/form.ts'
import type { FrameRequest } from '../../web/route.ts'
import type { Colleague } from './colleagues.ts'
import type { OwnDraft, Receiver } from './draft.ts'
import type { FoundPage } from './find-receivers.ts'
import type { Received, ReceivedHead, Sent, SentHead } from './greeting-rows.ts'

const office = { code: '397210000A', name: '高雄市政府人事處', nameEn: 'Personnel Department, Kaohsiung City Government' }
const school = {
  code: '397070100Y', name: '國立高雄大學附屬高級中學籌備處暨高雄市旗津區旗津國民小學附設幼兒園聯合辦公室', nameEn: null,
}
const works = { code: '397110000G', name: '高雄市政府工務局', nameEn: 'Public Works Bureau, Kaohsiung City Government' }

const chen: Colleague = { name: '陳美華', agency: office }
const long: Colleague = { name: '達努巴克．拉歌拉格．伊斯坦大．帕拉夫．布農．索阿紀', agency: school }
const left: Colleague = { name: '林志明', agency: null }
const self: Colleague = { name: '吳淑芬', agency: { code: '397010000A', name: '高雄市政府秘書處', nameEn: null } }

const WORDS = '美華：\n\n一年來謝謝您在文書上的指點，\n祝您生日快樂，健康平安！\n\n秘書處文書科全體'
const LONG_WORDS = '敬祝佳節愉快，闔家平安。'.repeat(41).slice(0, 500)

const receivers: Receiver[] = [chen, long, { name: '王小明', agency: works }].map((colleague, at) => ({ place: at + 1, colleague }))
const draft: OwnDraft = {
  id: '00000000-0000-4000-8000-0000000000c1', version: 4, picture: 'birthday', words: WORDS, deliverOn: null, receivers,
}
const found: FoundPage = {
  name: '美華', agency: '', query: '00000000-0000-4000-8000-0000000000c2', more: false,
  people: [
    { at: 1, colleague: chen, chosen: true }, { at: 2, colleague: { name: '張美華', agency: works }, chosen: false },
    { at: 3, colleague: { ...long, name: '伊斯坦大．美華．帕拉夫．布農．索阿紀．拉歌拉格' }, chosen: false },
  ],
}
const crowd: FoundPage = {
  ...found, name: '淑芬', more: true,
  people: Array.from({ length: 20 }, (_, at) => ({
    at: at + 1, chosen: false, colleague: { name: `${'陳林黃張李王吳劉蔡楊'[at % 10]}淑芬`, agency: at % 3 === 0 ? office : works },
  })),
}

const received: ReceivedHead[] = [
  { id: '00000000-0000-4000-8000-0000000000d1', picture: 'birthday', colleague: chen, arrivedAt: new Date('2026-11-23T00:00:00Z'), unread: true },
  { id: '00000000-0000-4000-8000-0000000000d2', picture: 'mid-autumn', colleague: long, arrivedAt: new Date('2026-09-25T00:00:00Z'), unread: false },
  { id: '00000000-0000-4000-8000-0000000000d3', picture: 'retirement', colleague: left, arrivedAt: new Date('2026-07-16T02:31:00Z'), unread: false },
]
const card: Received = { ...received[0]!, words: WORDS, blocked: false }

const head = { picture: 'birthday', deliverOn: '2026-11-23', receivers: 3, deliveredAt: null, missed: null, takenBackAt: null } as const
const sent: SentHead[] = [
  { ...head, id: '00000000-0000-4000-8000-0000000000e1', picture: 'winter-solstice', deliverOn: '2026-12-22', receivers: 50, first: chen.name },
  { ...head, id: '00000000-0000-4000-8000-0000000000e2', first: long.name, deliveredAt: new Date('2026-11-23T00:00:00Z'), missed: 1 },
  { ...head, id: '00000000-0000-4000-8000-0000000000e3', picture: 'thanks', receivers: 1, first: chen.name, deliveredAt: new Date('2026-11-20T00:00:00Z'), missed: 0 },
  { ...head, id: '00000000-0000-4000-8000-0000000000e4', picture: 'promotion', first: chen.name, takenBackAt: new Date('2026-11-19T00:00:00Z') },
]
const sentCard = (which: SentHead): Sent => ({ ...which, words: WORDS, colleague: self, to: receivers.slice(0, Math.min(which.receivers, 3)) })

const show = (path: string, page: (request: FrameRequest) => ReturnType<Show>): Show => (request) => page(as(request, sampleActors.employee, path))
const write = (form: (request: FrameRequest) => FormState, begun = false): Show =>
  show(DRAFT_PATH, (request) => <WritePage request={request} form={form(request)} begun={begun} />)
const find = (page: FoundPage | null, of: OwnDraft, problems: (request: FrameRequest) => FormState['problems'] = () => []): Show =>
  show(RECEIVERS_PATH, (request) => {
    const form = page === null ? EMPTY_FORM : filledForm({ name: page.name, agency: page.agency })
    return <ReceiversPage request={request} draft={of} found={page} form={{ ...form, problems: problems(request) }} />
  })
const preview = (of: OwnDraft, problems: (request: FrameRequest) => FormState['problems'] = () => []): Show =>
  show(PREVIEW_PATH, (request) => <PreviewPage request={request} draft={of} from={self} form={{ ...EMPTY_FORM, problems: problems(request) }} />)
const sentPage = (which: SentHead, done: 'sent' | 'takenBack' | null = null): Show =>
  show(sentPath(which.id), (request) => <SentPage request={request} card={sentCard(which)} done={done} />)

const LIMITS = { cards: 20, receivers: 200 }

export const pages = [
  gallery({
    name: 'greetings',
    states: {
      'none': show(LIST_PATH, (request) => (
        <GreetingsPage request={request} listed={{ shown: 'received', page: { greetings: [], next: null } }} first draft={false} done={null} keptDays={365} />
      )),
      'received': show(LIST_PATH, (request) => (
        <GreetingsPage request={request} listed={{ shown: 'received', page: { greetings: received, next: received[2]!.id } }} first draft={false} done={null} keptDays={365} />
      )),
      'sent': show(LIST_PATH, (request) => (
        <GreetingsPage request={request} listed={{ shown: 'sent', page: { greetings: sent, next: null } }} first draft done={null} keptDays={365} />
      )),
      'sent-none': show(LIST_PATH, (request) => (
        <GreetingsPage request={request} listed={{ shown: 'sent', page: { greetings: [], next: null } }} first draft={false} done="discarded" keptDays={365} />
      )),
      'opened': show(receivedPath(card.id), (request) => <ReceivedPage request={request} card={card} done={null} />),
      'opened-long': show(receivedPath(card.id), (request) => (
        <ReceivedPage request={request} card={{ ...card, picture: 'mid-autumn', words: LONG_WORDS, colleague: long, blocked: true }} done={null} />
      )),
      'delete': show(receivedPath(card.id), (request) => <DeletePage request={request} id={card.id} />),
      'block': show(receivedPath(card.id), (request) => <BlockPage request={request} card={card} problems={[]} />),
      'block-too-many': show(receivedPath(card.id), (request) => (
        <BlockPage request={request} card={card} problems={[{ field: null, message: messages(request.language).refused.manyBlocked }]} />
      )),
      'blocked-just-now': show(receivedPath(card.id), (request) => <ReceivedPage request={request} card={{ ...card, blocked: true }} done="blocked" />),
      'blocked': show(BLOCKED_PATH, (request) => (
        <BlockedPage
          request={request} done={null}
          blocked={[chen, long, left].map((colleague, at) => ({ id: received[at]!.id, colleague, blockedAt: new Date('2026-11-20T02:00:00Z') }))}
        />
      )),
      'blocked-none': show(BLOCKED_PATH, (request) => <BlockedPage request={request} done="unblocked" blocked={[]} />),
      'sent-now': sentPage({ ...sent[1]!, deliveredAt: null, missed: null }, 'sent'),
      'sent-for-later': sentPage({ ...sent[0]!, receivers: 3 }, 'sent'),
      'sent-missed': sentPage(sent[1]!),
      'taken-back': sentPage(sent[3]!, 'takenBack'),
      'take-back': show(sentPath(sent[0]!.id), (request) => <TakeBackPage request={request} card={sentCard(sent[0]!)} problems={[]} />),
      'take-back-too-late': show(sentPath(sent[0]!.id), (request) => (
        <TakeBackPage request={request} card={sentCard(sent[0]!)} problems={[{ field: null, message: messages(request.language).refused.deliveredAlready }]} />
      )),
    },
  }),
  gallery({
    name: 'greeting-writing',
    states: {
      'new': write(() => EMPTY_FORM),
      'begun': write(({ language }) => draftForm({ ...draft, deliverOn: '2026-12-22' }, language), true),
      'problems': write(({ language }) => {
        const m = writingMessages(language)
        return {
          ...filledForm({ words: '', deliverOn: '114/1/1' }),
          problems: [
            { field: 'picture', message: m.problems.picture }, { field: 'words', message: m.problems.words },
            { field: 'deliverOn', message: m.refused.dayPast },
          ],
        }
      }),
      'no-receivers': find(null, { ...draft, receivers: [] }),
      'found': find(found, { ...draft, receivers: receivers.slice(0, 1) }),
      'found-many': find(crowd, draft),
      'found-nobody': find({ ...found, people: [] }, draft),
      'too-often': find(null, draft, ({ language }) => [receiversProblem('manySearches', 60, language)]),
      'full': find(found, draft, ({ language }) => [receiversProblem('full', 60, language)]),
      'preview': preview(draft),
      'preview-for-later': preview({ ...draft, picture: 'lunar-new-year', words: LONG_WORDS, deliverOn: '2027-02-06' }),
      'too-many-today': preview(draft, ({ language }) => [sendingProblem('manyCards', LIMITS, language)]),
      'too-many-receivers': preview(draft, ({ language }) => [sendingProblem('manyReceivers', LIMITS, language)]),
      'discard': show(`${DRAFT_PATH}/discard`, (request) => <DiscardPage request={request} draft={draft} />),
    },
  }),
]
