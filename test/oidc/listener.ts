// An application's server as far as back-channel logout needs one: it hears who is to be signed out.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { claimsOf } from './flow.ts'

export type Listener = {
  /** What a client registers as its `backchannelLogoutUri`. */
  addressOf: (client: string) => string
  /** The `sid` of each logout token that came for the client, in order. */
  heard: (client: string) => unknown[]
  stop: () => Promise<unknown>
}

/** Starts listening on a free port; every token is taken. */
export async function startListener(): Promise<Listener> {
  const tokens: { client: string; sid: unknown }[] = []
  const server = createServer((incoming, outgoing) => {
    let body = ''
    incoming.on('data', (chunk) => { body += chunk })
    incoming.on('end', () => {
      const { sid } = claimsOf(new URLSearchParams(body).get('logout_token') ?? '')
      tokens.push({ client: (incoming.url ?? '').slice(1), sid })
      outgoing.writeHead(200).end()
    })
  })
  await new Promise<void>((done) => { server.listen(0, '127.0.0.1', done) })
  const { port } = server.address() as AddressInfo
  return {
    addressOf: (client) => `http://localhost:${port}/${client}`,
    heard: (client) => tokens.filter((token) => token.client === client).map(({ sid }) => sid),
    stop: () => {
      server.closeAllConnections()
      return new Promise((done) => { server.close(done) })
    },
  }
}
