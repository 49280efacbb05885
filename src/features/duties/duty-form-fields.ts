// What the form of a duty sends, and how it is read: the buttons that only draw it anew, and the wish that is saved.
import { z } from 'zod'
import { checkForm, optionalText } from '../../web/form.ts'
import { periodShape, readPeriod } from '../../web/period.ts'
import { isFound } from './duty-form.tsx'
import { isAgencyCode } from './duty-form-view.ts'
import { messages } from './messages.ts'
import type { Day } from '../../core/days.ts'
import type { DutyPair, DutyWish } from '../../core/duties.ts'
import type { FormProblem, FormState } from '../../web/form.ts'
import type { Language } from '../../web/language.ts'
import type { PeriodFields } from '../../web/period.ts'
import type { DutyChoice } from './duty-form-view.ts'

// Far more than a form can hold, so that what is too long comes back with a sentence instead of a fault.
const MOST_TYPED = 5000
// The catalogue has some forty applications.
const MOST_APPLICATIONS = 200

/** The fields as they are typed; what they mean is read when the form is saved, so that drawing it anew loses nothing. */
export const dutyFormShape = () => z.object({
  acting: optionalText(MOST_TYPED),
  served: optionalText(MOST_TYPED),
  application: z.array(z.string().max(32)).max(MOST_APPLICATIONS),
  find: optionalText(100),
  from: optionalText(MOST_TYPED),
  to: optionalText(MOST_TYPED),
  permanent: optionalText(3),
  reason: z.string().max(MOST_TYPED).default(''),
  press: z.enum(['save', 'confirm', 'recheck', 'find', 'all', 'none']).default('save'),
})

export type DutyFields = z.output<ReturnType<typeof dutyFormShape>>

/** The fields as a page shows them. */
export function stateOf(fields: DutyFields, problems: readonly FormProblem[] = []): FormState {
  const { application, press: _, ...texts } = fields
  const typed = Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, text === '' ? [] : [text]]))
  return { typed: { ...typed, application }, problems }
}

/** 「全部選擇」 and 「取消選擇」 of what the filter finds; any other button leaves the choice as it is. */
export function pressed(fields: DutyFields, choices: readonly DutyChoice[]): DutyFields {
  const found = choices.filter((one) => one.why === null && isFound(one, fields.find)).map(({ code }) => code)
  if (fields.press === 'all') return { ...fields, application: [...new Set([...fields.application, ...found])] }
  if (fields.press === 'none') return { ...fields, application: fields.application.filter((code) => !found.includes(code)) }
  return fields
}

export type ReadDuty = { pair: DutyPair; wish: DutyWish; reason: string | null } | { problems: FormProblem[] }

/** What was asked for, or all that is wrong with it. `begun`: the first day of a duty that runs already. */
export function readDuty(fields: DutyFields, today: Day, language: Language, begun: Day | null = null): ReadDuty {
  const m = messages(language)
  const problems: FormProblem[] = []
  for (const field of ['acting', 'served'] as const) {
    if (fields[field] === '') problems.push({ field, message: m.agencyMissing })
    else if (!isAgencyCode(fields[field])) problems.push({ field, message: m.agencyUnfit })
  }
  if (fields.application.length === 0) problems.push({ field: 'application', message: m.refusals.noApplication })
  const { from, to, reason } = fields
  const shaped = { from, to, reason, ...(fields.permanent === '' ? {} : { permanent: fields.permanent }) }
  const checked = checkForm(z.object(periodShape(language)), shaped, language)
  if (!checked.ok) return { problems: [...problems, ...checked.problems] }
  const read = readPeriod(checked.value as PeriodFields, today, language, begun)
  if ('problems' in read) return { problems: [...problems, ...read.problems] }
  if (problems.length > 0) return { problems }
  const { period } = read
  return {
    pair: { acting: fields.acting, served: fields.served }, reason: read.reason,
    wish: { applications: [...new Set(fields.application)], from: begun === null ? period.from : today, to: period.to },
  }
}
