// A small government, signed-in browsers and a running provider for the tests of OpenID Connect.
import { createHash, randomBytes } from 'node:crypto'
import { createServer } from 'node:http'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import pg from 'pg'
import { registerClient } from '../../src/features/oidc/clients.ts'
import { createProvider } from '../../src/features/oidc/provider.ts'
import { registrationSchema } from '../../src/features/oidc/registration.ts'
import { change, processOrigin } from '../../src/store/change.ts'
import { openDatabase } from '../../src/store/database.ts'
import { createSeal } from '../../src/store/seal.ts'
import { freshDatabase } from '../postgres.ts'
import type { TestDatabase } from '../postgres.ts'
import type { OidcProvider } from '../../src/features/oidc/provider.ts'
import type { Database } from '../../src/store/database.ts'
import type { Seal } from '../../src/store/seal.ts'

export const AGENCY = '397010000A'
export const PERSONNEL_OFFICE = '397210000A'
export const REDIRECT = 'http://localhost:9999/callback'
export const SECRET = 'a secret of no less than 32 characters'.replaceAll(' ', '-')

/** Employee, personnel officer, and one who has left. */
export type Who = 'wu' | 'chang' | 'left'

export const seal: Seal = createSeal({
  dataKeys: [{ version: 1, key: Buffer.alloc(32, 1) }], indexKey: Buffer.alloc(32, 2),
})

const silent = () => {}
const faults: string[] = []
export const log = {
  error: (detail: object, message: string) => faults.push(`${message} ${JSON.stringify(detail)}`),
  warn: silent, info: silent, debug: silent,
}

// As the owner: what the program's role may not do is not what is tested here.
const GOVERNMENT = `
  begin;
  insert into audit_event (code, outcome, actor_process) values ('people.generated', 'done', 'test');
  insert into agency values ('${AGENCY}'), ('${PERSONNEL_OFFICE}');
  insert into agency_version (agency_code, name, valid, event_id)
    select code, '機關 ' || code, '[2020-01-01,)', (select max(id) from audit_event) from agency;
  insert into person (id, key, national_id_sealed, national_id_index)
    select n, ('00000000-0000-4000-8000-00000000000' || n)::uuid, '\\x00', sha256(n::text::bytea) from generate_series(1, 3) n;
  insert into person_version (person_id, name, birth_date, event_id)
    select id, '人員' || id, '1980-01-01', (select max(id) from audit_event) from person;
  insert into account (person_id, state, name, email, email_confirmed_at) values
    (1, 'active', 'wu.employee', 'wu@example.gov.tw', now()), (2, 'active', 'chang.unit', null, null),
    (3, 'active', 'left.person', null, null);
  insert into post (id, person_id, agency_code, kind, unit, title, starts) values
    (1, 1, '${AGENCY}', 'appointment', '總務科', '科員', '2020-01-01'),
    (2, 2, '${PERSONNEL_OFFICE}', 'appointment', '人事室', '專員', '2020-01-01');
  insert into post_version (person_id, post_id, valid, event_id)
    select person_id, id, '[2020-01-01,)', (select max(id) from audit_event) from post;
  insert into application select unnest(array['D6', 'KM', 'A4', 'B5']);
  insert into application_version (application_code, name, heading, grantable, requires_certificate, passkey_allowed,
      open_to_agency_card, duty_allowed, second_manager, test, event_id)
    select code, '應用 ' || code, 'D', true, code = 'B5', code = 'B5', false, true, false, false,
      (select max(id) from audit_event) from application;
  insert into category select code, 'use' from application;
  insert into category_version (application_code, category_code, name, name_en, derived_group, hand_out, event_id)
    select code, 'use', '使用', 'Use', (case code when 'A4' then 'hr' else 'employee' end)::standing, 'manager',
      (select max(id) from audit_event) from application;
  commit`

export type World = {
  origin: string
  database: Database
  provider: OidcProvider
  /** The same rows as their owner. */
  sql: (text: string, values?: unknown[]) => Promise<Record<string, unknown>[]>
  signIn: (who: Who, method?: string) => Promise<Browser>
  browser: () => Browser
  register: (registration: object) => Promise<unknown>
  /** What the provider logged as faults since it was last asked. */
  faults: () => string[]
  stop: () => Promise<void>
}

const PERSON: Record<Who, number> = { wu: 1, chang: 2, left: 3 }

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
export async function startWorld({ maxConnections = 4 } = {}): Promise<World> {
  const made = await freshDatabase()
  const started: (() => Promise<unknown>)[] = [() => made.drop()]
  try {
    return await start(made, maxConnections, started)
  } catch (fault) {
    for (const stop of started.toReversed()) await stop()
    throw fault
  }
}

async function start(made: TestDatabase, maxConnections: number, started: (() => Promise<unknown>)[]): Promise<World> {
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
  const provider = await createProvider({
    origin, database, sealer: seal, idleSeconds: 1800, demo: true, log,
    endSession: async ({ id }) => {
      await owner.query(`update session set ended_at = now(), ended_why = 'signedOut' where id = $1`, [id])
    },
    showProblem: (_, outgoing, problem) => {
      outgoing.writeHead(400, { 'content-type': 'text/html' }).end(`<h1>problem ${problem}</h1>`)
    },
  })
  const answer = (incoming: IncomingMessage, outgoing: ServerResponse) => provider.handler(incoming, outgoing)
  const register = (registration: object) => change(database, processOrigin('test'), async (tx) => ({
    result: await registerClient(tx, seal, registrationSchema.parse({ redirectUris: [REDIRECT], ...registration }), { demo: true }),
    event: { code: 'catalogue.applied', detail: { source: 'test', sha256: '', added: [], changed: [] } },
  })).finally(() => provider.reload())
  for (const client of CLIENTS) await register({ postLogoutRedirectUris: ['http://localhost:9999/bye'], ...client })
  return {
    origin, database, provider, register,
    sql: async (text, values) => (await owner.query(text, values)).rows,
    browser: () => new Browser(origin, null),
    signIn: async (who, method = 'password') => new Browser(origin, await openSession(owner, who, method)),
    faults: () => faults.splice(0),
    stop: async () => {
      for (const stop of started.toReversed()) await stop()
    },
  }
}

/** A session as the portal opens it. */
export async function openSession(owner: pg.Client, who: Who, method: string): Promise<{ id: string; token: string }> {
  const token = randomBytes(32).toString('base64url')
  const { rows: [row] } = await owner.query<{ id: string }>(
    `insert into session (token_hash, person_id, method, expires_at) values ($1, $2, $3, now() + interval '8 hours')
      returning id`, [createHash('sha256').update(token).digest(), PERSON[who], method])
  return { id: row!.id, token }
}

function close(server: Server): Promise<void> {
  server.closeAllConnections()
  return new Promise((done) => { server.close(() => done()) })
}
