// What we call of others: back-channel logout and published keys of clients.

/**
 * Calls a client's server (back-channel logout, jwks_uri). In production by https only, and the provider's dispatcher cuts
 * connections to private and special addresses once the name is resolved; redirects are never followed (SSRF).
 */
export function callClient(callLoopback: boolean, address: string | URL | Request, options: RequestInit = {}): Promise<Response> {
  const { protocol: scheme, hostname } = new URL(address instanceof Request ? address.url : address)
  if (callLoopback && ['localhost', '127.0.0.1'].includes(hostname)) {
    const { dispatcher: _, ...plain } = options as RequestInit & { dispatcher?: unknown }
    return fetch(address, { ...plain, redirect: 'manual' })
  }
  if (scheme !== 'https:') throw new TypeError('clients are called by https only')
  return fetch(address, { ...options, redirect: 'manual' })
}
