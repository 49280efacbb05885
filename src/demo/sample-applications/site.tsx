import { getCookie, setCookie } from 'hono/cookie'
import { html } from 'hono/html'
import { languageOf } from '../local-program/language.ts'
import { NoticePage, SignInButton } from './frame.tsx'
import { REFUSALS, WORDS } from './messages.ts'
import type { Context } from 'hono'
import type { Child } from 'hono/jsx'
import type { Log } from '../local-program/listen.ts'
import type { Sentence } from '../local-program/language.ts'
import type { SampleApplication } from './clients.ts'
import type { View } from './frame.tsx'
import type { Portal } from './portal.ts'
import type { Refusal } from './relying-party.ts'
import type { Session, SessionStore } from './session-store.ts'

/** What the program's acts work with. */
export type Site = {
  origin: string
  portal: Portal
  applications: ReadonlyMap<string, SampleApplication>
  agencyName: (code: string) => string | undefined
  sessions: SessionStore
  log: Log
}

/** An act of one application. */
export type Act = (c: Context, site: Site, application: SampleApplication) => Response | Promise<Response>

// Cookies do not know of ports, and all programs of the demo are `localhost`: each cookie says whose it is.
type Coded = Pick<SampleApplication, 'code'>
const cookieName = (site: Pick<Site, 'origin'>, what: string): string => `__Host-sample-${new URL(site.origin).port}-${what}`
const sessionCookie = (site: Pick<Site, 'origin'>, { code }: Coded): string => cookieName(site, code.toLowerCase())
const startCookie = (site: Pick<Site, 'origin'>, { code }: Coded): string => cookieName(site, `${code.toLowerCase()}-start`)

const COOKIE = { path: '/', secure: true, httpOnly: true, sameSite: 'Lax' } as const
/** Reads and writes the secrets a browser holds for one application: its session, and its sign-ins under way. */
export const browser = {
  sessionSecret: (c: Context, site: Pick<Site, 'origin'>, of: Coded) => getCookie(c, sessionCookie(site, of)) ?? '',
  keepSession: (c: Context, site: Pick<Site, 'origin'>, of: Coded, secret: string) =>
    setCookie(c, sessionCookie(site, of), secret, COOKIE),
  startSecret: (c: Context, site: Pick<Site, 'origin'>, of: Coded) => getCookie(c, startCookie(site, of)) ?? '',
  keepStart: (c: Context, site: Pick<Site, 'origin'>, of: Coded, secret: string) =>
    setCookie(c, startCookie(site, of), secret, { ...COOKIE, maxAge: 3600 }),
}

export const sessionOf = (c: Context, site: Pick<Site, 'origin' | 'sessions'>, application: Coded): Session | null =>
  site.sessions.session(application.code, browser.sessionSecret(c, site, application), Date.now())

export function viewOf(c: Context, site: Pick<Site, 'origin' | 'portal'>, here: string): View {
  return { language: languageOf(c, cookieName(site, 'language')), portal: site.portal.issuer, here }
}

/** Answers with a whole page. */
export const page = (c: Context, content: Child, status: 200 | 400 | 403 | 404 | 422 | 500 | 502 | 503 = 200) =>
  c.html(html`<!doctype html>${content}`, status)

type Notice = { heading: Sentence, text: Sentence, status: Parameters<typeof page>[2] }

/** A page of one application that says one thing. */
export function notice(c: Context, site: Site, application: SampleApplication, { heading, text, status }: Notice) {
  const view = viewOf(c, site, `/${application.code}/`)
  const { language } = view
  return page(c, (
    <NoticePage view={view} application={application} heading={heading[language]} text={text[language]}>
      <div class="actions">
        <a class="button" href={`/${application.code}/`}>{WORDS.backToSystem[language]}</a>
      </div>
    </NoticePage>
  ), status)
}

export const stillStarting = (c: Context, site: Site, application: SampleApplication) =>
  notice(c, site, application, { heading: WORDS.starting, text: WORDS.startingNote, status: 503 })

/** The page that says why the portal let nobody in. */
export function refusalPage(c: Context, site: Site, application: SampleApplication, refusal: Refusal) {
  const view = viewOf(c, site, `/${application.code}/`)
  const { language } = view
  const { status, heading, advice } = REFUSALS[refusal.refused]
  return page(c, (
    <NoticePage view={view} application={application} heading={heading[language]} text={advice[language]}>
      <div class="actions">
        {refusal.refused === 'denied' &&
          <a class="button" href={`${view.portal}/applications/${application.code}/why-not`}>
            {WORDS.whyNot[language]}
          </a>}
        <SignInButton view={view} application={application} />
      </div>
      <details>
        <summary>{WORDS.forTechnicians[language]}</summary>
        <p><code>{refusal.code.slice(0, 100)}</code> {refusal.detail.slice(0, 500)}</p>
      </details>
    </NoticePage>
  ), status)
}
