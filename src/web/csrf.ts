import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'

/** The name of the hidden field that carries the token. */
export const CSRF_FIELD = 'csrf'

const NONCE_BYTES = 16
const NONCE_LENGTH = 22
const TOKEN_LENGTH = NONCE_LENGTH + 1 + 43

function seal(key: Uint8Array, nonce: string, binding: string): Buffer {
  return createHmac('sha256', key).update(`${nonce}\0${binding}`).digest()
}

/** What a form's token is bound to: the session, or before sign-in the form cookie; null when there is neither. */
export function bindingOf({ sessionToken, formSecret }: { sessionToken: string | null; formSecret: string | null }): string | null {
  if (sessionToken !== null) return `session:${sessionToken}`
  return formSecret === null ? null : `form:${formSecret}`
}

/** A new secret for the form cookie of a browser that is not signed in. */
export function newFormSecret(): string {
  return randomBytes(NONCE_BYTES).toString('base64url')
}

/**
 * A token for forms of the browser that holds `binding` (`session:` or `form:` and the cookie's value). It differs at
 * every call, so that a compressed page gives nothing away about it (BREACH).
 */
export function makeCsrfToken(key: Uint8Array, binding: string): string {
  const nonce = randomBytes(NONCE_BYTES).toString('base64url')
  return `${nonce}.${seal(key, nonce, binding).toString('base64url')}`
}

/** Whether the token was made for that binding with that key; compares in constant time. */
export function isCsrfToken(key: Uint8Array, binding: string, token: string): boolean {
  if (token.length !== TOKEN_LENGTH || token[NONCE_LENGTH] !== '.') return false
  const given = Buffer.from(token.slice(NONCE_LENGTH + 1), 'base64url')
  const expected = seal(key, token.slice(0, NONCE_LENGTH), binding)
  return given.length === expected.length && timingSafeEqual(given, expected)
}
