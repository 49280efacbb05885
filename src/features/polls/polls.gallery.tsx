import { filledForm, EMPTY_FORM } from '../../web/form.ts'
import { gallery } from '../../web/gallery/gallery.ts'
import { as, sampleActors } from '../../web/gallery/sample-actors.ts'
import { newForm, refusalProblem } from './editor-form.ts'
import { EndPollPage, ManagedPollPage, ManagedPollsPage, NewPollPage } from './managed-pages.tsx'
import { messages } from './messages.ts'
import { PollPage, PollsPage } from './poll-pages.tsx'
import { LIST_PATH, MANAGE_POLLS_PATH, managedPollPath, pollPath } from './slice.ts'
import type { Show } from '../../web/gallery/gallery.ts'
import type { Actor } from '../../web/actor.ts'
import type { FormState } from '../../web/form.ts'
import type { Poll, PollResult, PollsPage as Found, Shown } from './poll-rows.ts'

const kaohsiung = { code: '397000000A', name: '高雄市政府', nameEn: 'Kaohsiung City Government' }
const office = { code: '397210000A', name: '高雄市政府人事處', nameEn: 'Personnel Department, Kaohsiung City Government' }

const open: Poll = {
  id: '00000000-0000-4000-8000-0000000000b1', agency: office, question: '年度人事業務講習以哪一種方式辦理？',
  about: '請依各機關實際業務需要選擇。\n結果供排定明年度課程參考。', mostChoices: 1, voters: 214,
  audience: { agency: kaohsiung.code, below: true, standing: 'hr' }, audienceAgency: kaohsiung,
  opensAt: new Date('2026-11-20T01:00:00Z'), closesAt: new Date('2099-12-31T16:00:00Z'), endedAt: null,
  choices: ['實體課程', '視訊課程', '實體與視訊並行，由各機關自行決定參加方式', '數位學習'].map((label, at) => ({ position: at + 1, label })),
}
const over: Poll = { ...open, id: '00000000-0000-4000-8000-0000000000b2', closesAt: new Date('2026-11-21T16:00:00Z') }
const counted: PollResult = { choices: open.choices.map((one, at) => ({ ...one, votes: [58, 41, 115, 0][at]! })), voters: open.voters }
const several: Poll = { ...open, mostChoices: 2, agency: null, audience: { agency: null, below: true, standing: null }, audienceAgency: null }
const all: Found = { polls: [open, { ...several, question: '人事服務網首頁希望增加哪些資訊？' }], next: open.id }

const list = (actor: Actor | null, shown: Shown, page: Found): Show => (request) =>
  <PollsPage request={{ ...request, actor, path: LIST_PATH }} shown={shown} page={page} first />
const one = (
  actor: Actor | null, poll: Poll, { voted = false, result = null, form = EMPTY_FORM }: { voted?: boolean; result?: PollResult | null; form?: FormState } = {},
): Show =>
  (request) => <PollPage request={{ ...request, actor, path: pollPath(poll.id) }} poll={poll} result={result} voted={voted} form={form} />
const managed = (page: Found): Show => (request) =>
  <ManagedPollsPage request={as(request, sampleActors.supervisor, MANAGE_POLLS_PATH)} desk={{ agency: office }} page={page} first />
const editor = (form: FormState): Show => (request) =>
  <NewPollPage request={as(request, sampleActors.supervisor, `${MANAGE_POLLS_PATH}/new`)} desk={{ agency: office }} form={form} audience={office} />
const desk = (poll: Poll, result: PollResult | null = null, done: 'saved' | 'ended' | null = null): Show => (request) =>
  <ManagedPollPage request={as(request, sampleActors.supervisor, managedPollPath(poll.id))} poll={poll} result={result} done={done} />
const end = (poll: Poll): Show => (request) =>
  <EndPollPage request={as(request, sampleActors.supervisor, managedPollPath(poll.id))} poll={poll} form={EMPTY_FORM} />

const planned = { ...open, opensAt: new Date('2099-01-01T00:00:00Z') }

export const pages = [
  gallery({
    name: 'polls',
    states: {
      list: list(sampleActors.supervisor, 'open', all),
      over: list(sampleActors.employee, 'over', { polls: [over], next: null }),
      empty: list(sampleActors.employee, 'open', { polls: [], next: null }),
      'empty-signed-out': list(null, 'over', { polls: [], next: null }),
      'one-choice': one(sampleActors.supervisor, open),
      'several-choices': one(sampleActors.employee, several),
      'signed-out': one(null, several),
      voted: one(sampleActors.supervisor, open, { voted: true }),
      result: one(sampleActors.supervisor, over, { voted: true, result: counted }),
      'too-few': one(sampleActors.supervisor, over, { result: { ...counted, voters: 3 } }),
      error: one(sampleActors.employee, several, {
        form: { ...filledForm({ choice: ['1', '2', '3'] }), problems: [{ field: 'choice', message: messages('zh-TW').refused.tooManyChosen }] },
      }),
    },
  }),
  gallery({
    name: 'polls-managed',
    states: {
      list: managed({ polls: [planned, open, over, { ...open, endedAt: open.opensAt }], next: null }),
      empty: managed({ polls: [], next: null }),
      new: editor(newForm(office.code)),
      error: editor({
        ...newForm(office.code),
        problems: [refusalProblem('belowOutside', 'zh-TW'), refusalProblem('fewChoices', 'zh-TW'), refusalProblem('withdrawFirst', 'zh-TW')],
      }),
      open: desk(open, null, 'saved'),
      over: desk(over, counted, 'ended'),
      never: desk({ ...planned, endedAt: new Date('2026-11-21T01:00:00Z') }),
      end: end(open),
      'end-planned': end(planned),
    },
  }),
]
