// The steps of a flow, taken by hand where a test wants to take one of them wrongly.
import { createHash, randomBytes } from 'node:crypto'
import { REDIRECT, SECRET } from './world.ts'
import type { Browser, World } from './world.ts'

export type TokenAnswer = {
  status: number
  access_token: string
  refresh_token: string
  id_token: string
  error?: string
  error_description?: string
  scope?: string
  expires_in?: number
  token_type?: string
}

export const newVerifier = (): string => randomBytes(32).toString('base64url')
export const challengeOf = (verifier: string): string => createHash('sha256').update(verifier).digest('base64url')

/** The address of an authorization request; a parameter of null is left out. */
export function authorizePath(parameters: Record<string, string | null> = {}): string {
  const all = {
    client_id: 'c', response_type: 'code', redirect_uri: REDIRECT, scope: 'openid profile email ecpa', state: 'st&te',
    nonce: 'n-1', ...parameters,
  }
  const kept = Object.entries(all).filter((pair): pair is [string, string] => pair[1] !== null)
  return `/oidc/authorize?${new URLSearchParams(kept)}`
}

/** Where the provider sends the browser: the address with its parameters. */
export async function authorize(browser: Browser, parameters: Record<string, string | null> = {}): Promise<URL> {
  const response = await browser.get(authorizePath(parameters))
  const location = response.headers.get('location')
  if (location === null) throw new Error(`${response.status} ${await response.text()}`)
  return new URL(location, 'http://portal')
}

/** An authorization request with PKCE that succeeds; answers the code and its verifier. */
export async function codeFor(
  browser: Browser, parameters: Record<string, string | null> = {},
): Promise<{ code: string; verifier: string; redirect: URL }> {
  const verifier = newVerifier()
  const redirect = await authorize(browser, {
    code_challenge: challengeOf(verifier), code_challenge_method: 'S256', ...parameters,
  })
  return { code: redirect.searchParams.get('code') ?? '', verifier, redirect }
}

export const basic = (id: string, secret: string): string =>
  `Basic ${Buffer.from(`${encodeURIComponent(id)}:${encodeURIComponent(secret)}`).toString('base64')}`

/** A token request as client `c` unless said otherwise. */
export async function askToken(
  world: World, fields: Record<string, string | undefined>, authorization: string | null = basic('c', SECRET),
): Promise<TokenAnswer> {
  const kept = Object.entries(fields).filter((pair): pair is [string, string] => pair[1] !== undefined)
  const response = await fetch(`${world.origin}/oidc/token`, {
    method: 'POST', body: new URLSearchParams(kept), headers: authorization === null ? {} : { authorization },
  })
  return { ...await response.json() as TokenAnswer, status: response.status }
}

export const exchange = (
  world: World, { code, verifier }: { code: string; verifier?: string | undefined }, authorization?: string | null,
  fields: Record<string, string | undefined> = {},
): Promise<TokenAnswer> => askToken(world, {
  grant_type: 'authorization_code', code, redirect_uri: REDIRECT, code_verifier: verifier, ...fields,
}, authorization)

export const refresh = (world: World, token: string, authorization?: string | null): Promise<TokenAnswer> =>
  askToken(world, { grant_type: 'refresh_token', refresh_token: token }, authorization)

/** Everything once: the tokens of client `c` for that browser. */
export async function tokensFor(world: World, browser: Browser, parameters: Record<string, string | null> = {}): Promise<TokenAnswer> {
  return exchange(world, await codeFor(browser, parameters))
}

export async function userinfo(world: World, accessToken: string): Promise<{ status: number; body: Record<string, unknown> }> {
  const response = await fetch(`${world.origin}/oidc/userinfo`, { headers: { authorization: `Bearer ${accessToken}` } })
  return { status: response.status, body: await response.json() as Record<string, unknown> }
}

/** What a JWT says, unverified: for tests that have it verified elsewhere. */
export const claimsOf = (jwt: string): Record<string, unknown> =>
  JSON.parse(Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString()) as Record<string, unknown>
