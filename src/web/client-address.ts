// Where a request came from, when there are proxies in front of us: only those we trust are believed.
import { BlockList, isIP } from 'node:net'
import type { IncomingMessage } from 'node:http'

/** Whether the address is one of the trusted addresses or lies in one of the trusted networks (`10.0.0.0/8`). */
export function trustOf(networks: readonly string[]): (address: string) => boolean {
  const list = new BlockList()
  for (const network of networks) {
    const [address = '', bits] = network.split('/')
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4'
    if (bits === undefined) list.addAddress(address, family)
    else list.addSubnet(address, Number(bits), family)
  }
  return (address) => isIP(address) !== 0 && list.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4')
}

// An IPv4 client of a socket that listens on both families.
const bare = (address: string): string => address.replace(/^::ffff:(?=\d)/, '')

/**
 * The address of the client: the connection's own, unless that is a trusted proxy's; then the last one of X-Forwarded-For
 * that is not. What stands left of it the client may have written itself, so it is never looked at.
 */
export function clientAddress(
  connection: string | undefined, forwardedFor: string | string[] | undefined, isTrusted: (address: string) => boolean,
): string {
  let address = bare(connection ?? '')
  const hops = [forwardedFor ?? []].flat().join(',').split(',').map((hop) => bare(hop.trim()))
  while (isTrusted(address)) {
    const before = hops.pop()
    if (before === undefined || isIP(before) === 0) break
    address = before
  }
  return address
}

/** The same of a request. */
export function addressOf({ socket, headers }: IncomingMessage, isTrusted: (address: string) => boolean): string {
  return clientAddress(socket.remoteAddress, headers['x-forwarded-for'], isTrusted)
}

/** What the server (server.ts) states of a request that it passes on to a mount; null before a connection is known. */
export function statedAddress({ socket, headers }: IncomingMessage): string | null {
  const stated = headers['x-forwarded-for']
  return (typeof stated === 'string' ? stated : socket.remoteAddress) ?? null
}
