// The provider's configuration: what of OpenID Connect we speak (4.6), and where it meets the portal.
import { errors } from 'oidc-provider'
import type { Account, Configuration, KoaContextWithOIDC } from 'oidc-provider'
import { COOKIE } from '../../web/cookies.ts'
import { adaptersFor, newGrantId } from './adapter.ts'
import { callClient } from './client-calls.ts'
import { pairwiseSub, sidOf } from './pairwise.ts'
import { policyOf, WhyNot } from './policy.ts'
import { ACR_VALUES, ecpaClaim } from './rights.ts'
import { requestState } from './request-state.ts'
import { SCOPES } from './reference.ts'
import type { Storage } from './adapter.ts'
import type { Client } from './clients.ts'
import type { Rights } from './rights.ts'

/** What goes wrong in front of a person, for the portal to put into words. */
export type OidcProblem = 'requestBroken' | 'requestExpired' | 'clientUnknown' | 'redirectUnknown' | 'tooMany' | 'fault'

export type ProviderNeeds = Storage & {
  origin: string
  /** Where the person is sent to sign in; comes back to `resumePath(id)`. */
  signInPath: (interactionId: string) => string
  /** Shows the problem as a page of the portal, in answer to the request that is being answered. */
  showProblem: (ctx: KoaContextWithOIDC, problem: OidcProblem) => void
  /** Whether the demonstration's own applications on this machine may be called. */
  callLoopback: boolean
}

export const COOKIE_NAMES = {
  session: COOKIE.session,
  // Never read: the address carries the id. Taken out of every answer.
  interaction: '__Host-ecpa-interaction',
  // Bound to the path of its one request, so that two windows do not disturb each other; `__Host-` would not allow that.
  resume: '__Secure-ecpa-resume',
} as const

const SECONDS = {
  // Asked live at each use; short, so that a stolen one is soon worth nothing.
  accessToken: 600,
  code: 60,
  idToken: 600,
  // Time to find a forgotten password.
  interaction: 1800,
}

export const ROUTES = {
  authorization: '/oidc/authorize', token: '/oidc/token', jwks: '/oidc/jwks', userinfo: '/oidc/userinfo',
  end_session: '/oidc/logout', revocation: '/oidc/revoke',
} as const

/** Where the list of `for` is fetched when it is too long for a token. */
export const FOR_PATH = '/oidc/for'

export function configurationOf(needs: ProviderNeeds): Configuration {
  const { keys, grants } = needs
  const clientOf = async (ctx: KoaContextWithOIDC): Promise<Client> => {
    const client = (await needs.clients()).get(ctx.oidc.client!.clientId)
    if (client === undefined) throw new errors.InvalidClient('client is invalid')
    return client
  }
  const rightsOf = (ctx: KoaContextWithOIDC): Promise<Rights> => rightsNow(needs, clientOf, ctx)
  const { origin } = needs
  return {
    adapter: adaptersFor(needs) as NonNullable<Configuration['adapter']>,
    jwks: { keys: keys.signing },
    routes: ROUTES,
    ...protocol,
    cookies: {
      names: COOKIE_NAMES,
      long: { httpOnly: true, sameSite: 'lax', secure: true },
      short: { httpOnly: true, sameSite: 'lax', secure: true },
    },
    findAccount: (ctx, sub, token) => findAccount(needs, { clientOf, rightsOf }, ctx, sub, token !== undefined),
    pairwiseIdentifier: async (_, accountId, client) => {
      const known = (await needs.clients()).get(client.clientId)
      if (known === undefined) throw new errors.InvalidClient('client is invalid')
      return pairwiseSub(keys.pairwise, accountId, known.application)
    },
    sectorIdentifierUriValidate: () => false,
    loadExistingGrant: async (ctx) => grantFor(ctx, needs),
    interactions: {
      policy: policyOf({ keys, grants, clientOf, rightsOf }),
      url: (_, interaction) => `${origin}${needs.signInPath(interaction.jti)}`,
    },
    pkce: { required: (ctx, client) => pkceRequired(ctx, client.requirePkce !== false) },
    extraClientMetadata: { properties: ['requirePkce', 'programScopes', 'programKey'] },
    renderError: (ctx, out, error) => renderError(needs, ctx, out.error, error),
    fetch: (address, options) => callClient(needs.callLoopback, address, options),
    ttl: {
      AccessToken: SECONDS.accessToken, AuthorizationCode: SECONDS.code, IdToken: SECONDS.idToken,
      Interaction: SECONDS.interaction, Grant: 86_400, Session: 86_400,
      RefreshToken: () => {
        const { grant } = requestState()
        return Math.max(1, Math.floor(((grant?.expires_at.getTime() ?? 0) - Date.now()) / 1000))
      },
    },
  }
}

const protocol: Configuration = {
  scopes: [...SCOPES],
  claims: {
    // How and when the person signed in is told of every sign-in.
    openid: ['sub', 'acr', 'amr', 'auth_time'],
    profile: ['name', 'preferred_username'], email: ['email', 'email_verified'], ecpa: ['ecpa', 'act'],
    sid: null, iss: null,
  },
  acrValues: ACR_VALUES,
  responseTypes: ['code'],
  subjectTypes: ['pairwise'],
  clientAuthMethods: ['client_secret_basic', 'client_secret_post', 'private_key_jwt', 'none'],
  clientDefaults: { id_token_signed_response_alg: 'ES256', grant_types: ['authorization_code', 'refresh_token'] },
  enabledJWA: {
    idTokenSigningAlgValues: ['ES256', 'RS256'],
    clientAuthSigningAlgValues: ['ES256', 'RS256', 'PS256', 'EdDSA'],
  },
  // `ecpa` stands in the ID token too; which other claims do is decided where they are made.
  conformIdTokenClaims: false,
  allowOmittingSingleRegisteredRedirectUri: false,
  rotateRefreshToken: true,
  issueRefreshToken: async (_, client) => client.grantTypeAllowed('refresh_token'),
  // Every token rests on its session by its row; what the provider would look up for this is looked up already.
  expiresWithSession: async () => false,
  discovery: { ui_locales_supported: ['zh-TW', 'en'], service_documentation: undefined },
  features: {
    devInteractions: { enabled: false },
    backchannelLogout: { enabled: true },
    rpInitiatedLogout: { enabled: true },
    claimsParameter: { enabled: true },
    revocation: { enabled: true, allowedPolicy: async (_, client, token) => token.clientId === client.clientId },
    externalSigningSupport: { enabled: true, ack: 'experimental-01' },
    pushedAuthorizationRequests: { enabled: false },
    dPoP: { enabled: false },
    resourceIndicators: { enabled: false },
  },
}

/** A confidential client registered without PKCE must send a nonce instead (RFC 9700, 2.1.1). */
function pkceRequired(ctx: KoaContextWithOIDC, required: boolean): boolean {
  if (required) return true
  if (typeof ctx.oidc.params?.nonce !== 'string') throw new errors.InvalidRequest('a nonce or PKCE must be used')
  return false
}

/** Everything that is asked for and registered is granted: whether the person may come at all is the law's to say. */
function grantFor(ctx: KoaContextWithOIDC, { keys }: ProviderNeeds) {
  const { client, session } = ctx.oidc
  const grant = new ctx.oidc.provider.Grant({ clientId: client!.clientId, accountId: session!.accountId })
  grant.jti = newGrantId(Date.now())
  grant.addOIDCScope(ctx.oidc.requestParamOIDCScopes)
  grant.addOIDCClaims(ctx.oidc.requestParamClaims)
  session!.sidFor(client!.clientId, sidOf(keys.pairwise, session!.uid, client!.clientId))
  return grant
}

async function rightsNow(
  { ask }: ProviderNeeds, clientOf: (ctx: KoaContextWithOIDC) => Promise<Client>, ctx: KoaContextWithOIDC,
): Promise<Rights> {
  const state = requestState()
  const who = state.grant ?? state.session
  if (who === null) throw new Error('nobody to ask the law about')
  state.rights ??= await ask(who, (await clientOf(ctx)).application)
  return state.rights
}

type Asking = {
  clientOf: (ctx: KoaContextWithOIDC) => Promise<Client>
  rightsOf: (ctx: KoaContextWithOIDC) => Promise<Rights>
}

/** `byToken`: at the token and userinfo endpoints nobody is an account who may not use the application now. */
async function findAccount(
  { origin, keys }: ProviderNeeds, { clientOf, rightsOf }: Asking, ctx: KoaContextWithOIDC, sub: string, byToken: boolean,
): Promise<Account | undefined> {
  const state = requestState()
  const who = state.grant ?? state.session
  if (who === null || who.person_key !== sub) return undefined
  if (byToken && (await rightsOf(ctx)).for.length === 0) return undefined
  return {
    accountId: sub,
    claims: async (use, _, requested) => {
      const { application } = await clientOf(ctx)
      const ecpa = ecpaClaim(who, application, await rightsOf(ctx), `${origin}${FOR_PATH}`)
      const personal = {
        name: who.name ?? undefined, preferred_username: who.account_name ?? undefined, email: who.email ?? undefined,
        ...(who.email === null ? {} : { email_verified: true }),
      }
      // In the ID token only what was asked for by name: the rest is fetched from userinfo (Core 5.4).
      const told = use === 'userinfo' ? personal
        : Object.fromEntries(Object.entries(personal).filter(([name]) => name in requested))
      // Whoever holds the agency's card, for whom the application acts (RFC 8693, 4.1).
      const act = who.holder_key === null ? {} : { act: { sub: pairwiseSub(keys.pairwise, who.holder_key, application) } }
      return { sub, ecpa, ...act, ...told }
    },
  }
}

const PROBLEMS: Record<string, OidcProblem> = {
  invalid_client: 'clientUnknown', invalid_redirect_uri: 'redirectUnknown', temporarily_unavailable: 'tooMany', server_error: 'fault',
}

function renderError({ showProblem }: ProviderNeeds, ctx: KoaContextWithOIDC, code: string, error: Error): undefined {
  if (error instanceof WhyNot) {
    const query = error.missing === 'certificate' ? '?missing=certificate' : ''
    ctx.status = 303
    ctx.redirect(`/applications/${encodeURIComponent(error.application)}/why-not${query}`)
    return
  }
  showProblem(ctx, error instanceof errors.SessionNotFound ? 'requestExpired' : PROBLEMS[code] ?? 'requestBroken')
}
