import { isDeepStrictEqual } from 'node:util'
import * as oidc from 'openid-client'
import { readAccessClaim, readListPage } from './access-claim.ts'
import { SCOPES } from './clients.ts'
import type { Language } from '../local-program/language.ts'
import type { AccessClaim, AccessEntry } from './access-claim.ts'
import type { StartedSignIn } from './session-store.ts'

/** What the portal said of somebody who came, as the application keeps it. Times in seconds since 1970. */
export type Visit = {
  sub: string
  sid: string | null
  issuedAt: number
  idToken: string
  idTokenClaims: Record<string, unknown>
  userinfo: Record<string, unknown>
  access: AccessClaim
  entries: AccessEntry[]
  /** The agency on whose behalf the application was opened, as the portal's link said; null where it said nothing. */
  openedFor: string | null
  /** Whether ID token and userinfo say the same in `ecpa`. */
  agrees: boolean
  readAt: number
  accessTokenExpiresAt: number | null
  idTokenExpiresAt: number
  refreshToken: string | null
}

/** Why nobody came in. `refused` is the kind of page to show; `code` and `detail` are for technicians. */
export type Refusal = {
  refused: 'denied' | 'sign-in-needed' | 'ended' | 'portal-busy' | 'portal-unreachable' | 'registration' | 'answer'
  code: string
  detail: string
}

/** `anew`: whoever is there says so once more at the portal. */
export type SignInWish = { language: Language, agency: string | null, anew?: boolean }

/** Starts a sign-in: the address to send the browser to, and what has to be remembered for its return. */
export async function beginSignIn(
  client: oidc.Configuration, redirectUri: string, { language, agency, anew = false }: SignInWish,
): Promise<StartedSignIn & { state: string, address: URL }> {
  const codeVerifier = oidc.randomPKCECodeVerifier()
  const [state, nonce] = [oidc.randomState(), oidc.randomNonce()]
  const address = oidc.buildAuthorizationUrl(client, {
    redirect_uri: redirectUri,
    scope: SCOPES.join(' '),
    state,
    nonce,
    code_challenge: await oidc.calculatePKCECodeChallenge(codeVerifier),
    code_challenge_method: 'S256',
    ui_locales: language,
    ...(anew && { prompt: 'login' }),
  })
  return { state, nonce, codeVerifier, agency, address }
}

/** Ends a sign-in: `callback` is the address the browser was sent back to. */
export async function finishSignIn(
  client: oidc.Configuration, application: string, callback: URL, started: StartedSignIn & { state: string }, now: Date,
): Promise<Visit | Refusal> {
  return answered(async () => {
    const tokens = await oidc.authorizationCodeGrant(client, callback, {
      expectedState: started.state,
      expectedNonce: started.nonce,
      pkceCodeVerifier: started.codeVerifier,
      idTokenExpected: true,
    })
    return visitOf(client, application, tokens, { earlier: null, openedFor: started.agency }, now)
  })
}

/** Asks the portal anew, by refresh token, what the visitor may do now. */
export async function reread(
  client: oidc.Configuration, application: string, earlier: Visit, now: Date,
): Promise<Visit | Refusal> {
  if (earlier.refreshToken === null) return { refused: 'sign-in-needed', code: 'no_refresh_token', detail: '' }
  const { refreshToken } = earlier
  return answered(async () =>
    visitOf(client, application, await oidc.refreshTokenGrant(client, refreshToken), { earlier, openedFor: earlier.openedFor }, now))
}

/** The portal's address that ends the session there too and leads back to `returnTo`. */
export const signOutAddress = (client: oidc.Configuration, visit: Visit, returnTo: string, state: string): URL =>
  oidc.buildEndSessionUrl(client, { id_token_hint: visit.idToken, post_logout_redirect_uri: returnTo, state })

async function visitOf(
  client: oidc.Configuration,
  application: string,
  tokens: oidc.TokenEndpointResponse & oidc.TokenEndpointResponseHelpers,
  { earlier, openedFor }: { earlier: Visit | null, openedFor: string | null },
  now: Date,
): Promise<Visit | Refusal> {
  const claims = tokens.claims()
  if (!claims || !tokens.id_token) return unusable('no_id_token')
  // OpenID Connect Core 12.2: a refreshed ID token speaks of the same person.
  if (earlier && claims.sub !== earlier.sub) return unusable('other_subject')
  const userinfo = await oidc.fetchUserInfo(client, tokens.access_token, claims.sub)
  const access = readAccessClaim(userinfo['ecpa'])
  if (!access) return unusable('no_ecpa_claim')
  if (access.application !== application) return unusable('other_application')
  const entries = access.for ?? await longList(client, application, tokens.access_token, access.forUrl ?? null)
  if (!entries) return unusable('no_list_of_agencies')
  const expiresIn = tokens.expiresIn()
  const readAt = Math.floor(now.getTime() / 1000)
  return {
    sub: claims.sub,
    sid: typeof claims['sid'] === 'string' ? claims['sid'] : earlier?.sid ?? null,
    issuedAt: claims.iat,
    idToken: tokens.id_token,
    idTokenClaims: { ...claims },
    userinfo: { ...userinfo },
    access,
    entries: ofAgencyFirst(entries, openedFor),
    openedFor,
    agrees: isDeepStrictEqual(claims['ecpa'], userinfo['ecpa']),
    readAt,
    accessTokenExpiresAt: expiresIn === undefined ? null : readAt + expiresIn,
    idTokenExpiresAt: claims.exp,
    refreshToken: tokens.refresh_token ?? earlier?.refreshToken ?? null,
  }
}

// The nation has 8,300 live agencies; nobody works for more, and for few by more than one reason.
const MOST_PAGES = 20

/** The list behind `forUrl`, page by page. Only the portal is given the token: what leads elsewhere is refused. */
async function longList(
  client: oidc.Configuration, application: string, accessToken: string, first: string | null,
): Promise<AccessEntry[] | null> {
  const { origin } = new URL(client.serverMetadata().issuer)
  const entries: AccessEntry[] = []
  let address = first
  for (let count = 0; address !== null; count++) {
    if (count === MOST_PAGES || new URL(address).origin !== origin) return null
    const response = await oidc.fetchProtectedResource(client, accessToken, new URL(address), 'GET')
    const page = response.ok ? readListPage(await response.json().catch(() => null)) : null
    if (page?.application !== application) return null
    entries.push(...page.for)
    address = page.next
  }
  return entries
}

/** The agency it was opened for comes first: the list may have many pages. */
const ofAgencyFirst = (entries: AccessEntry[], agency: string | null): AccessEntry[] =>
  entries.toSorted((a, b) => Number(b.agency === agency) - Number(a.agency === agency))

const unusable = (code: string): Refusal => ({ refused: 'answer', code, detail: '' })

const KINDS: Readonly<Record<string, Refusal['refused']>> = {
  access_denied: 'denied',
  login_required: 'sign-in-needed',
  interaction_required: 'sign-in-needed',
  consent_required: 'sign-in-needed',
  account_selection_required: 'sign-in-needed',
  invalid_grant: 'ended',
  invalid_token: 'ended',
  server_error: 'portal-busy',
  temporarily_unavailable: 'portal-busy',
}

async function answered(work: () => Promise<Visit | Refusal>): Promise<Visit | Refusal> {
  try {
    return await work()
  } catch (error) {
    const refusal = refusalOf(error)
    if (!refusal) throw error
    return refusal
  }
}

function refusalOf(error: unknown): Refusal | null {
  if (error instanceof oidc.AuthorizationResponseError || error instanceof oidc.ResponseBodyError) {
    return { refused: KINDS[error.error] ?? 'registration', code: error.error, detail: error.error_description ?? '' }
  }
  if (error instanceof oidc.WWWAuthenticateChallengeError) {
    const code = error.cause[0]?.parameters.error ?? 'invalid_token'
    return { refused: KINDS[code] ?? 'registration', code, detail: '' }
  }
  // What `fetch` throws where nobody answers or the answer breaks off; every other TypeError is a fault of ours.
  const broken = error instanceof TypeError && (error.message === 'fetch failed' || error.message === 'terminated')
  if (broken) return { refused: 'portal-unreachable', code: 'no_answer', detail: '' }
  if (error instanceof oidc.ClientError) {
    const slow = error.code === 'OAUTH_TIMEOUT' || error.code === 'OAUTH_ABORT'
    const refused = slow ? 'portal-unreachable' : 'answer'
    return { refused, code: error.code ?? 'invalid_answer', detail: error.message }
  }
  return null
}
