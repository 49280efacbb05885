// R-STD-3: who has left keeps the way in to their own pages for a while, and then the account is closed.
import { addDays } from './days.ts'
import type { Day } from './days.ts'

/** For so many days without a post one can still sign in. */
export const LEAVER_DAYS = 30

/** So many days at least lie between the record's saying so and the end: time to be told, however late it was said. */
export const LEAVER_NOTICE_DAYS = 7

/** The first day on which the account is closed. `left`: the first day without a post; `known`: since when the record says so. */
export function accountClosesOn({ left, known }: { left: Day; known: Day }): Day {
  const [counted, told] = [addDays(left, LEAVER_DAYS), addDays(known, LEAVER_NOTICE_DAYS)]
  return counted > told ? counted : told
}
