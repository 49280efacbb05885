import { clientIdOf } from './clients.ts'
import { readLogoutToken } from './logout-token.ts'
import type { Context } from 'hono'
import type { SampleApplication } from './clients.ts'
import type { Site } from './site.tsx'

type Told = Pick<Site, 'log' | 'portal' | 'sessions'>

/**
 * `POST /{code}/backchannel-logout`: the portal says that a session has ended (OpenID Connect Back-Channel Logout 1.0,
 * 2.5 to 2.8). 200 done; 400 with `error` for a token that is not genuine; 503 where that cannot be found out now.
 */
export async function backchannelLogout(c: Context, site: Told, application: Pick<SampleApplication, 'code'>): Promise<Response> {
  const refuse = (why: string) => {
    site.log.warn({ application: application.code, why }, 'a logout token was refused')
    return c.json({ error: 'invalid_request', error_description: why }, 400)
  }
  const isForm = /^application\/x-www-form-urlencoded\s*(;|$)/i.test(c.req.header('content-type') ?? '')
  const tokens = isForm ? new URLSearchParams(await c.req.text()).getAll('logout_token') : []
  const [token] = tokens
  if (!token || tokens.length !== 1) return refuse('form')
  const keys = site.portal.keys()
  if (!keys) return c.json({ error: 'temporarily_unavailable' }, 503, { 'Retry-After': '2' })
  const now = new Date()
  const { issuer } = site.portal
  const read = await readLogoutToken(token, { issuer, clientId: clientIdOf(application.code), keys, now })
    .catch((error: unknown) => {
      site.log.error({ reason: String(error) }, 'the portal’s keys cannot be had')
      return null
    })
  if (!read) return c.json({ error: 'temporarily_unavailable' }, 503, { 'Retry-After': '2' })
  if (!read.ok) return refuse(read.fault)
  const done = site.sessions.logOut(application.code, read.notice, now.getTime())
  if (!done) return refuse('replay')
  site.log.info({ application: application.code, ended: done.ended }, 'the portal ended sessions')
  return c.body(null, 200)
}
