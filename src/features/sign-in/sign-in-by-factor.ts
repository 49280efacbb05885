// 「第二驗證」 (R-ACC-8): what comes after the right password, where the account has a second factor.
import { browserCode, readBrowser } from '../../core/browsers.ts'
import { change } from '../../store/change.ts'
import { tellPersons } from '../../store/notices.ts'
import { SECOND_FACTOR_PATH } from '../../web/second-factor.ts'
import { proveFactor } from '../second-factor/prove-factor.ts'
import { countAddressFailure, countTry, forgetTries } from './attempts.ts'
import { originOf } from './coming.ts'
import { enter } from './enter.ts'
import { browserOf, isKnownBrowser } from './known-browsers.ts'
import { lockAccount } from './lock-account.ts'
import { stillWaits, stopWaiting, whoWaits } from './second-wait.ts'
import type { Change, Outcome } from '../../store/change.ts'
import type { FactorSeal } from '../second-factor/prove-factor.ts'
import type { Tried } from './attempts.ts'
import type { Coming } from './coming.ts'
import type { Entered } from './enter.ts'
import type { SignInMeans } from './sign-in-by-password.ts'

export type FactorMeans = SignInMeans & { seal: FactorSeal }

/** What was typed, in the browser that gave the password. */
export type FactorAnswer = Coming & { typed: string }

/** `anew`: nothing waits (any more), the sign-in begins with the password. */
export type FactorSignIn = { signedIn: true } & Entered | { refused: 'wrong' | 'anew' } | { refused: 'locked'; minutes: number }

const failed = ({ userAgent }: FactorAnswer, person: string, why: string) =>
  ({ code: 'session.sign-in-failed' as const, person, detail: { method: 'password', why, browser: browserCode(readBrowser(userAgent)) } })

/**
 * By what wrong codes are counted beyond one sign-in, so that whoever knows the password cannot begin anew for ever: by the person,
 * or in a browser that the person has signed in with by that browser alone, so that the thief does not keep the owner out.
 */
async function whoseTry({ database, subjectOf }: FactorMeans, person: string, cookie: string | null): Promise<Tried> {
  const known = cookie !== null && await isKnownBrowser(database.read, person, subjectOf('browser', browserOf(person, cookie)))
  return { kind: 'browser', subject: subjectOf('browser', known ? `${browserOf(person, cookie)} second factor` : `${person} second factor`) }
}

/** Opens the session where the code is right. The try is counted before anybody looks. */
export async function signInByFactor(means: FactorMeans, given: FactorAnswer): Promise<FactorSignIn> {
  const { database } = means
  const { holds } = given
  const person = await whoWaits(database.read, holds)
  if (person === null) return { refused: 'anew' }
  const tried = await whoseTry(means, person, given.browser)
  const { locked, last } = await countTry(database.unaudited, tried, means.tries)
  return change(database, originOf(given), (tx) =>
    (locked ? refuseLocked(tx, means, given, person) : look(tx, means, given, { person, tried, last })))
}

async function refuseLocked(tx: Change, { tries }: FactorMeans, { holds, userAgent }: FactorAnswer, person: string): Promise<Outcome<FactorSignIn>> {
  await stopWaiting(tx, holds)
  const detail = { failures: tries.most, minutes: tries.lockMinutes, browser: browserCode(readBrowser(userAgent)) }
  return { result: { refused: 'locked', minutes: tries.lockMinutes }, event: { code: 'session.sign-in-locked', person, detail } }
}

async function look(
  tx: Change, means: FactorMeans, given: FactorAnswer, { person, tried, last }: { person: string; tried: Tried; last: boolean },
): Promise<Outcome<FactorSignIn>> {
  const { holds, typed, now, today, address } = given
  const { state, barred } = await lockAccount(tx, person, today)
  if (state !== 'active' || barred || !await stillWaits(tx, holds, person)) {
    await stopWaiting(tx, holds)
    return { result: { refused: 'anew' }, event: failed(given, person, 'late') }
  }
  const kind = await proveFactor(tx, means.seal, person, typed, now)
  if (kind === null) {
    await countAddressFailure(tx.db, means.subjectOf('address', address))
    const event = await tx.record(failed(given, person, 'secondFactor'))
    // Whoever got here knows the password: its person has to hear of it.
    if (last) await tellPersons(tx, event, [person], { kind: 'account.second-factor-missed', reason: null, path: '/me/password' }, 'system')
    return { result: { refused: 'wrong' }, event }
  }
  await stopWaiting(tx, holds)
  await forgetTries(tx.db, tried)
  const { result, event } = await enter(tx, means, { ...given, personId: person, method: 'password', secondFactor: kind })
  if (kind === 'recovery') await tellPersons(tx, event, [person], { kind: 'account.recovery-code-used', reason: null, path: SECOND_FACTOR_PATH }, 'system')
  return { result: { signedIn: true, ...result }, event }
}
