// The day that a page is asked for, `?asOf=` (R-DAY-2).
import { z } from 'zod'
import { parseDay } from '../core/roc-date.ts'
import { formMessages } from './form-messages.ts'
import type { Day } from '../core/days.ts'
import type { FormProblem } from './form.ts'
import type { Language } from './language.ts'

/** The day that is asked for: null is today, and stays today in an address that is kept. */
export type AskedDay = Day | null

/** What may stand in an address for a day: as long as the date field lets one type. */
export const typedDay = z.string().max(50).default('').transform((text) => text.trim())

/** The day as asked; as it stands in an address, when it was typed otherwise; or wrong. */
export function readAskedDay(typed: string): { asked: AskedDay } | { canonical: Day } | { wrong: string } {
  if (typed === '') return { asked: null }
  const read = parseDay(typed)
  if (!read.ok) return { wrong: typed }
  return read.day === typed ? { asked: read.day } : { canonical: read.day }
}

/** What is said at the field of a day that could not be read. */
export const unreadDay = (language: Language, field = 'asOf'): FormProblem =>
  ({ field, message: formMessages(language).day.shape })
