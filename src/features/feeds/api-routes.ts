// The personnel system brings its feed by itself (client credentials, scope `feed`), and asks what became of it.
import { createHash } from 'node:crypto'
import { z } from 'zod'
import { dayInTaipei, isDay } from '../../core/days.ts'
import { programJson, programProblem, programRoute } from '../../web/program-route.ts'
import { apiMessages as says } from './api-messages.ts'
import { API_PATH, apiPathOf, faultAsJson, feedAsJson } from './api-feed.ts'
import { bringFeed } from './bring-feed.ts'
import { clientOfVia, viaOfClient } from './feed-parts.tsx'
import { claimRequest, concludeRequest } from './feed-requests.ts'
import { countFaults, listFaults } from './list-faults.ts'
import { LIMITS } from './reading.ts'
import { feedInterruptionSentence, FEEDS_BUSY, feedRefusalSentence } from './refusal-messages.ts'
import { feedId } from './list-routes.tsx'
import { shownFeed } from './shown-feed.ts'
import { isNearDay } from './upload-routes.tsx'
import type { Origin } from '../../store/change.ts'
import type { Caller, ProgramFile, ProgramReply, ProgramRoute } from '../../web/program-route.ts'
import type { FeedBrought, FeedSlice } from './bring-feed.ts'
import type { ShownFeed } from './shown-feed.ts'

export const FEED_API_PREFIX = API_PATH
const SCOPE = 'feed'
const TYPES = ['text/csv', 'application/x-ndjson'] as const
// A feed costs minutes of work where a question costs none.
const FEED_COST = 20
const MOST_FAULTS = 500

const day = z.string().refine((text) => isDay(text))
const bringQuery = z.object({ kind: z.enum(['snapshot', 'delta']), asOf: day.optional() })

type Bringing = {
  query: z.output<typeof bringQuery>; caller: Caller; file: ProgramFile; now: Date; address: string | null
}

const originOf = (caller: Caller, address: string | null): Origin =>
  ({ actor: null, sessionId: null, process: viaOfClient(caller.clientId), address, requestId: null })

/** The feed, if that program brought it; another's is none. */
async function ownFeed({ database }: FeedSlice, { clientId }: Caller, id: string): Promise<ShownFeed | null> {
  const feed = feedId.safeParse(id).success ? await shownFeed(database.read, id) : null
  return feed !== null && clientOfVia(feed.via) === clientId ? feed : null
}

async function accepted(slice: FeedSlice, caller: Caller, id: string): Promise<ProgramReply> {
  const feed = (await ownFeed(slice, caller, id))!
  return programJson(feedAsJson(feed, await countFaults(slice.database.read, id)), { status: 202, headers: { location: apiPathOf(id) } })
}

/** The answer, and the feed that stands for the request from now on. */
async function answerTo(slice: FeedSlice, caller: Caller, brought: FeedBrought): Promise<{ reply: ProgramReply; feed: string | null }> {
  if ('refused' in brought) {
    return { reply: programProblem('tooMany', FEEDS_BUSY, undefined, { retryAfterSeconds: 60 }), feed: null }
  }
  switch (brought.state) {
    case 'received': return { reply: await accepted(slice, caller, brought.feed), feed: brought.feed }
    case 'same': return { reply: await accepted(slice, caller, brought.as.feed), feed: brought.as.feed }
    case 'interrupted': return { reply: programProblem(brought.why === 'brokenOff' ? 'interrupted' : 'unavailable', feedInterruptionSentence(brought.why)), feed: null }
    case 'refused': {
      const { refusal, feed } = brought
      const detail = feedRefusalSentence(refusal)
      return { reply: programProblem('invalid', detail, undefined, { more: { feed: apiPathOf(feed), refusal } }), feed: null }
    }
  }
}

/** Takes a file in under the name of its request, which is free again where nothing came of it. */
async function bring(slice: FeedSlice, bringing: Bringing, key: string | null): Promise<ProgramReply> {
  const { query: { kind, asOf: asked }, caller, file, now, address } = bringing
  const today = dayInTaipei(now)
  const asOf = asked ?? today
  const via = viaOfClient(caller.clientId)
  const named = key === null ? null : { client: caller.clientId, key }
  let stands: string | null = null
  try {
    const brought = await bringFeed(
      slice, originOf(caller, address), { personId: null, via }, file.content,
      { source: `POST ${API_PATH}`, kind, asOf, today, atOnce: true, totalBytes: file.length },
      // Another's feed could not be shown to this program.
      (one) => one.via === via,
    )
    const { reply, feed } = await answerTo(slice, caller, brought)
    stands = feed
    return reply
  } finally {
    if (named !== null) await concludeRequest(slice.database, named, stands)
  }
}

/** The same file again has the same answer; anything else under the same name is a mistake of the program's. */
async function bringAgain(slice: FeedSlice, { query: { kind, asOf }, caller, file }: Bringing, id: string): Promise<ProgramReply> {
  const hash = createHash('sha256')
  for await (const chunk of file.content) hash.update(chunk as Buffer)
  const feed = await ownFeed(slice, caller, id)
  const same = feed !== null && feed.sha256 === hash.digest('hex') && feed.kind === kind
    && (asOf === undefined || feed.asOf === asOf)
  return same ? accepted(slice, caller, id) : programProblem('invalid', says.otherUnderKey)
}

async function receive(slice: FeedSlice, bringing: Bringing): Promise<ProgramReply> {
  const { query: { asOf }, caller, file, now } = bringing
  if (asOf !== undefined && !isNearDay(asOf, dayInTaipei(now))) return programProblem('badRequest', says.asOfFar)
  const { idempotencyKey: key } = file
  if (key === null) return bring(slice, bringing, null)
  const claim = await claimRequest(slice.database, { client: caller.clientId, key })
  if (claim === 'coming') return programProblem('conflict', says.coming, undefined, { retryAfterSeconds: 60 })
  return claim === 'claimed' ? bring(slice, bringing, key) : bringAgain(slice, bringing, claim.feed)
}

const faultsQuery = z.object({
  after: z.string().regex(/^\d{1,10}\.\d{1,18}$/).optional(),
  limit: z.coerce.number().int().min(1).max(MOST_FAULTS).default(100),
})

export function feedApiRoutes(slice: FeedSlice): ProgramRoute[] {
  return [
    programRoute({
      method: 'POST', path: API_PATH, scope: SCOPE, cost: FEED_COST, query: bringQuery,
      receives: { types: TYPES, bytes: LIMITS.bytes }, handle: (request) => receive(slice, request),
    }),
    programRoute({
      method: 'GET', path: `${API_PATH}/:id`, scope: SCOPE,
      handle: async ({ params: { id }, caller }) => {
        const feed = await ownFeed(slice, caller, id)
        return feed === null ? programProblem('notFound', says.unknown)
          : programJson(feedAsJson(feed, await countFaults(slice.database.read, id)))
      },
    }),
    programRoute({
      method: 'GET', path: `${API_PATH}/:id/faults`, scope: SCOPE, query: faultsQuery,
      handle: async ({ params: { id }, query: { after = '', limit }, caller }) => {
        const feed = await ownFeed(slice, caller, id)
        if (feed === null) return programProblem('notFound', says.unknown)
        const { faults, total, next } = await listFaults(slice.database.read, id, { code: null, after }, limit)
        return programJson({ total, faults: faults.map(faultAsJson), next })
      },
    }),
  ]
}
