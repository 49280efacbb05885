// Coming in and going out: by the portal, and for an agency's card by one of its two ways.
import { z } from 'zod'
import { checkNationalId } from '../../core/national-id.ts'
import { dayInTaipei } from '../../core/days.ts'
import { fromOwnSession } from '../local-program/guards.ts'
import { beginSignIn, finishSignIn, signOutAddress } from '../sample-applications/relying-party.ts'
import { newSecret } from '../sample-applications/session-store.ts'
import { browser, page, sessionOf, viewOf } from '../sample-applications/site.tsx'
import { agencyAsked, comesAnew, ENDING } from '../sample-applications/visits.tsx'
import { WORDS as SAMPLE_WORDS } from '../sample-applications/messages.ts'
import { WEBHR, webhrAddresses } from './clients.ts'
import { EntryPage } from './entry-page.tsx'
import { NoticePage } from './frame.tsx'
import { AS_SIMULATED, AS_WEBHR, cardOf, hereOf, provedSince } from './here.ts'
import { failedText, WORDS } from './messages.ts'
import { notice, refusalPage, stillStarting } from './site.tsx'
import { standingAtOf } from './user-accounts.ts'
import type { Context } from 'hono'
import type { Refusal, Visit } from '../sample-applications/relying-party.ts'
import type { Session, TakenSignIn } from '../sample-applications/session-store.ts'
import type { Card, CardWay, Here } from './here.ts'
import type { Site } from './site.tsx'

export type Act = (c: Context, site: Site) => Response | Promise<Response>

export const whoIsHere = (site: Site, session: Session): Here | null => hereOf(session, site.operators, standingAtOf(site.personnel))

/** `/`, where the portal and bookmarks lead: whoever has no session is signed in at once, and goes where they work. */
export const arrive: Act = async (c, site) => {
  const session = sessionOf(c, site, AS_WEBHR)
  if (session === null || comesAnew(c, session)) return toPortal(c, site, 'itself')
  site.sessions.seen(session.key, Date.now())
  const here = whoIsHere(site, session)
  if (here === null) return c.redirect('/card', 303)
  if (here.waiting.length > 0) return c.redirect('/bind', 303)
  const { openedFor } = session.visit
  const agency = openedFor !== null && here.agencies.includes(openedFor) ? openedFor : here.agencies[0]
  if (agency === undefined) return notice(c, site, { heading: 'noAgency', text: 'noAgencyNote', status: 403, formToken: session.formToken })
  return c.redirect(`/${agency}/`, 303)
}

/** `/sign-in` */
export const signIn: Act = (c, site) => toPortal(c, site, 'itself')

/** `simulated`: the holder of the card says who they are by their own account, at the portal alone. */
async function toPortal(c: Context, site: Site, way: 'itself' | 'simulated'): Promise<Response> {
  const client = site.portal.client(WEBHR)
  if (!client) return stillStarting(c, site)
  const { callback, simulated } = webhrAddresses(site.origin)
  const { language } = viewOf(c, site, '/')
  const anew = way === 'simulated'
  const { address, ...started } = await beginSignIn(client, anew ? simulated : callback, { language, agency: agencyAsked(c), anew })
  const browserSecret = browser.startSecret(c, site, AS_WEBHR) || newSecret()
  site.sessions.startSignIn({ ...started, application: (anew ? AS_SIMULATED : AS_WEBHR).code, browserSecret }, Date.now())
  browser.keepStart(c, site, AS_WEBHR, browserSecret)
  return c.redirect(address.href, 303)
}

type Back = { visit: Visit, started: TakenSignIn } | Response

/** What the portal says of whoever comes back, or the page that says why nobody does. */
async function backFromPortal(c: Context, site: Site, way: 'itself' | 'simulated'): Promise<Back> {
  const client = site.portal.client(WEBHR)
  if (!client) return stillStarting(c, site)
  const state = c.req.query('state') ?? ''
  const { code } = way === 'simulated' ? AS_SIMULATED : AS_WEBHR
  const started = site.sessions.takeSignIn(code, state, browser.startSecret(c, site, AS_WEBHR), Date.now())
  if (!started) return lostSignIn(c, site)
  const { callback, simulated } = webhrAddresses(site.origin)
  const address = new URL(way === 'simulated' ? simulated : callback)
  address.search = new URL(c.req.url).search
  const came = await finishSignIn(client, WEBHR, address, { ...started, state }, new Date())
  return 'refused' in came ? refuse(c, site, came) : { visit: came, started }
}

function lostSignIn(c: Context, site: Site) {
  const view = viewOf(c, site, '/out')
  const { lostSignIn: heading, lostSignInNote: text } = SAMPLE_WORDS
  return page(c, (
    <NoticePage view={view} heading={heading[view.language]} text={text[view.language]}>
      <div class="actions"><a class="button" href="/">{WORDS.backToSystem[view.language]}</a></div>
    </NoticePage>
  ), 400)
}

function refuse(c: Context, site: Site, refusal: Refusal) {
  const session = sessionOf(c, site, AS_WEBHR)
  if (session && ENDING.has(refusal.refused)) site.sessions.end(session.key)
  site.log.warn({ refused: refusal.refused, code: refusal.code.slice(0, 100) }, 'the portal let nobody into WebHR')
  return refusalPage(c, site, refusal)
}

/** Opens the session of whoever came, in place of the one that there was; null where the portal has ended it meanwhile. */
function open(c: Context, site: Site, visit: Visit): Session | null {
  const earlier = sessionOf(c, site, AS_WEBHR)
  if (earlier) site.sessions.end(earlier.key)
  const secret = site.sessions.open(WEBHR, visit, Date.now())
  if (secret === null) return null
  browser.keepSession(c, site, AS_WEBHR, secret)
  site.log.info({ method: visit.access.method }, 'somebody came to WebHR')
  return site.sessions.session(WEBHR, secret, Date.now())
}

const endedMeanwhile = (c: Context, site: Site) => refusalPage(c, site, { refused: 'ended', code: 'logged_out_meanwhile', detail: '' })

/** `/callback` */
export const comeBack: Act = async (c, site) => {
  const back = await backFromPortal(c, site, 'itself')
  if (back instanceof Response) return back
  return open(c, site, back.visit) === null ? endedMeanwhile(c, site) : c.redirect('/', 303)
}

/** `/card/callback`: the holder of the card, by their own account. Of them alone it is believed that they proved it just now. */
export const comeBackSimulated: Act = async (c, site) => {
  const back = await backFromPortal(c, site, 'simulated')
  if (back instanceof Response) return back
  const { visit, started } = back
  const card = cardOf(visit)
  if (card === null || !provedSince(visit, started.startedAt)) return notice(c, site, { heading: 'notProved', text: 'notProvedNote', status: 403 })
  const own = await site.reporting.agenciesOf(card.holder)
  const session = open(c, site, visit)
  if (session === null) return endedMeanwhile(c, site)
  const agencies = [...new Set([card.agency, ...('got' in own ? own.got : [])])]
  site.operators.name(session, card.holder, { way: 'simulated', name: null, agencies }, Date.now())
  return c.redirect('/', 303)
}

/** `/card`: which way the holder of the card comes in. */
export const chooseWay: Act = (c, site) => {
  const session = sessionOf(c, site, AS_WEBHR)
  const card = session === null ? null : cardOf(session.visit)
  return session === null || card === null ? c.redirect('/', 303) : entry(c, site, { session, card, way: 'card', problem: null })
}

type Entry = { session: Session, card: Card, way: CardWay, problem: { at: 'way' | 'nationalId', text: string } | null }

function entry(c: Context, site: Site, { session, card, way, problem }: Entry) {
  const view = viewOf(c, site, '/card')
  const content = <EntryPage view={view} card={card} agencies={site.agencies} formToken={session.formToken} way={way} problem={problem} />
  return page(c, content, problem === null ? 200 : 422)
}

const entryForm = z.object({ way: z.enum(['card', 'simulated']), nationalId: z.string().max(64).default('') })

/** `POST /card` */
export const enterByCard: Act = async (c, site) => {
  const session = sessionOf(c, site, AS_WEBHR)
  const card = session === null ? null : cardOf(session.visit)
  if (session === null || card === null || !await fromOwnSession(c, site.origin, session.formToken)) return staleForm(c, site)
  const { language } = viewOf(c, site, '/card')
  const asked = entryForm.safeParse(await c.req.parseBody())
  if (!asked.success) return entry(c, site, { session, card, way: 'card', problem: { at: 'way', text: WORDS.wayMissing[language] } })
  if (asked.data.way === 'simulated') return toPortal(c, site, 'simulated')
  const no = (text: string) => entry(c, site, { session, card, way: 'card', problem: { at: 'nationalId', text } })
  const id = checkNationalId(asked.data.nationalId)
  if (!id.ok) return no(WORDS.idWrong[language])
  const answer = await site.reporting.find(id.id)
  if ('failed' in answer) return no(failedText(answer, language))
  const today = dayInTaipei(new Date())
  const managing = site.agencies.managing(card.agency)
  const belongs = answer.got?.posts.some(({ agency, from, to }) => managing.includes(agency) && from <= today && (to === undefined || to >= today))
  if (answer.got === null || belongs !== true) return no(WORDS.idOfNobody[language])
  site.operators.name(session, card.holder, { way: 'card', name: answer.got.name, agencies: [card.agency] }, Date.now())
  return c.redirect('/', 303)
}

export function staleForm(c: Context, site: Site) {
  const view = viewOf(c, site, '/')
  const { staleForm: heading, staleFormNote: text } = SAMPLE_WORDS
  return page(c, (
    <NoticePage view={view} heading={heading[view.language]} text={text[view.language]}>
      <div class="actions"><a class="button" href="/">{WORDS.backToSystem[view.language]}</a></div>
    </NoticePage>
  ), 403)
}

/** `/out`, where whoever signed out comes back to. */
export const outside: Act = (c, site) => {
  const view = viewOf(c, site, '/out')
  const { language } = view
  return page(c, (
    <NoticePage view={view} heading={WORDS.system[language]} text={WORDS[c.req.query('state') === SIGNED_OUT ? 'signedOut' : 'outside'][language]}>
      <div class="actions"><a class="button" href="/sign-in">{WORDS.signIn[language]}</a></div>
    </NoticePage>
  ))
}
/** The `state` of a sign-out, by which the page knows that it was one. Nothing hangs on it. */
const SIGNED_OUT = 'signed-out'

/** `POST /sign-out`: ends the session here, then at the portal. */
export const leave: Act = async (c, site) => {
  const session = sessionOf(c, site, AS_WEBHR)
  if (!session || !await fromOwnSession(c, site.origin, session.formToken)) return staleForm(c, site)
  site.sessions.end(session.key)
  const client = site.portal.client(WEBHR)
  const { home } = webhrAddresses(site.origin)
  if (!client?.serverMetadata().end_session_endpoint) return c.redirect(home, 303)
  return c.redirect(signOutAddress(client, session.visit, home, SIGNED_OUT).href, 303)
}
