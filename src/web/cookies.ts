/** Our cookies. `__Host-` makes the browser refuse one that is not Secure, not for `/` or set by a sister host. */
export const COOKIE = {
  session: '__Host-ecpa',
  form: '__Host-ecpa-form',
  language: '__Host-ecpa-language',
} as const

const ATTRIBUTES = '; Path=/; Secure; HttpOnly; SameSite=Lax'
const A_YEAR_OF_SECONDS = 31_536_000
const TOKEN = /^[A-Za-z0-9_-]{16,200}$/

/** The value of the named cookie in a `Cookie` header, or null. */
export function cookieValue(header: string | undefined, name: string): string | null {
  if (header === undefined) return null
  let at = header.indexOf(`${name}=`)
  while (at > 0 && header[at - 1] !== ' ' && header[at - 1] !== ';') at = header.indexOf(`${name}=`, at + 1)
  if (at === -1) return null
  const start = at + name.length + 1
  const end = header.indexOf(';', start)
  return header.slice(start, end === -1 ? undefined : end)
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
