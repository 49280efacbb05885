/** What a route needs beyond the strictest headers; each entry is an origin (`https://host[:port]`). */
export type Loosened = {
  /** Where a form on the route's pages may end up after redirects; Chromium checks the whole chain. */
  formAction?: readonly string[]
  /** What a script on the route's pages may call, such as the local signing component. */
  connect?: readonly string[]
  /** Where pictures on the route's pages may come from. */
  images?: readonly string[]
  /** For pages that open a window of another site and must hear from it. */
  opener?: 'same-origin-allow-popups'
}

const ORIGIN = /^https?:\/\/[A-Za-z0-9.-]+(?::\d{1,5})?$/

function origins(list: readonly string[] | undefined): string {
  for (const origin of list ?? []) if (!ORIGIN.test(origin)) throw new Error(`not an origin: ${origin}`)
  return list === undefined || list.length === 0 ? '' : ` ${list.join(' ')}`
}

/** The Content-Security-Policy of a page. Throws for what is not an origin: it would let a list end early. */
export function contentSecurityPolicy(loosened: Loosened): string {
  return (
    "default-src 'none'; script-src 'self'; style-src 'self'; " +
    `img-src 'self' data:${origins(loosened.images)}; connect-src 'self'${origins(loosened.connect)}; form-action 'self'${origins(loosened.formAction)}; ` +
    "frame-ancestors 'none'; base-uri 'none'"
  )
}

/** Headers of every reply, also of what is mounted beside the pages. `https`: whether people reach us by https. */
export function headersOfEveryReply(https: boolean): Record<string, string> {
  return {
    ...(https ? { 'strict-transport-security': 'max-age=63072000; includeSubDomains' } : {}),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'same-origin',
    'permissions-policy':
      'accelerometer=(), browsing-topics=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), ' +
      'magnetometer=(), microphone=(), midi=(), payment=(), usb=(), ' +
      'publickey-credentials-create=(self), publickey-credentials-get=(self)',
  }
}

/** Headers of every page, problem, file and JSON reply of a route: never framed, never kept by a cache. */
export function headersOfRoute(https: boolean, loosened: Loosened): Record<string, string> {
  return {
    ...headersOfEveryReply(https),
    'content-security-policy': contentSecurityPolicy(loosened),
    'cross-origin-opener-policy': loosened.opener ?? 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'origin-agent-cluster': '?1',
    'x-frame-options': 'DENY',
    'cache-control': 'no-store',
  }
}
