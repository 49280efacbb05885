import { z } from 'zod'
import { requestOrigin } from '../../store/request-origin.ts'
import { EMPTY_FORM } from '../../web/form.ts'
import { page, problem, redirect, refused } from '../../web/reply.ts'
import { route } from '../../web/route.ts'
import { accountProblem } from '../people/account-refusals.ts'
import { findSubject, personOfKey } from '../people/find-subject.ts'
import { WAY_PATHS, wayAddress } from '../ways-in/open-way.ts'
import { aboutPerson, askFor, findRoute, personKey } from './desk-routes.tsx'
import { messages } from './messages.ts'
import { ActivationPage, LostFactorPage, PASSWORDS_DONE, PasswordsPage, ResetPage } from './password-pages.tsx'
import { removeLostFactor } from './remove-factor.ts'
import { openAccountWay } from './reset-password.ts'
import { SlipPage } from './slip-page.tsx'
import { deskOf, PASSWORDS } from './slice.ts'
import type { FormState } from '../../web/form.ts'
import type { RefusedReply, Reply } from '../../web/reply.ts'
import type { Route } from '../../web/route.ts'
import type { OpenAct } from './reset-password.ts'
import type { Managing, ResetsSlice } from './slice.ts'

/** The page that asks; what cannot be done is said before anybody chooses. */
function askReset(slice: ResetsSlice, request: Managing, key: string, form: FormState): Promise<Reply> {
  return aboutPerson(slice, request, key, (person, view) => {
    const bar = form === EMPTY_FORM ? view.bars.printResetSlip : null
    const shown = bar === null ? form : { ...form, problems: [accountProblem(bar, request.language)] }
    return page(<ResetPage request={request} person={person} view={view} form={shown} />, bar === null ? {} : { status: 422 })
  }, false)
}

function askActivation(slice: ResetsSlice, request: Managing, key: string, form: FormState): Promise<Reply> {
  return aboutPerson(slice, request, key, (person, view) => {
    const bar = form === EMPTY_FORM ? view.bars.printActivationSlip : null
    const shown = bar === null ? form : { ...form, problems: [accountProblem(bar, request.language)] }
    return page(<ActivationPage request={request} person={person} form={shown} />, bar === null ? {} : { status: 422 })
  }, false)
}

function askFactor(slice: ResetsSlice, request: Managing, key: string, form: FormState): Promise<Reply> {
  return aboutPerson(slice, request, key, (person, view) => {
    const bar = form === EMPTY_FORM ? view.bars.removeSecondFactor : null
    const shown = bar === null ? form : { ...form, problems: [accountProblem(bar, request.language)] }
    return page(<LostFactorPage request={request} person={person} form={shown} />, bar === null ? {} : { status: 422 })
  }, false)
}

async function removeFactor(slice: ResetsSlice, request: Managing, key: string): Promise<Reply | RefusedReply> {
  const { actor, language, today } = request
  const person = await personOfKey(slice.database.read, key)
  if (person === null) return problem('notFound')
  const answer = await removeLostFactor(slice, requestOrigin(request), actor, { person, today })
  if ('removed' in answer) return redirect(`${deskOf(PASSWORDS, key)}&done=factorRemoved`)
  return answer.refused === 'notFound' ? problem('notFound') : refused([accountProblem(answer.refused, language)])
}

/** Opens the way: the answer of a slip is the slip itself, which stands at no address. */
async function open(slice: ResetsSlice, request: Managing, key: string, act: OpenAct): Promise<Reply | RefusedReply> {
  const { actor, language, today } = request
  const person = await personOfKey(slice.database.read, key)
  if (person === null) return problem('notFound')
  const answer = await openAccountWay(slice, requestOrigin(request), actor, { person, act, today })
  if ('refused' in answer) return answer.refused === 'notFound' ? problem('notFound') : refused([accountProblem(answer.refused, language)])
  if ('sent' in answer) return redirect(`${deskOf(PASSWORDS, key)}&done=sent`)
  const subject = await findSubject(slice, request, key)
  if (subject === null) return problem('notFound')
  const purpose = act === 'printActivationSlip' ? 'activation' as const : 'newPassword' as const
  const slip = {
    kind: act === 'printActivationSlip' ? 'activation' as const : 'reset' as const, code: answer.secret, until: answer.until,
    path: WAY_PATHS[purpose], scanned: wayAddress(purpose, answer.secret),
  }
  return page(<SlipPage request={request} person={subject} slip={slip} />)
}

/** 「重設員工密碼」. */
export function passwordRoutes(slice: ResetsSlice): Route[] {
  const [reset, activation, factor] = ['/manage/passwords/:key/reset', '/manage/passwords/:key/activation', '/manage/passwords/:key/second-factor'] as const
  return [
    route({
      method: 'GET', path: PASSWORDS, act: 'manage', query: z.object({ person: personKey, done: z.enum(PASSWORDS_DONE).optional() }),
      handle: (request) => {
        const { person: key, done } = request.query
        return key === undefined ? askFor(request, PASSWORDS) : aboutPerson(slice, request, key, (person, view) =>
          page(<PasswordsPage request={request} person={person} view={view} done={done ?? null} />))
      },
    }),
    findRoute(slice, PASSWORDS),
    route({ method: 'GET', path: reset, act: 'manage', fresh: true, handle: (request) => askReset(slice, request, request.params.key, EMPTY_FORM) }),
    route({
      method: 'POST', path: reset, act: 'manage', fresh: true,
      form: (language) => z.object({ how: z.enum(['link', 'slip'], messages(language).howMissing) }),
      handle: (request) => open(slice, request, request.params.key, request.form.how === 'link' ? 'sendResetLink' : 'printResetSlip'),
      again: (request, form) => askReset(slice, request, request.params.key, form),
    }),
    route({
      method: 'GET', path: activation, act: 'manage', fresh: true,
      handle: (request) => askActivation(slice, request, request.params.key, EMPTY_FORM),
    }),
    route({
      method: 'POST', path: activation, act: 'manage', fresh: true, form: () => z.object({}),
      handle: (request) => open(slice, request, request.params.key, 'printActivationSlip'),
      again: (request, form) => askActivation(slice, request, request.params.key, form),
    }),
    route({ method: 'GET', path: factor, act: 'manage', fresh: true, handle: (request) => askFactor(slice, request, request.params.key, EMPTY_FORM) }),
    route({
      method: 'POST', path: factor, act: 'manage', fresh: true, form: () => z.object({}),
      handle: (request) => removeFactor(slice, request, request.params.key),
      again: (request, form) => askFactor(slice, request, request.params.key, form),
    }),
  ]
}
