// The addresses by which a card is written. They name no card: everybody writes one at a time, and reaches no other.
import { z } from 'zod'
import { refusedDay } from '../../core/greetings.ts'
import { requestOrigin } from '../../store/request-origin.ts'
import { addressOf } from '../../web/address.ts'
import { EMPTY_FORM, filledForm, versionField } from '../../web/form.ts'
import { page, problem, redirect, refused } from '../../web/reply.ts'
import { route } from '../../web/route.ts'
import { colleagueAt } from './colleagues.ts'
import { addReceiver, discardDraft, findDraft, removeReceiver, saveDraft } from './draft.ts'
import { foundReceivers, lookForReceivers } from './find-receivers.ts'
import { sendGreeting } from './send-greeting.ts'
import { DRAFT_PATH, LIST_PATH, PREVIEW_PATH, RECEIVERS_PATH, sentPath } from './slice.ts'
import { addingShape, draftForm, findingShape, receiversProblem, removingShape, sendingProblem, writingShape } from './writing-form.ts'
import { writingMessages } from './writing-messages.ts'
import { DiscardPage, PreviewPage, RECEIVERS_DONE, ReceiversPage, WritePage } from './writing-pages.tsx'
import type { PersonActor } from '../../web/actor.ts'
import type { FormState } from '../../web/form.ts'
import type { Reply } from '../../web/reply.ts'
import type { FrameRequest, Route } from '../../web/route.ts'
import type { GreetingSlice } from './slice.ts'

/** A request of somebody who is a person. */
export type PersonRequest = FrameRequest & { actor: PersonActor }

const draftOf = (slice: GreetingSlice, { actor }: PersonRequest) => findDraft(slice, slice.database.read, actor.personId)

async function writePage(slice: GreetingSlice, request: PersonRequest, typed: FormState | null): Promise<Reply> {
  const draft = await draftOf(slice, request)
  const form = typed ?? (draft === null ? EMPTY_FORM : draftForm(draft, request.language))
  return page(<WritePage request={request} form={form} begun={draft !== null} />)
}

async function receiversPage(
  slice: GreetingSlice, request: PersonRequest,
  { query, typed, done }: { query?: string | undefined; typed?: FormState; done?: (typeof RECEIVERS_DONE)[number] | undefined },
): Promise<Reply> {
  const draft = await draftOf(slice, request)
  if (draft === null) return redirect(DRAFT_PATH)
  const found = query === undefined ? null : await foundReceivers(slice.database.read, request.actor.sessionId, query, draft.id)
  const search = found === null ? EMPTY_FORM : filledForm({ name: found.name, agency: found.agency })
  // A row's button that was refused brings no search of its own.
  const form = typed === undefined ? search : 'name' in typed.typed ? typed : { ...search, problems: typed.problems }
  return page(<ReceiversPage request={request} draft={draft} form={form} found={found} done={done ?? null} />)
}

async function previewPage(slice: GreetingSlice, request: PersonRequest, form: FormState): Promise<Reply> {
  const draft = await draftOf(slice, request)
  if (draft === null) return redirect(DRAFT_PATH)
  if (draft.receivers.length === 0 && form.problems.length === 0) return redirect(RECEIVERS_PATH)
  const { personId, chosen } = request.actor
  const from = await colleagueAt(slice.database.read, personId, chosen?.agencyCode ?? null)
  return page(<PreviewPage request={request} draft={draft} from={from} form={form} />)
}

function writeRoutes(slice: GreetingSlice): Route[] {
  return [
    route({ method: 'GET', path: DRAFT_PATH, act: 'person', handle: (request) => writePage(slice, request, null) }),
    route({
      method: 'POST', path: DRAFT_PATH, act: 'person', form: writingShape,
      handle: async ({ form, actor, today, language }) => {
        const bar = refusedDay(form.deliverOn, today)
        if (bar !== null) return refused([{ field: 'deliverOn', message: writingMessages(language).refused[bar] }])
        await saveDraft(slice, actor.personId, { ...form, deliverOn: form.deliverOn === today ? null : form.deliverOn })
        return redirect(RECEIVERS_PATH)
      },
      again: (request, form) => writePage(slice, request, form),
    }),
    route({
      method: 'GET', path: `${DRAFT_PATH}/discard`, act: 'person',
      handle: async (request) => {
        const draft = await draftOf(slice, request)
        return draft === null ? redirect(LIST_PATH) : page(<DiscardPage request={request} draft={draft} />)
      },
    }),
    route({
      method: 'POST', path: `${DRAFT_PATH}/discard`, act: 'person',
      handle: async ({ actor }) => {
        await discardDraft(slice, actor.personId)
        return redirect(`${LIST_PATH}?done=discarded`)
      },
    }),
  ]
}

function receiverRoutes(slice: GreetingSlice): Route[] {
  const { searchesPerHour } = slice.limits
  const foundAddress = (query: string | undefined, done?: (typeof RECEIVERS_DONE)[number]) => addressOf(RECEIVERS_PATH, { query, done })
  return [
    route({
      method: 'GET', path: RECEIVERS_PATH, act: 'person', query: z.object({ query: z.string().max(36).optional(), done: z.enum(RECEIVERS_DONE).optional() }),
      handle: (request) => receiversPage(slice, request, request.query),
    }),
    route({
      method: 'POST', path: `${RECEIVERS_PATH}/find`, act: 'person', form: findingShape,
      handle: async (request) => {
        const { form, actor, today, language } = request
        const answer = await lookForReceivers(slice, requestOrigin(request), { actor, today }, form)
        return 'refused' in answer ? refused([receiversProblem(answer.refused, searchesPerHour, language)])
          : redirect(foundAddress(answer.query))
      },
      again: (request, typed) => receiversPage(slice, request, { typed }),
    }),
    route({
      method: 'POST', path: `${RECEIVERS_PATH}/add`, act: 'person', form: () => addingShape,
      handle: async ({ form, actor, language }) => {
        const answer = await addReceiver(slice, { person: actor.personId, session: actor.sessionId }, form)
        if (!('refused' in answer)) return redirect(foundAddress(form.query, 'added'))
        return answer.refused === 'noDraft' ? redirect(DRAFT_PATH)
          : refused([receiversProblem(answer.refused, searchesPerHour, language)])
      },
      again: (request, typed) => receiversPage(slice, request, { query: typed.typed.query?.[0], typed }),
    }),
    route({
      method: 'POST', path: `${RECEIVERS_PATH}/remove`, act: 'person', form: () => removingShape,
      handle: async ({ form, actor }) => {
        await removeReceiver(slice, actor.personId, form.place)
        return redirect(foundAddress(form.query, 'removed'))
      },
      again: (request, typed) => receiversPage(slice, request, { query: typed.typed.query?.[0], typed }),
    }),
  ]
}

/** 「寫賀卡」, 「選擇收件人」, 「預覽賀卡」 and sending. */
export function writingRoutes(slice: GreetingSlice): Route[] {
  return [
    ...writeRoutes(slice),
    ...receiverRoutes(slice),
    route({ method: 'GET', path: PREVIEW_PATH, act: 'person', handle: (request) => previewPage(slice, request, EMPTY_FORM) }),
    route({
      method: 'POST', path: `${DRAFT_PATH}/send`, act: 'person', form: () => z.object({ draft: z.string().max(36), version: versionField }),
      handle: async (request) => {
        const { form, actor, now, today, language } = request
        const answer = await sendGreeting(slice, requestOrigin(request), { actor, now, today }, { id: form.draft, version: form.version })
        if ('sent' in answer) return redirect(`${sentPath(answer.sent)}?done=sent`)
        if (answer.refused === 'notFound') return problem('notFound')
        // Pressed twice: it is one card, and it is sent.
        if (answer.refused === 'sentAlready') return redirect(sentPath(form.draft))
        return refused([sendingProblem(answer.refused, slice.limits.day, language)])
      },
      again: (request, form) => previewPage(slice, request, form),
    }),
  ]
}
