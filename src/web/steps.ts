import { isPerson, lacksHolder, MAY, reviewsFirst } from './actor.ts'
import type { Act, Actor, PersonActor } from './actor.ts'
import { agreementAddress } from './agreement.ts'
import { ASSET_PREFIX } from './assets.ts'
import { COOKIE, cookieValue, lastingCookie, removedCookie, sessionCookie, tokenCookie } from './cookies.ts'
import { bindingOf, CSRF_FIELD, isCsrfToken, makeCsrfToken, newFormSecret } from './csrf.ts'
import type { AppContext, Exchange } from './exchange.ts'
import { againAddress, isFresh, isProvedBy, proofFor, timeToFill } from './fresh.ts'
import { checkForm, EMPTY_FORM, readPairs, shapePairs, withoutSecrets } from './form.ts'
import type { FormState } from './form.ts'
import { languageOf } from './language.ts'
import { goesOn, retryAfter } from './maintenance.ts'
import { liesUnder, readTarget } from './path.ts'
import { pageRequest, todayAt } from './page-request.ts'
import { isLocalPath, problem, redirect, STATUS_OF } from './reply.ts'
import type { PageReply, RedirectReply, Reply } from './reply.ts'
import { liftBodyDeadline } from './body-deadline.ts'
import { ClientGone, isFormBody, readBody } from './body.ts'
import { fileNameOf } from './file-name.ts'
import { formMessages } from './form-messages.ts'
import { isUploadBody, openUpload } from './multipart.ts'
import { takePlace } from './receiving.ts'
import { lacksSecondFactor, setUpAddress, withoutStandings } from './second-factor.ts'
import { isStillTheirs } from './still-theirs.ts'
import { isProofOfAddress, proofOfAddress, tells, withoutTold } from './told.ts'

/** A step answers the request, or answers null to let the next one see it. */
export type Step = (exchange: Exchange, app: AppContext) => Reply | 'sent' | null | Promise<Reply | 'sent' | null>

// A query is made by us and short; a form's fields are counted by its route.
const MOST_QUERY_PAIRS = 50
const MOST_FORM_FIELDS = 200
const MOST_FORM_BYTES = 65_536

/** What happens to a request, in order. The first step that answers ends it. */
export const STEPS: readonly Step[] = [
  proveAddress,
  serveAsset,
  readLanguage,
  closeForMaintenance,
  findActor,
  switchLanguage,
  findRoute,
  refuseOtherSites,
  checkAct,
  readQuery,
  readForm,
  takeTurn,
  countTodos,
  withholdStandings,
  handle,
]

/** An address must have one reading only, or it is none of ours. */
function proveAddress(exchange: Exchange): Reply | null {
  const target = readTarget(exchange.incoming.url ?? '')
  if (!target.ok) return problem(target.code === 'tooLong' ? 'addressTooLong' : 'notFound')
  exchange.path = target.path
  exchange.query = target.query
  return null
}

function serveAsset({ incoming, outgoing, path }: Exchange, { assets }: AppContext): 'sent' | null {
  if (!liesUnder(path, ASSET_PREFIX)) return null
  return isReading(incoming.method) && assets.serve(path, incoming, outgoing) ? 'sent' : null
}

/** The browser's choice; without one, the account's is taken when the actor is known. */
function readLanguage(exchange: Exchange): null {
  exchange.language = languageOf(cookieValue(exchange.incoming.headers.cookie, COOKIE.language)) ?? exchange.language
  return null
}

/** Nobody is let in while maintenance goes on, and nothing is asked of the database but whether it does. */
async function closeForMaintenance(exchange: Exchange, app: AppContext): Promise<Reply | null> {
  const { incoming, path, now } = exchange
  const maintenance = exchange.maintenance = await app.maintenance()
  if (maintenance === null || !goesOn(maintenance, now)) return null
  const method = incoming.method === 'HEAD' ? 'GET' : (incoming.method ?? '')
  if (app.match(method, path)?.ready.route.duringMaintenance === true) return null
  return problem('maintenance', { retryAfterSeconds: retryAfter(maintenance, now) })
}

/** The session's token becomes the person with today's standings; a token of no live session is taken away. */
async function findActor(exchange: Exchange, app: AppContext): Promise<null> {
  const { cookie } = exchange.incoming.headers
  exchange.formSecret = tokenCookie(cookie, COOKIE.form)
  const token = tokenCookie(cookie, COOKIE.session)
  if (token === null) return null
  exchange.actor = await app.findActor(token)
  if (exchange.actor === null) {
    exchange.setCookies.push(removedCookie(COOKIE.session))
    return null
  }
  exchange.sessionToken = token
  const chosenHere = languageOf(cookieValue(cookie, COOKIE.language)) !== null
  if (!chosenHere && exchange.actor.language !== null) exchange.language = exchange.actor.language
  return null
}

function findRoute(exchange: Exchange, app: AppContext): Reply | null {
  const method = exchange.incoming.method === 'HEAD' ? 'GET' : (exchange.incoming.method ?? '')
  const found = app.match(method, exchange.path)
  if (found === null) {
    const methods = app.methodsOf(exchange.path)
    if (methods.length === 0) return problem('notFound')
    exchange.outgoing.setHeader('allow', methods.join(', '))
    return problem('methodNotAllowed')
  }
  exchange.ready = found.ready
  exchange.params = found.params
  return null
}

/** `?lang=en` on any page is kept in a cookie and leads back to the page without it. */
function switchLanguage(exchange: Exchange): RedirectReply | null {
  if (!exchange.query.includes('lang=') || !isReading(exchange.incoming.method)) return null
  const query = new URLSearchParams(exchange.query)
  const language = languageOf(query.get('lang'))
  if (language === null) return null
  query.delete('lang')
  exchange.setCookies.push(lastingCookie(COOKIE.language, language))
  const rest = query.size === 0 ? '' : `?${query}`
  return redirect(`${exchange.path}${rest}` as `/${string}`)
}

/**
 * A change must come from a page of ours. Browsers say where a request comes from in Sec-Fetch-Site or Origin, and a
 * page cannot forge either. What sends neither is no browser of today, and still needs the token of the form.
 */
function refuseOtherSites({ incoming }: Exchange, { site }: AppContext): Reply | null {
  if (isReading(incoming.method)) return null
  const fetchSite = incoming.headers['sec-fetch-site']
  if (fetchSite !== undefined && fetchSite !== 'same-origin') return problem('formExpired')
  const { origin } = incoming.headers
  return origin !== undefined && origin !== site.origin ? problem('formExpired') : null
}

function checkAct(exchange: Exchange, app: AppContext): Reply | null {
  if (MAY[exchange.ready!.route.act](exchange.actor)) return secondFactorFirst(exchange) ?? agreementFirst(exchange) ?? checkFresh(exchange, app)
  if (exchange.actor !== null) return reviewFirst(exchange) ?? problem('forbidden')
  if (!isReading(exchange.incoming.method) || isProgramAddress(exchange.path)) return problem('signedOut')
  return redirect(`/?next=${encodeURIComponent(askedFor(exchange))}`)
}

const askedFor = ({ path, query }: Exchange): string => (query === '' ? path : `${path}?${query}`)

/**
 * R-ACC-8: who has to have a second factor and has none is led to where it is set up. What is open to anybody stays open, and tells
 * them what it tells to anybody (`withholdStandings`).
 */
function secondFactorFirst(exchange: Exchange): Reply | null {
  const { actor, ready, incoming, now, path } = exchange
  if (ready!.route.act === 'anyone' || ready!.route.beforeSecondFactor || !lacksSecondFactor(actor, todayAt(now))) return null
  return isReading(incoming.method) && !isProgramAddress(path) ? redirect(setUpAddress(askedFor(exchange))) : problem('secondFactorFirst')
}

/** Who has to agree to 「重要訊息」 is led to it, once they have the second factor that they have to have. */
function agreementFirst(exchange: Exchange): Reply | null {
  const { actor, ready, incoming, now, path } = exchange
  const { act, beforeAgreement, beforeSecondFactor } = ready!.route
  if (act === 'anyone' || beforeAgreement || actor?.agreementAsked !== true) return null
  if (beforeSecondFactor && lacksSecondFactor(actor, todayAt(now))) return null
  return isReading(incoming.method) && !isProgramAddress(path) ? redirect(agreementAddress(askedFor(exchange))) : problem('agreementFirst')
}

/** What asks for a fresh proof is not shown to, and not done by, a session that was proved too long ago. */
function checkFresh(exchange: Exchange, { freshMinutes, managementProof }: AppContext): Reply | null {
  const { actor, ready, incoming, now } = exchange
  if (!ready!.route.fresh) return null
  const reading = isReading(incoming.method)
  const by = proofFor(ready!.route.act, managementProof)
  if (isProvedBy(by, actor!.method) && isFresh(actor!, now, reading ? timeToFill(freshMinutes) : freshMinutes)) return null
  return reading ? redirect(againAddress(askedFor(exchange), by)) : problem('proveAgain')
}

/** R-JML-3: to whom management opens when their handover review is done, its pages lead to the review. */
function reviewFirst({ actor, ready, incoming, path }: Exchange): Reply | null {
  const { act } = ready!.route
  if (!reviewsFirst(actor!) || (act !== 'manage' && act !== 'audit') || isProgramAddress(path)) return null
  return isReading(incoming.method) ? redirect('/manage/reviews?closed=yes') : problem('reviewFirst')
}

/** The same where the session manages other agencies meanwhile, and asks for one that the review closes. */
function reviewOfAsked(exchange: Exchange): Reply | null {
  const { actor, queryValues } = exchange
  if (actor === null || !reviewsFirst(actor)) return null
  const { agency } = (queryValues ?? {}) as { agency?: unknown }
  return actor.closedWays.some((way) => way.way !== 'central' && way.agency === agency) ? reviewFirst(exchange) : null
}

/** Whether nothing is said of what was done, or this browser was led here by what did it. */
function isLedHere(exchange: Exchange, { formKey }: AppContext): boolean {
  if (!tells(exchange.query)) return true
  const binding = bindingOf(exchange)
  const proof = tokenCookie(exchange.incoming.headers.cookie, COOKIE.told)
  return binding !== null && isProofOfAddress(proof, formKey, binding, exchange.path, exchange.query)
}

/** Where a change leads to an address that says what was done, the browser gets the proof that it was led there. */
function proveTold(exchange: Exchange, { formKey }: AppContext, reply: Reply): void {
  if (reply.kind !== 'redirect' || !isLocalPath(reply.to)) return
  const [path = '', query = ''] = reply.to.split('#')[0]!.split('?')
  const binding = bindingOf(typeof reply.session === 'string' ? { ...exchange, sessionToken: reply.session } : exchange)
  if (binding !== null && tells(query)) exchange.setCookies.push(sessionCookie(COOKIE.told, proofOfAddress(formKey, binding, path, query)))
}

function readQuery(exchange: Exchange, app: AppContext): Reply | null {
  const shape = exchange.ready!.query
  if (shape === null) return null
  const pairs = readPairs(exchange.query, MOST_QUERY_PAIRS)
  const believed = pairs === null || isLedHere(exchange, app) ? pairs : withoutTold(pairs)
  const shaped = believed === null ? null : shapePairs(believed, shape.schema, shape.many)
  const read = shaped === null ? null : shape.schema.safeParse(shaped)
  if (read === null || !read.success) return problem('badRequest')
  exchange.queryValues = read.data
  return null
}

/**
 * A body comes as slowly as its sender likes, and meanwhile a session may end or a right be lost: what a change rests on is
 * who the actor is when all of it is there.
 */
async function proveActorAgain(exchange: Exchange, app: AppContext): Promise<Reply | null> {
  if (exchange.sessionToken === null) return null
  exchange.actor = await app.findActor(exchange.sessionToken)
  if (exchange.actor === null) {
    exchange.setCookies.push(removedCookie(COOKIE.session))
    exchange.sessionToken = null
  }
  return checkAct(exchange, app)
}

type Sent = { pairs: Record<string, string[]> }

async function readPlainForm({ incoming, ready }: Exchange): Promise<Sent | Reply> {
  if (!isFormBody(incoming)) return problem('wrongType')
  const { limits } = ready!.route
  const body = await readBody(incoming, limits.bytes ?? MOST_FORM_BYTES)
  if (body === 'tooLarge') return problem('tooLarge')
  const pairs = readPairs(body, limits.fields ?? MOST_FORM_FIELDS)
  return pairs === null ? problem('badRequest') : { pairs }
}

/** The fields before a file, which is left for the handler to read. */
async function readUploadFields(exchange: Exchange, { provedForMs }: AppContext): Promise<Sent | Reply> {
  const { incoming, ready } = exchange
  const { field, ...limits } = ready!.route.receives!
  if (!isUploadBody(incoming)) return problem('wrongType')
  exchange.upload = await openUpload(incoming, field, limits, provedForMs)
  return { pairs: exchange.upload.fields }
}

/** Gives the file a place among those that come now, and time. Whoever sends it is proved to be the same meanwhile. */
function letFileCome(exchange: Exchange, app: AppContext): Reply | null {
  const { upload, incoming, actor, ready } = exchange
  if (upload === null) return null
  const leave = takePlace(ready!.route.receives!, actor === null ? 'nobody' : turnOf(actor))
  if (leave === null) return problem('tooMany', { retryAfterSeconds: 60 })
  exchange.leavePlace = leave
  liftBodyDeadline(incoming)
  upload.prove(() => isStillTheirs(exchange, app))
  return null
}

/** Reads the body within its limits (of a file's form: as far as the file), proves the form's token, and checks the fields. */
async function readForm(exchange: Exchange, app: AppContext): Promise<Reply | null> {
  const { incoming, ready } = exchange
  if (isReading(incoming.method)) return null
  const { receives } = ready!.route
  const sent = receives === null ? await readPlainForm(exchange) : await readUploadFields(exchange, app)
  if (!('pairs' in sent)) return sent
  const { pairs } = sent
  const barred = await proveActorAgain(exchange, app)
  if (barred !== null) return barred
  const binding = bindingOf(exchange)
  const token = pairs[CSRF_FIELD]?.[0] ?? ''
  if (binding === null || !isCsrfToken(app.formKey, binding, token)) return problem('formExpired')
  if (ready!.forms === null) return null
  const { schema, many } = ready!.forms[exchange.language]
  const shaped = shapePairs(pairs, schema, many)
  if (shaped === null) return problem('badRequest')
  const checked = checkForm(schema, shaped, exchange.language)
  const typed: Record<string, string[]> = {}
  for (const name of Object.keys(schema.shape)) typed[name] = pairs[name] ?? []
  exchange.form = { typed: withoutSecrets(typed), problems: checked.ok ? [] : checked.problems }
  if (receives !== null) fileIn(exchange, receives.field)
  if (checked.ok) exchange.formValues = checked.value
  return letFileCome(exchange, app)
}

/** The file that was chosen; a browser sends one without a name where none was. */
function fileIn(exchange: Exchange, field: string): void {
  const { upload, form, language } = exchange
  const { file } = upload!
  if (file !== null && file.sentName !== '') exchange.file = { name: fileNameOf(file.sentName), content: file.content }
  else exchange.form = { ...form!, problems: [...form!.problems, { field, message: formMessages(language).fileMissing }] }
}

// Their pages read lists of thousands, where others read what is one person's.
const WEIGHTY: ReadonlySet<Act> = new Set(['manage', 'central', 'audit'])

/** What a person changes, and what managers read, waits for what the same person has under way in any of their sessions. */
async function takeTurn(exchange: Exchange, app: AppContext): Promise<Reply | null> {
  const { turns, changes } = app
  const { actor, ready, incoming, outgoing } = exchange
  const reading = isReading(incoming.method)
  // Changes too: those of one person often wait for one another's locks, each on a connection to the database.
  if (actor === null || (reading && !WEIGHTY.has(ready!.route.act))) return null
  const whose = ready!.route.inOwnTurn ? sessionTurn(actor) : turnOf(actor)
  if (!reading) {
    // Each leaves an event, refused or not, and no event is ever deleted.
    const { allowed, resetSeconds } = changes.take(whose, 1, performance.now())
    if (!allowed) return problem('tooMany', { retryAfterSeconds: resetSeconds })
  }
  const taken = await turns.take(whose)
  if (taken === null) return problem('tooMany', { retryAfterSeconds: 10 })
  exchange.turn = whose
  if (outgoing.destroyed) throw new ClientGone()
  // Files that are taken slowly hold turns for minutes, and whoever waits behind them may be signed out by then, or manage no longer.
  return taken === 'waited' ? proveActorAgain(exchange, app) : null
}

const sessionTurn = ({ sessionId }: Actor): string => `session ${sessionId}`

/** Whose turn it is: a person has one line however often they are signed in, an agency's card without a holder one a session. */
const turnOf = (actor: Actor): string => (actor.personId === null ? sessionTurn(actor) : `person ${actor.personId}`)

/** What waits for the person stands in the header of the page that follows. */
async function countTodos(exchange: Exchange, { todos }: AppContext): Promise<null> {
  const { actor, ready, incoming, now } = exchange
  if (todos === null || !isPerson(actor) || !actor.todosStale || ready!.route.countsTodos || !isReading(incoming.method)) return null
  exchange.actor = { ...actor, openTodos: await todos.count(actor, todayAt(now)), todosStale: false } as PersonActor
  return null
}

/** What is open to anybody answers by nobody's standings where nothing else would open (R-ACC-8), for want of a proof or an agreement. */
function withholdStandings(exchange: Exchange): null {
  const { actor, ready, now } = exchange
  if (actor === null || ready!.route.act !== 'anyone' || ready!.route.beforeSecondFactor) return null
  if (!actor.agreementAsked && !lacksSecondFactor(actor, todayAt(now))) return null
  exchange.actor = withoutStandings(actor)
  return null
}

async function handle(exchange: Exchange, app: AppContext): Promise<Reply> {
  const reply = await askHandler(exchange, app)
  const { actor, incoming } = exchange
  if (isReading(incoming.method)) return reply
  proveTold(exchange, app, reply)
  if (isPerson(actor)) await app.todos?.forget(actor)
  return reply
}

async function askHandler(exchange: Exchange, app: AppContext): Promise<Reply> {
  const { route } = exchange.ready!
  const request = pageRequest(exchange, app, () => csrfTokenFor(exchange, app))
  if (!isReading(exchange.incoming.method) && !route.holderless && lacksHolder(exchange.actor)) return holderFirst()
  if (exchange.form !== null && exchange.form.problems.length > 0) return showAgain(exchange.form)
  const reply = await route.handle({ ...request, form: exchange.formValues, file: exchange.file })
  if (reply.kind === 'problem' && reply.code === 'notFound') return reviewOfAsked(exchange) ?? reply
  if (reply.kind !== 'refused') return reply
  const again = await showAgain({ typed: exchange.form?.typed ?? {}, problems: reply.problems })
  if (reply.busySeconds === undefined || again.kind !== 'page') return again
  return { ...again, status: STATUS_OF.unavailable, retryAfterSeconds: reply.busySeconds } satisfies PageReply

  /** R-CRT-5: nothing is changed before the card's holder is named; nor is anything lost that was typed. */
  function holderFirst(): Reply | Promise<Reply> {
    if (route.again === null) return problem('holderFirst')
    const { typed, problems } = exchange.form ?? EMPTY_FORM
    return showAgain({ typed, problems: [{ field: null, message: formMessages(exchange.language).holderFirst }, ...problems] })
  }

  async function showAgain(form: FormState): Promise<Reply> {
    if (route.again === null) throw new Error(`${route.path} refuses its form but cannot show it again`)
    const shown = await route.again({ ...request, form: undefined }, form)
    return shown.kind === 'page' && shown.status === 200 ? ({ ...shown, status: 422 } satisfies PageReply) : shown
  }
}

/** A token for a form of the page being made; a browser that has neither session nor form cookie gets the cookie. */
export function csrfTokenFor(exchange: Exchange, app: AppContext): string {
  if (exchange.sessionToken === null && exchange.formSecret === null) {
    exchange.formSecret = newFormSecret()
    exchange.setCookies.push(sessionCookie(COOKIE.form, exchange.formSecret))
  }
  return makeCsrfToken(app.formKey, bindingOf(exchange)!)
}

/** Whether the method changes nothing. */
function isReading(method: string | undefined): boolean {
  return method === 'GET' || method === 'HEAD'
}

/** Addresses that programs ask: their problems are JSON (RFC 9457) and they are never led to a sign-in page. */
export function isProgramAddress(path: string): boolean {
  return liesUnder(path, '/api') || liesUnder(path, '/access')
}
