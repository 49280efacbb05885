import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { codeOf } from '../core/thrown.ts'
import { ClientGone } from './body.ts'
import { markChinese } from './chinese-words.ts'
import { COOKIE, lastingCookie, removedCookie, sessionCookie } from './cookies.ts'
import type { AppContext, Exchange } from './exchange.ts'
import { contentSecurityPolicy } from './headers.ts'
import { frameRequest } from './page-request.ts'
import { ProblemPage } from './problem-page.tsx'
import { problemMessages } from './problem-messages.ts'
import { isLocalPath, STATUS_OF } from './reply.ts'
import type { DownloadReply, LocalPath, PageNode, PageReply, ProblemReply, Reply } from './reply.ts'
import { csrfTokenFor, isProgramAddress } from './steps.ts'
import { isStillTheirs } from './still-theirs.ts'

// A file is made at the pace of whoever takes it.
const MOST_CHUNKS_AHEAD = 2

/** The policy of what is no page of ours. */
const NOTHING_RUNS = "default-src 'none'; frame-ancestors 'none'; sandbox"

type Headers = Record<string, string | string[]>

/** Turns a handler's reply into bytes. Throws when a page cannot be rendered, before anything is sent. */
export async function sendReply(reply: Reply, exchange: Exchange, app: AppContext): Promise<void> {
  if (reply.session !== undefined) {
    const { session } = reply
    exchange.setCookies.push(session === null ? removedCookie(COOKIE.session) : sessionCookie(COOKIE.session, session))
  }
  if (reply.browser !== undefined) exchange.setCookies.push(lastingCookie(COOKIE.browser, reply.browser))
  if (reply.way !== undefined) exchange.setCookies.push(reply.way === null ? removedCookie(COOKIE.way) : sessionCookie(COOKIE.way, reply.way))
  if (reply.left !== undefined) exchange.setCookies.push(reply.left ? sessionCookie(COOKIE.left, 'yes') : removedCookie(COOKIE.left))
  if (reply.language !== undefined) exchange.setCookies.push(lastingCookie(COOKIE.language, reply.language))
  switch (reply.kind) {
    case 'page':
      return send(exchange, app, reply.status, pageHeaders(reply, exchange), await renderPage(reply.node))
    case 'redirect':
      return send(exchange, app, 303, { location: reply.to }, '')
    case 'json':
      return send(exchange, app, reply.status, { 'content-type': reply.type }, JSON.stringify(reply.value))
    case 'document':
      return send(exchange, app, 200, { 'content-type': reply.type, 'content-security-policy': NOTHING_RUNS }, reply.body)
    case 'problem':
      return sendProblem(reply, exchange, app)
    case 'download':
      return sendFile(reply, exchange, app)
  }
}

function pageHeaders(reply: PageReply, { ready }: Exchange): Headers {
  const headers: Headers = { 'content-type': 'text/html; charset=utf-8' }
  if (reply.retryAfterSeconds !== undefined) headers['retry-after'] = String(reply.retryAfterSeconds)
  if (reply.formAction.length === 0) return headers
  const loosened = ready?.route.loosened ?? {}
  const formAction = [...(loosened.formAction ?? []), ...reply.formAction]
  headers['content-security-policy'] = contentSecurityPolicy({ ...loosened, formAction })
  return headers
}

async function renderPage(node: PageNode): Promise<string> {
  const rendered = node.toString()
  return `<!doctype html>${markChinese(String((rendered as unknown) instanceof Promise ? await rendered : rendered))}`
}

async function sendProblem(reply: ProblemReply, exchange: Exchange, app: AppContext): Promise<void> {
  const status = STATUS_OF[reply.code]
  const headers: Headers = {}
  if (reply.retryAfterSeconds !== undefined) headers['retry-after'] = String(reply.retryAfterSeconds)
  if (isProgramAddress(exchange.path)) {
    const { requestId } = exchange
    const body = { type: 'about:blank', title: problemMessages('en')[reply.code].title, status, requestId }
    return send(exchange, app, status, { ...headers, 'content-type': 'application/problem+json' }, JSON.stringify(body))
  }
  const request = frameRequest(exchange, app, () => csrfTokenFor(exchange, app))
  const body = await renderPage(<ProblemPage request={request} code={reply.code} next={cameFrom(exchange, app)} />)
  return send(exchange, app, status, { ...headers, 'content-type': 'text/html; charset=utf-8' }, body)
}

/** The page of ours whose form this was, as the browser says; it is shown as a link, and nothing rests on it. */
function cameFrom({ incoming, ready, path }: Exchange, { site }: AppContext): LocalPath {
  const { referer } = incoming.headers
  const before = referer?.startsWith(`${site.origin}/`) === true ? referer.slice(site.origin.length) : ''
  if (isLocalPath(before)) return before
  return ready?.readable === true && isLocalPath(path) ? path : '/'
}

/** Writes status, headers and body in one go; Node leaves the body out for HEAD by itself. */
function send(exchange: Exchange, app: AppContext, status: number, own: Headers, body: string): void {
  exchange.outgoing.writeHead(status, {
    ...headersFor(exchange, app),
    ...own,
    'content-length': String(Buffer.byteLength(body)),
  })
  exchange.outgoing.end(body)
}

function headersFor(exchange: Exchange, app: AppContext): Headers {
  const headers: Headers = { ...(exchange.ready?.headers ?? app.headers), 'x-request-id': exchange.requestId }
  if (exchange.setCookies.length > 0) headers['set-cookie'] = exchange.setCookies
  return headers
}

/** A file may be taken as slowly as one likes: whoever loses session or right meanwhile gets no more of it. */
async function* whileTheirs(
  body: AsyncIterable<string | Uint8Array>, exchange: Exchange, app: AppContext,
): AsyncGenerator<string | Uint8Array> {
  let proved = performance.now()
  for await (const chunk of body) {
    if (performance.now() - proved >= app.provedForMs) {
      if (!await isStillTheirs(exchange, app)) throw new ClientGone()
      proved = performance.now()
    }
    yield chunk
  }
}

async function sendFile(reply: DownloadReply, exchange: Exchange, app: AppContext): Promise<void> {
  const { outgoing } = exchange
  const ascii = reply.fileName.replace(/[^A-Za-z0-9._-]/g, '_')
  const encoded = encodeURIComponent(reply.fileName).replace(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`)
  outgoing.writeHead(200, {
    ...headersFor(exchange, app),
    'content-type': reply.type,
    'content-disposition': `attachment; filename="${ascii}"; filename*=UTF-8''${encoded}`,
    'content-security-policy': NOTHING_RUNS,
  })
  if (exchange.incoming.method === 'HEAD') return void outgoing.end()
  const { body } = reply
  if (typeof body === 'string' || body instanceof Uint8Array) return void outgoing.end(body)
  await pipeline(Readable.from(whileTheirs(body, exchange, app), { highWaterMark: MOST_CHUNKS_AHEAD }), outgoing).catch((fault: unknown) => {
    throw codeOf(fault) === 'ERR_STREAM_PREMATURE_CLOSE' ? new ClientGone() : fault
  })
}
