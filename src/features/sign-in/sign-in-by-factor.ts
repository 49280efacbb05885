// 「第二驗證」 (R-ACC-8): what comes after the right password, where the account has a second factor.
import { browserCode, readBrowser } from '../../core/browsers.ts'
import { change } from '../../store/change.ts'
import { originOf } from './coming.ts'
import { enter } from './enter.ts'
import { countFactorTry, lookAtFactor, tellOfFactor } from './factor-tries.ts'
import { lockAccount } from './lock-account.ts'
import { stillWaits, stopWaiting, whoWaits } from './second-wait.ts'
import type { Change, Outcome } from '../../store/change.ts'
import type { FactorSeal } from '../second-factor/prove-factor.ts'
import type { Coming } from './coming.ts'
import type { Entered } from './enter.ts'
import type { FactorTry } from './factor-tries.ts'
import type { SignInMeans } from './sign-in-by-password.ts'

export type FactorMeans = SignInMeans & { seal: FactorSeal }

/** What was typed, in the browser that gave the password. */
export type FactorAnswer = Coming & { typed: string }

/** `anew`: nothing waits (any more), the sign-in begins with the password. */
export type FactorSignIn = { signedIn: true } & Entered | { refused: 'wrong' | 'anew' } | { refused: 'locked'; minutes: number }

const failed = ({ userAgent }: FactorAnswer, person: string, why: string) =>
  ({ code: 'session.sign-in-failed' as const, person, detail: { method: 'password', why, browser: browserCode(readBrowser(userAgent)) } })

/** Opens the session where the code is right. The try is counted before anybody looks. */
export async function signInByFactor(means: FactorMeans, given: FactorAnswer): Promise<FactorSignIn> {
  const { database } = means
  const { holds } = given
  const person = await whoWaits(database.read, holds)
  if (person === null) return { refused: 'anew' }
  const tried = await countFactorTry(means, person, given)
  return change(database, originOf(given), (tx) => (tried.locked ? refuseLocked(tx, means, given, person) : look(tx, means, given, tried)))
}

async function refuseLocked(tx: Change, { tries }: FactorMeans, { holds, userAgent }: FactorAnswer, person: string): Promise<Outcome<FactorSignIn>> {
  await stopWaiting(tx, holds)
  const detail = { failures: tries.most, minutes: tries.lockMinutes, browser: browserCode(readBrowser(userAgent)) }
  return { result: { refused: 'locked', minutes: tries.lockMinutes }, event: { code: 'session.sign-in-locked', person, detail } }
}

async function look(tx: Change, means: FactorMeans, given: FactorAnswer, tried: FactorTry): Promise<Outcome<FactorSignIn>> {
  const { person } = tried
  const { holds, today } = given
  const { state, barred } = await lockAccount(tx, person, today)
  if (state !== 'active' || barred || !await stillWaits(tx, holds, person)) {
    await stopWaiting(tx, holds)
    return { result: { refused: 'anew' }, event: failed(given, person, 'late') }
  }
  const kind = await lookAtFactor(tx, means, tried, given)
  if (kind === null) {
    const event = await tx.record(failed(given, person, 'secondFactor'))
    await tellOfFactor(tx, event, tried, null)
    return { result: { refused: 'wrong' }, event }
  }
  await stopWaiting(tx, holds)
  const { result, event } = await enter(tx, means, { ...given, personId: person, method: 'password', secondFactor: kind })
  await tellOfFactor(tx, event, tried, kind)
  return { result: { signedIn: true, ...result }, event }
}
