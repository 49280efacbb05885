import type { Database } from '../../store/database.ts'
import type { Seal } from '../../store/seal.ts'

/** What taking in a way works with. `subjectOf`: how tries to sign in are counted, so that they can be forgotten. */
export type WaysSlice = { database: Database; seal: Seal; subjectOf: (kind: 'name', value: string) => Buffer }
