import { createAdaptorServer } from '@hono/node-server'
import type { HttpBindings } from '@hono/node-server'
import type { AddressInfo } from 'node:net'
import type { Server } from 'node:http'

/** Where the small programs of the demo tell what they do; pino's loggers fit. Personal data stays out of it. */
export type Log = Record<'info' | 'warn' | 'error', (fields: object, message: string) => void>

export type Listening = { port: number, origin: string, stop: () => Promise<void> }

type Answer = (request: Request, bindings: HttpBindings) => Response | Promise<Response>

// A request of a browser on the same machine that has not come in whole by then never will.
const REQUEST_TIMEOUT_MS = 15_000
// Answers that are under way when the program is asked to end get this long; more would hold up Ctrl-C.
const LAST_ANSWERS_MS = 500

/**
 * Listens on `http://localhost:<port>` (0: any free one), reachable from this machine only. `answerer` is asked once,
 * for the origin is known only then. Rejects with the system's error where the port is taken (`EADDRINUSE`).
 */
export async function listenOnLoopback(port: number, answerer: (origin: string) => Answer): Promise<Listening> {
  let answer: Answer | undefined
  const server = createAdaptorServer({
    fetch: (request, bindings) => answer?.(request, bindings as HttpBindings) ?? new Response(null, { status: 503 }),
    serverOptions: { requestTimeout: REQUEST_TIMEOUT_MS, headersTimeout: REQUEST_TIMEOUT_MS },
  }) as Server
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => resolve())
  })
  const bound = (server.address() as AddressInfo).port
  const origin = `http://localhost:${bound}`
  answer = answerer(origin)
  return { port: bound, origin, stop: () => close(server) }
}

async function close(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()))
  server.closeIdleConnections()
  const impatience = setTimeout(() => server.closeAllConnections(), LAST_ANSWERS_MS)
  await closed
  clearTimeout(impatience)
}
