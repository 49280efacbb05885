import { page, viewOf } from '../sample-applications/site.tsx'
import { REFUSALS } from '../sample-applications/messages.ts'
import { WEBHR } from './clients.ts'
import { NoticePage } from './frame.tsx'
import { WORDS } from './messages.ts'
import type { Context } from 'hono'
import type { Log } from '../local-program/listen.ts'
import type { Portal } from '../sample-applications/portal.ts'
import type { Refusal } from '../sample-applications/relying-party.ts'
import type { SessionStore } from '../sample-applications/session-store.ts'
import type { Agencies } from './agencies.ts'
import type { Operators } from './here.ts'
import type { Personnel } from './record.ts'
import type { Reporting } from './reporting.ts'

/** What the acts of WebHR work with. */
export type Site = {
  origin: string
  portal: Portal
  sessions: SessionStore
  personnel: Personnel
  operators: Operators
  reporting: Reporting
  agencies: Agencies
  log: Log
}

type Said = { heading: keyof typeof WORDS, text: keyof typeof WORDS, status: Parameters<typeof page>[2], formToken?: string }

/** A page that says one thing. */
export function notice(c: Context, site: Site, { heading, text, status, formToken }: Said) {
  const view = viewOf(c, site, '/')
  const { language } = view
  return page(c, (
    <NoticePage view={view} heading={WORDS[heading][language]} text={WORDS[text][language]} formToken={formToken ?? null}>
      <div class="actions"><a class="button" href="/">{WORDS.backToSystem[language]}</a></div>
    </NoticePage>
  ), status)
}

export const stillStarting = (c: Context, site: Site) => notice(c, site, { heading: 'starting', text: 'startingNote', status: 503 })
export const notFound = (c: Context, site: Site) => notice(c, site, { heading: 'notFound', text: 'notFoundNote', status: 404 })

/** The page that says why the portal let nobody in. */
export function refusalPage(c: Context, site: Site, { refused, code, detail }: Refusal) {
  const view = viewOf(c, site, '/out')
  const { language } = view
  const { status, heading, advice } = REFUSALS[refused]
  return page(c, (
    <NoticePage view={view} heading={heading[language]} text={advice[language]}>
      <div class="actions">
        {refused === 'denied' && <a class="button" href={`${view.portal}/applications/${WEBHR}/why-not`}>{WORDS.toPortal[language]}</a>}
        <a class="button" href="/sign-in">{WORDS.signIn[language]}</a>
      </div>
      <p class="small"><code>{code.slice(0, 100)}</code> {detail.slice(0, 500)}</p>
    </NoticePage>
  ), status)
}
