import { errors, jwtVerify } from 'jose'
import type { JWTVerifyGetKey } from 'jose'
import { SIGNING_ALGORITHM } from './clients.ts'

const EVENT = 'http://schemas.openid.net/event/backchannel-logout'
// The portal's tokens live two minutes; one issued longer ago was kept by somebody.
const OLDEST_SECONDS = 300
// The clocks of two machines that keep time differ by less.
const CLOCK_SKEW_SECONDS = 30
// Identifiers are kept until the token expires; these are several times as long as any library makes them.
const LONGEST_IDENTIFIER = 500

/** What a logout token that proved genuine says. One of `sid` and `sub` at least is there. Seconds since 1970. */
export type LogoutNotice = {
  sid: string | null
  sub: string | null
  jti: string
  issuedAt: number
  expiresAt: number
}
export type LogoutFault = 'signature' | 'type' | 'claims' | 'expired' | 'age' | 'event' | 'nonce' | 'subject'

/**
 * Validates a logout token by OpenID Connect Back-Channel Logout 1.0, 2.6: signature and algorithm (never `none`),
 * `typ`, `iss`, `aud`, `exp`, `iat`, `events`, `sid` or `sub`, no `nonce`. The replay of a `jti` is the caller's to
 * refuse, who remembers them. Throws where the portal's keys cannot be had.
 */
export async function readLogoutToken(
  unverifiedToken: string,
  expected: { issuer: string, clientId: string, keys: JWTVerifyGetKey, now: Date },
): Promise<{ ok: true, notice: LogoutNotice } | { ok: false, fault: LogoutFault }> {
  const verified = await jwtVerify(unverifiedToken, expected.keys, {
    issuer: expected.issuer,
    audience: expected.clientId,
    algorithms: [SIGNING_ALGORITHM],
    // Explicit typing (section 4): no other token of the portal passes for a logout token.
    typ: 'logout+jwt',
    requiredClaims: ['iat', 'exp', 'jti', 'events'],
    clockTolerance: CLOCK_SKEW_SECONDS,
    currentDate: expected.now,
  }).catch(faultOf)
  if (typeof verified === 'string') return { ok: false, fault: verified }
  const { payload } = verified
  const { jti, iat = 0, exp = 0 } = payload
  const sub: unknown = payload.sub ?? null
  const sid: unknown = payload['sid'] ?? null
  const now = Math.floor(expected.now.getTime() / 1000)
  if (iat < now - OLDEST_SECONDS || iat > now + CLOCK_SKEW_SECONDS) return { ok: false, fault: 'age' }
  if ('nonce' in payload) return { ok: false, fault: 'nonce' }
  if (!isLogoutEvent(payload['events'])) return { ok: false, fault: 'event' }
  if (!isIdentifier(jti)) return { ok: false, fault: 'claims' }
  const named = [sid, sub].filter((value) => value !== null)
  if (named.length === 0 || !named.every(isIdentifier)) return { ok: false, fault: 'subject' }
  return { ok: true, notice: { sid: orNull(sid), sub: orNull(sub), jti, issuedAt: iat, expiresAt: exp } }
}

const isIdentifier = (value: unknown): value is string =>
  typeof value === 'string' && value.length > 0 && value.length <= LONGEST_IDENTIFIER

const orNull = (value: unknown): string | null => isIdentifier(value) ? value : null

function isLogoutEvent(events: unknown): boolean {
  if (typeof events !== 'object' || events === null || !Object.hasOwn(events, EVENT)) return false
  const event = (events as Record<string, unknown>)[EVENT]
  return typeof event === 'object' && event !== null && !Array.isArray(event)
}

function faultOf(error: unknown): LogoutFault {
  if (error instanceof errors.JWTExpired) return 'expired'
  if (error instanceof errors.JWTClaimValidationFailed) return error.claim === 'typ' ? 'type' : 'claims'
  const forged = [
    errors.JWSSignatureVerificationFailed, errors.JWSInvalid, errors.JWTInvalid, errors.JOSEAlgNotAllowed,
    errors.JOSENotSupported, errors.JWKSNoMatchingKey, errors.JWKSMultipleMatchingKeys,
  ]
  if (forged.some((kind) => error instanceof kind)) return 'signature'
  throw error
}
