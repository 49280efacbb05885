import { z } from 'zod'
import { EMPTY_FORM, optionalDay } from '../../web/form.ts'
import { page, problem, refused } from '../../web/reply.ts'
import { route } from '../../web/route.ts'
import { cameBy, exchange, secretMeant } from './came-by.ts'
import { choosePassword } from './choose-password.ts'
import { askForWay } from './forgotten.ts'
import { messages } from './messages.ts'
import { WAY_PATHS } from './open-way.ts'
import { DonePage, ForgotPage, GonePage, NewPasswordPage } from './pages.tsx'
import { openWayOf } from './prove-way.ts'
import { byLink, identityMissing, identityOf, originOf, passwordProblems, passwordShape, refusedWay, slipShape, wayInAddress } from './way-forms.ts'
import type { FormState } from '../../web/form.ts'
import type { Reply } from '../../web/reply.ts'
import type { Route } from '../../web/route.ts'
import type { WaysSlice } from './slice.ts'
import type { Coming } from './way-forms.ts'

/** The page for what the browser came by, or for a code that is to be typed. */
async function newPasswordPage({ database }: WaysSlice, request: Coming, form: FormState): Promise<Reply> {
  const came = cameBy('newPassword', request.client)
  if (came === null) return page(<NewPasswordPage request={request} form={form} way={null} />)
  const way = await openWayOf(database.read, 'newPassword', came.secret)
  if (way !== null) return page(<NewPasswordPage request={request} form={form} way={{ step: came.step, ...way }} />)
  return page(<GonePage request={request} purpose="newPassword" problems={form.problems} />, { status: 410, way: null })
}

function newPasswordRoutes(slice: WaysSlice): Route[] {
  const path = WAY_PATHS.newPassword
  return [
    route({
      method: 'GET', path, act: 'anyone', query: wayInAddress,
      handle: (request) => {
        const { way } = request.query
        if (way === undefined) return newPasswordPage(slice, request, EMPTY_FORM)
        return exchange('newPassword', way) ?? page(<GonePage request={request} purpose="newPassword" />, { status: 410 })
      },
    }),
    route({
      method: 'POST', path, act: 'anyone', form: (language) => z.object({ ...slipShape(language), ...passwordShape }),
      handle: async (request) => {
        const { form, language } = request
        const meant = secretMeant('newPassword', request, form)
        if ('problem' in meant && meant.problem.field === null) return refused([meant.problem])
        const seen = 'problem' in meant ? null : await openWayOf(slice.database.read, 'newPassword', meant.typed)
        const problems = [
          ...'problem' in meant ? [meant.problem] : [], ...(seen?.medium === 'link' ? [] : identityMissing(language, form)),
          ...passwordProblems(language, form, []),
        ]
        if ('problem' in meant || problems.length > 0) return refused(problems)
        const identity = seen?.medium === 'link' ? byLink : identityOf(form)
        const answer = await choosePassword(slice, originOf(request), { typed: meant.typed, identity, password: form.password })
        if ('refused' in answer) return refusedWay(answer.refused, language)
        const m = messages(language)
        return page(<DonePage request={request} title={m.passwordTitle} done={m.chosen} says={m.chosenSays} />, { way: null })
      },
      again: (request, form) => newPasswordPage(slice, request, form),
    }),
  ]
}

function forgotRoutes(slice: WaysSlice): Route[] {
  const path = '/forgot-password'
  return [
    route({ method: 'GET', path, act: 'anyone', handle: (request) => page(<ForgotPage request={request} form={EMPTY_FORM} />) }),
    route({
      method: 'POST', path, act: 'anyone',
      form: (language) => z.object({
        accountName: z.string().max(200).default(''), nationalId: z.string().max(64).default(''), birthDate: optionalDay(language),
      }),
      handle: async (request) => {
        const { form: { accountName, nationalId, birthDate }, language, client: { address } } = request
        const m = messages(language)
        const problems = [
          ...(accountName.trim() === '' && nationalId.trim() === '' ? [{ field: 'accountName', message: m.forgotEither }] : []),
          ...(birthDate === null ? [{ field: 'birthDate', message: m.forgotBirthMissing }] : []),
        ]
        if (birthDate === null || problems.length > 0) return refused(problems)
        const id = identityOf({ nationalId, birthDate })
        const meant = { accountName, nationalId: nationalId.trim() === '' ? null : id.nationalId ?? '', birthDate, address }
        const asked = await askForWay(slice, originOf(request), 'newPassword', meant)
        if (asked === 'tooMany') return problem('tooMany', { retryAfterSeconds: 900 })
        return page(<DonePage request={request} title={m.forgotTitle} done={m.forgotSent} says={m.forgotSays} />)
      },
      again: (request, form) => page(<ForgotPage request={request} form={form} />),
    }),
  ]
}

/** 「忘記密碼」, and `/new-password`, which takes in links and slips to a new one. */
export const passwordRoutes = (slice: WaysSlice): Route[] => [...forgotRoutes(slice), ...newPasswordRoutes(slice)]
