// The acts of a visit: arriving, coming back from the portal, reading the rights again, leaving.
import { fromOwnSession } from '../local-program/guards.ts'
import { addressesOf } from './clients.ts'
import { Frame, nameOf, SignInButton } from './frame.tsx'
import { WORDS } from './messages.ts'
import { beginSignIn, finishSignIn, reread, signOutAddress } from './relying-party.ts'
import { newSecret } from './session-store.ts'
import { browser, notice, page, refusalPage, sessionOf, stillStarting, viewOf } from './site.tsx'
import { clearTodo, hasTodo, pushTodo, todoAsked } from './todo.tsx'
import { VisitPage } from './visit-page.tsx'
import type { Context } from 'hono'
import type { Refusal, Visit } from './relying-party.ts'
import type { Session, SessionStore } from './session-store.ts'
import type { SampleApplication } from './clients.ts'
import type { Act, Site } from './site.tsx'

/** `/{code}`, where the portal and bookmarks lead: whoever has no session is signed in at once. */
export const arrive: Act = async (c, site, application) => {
  if (c.req.query('stay') !== undefined) return stay(c, site, application)
  const session = sessionOf(c, site, application)
  const anew = !session || comesAnew(c, session) || (agencyAsked(c) ?? session.visit.openedFor) !== session.visit.openedFor
  return anew ? signIn(c, site, application) : show(c, site, application, session)
}

/**
 * Whether another site's page led here since the session was last shown: then the person may have chosen another
 * agency there, and the portal is asked again. The way back from a sign-in looks the same to the browser, but what it
 * leads to has not been shown.
 */
export const comesAnew = (c: Context, session: Session): boolean =>
  session.shown && ['same-site', 'cross-site'].includes(c.req.header('sec-fetch-site') ?? '')

/** The agency in the portal's link. It gives nothing: what the person may do for it stands in the claims. */
export function agencyAsked(c: Context): string | null {
  const asked = c.req.query('agency') ?? ''
  return /^[0-9A-Za-z]{10}$/.test(asked) ? asked : null
}

/** `/{code}/`: the same page, but nobody is signed in by looking at it. */
export const stay: Act = (c, site, application) => {
  const session = sessionOf(c, site, application)
  if (session) return show(c, site, application, session)
  const view = viewOf(c, site, `/${application.code}/`)
  const { language } = view
  return page(c, (
    <Frame view={view} title={nameOf(application, language)} application={application}>
      <div class="notice">
        <h1>{nameOf(application, language)}</h1>
        {c.req.query('state') === SIGNED_OUT && <p class="message good" role="status">{WORDS.signedOut[language]}</p>}
        <p>{WORDS.outside[language]}</p>
        <div class="actions"><SignInButton view={view} application={application} /></div>
      </div>
    </Frame>
  ))
}
/** The `state` of a sign-out, by which the page knows that it was one. Nothing hangs on it. */
const SIGNED_OUT = 'signed-out'

function show(c: Context, site: Site, application: SampleApplication, session: Session) {
  const now = new Date()
  site.sessions.seen(session.key, now.getTime())
  const wished = Number(c.req.query('page'))
  return page(c, <VisitPage
    view={viewOf(c, site, `/${application.code}/`)} application={application} session={session} now={now}
    agencyName={site.agencyName} page={Number.isSafeInteger(wished) && wished > 0 ? wished : 1}
    justReread={c.req.query('reread') !== undefined} todoWaits={hasTodo(site.sessions, application, session)}
  />)
}

/** `/{code}/sign-in`: off to the portal. */
export const signIn: Act = async (c, site, application) => {
  const client = site.portal.client(application.code)
  if (!client) return stillStarting(c, site, application)
  const { callback } = addressesOf(site.origin, application.code)
  const { language } = viewOf(c, site, '/')
  const { address, ...started } = await beginSignIn(client, callback, { language, agency: agencyAsked(c) })
  const browserSecret = browser.startSecret(c, site, application) || newSecret()
  site.sessions.startSignIn({ ...started, application: application.code, browserSecret }, Date.now())
  browser.keepStart(c, site, application, browserSecret)
  return c.redirect(address.href, 303)
}

/** `/{code}/callback`: back from the portal. */
export const comeBack: Act = async (c, site, application) => {
  const client = site.portal.client(application.code)
  if (!client) return stillStarting(c, site, application)
  const { code } = application
  const state = c.req.query('state') ?? ''
  const started = site.sessions.takeSignIn(code, state, browser.startSecret(c, site, application), Date.now())
  if (!started) {
    return notice(c, site, application, { heading: WORDS.lostSignIn, text: WORDS.lostSignInNote, status: 400 })
  }
  const callback = new URL(addressesOf(site.origin, code).callback)
  callback.search = new URL(c.req.url).search
  const came = await finishSignIn(client, code, callback, { ...started, state }, new Date())
  const earlier = sessionOf(c, site, application)
  if ('refused' in came) return refuse(c, site, application, came, earlier)
  if (earlier) site.sessions.end(earlier.key)
  const secret = site.sessions.open(code, came, Date.now())
  if (secret === null) {
    return refusalPage(c, site, application, { refused: 'ended', code: 'logged_out_meanwhile', detail: '' })
  }
  site.log.info({ application: code, method: came.access.method, standing: came.access.standing }, 'somebody came')
  browser.keepSession(c, site, application, secret)
  return c.redirect(`/${code}`, 303)
}

// After these answers an earlier session would show rights that the portal no longer gives.
export const ENDING: ReadonlySet<Refusal['refused']> = new Set(['denied', 'ended', 'sign-in-needed'])

function refuse(c: Context, site: Site, application: SampleApplication, refusal: Refusal, session: Session | null) {
  if (session && ENDING.has(refusal.refused)) site.sessions.end(session.key)
  const { refused, code } = refusal
  site.log.warn({ application: application.code, refused, code: code.slice(0, 100) }, 'the portal let nobody in')
  return refusalPage(c, site, application, refusal)
}

/** Whether a form of this session's own page was sent. */
const isOwnForm = (c: Context, site: Site, session: Session): Promise<boolean> => fromOwnSession(c, site.origin, session.formToken)

const staleForm: Act = (c, site, application) =>
  notice(c, site, application, { heading: WORDS.staleForm, text: WORDS.staleFormNote, status: 403 })

/** `POST /{code}/reread`: the rights as they are now. */
export const readAgain: Act = async (c, site, application) => {
  const session = sessionOf(c, site, application)
  if (!session || !await isOwnForm(c, site, session)) return staleForm(c, site, application)
  const client = site.portal.client(application.code)
  if (!client) return stillStarting(c, site, application)
  if (session.visit.refreshToken === null) return c.redirect(`/${application.code}/sign-in`, 303)
  const read = () => reread(client, application.code, session.visit, new Date())
  const now = await onceAtATime(session, site.sessions, read)
  if ('refused' in now) return refuse(c, site, application, now, session)
  return c.redirect(`/${application.code}/?reread`, 303)
}

/** `POST /{code}/todo`: puts something on the person's list in the portal, or takes it away when it is there. */
export const todo: Act = async (c, site, application) => {
  const session = sessionOf(c, site, application)
  if (!session || !await isOwnForm(c, site, session)) return staleForm(c, site, application)
  const client = site.portal.client(application.code)
  if (!client) return stillStarting(c, site, application)
  const { clears, name } = todoAsked(await c.req.parseBody())
  if (!/^[0-9a-f-]{36}$/.test(name)) return staleForm(c, site, application)
  const done = await (clears ? clearTodo : pushTodo)({
    client, issuer: site.portal.issuer, origin: site.origin, sessions: site.sessions, application, session, name,
  })
  if (done === 'done') return c.redirect(`/${application.code}/`, 303)
  site.log.warn({ application: application.code, status: done.refused }, 'the portal did not take a to-do')
  return notice(c, site, application, { heading: WORDS.todoRefused, text: WORDS.todoRefusedNote, status: 502 })
}

const underWay = new WeakMap<SessionStore, Map<string, Promise<Visit | Refusal>>>()

/** A refresh token is good for one use, and the second use ends them all: a double click waits for the first. */
async function onceAtATime(session: Session, sessions: SessionStore, read: () => Promise<Visit | Refusal>) {
  const readings = underWay.get(sessions) ?? new Map<string, Promise<Visit | Refusal>>()
  underWay.set(sessions, readings)
  const present = readings.get(session.key)
  if (present) return present
  const reading = read().then((visit) => {
    if (!('refused' in visit)) sessions.reread(session.key, visit)
    return visit
  })
  readings.set(session.key, reading)
  try {
    return await reading
  } finally {
    readings.delete(session.key)
  }
}

/** `POST /{code}/sign-out`: ends the session here, then at the portal. */
export const leave: Act = async (c, site, application) => {
  const session = sessionOf(c, site, application)
  if (!session || !await isOwnForm(c, site, session)) return staleForm(c, site, application)
  site.sessions.end(session.key)
  const client = site.portal.client(application.code)
  const { home } = addressesOf(site.origin, application.code)
  if (!client?.serverMetadata().end_session_endpoint) return c.redirect(home, 303)
  return c.redirect(signOutAddress(client, session.visit, home, SIGNED_OUT).href, 303)
}
