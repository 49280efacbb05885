import type { DayLimits } from '../../core/greetings.ts'
import type { Database } from '../../store/database.ts'
import type { Seal } from '../../store/seal.ts'
import type { LocalPath } from '../../web/reply.ts'

/**
 * `limits`: what one person may send a day, and how often they may look for receivers within an hour. `keptDays`: how long a card is kept
 * after it arrived.
 */
export type GreetingSlice = {
  database: Database; seal: Pick<Seal, 'seal' | 'open'>; limits: { day: DayLimits; searchesPerHour: number }; keptDays: number
}

export const LIST_PATH = '/cards'
/** The card that somebody writes: everybody writes one at a time. */
export const DRAFT_PATH = '/cards/new'
export const RECEIVERS_PATH = '/cards/new/receivers'
export const PREVIEW_PATH = '/cards/new/preview'
export const BLOCKED_PATH = '/cards/blocked'

/** A card as one of its receivers has it, by the number of their own. */
export const receivedPath = (id: string): LocalPath => `${LIST_PATH}/received/${id}`
/** A card as its sender has it. */
export const sentPath = (id: string): LocalPath => `${LIST_PATH}/sent/${id}`
