// 「通行密鑰登入」 (R-ACC-6): the authenticator names who it is and proves it; what follows is the same as after a password.
import { browserCode, readBrowser } from '../../core/browsers.ts'
import { change } from '../../store/change.ts'
import { checkAnswer, usePasskey } from '../passkeys/check-answer.ts'
import { countAddressFailure, slowDown } from './attempts.ts'
import { originOf } from './coming.ts'
import { enter } from './enter.ts'
import { lockAccount } from './lock-account.ts'
import type { Day } from '../../core/days.ts'
import type { Change, Outcome } from '../../store/change.ts'
import type { Proved, Unproved } from '../passkeys/check-answer.ts'
import type { RelyingParty } from '../passkeys/relying-party.ts'
import type { Coming } from './coming.ts'
import type { SignInAnswer, SignInMeans } from './sign-in-by-password.ts'

/** `person`: who is signed in and proves it once more; null where nobody is named yet. */
export type PasskeyAnswer = Coming & { party: RelyingParty; answer: string; person: string | null }

const failed = ({ userAgent }: PasskeyAnswer, person: string | null, why: string) =>
  ({ code: 'session.sign-in-failed' as const, person, detail: { method: 'passkey', why, browser: browserCode(readBrowser(userAgent)) } })

/**
 * Signs in by what an authenticator answered, or refuses in one way whatever was wrong. There is nothing to guess here, so no
 * tries are counted; an address that fails without end is answered slower, as with passwords.
 */
export async function signInByPasskey(means: SignInMeans, given: PasskeyAnswer): Promise<Extract<SignInAnswer, { signedIn: true } | { refused: 'wrong' }>> {
  const { database, subjectOf } = means
  const { party, answer, person, holds, address } = given
  await slowDown(means, address)
  const proved = await checkAnswer(database, party, { purpose: person === null ? 'signIn' : 'again', browser: holds, person }, answer)
  return change(database, originOf(given), async (tx): Promise<Outcome<Awaited<ReturnType<typeof signInByPasskey>>>> => {
    const why = await whyNot(tx, proved, given.today)
    if ('refused' in proved || why !== null) {
      await countAddressFailure(tx.db, subjectOf('address', address))
      return { result: { refused: 'wrong' }, event: failed(given, proved.person, why ?? 'unknown') }
    }
    const { result, event } = await enter(tx, means, { ...given, personId: proved.person, method: 'passkey' })
    return { result: { signedIn: true, ...result }, event }
  })
}

/**
 * Why it opens nothing, or null; then the use of the passkey is written. A password that was barred by 「不是我」 bars no
 * passkey: see 024.
 */
async function whyNot(tx: Change, proved: Proved | Unproved, today: Day): Promise<string | null> {
  if ('refused' in proved) return proved.refused
  const { state } = await lockAccount(tx, proved.person, today)
  return state === 'active' ? usePasskey(tx, proved) : state
}
