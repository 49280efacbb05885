import type { Database } from '../../store/database.ts'
import type { Seal } from '../../store/seal.ts'
import type { TryLimits } from '../sign-in/attempts.ts'
import type { SessionLimits } from '../sign-in/sessions.ts'

/** What 「我的專區」 needs of the installation. */
export type MeSlice = {
  database: Database
  seal: Pick<Seal, 'openNationalId' | 'index'>
  limits: SessionLimits
  tries: TryLimits
  /** How long a proof of who somebody is counts as fresh (ECPA_FRESH_MINUTES). */
  freshMinutes: number
  /** A keyed hash of what was typed as account name, by which wrong passwords are counted. */
  subjectOf: (kind: 'browser', value: string) => Buffer
}
