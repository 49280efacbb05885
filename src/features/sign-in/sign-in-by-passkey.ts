// 「通行密鑰登入」 (R-ACC-6): the authenticator names who it is and proves it; what follows is the same as after a password.
import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'kysely'
import { browserCode, readBrowser } from '../../core/browsers.ts'
import { change, processOrigin } from '../../store/change.ts'
import { isClosed } from '../../store/leaving.ts'
import { checkAnswer, usePasskey } from '../passkeys/check-answer.ts'
import { addressFailures, countAddressFailure } from './attempts.ts'
import { enter } from './enter.ts'
import { SLOWED_MILLISECONDS } from './sign-in-by-password.ts'
import type { Day } from '../../core/days.ts'
import type { Change, Outcome } from '../../store/change.ts'
import type { Proved, Unproved } from '../passkeys/check-answer.ts'
import type { RelyingParty } from '../passkeys/relying-party.ts'
import type { SignInAnswer, SignInMeans } from './sign-in-by-password.ts'

/** `person`: who is signed in and proves it once more; null where nobody is named yet. `holds`: by what the browser is known. */
export type PasskeyAnswer = {
  party: RelyingParty
  answer: string
  person: string | null
  holds: Buffer
  today: Day
  address: string
  userAgent: string
  requestId: string
  previousSession: string | null
  browser: string | null
}

const failed = ({ userAgent }: PasskeyAnswer, person: string | null, why: string) =>
  ({ code: 'session.sign-in-failed' as const, person, detail: { method: 'passkey', why, browser: browserCode(readBrowser(userAgent)) } })

/**
 * Signs in by what an authenticator answered, or refuses in one way whatever was wrong. There is nothing to guess here, so no
 * tries are counted; an address that fails without end is answered slower, as with passwords.
 */
export async function signInByPasskey(means: SignInMeans, given: PasskeyAnswer): Promise<Extract<SignInAnswer, { signedIn: true } | { refused: 'wrong' }>> {
  const { database, subjectOf, addressLimit } = means
  const { party, answer, person, holds, address, requestId } = given
  const addressSubject = subjectOf('address', address)
  if (addressLimit > 0 && await addressFailures(database.unaudited, addressSubject) >= addressLimit) await pause(SLOWED_MILLISECONDS)
  const proved = await checkAnswer(database, party, { purpose: person === null ? 'signIn' : 'again', browser: holds, person }, answer)
  return change(database, { ...processOrigin('sign-in'), address, requestId }, async (tx): Promise<Outcome<Awaited<ReturnType<typeof signInByPasskey>>>> => {
    const why = await whyNot(tx, proved, given.today)
    if ('refused' in proved || why !== null) {
      await countAddressFailure(tx.db, addressSubject)
      return { result: { refused: 'wrong' }, event: failed(given, proved.person, why ?? 'unknown') }
    }
    const { result, event } = await enter(tx, means, { ...given, personId: proved.person, method: 'passkey' })
    return { result: { signedIn: true, ...result }, event }
  })
}

/**
 * Why it opens nothing, or null; then the use of the passkey is written. The account is looked at under lock, and whoever left
 * longer ago than the rule allows is as good as disabled. A password that was barred by 「不是我」 bars no passkey: see 024.
 */
async function whyNot(tx: Change, proved: Proved | Unproved, today: Day): Promise<string | null> {
  if ('refused' in proved) return proved.refused
  const { rows: [account] } = await sql<{ state: string }>`
    select case when a.state = 'active' and ${isClosed(sql`a.person_id`, today)} then 'disabled' else a.state::text end as state
    from account a where a.person_id = ${proved.person} for update of a`.execute(tx.db)
  return account?.state === 'active' ? usePasskey(tx, proved) : account?.state ?? 'unknown'
}
