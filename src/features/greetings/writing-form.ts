// The forms by which a card is written and its receivers are found: their fields, and what they come to.
import { z } from 'zod'
import { FEWEST_LETTERS, MOST_RECEIVERS, MOST_WORDS, PICTURES, readWords } from '../../core/greetings.ts'
import { searchWords } from '../../core/search-text.ts'
import { showDayShort } from '../../web/days.ts'
import { filledForm, optionalDay, optionalText } from '../../web/form.ts'
import { formMessages } from '../../web/form-messages.ts'
import { writingMessages } from './writing-messages.ts'
import type { DayLimits } from '../../core/greetings.ts'
import type { FormProblem, FormState } from '../../web/form.ts'
import type { Language } from '../../web/language.ts'
import type { AddingRefusal, OwnDraft } from './draft.ts'
import type { SendRefusal } from './send-greeting.ts'

const MOST_NAME = 100

/** Picture, words and day. */
export const writingShape = (language: Language) => {
  const m = writingMessages(language).problems
  return z.object({
    picture: z.enum(PICTURES, { error: m.picture }),
    words: z.string({ error: m.words }).transform((text, context) => {
      const words = readWords(text)
      if (words !== null && words !== '' && words.length <= MOST_WORDS) return words
      const message = words === null ? m.control : words === '' ? m.words : formMessages(language).tooLong(MOST_WORDS)
      context.addIssue({ code: 'custom', message })
      return z.NEVER
    }),
    deliverOn: optionalDay(language),
  })
}

/** The card that is there already, in the fields of the form. */
export const draftForm = ({ picture, words, deliverOn }: OwnDraft, language: Language): FormState =>
  filledForm({ picture: picture ?? '', words: words ?? '', deliverOn: deliverOn === null ? '' : showDayShort(deliverOn, language) })

// A word that is typed twice asks for no more than once.
const isEnoughOf = (name: string): boolean => [...new Set(searchWords(name))].join('').length >= FEWEST_LETTERS

/** Name and agency. A national ID is no name, and is looked for nowhere here. */
export const findingShape = (language: Language) => {
  const m = writingMessages(language).problems
  return z.object({
    name: z.string({ error: m.nameShort }).max(MOST_NAME, m.nameLong)
      .refine(isEnoughOf, m.nameShort),
    agency: optionalText(MOST_NAME),
  })
}

/** Which of the found to add. */
export const addingShape = z.object({ query: z.string().max(36), at: z.string().regex(/^\d{1,3}$/).transform(Number) })

/** Which of the receivers to take away. */
export const removingShape = z.object({
  place: z.string().regex(/^\d{1,2}$/).transform(Number).refine((place) => place >= 1 && place <= MOST_RECEIVERS),
  query: z.string().max(36).optional(),
})

/** Why a receiver was not added, or nobody looked for. `most`: how many searches an hour. */
export function receiversProblem(
  refusal: Exclude<AddingRefusal, 'noDraft'> | 'manySearches', most: number, language: Language,
): FormProblem {
  const m = writingMessages(language).refused
  const message = refusal === 'manySearches' ? m.manySearches(most) : refusal === 'full' ? m.full(MOST_RECEIVERS) : m.notFound
  return { field: null, message }
}

/** Why the card was not sent. */
export function sendingProblem(
  refusal: Exclude<SendRefusal, 'notFound' | 'sentAlready'>, most: DayLimits, language: Language,
): FormProblem {
  const m = writingMessages(language).refused
  const message = refusal === 'manyCards' ? m.manyCards(most.cards)
    : refusal === 'manyReceivers' ? m.manyReceivers(most.receivers) : m[refusal]
  return { field: null, message }
}
