// Addresses that programs ask, by a token instead of a session: JSON in (or a file), JSON out, and problems as RFC 9457
// says. Pages and forms are `route.ts`.
import type { Readable } from 'node:stream'
import type { z } from 'zod'
import type { Language } from './language.ts'
import type { ReceivingLimits } from './receiving.ts'
import type { LocalPath } from './reply.ts'
import type { ParamsOf } from './route.ts'
import type { JsonObject } from './strict-json.ts'

/** The program that calls: it acts for its application alone, or for none. `scopes`: what its token is good for now. */
export type Caller = { clientId: string; application: string | null; scopes: readonly string[] }

/** Proves an `Authorization` header; null for anything but a token that is good now. */
export type ProveCaller = (authorization: string | undefined) => Promise<Caller | null>

/** What can be wrong with a program's request, with the HTTP status. */
export const PROGRAM_STATUS = {
  badRequest: 400, signedOut: 401, forbidden: 403, notFound: 404, methodNotAllowed: 405, interrupted: 408, conflict: 409,
  changedMeanwhile: 412, tooLarge: 413, wrongType: 415, invalid: 422, tooMany: 429, fault: 500, notImplemented: 501, unavailable: 503,
} as const
export type ProgramProblemCode = keyof typeof PROGRAM_STATUS

/** `pointer`: the place in the body that is at fault, as a JSON pointer (RFC 6901). */
export type ProgramProblem = {
  kind: 'problem'; code: ProgramProblemCode; detail: Record<Language, string>; pointer?: string
  /** Members of its own, beside those of every problem. */
  more?: Readonly<Record<string, unknown>>
  retryAfterSeconds?: number
}
export type ProgramJson = {
  kind: 'json'; value: object; cacheSeconds: number; status: 200 | 201 | 202; headers: Readonly<Record<string, string>>
}
/** Done, or what the caller has is still so; there is nothing more to say. */
export type ProgramEmpty = { kind: 'empty'; status: 204 | 304; headers: Readonly<Record<string, string>> }
export type ProgramReply = ProgramJson | ProgramEmpty | ProgramProblem

/** Which version the caller has seen (RFC 9110, 13.1): the headers as they came. */
export type Conditions = { ifMatch: string | null; ifNoneMatch: string | null }

/** `address`: from where, for the audit alone. `idempotencyKey`: as in `ProgramFile`; null also where it is none. */
export type ProgramRequest = {
  body: JsonObject; now: Date; address: string | null; conditions: Conditions; idempotencyKey: string | null
}

/** A request without a body: what stands in its address. */
type Asked<P extends string, Q extends z.ZodObject> = {
  params: ParamsOf<P>; query: z.output<Q>; caller: Caller; now: Date; address: string | null; conditions: Conditions
}

/** A file that is being sent. `content` fails when it does not come whole; what is not read of it is passed over. */
export type ProgramFile = {
  content: Readable
  type: string
  /** How many bytes its sender says it has; null: it does not say. */
  length: number | null
  /** Of the `Idempotency-Key` header: a name by which the caller knows the request when it is sent again. */
  idempotencyKey: string | null
}

type Answer = ProgramReply | Promise<ProgramReply>
type Open = { method: 'GET'; path: LocalPath; scope: null; handle: () => Answer }
type Scoped<P extends LocalPath, Q extends z.ZodObject> = {
  path: P
  /** What the caller's token must be good for. There is no default: forgetting it does not compile. */
  scope: string
  /** What may stand after the question mark. Anything else is refused, for a slip must not be taken for a choice. */
  query?: Q
}
type Reading<P extends LocalPath, Q extends z.ZodObject> = Scoped<P, Q> & {
  method: 'GET' | 'DELETE'
  cost?: number
  handle: (request: Asked<P, Q>) => Answer
}
/** Takes JSON, read whole. */
type Posting<P extends LocalPath, Q extends z.ZodObject> = Scoped<P, Q> & {
  method: 'POST' | 'PUT' | 'PATCH'
  /** The longest body it takes. */
  bytes: number
  /** How much of the caller's minute the request takes; 1 unless said. Called with what has not been checked yet. */
  cost?: (body: JsonObject) => number
  handle: (request: ProgramRequest & { caller: Caller; params: ParamsOf<P>; query: z.output<Q> }) => Answer
}
export type PostingRoute = Posting<LocalPath, z.ZodObject>
type Receiving<P extends LocalPath, Q extends z.ZodObject> = Scoped<P, Q> & {
  method: 'POST'
  cost?: number
  /** Of which media types, plain or gzip, and within what limits. */
  receives: ReceivingLimits & { types: readonly string[] }
  handle: (request: Asked<P, Q> & { file: ProgramFile }) => Answer
}

/** A POST takes `application/json`, or the file that it `receives`. As the API keeps it, with the types of addresses laid aside. */
export type ProgramRoute = Open | PostingRoute | ScopedRoute
export type ScopedRoute = Reading<LocalPath, z.ZodObject> | Receiving<LocalPath, z.ZodObject>

/** Declares an address that is asked, or takes a file or JSON. */
export function programRoute<const P extends LocalPath, Q extends z.ZodObject = z.ZodObject<{}>>(spec: Posting<P, Q>): ProgramRoute
export function programRoute<const P extends LocalPath, Q extends z.ZodObject = z.ZodObject<{}>>(spec: Reading<P, Q>): ProgramRoute
export function programRoute<const P extends LocalPath, Q extends z.ZodObject = z.ZodObject<{}>>(spec: Receiving<P, Q>): ProgramRoute
export function programRoute(spec: object): ProgramRoute {
  return spec as ProgramRoute
}

/** 200 with that object unless said otherwise; not to be kept by anybody unless `cacheSeconds` says so. */
export const programJson = (
  value: object, more: Partial<Pick<ProgramJson, 'cacheSeconds' | 'status' | 'headers'>> = {},
): ProgramJson => ({ cacheSeconds: 0, status: 200, headers: {}, ...more, kind: 'json', value })

export const programEmpty = (status: ProgramEmpty['status'], headers: ProgramEmpty['headers'] = {}): ProgramEmpty =>
  ({ kind: 'empty', status, headers })

export const programProblem = (
  code: ProgramProblemCode, detail: Record<Language, string>, pointer?: string,
  more: Pick<ProgramProblem, 'more' | 'retryAfterSeconds'> = {},
): ProgramProblem => ({ kind: 'problem', code, detail, ...(pointer === undefined ? {} : { pointer }), ...more })
