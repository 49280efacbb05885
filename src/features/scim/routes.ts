// SCIM 2.0 (RFC 7643, 7644): an application reads its own users and their groups; the personnel system reads the record and
// writes it, as rows of the personnel feed.
import { z } from 'zod'
import { dayInTaipei } from '../../core/days.ts'
import { change } from '../../store/change.ts'
import { FactsQueue } from '../../store/facts-queue.ts'
import { programEmpty, programJson, programProblem, programRoute } from '../../web/program-route.ts'
import { loadAgencyLives } from '../feeds/agency-lives.ts'
import { applicationGroups } from './application-groups.ts'
import { applicationUsers } from './application-users.ts'
import { answerBulk, MOST_BYTES, operationsIn } from './bulk.ts'
import { ScimFault } from './dialect.ts'
import { resourceType, resourceTypes, schema, schemas, serviceProviderConfig } from './discovery.ts'
import { list } from './list.ts'
import { scimMessages as says } from './messages.ts'
import { recordUsers } from './record-users.ts'
import { BASE, hasVersion, picked, versionOf, withMeta } from './representation.ts'
import { searchIn } from './search.ts'
import { personAfter, writeUser } from './write-users.ts'
import type { Database } from '../../store/database.ts'
import type { Seal } from '../../store/seal.ts'
import type { Caller, Conditions, ProgramReply, ProgramRoute } from '../../web/program-route.ts'
import type { JsonObject } from '../../web/strict-json.ts'
import type { Application } from './application.ts'
import type { Writing } from './bring-rows.ts'
import type { ListRequest, Source } from './list.ts'
import type { Kind } from './schemas.ts'
import type { UserWrite } from './write-users.ts'

export type ScimSlice = {
  database: Database
  seal: Seal
  origin: string
  /** A person's `sub` at an application, and back. */
  subOf: (personKey: string, application: string) => Promise<string>
  personKeyOf: (sub: string, application: string) => Promise<string | null>
}

export const SCIM_PREFIX = BASE
const SCOPE = 'scim'
// A list reads what a single resource does many times; a write is a small feed.
const LIST_COST = 50
const WRITE_COST = 20
const BYTES = 65_536

type Asking = { caller: Caller; now: Date; address: string | null }

/** Lets a handler throw a ScimFault, and tells the caller of it. */
async function told(answer: () => Promise<ProgramReply>): Promise<ProgramReply> {
  try {
    return await answer()
  } catch (fault) {
    if (!(fault instanceof ScimFault)) throw fault
    return fault.problem
  }
}

const text = z.string().max(2000)
const wish = { attributes: text.optional(), excludedAttributes: text.optional() }
const wishQuery = z.object(wish)
const listQuery = z.object({
  ...wish, filter: text.optional(), startIndex: z.coerce.number().int().max(1_000_000_000).optional(), count: z.coerce.number().int().max(1_000_000).optional(),
  cursor: z.string().max(1000).optional(), sortBy: text.optional(), sortOrder: text.optional(),
})
type ListQuery = z.output<typeof listQuery>

function asked({ attributes, excludedAttributes, filter, startIndex, count, cursor, sortBy }: ListQuery): ListRequest {
  if (sortBy !== undefined) throw new ScimFault('badRequest', says.sort, 'invalidValue')
  return {
    attributes: attributes ?? null, excludedAttributes: excludedAttributes ?? null, filter: filter === undefined || filter === '' ? null : filter,
    startIndex: startIndex ?? null, count: count ?? null, cursor: cursor ?? null,
  }
}

export function scimRoutes(slice: ScimSlice): ProgramRoute[] {
  const reads = new Reads(slice)
  const open = (path: `${typeof BASE}/${string}`, answer: () => object): ProgramRoute =>
    ({ method: 'GET', path, scope: null, handle: () => programJson(answer()) })
  const { origin } = slice
  return [
    open(`${BASE}/ServiceProviderConfig`, () => serviceProviderConfig(origin)),
    open(`${BASE}/ResourceTypes`, () => resourceTypes(origin)),
    open(`${BASE}/Schemas`, () => schemas(origin)),
    programRoute({ method: 'GET', path: `${BASE}/ResourceTypes/:type`, scope: SCOPE, handle: ({ params }) => found(resourceType(origin, params.type)) }),
    programRoute({ method: 'GET', path: `${BASE}/Schemas/:urn`, scope: SCOPE, handle: ({ params }) => found(schema(origin, params.urn)) }),
    ...readRoutes(reads),
    ...writeRoutes(slice),
  ]
}

const found = (one: object | null): ProgramReply => (one === null ? programProblem('notFound', says.unknownSchema) : programJson(one))

/** Who reads what. */
class Reads {
  readonly #slice: ScimSlice
  readonly #facts: FactsQueue

  constructor(slice: ScimSlice) {
    this.#slice = slice
    this.#facts = new FactsQueue(slice.database)
  }

  async source(kind: Kind, { caller, now }: Asking, withMembers = false): Promise<Source> {
    const { database, seal } = this.#slice
    const today = dayInTaipei(now)
    const application = await this.#application(caller, today)
    if (application !== null) return kind === 'User' ? applicationUsers(application) : applicationGroups(application, withMembers)
    if (kind === 'Group') throw new ScimFault('notFound', says.unknownResource)
    return recordUsers({ read: database.read, seal, today })
  }

  async #application({ application, clientId }: Caller, today: string): Promise<Application | null> {
    if (application === null) return null
    const { database, subOf, personKeyOf } = this.#slice
    const { scopes } = await database.read.selectFrom('oidc_client').select('scopes').where('client_id', '=', clientId).executeTakeFirstOrThrow()
    return { database, facts: this.#facts, code: application, clientId, tells: new Set(scopes), today, subOf, personKeyOf }
  }

  async one(kind: Kind, id: string, query: z.output<typeof wishQuery>, { conditions, ...asking }: Asking & { conditions: Conditions }): Promise<ProgramReply> {
    const source = await this.source(kind, asking)
    const resource = await source.one(id)
    if (resource === null) throw new ScimFault('notFound', says.unknownResource)
    const whole = withMeta(kind, this.#slice.origin, resource)
    const headers = { etag: versionOf(whole) }
    if (conditions.ifNoneMatch !== null && hasVersion(conditions.ifNoneMatch, headers.etag)) return programEmpty(304, headers)
    const { attributes = null, excludedAttributes = null } = query
    return programJson(picked(kind, whole, { attributes, excludedAttributes }), { headers })
  }

  async list(kind: Kind, request: ListRequest, asking: Asking, inAddress: boolean): Promise<ProgramReply> {
    const { seal, origin } = this.#slice
    const named = (request.attributes ?? '').split(',').some((one) => /^members(?:\.|$)/i.test(one.trim()))
    const source = await this.source(kind, asking, named)
    const answer = await list(source, request, { seal, origin, inAddress })
    if ((request.startIndex ?? 1) <= 1 && (request.cursor ?? '') === '') await this.#record(kind, asking)
    return programJson(answer)
  }

  /** Who asks for a list of people leaves an event, once for all its pages. */
  async #record(kind: Kind, { caller, address }: Asking): Promise<void> {
    const { clientId, application } = caller
    const origin = { actor: null, sessionId: null, process: `client ${clientId}`, address, requestId: null }
    await change(this.#slice.database, origin, async () => ({
      result: null, event: { code: 'scim.listed', detail: { client: clientId, kind, of: application ?? '' } },
    }))
  }
}

function readRoutes(reads: Reads): ProgramRoute[] {
  return (['User', 'Group'] as const).flatMap((kind) => [
    programRoute({
      method: 'GET', path: `${BASE}/${kind}s`, scope: SCOPE, cost: LIST_COST, query: listQuery,
      handle: (request) => told(() => reads.list(kind, asked(request.query), request, true)),
    }),
    programRoute({
      method: 'POST', path: `${BASE}/${kind}s/.search`, scope: SCOPE, bytes: BYTES, cost: () => LIST_COST,
      handle: (request) => told(() => reads.list(kind, asked(searchIn(request.body, listQuery)), request, false)),
    }),
    programRoute({
      method: 'GET', path: `${BASE}/${kind}s/:id`, scope: SCOPE, query: wishQuery,
      handle: (request) => told(() => reads.one(kind, request.params.id, request.query, request)),
    }),
  ])
}

type WriteRequest = Asking & { conditions: Conditions }

function writeRoutes(slice: ScimSlice): ProgramRoute[] {
  const writing = ({ caller, now, address }: Asking, source: string): Writing => {
    if (caller.application !== null) throw new ScimFault('forbidden', says.notForApplications)
    if (!caller.scopes.includes('feed')) throw new ScimFault('forbidden', says.needsFeed)
    const { database, seal } = slice
    let lives: ReturnType<typeof loadAgencyLives> | undefined
    return { database, seal, clientId: caller.clientId, address, today: dayInTaipei(now), source, lives: () => lives ??= loadAgencyLives(database.read) }
  }
  const write = (request: WriteRequest, one: Omit<UserWrite, 'ifMatch'>): Promise<ProgramReply> => told(async () => {
    const own = writing(request, `${one.method} ${BASE}/Users`)
    const { planned, brought } = await writeUser(own, { ...one, conditions: request.conditions }, slice.origin)
    if (!brought.applied) return waiting(brought)
    if (one.method === 'DELETE') return programEmpty(204)
    const resource = (await personAfter(own, planned, slice.origin))!
    const headers = { etag: versionOf(resource), ...(one.method === 'POST' ? { location: `${slice.origin}${BASE}/Users/${resource.id}` } : {}) }
    return programJson(resource, { status: one.method === 'POST' ? 201 : 200, headers })
  })
  const noGroups = (method: 'POST' | 'PUT' | 'PATCH', path: `${typeof BASE}/${string}`): ProgramRoute =>
    programRoute({ method, path, scope: SCOPE, bytes: BYTES, handle: () => programProblem('notImplemented', says.groupsAreDerived) })
  return [
    programRoute({
      method: 'POST', path: `${BASE}/Users`, scope: SCOPE, bytes: BYTES, cost: () => WRITE_COST,
      handle: (request) => write(request, { method: 'POST', id: null, body: request.body }),
    }),
    ...(['PUT', 'PATCH'] as const).map((method) => programRoute({
      method, path: `${BASE}/Users/:id`, scope: SCOPE, bytes: BYTES, cost: () => WRITE_COST,
      handle: (request) => write(request, { method, id: request.params.id, body: request.body }),
    })),
    programRoute({
      method: 'DELETE', path: `${BASE}/Users/:id`, scope: SCOPE, cost: WRITE_COST,
      handle: (request) => write(request, { method: 'DELETE', id: request.params.id, body: null }),
    }),
    programRoute({
      method: 'POST', path: `${BASE}/Bulk`, scope: SCOPE, bytes: MOST_BYTES, cost: (body: JsonObject) => WRITE_COST + operationsIn(body),
      handle: (request) => told(async () => programJson(await answerBulk(writing(request, `POST ${BASE}/Bulk`), request.body, slice.origin))),
    }),
    noGroups('POST', `${BASE}/Groups`), noGroups('PUT', `${BASE}/Groups/:id`), noGroups('PATCH', `${BASE}/Groups/:id`),
  ]
}

const PENDING = 'urn:ecpa:params:scim:api:messages:1.0:Pending'

/** Not applied yet: what it waits for, and where that is told (202). */
const waiting = ({ held, feed }: { held: boolean; feed: string }): ProgramReply => programJson(
  { schemas: [PENDING], state: held ? 'held' : 'received', feed, detail: held ? says.held.en : says.pending.en },
  { status: 202, headers: { location: feed } },
)
