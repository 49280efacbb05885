// What the forms of links and slips have in common: their fields, and refusals in words.
import { z } from 'zod'
import { checkNationalId } from '../../core/national-id.ts'
import { requestOrigin } from '../../store/request-origin.ts'
import { optionalDay, optionalText } from '../../web/form.ts'
import { formMessages } from '../../web/form-messages.ts'
import { refused } from '../../web/reply.ts'
import { cardRefusalText } from '../cards/card-messages.ts'
import { newPasswordFault } from '../sign-in/password-rules.ts'
import { newPasswordMessages, passwordMessages } from '../sign-in/password-messages.ts'
import { refusedBusy } from '../sign-in/refused-sign-in.ts'
import { messages } from './messages.ts'
import type { Origin } from '../../store/change.ts'
import type { FormProblem } from '../../web/form.ts'
import type { Language } from '../../web/language.ts'
import type { RefusedReply } from '../../web/reply.ts'
import type { Client, FrameRequest } from '../../web/route.ts'
import type { BindRefusal } from '../cards/person-cards.ts'
import type { PasswordRefusal } from '../sign-in/password-rules.ts'
import type { CardActivationRefusal } from './activate-by-card.ts'
import type { Identity, WayRefusal } from './prove-way.ts'

/** A request of somebody who came by a link, or types a code. */
export type Coming = FrameRequest & { client: Client }

/** The secret in an address, before it is exchanged. */
export const wayInAddress = z.object({ way: z.string().max(60).optional() })

/** The code of a slip or the step of a page (`secretMeant`), and who the holder is. */
export const slipShape = (language: Language) => ({
  way: optionalText(60), step: z.string().max(16).default(''), nationalId: z.string().max(64).default(''), birthDate: optionalDay(language),
})
export const passwordShape = { password: z.string().max(1000).default(''), againPassword: z.string().max(1000).default('') }

/** A date of birth that has to be there. */
export const birthDateShape = (language: Language) => optionalDay(language).transform((day, context) => {
  if (day !== null) return day
  context.addIssue({ code: 'custom', message: messages(language).forgotBirthMissing })
  return z.NEVER
})

/** What is not filled in of who the holder is, in the order of the page. */
export function identityMissing(language: Language, { nationalId, birthDate }: { nationalId: string; birthDate: Identity['birthDate'] }): FormProblem[] {
  const m = messages(language)
  return [
    ...(nationalId.trim() === '' ? [{ field: 'nationalId', message: m.nationalIdMissing }] : []),
    ...(birthDate === null ? [{ field: 'birthDate', message: m.forgotBirthMissing }] : []),
  ]
}

/** A link to the confirmed address asks nothing more. */
export const byLink: Identity = { nationalId: null, birthDate: null }

/** What is wrong with the password typed twice, as far as it can be told before anything is proved. `own`: what the visitor said to be called. */
export function passwordProblems(language: Language, { password, againPassword }: { password: string; againPassword: string }, own: string[]): FormProblem[] {
  const fault = newPasswordFault(password, own)
  if (fault !== null) return [{ field: 'password', message: passwordMessages(language)[fault] }]
  return password === againPassword ? [] : [{ field: 'againPassword', message: newPasswordMessages(language).notAlike }]
}

export function identityOf({ nationalId, birthDate }: { nationalId: string; birthDate: Identity['birthDate'] }): Identity {
  const id = checkNationalId(nationalId)
  return { nationalId: id.ok ? id.id : null, birthDate }
}

/** The refusal in words, at its field. */
function problemOf(refusal: Exclude<WayRefusal, 'busy'> | BindRefusal, language: Language): FormProblem {
  const { refusals } = messages(language)
  if (refusal in refusals) {
    return { field: null, message: refusals[refusal as keyof typeof refusals] }
  }
  if (!(refusal in passwordMessages(language))) return { field: null, message: cardRefusalText(refusal as BindRefusal, language) }
  return { field: 'password', message: passwordMessages(language)[refusal as PasswordRefusal] }
}

/** What is answered to a refusal. */
export const refusedWay = (refusal: WayRefusal | BindRefusal, language: Language): RefusedReply =>
  refusal === 'busy' ? refusedBusy(formMessages(language).busy) : refused([problemOf(refusal, language)])

/** Why a card did not open the choosing, in words. */
export function cardActivationText(refusal: CardActivationRefusal, language: Language): string {
  const { refusals, cardRefusals } = messages(language)
  if (refusal === 'notPending') return refusals.notPending
  if (refusal === 'accountDisabled') return refusals.notActive
  return refusal === 'noMatch' || refusal === 'agency' ? cardRefusals[refusal] : cardRefusalText(refusal, language)
}

/** Nobody is signed in: what happens is known by its process and address. */
export const originOf = ({ client, requestId }: Pick<Coming, 'client' | 'requestId'>): Origin =>
  requestOrigin({ actor: null, client, requestId }, 'way in')
