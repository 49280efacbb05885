// Tries at a second factor, after a right password: counted before anybody looks, and told to whom they concern (R-ACC-8).
import { tellPersons } from '../../store/notices.ts'
import { SECOND_FACTOR_PATH } from '../../web/second-factor.ts'
import { proveFactor } from '../second-factor/prove-factor.ts'
import { countAddressFailure, countTry, forgetTries } from './attempts.ts'
import { browserOf, isKnownBrowser } from './known-browsers.ts'
import type { Change, EventId } from '../../store/change.ts'
import type { FactorKind, FactorSeal } from '../second-factor/prove-factor.ts'
import type { Tried } from './attempts.ts'
import type { Coming } from './coming.ts'
import type { SignInMeans } from './sign-in-by-password.ts'

/** One try, counted. `locked`: it may not be looked at; `last`: if it is wrong, none after it is. */
export type FactorTry = { person: string; tried: Tried; locked: boolean; last: boolean }

/**
 * Counts a try, beyond one sign-in, so that whoever knows the password cannot begin anew for ever: by the person, or in a browser that
 * the person has signed in with by that browser alone, so that the thief does not keep the owner out.
 */
export async function countFactorTry(
  { database, subjectOf, tries }: SignInMeans, person: string, { browser }: Pick<Coming, 'browser'>,
): Promise<FactorTry> {
  const known = browser !== null && await isKnownBrowser(database.read, person, subjectOf('browser', browserOf(person, browser)))
  const tried = { kind: 'browser', subject: subjectOf('browser', known ? `${browserOf(person, browser)} second factor` : `${person} second factor`) } as const
  return { person, tried, ...await countTry(database.unaudited, tried, tries) }
}

/** By what the second factor was proved; null: by nothing. Of a try that is not locked; the caller holds the account's row. */
export async function lookAtFactor(
  tx: Change, { seal, subjectOf }: Pick<SignInMeans, 'subjectOf'> & { seal: FactorSeal }, { person, tried }: FactorTry,
  { typed, now, address }: Pick<Coming, 'now' | 'address'> & { typed: string },
): Promise<FactorKind | null> {
  const kind = await proveFactor(tx, seal, person, typed, now)
  if (kind === null) await countAddressFailure(tx.db, subjectOf('address', address))
  else await forgetTries(tx.db, tried)
  return kind
}

/** Tells the person, with the event that came of it, of what they have to hear: that all tries were wrong, or a recovery code is used up. */
export async function tellOfFactor(tx: Change, event: EventId, { person, last }: FactorTry, kind: FactorKind | null): Promise<void> {
  // Whoever got here knows the password.
  if (kind === null && last) await tellPersons(tx, event, [person], { kind: 'account.second-factor-missed', reason: null, path: '/me/password' }, 'system')
  if (kind === 'recovery') await tellPersons(tx, event, [person], { kind: 'account.recovery-code-used', reason: null, path: SECOND_FACTOR_PATH }, 'system')
}
