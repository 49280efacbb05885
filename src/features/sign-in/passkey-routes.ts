import { z } from 'zod'
import { json, problem, redirect, refused } from '../../web/reply.ts'
import { route } from '../../web/route.ts'
import { newChallenge } from '../passkeys/challenges.ts'
import { LONGEST_ANSWER } from '../passkeys/read-answer.ts'
import { relyingParty, requestOptions } from '../passkeys/relying-party.ts'
import { comingBy } from './coming.ts'
import { messages } from './messages.ts'
import { afterSignIn, onwardShape } from './onward.ts'
import { signInByPasskey } from './sign-in-by-passkey.ts'
import { homeAgain } from './show-home.tsx'
import type { Route } from '../../web/route.ts'
import type { SignInSlice } from './show-home.tsx'

/** What an authenticator answered, as `passkeys.js` puts it into the form. */
export const answerField = z.string().max(LONGEST_ANSWER).default('')

/** 「通行密鑰登入」: the question, and the way in by its answer. */
export function passkeySignInRoutes(slice: SignInSlice): Route[] {
  return [
    route({
      method: 'POST', path: '/sign-in/passkey/challenge', act: 'anyone',
      handle: async ({ client, site }) => {
        const challenge = await newChallenge(
          slice.database.unaudited, { purpose: 'signIn', browser: client.binding!, person: null }, slice.subjectOf('address', client.address))
        return challenge === null ? problem('tooMany', { retryAfterSeconds: 60 }) : json(requestOptions(relyingParty(site.origin), challenge, []))
      },
    }),
    route({
      method: 'POST', path: '/sign-in/passkey', act: 'anyone', form: () => z.object({ answer: answerField, ...onwardShape }),
      handle: async (request) => {
        const { form, site, language, today } = request
        const answer = await signInByPasskey(slice, {
          ...comingBy(request), party: relyingParty(site.origin), answer: form.answer, person: null,
        })
        if ('refused' in answer) return refused([{ field: null, message: messages(language).passkeyWrong }])
        const { token, browser } = answer
        return redirect(await afterSignIn(slice, form, token, today), { session: token, browser })
      },
      again: (request, form) => homeAgain(slice, request, form),
    }),
  ]
}
