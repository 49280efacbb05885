// From when to when a decision may hold, as every act that gives or changes one asks (R-DAY-3).
import type { Day } from './days.ts'

/** Both days are inclusive; a null `to` is open. */
export type DecisionPeriod = { from: Day; to: Day | null }

export type PeriodRefusal = 'startsInPast' | 'endsBeforeStart' | 'permanentWithoutReason'

/** What bars the period, or null. `earliest`: today, or the first day of a decision that has begun. */
export function periodFault({ from, to }: DecisionPeriod, reason: string | null, earliest: Day): PeriodRefusal | null {
  if (from < earliest) return 'startsInPast'
  if (to !== null && to < from) return 'endsBeforeStart'
  return to === null && reason === null ? 'permanentWithoutReason' : null
}
