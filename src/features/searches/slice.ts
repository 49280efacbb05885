import type { Database } from '../../store/database.ts'
import type { Seal } from '../../store/seal.ts'

/** What 進階搜尋 works with. */
export type SearchSlice = { database: Database; seal: Seal }

/** The searches by the last part of their addresses; audit events and exports name them so. */
export type SearchName =
  | 'accounts' | 'applications' | 'duty-applications' | 'permissions' | 'duty-permissions' | 'groups' | 'categories'
  | 'difference'
