// One sign-in to an application for somebody signed in, as a browser and the application make it together.
import { createHash, randomBytes } from 'node:crypto'
import { Agent, request } from 'node:http'

/** How many requests are under way at once, here and in the other benchmarks. */
export const CONCURRENT = 16
export const agent = new Agent({ keepAlive: true, maxSockets: CONCURRENT })

export type Answer = { status: number; location: string; cookies: string[]; body: string }

/** A request over a connection that is kept. Nothing is followed, no cookie remembered. */
export function call(method: string, address: string, headers: Record<string, string> = {}, body?: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const outgoing = request(address, { method, agent, headers }, (incoming) => {
      const chunks: Buffer[] = []
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
      incoming.on('end', () => resolve({
        status: incoming.statusCode ?? 0, location: incoming.headers.location ?? '',
        cookies: incoming.headers['set-cookie'] ?? [], body: Buffer.concat(chunks).toString(),
      }))
    })
    outgoing.on('error', reject)
    outgoing.end(body)
  })
}

/** Somebody signed in at a provider, and the application that they go to. */
export type Visit = { origin: string; cookie: string; clientId: string; secret: string; redirect: string }

/** Authorize, token, userinfo. Throws unless all of it succeeds and the claims are there. */
export async function ssoFlow({ origin, cookie, clientId, secret, redirect }: Visit): Promise<void> {
  const verifier = randomBytes(32).toString('base64url')
  const query = new URLSearchParams({
    client_id: clientId, response_type: 'code', redirect_uri: redirect, scope: 'openid profile ecpa', state: 's', nonce: 'n',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'), code_challenge_method: 'S256',
  })
  const sent = await call('GET', `${origin}/oidc/authorize?${query}`, { cookie })
  const code = URL.parse(sent.location)?.searchParams.get('code')
  if (code == null) throw new Error(`no code: ${sent.status} ${sent.location} ${sent.body.slice(0, 200)}`)
  const form = new URLSearchParams({ grant_type: 'authorization_code', code, redirect_uri: redirect, code_verifier: verifier })
  const basic = `Basic ${Buffer.from(`${clientId}:${secret}`).toString('base64')}`
  const given = await call('POST', `${origin}/oidc/token`,
    { authorization: basic, 'content-type': 'application/x-www-form-urlencoded' }, form.toString())
  const { access_token: token } = JSON.parse(given.body) as { access_token?: string }
  if (token === undefined) throw new Error(`no token: ${given.body}`)
  const told = await call('GET', `${origin}/oidc/userinfo`, { authorization: `Bearer ${token}` })
  if (told.status !== 200 || !told.body.includes('"ecpa"')) throw new Error(`no claims: ${told.body}`)
}
