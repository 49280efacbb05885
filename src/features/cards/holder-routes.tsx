import { z } from 'zod'
import { requestOrigin } from '../../store/request-origin.ts'
import { HOLDER_ACCOUNT_PATH, HOLDER_PATH } from '../../web/components/standing-line.tsx'
import { EMPTY_FORM, requiredText } from '../../web/form.ts'
import { formMessages } from '../../web/form-messages.ts'
import { localPathIn, page, problem, redirect, refused } from '../../web/reply.ts'
import { route } from '../../web/route.ts'
import { comingBy } from '../sign-in/coming.ts'
import { refusedBusy, refusedSignIn } from '../sign-in/refused-sign-in.ts'
import { holderMessages } from './holder-messages.ts'
import { HolderAccountPage, HolderPage } from './holder-page.tsx'
import { isCodeRefusal, nameHolder, proveHolder } from './name-holder.ts'
import type { Actor } from '../../web/actor.ts'
import type { FormProblem, FormState } from '../../web/form.ts'
import type { Language } from '../../web/language.ts'
import type { Reply } from '../../web/reply.ts'
import type { FrameRequest, Route } from '../../web/route.ts'
import type { CodeRefusal } from './name-holder.ts'
import type { CardsSlice } from './slice.ts'

const CODE_FIELD = 'secretCode'
const codeShape = { [CODE_FIELD]: z.string().max(100).default('') }

function codeProblem({ tries }: CardsSlice, refusal: CodeRefusal, language: Language): FormProblem {
  const { codeLocked, ...m } = holderMessages(language).codeRefusals
  return { field: CODE_FIELD, message: refusal === 'codeLocked' ? codeLocked(tries.lockMinutes) : m[refusal] }
}

const onward = z.string().max(2000).optional()

async function holderPage(
  { leadsTo }: CardsSlice, request: FrameRequest & { actor: Actor }, form: FormState,
  { next, asksPassword = false }: { next?: string | undefined; asksPassword?: boolean },
): Promise<Reply> {
  const { card } = request.actor
  if (card === null) return problem('notFound')
  const to = localPathIn(next)
  return page(
    <HolderPage request={request} card={card} form={form} asksPassword={asksPassword} next={to} />, { formAction: await leadsTo(to) },
  )
}

// The request of an application that waits; where it does no more, the person is back in the portal.
const waitsFor = z.string().max(100).optional()
const waitingFor = async (slice: CardsSlice, id: string | undefined) => (id === undefined ? null : slice.waiting(id))

async function accountPage(slice: CardsSlice, request: FrameRequest & { actor: Actor }, form: FormState, id: string | undefined): Promise<Reply> {
  const { card } = request.actor
  if (card === null) return problem('notFound')
  const waiting = await waitingFor(slice, id)
  return page(<HolderAccountPage request={request} card={card} form={form} waiting={waiting} />, { formAction: waiting?.origins ?? [] })
}

/** The holder proves by their own account who they are, and the application goes on. */
function holderAccountRoutes(slice: CardsSlice): Route[] {
  return [
    route({
      method: 'GET', path: HOLDER_ACCOUNT_PATH, act: 'manage', query: z.object({ continue: waitsFor }),
      handle: (request) => accountPage(slice, request, EMPTY_FORM, request.query.continue),
    }),
    route({
      method: 'POST', path: HOLDER_ACCOUNT_PATH, act: 'manage', holderless: true,
      form: (language) => z.object({
        account: requiredText(holderMessages(language).accountMissing, 200),
        password: z.string({ error: holderMessages(language).accountPasswordMissing }).min(1, holderMessages(language).accountPasswordMissing).max(1000),
        ...codeShape, continue: waitsFor,
      }),
      handle: async (request) => {
        const { actor, form, language } = request
        if (actor.card === null) return problem('notFound')
        const answer = await proveHolder(slice, requestOrigin(request), {
          ...comingBy(request), actor, accountName: form.account, password: form.password, typed: form.secretCode,
        })
        const m = holderMessages(language).accountRefusals
        if ('named' in answer) return redirect((await waitingFor(slice, form.continue))?.address ?? '/manage')
        if (answer.refused === 'notOfAgency') return refused([{ field: 'account', message: m.notOfAgency }])
        if (answer.refused === 'wrong' || answer.refused === 'busy' || answer.refused === 'locked') return refusedSignIn(answer, m)
        return refused([codeProblem(slice, answer.refused, language)])
      },
      again: (request, form) => accountPage(slice, request, form, form.typed.continue?.[0]),
    }),
  ]
}

/** 「登錄持卡人」: open to sessions of an agency's card alone. */
export function holderRoutes(slice: CardsSlice): Route[] {
  return [
    ...holderAccountRoutes(slice),
    route({
      method: 'GET', path: HOLDER_PATH, act: 'manage', query: z.object({ next: onward }),
      handle: (request) => holderPage(slice, request, EMPTY_FORM, request.query),
    }),
    route({
      method: 'POST', path: HOLDER_PATH, act: 'manage', holderless: true,
      form: () => z.object({ nationalId: z.string().max(64).default(''), password: z.string().max(1000).default(''), ...codeShape, next: onward }),
      handle: async (request) => {
        const { actor, form: { nationalId, password, secretCode: typed, next }, language } = request
        if (actor.card === null) return problem('notFound')
        const answer = await nameHolder(slice, requestOrigin(request), { ...comingBy(request), actor, nationalId, password, typed })
        if ('named' in answer) return redirect(localPathIn(next) ?? '/manage')
        if (answer.refused === 'busy') return refusedBusy(formMessages(language).busy)
        if (isCodeRefusal(answer.refused)) return refused([codeProblem(slice, answer.refused, language)])
        const field = ({ notAnId: 'nationalId', notOfAgency: 'nationalId', already: null, password: 'password', wrong: 'password', locked: 'password' } as const)[answer.refused]
        return refused([{ field, message: holderMessages(language).refusals[answer.refused] }])
      },
      again: (request, form) => holderPage(slice, request, form, {
        next: form.typed.next?.[0], asksPassword: form.problems.some(({ field }) => field === 'password' || field === CODE_FIELD),
      }),
    }),
  ]
}
