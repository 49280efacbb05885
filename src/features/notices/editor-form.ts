// The form of an announcement: its fields, what they come to, and how one that exists stands in it.
import { z } from 'zod'
import { instantInTaipei, timeInTaipei, dayInTaipei } from '../../core/days.ts'
import { maskNationalIdsIn } from '../../core/national-id.ts'
import { parseTimeOfDay } from '../../core/roc-date.ts'
import { showDayShort } from '../../web/days.ts'
import { filledForm, optionalDay, optionalText, requiredText } from '../../web/form.ts'
import { editorMessages } from './editor-messages.ts'
import { endParts } from './parts.tsx'
import type { Day } from '../../core/days.ts'
import type { NoticeWish, WritingRefusal } from '../../core/notices.ts'
import type { AgencyCode } from '../../core/standing.ts'
import type { FormProblem, FormState } from '../../web/form.ts'
import type { Language } from '../../web/language.ts'
import type { Notice } from './notice-rows.ts'

export const MOST_TITLE = 200
export const MOST_BODY = 20_000
/** A text of the longest, each of its characters as three bytes written in nine, with the fields around it. */
export const FORM_BYTES = 262_144
export const PEOPLE = ['employee', 'hr', 'hrSupervisor', 'public'] as const

export const DAY_MINUTES = 1440
const ticked = z.enum(['yes']).optional()

/** A time of day in minutes, or null. */
export function timeField(language: Language) {
  return z.string().default('').transform((text, context) => {
    const minutes = parseTimeOfDay(text)
    if (minutes !== undefined) return minutes
    context.addIssue({ code: 'custom', message: editorMessages(language).problems.time })
    return z.NEVER
  })
}

/** The fields, each by itself. */
export const editorShape = (language: Language) => {
  const { problems } = editorMessages(language)
  return z.object({
    standing: z.enum(PEOPLE, { error: problems.standing }),
    audience: optionalText(10),
    below: ticked,
    title: requiredText(problems.title, MOST_TITLE).transform(maskNationalIdsIn),
    body: requiredText(problems.body, MOST_BODY).transform((text) => maskNationalIdsIn(text.replace(/\r\n?/g, '\n'))),
    pinned: ticked,
    mustAcknowledge: ticked,
    publishDay: optionalDay(language),
    publishTime: timeField(language),
    withdrawDay: optionalDay(language),
    withdrawTime: timeField(language),
  })
}

/** The same fields taken as they are, for a look at the text before anything of it has to be right. */
export const looseShape = z.object(Object.fromEntries(
  [...Object.keys(editorShape('zh-TW').shape), 'agency', 'version'].map((name) => [name, z.string().max(MOST_BODY * 2).default('')]),
))

export type EditorFields = z.output<ReturnType<typeof editorShape>>

export const isAgencyCode = (text: string): boolean => /^[0-9A-Za-z]{10}$/.test(text)

/** What the fields come to together, or what is wrong with them. A day without a time is that whole day. */
export function readEditor(fields: EditorFields, today: Day, language: Language): { wish: NoticeWish } | { problems: FormProblem[] } {
  const m = editorMessages(language).problems
  const { audience, below, standing, title, body, publishDay, publishTime, withdrawDay, withdrawTime } = fields
  const problems: FormProblem[] = []
  if (audience !== '' && !isAgencyCode(audience)) problems.push({ field: 'audience', message: m.agencyCode })
  if (publishDay === null && publishTime !== null) problems.push({ field: 'publishDay', message: m.dayOfTime })
  if (withdrawDay === null && withdrawTime !== null) problems.push({ field: 'withdrawDay', message: m.dayOfTime })
  if (problems.length > 0) return { problems }
  // Today, and no time: at once, for midnight is over.
  const atOnce = publishDay === null || (publishDay === today && publishTime === null)
  return {
    wish: {
      title, body, pinned: fields.pinned !== undefined, mustAcknowledge: fields.mustAcknowledge !== undefined,
      audience: {
        agency: audience === '' ? null : audience, below: audience === '' || below !== undefined,
        standing: standing === 'public' ? null : standing,
      },
      publishAt: atOnce ? null : instantInTaipei(publishDay, publishTime ?? 0),
      withdrawAt: withdrawDay === null ? null : instantInTaipei(withdrawDay, withdrawTime ?? DAY_MINUTES),
    },
  }
}

/** A new announcement of that agency (null: the centre's) before anybody typed. */
export function newForm(agency: AgencyCode | null): FormState {
  return filledForm({ standing: 'employee', audience: agency ?? '', below: ['yes'] })
}

/** An announcement that exists, to be edited. */
export function formOf({ title, body, audience, pinned, mustAcknowledge, publishAt, withdrawAt }: Notice, language: Language): FormState {
  const end = withdrawAt === null ? null : endParts(withdrawAt)
  return filledForm({
    standing: audience.standing ?? 'public', audience: audience.agency ?? '', below: audience.below ? ['yes'] : [], title, body,
    pinned: pinned ? ['yes'] : [], mustAcknowledge: mustAcknowledge ? ['yes'] : [],
    publishDay: showDayShort(dayInTaipei(publishAt), language), publishTime: timeInTaipei(publishAt).slice(0, 5),
    withdrawDay: end === null ? '' : showDayShort(end.day, language), withdrawTime: end?.time ?? '',
  })
}

const FIELD_OF: Partial<Record<WritingRefusal, string>> = {
  nationByCentre: 'audience', publicByCentre: 'standing', audienceOutside: 'audience', belowOutside: 'audience', publicAtAgency: 'audience',
  publicSigns: 'mustAcknowledge', publishPast: 'publishDay', withdrawFirst: 'withdrawDay', withdrawPast: 'withdrawDay',
}

/** What is wrong, beside the field that it is wrong with. */
export const refusalProblem = (refusal: WritingRefusal, language: Language): FormProblem =>
  ({ field: FIELD_OF[refusal] ?? null, message: editorMessages(language).refused[refusal] })
