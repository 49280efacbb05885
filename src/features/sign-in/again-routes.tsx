import { z } from 'zod'
import { isPerson } from '../../web/actor.ts'
import { EMPTY_FORM } from '../../web/form.ts'
import { AGAIN_PATH } from '../../web/fresh.ts'
import { json, localPathIn, page, problem, redirect, refused } from '../../web/reply.ts'
import { route } from '../../web/route.ts'
import { newChallenge } from '../passkeys/challenges.ts'
import { hasPasskey, listPasskeys } from '../passkeys/list-passkeys.ts'
import { relyingParty, requestOptions } from '../passkeys/relying-party.ts'
import { againMessages } from './again-messages.ts'
import { AgainPage } from './again-page.tsx'
import { comingBy } from './coming.ts'
import { answerField } from './passkey-routes.ts'
import { secondAddress } from './factor-routes.tsx'
import { refusedSignIn } from './refused-sign-in.ts'
import { signInByPasskey } from './sign-in-by-passkey.ts'
import { signInByPassword } from './sign-in-by-password.ts'
import type { Actor } from '../../web/actor.ts'
import type { ProvedBy } from '../../web/fresh.ts'
import type { FormState } from '../../web/form.ts'
import type { LocalPath } from '../../web/reply.ts'
import type { FrameRequest, Route } from '../../web/route.ts'
import type { OnwardMeans } from './onward.ts'
import type { SignInMeans } from './sign-in-by-password.ts'

type AgainMeans = SignInMeans & Pick<OnwardMeans, 'leadsTo'>

// Longer than any address that we lead back to.
const nextShape = { next: z.string().max(2000).optional() }
// `by`: nothing less would do.
const againShape = { ...nextShape, by: z.enum(['passkey', 'card']).optional() }

/** Where it goes on: an address of ours, else the portal's own. */
export const againNext = (next: string | undefined): LocalPath => localPathIn(next) ?? '/'

async function againPage(
  { database, leadsTo }: AgainMeans, request: FrameRequest & { actor: Actor }, form: FormState, next: string | undefined, only: ProvedBy = null,
) {
  const passkeys = isPerson(request.actor) && await hasPasskey(database.read, request.actor.personId)
  const onward = againNext(next)
  return page(<AgainPage request={request} form={form} next={onward} passkeys={passkeys} only={only} />, { formAction: await leadsTo(onward) })
}

/** What the form said that nothing less would do than. */
const typedBy = ({ typed }: FormState): ProvedBy => (typed.by?.[0] === 'passkey' ? 'passkey' : null)

/** Proving it by one of the passkeys of the person of the session. */
function passkeyRoutes(means: AgainMeans): Route[] {
  const { database, subjectOf } = means
  const path = `${AGAIN_PATH}/passkey` as const
  return [
    route({
      method: 'POST', path: `${path}/challenge`, act: 'person', beforeSecondFactor: true, inOwnTurn: true,
      handle: async ({ actor: { personId }, client, site }) => {
        const challenge = await newChallenge(
          database.unaudited, { purpose: 'again', browser: client.binding!, person: personId }, subjectOf('address', client.address))
        if (challenge === null) return problem('tooMany', { retryAfterSeconds: 60 })
        return json(requestOptions(relyingParty(site.origin), challenge, await listPasskeys(database.read, personId)))
      },
    }),
    route({
      method: 'POST', path, act: 'person', beforeSecondFactor: true, inOwnTurn: true, form: () => z.object({ answer: answerField, ...againShape }),
      handle: async (request) => {
        const { form, actor, site, language } = request
        const answer = await signInByPasskey(means, {
          ...comingBy(request), party: relyingParty(site.origin), answer: form.answer, person: actor.personId,
        })
        if ('refused' in answer) return refused([{ field: null, message: againMessages(language).passkeyWrong }])
        return redirect(againNext(form.next), { session: answer.token, browser: answer.browser })
      },
      again: (request, form) => againPage(means, request, form, form.typed.next?.[0], typedBy(form)),
    }),
  ]
}

/**
 * 「再次驗證身分」: the person of the session, and nobody else, signs in once more; the session goes on under a new token with all
 * that was opened from it. It is the same sign-in with the same counting of tries, turns and events, so nothing is easier here.
 */
export function againRoutes(means: AgainMeans): Route[] {
  return [
    route({
      method: 'GET', path: AGAIN_PATH, act: 'signedIn', beforeSecondFactor: true, query: z.object(againShape),
      handle: (request) => againPage(means, request, EMPTY_FORM, request.query.next, request.query.by),
    }),
    route({
      method: 'POST', path: `${AGAIN_PATH}/password`, act: 'person', beforeSecondFactor: true, inOwnTurn: true,
      form: (language) => z.object({
        password: z.string({ error: againMessages(language).passwordMissing }).min(1, againMessages(language).passwordMissing).max(1000),
        ...nextShape,
      }),
      handle: async (request) => {
        const { form, actor, language } = request
        const answer = await signInByPassword(means, { ...comingBy(request), accountName: actor.accountName ?? '', password: form.password })
        if ('secondFactor' in answer) return redirect(secondAddress({ next: againNext(form.next) }))
        if (!('signedIn' in answer)) return refusedSignIn(answer, againMessages(language))
        const { token, browser } = answer
        return redirect(againNext(form.next), { session: token, browser })
      },
      again: (request, form) => againPage(means, request, form, form.typed.next?.[0]),
    }),
    ...passkeyRoutes(means),
  ]
}
