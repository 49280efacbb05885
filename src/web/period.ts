// From when to when a decision shall hold, as a form asks it: 「有效日期（起）」「有效日期（迄）」「設為永久」「理由」.
import { z } from 'zod'
import { showDayShort } from './days.ts'
import { formMessages } from './form-messages.ts'
import { freeText, optionalDay } from './form.ts'
import type { Day } from '../core/days.ts'
import type { FormProblem } from './form.ts'
import type { Language } from './language.ts'

// As long as the tables of decisions take.
const MOST_REASON = 500

/** The fields of a period, for the `z.object` of a form. */
export function periodShape(language: Language) {
  return {
    from: optionalDay(language),
    to: optionalDay(language),
    permanent: z.enum(['yes']).optional(),
    reason: freeText(MOST_REASON),
  }
}

export type PeriodFields = { from: Day | null; to: Day | null; permanent?: 'yes' | undefined; reason: string }

/** The fields as they show a period that there is, for `filledForm`: days as the language writes them. */
export const periodFilled = ({ from, to, reason }: { from: Day; to: Day | null; reason: string | null }, language: Language) => ({
  from: showDayShort(from, language), to: to === null ? '' : showDayShort(to, language), permanent: to === null ? ['yes'] : [], reason: reason ?? '',
})

export type ReadPeriod =
  | { period: { from: Day; to: Day | null }; reason: string | null }
  | { problems: FormProblem[] }

/**
 * The period that was asked for, or what is wrong with it: a decision cannot start before today (R-DAY-3; `begun` is the
 * first day of one that is being edited, which may stay), cannot end before it starts, and one without an end (設為永久)
 * carries a reason. An empty first day means today.
 */
export function readPeriod(
  { from: typed, to, permanent, reason }: PeriodFields, today: Day, language: Language, begun: Day | null = null,
): ReadPeriod {
  const m = formMessages(language).period
  const problems: FormProblem[] = []
  const from = typed ?? begun ?? today
  if (from < today && from !== begun) problems.push({ field: 'from', message: m.past })
  if (permanent !== undefined && to !== null) problems.push({ field: 'to', message: m.both })
  if (permanent === undefined && to === null) problems.push({ field: 'to', message: m.neither })
  if (to !== null && to < from) problems.push({ field: 'to', message: m.reversed })
  else if (to !== null && to < today) problems.push({ field: 'to', message: m.over })
  if (permanent !== undefined && reason === '') problems.push({ field: 'reason', message: m.why })
  if (problems.length > 0) return { problems }
  return { period: { from, to }, reason: reason === '' ? null : reason }
}
