// Answers programs: proves the caller, keeps them to their share, reads their JSON strictly, and lets no fault out with
// detail. Mounted on the raw request (server.ts), beside the pages and without anything of theirs: no cookie is read here.
import { randomUUID } from 'node:crypto'
import { STATUS_CODES } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { ClientGone, readBytes } from './body.ts'
import { statedAddress } from './client-address.ts'
import { describeFault } from './fault.ts'
import { createFinder, PROGRAM_TEMPLATE } from './finder.ts'
import { readTarget } from './path.ts'
import { jsonSentences, notJsonSentence, programSentences as says, scopeSentence, tooLargeSentence } from './program-messages.ts'
import { idempotencyKeyIn, readProgramQuery, receiveFile } from './program-file.ts'
import { PROGRAM_STATUS, programProblem } from './program-route.ts'
import { RateLimit, rateLimitHeaders } from './rate-limit.ts'
import { readJsonObject } from './strict-json.ts'
import type { Log } from './app.ts'
import type { Language } from './language.ts'
import type { Caller, Conditions, PostingRoute, ProgramProblem, ProgramReply, ProgramRoute, ProveCaller, ScopedRoute } from './program-route.ts'
import type { Mount } from './server.ts'
import type { JsonObject } from './strict-json.ts'

export type ProgramApiOptions = {
  routes: readonly ProgramRoute[]
  /** Each a path that only these routes live under. */
  prefixes: readonly `/${string}`[]
  origin: string
  callerOf: ProveCaller
  /** How much a caller may ask a minute of one process; 0 for any amount. */
  limit: number
  log: Log
  isUnavailable?: (fault: unknown) => boolean
  clock?: () => Date
  /** How bodies are called and problems told, where a standard has a way of its own. */
  dialect?: Dialect
}

/** Of what media types the JSON is that it takes and gives, and how it says what is wrong. */
export type Dialect = {
  takes: readonly string[]
  gives: string
  problems: string
  problemBody: (problem: ProgramProblem, told: { status: number; language: Language; requestId: string }) => object
}

/** JSON as it is, and RFC 9457. Without a `type` of its own the title is that of the status. */
const PLAIN: Dialect = {
  takes: ['application/json'], gives: 'application/json', problems: 'application/problem+json',
  problemBody: ({ detail, pointer, more }, { status, language, requestId }) => ({
    type: 'about:blank', title: STATUS_CODES[status], status, detail: detail[language],
    ...(pointer === undefined ? {} : { pointer }), ...more, requestId,
  }),
}

type Call = {
  incoming: IncomingMessage
  outgoing: ServerResponse
  /** Ours, for the log; the caller's own goes back to the caller only. */
  requestId: string
  headers: Record<string, string>
  caller: Caller | null
  path: string
}

/** The mounts of the API: give them to `createServer`. */
export function createProgramApi(options: ProgramApiOptions): Mount[] {
  const answer = answering(options)
  const { log, isUnavailable = () => false, dialect = PLAIN } = options
  async function handler(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const begun = performance.now()
    const call: Call = { incoming, outgoing, requestId: randomUUID().slice(0, 13), headers: {}, caller: null, path: '(none)' }
    try {
      send(call, await answer(call), dialect)
    } catch (fault) {
      if (fault instanceof ClientGone) return
      log.error({ requestId: call.requestId, path: call.path, fault: describeFault(fault) }, 'fault')
      if (outgoing.headersSent) return void outgoing.destroy()
      send(call, isUnavailable(fault) ? programProblem('unavailable', says.unavailable) : programProblem('fault', says.fault), dialect)
    }
    log.info({
      requestId: call.requestId, client: call.caller?.clientId ?? null, method: incoming.method, path: call.path,
      status: outgoing.statusCode, ms: Math.round((performance.now() - begun) * 10) / 10,
    }, 'request')
  }
  return options.prefixes.map((prefix) => ({ prefix, handler }))
}

function answering({ routes, origin, callerOf, limit, clock = () => new Date(), dialect = PLAIN }: ProgramApiOptions) {
  const finder = createFinder(routes.map((route) => ({ method: route.method, path: route.path, found: route })), PROGRAM_TEMPLATE)
  const budget = new RateLimit(limit)

  async function callerFor(call: Call, scope: string): Promise<Caller | ProgramProblem> {
    const { authorization } = call.incoming.headers
    const caller = await callerOf(authorization)
    const challenge = `Bearer realm="${origin}"`
    if (caller === null) {
      call.headers['www-authenticate'] = authorization === undefined ? challenge : `${challenge}, error="invalid_token"`
      return programProblem('signedOut', authorization === undefined ? says.noToken : says.badToken)
    }
    call.caller = caller
    if (caller.scopes.includes(scope)) return caller
    call.headers['www-authenticate'] = `${challenge}, error="insufficient_scope", scope="${scope}"`
    return programProblem('forbidden', scopeSentence(scope))
  }

  /** Takes the request's cost from the caller's minute, and tells where it stands. */
  function take(call: Call, cost: number): ProgramProblem | null {
    const standing = budget.take(call.caller!.clientId, cost, performance.now())
    Object.assign(call.headers, rateLimitHeaders(standing))
    return standing.allowed ? null : programProblem('tooMany', says.tooMany)
  }

  type Place = { query: string; params: Record<string, string>; caller: Caller }

  const facts = ({ incoming }: Call) => ({ now: clock(), address: statedAddress(incoming), conditions: conditionsOf(incoming) })

  async function answerPost(call: Call, route: PostingRoute, { query: asked, params, caller }: Place): Promise<ProgramReply> {
    const body = await readJson(call.incoming, route.bytes, dialect.takes)
    const refused = take(call, 'kind' in body ? 1 : route.cost?.(body.value) ?? 1)
    if (refused !== null) return refused
    if ('kind' in body) return body
    const query = readProgramQuery(asked, route.query)
    if ('kind' in query) return query
    const idempotencyKey = idempotencyKeyIn(call.incoming) ?? null
    return route.handle({ ...facts(call), idempotencyKey, body: body.value, caller, params, query: query.value as Record<string, never> })
  }

  async function answerScoped(call: Call, route: ScopedRoute, { query: asked, params, caller }: Place): Promise<ProgramReply> {
    const refused = take(call, route.cost ?? 1)
    if (refused !== null) return refused
    const query = readProgramQuery(asked, route.query)
    if ('kind' in query) return query
    const request = { ...facts(call), params, query: query.value as Record<string, never>, caller }
    if (!('receives' in route)) return route.handle(request)
    return receiveFile(call.incoming, call.outgoing, caller.clientId, route.receives, (file) => route.handle({ ...request, file }))
  }

  return async (call: Call): Promise<ProgramReply> => {
    const { incoming } = call
    const target = readTarget(incoming.url ?? '')
    if (!target.ok) return programProblem('notFound', says.notFound)
    const answer = finder.match(incoming.method === 'HEAD' ? 'GET' : incoming.method ?? '', target.path)
    if (answer === null) {
      const methods = finder.methodsOf(target.path)
      if (methods.length === 0) return programProblem('notFound', says.notFound)
      call.headers.allow = methods.map((method) => (method === 'GET' ? 'GET, HEAD' : method)).join(', ')
      return programProblem('methodNotAllowed', says.methodNotAllowed)
    }
    const { found: route, params } = answer
    call.path = route.path
    if (route.scope === null) return route.handle()
    const caller = await callerFor(call, route.scope)
    if ('kind' in caller) return caller
    const place = { query: target.query, params, caller }
    return 'bytes' in route ? answerPost(call, route, place) : answerScoped(call, route, place)
  }
}

const conditionsOf = ({ headers }: IncomingMessage): Conditions =>
  ({ ifMatch: headers['if-match'] ?? null, ifNoneMatch: headers['if-none-match'] ?? null })

async function readJson(
  incoming: IncomingMessage, most: number, takes: readonly string[],
): Promise<{ value: JsonObject } | ProgramProblem> {
  const { 'content-type': type = '', 'content-encoding': packed = 'identity' } = incoming.headers
  const bytes = await readBytes(incoming, most)
  if (bytes === 'tooLarge') return programProblem('tooLarge', tooLargeSentence(most))
  const isJson = takes.includes(type.split(';', 1)[0]!.trim().toLowerCase()) && packed === 'identity'
  if (!isJson) return programProblem('badRequest', notJsonSentence(takes))
  const read = readJsonObject(bytes)
  return 'fault' in read ? programProblem('badRequest', jsonSentences[read.fault], '') : read
}

function send({ incoming, outgoing, headers, requestId }: Call, reply: ProgramReply, dialect: Dialect): void {
  const asked = incoming.headers['x-request-id']
  const common = { ...headers, 'x-request-id': typeof asked === 'string' ? asked : requestId }
  if (reply.kind === 'empty') {
    outgoing.writeHead(reply.status, { ...common, ...reply.headers, 'cache-control': 'no-store' })
    return void outgoing.end()
  }
  const problem = reply.kind === 'problem'
  const status = problem ? PROGRAM_STATUS[reply.code] : reply.status
  const language: Language = /^\s*zh\b/i.test(incoming.headers['accept-language'] ?? '') ? 'zh-TW' : 'en'
  const body = JSON.stringify(problem ? dialect.problemBody(reply, { status, language, requestId }) : reply.value)
  outgoing.writeHead(status, {
    ...common,
    ...(problem ? retryAfter(reply) : reply.headers),
    'content-type': problem ? dialect.problems : dialect.gives,
    'cache-control': !problem && reply.cacheSeconds > 0 ? `public, max-age=${reply.cacheSeconds}` : 'no-store',
    'content-length': Buffer.byteLength(body),
  })
  outgoing.end(body)
}

const retryAfter = ({ retryAfterSeconds: seconds }: ProgramProblem): Record<string, string> =>
  (seconds === undefined ? {} : { 'retry-after': String(seconds) })
