import { z } from 'zod'
import { requestOrigin } from '../../store/request-origin.ts'
import { EMPTY_FORM, requiredText } from '../../web/form.ts'
import { page, problem, redirect, refused } from '../../web/reply.ts'
import { route } from '../../web/route.ts'
import { ACCOUNT_REFUSALS } from '../../core/account-acts.ts'
import { accountProblem } from '../people/account-refusals.ts'
import { personOfKey } from '../people/find-subject.ts'
import { correctEmail, withdrawCorrection } from './correct-email.ts'
import { aboutPerson, askFor, findRoute, personKey } from './desk-routes.tsx'
import { EMAIL_DONE, EmailPage } from './email-page.tsx'
import { messages } from './messages.ts'
import { deskOf, EMAILS } from './slice.ts'
import type { AccountRefusal } from '../../core/account-acts.ts'
import type { EmailRefusal } from '../../core/email-changes.ts'
import type { FormProblem } from '../../web/form.ts'
import type { Language } from '../../web/language.ts'
import type { Route } from '../../web/route.ts'
import type { ResetsSlice } from './slice.ts'

const FIELDS: Readonly<Partial<Record<EmailRefusal, string>>> =
  { notAnAddress: 'email', sameAddress: 'email', noConsent: 'consented' }

const isOfAccount = (refusal: AccountRefusal | EmailRefusal): refusal is AccountRefusal => refusal in ACCOUNT_REFUSALS

function emailProblem(refusal: AccountRefusal | EmailRefusal, language: Language): FormProblem {
  if (isOfAccount(refusal)) return accountProblem(refusal, language)
  return { field: FIELDS[refusal] ?? null, message: messages(language).refusals[refusal] }
}

/** 「校正員工Email」. */
export function emailRoutes(slice: ResetsSlice): Route[] {
  return [
    route({
      method: 'GET', path: EMAILS, act: 'manage', fresh: true, query: z.object({ person: personKey, done: z.enum(EMAIL_DONE).optional() }),
      handle: (request) => {
        const { person: key, done = null } = request.query
        return key === undefined ? askFor(request, EMAILS) : aboutPerson(slice, request, key, (person, view) =>
          page(<EmailPage request={request} person={person} view={view} form={EMPTY_FORM} done={done} />))
      },
    }),
    findRoute(slice, EMAILS),
    route({
      method: 'POST', path: '/manage/emails/:key', act: 'manage', fresh: true,
      form: (language) => z.object({ email: requiredText(messages(language).newEmailMissing, 254), consented: z.literal('yes').optional() }),
      handle: async (request) => {
        const { actor, form: { email, consented }, language, today, params: { key } } = request
        const person = await personOfKey(slice.database.read, key)
        if (person === null) return problem('notFound')
        const answer = await correctEmail(slice, requestOrigin(request), actor, { person, email, consented: consented === 'yes', today })
        if (!('refused' in answer)) return redirect(`${deskOf(EMAILS, key)}&done=asked`)
        return answer.refused === 'notFound' ? problem('notFound') : refused([emailProblem(answer.refused, language)])
      },
      again: (request, form) => aboutPerson(slice, request, request.params.key, (person, view) =>
        page(<EmailPage request={request} person={person} view={view} form={form} done={null} />), false),
    }),
    route({
      method: 'POST', path: '/manage/emails/:key/withdraw', act: 'manage', form: () => z.object({ change: z.uuid() }),
      handle: async (request) => {
        const { actor, form: { change: id }, language, today, params: { key } } = request
        const person = await personOfKey(slice.database.read, key)
        if (person === null) return problem('notFound')
        const answer = await withdrawCorrection(slice.database, requestOrigin(request), actor, { person, id, today })
        if (!('refused' in answer)) return redirect(`${deskOf(EMAILS, key)}&done=withdrawn`)
        return answer.refused === 'notFound' ? problem('notFound') : refused([emailProblem(answer.refused, language)])
      },
      again: (request, form) => aboutPerson(slice, request, request.params.key, (person, view) =>
        page(<EmailPage request={request} person={person} view={view} form={form} done={null} />), false),
    }),
  ]
}
