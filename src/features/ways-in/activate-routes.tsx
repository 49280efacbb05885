import { z } from 'zod'
import { ACCOUNT_NAME } from '../../core/account-names.ts'
import { isMailAddress } from '../../core/email-changes.ts'
import { FOR_CARDS } from '../../web/components/card-form.tsx'
import { EMPTY_FORM, optionalText, requiredText } from '../../web/form.ts'
import { page, problem, redirect, refused } from '../../web/reply.ts'
import { route } from '../../web/route.ts'
import { ANSWER_LIMITS, answerOf, answerShape } from '../cards/card-routes.tsx'
import { activateAccount } from './activate-account.ts'
import { openByCard } from './activate-by-card.ts'
import { cameBy, exchange, secretMeant, wayCookie } from './came-by.ts'
import { askForWay } from './forgotten.ts'
import { messages } from './messages.ts'
import { WAY_PATHS } from './open-way.ts'
import { ActivatePage, ActivationCardPage, ActivationCodePage, CARD_PATH, DonePage, GonePage } from './pages.tsx'
import { openWayOf } from './prove-way.ts'
import { birthDateShape, cardActivationText, identityMissing, identityOf, originOf, passwordProblems, passwordShape, refusedWay, slipShape, wayInAddress } from './way-forms.ts'
import type { FormProblem, FormState } from '../../web/form.ts'
import type { Language } from '../../web/language.ts'
import type { Reply } from '../../web/reply.ts'
import type { Route } from '../../web/route.ts'
import type { WaysSlice } from './slice.ts'
import type { Coming } from './way-forms.ts'
import type { ProvingMeans } from '../cards/sign-in-by-card.ts'

const CODE_PATH = '/activate/code'

/** The page for what the browser came by, or for a code that is to be typed. */
async function activatePage({ database }: WaysSlice, request: Coming, form: FormState): Promise<Reply> {
  const came = cameBy('activation', request.client)
  if (came === null) return page(<ActivatePage request={request} form={form} way={null} />)
  const open = await openWayOf(database.read, 'activation', came.secret)
  if (open !== null) return page(<ActivatePage request={request} form={form} way={{ step: came.step, byCard: open.medium === 'card' }} />)
  return page(<GonePage request={request} purpose="activation" problems={form.problems} />, { status: 410, way: null })
}

/** Where the card is proved that opens the same choosing. */
function cardRoutes(slice: WaysSlice & ProvingMeans): Route[] {
  return [
    route({
      method: 'GET', path: CARD_PATH, act: 'anyone', loosened: FOR_CARDS, handle: (request) => page(<ActivationCardPage request={request} form={EMPTY_FORM} />),
    }),
    route({
      method: 'POST', path: CARD_PATH, act: 'anyone', loosened: FOR_CARDS, limits: ANSWER_LIMITS,
      form: (language) => z.object({ ...answerShape, nationalId: requiredText(messages(language).nationalIdMissing, 64), birthDate: birthDateShape(language) }),
      handle: async (request) => {
        const { form, language } = request
        const answer = await openByCard(slice, originOf(request), answerOf(request), identityOf(form))
        if ('way' in answer) return redirect(WAY_PATHS.activation, { way: wayCookie('activation', answer.way) })
        return refused([{ field: null, message: cardActivationText(answer.refused, language) }])
      },
      again: (request, form) => page(<ActivationCardPage request={request} form={form} />),
    }),
  ]
}

function codeRoutes(slice: WaysSlice): Route[] {
  return [
    route({
      method: 'GET', path: CODE_PATH, act: 'anyone', handle: (request) => page(<ActivationCodePage request={request} form={EMPTY_FORM} />),
    }),
    route({
      method: 'POST', path: CODE_PATH, act: 'anyone',
      form: (language) => z.object({ nationalId: requiredText(messages(language).nationalIdMissing, 64), birthDate: birthDateShape(language) }),
      handle: async (request) => {
        const { form: { nationalId, birthDate }, language, client: { address } } = request
        const m = messages(language)
        const meant = { accountName: '', nationalId: identityOf({ nationalId, birthDate }).nationalId ?? '', birthDate, address }
        if (await askForWay(slice, originOf(request), 'activation', meant) === 'tooMany') return problem('tooMany', { retryAfterSeconds: 900 })
        return page(<DonePage request={request} title={m.activateTitle} done={m.forgotSent} says={m.codeSays} />)
      },
      again: (request, form) => page(<ActivationCodePage request={request} form={form} />),
    }),
  ]
}

type Typed = Parameters<typeof identityMissing>[1] & Parameters<typeof passwordProblems>[1] & { accountName: string; email: string }

/** What is wrong with the fields below the code, all at once and in the order of the page, as far as it can be told before anything is proved. */
async function activationProblems(
  { database }: WaysSlice, language: Language, form: Typed, meant: ReturnType<typeof secretMeant>,
): Promise<FormProblem[]> {
  const m = messages(language)
  // Whoever proved their card is asked no more who they are.
  const byCard = 'typed' in meant && (await openWayOf(database.read, 'activation', meant.typed))?.medium === 'card'
  const emailFault = form.email === '' ? m.emailMissing : isMailAddress(form.email) ? null : m.emailShape
  return [
    ...(byCard ? [] : identityMissing(language, form)),
    ...(ACCOUNT_NAME.test(form.accountName) ? [] : [{ field: 'accountName', message: m.accountNameShape }]),
    ...passwordProblems(language, form, [form.accountName, form.email.split('@')[0]!]),
    ...(emailFault === null ? [] : [{ field: 'email', message: emailFault }]),
  ]
}

/** 「啟用帳號」 by a slip, a mailed code or a card, and where the latter two are asked for. */
export function activateRoutes(slice: WaysSlice & ProvingMeans): Route[] {
  const path = WAY_PATHS.activation
  return [
    ...codeRoutes(slice),
    ...cardRoutes(slice),
    route({
      method: 'GET', path, act: 'anyone', query: wayInAddress,
      handle: (request) => {
        const { way } = request.query
        if (way === undefined) return activatePage(slice, request, EMPTY_FORM)
        return exchange('activation', way) ?? page(<GonePage request={request} purpose="activation" />, { status: 410 })
      },
    }),
    route({
      method: 'POST', path, act: 'anyone',
      form: (language) => z.object({
        ...slipShape(language), ...passwordShape, email: optionalText(254),
        accountName: z.string().max(100).default('').transform((text) => text.normalize('NFKC').trim().toLowerCase()),
      }),
      handle: async (request) => {
        const { form, language, today } = request
        const m = messages(language)
        const meant = secretMeant('activation', request, form)
        if ('problem' in meant && meant.problem.field === null) return refused([meant.problem])
        const problems = [...'problem' in meant ? [meant.problem] : [], ...await activationProblems(slice, language, form, meant)]
        if ('problem' in meant || problems.length > 0) return refused(problems)
        const { accountName: name, password, email } = form
        const answer = await activateAccount(slice, originOf(request), { typed: meant.typed, identity: identityOf(form), name, password, email, today })
        if ('free' in answer) return refused([{ field: 'accountName', message: m.nameTaken(answer.free) }])
        if ('refused' in answer) return refusedWay(answer.refused, language)
        return page(<DonePage request={request} title={m.activateTitle} done={m.activated} says={m.activatedSays} />, { way: null })
      },
      again: (request, form) => activatePage(slice, request, form),
    }),
  ]
}
