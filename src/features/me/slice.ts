import type { Database } from '../../store/database.ts'
import type { Seal } from '../../store/seal.ts'
import type { TryLimits } from '../sign-in/attempts.ts'
import type { HashingTurns } from '../sign-in/hashing-turns.ts'
import type { SessionLimits } from '../sign-in/sessions.ts'

/** What 「我的專區」 needs of the installation. */
export type MeSlice = {
  database: Database
  seal: Pick<Seal, 'openNationalId' | 'index'>
  limits: SessionLimits
  tries: TryLimits
  /** How long a proof of who somebody is counts as fresh (ECPA_FRESH_MINUTES). */
  freshMinutes: number
  /** Whose password is looked at when. */
  turns: Pick<HashingTurns, 'during'>
  /** How many changes of an account's address are proposed within a day (ECPA_EMAIL_CHANGES_PER_DAY). */
  emailChangesPerDay: number
  /** A keyed hash of what was typed as account name, by which wrong passwords are counted. */
  subjectOf: (kind: 'browser', value: string) => Buffer
}
