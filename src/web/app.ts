import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Actor } from './actor.ts'
import { loadAssets } from './assets.ts'
import { ClientGone } from './body.ts'
import { addressOf, trustOf } from './client-address.ts'
import type { AppContext, Exchange } from './exchange.ts'
import { describeFault } from './fault.ts'
import { headersOfEveryReply, headersOfRoute } from './headers.ts'
import { DEFAULT_LANGUAGE } from './language.ts'
import { problem } from './reply.ts'
import { NotWhole } from './receiving.ts'
import type { ManagementProof } from './fresh.ts'
import type { Maintenance } from './maintenance.ts'
import type { Broken } from './receiving.ts'
import type { LocalPath, ProblemCode, Reply } from './reply.ts'
import type { Route } from './route.ts'
import { RateLimit } from './rate-limit.ts'
import { createRouter } from './router.ts'
import { sendReply } from './send.tsx'
import type { Contact } from './site.ts'
import type { TodoCounter } from './todo.ts'
import { STEPS } from './steps.ts'
import { Turns } from './turns.ts'

/** What is written to the log; pino's logger fits. */
export type Log = {
  info: (facts: object, sentence: string) => void
  error: (facts: object, sentence: string) => void
}

export type AppOptions = {
  routes: readonly Route[]
  /** How people reach us: `https://host[:port]`, or http for a demonstration on localhost. */
  origin: string
  /** At least 32 secret bytes, the same in all processes; form tokens are sealed with it. */
  formKey: Uint8Array
  /** Who holds the session of this cookie token, with today's standings; null when there is no such live session. */
  findActor: (token: string) => Promise<Actor | null>
  /** Tells of maintenance that is announced or goes on. */
  maintenance?: () => Promise<Maintenance | null>
  /** Counts what waits for somebody, for the header. */
  todos?: TodoCounter
  log: Log
  contact: Contact
  /** Where browsers find the signing component; the real one's address unless said otherwise. */
  cardComponent?: string
  /** Which page helps with what is done at a path; none unless said. */
  help?: (path: string) => LocalPath | null
  demo?: boolean
  clock?: () => Date
  /** Addresses and networks of the proxies in front of us, whose X-Forwarded-For is believed. */
  trustedProxies?: readonly string[]
  /** Whether a fault means that we are out of order for now (the database is away), not that we are wrong. */
  isUnavailable?: (fault: unknown) => boolean
  /** How long a file may go on before whoever takes it is proved anew; other than usual only for tests. */
  provedForMs?: number
  /** How long a proof of who somebody is counts as fresh (ECPA_FRESH_MINUTES); 10 unless told. */
  freshMinutes?: number
  managementProof?: ManagementProof
  /** How many changes one person may make within a minute (ECPA_CHANGES_PER_MINUTE); 0, and so unless told, for any number. */
  changesPerMinute?: number
}

// What rests on a right that was lost ends within a minute (R-JML-1).
const PROVED_FOR_MS = 30_000

export type App = {
  /** Where the request came from, seen through the proxies that are trusted. */
  clientAddress: (incoming: IncomingMessage) => string
  /** Answers one request; never rejects. */
  handle: (incoming: IncomingMessage, outgoing: ServerResponse) => Promise<void>
  /** The door for faults of programs mounted beside the pages: logs the fault, answers without detail. */
  fail: (incoming: IncomingMessage, outgoing: ServerResponse, fault: unknown) => Promise<void>
  origin: string
}

function newExchange(incoming: IncomingMessage, outgoing: ServerResponse, now: Date): Exchange {
  return {
    incoming,
    outgoing,
    // 48 random bits: enough to find one line of the log, short enough to read out on the telephone.
    requestId: randomUUID().slice(0, 13),
    startedAt: performance.now(),
    now,
    path: '',
    query: '',
    language: DEFAULT_LANGUAGE,
    sessionToken: null,
    maintenance: null,
    actor: null,
    ready: null,
    params: {},
    queryValues: {},
    formValues: undefined,
    form: null,
    upload: null,
    file: null,
    leavePlace: null,
    formSecret: null,
    setCookies: [],
    turn: null,
  }
}

function contextOf(options: AppOptions): AppContext {
  const https = options.origin.startsWith('https:')
  if (options.origin !== new URL(options.origin).origin) throw new Error('origin must be scheme, host and port alone')
  if (options.formKey.length < 32) throw new Error('formKey must have at least 32 bytes')
  const assets = loadAssets(headersOfEveryReply(https))
  const router = createRouter(options.routes, https)
  const { origin, contact, cardComponent = 'http://localhost:61161', help = () => null, findActor, todos = null, maintenance = async () => null, formKey, provedForMs = PROVED_FOR_MS, freshMinutes = 10, managementProof = 'any', changesPerMinute = 0 } = options
  return {
    site: { origin, contact, cardComponent, demo: options.demo ?? false, has: router.has, help, asset: assets.address },
    assets,
    formKey,
    findActor,
    todos,
    maintenance,
    provedForMs,
    freshMinutes,
    managementProof,
    turns: new Turns(),
    changes: new RateLimit(changesPerMinute),
    match: router.match,
    methodsOf: router.methodsOf,
    isTrustedProxy: trustOf(options.trustedProxies ?? []),
    headers: headersOfRoute(https, {}),
  }
}

/** Builds the request pipeline of the portal from its routes. Throws for routes or options that cannot work. */
export function createApp(options: AppOptions): App {
  const app = contextOf(options)
  const { log, clock = () => new Date(), isUnavailable = () => false } = options

  async function runSteps(exchange: Exchange): Promise<Reply | 'sent'> {
    for (const step of STEPS) {
      const answered = step(exchange, app)
      const reply = answered instanceof Promise ? await answered : answered
      if (reply !== null) return reply
    }
    throw new Error('no step answered')
  }

  /** The one door for faults: what went wrong goes to the log; outside goes a page with the request's name. */
  function faultReply(exchange: Exchange, fault: unknown): Reply | 'sent' {
    if (fault instanceof ClientGone) return 'sent'
    if (fault instanceof NotWhole) return notWhole(exchange, fault)
    log.error({ requestId: exchange.requestId, path: pathInLog(exchange), fault: describeFault(fault) }, 'fault')
    return problem(isUnavailable(fault) ? 'unavailable' : 'fault')
  }

  async function answer(exchange: Exchange): Promise<void> {
    try {
      const reply = await runSteps(exchange).finally(() => finishUpload(exchange))
      if (reply !== 'sent') await sendReply(reply, exchange, app)
    } catch (fault) {
      await answerFault(exchange, fault)
    }
  }

  async function answerFault(exchange: Exchange, fault: unknown): Promise<void> {
    const reply = faultReply(exchange, fault)
    if (reply === 'sent') return
    // Half a file is out already: cutting the connection is the only way to say that it is not whole.
    if (exchange.outgoing.headersSent) return void exchange.outgoing.destroy()
    await sendReply(reply, exchange, app)
  }

  return {
    origin: options.origin,
    clientAddress: (incoming) => addressOf(incoming, app.isTrustedProxy),
    fail: (incoming, outgoing, fault) => answerFault(newExchange(incoming, outgoing, clock()), fault),
    handle: async (incoming, outgoing) => {
      const exchange = newExchange(incoming, outgoing, clock())
      try {
        await answer(exchange)
      } catch (fault) {
        faultReply(exchange, fault)
        if (outgoing.headersSent) outgoing.destroy()
        else outgoing.writeHead(500, { ...app.headers, 'content-type': 'text/plain' }).end('500')
      }
      exchange.leavePlace?.()
      if (exchange.turn !== null) app.turns.leave(exchange.turn)
      log.info({
        requestId: exchange.requestId,
        method: incoming.method,
        path: pathInLog(exchange),
        status: outgoing.statusCode,
        ms: Math.round((performance.now() - exchange.startedAt) * 10) / 10,
      }, 'request')
    },
  }
}

/** What the handler left of a file is read to its end, but not for somebody whose form we did not take: they are told at once. */
async function finishUpload({ upload, leavePlace }: Exchange): Promise<void> {
  const finished = upload?.finish()
  if (leavePlace !== null) await finished
}

const BROKEN = {
  tooLarge: 'tooLarge', tooSlow: 'interrupted', malformed: 'wrongType', barred: 'forbidden',
} as const satisfies Record<Broken, ProblemCode>

/** A body that will not come whole is no fault of ours. Nothing more is read on that connection. */
function notWhole({ outgoing }: Exchange, { why }: NotWhole): Reply {
  outgoing.setHeader('connection', 'close')
  return problem(BROKEN[why])
}

/** The path's template: what people type or carry in addresses stays out of the log. */
function pathInLog({ ready, path }: Exchange): string {
  if (ready !== null) return ready.route.path
  return path.startsWith('/assets/') ? '/assets' : '(none)'
}
