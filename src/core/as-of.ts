import type { Day } from './days.ts'

/**
 * The point in time of a question (R-DAY-2): what held on `day`, as far as it was known at `known`.
 * `known` is `'now'` for today and for days to come, and the end of the day for a day that is past.
 */
export type AsOf = { day: Day; known: 'now' | Date }
