import { z } from 'zod'
import { requestOrigin } from '../../store/request-origin.ts'
import { EMPTY_FORM, requiredText } from '../../web/form.ts'
import { formMessages } from '../../web/form-messages.ts'
import { localPathIn, page, redirect, refused } from '../../web/reply.ts'
import { route } from '../../web/route.ts'
import { SECOND_FACTOR_PATH } from '../../web/second-factor.ts'
import { AskPage, CodesPage, FactorPage, SetUpPage } from './factor-pages.tsx'
import { findFactor, offerSecret, removeFactor, renewCodes, setUpFactor } from './keep-factor.ts'
import { messages } from './messages.ts'
import { base32, keyAddress } from './totp.ts'
import type { PersonActor } from '../../web/actor.ts'
import type { FormState } from '../../web/form.ts'
import type { LocalPath } from '../../web/reply.ts'
import type { FrameRequest, Route } from '../../web/route.ts'
import type { FactorMeans, Keeping } from './keep-factor.ts'

type Asking = FrameRequest & { actor: PersonActor }

const selfOf = ({ actor: { personId, sessionId } }: Asking): Keeping => ({ person: personId, session: sessionId })

const ended = ({ language }: Asking) => refused([{ field: null, message: formMessages(language).sessionEnded }])
const notDone = (refusal: 'none' | 'ended', request: Asking) => (refusal === 'ended' ? ended(request) : redirect(SECOND_FACTOR_PATH))

const nextShape = { next: z.string().max(2000).optional() }
const nextOf = (next: string | undefined): LocalPath => localPathIn(next) ?? SECOND_FACTOR_PATH

async function setUpPage(slice: FactorMeans, request: Asking, form: FormState, next: LocalPath) {
  const { actor: { sessionId, personId, accountName } } = request
  const secret = await offerSecret(slice, sessionId, personId)
  const address = keyAddress(secret, 'eCPA', accountName ?? '')
  return page(<SetUpPage request={request} form={form} secret={base32(secret)} address={address} next={next} />)
}

function setUpRoutes(slice: FactorMeans): Route[] {
  const path = `${SECOND_FACTOR_PATH}/new` as const
  return [
    route({
      method: 'GET', path, act: 'person', fresh: true, beforeSecondFactor: true, query: z.object(nextShape),
      handle: async (request) => {
        if (await findFactor(slice.database.read, request.actor.personId) !== null) return redirect(SECOND_FACTOR_PATH)
        return setUpPage(slice, request, EMPTY_FORM, nextOf(request.query.next))
      },
    }),
    route({
      method: 'POST', path, act: 'person', fresh: true, beforeSecondFactor: true,
      form: (language) => z.object({ secretCode: requiredText(messages(language).codeMissing, 100), ...nextShape }),
      handle: async (request) => {
        const { form: { secretCode: typed }, now, language } = request
        const made = await setUpFactor(slice, requestOrigin(request), { ...selfOf(request), typed, now })
        if ('codes' in made) return page(<CodesPage request={request} codes={made.codes} after="setUp" next={nextOf(request.form.next)} />)
        if (made.refused === 'already') return redirect(SECOND_FACTOR_PATH)
        return made.refused === 'ended' ? ended(request) : refused([{ field: 'secretCode', message: messages(language).refusals[made.refused] }])
      },
      again: (request, form) => setUpPage(slice, request, form, nextOf(form.typed.next?.[0])),
    }),
  ]
}

/** 「第二驗證」 of 「我的專區」 (R-ACC-8): of the person of the session, and nobody else's. */
export function secondFactorRoutes(slice: FactorMeans): Route[] {
  const { database } = slice
  return [
    route({
      method: 'GET', path: SECOND_FACTOR_PATH, act: 'person', beforeSecondFactor: true, query: z.object({ removed: z.literal('yes').optional() }),
      handle: async (request) => {
        const factor = await findFactor(database.read, request.actor.personId)
        return page(<FactorPage request={request} factor={factor} removed={request.query.removed === 'yes' && factor === null} />)
      },
    }),
    ...setUpRoutes(slice),
    ...(['codes', 'remove'] as const).map((what) => route({
      method: 'GET', path: `${SECOND_FACTOR_PATH}/${what}`, act: 'person', fresh: true,
      handle: async (request) => {
        const factor = await findFactor(database.read, request.actor.personId)
        return factor === null ? redirect(SECOND_FACTOR_PATH) : page(<AskPage request={request} what={what} />)
      },
    })),
    route({
      method: 'POST', path: `${SECOND_FACTOR_PATH}/codes`, act: 'person', fresh: true, form: () => z.object({}),
      handle: async (request) => {
        const made = await renewCodes(slice, requestOrigin(request), selfOf(request))
        return 'codes' in made ? page(<CodesPage request={request} codes={made.codes} after="renew" />) : notDone(made.refused, request)
      },
      again: (request, { problems }) => page(<AskPage request={request} what="codes" problems={problems} />),
    }),
    route({
      method: 'POST', path: `${SECOND_FACTOR_PATH}/remove`, act: 'person', fresh: true, form: () => z.object({}),
      handle: async (request) => {
        const answer = await removeFactor(slice, requestOrigin(request), selfOf(request))
        return 'removed' in answer ? redirect(`${SECOND_FACTOR_PATH}?removed=yes`) : notDone(answer.refused, request)
      },
      again: (request, { problems }) => page(<AskPage request={request} what="remove" problems={problems} />),
    }),
  ]
}
