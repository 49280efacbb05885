import { addDays, startOfDayInTaipei } from './days.ts'
import type { Day } from './days.ts'

/**
 * The point in time of a question (R-DAY-2): what held on `day`, as far as it was known before `known`.
 * `known` is `'now'` for today and for days to come. For a day that is past it is the first instant of the day after, in
 * Taipei: what was recorded earlier than that instant was known by the end of the day, what was recorded at it was not.
 */
export type AsOf = { day: Day; known: 'now' | Date }

/** The question's point in time when it is asked for `day` and today is `today` (R-DAY-2). */
export function asOf(day: Day, today: Day): AsOf {
  return { day, known: day < today ? startOfDayInTaipei(addDays(day, 1)) : 'now' }
}
