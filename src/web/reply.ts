import { withoutTelling } from './told.ts'
import type { HtmlEscapedString } from 'hono/utils/html'
import type { FormProblem } from './form.ts'
import type { Language } from './language.ts'

/** An address of our own: begins with one slash. */
export type LocalPath = `/${string}`

/** What can be wrong with a request, by the name of its page; `STATUS_OF` says the HTTP status. */
export type ProblemCode = keyof typeof STATUS_OF

export const STATUS_OF = {
  badRequest: 400,
  signedOut: 401,
  forbidden: 403,
  /** Management opens when the handover review is done (R-JML-3). */
  reviewFirst: 403,
  /** Who is signed in proved it too long ago for this. */
  proveAgain: 403,
  secondFactorFirst: 403,
  /** 「重要訊息」 has to be agreed to before. */
  agreementFirst: 403,
  /** Whoever holds the agency's card has to be named before anything is changed (R-CRT-5). */
  holderFirst: 403,
  /** The form's token is not (or no longer) this browser's, or the request came from another site. */
  formExpired: 403,
  notFound: 404,
  methodNotAllowed: 405,
  interrupted: 408,
  tooLarge: 413,
  addressTooLong: 414,
  wrongType: 415,
  invalid: 422,
  tooMany: 429,
  fault: 500,
  unavailable: 503,
  maintenance: 503,
} as const

/**
 * Changes to the browser's cookies that go with a reply. `session`: the new session's token, or null to end it; `browser`: by
 * which the next sign-in knows this browser; `language`: what it reads from now on; `way`: the link or slip it came by, null when
 * that is used or of no use; `left`: whether it has just been signed out, and that is still to be said.
 */
export type WithCookies = { session?: string | null; browser?: string; language?: Language; way?: string | null; left?: boolean }

/** What a JSX expression makes. */
export type PageNode = HtmlEscapedString | Promise<HtmlEscapedString>

export type PageReply = WithCookies & {
  kind: 'page'
  node: PageNode
  status: number
  /** Origins that a form on this page may end up at after redirects (Chromium checks the whole chain). */
  formAction: readonly string[]
  retryAfterSeconds?: number
}
export type RedirectReply = WithCookies & { kind: 'redirect'; to: string }
export type ProblemReply = WithCookies & { kind: 'problem'; code: ProblemCode; retryAfterSeconds?: number }
export type JsonReply = WithCookies & { kind: 'json'; value: unknown; status: number; type: string }
export type DownloadReply = WithCookies & {
  kind: 'download'
  fileName: string
  type: string
  body: string | Uint8Array | AsyncIterable<string | Uint8Array>
}

/** A text of another kind than a page, for programs. */
export type DocumentReply = WithCookies & { kind: 'document'; type: string; body: string }

/** The form was well filled, yet the law says no: it is shown again with these problems (status 422). */
export type RefusedReply = {
  kind: 'refused'; problems: readonly FormProblem[]
  /** The form is well, and too many ask at this moment: 503, and after how many seconds to send it again. */
  busySeconds?: number
}

/** Everything a handler can answer. */
export type Reply = PageReply | RedirectReply | ProblemReply | JsonReply | DownloadReply | DocumentReply

/** A page, 200 unless said otherwise. */
export function page(
  node: PageNode,
  options: WithCookies & { status?: number; formAction?: readonly string[] } = {},
): PageReply {
  return { status: 200, formAction: [], ...options, kind: 'page', node }
}

/** Whether the text is an address of our own, so that following it cannot leave the site. */
export function isLocalPath(text: string): text is LocalPath {
  return /^\/(?![/\\])[\x21-\x7e]{0,2000}$/.test(text) && !text.includes('\\')
}

/** The address that a form or a query brought, where it is one of ours, told of nothing done; null for none, and for any other. */
export const localPathIn = (text: string | undefined): LocalPath | null =>
  (text !== undefined && isLocalPath(text) ? withoutTelling(text) : null)

/** 303 to an address of our own: the answer to every change that was made. Throws for an address that leaves the site. */
export function redirect(to: LocalPath, cookies: WithCookies = {}): RedirectReply {
  if (!isLocalPath(to)) throw new Error('a redirect must stay on this site')
  return { ...cookies, kind: 'redirect', to }
}

/** 303 to another site, for addresses that come from the catalogue or the settings, never from the request. */
export function redirectAway(to: URL, cookies: WithCookies = {}): RedirectReply {
  if (to.protocol !== 'https:' && to.protocol !== 'http:') throw new Error('a redirect must lead to http or https')
  return { ...cookies, kind: 'redirect', to: to.href }
}

/** A problem page (problem JSON on program addresses). */
export function problem(code: ProblemCode, options: { retryAfterSeconds?: number } = {}): ProblemReply {
  return { ...options, kind: 'problem', code }
}

/** Shows the form again with these problems; `field: null` speaks of the form as a whole. */
export function refused(problems: readonly FormProblem[], more: Pick<RefusedReply, 'busySeconds'> = {}): RefusedReply {
  return { ...more, kind: 'refused', problems }
}

/** JSON, 200 unless said otherwise. */
export function json(value: unknown, options: WithCookies & { status?: number; type?: string } = {}): JsonReply {
  return { status: 200, type: 'application/json; charset=utf-8', ...options, kind: 'json', value }
}

/** A text for programs, `type` its media type. A browser that opens it runs nothing of it. */
export function textDocument(type: string, body: string): DocumentReply {
  return { kind: 'document', type, body }
}

/** A file to keep; a body given as an iterable is streamed and never held whole. */
export function download(fileName: string, type: string, body: DownloadReply['body']): DownloadReply {
  return { kind: 'download', fileName, type, body }
}
