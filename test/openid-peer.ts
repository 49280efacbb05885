// For tests: a real OpenID provider in memory with claims of the portal's shape, and a browser to walk through it.
import { createServer } from 'node:http'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import { errors, Provider } from 'oidc-provider'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { SCOPES } from '../src/demo/sample-applications/clients.ts'
import type { OidcClient } from '../src/demo/sample-applications/clients.ts'

export type Peer = Awaited<ReturnType<typeof startPeer>>

export const ACCESS = {
  agency: '397210000A', standing: 'hrSupervisor', method: 'personCertificate', application: 'A1',
  for: [
    { agency: '397210000A', categories: ['report-submit'], by: 'birthright', until: null },
    {
      agency: '397010000A', categories: ['report-submit'], by: 'duty', duty: 'd-17', acting: '397210000A',
      until: '2027-06-30',
    },
  ],
}

/** Starts the provider for these clients. `law` may be changed while it runs: it is asked at each issue. */
export async function startPeer(clients: (issuer: string) => OidcClient[], port = 0, keys = newKeys()) {
  const server = createServer((request, response) => void answer(request, response))
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', () => resolve()))
  const issuer = `http://localhost:${(server.address() as AddressInfo).port}`
  const { publicKey, privateKey } = await keys
  const jwk = { ...await exportJWK(privateKey), kid: 'peer-1', use: 'sig', alg: 'ES256' }
  const law = {
    access: { ...ACCESS } as Record<string, unknown>, userinfoDiffers: false, refusal: null as string | null,
    holder: null as string | null,
  }
  const provider = new Provider(issuer, configurationOf(clients(issuer), jwk, law))
  const oidc = provider.callback()

  async function answer(request: IncomingMessage, response: ServerResponse) {
    const path = request.url ?? ''
    if (path.startsWith('/long-list')) {
      response.setHeader('content-type', 'application/json')
      const allowed = (request.headers.authorization ?? '').startsWith('Bearer ')
      const from = Number(new URL(path, issuer).searchParams.get('after') ?? 0)
      const entries = Array.from({ length: 125 }, (_, at) =>
        ({ agency: `AG${from + at}`, categories: ['report-submit'], by: 'grant', until: null }))
      const next = path.includes('astray') ? 'http://localhost:1/' : from === 0 ? `${issuer}/long-list?after=125` : null
      const body = allowed ? { application: 'A1', for: entries, next } : { error: 'invalid_token' }
      return response.writeHead(allowed ? 200 : 401).end(JSON.stringify(body))
    }
    if (!path.startsWith('/interaction')) return oidc(request, response)
    const result = law.refusal
      ? { error: law.refusal, error_description: 'as the test wants it' }
      : { login: { accountId: 'wang', acr: 'urn:ecpa:acr:person-certificate' } }
    await provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false })
  }

  /** A logout token, genuine but for what the arguments change. */
  const logoutToken = (claims: Record<string, unknown>, header: Record<string, unknown> = {}, key = privateKey) => {
    const now = Math.floor(Date.now() / 1000)
    const whole = {
      iss: issuer, aud: 'a1', iat: now, exp: now + 120, jti: `jti-${Math.random()}`,
      events: { 'http://schemas.openid.net/event/backchannel-logout': {} }, ...claims,
    }
    const sent = Object.fromEntries(Object.entries(whole).filter(([, value]) => value !== undefined))
    return new SignJWT(sent).setProtectedHeader({ alg: 'ES256', kid: 'peer-1', typ: 'logout+jwt', ...header }).sign(key)
  }
  const stop = () => new Promise<void>((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
  return { issuer, law, provider, publicKey, privateKey, logoutToken, stop }
}

export const newKeys = () => generateKeyPair('ES256', { extractable: true })

type Law = { access: Record<string, unknown>, userinfoDiffers: boolean, refusal: string | null, holder: string | null }

function configurationOf(clients: OidcClient[], jwk: object, law: Law): ConstructorParameters<typeof Provider>[1] {
  return {
    clients: clients.map((client) => ({
      client_id: client.clientId,
      client_secret: client.clientSecret,
      redirect_uris: client.redirectUris,
      post_logout_redirect_uris: client.postLogoutRedirectUris,
      backchannel_logout_uri: client.backchannelLogoutUri ?? undefined,
      backchannel_logout_session_required: true,
      token_endpoint_auth_method: client.tokenEndpointAuthMethod,
      id_token_signed_response_alg: client.idTokenSignedResponseAlg,
      grant_types: ['authorization_code', 'refresh_token'],
      scope: SCOPES.join(' '),
      require_auth_time: true,
    })) as never,
    jwks: { keys: [jwk as never] },
    cookies: { keys: ['only for tests'] },
    claims: {
      openid: ['sub', 'sid', 'acr', 'auth_time'], iss: null, profile: ['name', 'preferred_username'],
      email: ['email'], ecpa: ['ecpa', 'act'],
    },
    conformIdTokenClaims: false,
    features: {
      devInteractions: { enabled: false },
      backchannelLogout: { enabled: true },
      rpInitiatedLogout: {
        enabled: true,
        // Asks nobody: the page that would ask is the portal's.
        logoutSource: (ctx, form) => { ctx.body = `<!doctype html>${form}` },
      },
      revocation: { enabled: true },
    },
    // The dispatcher it brings refuses this machine's own addresses, where the applications are.
    fetch: (url, options) => fetch(url, { ...options, dispatcher: undefined } as unknown as RequestInit),
    interactions: { url: (_ctx, interaction) => `/interaction/${interaction.uid}` },
    issueRefreshToken: () => true,
    loadExistingGrant: async (ctx) => {
      const { client, provider, session } = ctx.oidc
      if (law.refusal === 'grant_denied') throw new errors.AccessDenied()
      const grant = new provider.Grant({ clientId: client!.clientId, accountId: session!.accountId! })
      grant.addOIDCScope('openid profile email ecpa')
      await grant.save()
      return grant
    },
    findAccount: (_ctx, accountId) => ({
      accountId,
      claims: (use: string) => ({
        sub: accountId, name: '王小明', preferred_username: 'wang.supervisor', email: 'wang@example.gov.tw',
        act: law.holder === null ? undefined : { sub: law.holder },
        ecpa: law.userinfoDiffers && use === 'userinfo' ? { ...law.access, standing: 'employee' } : law.access,
      }),
    }),
    renderError: (ctx, out) => { ctx.body = JSON.stringify(out) },
    ttl: { AccessToken: 600, IdToken: 600, RefreshToken: 3600, Session: 3600, Interaction: 600, Grant: 3600 },
  }
}

/** A browser without script: keeps cookies (by host, as browsers do: ports share them) and follows redirects. */
export function newBrowser() {
  const cookies = new Map<string, string>()
  const once = async (url: string, init: RequestInit = {}) => {
    const headers = new Headers(init.headers)
    headers.set('cookie', [...cookies].map(([name, value]) => `${name}=${value}`).join('; '))
    const response = await fetch(url, { ...init, headers, redirect: 'manual' })
    for (const line of response.headers.getSetCookie()) {
      const [pair = '', ...attributes] = line.split(';')
      const name = pair.slice(0, pair.indexOf('='))
      const gone = attributes.some((attribute) => /^\s*(max-age=0|expires=Thu, 01 Jan 1970)/i.test(attribute))
      if (gone) cookies.delete(name)
      else cookies.set(name, pair.slice(pair.indexOf('=') + 1))
    }
    return response
  }
  const go = async (url: string, init: RequestInit = {}) => {
    let [address, response] = [url, await once(url, init)]
    // A sign-in takes six redirects; more than twenty are a circle.
    for (let step = 0; step < 20 && response.headers.has('location'); step++) {
      await response.arrayBuffer()
      address = new URL(response.headers.get('location')!, address).href
      response = await once(address)
    }
    return { address, status: response.status, headers: response.headers, text: await response.text() }
  }
  /** Sends a form of a page as a browser does. */
  const send = (page: { address: string, text: string }, action: string, fields: Record<string, string> = {}) => {
    const form = page.text.split('<form').find((part) => part.includes(`action="${action}"`)) ?? ''
    const hidden = [...form.matchAll(/name="([^"]+)" value="([^"]*)"/g)].map(([, name, value]) => [name!, value!])
    const { origin } = new URL(page.address)
    return go(new URL(action, page.address).href, {
      method: 'POST', headers: { origin, 'sec-fetch-site': 'same-origin' },
      body: new URLSearchParams([...hidden, ...Object.entries(fields)] as [string, string][]),
    })
  }
  return { cookies, once, go, send }
}
