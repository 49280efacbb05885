// The form of a poll: its fields, and what they come to.
import { z } from 'zod'
import { instantInTaipei } from '../../core/days.ts'
import { maskNationalIdsIn } from '../../core/national-id.ts'
import { filledForm, optionalDay, optionalText, requiredText } from '../../web/form.ts'
import { DAY_MINUTES, isAgencyCode, PEOPLE, timeField } from '../notices/editor-form.ts'
import { editorMessages as noticeMessages } from '../notices/editor-messages.ts'
import { editorMessages } from './editor-messages.ts'
import type { Day } from '../../core/days.ts'
import type { PollRefusal, PollWish } from '../../core/polls.ts'
import type { AgencyCode } from '../../core/standing.ts'
import type { FormProblem, FormState } from '../../web/form.ts'
import type { Language } from '../../web/language.ts'

export const MOST_QUESTION = 200
export const MOST_ABOUT = 2000
const MOST_LABEL = 200
/** As much as twenty choices of the longest, and what is said of them. */
export const MOST_CHOICES_TEXT = 5000
/** Each character of a form of the longest as three bytes written in nine. */
export const FORM_BYTES = 131_072

/** The fields, each by itself. */
export const pollShape = (language: Language) => {
  const m = editorMessages(language).problems
  return z.object({
    standing: z.enum(PEOPLE, { error: noticeMessages(language).problems.standing }),
    audience: optionalText(10),
    below: z.enum(['yes']).optional(),
    question: requiredText(m.question, MOST_QUESTION).transform(maskNationalIdsIn),
    about: optionalText(MOST_ABOUT).transform((text) => maskNationalIdsIn(text.replace(/\r\n?/g, '\n'))),
    choices: requiredText(m.choices, MOST_CHOICES_TEXT).transform(maskNationalIdsIn),
    mostChoices: z.string({ error: m.mostChoices }).trim().regex(/^([1-9]|1\d|20)$/, m.mostChoices).transform(Number),
    opensDay: optionalDay(language),
    opensTime: timeField(language),
    closesDay: optionalDay(language),
    closesTime: timeField(language),
  })
}

export type PollFields = z.output<ReturnType<typeof pollShape>>

const linesOf = (text: string): string[] => text.split(/\r\n|\r|\n/).map((line) => line.trim()).filter((line) => line !== '')

/** What the fields come to together, or what is wrong with them. A closing day without a time is that whole day. */
export function readPoll(fields: PollFields, today: Day, language: Language): { wish: PollWish } | { problems: FormProblem[] } {
  const m = editorMessages(language).problems
  const { problems: common } = noticeMessages(language)
  const { audience, below, standing, question, about, mostChoices, opensDay, opensTime, closesDay, closesTime } = fields
  const choices = linesOf(fields.choices)
  const problems: FormProblem[] = []
  if (audience !== '' && !isAgencyCode(audience)) problems.push({ field: 'audience', message: common.agencyCode })
  if (choices.some((one) => one.length > MOST_LABEL)) problems.push({ field: 'choices', message: m.choiceLong })
  if (opensDay === null && opensTime !== null) problems.push({ field: 'opensDay', message: common.dayOfTime })
  if (closesDay === null) problems.push({ field: 'closesDay', message: m.closes })
  if (problems.length > 0 || closesDay === null) return { problems }
  // Today, and no time: at once, for midnight is over.
  const atOnce = opensDay === null || (opensDay === today && opensTime === null)
  return {
    wish: {
      question, about, choices, mostChoices,
      audience: {
        agency: audience === '' ? null : audience, below: audience === '' || below !== undefined,
        standing: standing === 'public' ? null : standing,
      },
      opensAt: atOnce ? null : instantInTaipei(opensDay, opensTime ?? 0),
      closesAt: instantInTaipei(closesDay, closesTime ?? DAY_MINUTES),
    },
  }
}

/** A new poll of that agency (null: the centre's) before anybody typed. */
export const newForm = (agency: AgencyCode | null): FormState =>
  filledForm({ standing: 'employee', audience: agency ?? '', below: ['yes'], mostChoices: '1' })

const FIELD_OF: Partial<Record<PollRefusal, string>> = {
  nationByCentre: 'audience', publicByCentre: 'standing', audienceOutside: 'audience', belowOutside: 'audience', publicAtAgency: 'audience',
  publishPast: 'opensDay', withdrawFirst: 'closesDay', withdrawPast: 'closesDay', fewChoices: 'choices', manyChoices: 'choices',
  sameChoices: 'choices', moreThanChoices: 'mostChoices',
}

/** What is wrong, beside the field that it is wrong with. */
export const refusalProblem = (refusal: PollRefusal, language: Language): FormProblem =>
  ({ field: FIELD_OF[refusal] ?? null, message: editorMessages(language).refused[refusal] })
