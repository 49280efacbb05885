// The OpenID provider, mounted beside the portal on the raw request. It has no form and no session of its own: who is
// signed in is the portal's to know.
import type { IncomingMessage, ServerResponse } from 'node:http'
import Provider from 'oidc-provider'
import type { KoaContextWithOIDC } from 'oidc-provider'
import { describeFault } from '../../web/fault.ts'
import { backChannelLogout } from './back-channel.ts'
import { Cached } from './cached.ts'
import { loadClients } from './clients.ts'
import { COOKIE_NAMES, configurationOf, FOR_PATH, ROUTES } from './configuration.ts'
import { answerForList } from './for-list.ts'
import { loadKeys } from './keys.ts'
import { createLogout } from './logout.ts'
import { pairwiseSub, personKeyOf } from './pairwise.ts'
import { Pending, purgeOidc } from './pending.ts'
import { asGet } from './post-request.ts'
import { lawOf } from './rights.ts'
import { Grants } from './statements.ts'
import { handOutReferences } from './tokens.ts'
import type { Database, Log } from '../../store/database.ts'
import type { Seal } from '../../store/seal.ts'
import type { Client } from './clients.ts'
import type { OidcProblem } from './configuration.ts'
import type { Keys } from './keys.ts'
import type { Task } from '../../store/jobs.ts'
import type { Waiting } from './pending.ts'
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
  endSession: (session: SessionRow, address: string | null) => Promise<void>
  /** Answers the request with a page of the portal that says what is wrong (see `pagesOf`). */
  showProblem: (incoming: IncomingMessage, outgoing: ServerResponse, problem: OidcProblem) => void | Promise<void>
  /** The demonstration calls applications on its own machine; production never calls a private address. */
  demo: boolean
  log: Log
  clock?: () => Date
  /** The law; the one in the database unless said otherwise. */
  ask?: AskLaw
}

export type OidcProvider = {
  /** What it answers: each is a prefix to mount. */
  prefixes: readonly `/${string}`[]
  handler: (incoming: IncomingMessage, outgoing: ServerResponse) => Promise<void>
  /** What the job queue does for it. */
  tasks: readonly Task[]
  /** What the sign-in page may say of the request that waits behind `?continue=`; null for what does not wait. */
  waiting: (id: string) => Promise<(Waiting & { application: string; applicationName: string }) | null>
  /** The client where a person may be sent back to after signing out, or null: the address is not registered for it. */
  afterSignOut: (clientId: string, address: string) => Promise<URL | null>
  clients: () => Promise<ReadonlyMap<string, Client>>
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

type Running = { keys: Keys; provider: Provider; answer: (req: IncomingMessage, res: ServerResponse) => Promise<void> }

/** Makes the provider. Rejects when the database cannot be read or a key cannot be opened. */
export async function createProvider(options: OidcOptions): Promise<OidcProvider> {
  const { database, sealer, origin, log, clock = () => new Date() } = options
  const grants = new Grants(database, options.idleSeconds)
  const pending = new Pending(database)
  const ask = options.ask ?? lawOf(database, clock)
  const clients = new Cached(() => loadClients(database, sealer))
  const keys = new Cached(() => loadKeys(database, sealer))
  const problems = new WeakMap<IncomingMessage, OidcProblem>()

  function start(held: Keys): Running {
    const provider = new Provider(origin, configurationOf({
      origin, grants, pending, ask, keys: held, clients: () => clients.get(), callLoopback: options.demo,
      signInPath: (id) => `/?continue=${id}`,
      showProblem: (ctx, problem) => {
        problems.set(ctx.req, problem)
        ctx.respond = false
      },
    }))
    handOutReferences(provider, held)
    harden(provider, origin)
    provider.on('server_error', (_, error) => log.error(describeFault(error), 'The OpenID provider failed'))
    return { keys: held, provider, answer: provider.callback() }
  }

  let running = start(await keys.get())
  /** Made anew when the keys changed; what is under way ends with the one it began with. */
  async function current(): Promise<Running> {
    const held = await keys.get()
    if (held.edition !== running.keys.edition) running = start(held)
    return running
  }

  const logout = createLogout({ ...options, grants, clients: () => clients.get(), current })

  async function passOn(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    await (await current()).answer(incoming, outgoing)
    const problem = problems.get(incoming)
    if (problem !== undefined) await options.showProblem(incoming, outgoing, problem)
  }

  async function answer(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const path = (incoming.url ?? '').split('?', 1)[0] ?? ''
    const post = incoming.method === 'POST'
    if (post && (path === ROUTES.authorization || path === ROUTES.end_session)) return asGet(incoming, outgoing, options)
    if (path === ROUTES.end_session) return logout(incoming, outgoing)
    if (path === FOR_PATH) {
      return answerForList({ grants, ask, clients: () => clients.get(), keys: (await current()).keys, origin, clock },
        incoming, outgoing)
    }
    if (PASSED_ON.has(path) || RESUME.test(path)) return passOn(incoming, outgoing)
    outgoing.writeHead(404, { 'content-type': 'application/json' }).end('{"error":"not_found"}')
  }

  return {
    prefixes: ['/oidc', '/.well-known/openid-configuration', '/.well-known/oauth-authorization-server'],
    handler: async (incoming, outgoing) => {
      try {
        await answer(incoming, outgoing)
      } catch (error) {
        log.error(describeFault(error), 'The OpenID provider failed')
        if (outgoing.headersSent) outgoing.destroy()
        else await options.showProblem(incoming, outgoing, 'fault')
      }
    },
    tasks: [
      {
        name: 'oidc.back-channel-logout',
        handle: async (payload) => {
          const { provider, keys: { pairwise } } = await current()
          return backChannelLogout(database, provider, pairwise, payload)
        },
      },
      { name: 'oidc.purge', every: '*/10 * * * *', handle: () => purgeOidc(database, clock()) },
    ],
    waiting: async (id) => {
      const waiting = await pending.waiting(id)
      const client = waiting === null ? undefined : (await clients.get()).get(waiting.clientId)
      if (waiting === null || client === undefined) return null
      return { ...waiting, application: client.application, applicationName: client.applicationName }
    },
    afterSignOut: async (clientId, address) => {
      const registered = (await clients.get()).get(clientId)?.metadata.post_logout_redirect_uris
      return Array.isArray(registered) && registered.includes(address) ? new URL(address) : null
    },
    clients: () => clients.get(),
    subOf: async (personKey, application) => pairwiseSub((await current()).keys.pairwise, personKey, application),
    personKeyOf: async (sub, application) => personKeyOf((await current()).keys.pairwise, sub, application),
    reload: async () => {
      await Promise.all([clients.reload(), keys.reload()])
    },
  }
}

const NEVER_SET = [COOKIE_NAMES.session, COOKIE_NAMES.interaction].map((name) => `${name}=`)

/** Where the provider must not believe the request: who we are, how we are reached, and whose the session's cookie is. */
function harden(provider: Provider, origin: string): void {
  const { host, protocol } = new URL(origin)
  const fixed = (get: (this: { url: string }) => unknown) => ({ get, configurable: true })
  Object.defineProperties(provider.request, {
    host: fixed(() => host),
    protocol: fixed(() => protocol.slice(0, -1)),
    // Browsers take secure cookies from http://localhost too, and no other http is ever used.
    secure: fixed(() => true),
    href: fixed(function href() { return origin + this.url }),
  })
  provider.use(async (ctx: KoaContextWithOIDC, next) => {
    await next()
    const set = ctx.res.getHeader('set-cookie')
    if (!Array.isArray(set)) return
    const kept = set.filter((cookie) => !NEVER_SET.some((name) => cookie.startsWith(name)))
    if (kept.length > 0) ctx.res.setHeader('set-cookie', kept)
    else ctx.res.removeHeader('set-cookie')
  })
}
