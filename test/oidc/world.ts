// A small government, signed-in browsers and a running provider for the tests of OpenID Connect.
import { createServer } from 'node:http'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import pg from 'pg'
import { registerClient } from '../../src/features/oidc/clients.ts'
import { createProvider } from '../../src/features/oidc/provider.ts'
import { registrationSchema } from '../../src/features/oidc/registration.ts'
import { change, processOrigin } from '../../src/store/change.ts'
import { openDatabase } from '../../src/store/database.ts'
import { freshDatabase } from '../postgres.ts'
import { GOVERNMENT, openSession, REDIRECT, seal, SECRET } from './government.ts'
import type { TestDatabase } from '../postgres.ts'
import type { Who } from './government.ts'

export { AGENCY, openSession, REDIRECT, seal, SECRET } from './government.ts'
import type { OidcOptions, OidcProvider } from '../../src/features/oidc/provider.ts'
import type { Database } from '../../src/store/database.ts'

const silent = () => {}
const faults: string[] = []
export const log = {
  error: (detail: object, message: string) => faults.push(`${message} ${JSON.stringify(detail)}`),
  warn: silent, info: silent, debug: silent,
}

export type World = {
  origin: string
  /** The database's address, as its owner. */
  databaseUrl: string
  database: Database
  provider: OidcProvider
  /** The same rows as their owner. */
  sql: (text: string, values?: unknown[]) => Promise<Record<string, unknown>[]>
  signIn: (who: Who, method?: string) => Promise<Browser>
  browser: () => Browser
  register: (registration: object) => Promise<unknown>
  endSession: OidcOptions['endSession']
  /** Shows problems by these pages from now on, instead of by a line of its own. */
  showBy: (pages: OidcOptions['showProblem']) => void
  /** What the provider logged as faults since it was last asked. */
  faults: () => string[]
  stop: () => Promise<void>
}

/** A browser as far as signing in needs one: it keeps cookies and follows nothing by itself. */
export class Browser {
  readonly cookies = new Map<string, string>()
  readonly sessionId: string | null
  readonly #origin: string

  constructor(origin: string, session: { id: string; token: string } | null) {
    this.#origin = origin
    this.sessionId = session?.id ?? null
    if (session !== null) this.cookies.set('__Host-ecpa', session.token)
  }

  async get(address: string, init: RequestInit = {}): Promise<Response> {
    const response = await fetch(new URL(address, this.#origin), {
      redirect: 'manual', ...init,
      headers: { accept: 'text/html', cookie: [...this.cookies].map((pair) => pair.join('=')).join('; '), ...init.headers },
    })
    for (const set of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(set) ?? []
      if (value === '' || /max-age=0|expires=thu, 01 jan 1970/i.test(set)) this.cookies.delete(name)
      else this.cookies.set(name, value)
    }
    return response
  }
}

/** Clients of the tests: c (basic), p (post), rs (RS256, no PKCE), hr (A4), cert (B5), pub (public), other (also D6). */
const CLIENTS: object[] = [
  { application: 'D6', clientId: 'c', clientSecret: SECRET },
  { application: 'D6', clientId: 'other', clientSecret: `${SECRET}2` },
  { application: 'KM', clientId: 'p', clientSecret: SECRET, tokenEndpointAuthMethod: 'client_secret_post' },
  { application: 'KM', clientId: 'rs', clientSecret: SECRET, idTokenSignedResponseAlg: 'RS256', requirePkce: false },
  { application: 'A4', clientId: 'hr', clientSecret: SECRET },
  { application: 'B5', clientId: 'cert', clientSecret: SECRET },
  { application: 'D6', clientId: 'pub', tokenEndpointAuthMethod: 'none' },
]

/** Starts a world of its own. */
export async function startWorld({ maxConnections = 4, clock = () => new Date() } = {}): Promise<World> {
  const made = await freshDatabase()
  const started: (() => Promise<unknown>)[] = [() => made.drop()]
  try {
    return await start(made, { maxConnections, clock }, started)
  } catch (fault) {
    for (const stop of started.toReversed()) await stop()
    throw fault
  }
}

type WorldOptions = { maxConnections: number; clock: () => Date }

async function start(
  made: TestDatabase, { maxConnections, clock }: WorldOptions, started: (() => Promise<unknown>)[],
): Promise<World> {
  const owner = new pg.Client({ connectionString: made.url })
  await owner.connect()
  started.push(() => owner.end())
  await owner.query(GOVERNMENT)
  const database = openDatabase({ url: made.url, maxConnections, log })
  started.push(() => database.close())
  const server = createServer((incoming, outgoing) => { void answer(incoming, outgoing) })
  await new Promise<void>((done) => { server.listen(0, '127.0.0.1', done) })
  started.push(() => close(server))
  const origin = `http://localhost:${(server.address() as AddressInfo).port}`
  const endSession: OidcOptions['endSession'] = async ({ id }) => {
    await owner.query(`update session set ended_at = now(), ended_why = 'signedOut' where id = $1`, [id])
  }
  let show: OidcOptions['showProblem'] = (_, outgoing, problem) => {
    outgoing.writeHead(400, { 'content-type': 'text/html' }).end(`<h1>problem ${problem}</h1>`)
  }
  const provider = await createProvider({
    origin, database, sealer: seal, idleSeconds: 1800, demo: true, log, waitingLimit: { perAddress: 0, hashOf: Buffer.from }, clock,
    endSession, showProblem: (...given) => show(...given),
  })
  const answer = (incoming: IncomingMessage, outgoing: ServerResponse) => provider.handler(incoming, outgoing)
  const register = (registration: object) => change(database, processOrigin('test'), async (tx) => ({
    result: await registerClient(tx, seal, registrationSchema.parse({ redirectUris: [REDIRECT], ...registration }), { demo: true }),
    event: { code: 'catalogue.applied', detail: { source: 'test', sha256: '', added: [], changed: [] } },
  })).finally(() => provider.reload())
  for (const client of CLIENTS) await register({ postLogoutRedirectUris: ['http://localhost:9999/bye'], ...client })
  return {
    origin, databaseUrl: made.url, database, provider, register, endSession,
    showBy: (pages) => { show = pages },
    sql: async (text, values) => (await owner.query(text, values)).rows,
    browser: () => new Browser(origin, null),
    signIn: async (who, method = 'password') => new Browser(origin, await openSession(owner, who, method)),
    faults: () => faults.splice(0),
    stop: async () => {
      for (const stop of started.toReversed()) await stop()
    },
  }
}

function close(server: Server): Promise<void> {
  server.closeAllConnections()
  return new Promise((done) => { server.close(() => done()) })
}
