// The OpenID provider, mounted beside the portal on the raw request. It has no form and no session of its own: who is
// signed in is the portal's to know.
import type { IncomingMessage, ServerResponse } from 'node:http'
import { ClientGone } from '../../web/body.ts'
import { describeFault } from '../../web/fault.ts'
import { createBackChannel } from './back-channel.ts'
import { Cached } from './cached.ts'
import { loadApiClients, loadClients } from './clients.ts'
import { FOR_PATH, ROUTES } from './configuration.ts'
import { END_LOST_ACCESS, endLostAccess } from './end-lost-access.ts'
import { startEngine } from './engine.ts'
import { answerForList } from './for-list.ts'
import { loadKeys } from './keys.ts'
import { createLogout } from './logout.ts'
import { pairwiseSub, personKeyOf } from './pairwise.ts'
import { Pending, purgeOidc } from './pending.ts'
import { loadPrograms, programTokens, readCaller } from './programs.ts'
import { asGet } from './post-request.ts'
import { lawOf } from './rights.ts'
import { Grants } from './statements.ts'
import type { Database, Log } from '../../store/database.ts'
import type { Seal } from '../../store/seal.ts'
import type { Caller } from '../../web/program-route.ts'
import type { Client } from './clients.ts'
import type { OidcProblem } from './configuration.ts'
import type { Task } from '../../store/jobs.ts'
import type { Waiting, WaitingLimit } from './pending.ts'
import type { AskLaw } from './rights.ts'
import type { SessionRow } from './statements.ts'

export type OidcOptions = {
  /** The issuer, without a slash at its end. */
  origin: string
  database: Database
  sealer: Pick<Seal, 'seal' | 'open'>
  /** After how long without a page a session is over: the portal's own limit. */
  idleSeconds: number
  /** Ends the portal's session with its event (sign-in's `signOut`); the database tells the clients by itself. */
  endSession: (session: Pick<SessionRow, 'id' | 'person_id' | 'card_agency'>, address: string | null) => Promise<unknown>
  /** How many requests of one address may wait for somebody to sign in. */
  waitingLimit: WaitingLimit
  /** Answers the request with a page of the portal that says what is wrong (see `pagesOf`). */
  showProblem: (incoming: IncomingMessage, outgoing: ServerResponse, problem: OidcProblem) => void | Promise<void>
  /** The demonstration calls applications on its own machine; production never calls a private address. */
  demo: boolean
  log: Log
  clock?: () => Date
  /** The law; the one in the database unless said otherwise. */
  ask?: AskLaw
}

/** `address`: where the request goes on. `origins`: where a browser gets from there; its form may lead to nothing else. */
export type WaitingSignIn = Waiting & {
  id: string
  application: string
  applicationName: string
  address: `/oidc/authorize/${string}`
  origins: readonly string[]
}

export type OidcProvider = {
  /** What it answers: each is a prefix to mount. */
  prefixes: readonly `/${string}`[]
  handler: (incoming: IncomingMessage, outgoing: ServerResponse) => Promise<void>
  /** What the job queue does for it. */
  tasks: readonly Task[]
  /** What the sign-in page may say of the request that waits behind `?continue=`; null for what does not wait. */
  waiting: (id: string) => Promise<WaitingSignIn | null>
  /** The client where a person may be sent back to after signing out, or null: the address is not registered for it. */
  afterSignOut: (clientId: string, address: string) => Promise<URL | null>
  clients: () => Promise<ReadonlyMap<string, Client>>
  /** Which program calls with this `Authorization` header; null for anything but a token that is good now. */
  callerOf: (authorization: string | undefined) => Promise<Caller | null>
  /** A person's `sub` at an application, and back. */
  subOf: (personKey: string, application: string) => Promise<string>
  personKeyOf: (sub: string, application: string) => Promise<string | null>
  /** Reads clients and keys again now, instead of within ten seconds. */
  reload: () => Promise<void>
}

const RESUME = /^\/oidc\/authorize\/[A-Za-z0-9_-]{20,64}$/

/** Where a request that waited goes on after signing in, or null for what is no id of one (`?continue=`). */
export function continueAddress(id: string): `/oidc/authorize/${string}` | null {
  const address = `${ROUTES.authorization}/${id}` as const
  return RESUME.test(address) ? address : null
}

// The provider's router takes any letter case and a slash at the end. We take each address in one spelling only, so that
// none of its routes can be reached around what stands before it here.
const PASSED_ON = new Set<string>([
  ROUTES.authorization, ROUTES.token, ROUTES.jwks, ROUTES.userinfo, ROUTES.revocation,
  '/.well-known/openid-configuration', '/.well-known/oauth-authorization-server',
])

/** Makes the provider. Rejects when the database cannot be read or a key cannot be opened. */
export async function createProvider(options: OidcOptions): Promise<OidcProvider> {
  const { database, sealer, origin, log, clock = () => new Date() } = options
  // Every statement of a flow is short and single.
  const grants = new Grants(database.quick, options.idleSeconds)
  const pending = new Pending(database, options.waitingLimit)
  const ask = options.ask ?? lawOf(database.quick, clock)
  const clients = new Cached(() => loadClients(database, sealer))
  const apiClients = new Cached(() => loadApiClients(database, sealer))
  const programs = new Cached(() => loadPrograms(database))
  const keys = new Cached(() => loadKeys(database, sealer))
  const reloadClients = () => Promise.all([programs.reload(), clients.reload(), apiClients.reload()])
  const revocation = { database, programs: () => programs.get(), reload: reloadClients }
  const engine = await startEngine(options, {
    grants, pending, ask, clients: () => clients.get(), apiClients: () => apiClients.get(),
    programTokens: (held) => programTokens({ ...revocation, keys: held }),
  }, keys)
  const backChannelLogout = createBackChannel(database)
  const logout = createLogout({ ...options, grants, clients: () => clients.get(), current: engine.current })

  async function answer(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const path = (incoming.url ?? '').split('?', 1)[0] ?? ''
    const post = incoming.method === 'POST'
    if (post && (path === ROUTES.authorization || path === ROUTES.end_session)) return asGet(incoming, outgoing, options)
    if (path === ROUTES.end_session) return logout(incoming, outgoing)
    if (path === FOR_PATH) {
      return answerForList({ grants, ask, clients: () => clients.get(), keys: (await engine.current()).keys, origin, clock },
        incoming, outgoing)
    }
    if (PASSED_ON.has(path) || RESUME.test(path)) return engine.answer(incoming, outgoing)
    outgoing.writeHead(404, { 'content-type': 'application/json' }).end('{"error":"not_found"}')
  }

  return {
    prefixes: ['/oidc', '/.well-known/openid-configuration', '/.well-known/oauth-authorization-server'],
    handler: async (incoming, outgoing) => {
      try {
        await answer(incoming, outgoing)
      } catch (error) {
        if (error instanceof ClientGone) return
        log.error(describeFault(error), 'The OpenID provider failed')
        if (outgoing.headersSent) outgoing.destroy()
        else await options.showProblem(incoming, outgoing, 'fault')
      }
    },
    tasks: [
      {
        name: 'oidc.back-channel-logout',
        handle: async (payload) => {
          const { provider, keys: { pairwise } } = await engine.current()
          return backChannelLogout(provider, pairwise, payload)
        },
      },
      // By the clock for the day that ends and for what a failure left behind; what takes rights away adds a job itself.
      { name: END_LOST_ACCESS, every: '* * * * *', handle: async () => void await endLostAccess(database, clock) },
      { name: 'oidc.purge', every: '*/10 * * * *', handle: () => purgeOidc(database, clock()) },
    ],
    waiting: async (id) => {
      const waiting = await pending.waiting(id)
      const client = waiting === null ? undefined : (await clients.get()).get(waiting.clientId)
      const address = continueAddress(id)
      if (waiting === null || client === undefined || address === null) return null
      const { application, applicationName, requiresCertificate, passkeyAllowed } = client
      const needs = requiresCertificate && !passkeyAllowed ? 'card' : waiting.needs ?? (requiresCertificate ? 'passkey' : null)
      return { ...waiting, needs, id, application, applicationName, address, origins: [new URL(waiting.redirectUri).origin] }
    },
    afterSignOut: async (clientId, address) => {
      const registered = (await clients.get()).get(clientId)?.metadata.post_logout_redirect_uris
      return Array.isArray(registered) && registered.includes(address) ? new URL(address) : null
    },
    clients: () => clients.get(),
    callerOf: readCaller({ keys: () => keys.get(), programs: () => programs.get(), clock }),
    subOf: async (personKey, application) => pairwiseSub((await engine.current()).keys.pairwise, personKey, application),
    personKeyOf: async (sub, application) => personKeyOf((await engine.current()).keys.pairwise, sub, application),
    reload: async () => {
      await Promise.all([reloadClients(), keys.reload()])
    },
  }
}
