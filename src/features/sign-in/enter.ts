// What every way in does once its proof is good: open the session, know the browser, write the event, and tell the person where
// the sign-in is unlike theirs. A part of the caller's transaction.
import { sql } from 'kysely'
import { browserCode, readBrowser } from '../../core/browsers.ts'
import { shortAddress } from '../../core/networks.ts'
import { unusualIn } from '../../core/unusual-sign-in.ts'
import { tellPersons } from '../../store/notices.ts'
import { isAgreementAsked } from '../agreement/asked-of.ts'
import { browserOf, earlierSignIns, newBrowserToken, noteBrowser } from './known-browsers.ts'
import { endSession, openSession, renewSession } from './sessions.ts'
import type { AgreementStanding } from '../../core/agreement.ts'
import type { Unusual, UsualRule } from '../../core/unusual-sign-in.ts'
import type { Change, EventId } from '../../store/change.ts'
import type { Coming } from './coming.ts'
import type { NewSession, SessionLimits } from './sessions.ts'

/** What entering needs of the installation. */
export type EnterMeans = {
  /** A keyed hash, so that no table names addresses, typed names or browsers. */
  subjectOf: (kind: 'name' | 'address' | 'browser', value: string) => Buffer
  limits: SessionLimits
  /** Whether an unusual sign-in is told to its person (ECPA_SIGNIN_TELL_UNUSUAL). */
  tellUnusual: boolean
  /** By what a sign-in is found unusual. */
  usual: UsualRule
  /** Of whom agreement to 「重要訊息」 is asked (ECPA_NOTICE_AGREEMENT). */
  agreementOf: readonly AgreementStanding[]
}

/** Who comes, by what, from where. */
export type Entering = Omit<NewSession, 'agreementAsked'> & Pick<Coming, 'address' | 'userAgent' | 'browser' | 'previousSession' | 'today'>

/** The tokens of the session, and of the browser for its lasting cookie. */
export type Entered = { token: string; browser: string }

/** Lets the person in, whose proof the caller has checked and whose account it has found active under lock. */
export async function enter(tx: Change, means: EnterMeans, given: Entering): Promise<{ result: Entered; event: EventId }> {
  const { personId: person, method, address, userAgent } = given
  const browser = given.browser ?? newBrowserToken()
  const browserKnown = await noteBrowser(tx, person, means.subjectOf('browser', browserOf(person, browser)))
  // Before the session of this sign-in is among those that it is compared with, and before the account says that it came.
  const unusual = unusualIn(means.usual, await earlierSignIns(tx.db, means.usual, { person, method, address, userAgent, browserKnown }))
  await tx.db.updateTable('account').set({ last_sign_in_at: sql<Date>`now()` }).where('person_id', '=', person).execute()
  const agreementAsked = await isAgreementAsked(tx, means.agreementOf, person, given.today)
  const { token } = await sessionFor(tx, { ...given, agreementAsked }, means.limits)
  const event = await tx.record({
    code: 'session.signed-in', person, detail: { method, browser: browserCode(readBrowser(userAgent)), unusual },
  })
  if (unusual.length > 0 && means.tellUnusual) await tellOf(tx, event, given, unusual)
  return { result: { token, browser }, event }
}

function tellOf(tx: Change, event: EventId, { personId, method, address, userAgent }: Entering, unusual: readonly Unusual[]): Promise<void> {
  return tellPersons(tx, event, [personId], {
    kind: 'sign-in.unusual', unusual, method, browser: browserCode(readBrowser(userAgent)), address: shortAddress(address),
    reason: null, path: `/me/sign-ins/${event}/not-me`,
  }, 'system')
}

/** Signing in again goes on with the session there is; somebody else's (or a dead one) ends. */
async function sessionFor({ db }: Change, entering: Entering & NewSession, limits: SessionLimits): Promise<{ token: string }> {
  const { previousSession } = entering
  const renewed = previousSession === null ? null : await renewSession(db, previousSession, entering, limits)
  if (renewed !== null) return renewed
  if (previousSession !== null) await endSession(db, previousSession, 'signedOut')
  return openSession(db, entering, limits)
}
