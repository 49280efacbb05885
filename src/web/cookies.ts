/** Our cookies. `__Host-` makes the browser refuse one that is not Secure, not for `/` or set by a sister host. */
export const COOKIE = {
  session: '__Host-ecpa',
  form: '__Host-ecpa-form',
  language: '__Host-ecpa-language',
  /** Tells somebody's known browser from another when they sign in, and nothing else. */
  browser: '__Host-ecpa-browser',
  /** The link or slip for one use that this browser came by, until it is used or the browser is closed. */
  way: '__Host-ecpa-way',
  /** Lets the next 「首頁」 say, once, that this browser was signed out. */
  left: '__Host-ecpa-left',
  /** Proves that a change led this browser to the address that says what was done (`told.ts`). */
  told: '__Host-ecpa-told',
} as const

const ATTRIBUTES = '; Path=/; Secure; HttpOnly; SameSite=Lax'
const A_YEAR_OF_SECONDS = 31_536_000
const TOKEN = /^[A-Za-z0-9_-]{16,200}$/

// The same reading as that of the library `cookies`, by which the OpenID provider finds the session: two readers that
// differ would be two opinions on who is signed in.
const patternOf = (name: string): RegExp => new RegExp(`(?:^|;) *${name}=([^;]*)`)
const PATTERNS = new Map<string, RegExp>(Object.values(COOKIE).map((name) => [name, patternOf(name)]))

/**
 * The value of the named cookie in a `Cookie` header, or null. A cookie begins at the start or after a semicolon: the
 * values of others may hold spaces, and anybody's sister host may set those.
 */
export function cookieValue(header: string | undefined, name: string): string | null {
  return (PATTERNS.get(name) ?? patternOf(name)).exec(header ?? '')?.[1] ?? null
}

/** The cookie's value when it has the shape of a token that we make (base64url, 16 to 200 characters), or null. */
export function tokenCookie(header: string | undefined, name: string): string | null {
  const value = cookieValue(header, name)
  return value !== null && TOKEN.test(value) ? value : null
}

/** A `Set-Cookie` value for a cookie that lasts as long as the browser does. */
export function sessionCookie(name: string, value: string): string {
  return `${name}=${value}${ATTRIBUTES}`
}

/** A `Set-Cookie` value for a cookie that lasts a year. */
export function lastingCookie(name: string, value: string): string {
  return `${name}=${value}${ATTRIBUTES}; Max-Age=${A_YEAR_OF_SECONDS}`
}

/** A `Set-Cookie` value that removes the cookie. */
export function removedCookie(name: string): string {
  return `${name}=${ATTRIBUTES}; Max-Age=0`
}
