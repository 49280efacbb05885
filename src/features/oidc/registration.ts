// What may be registered as a client (4.3a, oidcClients): addresses are compared character by character later on, so
// here only those pass that mean one thing to everybody (RFC 9700, 2.1 and 4.1).
import { z } from 'zod'
import { PROGRAM_SCOPES, SIGN_IN_SCOPES } from './reference.ts'

/** What a client of an application may have: what its people's sign-ins tell, and to ask about them in its own name. */
export const CLIENT_SCOPES = [...SIGN_IN_SCOPES, 'authzen', 'scim', 'todos'] as const
/** What a program that belongs to no application may have. */
export const API_SCOPES = ['scim', 'todos', 'feed'] as const satisfies readonly typeof PROGRAM_SCOPES[number][]

const LONGEST_ADDRESS = 2000
// Twenty addresses are more than any application has; more would be a list nobody reads.
const MOST_ADDRESSES = 20
// 32 random characters of base64url are 192 bits; people write demonstration secrets by hand.
const SHORTEST_SECRET = { demo: 8, production: 32 }

const address = z.string().max(LONGEST_ADDRESS)
const jwk = z.looseObject({ kty: z.enum(['EC', 'RSA', 'OKP']) })

/** A client as configuration and forms bring it; the names are those of 4.3a. */
export const registrationSchema = z.strictObject({
  application: z.string().min(1).max(32),
  clientId: z.string().regex(/^[A-Za-z0-9._~-]{1,64}$/),
  /** Null: none, or the one it has already. */
  clientSecret: z.string().max(200).regex(/^[\x21-\x7e]*$/).nullable().default(null),
  redirectUris: z.array(address).min(1).max(MOST_ADDRESSES),
  postLogoutRedirectUris: z.array(address).max(MOST_ADDRESSES).default([]),
  backchannelLogoutUri: address.nullable().default(null),
  tokenEndpointAuthMethod: z.enum(['client_secret_basic', 'client_secret_post', 'private_key_jwt', 'none'])
    .default('client_secret_basic'),
  idTokenSignedResponseAlg: z.enum(['ES256', 'RS256']).default('ES256'),
  requirePkce: z.boolean().default(true),
  scopes: z.array(z.enum(CLIENT_SCOPES)).default([...SIGN_IN_SCOPES]),
  /** For private_key_jwt: the public keys, or an https address that publishes them. */
  jwks: z.strictObject({ keys: z.array(jwk).min(1).max(10) }).nullable().default(null),
  jwksUri: address.nullable().default(null),
})

export type Registration = z.infer<typeof registrationSchema>
export type JsonWebKeySet = NonNullable<Registration['jwks']>

export type RegistrationRefusal =
  | 'redirectUri' | 'postLogoutRedirectUri' | 'backchannelLogoutUri' | 'secretMissing' | 'secretTooShort'
  | 'secretNotWanted' | 'keysMissing' | 'keysNotWanted' | 'privateKeyShown' | 'jwksUri' | 'pkceForPublic'
  | 'openidMissing' | 'authzenForPublic' | 'otherApplication'

type Circumstances = { demo: boolean; hasSecret: boolean }

/** Why the client may not be registered like this, or null. */
export function refusalOf(client: Registration, { demo, hasSecret }: Circumstances): RegistrationRefusal | null {
  const { backchannelLogoutUri } = client
  if (!client.redirectUris.every((uri) => isReturnAddress(uri))) return 'redirectUri'
  if (!client.postLogoutRedirectUris.every((uri) => isReturnAddress(uri))) return 'postLogoutRedirectUri'
  if (backchannelLogoutUri !== null && !isServerAddress(backchannelLogoutUri, demo)) return 'backchannelLogoutUri'
  if (!client.scopes.includes('openid')) return 'openidMissing'
  if (client.tokenEndpointAuthMethod === 'none' && !client.requirePkce) return 'pkceForPublic'
  if (client.tokenEndpointAuthMethod === 'none' && PROGRAM_SCOPES.some((scope) => client.scopes.some((one) => one === scope))) return 'authzenForPublic'
  return secretRefusal(client, demo, hasSecret) ?? keysRefusal(client, demo)
}

function secretRefusal(client: Registration, demo: boolean, hasSecret: boolean): RegistrationRefusal | null {
  if (!client.tokenEndpointAuthMethod.startsWith('client_secret_')) {
    return client.clientSecret === null ? null : 'secretNotWanted'
  }
  return secretFault(client.clientSecret, demo, hasSecret)
}

function secretFault(secret: string | null, demo: boolean, hasSecret: boolean): 'secretMissing' | 'secretTooShort' | null {
  if (secret === null) return hasSecret ? null : 'secretMissing'
  const shortest = demo ? SHORTEST_SECRET.demo : SHORTEST_SECRET.production
  return secret.length < shortest ? 'secretTooShort' : null
}

/** A program that belongs to no application (4.3a, apiClients). A null secret of one that has one keeps it. */
export type ApiRegistration = { clientId: string; clientSecret: string | null; scopes: readonly string[] }

export type ApiRegistrationRefusal = 'secretMissing' | 'secretTooShort' | 'authzenNeedsApplication' | 'otherKind'

/** Why the program may not be registered like this, or null. */
export function apiRefusalOf(
  { clientSecret, scopes }: ApiRegistration, { demo, hasSecret }: Circumstances,
): ApiRegistrationRefusal | null {
  if (!scopes.every((scope) => API_SCOPES.some((one) => one === scope))) return 'authzenNeedsApplication'
  return secretFault(clientSecret, demo, hasSecret)
}

const PRIVATE_PARTS = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'k']

function keysRefusal({ tokenEndpointAuthMethod, jwks, jwksUri }: Registration, demo: boolean): RegistrationRefusal | null {
  if (tokenEndpointAuthMethod !== 'private_key_jwt') return jwks === null && jwksUri === null ? null : 'keysNotWanted'
  if ((jwks === null) === (jwksUri === null)) return 'keysMissing'
  if (jwks?.keys.some((key) => PRIVATE_PARTS.some((part) => part in key))) return 'privateKeyShown'
  return jwksUri === null || isServerAddress(jwksUri, demo) ? null : 'jwksUri'
}

// `URL` mends much of what is not quite an address. What it would mend is not what the browser will be sent to.
function exactUrl(text: string): URL | null {
  const url = URL.parse(text)
  if (url === null || /[\s\\#*]|[^\x21-\x7e]/.test(text) || url.username !== '' || url.password !== '') return null
  return url.href === text || url.href === `${text}/` ? url : null
}

const isLoopback = ({ hostname }: URL): boolean => ['localhost', '127.0.0.1', '[::1]'].includes(hostname)

/** Where a browser may be sent back to: https; http only to the very machine the browser runs on (RFC 8252, 7.3). */
function isReturnAddress(text: string): boolean {
  const url = exactUrl(text)
  return url !== null && (url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url)))
}

/** What we call ourselves: https, and in the demonstration our own machine. That it is public is seen when it is called. */
function isServerAddress(text: string, demo: boolean): boolean {
  const url = exactUrl(text)
  if (url === null) return false
  return url.protocol === 'https:' || (demo && url.protocol === 'http:' && isLoopback(url))
}
