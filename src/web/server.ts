import { once } from 'node:events'
import { createServer as createHttpServer } from 'node:http'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import type { App } from './app.ts'
import { setBodyDeadline } from './body-deadline.ts'
import { headersOfEveryReply } from './headers.ts'
import { liesUnder, readTarget } from './path.ts'

/** A program of its own behind some of our addresses, such as the OpenID provider: it gets the raw request. */
export type Mount = {
  /** A path; the mount answers it and everything below it, by whole segments. */
  prefix: `/${string}`
  handler: (incoming: IncomingMessage, outgoing: ServerResponse) => void | Promise<void>
}

export type PortalServer = {
  /** Starts to listen; port 0 takes a free one. Rejects (`EADDRINUSE` …) when it cannot. Answers the port. */
  listen: (port: number, host?: string) => Promise<number>
  /** Takes no new connections, lets running requests end for up to `graceMs`, then cuts them. */
  stop: (graceMs?: number) => Promise<void>
}

// A request's head arrives in one or two packets. For its body see body-deadline.ts; no file takes longer than this.
const HEADERS_TIMEOUT = 10_000
const REQUEST_TIMEOUT = 3_600_000
// Longer than the idle time of the usual proxies (60 s), so that it is they who close an idle connection.
const KEEP_ALIVE_TIMEOUT = 65_000
// Browsers send about 20; a proxy adds a handful.
const MOST_HEADERS = 60
// Two cookies, a referrer and an address of 5,000 characters fit well.
const MOST_HEADER_BYTES = 16_384
// Per process; each costs about 20 KB.
const MOST_CONNECTIONS = 5_000
const DEFAULT_GRACE = 10_000
const SWEEP_EVERY = 100

/**
 * The listening server. `headMs` and `bodyMs`: how long a head and a body may take, other than usual only for tests. The Host header
 * and its forwarded kin never reach anything behind it: they are overwritten with the configured origin, so that no address is ever
 * built from what a client claims.
 */
export function createServer(options: { app: App; mounts?: readonly Mount[]; headMs?: number; bodyMs?: number }): PortalServer {
  const { app, mounts = [], headMs = HEADERS_TIMEOUT, bodyMs } = options
  const origin = new URL(app.origin)
  const https = origin.protocol === 'https:'
  const everyReply = Object.entries(headersOfEveryReply(https))

  function dispatch(incoming: IncomingMessage, outgoing: ServerResponse): void {
    pinHost(incoming, origin)
    setBodyDeadline(incoming, outgoing, bodyMs)
    const mount = findMount(mounts, incoming.url ?? '')
    if (mount === undefined) return void app.handle(incoming, outgoing)
    // Like the host: what stands behind us may believe it, because it is no longer the client's word.
    incoming.headers['x-forwarded-for'] = app.clientAddress(incoming)
    for (const [name, value] of everyReply) outgoing.setHeader(name, value)
    void runMount(mount, incoming, outgoing)
  }

  async function runMount(mount: Mount, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    try {
      await mount.handler(incoming, outgoing)
    } catch (fault) {
      await app.fail(incoming, outgoing, fault)
    }
  }

  const server = createHttpServer(
    {
      headersTimeout: headMs,
      connectionsCheckingInterval: headMs / 2,
      requestTimeout: REQUEST_TIMEOUT,
      keepAliveTimeout: KEEP_ALIVE_TIMEOUT,
      maxHeaderSize: MOST_HEADER_BYTES,
      requireHostHeader: true,
      insecureHTTPParser: false,
    },
    dispatch,
  )
  server.maxHeadersCount = MOST_HEADERS
  server.maxConnections = MOST_CONNECTIONS
  server.on('clientError', refuseBrokenRequest)
  return { listen: (port, host) => listen(server, port, host), stop: (graceMs = DEFAULT_GRACE) => stop(server, graceMs) }
}

function pinHost(incoming: IncomingMessage, origin: URL): void {
  incoming.headers.host = origin.host
  incoming.headers['x-forwarded-host'] = origin.host
  incoming.headers['x-forwarded-proto'] = origin.protocol.slice(0, -1)
  delete incoming.headers.forwarded
  delete incoming.headers['x-forwarded-port']
}

function findMount(mounts: readonly Mount[], rawTarget: string): Mount | undefined {
  const target = readTarget(rawTarget)
  return target.ok ? mounts.find(({ prefix }) => liesUnder(target.path, prefix)) : undefined
}

const BROKEN: Record<string, string> = {
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
}

/**
 * Answers what Node's parser could not read as HTTP, in words without detail. A connection on which nothing was asked for too long ends
 * without a word: browsers open some before they need them, and would take it for the answer to what they ask at that very moment.
 */
function refuseBrokenRequest(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable || socket.bytesRead === 0) return void socket.destroy()
  const status = BROKEN[error.code ?? ''] ?? '400 Bad Request'
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nX-Content-Type-Options: nosniff\r\nContent-Length: 0\r\n\r\n`)
}

async function listen(server: Server, port: number, host: string | undefined): Promise<number> {
  server.listen(port, host)
  await once(server, 'listening')
  return (server.address() as AddressInfo).port
}

async function stop(server: Server, graceMs: number): Promise<void> {
  const closed = once(server, 'close')
  server.close()
  server.closeIdleConnections()
  // A connection whose request ends now would be kept for a next one.
  const sweep = setInterval(() => server.closeIdleConnections(), SWEEP_EVERY)
  const cut = setTimeout(() => server.closeAllConnections(), graceMs)
  await closed
  clearInterval(sweep)
  clearTimeout(cut)
}
