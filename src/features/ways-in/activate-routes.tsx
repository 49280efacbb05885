import { z } from 'zod'
import { ACCOUNT_NAME } from '../../core/account-names.ts'
import { isMailAddress } from '../../core/email-changes.ts'
import { EMPTY_FORM, optionalDay, requiredText } from '../../web/form.ts'
import { page, problem, refused } from '../../web/reply.ts'
import { route } from '../../web/route.ts'
import { activateAccount } from './activate-account.ts'
import { cameBy, exchange, secretMeant } from './came-by.ts'
import { askForWay } from './forgotten.ts'
import { messages } from './messages.ts'
import { WAY_PATHS } from './open-way.ts'
import { ActivatePage, ActivationCodePage, DonePage, GonePage } from './pages.tsx'
import { openWayOf } from './prove-way.ts'
import { identityOf, originOf, passwordProblems, passwordShape, refusalOf, slipShape, wayInAddress } from './way-forms.ts'
import type { FormState } from '../../web/form.ts'
import type { Reply } from '../../web/reply.ts'
import type { Route } from '../../web/route.ts'
import type { WaysSlice } from './slice.ts'
import type { Coming } from './way-forms.ts'

const CODE_PATH = '/activate/code'

/** The page for what the browser came by, or for a code that is to be typed. */
async function activatePage({ database }: WaysSlice, request: Coming, form: FormState): Promise<Reply> {
  const came = cameBy('activation', request.client)
  if (came === null) return page(<ActivatePage request={request} form={form} step={null} />)
  if (await openWayOf(database.read, 'activation', came.secret) !== null) return page(<ActivatePage request={request} form={form} step={came.step} />)
  return page(<GonePage request={request} purpose="activation" problems={form.problems} />, { status: 410, way: null })
}

function codeRoutes(slice: WaysSlice): Route[] {
  return [
    route({
      method: 'GET', path: CODE_PATH, act: 'anyone', handle: (request) => page(<ActivationCodePage request={request} form={EMPTY_FORM} />),
    }),
    route({
      method: 'POST', path: CODE_PATH, act: 'anyone',
      form: (language) => z.object({ nationalId: requiredText(messages(language).nationalIdMissing, 64), birthDate: optionalDay(language) }),
      handle: async (request) => {
        const { form: { nationalId, birthDate }, language, client: { address } } = request
        const m = messages(language)
        if (birthDate === null) return refused([{ field: 'birthDate', message: m.forgotBirthMissing }])
        const meant = { accountName: '', nationalId: identityOf({ nationalId, birthDate }).nationalId ?? '', birthDate, address }
        if (await askForWay(slice, originOf(request), 'activation', meant) === 'tooMany') return problem('tooMany', { retryAfterSeconds: 900 })
        return page(<DonePage request={request} title={m.activateTitle} done={m.forgotSent} says={m.codeSays} />)
      },
      again: (request, form) => page(<ActivationCodePage request={request} form={form} />),
    }),
  ]
}

/** 「啟用帳號」 by a slip or a mailed code, and where the code is asked for. */
export function activateRoutes(slice: WaysSlice): Route[] {
  const path = WAY_PATHS.activation
  return [
    ...codeRoutes(slice),
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
        ...slipShape(language), ...passwordShape, email: requiredText(messages(language).emailMissing, 254),
        accountName: z.string().max(100).default('').transform((text) => text.normalize('NFKC').trim().toLowerCase())
          .pipe(z.string().regex(ACCOUNT_NAME, messages(language).accountNameShape)),
      }),
      handle: async (request) => {
        const { form, language } = request
        const m = messages(language)
        const meant = secretMeant('activation', request, form)
        if ('problem' in meant) return refused([meant.problem])
        const problems = [
          ...passwordProblems(language, form, [form.accountName, form.email.split('@')[0]!]), ...(isMailAddress(form.email) ? [] : [{ field: 'email', message: m.emailShape }]),
        ]
        if (problems.length > 0) return refused(problems)
        const { accountName: name, password, email } = form
        const answer = await activateAccount(slice, originOf(request), { typed: meant.typed, identity: identityOf(form), name, password, email })
        if ('free' in answer) return refused([{ field: 'accountName', message: m.nameTaken(answer.free) }])
        if ('refused' in answer) return refused([refusalOf(answer.refused, language)])
        return page(<DonePage request={request} title={m.activateTitle} done={m.activated} says={m.activatedSays} />, { way: null })
      },
      again: (request, form) => activatePage(slice, request, form),
    }),
  ]
}
