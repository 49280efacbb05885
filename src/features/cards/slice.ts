import type { Database } from '../../store/database.ts'
import type { Seal } from '../../store/seal.ts'
import type { EnterMeans } from '../sign-in/enter.ts'

/** What signing in by card needs of the installation. */
export type CardsSlice = EnterMeans & { database: Database; seal: Seal }
