import type { Database } from '../../store/database.ts'
import type { Seal } from '../../store/seal.ts'

/**
 * What taking in a way works with. `subjectOf`: how tries are counted, so that they can be forgotten. `addressLimit`: how many may
 * ask for a link from one address in a quarter of an hour; 0: any number (ECPA_SIGNIN_ADDRESS_LIMIT).
 */
export type WaysSlice = { database: Database; seal: Seal; subjectOf: (kind: 'name' | 'address', value: string) => Buffer; addressLimit: number }
