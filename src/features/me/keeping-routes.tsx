import { z } from 'zod'
import { change, refused as refusedOutcome } from '../../store/change.ts'
import { requestOrigin } from '../../store/request-origin.ts'
import { EMPTY_FORM, optionalText } from '../../web/form.ts'
import { formMessages } from '../../web/form-messages.ts'
import { timeToFill } from '../../web/fresh.ts'
import { page, problem, redirect, refused } from '../../web/reply.ts'
import { route } from '../../web/route.ts'
import { openEmailChange, proposeEmail, withdrawEmail } from '../resets/email-changes.ts'
import { newPasswordMessages, passwordMessages } from '../sign-in/password-messages.ts'
import { newPasswordFault } from '../sign-in/password-rules.ts'
import { refusedBusy } from '../sign-in/refused-sign-in.ts'
import { lockSelf } from '../sign-in/sessions.ts'
import { keepingMessages } from './keeping-messages.ts'
import { EMAIL_DONE, EmailPage, PasswordPage } from './keeping-pages.tsx'
import { askedOf, changePassword, proveOwnPassword } from './own-password.ts'
import type { EmailRefused } from '../../core/email-changes.ts'
import type { PersonActor } from '../../web/actor.ts'
import type { FormProblem, FormState } from '../../web/form.ts'
import type { Language } from '../../web/language.ts'
import type { Client, FrameRequest, Route } from '../../web/route.ts'
import type { Proposed } from '../resets/email-changes.ts'
import type { ChangeRefusal } from './own-password.ts'
import type { MeSlice } from './slice.ts'

const secret = z.string().max(1000).default('')

function problemOf({ tries }: MeSlice, refusal: Exclude<ChangeRefusal, 'busy'>, language: Language): FormProblem {
  const m = keepingMessages(language)
  if (refusal === 'locked') return { field: 'current', message: m.proof.locked(tries.lockMinutes) }
  if (refusal === 'wrong') return { field: 'current', message: m.proof.wrong }
  if (refusal === 'ended') return { field: null, message: formMessages(language).sessionEnded }
  return { field: 'password', message: passwordMessages(language)[refusal] }
}

type Asking = FrameRequest & { actor: PersonActor }

/** Pages ask a little earlier than acts do: there is time to fill in the form. */
const askedOnPage = (slice: MeSlice, { actor, now }: Asking) => askedOf(slice, actor, now, timeToFill(slice.freshMinutes))

/** Why the proof that was sent is none, or null. */
async function proofProblem(slice: MeSlice, { actor, now, language, client }: Asking & { client: Client }, current: string): Promise<FormProblem | 'busy' | null> {
  const m = keepingMessages(language)
  const asked = await askedOf(slice, actor, now, slice.freshMinutes)
  if (!asked.password) return null
  if (current === '') return { field: 'current', message: m.currentMissing }
  const proof = await proveOwnPassword(slice, actor.personId, current, client.address)
  if (proof === 'busy') return proof
  return proof === 'right' ? null : problemOf(slice, proof, language)
}

async function passwordPage(slice: MeSlice, request: Asking, form: FormState, changed = false) {
  return page(<PasswordPage request={request} form={form} changed={changed} asked={await askedOnPage(slice, request)} />)
}

function passwordRoutes(slice: MeSlice): Route[] {
  const path = '/me/password'
  return [
    route({
      method: 'GET', path, act: 'person', query: z.object({ changed: z.literal('yes').optional() }),
      handle: (request) => passwordPage(slice, request, EMPTY_FORM, request.query.changed === 'yes'),
    }),
    route({
      method: 'POST', path, act: 'person', inOwnTurn: true,
      form: () => z.object({ current: secret, password: secret, againPassword: secret }),
      handle: async (request) => {
        const { actor, form: { current, password, againPassword }, language, now } = request
        const asked = await askedOf(slice, actor, now, slice.freshMinutes)
        const fault = newPasswordFault(password, [])
        const problems = [
          ...(asked.password && current === '' ? [{ field: 'current', message: keepingMessages(language).currentMissing }] : []),
          ...(fault === null ? [] : [{ field: 'password', message: passwordMessages(language)[fault] }]),
          ...(fault !== null || password === againPassword ? [] : [{ field: 'againPassword', message: newPasswordMessages(language).notAlike }]),
        ]
        if (problems.length > 0) return refused(problems)
        const answer = await changePassword(slice, requestOrigin(request), {
          person: actor.personId, session: actor.sessionId, current: asked.password ? current : null, password,
        })
        if ('changed' in answer) return redirect(`${path}?changed=yes`)
        return answer.refused === 'busy' ? refusedBusy(formMessages(language).busy) : refused([problemOf(slice, answer.refused, language)])
      },
      again: (request, form) => passwordPage(slice, request, form),
    }),
  ]
}

async function emailPage(slice: MeSlice, request: Asking, form: FormState, done: (typeof EMAIL_DONE)[number] | null) {
  const { database: { read } } = slice
  const { personId } = request.actor
  const [account, waiting, asked] = await Promise.all([
    read.selectFrom('account').select(['email', 'email_confirmed_at as at']).where('person_id', '=', personId).executeTakeFirst(), openEmailChange(read, personId),
    askedOnPage(slice, request),
  ])
  const email = { address: account?.email ?? null, confirmed: (account?.at ?? null) !== null }
  return page(<EmailPage request={request} form={form} email={email} waiting={waiting} done={done} asked={asked} />)
}

const sessionEnded = (person: string) => refusedOutcome(
  { code: 'account.email-proposed', person, detail: { change: '', own: true, consented: false, way: '' } }, { refused: 'ended' as const })

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
      form: () => z.object({ email: optionalText(254), current: secret }),
      handle: async (request) => {
        const { actor: { personId, sessionId }, form: { email, current }, language } = request
        const m = keepingMessages(language)
        const missing = email === '' ? [{ field: 'email', message: m.emailMissing }] : []
        // A password is looked at only where all is there, and each look is counted.
        const unproved = missing.length > 0 && current !== '' ? null : await proofProblem(slice, request, current)
        if (unproved === 'busy') return refusedBusy(formMessages(language).busy)
        const problems = [...missing, ...(unproved === null ? [] : [unproved])]
        if (problems.length > 0) return refused(problems)
        const answer = await change<Proposed | EmailRefused | { refused: 'ended' }>(database, requestOrigin(request), async (tx) => {
          if (!await lockSelf(tx.db, personId, sessionId)) return sessionEnded(personId)
          return proposeEmail(tx, slice, { person: personId, by: personId, email: email.trim(), consented: false, way: null })
        })
        if ('refused' in answer && answer.refused === 'ended') return refused([{ field: null, message: formMessages(language).sessionEnded }])
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
