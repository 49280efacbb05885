// The handover review (R-JML-3) in days: when somebody counts as new in a standing, and how long it can be put off.
import { addDays } from './days.ts'
import type { Day } from './days.ts'

/** Who had no such standing at the agency in so many days before is new in it. */
export const NEW_AFTER_DAYS = 30

/** For so many days a handover review can be put off, once. */
export const PUT_OFF_DAYS = 7

/** The last day on which management stays open where the review is put off today. */
export function putOffUntil(today: Day): Day {
  return addDays(today, PUT_OFF_DAYS)
}
