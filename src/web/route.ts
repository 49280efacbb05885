import type { Readable } from 'node:stream'
import type { z } from 'zod'
import type { Day } from '../core/days.ts'
import type { Act, Actor, ActorFor } from './actor.ts'
import type { FormState } from './form.ts'
import type { Loosened } from './headers.ts'
import type { Language } from './language.ts'
import type { ReceivingLimits } from './receiving.ts'
import type { Maintenance } from './maintenance.ts'
import type { LocalPath, RefusedReply, Reply } from './reply.ts'
import type { Site } from './site.ts'

/** What the frame of a page needs to know of the request. */
export type FrameRequest = {
  /** The path as asked for, e.g. `/applications/A4/why-not`. */
  path: string
  actor: Actor | null
  language: Language
  /** The address that shows this page (or the nearest that can be asked for) in the other language. */
  languageAddress: string
  today: Day
  now: Date
  /** What is announced or goes on. */
  maintenance: Maintenance | null
  /** Names this request in the log and on the error page. */
  requestId: string
  /** The value of a form's hidden token; making one may set the form cookie, so call it only where there is a form. */
  csrfToken: () => string
  site: Site
}

/** Where the request came from, for throttling and the audit log; never for a decision on who somebody is. */
export type Client = {
  address: string
  userAgent: string
  /** What the browser's own cookie holds, by which a sign-in knows it again; null without one. */
  browser: string | null
  /** The link or slip for one use that this browser came by (`WithCookies`); null without one. */
  way: string | null
  /** It has just been signed out, and that is still to be said (`WithCookies`). */
  left: boolean
  /** SHA-256 of what this browser alone holds (its session, else its form cookie), by which it is known again; null without either. */
  binding: Buffer | null
}

/** What a handler is given. `params` are the `:names` of the path, `query` and `form` as their schemas read them. */
export type PageRequest<
  A extends Act = 'anyone',
  Params = Readonly<Record<never, string>>,
  Query = unknown,
  Form = unknown,
> = FrameRequest & { actor: ActorFor<A>; params: Params; query: Query; form: Form; client: Client }

/** A file that is being sent. `content` fails when it does not come whole; what is not read of it is passed over. */
export type ReceivedFile = {
  /** What its sender calls it, fit to be shown and kept (`fileNameOf`). */
  name: string
  content: Readable
}

/** The names after colons in a path template. */
type ParamNames<P extends string> = P extends `${string}:${infer Name}/${infer Rest}`
  ? Name | ParamNames<`/${Rest}`>
  : P extends `${string}:${infer Name}`
    ? Name
    : never
export type ParamsOf<P extends string> = { readonly [N in ParamNames<P>]: string }

type Answer<R> = R | Promise<R>
type Shape = z.ZodObject
type Common<P extends LocalPath, A extends Act, Q extends Shape> = {
  /** Fixed segments and `:names`; a name takes 1 to 100 letters, digits and `._~-`. */
  path: P
  /** Who may pass (see `Act`). There is no default: forgetting it does not compile. */
  act: A
  /**
   * For what is dangerous in another's hands: the session must have been proved within the minutes of ECPA_FRESH_MINUTES. A page
   * leads to 「再次驗證」 and back where it was longer ago; what is sent too late is not done. Where there is a form that does such
   * a thing its page says `fresh` too, so that nobody types in vain.
   */
  fresh?: A extends 'anyone' ? never : true
  /** What may stand after the question mark; anything else is dropped, and what does not fit is refused with 400. */
  query?: Q
  /** Open to who has to set up a second factor before anything else opens (R-ACC-8). */
  beforeSecondFactor?: true
  /** Open to who has to agree to 「重要訊息」 before anything else opens. */
  beforeAgreement?: true
  /** What answers also while the portal is closed for maintenance. */
  duringMaintenance?: true
  /** Counts what waits for the person itself, so that it is not counted for its header before. */
  countsTodos?: true
  loosened?: Loosened
}
type Changing = {
  /** Open to an agency's card before its holder is named (R-CRT-5): for what looks up and changes nothing, and for leaving. */
  holderless?: true
  /** Never waits for the same person's other sessions: for what somebody does against whoever else is in by their name. */
  inOwnTurn?: true
}
type Handler<P extends LocalPath, A extends Act, Q extends Shape, F, R> = (
  request: PageRequest<A, ParamsOf<P>, z.output<Q>, F>,
) => Answer<R>

type Reading<P extends LocalPath, A extends Act, Q extends Shape> = Common<P, A, Q> & {
  method: 'GET'
  handle: Handler<P, A, Q, undefined, Reply>
}
type Pressing<P extends LocalPath, A extends Act, Q extends Shape> = Common<P, A, Q> & Changing & {
  method: 'POST'
  handle: Handler<P, A, Q, undefined, Reply>
}
type Filling<P extends LocalPath, A extends Act, Q extends Shape, F extends Shape> = Common<P, A, Q> & Changing & {
  method: 'POST'
  /** The fields, with their sentences in the language of the request. Both languages must have the same fields. */
  form: (language: Language) => F
  /** More than the usual 64 KB or 200 fields, with a reason beside it. */
  limits?: { bytes?: number; fields?: number }
  /** Called when every field fits. Answers a 303, or `refused([…])` for what only the law could tell. */
  handle: Handler<P, A, Q, z.output<F>, Reply | RefusedReply>
  /** Shows the form again with what was typed and what is wrong; sent with status 422. */
  again: (
    request: PageRequest<A, ParamsOf<P>, z.output<Q>, undefined>,
    form: FormState,
  ) => Answer<Reply>
}

type Receiving<P extends LocalPath, A extends Act, Q extends Shape, F extends Shape> =
  Omit<Filling<P, A, Q, F>, 'limits' | 'handle'> & {
    /** The one file of the form, which comes after all its fields (`FileField`), and its limits with a reason beside them. */
    receives: { field: string } & ReceivingLimits
    /** Called when every field fits, while the file is still to come. */
    handle: (
      request: PageRequest<A, ParamsOf<P>, z.output<Q>, z.output<F>> & { file: ReceivedFile },
    ) => Answer<Reply | RefusedReply>
  }

/** A route as the pipeline keeps it, its types proved and laid aside. */
export type Route = {
  method: 'GET' | 'POST'
  path: LocalPath
  act: Act
  fresh: boolean
  query: Shape | null
  form: ((language: Language) => Shape) | null
  limits: { bytes?: number; fields?: number }
  receives: ({ field: string } & ReceivingLimits) | null
  loosened: Loosened
  beforeSecondFactor: boolean
  beforeAgreement: boolean
  duringMaintenance: boolean
  countsTodos: boolean
  holderless: boolean
  inOwnTurn: boolean
  handle: (request: PageRequest<Act, Record<string, string>> & { file: ReceivedFile | null }) => Answer<Reply | RefusedReply>
  again: ((request: PageRequest<Act, Record<string, string>>, form: FormState) => Answer<Reply>) | null
}

/**
 * Declares one address: what may be asked there, by whom (`act`), and who answers. A POST with `form` must also say how
 * the form is shown `again` when something in it is wrong. With `receives` it also takes a file, given on as a stream.
 */
export function route<const P extends LocalPath, A extends Act, Q extends Shape = z.ZodObject<{}>>(
  spec: Reading<P, A, Q>,
): Route
export function route<
  const P extends LocalPath,
  A extends Act,
  F extends Shape,
  Q extends Shape = z.ZodObject<{}>,
>(spec: Receiving<P, A, Q, F>): Route
export function route<
  const P extends LocalPath,
  A extends Act,
  F extends Shape,
  Q extends Shape = z.ZodObject<{}>,
>(spec: Filling<P, A, Q, F>): Route
export function route<const P extends LocalPath, A extends Act, Q extends Shape = z.ZodObject<{}>>(
  spec: Pressing<P, A, Q>,
): Route
export function route(spec: object): Route {
  const given = spec as Pick<Route, 'method' | 'path' | 'act' | 'handle'> & Partial<Route>
  return {
    fresh: false, query: null, form: null, limits: {}, receives: null, loosened: {}, beforeSecondFactor: false, beforeAgreement: false,
    duringMaintenance: false, countsTodos: false, holderless: false, inOwnTurn: false, again: null, ...given,
  }
}
