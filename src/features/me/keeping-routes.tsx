import { z } from 'zod'
import { change } from '../../store/change.ts'
import { requestOrigin } from '../../store/request-origin.ts'
import { EMPTY_FORM, requiredText } from '../../web/form.ts'
import { page, problem, redirect, refused } from '../../web/reply.ts'
import { route } from '../../web/route.ts'
import { openEmailChange, proposeEmail, withdrawEmail } from '../resets/email-changes.ts'
import { newPasswordMessages, passwordMessages } from '../sign-in/password-messages.ts'
import { keepingMessages } from './keeping-messages.ts'
import { EMAIL_DONE, EmailPage, PasswordPage } from './keeping-pages.tsx'
import { changePassword, proveOwnPassword } from './own-password.ts'
import type { PersonActor } from '../../web/actor.ts'
import type { FormProblem, FormState } from '../../web/form.ts'
import type { Language } from '../../web/language.ts'
import type { FrameRequest, Route } from '../../web/route.ts'
import type { ChangeRefusal } from './own-password.ts'
import type { MeSlice } from './slice.ts'

const secret = z.string().max(1000).default('')

function problemOf(refusal: ChangeRefusal, language: Language): FormProblem {
  const m = keepingMessages(language)
  if (refusal === 'wrong' || refusal === 'locked') return { field: 'current', message: m.proof[refusal] }
  return { field: 'password', message: passwordMessages(language)[refusal] }
}

function passwordRoutes(slice: MeSlice): Route[] {
  const path = '/me/password'
  return [
    route({
      method: 'GET', path, act: 'person', query: z.object({ changed: z.literal('yes').optional() }),
      handle: (request) => page(<PasswordPage request={request} form={EMPTY_FORM} changed={request.query.changed === 'yes'} />),
    }),
    route({
      method: 'POST', path, act: 'person',
      form: (language) => z.object({ current: requiredText(keepingMessages(language).currentMissing, 1000), password: secret, againPassword: secret }),
      handle: async (request) => {
        const { actor, form: { current, password, againPassword }, language } = request
        if (password !== againPassword) return refused([{ field: 'againPassword', message: newPasswordMessages(language).notAlike }])
        const answer = await changePassword(slice, requestOrigin(request), { person: actor.personId, session: actor.sessionId, current, password })
        return 'refused' in answer ? refused([problemOf(answer.refused, language)]) : redirect(`${path}?changed=yes`)
      },
      again: (request, form) => page(<PasswordPage request={request} form={form} changed={false} />),
    }),
  ]
}

type Asking = FrameRequest & { actor: PersonActor }

async function emailPage({ database: { read } }: MeSlice, request: Asking, form: FormState, done: (typeof EMAIL_DONE)[number] | null) {
  const { personId } = request.actor
  const [account, waiting] = await Promise.all([
    read.selectFrom('account').select(['email', 'email_confirmed_at as at']).where('person_id', '=', personId).executeTakeFirst(), openEmailChange(read, personId),
  ])
  const email = { address: account?.email ?? null, confirmed: (account?.at ?? null) !== null }
  return page(<EmailPage request={request} form={form} email={email} waiting={waiting} done={done} />)
}

function emailRoutes(slice: MeSlice): Route[] {
  const { database } = slice
  const path = '/me/email'
  return [
    route({
      method: 'GET', path, act: 'person', query: z.object({ done: z.enum(EMAIL_DONE).optional() }),
      handle: (request) => emailPage(slice, request, EMPTY_FORM, request.query.done ?? null),
    }),
    route({
      method: 'POST', path, act: 'person',
      form: (language) => {
        const m = keepingMessages(language)
        return z.object({ email: requiredText(m.emailMissing, 254), current: requiredText(m.currentMissing, 1000) })
      },
      handle: async (request) => {
        const { actor: { personId }, form: { email, current }, language } = request
        const m = keepingMessages(language)
        const proof = await proveOwnPassword(slice, personId, current)
        if (proof !== 'right') return refused([{ field: 'current', message: m.proof[proof] }])
        const answer = await change(database, requestOrigin(request), (tx) =>
          proposeEmail(tx, slice.seal, { person: personId, by: personId, email: email.trim(), consented: false, way: null }))
        return 'refused' in answer ? refused([{ field: 'email', message: m.emailRefusals[answer.refused] }]) : redirect(`${path}?done=asked`)
      },
      again: (request, form) => emailPage(slice, request, form, null),
    }),
    route({
      method: 'POST', path: '/me/email/withdraw', act: 'person', form: () => z.object({ change: z.uuid() }),
      handle: async (request) => {
        const answer = await change(database, requestOrigin(request), (tx) =>
          withdrawEmail(tx, { person: request.actor.personId, id: request.form.change, way: null }))
        // It took effect or ran out meanwhile: the page says how it stands.
        return redirect('refused' in answer ? path : `${path}?done=withdrawn`)
      },
      // Only a tampered form comes here.
      again: () => problem('badRequest'),
    }),
  ]
}

/** 「變更密碼」 and 「電子郵件」. */
export const keepingRoutes = (slice: MeSlice): Route[] => [...passwordRoutes(slice), ...emailRoutes(slice)]
