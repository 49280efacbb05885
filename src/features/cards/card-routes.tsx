import { z } from 'zod'
import { FOR_CARDS, CHALLENGE_PATH } from '../../web/components/card-form.tsx'
import { EMPTY_FORM } from '../../web/form.ts'
import { json, page, problem, redirect, refused } from '../../web/reply.ts'
import { route } from '../../web/route.ts'
import { comingBy } from '../sign-in/coming.ts'
import { newBrowserToken } from '../sign-in/known-browsers.ts'
import { afterSignIn, carriedOn, onTheWay, onwardShape, originsOnward } from '../sign-in/onward.ts'
import { cardRefusalText } from './card-messages.ts'
import { BIND_PATH, CardSignInPage, SIGN_IN_PATH } from './card-pages.tsx'
import { CARD_PURPOSES, newCardChallenge } from './challenges.ts'
import { signInByCard } from './sign-in-by-card.ts'
import { askedFrom } from './slice.ts'
import type { FormState } from '../../web/form.ts'
import type { Client, FrameRequest, Route } from '../../web/route.ts'
import type { CardAnswer } from './sign-in-by-card.ts'
import type { CardsSlice } from './slice.ts'

// A message of the component is 4 KB in base64; the checks say what is too long.
export const answerShape = { challenge: z.string().max(400).default(''), signature: z.string().max(65_000).default('') }
/** A form with a card's answer is longer than others. */
export const ANSWER_LIMITS = { bytes: 100_000 } as const

const againShape = { again: z.literal('yes').optional() }

type Answered = FrameRequest & { client: Client; form: { challenge: string; signature: string } }

/** What came with a card's answer. */
export const answerOf = (request: Answered): CardAnswer =>
  ({ ...comingBy(request), challenge: request.form.challenge, signature: request.form.signature })

function challengeRoute(slice: CardsSlice): Route {
  return route({
    method: 'POST', path: CHALLENGE_PATH, act: 'anyone', holderless: true, form: () => z.object({ purpose: z.enum(CARD_PURPOSES) }),
    handle: async ({ form: { purpose }, client }) => {
      // By the cookie that lasts: the card may be proved before its person signs in otherwise.
      const browser = client.browser ?? newBrowserToken()
      const challenge = await newCardChallenge(slice.database, { purpose, origin: slice.origin, ...askedFrom(slice, { browser, address: client.address }) })
      return challenge === null ? problem('tooMany', { retryAfterSeconds: 60 }) : json({ challenge }, { browser })
    },
    // Only a tampered form comes here.
    again: () => problem('badRequest'),
  })
}

/** 「憑證登入」. */
export function cardSignInRoutes(slice: CardsSlice): Route[] {
  const shown = async (request: FrameRequest, form: FormState, onward: { next?: string | undefined; continue?: string | undefined; again?: string | undefined }) =>
    page(
      <CardSignInPage request={request} form={form} hidden={carriedOn(onward)} again={onward.again === 'yes' && request.actor !== null} />,
      { formAction: await originsOnward(slice, onward) },
    )
  return [
    challengeRoute(slice),
    route({
      method: 'GET', path: SIGN_IN_PATH, act: 'anyone', loosened: FOR_CARDS, query: z.object({ ...onwardShape, ...againShape }),
      handle: (request) => shown(request, EMPTY_FORM, request.query),
    }),
    route({
      method: 'POST', path: SIGN_IN_PATH, act: 'anyone', holderless: true, loosened: FOR_CARDS, limits: ANSWER_LIMITS,
      form: () => z.object({ ...answerShape, ...onwardShape, ...againShape }),
      handle: async (request) => {
        const { form, actor, language, today } = request
        const only = form.again === 'yes' ? actor?.personId ?? null : null
        const answer = await signInByCard(slice, answerOf(request), only)
        if ('refused' in answer) return refused([{ field: null, message: cardRefusalText(answer.refused, language) }])
        if ('awaits' in answer) return redirect(onTheWay(BIND_PATH, form))
        if (answer.signedIn === 'agency') return redirect('/manage', { session: answer.token })
        return redirect(await afterSignIn(slice, form, answer.token, today), { session: answer.token, browser: answer.browser })
      },
      again: (request, form) => shown(request, form, {
        next: form.typed.next?.[0], continue: form.typed.continue?.[0], again: form.typed.again?.[0],
      }),
    }),
  ]
}
