import { z } from 'zod'
import { requestOrigin } from '../../store/request-origin.ts'
import { EMPTY_FORM, requiredText } from '../../web/form.ts'
import { page, redirect, refused } from '../../web/reply.ts'
import { route } from '../../web/route.ts'
import { AskPage, CodesPage, FactorPage, SetUpPage } from './factor-pages.tsx'
import { FACTOR_PATH, findFactor, offerSecret, removeFactor, renewCodes, setUpFactor } from './keep-factor.ts'
import { messages } from './messages.ts'
import { base32, keyAddress } from './totp.ts'
import type { PersonActor } from '../../web/actor.ts'
import type { FormState } from '../../web/form.ts'
import type { FrameRequest, Route } from '../../web/route.ts'
import type { FactorMeans } from './keep-factor.ts'

type Asking = FrameRequest & { actor: PersonActor }

async function setUpPage(slice: FactorMeans, request: Asking, form: FormState) {
  const { actor: { sessionId, personId, accountName } } = request
  const secret = await offerSecret(slice, sessionId, personId)
  return page(<SetUpPage request={request} form={form} secret={base32(secret)} address={keyAddress(secret, 'eCPA', accountName ?? '')} />)
}

function setUpRoutes(slice: FactorMeans): Route[] {
  const path = `${FACTOR_PATH}/new` as const
  return [
    route({
      method: 'GET', path, act: 'person', fresh: true,
      handle: async (request) => {
        if (await findFactor(slice.database.read, request.actor.personId) !== null) return redirect(FACTOR_PATH)
        return setUpPage(slice, request, EMPTY_FORM)
      },
    }),
    route({
      method: 'POST', path, act: 'person', fresh: true,
      form: (language) => z.object({ secretCode: requiredText(messages(language).codeMissing, 100) }),
      handle: async (request) => {
        const { actor: { personId: person, sessionId: session }, form: { secretCode: typed }, now, language } = request
        const made = await setUpFactor(slice, requestOrigin(request), { person, session, typed, now })
        if ('codes' in made) return page(<CodesPage request={request} codes={made.codes} />)
        return made.refused === 'already' ? redirect(FACTOR_PATH) : refused([{ field: 'secretCode', message: messages(language).refusals[made.refused] }])
      },
      again: (request, form) => setUpPage(slice, request, form),
    }),
  ]
}

/** 「第二驗證」 of 「我的專區」 (R-ACC-8): of the person of the session, and nobody else's. */
export function secondFactorRoutes(slice: FactorMeans): Route[] {
  const { database } = slice
  return [
    route({
      method: 'GET', path: FACTOR_PATH, act: 'person', query: z.object({ removed: z.literal('yes').optional() }),
      handle: async (request) => {
        const factor = await findFactor(database.read, request.actor.personId)
        return page(<FactorPage request={request} factor={factor} removed={request.query.removed === 'yes' && factor === null} />)
      },
    }),
    ...setUpRoutes(slice),
    ...(['codes', 'remove'] as const).map((what) => route({
      method: 'GET', path: `${FACTOR_PATH}/${what}`, act: 'person', fresh: true,
      handle: async (request) => {
        const factor = await findFactor(database.read, request.actor.personId)
        return factor === null ? redirect(FACTOR_PATH) : page(<AskPage request={request} what={what} />)
      },
    })),
    route({
      method: 'POST', path: `${FACTOR_PATH}/codes`, act: 'person', fresh: true,
      handle: async (request) => {
        const made = await renewCodes(slice, requestOrigin(request), request.actor.personId)
        return 'codes' in made ? page(<CodesPage request={request} codes={made.codes} />) : redirect(FACTOR_PATH)
      },
    }),
    route({
      method: 'POST', path: `${FACTOR_PATH}/remove`, act: 'person', fresh: true,
      handle: async (request) => {
        const answer = await removeFactor(slice, requestOrigin(request), request.actor.personId)
        return redirect('removed' in answer ? `${FACTOR_PATH}?removed=yes` : FACTOR_PATH)
      },
    }),
  ]
}
