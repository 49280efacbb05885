// Addresses that programs ask, by a token instead of a session: JSON in, JSON out, and problems as RFC 9457 says. Pages
// and forms are `route.ts`.
import type { Language } from './language.ts'
import type { LocalPath } from './reply.ts'
import type { JsonObject } from './strict-json.ts'

/** The program that calls: it acts for its application alone, or for none. `scopes`: what its token is good for now. */
export type Caller = { clientId: string; application: string | null; scopes: readonly string[] }

/** Proves an `Authorization` header; null for anything but a token that is good now. */
export type ProveCaller = (authorization: string | undefined) => Promise<Caller | null>

/** What can be wrong with a program's request, with the HTTP status. */
export const PROGRAM_STATUS = {
  badRequest: 400, signedOut: 401, forbidden: 403, notFound: 404, methodNotAllowed: 405, tooLarge: 413, tooMany: 429,
  fault: 500, unavailable: 503,
} as const
export type ProgramProblemCode = keyof typeof PROGRAM_STATUS

/** `pointer`: the place in the body that is at fault, as a JSON pointer (RFC 6901). */
export type ProgramProblem = {
  kind: 'problem'; code: ProgramProblemCode; detail: Record<Language, string>; pointer?: string
}
export type ProgramJson = { kind: 'json'; value: object; cacheSeconds: number }
export type ProgramReply = ProgramJson | ProgramProblem

/** `address`: from where, for the audit alone. */
export type ProgramRequest = { body: JsonObject; now: Date; address: string | null }

type Answer = ProgramReply | Promise<ProgramReply>
type Open = { method: 'GET'; path: LocalPath; scope: null; handle: () => Answer }
type Scoped = {
  method: 'POST'
  path: LocalPath
  /** What the caller's token must be good for. There is no default: forgetting it does not compile. */
  scope: string
  /** The longest body it takes. */
  bytes: number
  /** How much of the caller's minute the request takes; 1 unless said. Called with what has not been checked yet. */
  cost?: (body: JsonObject) => number
  handle: (request: ProgramRequest & { caller: Caller }) => Answer
}
/** A fixed address; a POST takes `application/json`. */
export type ProgramRoute = Open | Scoped

/** 200 with that object; not to be kept by anybody unless `cacheSeconds` says so. */
export const programJson = (value: object, { cacheSeconds = 0 } = {}): ProgramJson => ({ kind: 'json', value, cacheSeconds })

export const programProblem = (
  code: ProgramProblemCode, detail: Record<Language, string>, pointer?: string,
): ProgramProblem => ({ kind: 'problem', code, detail, ...(pointer === undefined ? {} : { pointer }) })
