import { z } from 'zod'
import { mayReadPoll } from '../../core/polls.ts'
import { requestOrigin } from '../../store/request-origin.ts'
import { isPerson } from '../../web/actor.ts'
import { EMPTY_FORM } from '../../web/form.ts'
import { page, problem, redirect, refused } from '../../web/reply.ts'
import { route } from '../../web/route.ts'
import { placesOf } from '../notices/notice-rows.ts'
import { messages } from './messages.ts'
import { PollPage, PollsPage } from './poll-pages.tsx'
import { findPoll, findResult, hasVoted, listPolls, SHOWN } from './poll-rows.ts'
import { LIST_PATH, pollPath } from './slice.ts'
import { vote } from './vote.ts'
import type { FormState } from '../../web/form.ts'
import type { Reply } from '../../web/reply.ts'
import type { FrameRequest, Route } from '../../web/route.ts'
import type { PollSlice } from './slice.ts'

async function pollPage(
  { database: { read } }: PollSlice, request: FrameRequest, id: string, { done = false, form = EMPTY_FORM }: { done?: boolean; form?: FormState },
): Promise<Reply> {
  const { actor, today, now } = request
  const poll = await findPoll(read, id)
  if (poll === null || !mayReadPoll(poll, await placesOf(read, actor, today), now)) return problem('notFound')
  const voted = isPerson(actor) && await hasVoted(read, actor.personId, poll.id)
  return page(<PollPage request={request} poll={poll} result={await findResult(read, poll, now)} voted={voted} done={done} form={form} />)
}

function voteRoute(slice: PollSlice): Route {
  return route({
    method: 'POST', path: `${LIST_PATH}/:id/vote`, act: 'person', form: () => z.object({ choice: z.array(z.string().max(9)).max(50) }),
    handle: async (request) => {
      const { actor, now, today, language, params, form } = request
      // What is no number is no choice.
      const chosen = form.choice.map((one) => (/^\d{1,4}$/.test(one) ? Number(one) : 0))
      const answer = await vote(slice.database, requestOrigin(request), { actor, now, today }, { id: params.id, chosen })
      if (!('refused' in answer)) return redirect(`${pollPath(params.id)}?done=voted`)
      return answer.refused === 'notFound' ? problem('notFound')
        : refused([{ field: 'choice', message: messages(language).refused[answer.refused] }])
    },
    again: (request, form) => pollPage(slice, request, request.params.id, { form }),
  })
}

/** 「主題投票」 as everybody has it. */
export function pollRoutes(slice: PollSlice): Route[] {
  const { read } = slice.database
  return [
    route({
      method: 'GET', path: LIST_PATH, act: 'anyone',
      query: z.object({ shown: z.enum(SHOWN).or(z.literal('')).default('open'), after: z.string().max(36).optional() }),
      handle: async (request) => {
        const { actor, today, query } = request
        const shown = query.shown === '' ? 'open' : query.shown
        const found = await listPolls(read, { reader: actor, today, shown }, query.after)
        return page(<PollsPage request={request} shown={shown} page={found} first={query.after === undefined} />)
      },
    }),
    route({
      method: 'GET', path: `${LIST_PATH}/:id`, act: 'anyone', query: z.object({ done: z.literal('voted').optional() }),
      handle: (request) => pollPage(slice, request, request.params.id, { done: request.query.done !== undefined }),
    }),
    voteRoute(slice),
  ]
}
