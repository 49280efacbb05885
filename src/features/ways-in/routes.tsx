import { z } from 'zod'
import { isMailAddress, maskEmail } from '../../core/email-changes.ts'
import { checkNationalId } from '../../core/national-id.ts'
import { readSecret } from '../../core/ways-in.ts'
import { change } from '../../store/change.ts'
import { requestOrigin } from '../../store/request-origin.ts'
import { EMPTY_FORM, filledForm, optionalDay, requiredText } from '../../web/form.ts'
import { page, problem, refused } from '../../web/reply.ts'
import { route } from '../../web/route.ts'
import { showMoment } from '../../web/days.ts'
import { confirmEmail } from '../resets/email-changes.ts'
import { newPasswordFault } from '../sign-in/password-rules.ts'
import { passwordMessages } from '../sign-in/password-messages.ts'
import { activateAccount } from './activate-account.ts'
import { choosePassword } from './choose-password.ts'
import { askForWay } from './forgotten.ts'
import { messages } from './messages.ts'
import { WAY_PATHS } from './open-way.ts'
import { ActivatePage, ActivationCodePage, ConfirmEmailPage, DonePage, ForgotPage, GonePage, NewPasswordPage } from './pages.tsx'
import { openWayOf, proveWay } from './prove-way.ts'
import type { FormProblem, FormState } from '../../web/form.ts'
import type { Language } from '../../web/language.ts'
import type { FrameRequest, Route } from '../../web/route.ts'
import type { Reply } from '../../web/reply.ts'
import type { EmailRefused } from '../../core/email-changes.ts'
import type { Outcome } from '../../store/change.ts'
import type { Identity, WayRefusal, WayRefused } from './prove-way.ts'
import type { PasswordRefusal } from '../sign-in/password-rules.ts'
import type { WaysSlice } from './slice.ts'

const typedWay = z.string().max(60).optional()
const byLink = { nationalId: null, birthDate: null }

const slipShape = (language: Language) => ({
  way: requiredText(messages(language).codeMissing, 60), nationalId: z.string().max(64).default(''), birthDate: optionalDay(language),
})
const passwordShape = { password: z.string().max(1000).default(''), againPassword: z.string().max(1000).default('') }

function passwordProblems(language: Language, { password, againPassword }: { password: string; againPassword: string }, name: string): FormProblem[] {
  const fault = newPasswordFault(password, { accountName: name, name: null })
  if (fault !== null) return [{ field: 'password', message: passwordMessages(language)[fault] }]
  return password === againPassword ? [] : [{ field: 'againPassword', message: messages(language).notAlike }]
}

function identityOf({ nationalId, birthDate }: { nationalId: string; birthDate: Identity['birthDate'] }): Identity {
  const id = checkNationalId(nationalId)
  return { nationalId: id.ok ? id.id : null, birthDate }
}

function refusalOf(refusal: WayRefusal, language: Language): FormProblem {
  const { refusals } = messages(language)
  if (refusal in refusals) {
    const own = refusal as keyof typeof refusals
    return { field: own === 'nameTaken' ? 'accountName' : null, message: refusals[own] }
  }
  return { field: 'password', message: passwordMessages(language)[refusal as PasswordRefusal] }
}

const origin = (request: Pick<FrameRequest, 'language'> & { client: { address: string }; requestId: string }) =>
  requestOrigin({ actor: null, client: request.client, requestId: request.requestId }, 'way in')

async function newPasswordPage({ database }: WaysSlice, request: FrameRequest, typed: string | undefined, form: FormState): Promise<Reply> {
  if (typed === undefined) return page(<NewPasswordPage request={request} form={form} link={null} />)
  const way = await openWayOf(database.read, 'newPassword', typed)
  if (way === null) return page(<GonePage request={request} title={messages(request.language).passwordTitle} />, { status: 410 })
  return page(
    <NewPasswordPage
      request={request} link={way.medium === 'link' ? typed : null}
      form={form === EMPTY_FORM ? filledForm({ way: typed }) : form}
    />,
  )
}

function newPasswordRoutes(slice: WaysSlice): Route[] {
  const path = WAY_PATHS.newPassword
  return [
    route({
      method: 'GET', path, act: 'anyone', query: z.object({ way: typedWay }),
      handle: (request) => newPasswordPage(slice, request, request.query.way, EMPTY_FORM),
    }),
    route({
      method: 'POST', path, act: 'anyone', form: (language) => z.object({ ...slipShape(language), ...passwordShape, medium: z.literal('link').optional() }),
      handle: async (request) => {
        const { form, language } = request
        const seen = await openWayOf(slice.database.read, 'newPassword', form.way)
        const problems = passwordProblems(language, form, seen?.medium === 'link' ? seen.accountName ?? '' : '')
        if (problems.length > 0) return refused(problems)
        const identity = seen?.medium === 'link' ? byLink : identityOf(form)
        const answer = await choosePassword(slice, origin(request), { typed: form.way, identity, password: form.password })
        if ('refused' in answer) return refused([refusalOf(answer.refused, language)])
        const m = messages(language)
        return page(<DonePage request={request} title={m.passwordTitle} done={m.chosen} says={m.chosenSays} />)
      },
      again: async (request, form) => {
        const link = form.typed.medium?.[0] === 'link' ? form.typed.way?.[0] ?? null : null
        return page(<NewPasswordPage request={request} form={form} link={link === null ? null : readSecret(link)} />)
      },
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
        if (accountName.trim() === '' && nationalId.trim() === '') return refused([{ field: 'accountName', message: m.forgotEither }])
        if (birthDate === null) return refused([{ field: 'birthDate', message: m.forgotBirthMissing }])
        const id = identityOf({ nationalId, birthDate })
        const meant = { accountName, nationalId: nationalId.trim() === '' ? null : id.nationalId ?? '', birthDate, address }
        const asked = await askForWay(slice, origin(request), 'newPassword', meant)
        if (asked === 'tooMany') return problem('tooMany', { retryAfterSeconds: 900 })
        return page(<DonePage request={request} title={m.forgotTitle} done={m.forgotSent} says={m.forgotSays} />)
      },
      again: (request, form) => page(<ForgotPage request={request} form={form} />),
    }),
  ]
}

const CODE_PATH = '/activate/code'
const ACCOUNT_NAME = /^[a-z][a-z0-9._-]{2,63}$/

function activateRoutes(slice: WaysSlice): Route[] {
  const path = WAY_PATHS.activation
  return [
    route({
      method: 'GET', path, act: 'anyone', query: z.object({ way: typedWay }),
      handle: (request) => page(<ActivatePage request={request} form={filledForm(request.query.way === undefined ? {} : { way: request.query.way })} />),
    }),
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
        if (await askForWay(slice, origin(request), 'activation', meant) === 'tooMany') return problem('tooMany', { retryAfterSeconds: 900 })
        return page(<DonePage request={request} title={m.activateTitle} done={m.forgotSent} says={m.codeSays} />)
      },
      again: (request, form) => page(<ActivationCodePage request={request} form={form} />),
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
        const problems = [
          ...passwordProblems(language, form, form.accountName), ...(isMailAddress(form.email) ? [] : [{ field: 'email', message: m.emailShape }]),
        ]
        if (problems.length > 0) return refused(problems)
        const { way: typed, accountName: name, password, email } = form
        const answer = await activateAccount(slice, origin(request), { typed, identity: identityOf(form), name, password, email })
        if ('refused' in answer) return refused([refusalOf(answer.refused, language)])
        return page(<DonePage request={request} title={m.activateTitle} done={m.activated} says={m.activatedSays} />)
      },
      again: (request, form) => page(<ActivatePage request={request} form={form} />),
    }),
  ]
}

type Confirmed = { effective: 'now' | Date } | EmailRefused | WayRefused

async function confirmPage({ database }: WaysSlice, request: FrameRequest, typed: string, form: FormState): Promise<Reply> {
  const way = await openWayOf(database.read, 'confirmEmail', typed)
  const found = way?.changeId == null ? undefined
    : await database.read.selectFrom('email_change').select('email').where('id', '=', way.changeId).executeTakeFirst()
  if (found === undefined) return page(<GonePage request={request} title={messages(request.language).confirmTitle} />, { status: 410 })
  return page(<ConfirmEmailPage request={request} form={form} way={typed} email={maskEmail(found.email)} />)
}

function confirmRoutes(slice: WaysSlice): Route[] {
  const path = WAY_PATHS.confirmEmail
  return [
    route({
      method: 'GET', path, act: 'anyone', query: z.object({ way: typedWay }),
      handle: (request) => confirmPage(slice, request, request.query.way ?? '', EMPTY_FORM),
    }),
    // Asked by POST: what scans mail for bad links opens every link once.
    route({
      method: 'POST', path, act: 'anyone', form: (language) => z.object({ way: requiredText(messages(language).codeMissing, 60) }),
      handle: async (request) => {
        const { language } = request
        const m = messages(language)
        const answer = await change<Confirmed>(slice.database, origin(request), async (tx): Promise<Outcome<Confirmed>> => {
          const proved = await proveWay(tx, slice.seal, 'confirmEmail', request.form.way, byLink)
          if ('outcome' in proved) return proved.outcome
          return confirmEmail(tx, proved.way.person, proved.way.changeId!)
        })
        if ('refused' in answer) return refused([{ field: null, message: m.notOpen }])
        const says = answer.effective === 'now' ? m.effective : m.held(showMoment(answer.effective, language))
        return page(<DonePage request={request} title={m.confirmTitle} done={m.confirmed} says={says} />)
      },
      again: (request, form) => confirmPage(slice, request, form.typed.way?.[0] ?? '', form),
    }),
  ]
}

/** 「忘記密碼」, and what takes in links and slips: `/new-password`, `/activate` and `/confirm-email`. */
export function wayRoutes(slice: WaysSlice): Route[] {
  return [...forgotRoutes(slice), ...newPasswordRoutes(slice), ...activateRoutes(slice), ...confirmRoutes(slice)]
}
