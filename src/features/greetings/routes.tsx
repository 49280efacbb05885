import { z } from 'zod'
import { requestOrigin } from '../../store/request-origin.ts'
import { page, problem, redirect, refused } from '../../web/reply.ts'
import { route } from '../../web/route.ts'
import { hasDraft } from './draft.ts'
import {
  BLOCKED_DONE, BlockedPage, BlockPage, DeletePage, GreetingsPage, LIST_DONE, RECEIVED_DONE, ReceivedPage, SENT_DONE, SentPage, SHOWN,
  TakeBackPage,
} from './greeting-pages.tsx'
import { findReceived, findSent, listBlocked, listReceived, listSent } from './greeting-rows.ts'
import { blockSender, markRead, throwAway, unblockSender } from './keep-received.ts'
import { messages } from './messages.ts'
import { takeBack } from './send-greeting.ts'
import { BLOCKED_PATH, LIST_PATH, receivedPath, sentPath } from './slice.ts'
import { writingRoutes } from './writing-routes.tsx'
import type { FormProblem } from '../../web/form.ts'
import type { Reply } from '../../web/reply.ts'
import type { Route } from '../../web/route.ts'
import type { PersonRequest } from './writing-routes.tsx'
import type { GreetingSlice } from './slice.ts'

const NOTHING = () => z.object({})

function listRoute({ database: { read }, keptDays }: GreetingSlice): Route {
  return route({
    method: 'GET', path: LIST_PATH, act: 'person',
    query: z.object({
      shown: z.enum(SHOWN).or(z.literal('')).default('received'), after: z.string().max(36).optional(), done: z.enum(LIST_DONE).optional(),
    }),
    handle: async (request) => {
      const { actor: { personId: person }, query: { shown, after, done = null } } = request
      const listed = shown === 'sent' ? { shown, page: await listSent(read, person, after) }
        : { shown: 'received' as const, page: await listReceived(read, person, after) }
      const draft = await hasDraft(read, person)
      return page(
        <GreetingsPage request={request} listed={listed} first={after === undefined} draft={draft} done={done} keptDays={keptDays} />,
      )
    },
  })
}

function receivedRoutes({ database, seal }: GreetingSlice): Route[] {
  const path = `${LIST_PATH}/received/:id` as const
  const cardOf = ({ actor }: PersonRequest, id: string) => findReceived(database.read, seal, actor.personId, id)
  const blockPage = async (request: PersonRequest, id: string, problems: readonly FormProblem[]): Promise<Reply> => {
    const card = await cardOf(request, id)
    return card === null ? problem('notFound') : page(<BlockPage request={request} card={card} problems={problems} />)
  }
  return [
    route({
      method: 'GET', path, act: 'person', query: z.object({ done: z.enum(RECEIVED_DONE).optional() }),
      handle: async (request) => {
        const { actor, params: { id }, query: { done = null } } = request
        const card = await cardOf(request, id)
        if (card === null) return problem('notFound')
        if (card.unread) await markRead(database, { id, person: actor.personId })
        return page(<ReceivedPage request={request} card={card} done={done} />)
      },
    }),
    route({
      method: 'GET', path: `${path}/delete`, act: 'person',
      handle: async (request) => {
        const card = await cardOf(request, request.params.id)
        return card === null ? problem('notFound') : page(<DeletePage request={request} id={card.id} />)
      },
    }),
    route({
      method: 'POST', path: `${path}/delete`, act: 'person',
      handle: async ({ actor, params: { id } }) =>
        (await throwAway(database, { id, person: actor.personId }) ? redirect(`${LIST_PATH}?done=deleted`) : problem('notFound')),
    }),
    route({ method: 'GET', path: `${path}/block`, act: 'person', handle: (request) => blockPage(request, request.params.id, []) }),
    route({
      method: 'POST', path: `${path}/block`, act: 'person', form: NOTHING,
      handle: async (request) => {
        const { actor, params: { id }, language } = request
        const answer = await blockSender(database, requestOrigin(request), { id, person: actor.personId })
        if (!('refused' in answer)) return redirect(`${receivedPath(id)}?done=blocked`)
        return answer.refused === 'notFound' ? problem('notFound')
          : refused([{ field: null, message: messages(language).refused[answer.refused] }])
      },
      again: (request, form) => blockPage(request, request.params.id, form.problems),
    }),
  ]
}

function sentRoutes({ database, seal }: GreetingSlice): Route[] {
  const path = `${LIST_PATH}/sent/:id` as const
  const cardOf = ({ actor }: PersonRequest, id: string) => findSent(database.read, seal, actor.personId, id)
  const takeBackPage = async (request: PersonRequest, id: string, problems: readonly FormProblem[]): Promise<Reply> => {
    const card = await cardOf(request, id)
    return card === null ? problem('notFound') : page(<TakeBackPage request={request} card={card} problems={problems} />)
  }
  return [
    route({
      method: 'GET', path, act: 'person', query: z.object({ done: z.enum(SENT_DONE).optional() }),
      handle: async (request) => {
        const card = await cardOf(request, request.params.id)
        return card === null ? problem('notFound')
          : page(<SentPage request={request} card={card} done={request.query.done ?? null} />)
      },
    }),
    route({ method: 'GET', path: `${path}/take-back`, act: 'person', handle: (request) => takeBackPage(request, request.params.id, []) }),
    route({
      method: 'POST', path: `${path}/take-back`, act: 'person', form: NOTHING,
      handle: async (request) => {
        const { actor, params: { id }, language } = request
        const answer = await takeBack(database, requestOrigin(request), actor.personId, id)
        if (!('refused' in answer)) return redirect(`${sentPath(id)}?done=takenBack`)
        return answer.refused === 'notFound' ? problem('notFound')
          : refused([{ field: null, message: messages(language).refused[answer.refused] }])
      },
      again: (request, form) => takeBackPage(request, request.params.id, form.problems),
    }),
  ]
}

function blockedRoutes({ database }: GreetingSlice): Route[] {
  return [
    route({
      method: 'GET', path: BLOCKED_PATH, act: 'person', query: z.object({ done: z.enum(BLOCKED_DONE).optional() }),
      handle: async (request) => {
        const { actor, today, query: { done = null } } = request
        return page(<BlockedPage request={request} blocked={await listBlocked(database.read, actor.personId, today)} done={done} />)
      },
    }),
    route({
      method: 'POST', path: `${BLOCKED_PATH}/:id/unblock`, act: 'person',
      handle: async (request) => {
        const { actor, params: { id } } = request
        const answer = await unblockSender(database, requestOrigin(request), { id, person: actor.personId })
        return 'refused' in answer ? problem('notFound') : redirect(`${BLOCKED_PATH}?done=unblocked`)
      },
    }),
  ]
}

/** 「電子賀卡」. */
export const greetingRoutes = (slice: GreetingSlice): Route[] =>
  [listRoute(slice), ...writingRoutes(slice), ...receivedRoutes(slice), ...sentRoutes(slice), ...blockedRoutes(slice)]
