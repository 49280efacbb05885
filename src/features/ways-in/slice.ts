import type { Database } from '../../store/database.ts'
import type { Seal } from '../../store/seal.ts'

export type WaysSlice = {
  database: Database
  seal: Seal
  /** How tries are counted, so that they can be forgotten. */
  subjectOf: (kind: 'name' | 'address', value: string) => Buffer
  /**
   * How many may ask for a link from one address in a quarter of an hour, and after how many wrong codes, national IDs and passwords
   * from there answers slow down; 0: any number (ECPA_SIGNIN_ADDRESS_LIMIT).
   */
  addressLimit: number
  /** How many wrong answers spoil a way, five at most (ECPA_WAY_WRONG_CODES). */
  wrongCodes: number
}
