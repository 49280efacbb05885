// 「公告與投票管理」: the addresses of those who write polls.
import { z } from 'zod'
import { maskNationalIdsIn } from '../../core/national-id.ts'
import { pollState } from '../../core/polls.ts'
import { loadTree } from '../../store/agency-tree.ts'
import { requestOrigin } from '../../store/request-origin.ts'
import { EMPTY_FORM, requiredText, typedIn } from '../../web/form.ts'
import { page, problem, redirect, refused } from '../../web/reply.ts'
import { route } from '../../web/route.ts'
import { CENTRE, deskAsked } from '../notices/list-managed.ts'
import { FORM_BYTES, newForm, pollShape, readPoll, refusalProblem } from './editor-form.ts'
import { editorMessages } from './editor-messages.ts'
import { DONE, EndPollPage, ManagedPollPage, ManagedPollsPage, NewPollPage } from './managed-pages.tsx'
import { findResult, listManagedPolls, managedPoll } from './poll-rows.ts'
import { managedPollPath, MANAGE_POLLS_PATH } from './slice.ts'
import { endPoll, writePoll } from './write-poll.ts'
import type { Reader } from '../../store/database.ts'
import type { FormState } from '../../web/form.ts'
import type { Reply } from '../../web/reply.ts'
import type { Route } from '../../web/route.ts'
import type { ManageRequest } from '../notices/managed-pages.tsx'
import type { PollSlice } from './slice.ts'

const deskCode = z.string().regex(/^([0-9A-Za-z]{10}|centre)$/)
const writingOf = ({ actor, now, today }: ManageRequest) => ({ authority: actor.authority, now, today })

async function newPage(db: Reader, request: ManageRequest, agency: string | undefined, typed: FormState | null, picked?: string): Promise<Reply> {
  const desk = await deskAsked(db, request, agency)
  if (desk === null) return problem('notFound')
  const form = typed ?? newForm(desk.agency?.code ?? null)
  const shown = picked === undefined ? form : { ...form, typed: { ...form.typed, audience: [picked] } }
  const code = typedIn(shown, 'audience')
  const audience = code === '' ? null : (await loadTree(db, [code], { day: request.today, known: 'now' })).agencies.get(code) ?? null
  return page(<NewPollPage request={request} desk={desk} form={shown} audience={audience} />)
}

function newRoutes({ database }: PollSlice): Route[] {
  const path = `${MANAGE_POLLS_PATH}/new` as const
  return [
    route({
      method: 'GET', path, act: 'manage', query: z.object({ agency: deskCode.optional(), audience: z.string().max(10).optional() }),
      handle: (request) => newPage(database.read, request, request.query.agency, null, request.query.audience),
    }),
    route({
      method: 'POST', path, act: 'manage', limits: { bytes: FORM_BYTES },
      form: (language) => z.object({ ...pollShape(language).shape, agency: deskCode, number: z.uuid().optional() }),
      handle: async (request) => {
        const { form, language, today } = request
        const asked = readPoll(form, today, language)
        if ('problems' in asked) return refused(asked.problems)
        const agency = form.agency === CENTRE ? null : form.agency
        const answer = await writePoll(database, requestOrigin(request), writingOf(request), { agency, wish: asked.wish, number: form.number })
        if ('refused' in answer) return refused([refusalProblem(answer.refused, language)])
        return redirect(`${managedPollPath(answer.written)}?done=saved`)
      },
      again: (request, form) => newPage(database.read, request, typedIn(form, 'agency') || undefined, form),
    }),
  ]
}

async function endPage(db: Reader, request: ManageRequest, id: string, form: FormState): Promise<Reply> {
  const poll = await managedPoll(db, request, id)
  if (poll === null) return problem('notFound')
  const state = pollState(poll, request.now)
  // Somebody else ended it meanwhile: what there is to see of it is its page.
  if (form.problems.length === 0 && state !== 'open' && state !== 'planned') return redirect(managedPollPath(id))
  return page(<EndPollPage request={request} poll={poll} form={form} />)
}

function endRoutes({ database }: PollSlice): Route[] {
  const path = `${MANAGE_POLLS_PATH}/:id/end` as const
  return [
    route({ method: 'GET', path, act: 'manage', handle: (request) => endPage(database.read, request, request.params.id, EMPTY_FORM) }),
    route({
      method: 'POST', path, act: 'manage',
      form: (language) => z.object({ reason: requiredText(editorMessages(language).problems.reason, 500).transform(maskNationalIdsIn) }),
      handle: async (request) => {
        const { form, language, params } = request
        const answer = await endPoll(database, requestOrigin(request), writingOf(request), { id: params.id, reason: form.reason })
        if ('refused' in answer) return answer.refused === 'notFound' ? problem('notFound') : refused([refusalProblem(answer.refused, language)])
        return redirect(`${managedPollPath(answer.written)}?done=ended`)
      },
      again: (request, form) => endPage(database.read, request, request.params.id, form),
    }),
  ]
}

/** The polls of 「公告與投票管理」. */
export function managedPollRoutes(slice: PollSlice): Route[] {
  const { read } = slice.database
  return [
    route({
      method: 'GET', path: MANAGE_POLLS_PATH, act: 'manage', query: z.object({ agency: deskCode.optional(), after: z.string().max(36).optional() }),
      handle: async (request) => {
        const { query } = request
        const desk = await deskAsked(read, request, query.agency)
        if (desk === null) return problem('notFound')
        const found = await listManagedPolls(read, desk.agency?.code ?? null, query.after)
        return page(<ManagedPollsPage request={request} desk={desk} page={found} first={query.after === undefined} />)
      },
    }),
    ...newRoutes(slice),
    route({
      method: 'GET', path: `${MANAGE_POLLS_PATH}/:id`, act: 'manage', query: z.object({ done: z.enum(DONE).optional() }),
      handle: async (request) => {
        const poll = await managedPoll(read, request, request.params.id)
        if (poll === null) return problem('notFound')
        const result = await findResult(read, poll, request.now)
        return page(<ManagedPollPage request={request} poll={poll} result={result} done={request.query.done ?? null} />)
      },
    }),
    ...endRoutes(slice),
  ]
}
