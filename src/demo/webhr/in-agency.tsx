// What is done for an agency: by somebody who is here and works for it, and nobody else.
import { fromOwnSession } from '../local-program/guards.ts'
import { page, sessionOf, viewOf } from '../sample-applications/site.tsx'
import { AS_WEBHR } from './here.ts'
import { latest } from './journal.ts'
import { MenuPage } from './menu-page.tsx'
import { notice } from './site.tsx'
import { keepVisitor } from './user-accounts.ts'
import { staleForm, whoIsHere } from './visits.tsx'
import type { Context } from 'hono'
import type { View } from '../sample-applications/frame.tsx'
import type { Standing } from './frame.tsx'
import type { Site } from './site.tsx'

/** What an act of an agency works with. */
export type Work = { c: Context, site: Site, view: View, standing: Standing, agency: string }
export type WorkAct = (work: Work) => Response | Promise<Response>

/**
 * Lets the act be done by whoever works for the agency in the address. Nobody here: the sign-in first, or the way in of the card; a
 * form without its session or from elsewhere, and another agency, are refused.
 */
export const inAgency = (site: Site, act: WorkAct) => async (c: Context): Promise<Response> => {
  const session = sessionOf(c, site, AS_WEBHR)
  const isForm = c.req.method === 'POST'
  if (session === null) return isForm ? staleForm(c, site) : c.redirect('/', 303)
  if (isForm && !await fromOwnSession(c, site.origin, session.formToken)) return staleForm(c, site)
  const here = whoIsHere(site, session)
  if (here === null) return c.redirect('/card', 303)
  const agency = c.req.param('agency') ?? ''
  if (here.waiting.includes(agency)) return c.redirect('/bind', 303)
  if (!here.agencies.includes(agency)) {
    site.log.warn({ way: here.way }, 'an agency was asked for that is not theirs')
    return notice(c, site, { heading: 'otherAgency', text: 'otherAgencyNote', status: 403, formToken: session.formToken })
  }
  site.sessions.seen(session.key, Date.now())
  const { way, actor: sub, name } = here
  if (way === 'person' && name !== null) keepVisitor(site.personnel, agency, { sub, name })
  const standing = { here, agency, agencyName: site.agencies.name(agency) }
  return act({ c, site, view: viewOf(c, site, new URL(c.req.url).pathname), standing, agency })
}

/** `/{agency}/`: what can be done. */
export const menu: WorkAct = ({ c, site, view, standing, agency }) =>
  page(c, <MenuPage view={view} standing={standing} agencies={site.agencies} journal={latest(site.personnel, agency)} />)
