// What every small program of the demo checks before it answers. They listen on this machine only, and these steps keep
// pages of other sites, which this machine's browser also shows, from using them.
import { timingSafeEqual } from 'node:crypto'
import type { Context, MiddlewareHandler } from 'hono'

/** The names by which a program on this port may be called; any other is a foreign site's, bound to our address. */
export function ownHosts(origin: string): ReadonlySet<string> {
  const { port } = new URL(origin)
  return new Set(['localhost', '127.0.0.1', '[::1]'].map((name) => `${name}:${port}`))
}

/** Answers 421 to a `Host` that is not ours: the guard against DNS rebinding. */
export function onlyOwnHost(origin: string): MiddlewareHandler {
  const hosts = ownHosts(origin)
  return async (c, next) => {
    if (hosts.has((c.req.header('host') ?? '').toLowerCase())) return next()
    return c.text('421 Misdirected Request\n', 421)
  }
}

/** Whether a browser says that a page of ours sent this form. A request without `Origin` did not come from a form. */
export function fromOwnForm(c: Context, origin: string): boolean {
  const site = c.req.header('sec-fetch-site')
  return c.req.header('origin') === origin && (site === undefined || site === 'same-origin')
}

/** Whether a form of the session whose token it is was sent, by a page of ours. */
export async function fromOwnSession(c: Context, origin: string, formToken: string): Promise<boolean> {
  if (!fromOwnForm(c, origin)) return false
  const { form_token: token } = await c.req.parseBody()
  const [sent, kept] = [Buffer.from(typeof token === 'string' ? token : ''), Buffer.from(formToken)]
  return sent.length === kept.length && timingSafeEqual(sent, kept)
}

/** Cookies and addresses are those of `localhost`; whoever comes by the machine's number is sent there. */
export function onOwnName(origin: string): MiddlewareHandler {
  const [named] = ownHosts(origin)
  return async (c, next) => {
    if (c.req.header('host')?.toLowerCase() === named) return next()
    const { pathname, search } = new URL(c.req.url)
    return c.redirect(new URL(pathname.replace(/^\/+/, '/') + search, origin).href, 307)
  }
}

/** The headers of every answer. `formTargets` are other origins that a form of ours may lead to by redirect. */
export function strictHeaders(formTargets: readonly string[] = [], frames = false): MiddlewareHandler {
  const policy = [
    "default-src 'none'", "style-src 'self'", "img-src 'self'", frames ? "frame-src 'self'" : "frame-src 'none'",
    `form-action ${["'self'", ...formTargets].join(' ')}`, "base-uri 'none'", "frame-ancestors 'none'",
  ].join('; ')
  return async (c, next) => {
    await next()
    // A page that brings a stricter policy of its own keeps it.
    if (!c.res.headers.has('content-security-policy')) c.header('Content-Security-Policy', policy)
    if (!c.res.headers.has('cache-control')) c.header('Cache-Control', 'no-store')
    c.header('X-Content-Type-Options', 'nosniff')
    c.header('Cross-Origin-Resource-Policy', 'same-origin')
    c.header('Cross-Origin-Opener-Policy', 'same-origin')
    // Not `no-referrer`: browsers then send `Origin: null` with our own forms.
    c.header('Referrer-Policy', 'same-origin')
  }
}
