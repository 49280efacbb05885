import { UUID } from '../../core/uuid.ts'
import { z } from 'zod'
import { requestOrigin } from '../../store/request-origin.ts'
import { FOR_CARDS } from '../../web/components/card-form.tsx'
import { EMPTY_FORM } from '../../web/form.ts'
import { formMessages } from '../../web/form-messages.ts'
import { localPathIn, page, problem, redirect, refused } from '../../web/reply.ts'
import { route } from '../../web/route.ts'
import { comingBy } from '../sign-in/coming.ts'
import { afterSignIn, onwardShape } from '../sign-in/onward.ts'
import { awaitingCard, forgetAwaiting } from './awaiting-cards.ts'
import { cardRefusalText } from './card-messages.ts'
import { BIND_PATH, BindPage, CARDS_DONE, CARDS_PATH, CardsPage, GiveUpPage } from './card-pages.tsx'
import { ANSWER_LIMITS, answerOf, answerShape } from './card-routes.tsx'
import { bindCard, giveUpCard, listCards } from './person-cards.ts'
import { enterByBinding, provenCard } from './sign-in-by-card.ts'
import { askedFrom } from './slice.ts'
import type { PersonActor } from '../../web/actor.ts'
import type { FormState } from '../../web/form.ts'
import type { Language } from '../../web/language.ts'
import type { Client, FrameRequest, Route } from '../../web/route.ts'
import type { OwnBindRefusal } from './person-cards.ts'
import type { CardsSlice } from './slice.ts'

type Own = FrameRequest & { actor: PersonActor; client: Client }

async function cardsPage({ database }: CardsSlice, request: Own, form: FormState, done: (typeof CARDS_DONE)[number] | null = null) {
  return page(<CardsPage request={request} form={form} cards={await listCards(database.read, request.actor.personId)} done={done} />)
}

async function findOwn({ database }: CardsSlice, person: string, id: string) {
  return UUID.test(id) ? (await listCards(database.read, person)).find((one) => one.id === id) ?? null : null
}

const browserIn = (slice: CardsSlice, { browser, address }: Client): Buffer | null =>
  (browser === null ? null : askedFrom(slice, { browser, address }).browser)

const notBound = (refusal: OwnBindRefusal, language: Language) =>
  refused([{ field: null, message: refusal === 'ended' ? formMessages(language).sessionEnded : cardRefusalText(refusal, language) }])

/** Binds the card that waits in this browser; the session goes on as one that a card proved. */
function bindRoutes(slice: CardsSlice): Route[] {
  const shown = async (request: Own, form: FormState, next: string | undefined) => {
    const browser = browserIn(slice, request.client)
    const card = browser === null ? null : await awaitingCard(slice, browser, request.today)
    const onward = localPathIn(next)
    return page(
      <BindPage request={request} form={form} name={card?.name ?? null} next={onward ?? '/applications'} />, { formAction: await slice.leadsTo(onward) },
    )
  }
  return [
    route({
      method: 'GET', path: BIND_PATH, act: 'person', query: z.object(onwardShape), handle: (request) => shown(request, EMPTY_FORM, request.query.next),
    }),
    route({
      method: 'POST', path: BIND_PATH, act: 'person', fresh: true, form: () => z.object(onwardShape),
      handle: async (request) => {
        const { actor, client, form, language, today } = request
        const browser = browserIn(slice, client)
        const card = browser === null ? null : await awaitingCard(slice, browser, today)
        if (browser === null || card === null) return redirect(BIND_PATH)
        const bound = await enterByBinding(slice, requestOrigin(request), comingBy(request), { person: actor.personId, session: actor.sessionId, card })
        await forgetAwaiting(slice, browser)
        if ('refused' in bound) return notBound(bound.refused, language)
        return redirect(await afterSignIn(slice, form, bound.token, today), { session: bound.token, browser: bound.browser })
      },
      again: (request, form) => shown(request, form, form.typed.next?.[0]),
    }),
  ]
}

/** 「我的憑證」: binding, giving up, reporting lost. */
export function ownCardRoutes(slice: CardsSlice): Route[] {
  const giveUp = `${CARDS_PATH}/:card/give-up` as const
  return [
    ...bindRoutes(slice),
    route({
      method: 'GET', path: CARDS_PATH, act: 'person', fresh: true, loosened: FOR_CARDS, query: z.object({ done: z.enum(CARDS_DONE).optional() }),
      handle: (request) => cardsPage(slice, request, EMPTY_FORM, request.query.done ?? null),
    }),
    route({
      method: 'POST', path: CARDS_PATH, act: 'person', fresh: true, loosened: FOR_CARDS, limits: ANSWER_LIMITS, form: () => z.object(answerShape),
      handle: async (request) => {
        const { actor, language } = request
        const proved = await provenCard(slice, answerOf(request), 'bind', actor.personId)
        if ('refused' in proved) return refused([{ field: null, message: cardRefusalText(proved.refused, language) }])
        if (proved.card.kind === 'agency') return refused([{ field: null, message: cardRefusalText('agency', language) }])
        const bound = await bindCard(slice, requestOrigin(request), { person: actor.personId, session: actor.sessionId, card: proved.card, today: request.today })
        if ('refused' in bound) return notBound(bound.refused, language)
        return redirect(`${CARDS_PATH}?done=${bound.already ? 'already' : 'bound'}`)
      },
      again: (request, form) => cardsPage(slice, request, form),
    }),
    route({
      method: 'GET', path: giveUp, act: 'person', fresh: true,
      handle: async (request) => {
        const card = await findOwn(slice, request.actor.personId, request.params.card)
        return card === null ? problem('notFound') : page(<GiveUpPage request={request} card={card} />)
      },
    }),
    route({
      method: 'POST', path: giveUp, act: 'person', fresh: true, inOwnTurn: true, form: () => z.object({ lost: z.literal('yes').optional() }),
      handle: async (request) => {
        const { actor, params, form } = request
        const card = await findOwn(slice, actor.personId, params.card)
        const given = card !== null && await giveUpCard(slice, requestOrigin(request), { id: card.id, person: actor.personId, session: actor.sessionId, lost: form.lost === 'yes' })
        return given ? redirect(`${CARDS_PATH}?done=givenUp`) : problem('notFound')
      },
      // Only a tampered form comes here.
      again: () => problem('badRequest'),
    }),
  ]
}
