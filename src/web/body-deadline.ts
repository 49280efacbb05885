// How long a body may take. Node knows one limit for a whole server; the few addresses that take large files lift it for
// their own requests, once they know who sends, and keep limits of their own (receiving.ts).
import type { IncomingMessage, ServerResponse } from 'node:http'

// 64 KB on a bad line, within half a minute.
const BODY_MS = 30_000

const deadlines = new WeakMap<IncomingMessage, NodeJS.Timeout>()

/** Ends the request, with 408 where nothing has been answered, unless its body is there within half a minute. */
export function setBodyDeadline(incoming: IncomingMessage, outgoing: ServerResponse, ms = BODY_MS): void {
  const { 'content-length': length = '0', 'transfer-encoding': chunked } = incoming.headers
  if (length === '0' && chunked === undefined) return
  const timer = setTimeout(() => {
    if (outgoing.headersSent) incoming.destroy()
    else outgoing.writeHead(408, { 'connection': 'close', 'content-length': '0' }).end()
  }, ms)
  deadlines.set(incoming, timer)
  for (const event of ['end', 'close']) incoming.once(event, () => clearTimeout(timer))
}

/** Lets the body of this request come for as long as its receiver allows. */
export const liftBodyDeadline = (incoming: IncomingMessage): void => clearTimeout(deadlines.get(incoming))
