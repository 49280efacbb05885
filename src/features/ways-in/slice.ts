import type { Database } from '../../store/database.ts'
import type { Seal } from '../../store/seal.ts'
import type { SlowingMeans } from '../sign-in/attempts.ts'
import type { HashingTurns } from '../sign-in/hashing-turns.ts'

/** `addressLimit` is also how many may ask for a link from one address in a quarter of an hour. */
export type WaysSlice = SlowingMeans & {
  database: Database
  seal: Seal
  /** How tries are counted, so that they can be forgotten. */
  subjectOf: (kind: 'name' | 'address', value: string) => Buffer
  /** Whose password is hashed when. */
  turns: Pick<HashingTurns, 'during'>
  /** How many changes of an account's address are proposed within a day (ECPA_EMAIL_CHANGES_PER_DAY). */
  emailChangesPerDay: number
  /** How many wrong answers spoil a way, five at most (ECPA_WAY_WRONG_CODES). */
  wrongCodes: number
}
