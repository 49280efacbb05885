import { z } from 'zod'
import { EMPTY_FORM } from '../../web/form.ts'
import { AGAIN_PATH } from '../../web/fresh.ts'
import { isLocalPath, page, redirect } from '../../web/reply.ts'
import { route } from '../../web/route.ts'
import { againMessages } from './again-messages.ts'
import { AgainPage } from './again-page.tsx'
import { refusedSignIn } from './refused-sign-in.ts'
import { signInByPassword } from './sign-in-by-password.ts'
import type { LocalPath } from '../../web/reply.ts'
import type { Route } from '../../web/route.ts'
import type { SignInMeans } from './sign-in-by-password.ts'

// Longer than any address that we lead back to.
const nextShape = { next: z.string().max(2000).optional() }

/** Where it goes on: an address of ours, else the portal's own. */
export const againNext = (next: string | undefined): LocalPath => (next !== undefined && isLocalPath(next) ? next : '/')

/**
 * 「再次驗證身分」: the person of the session, and nobody else, signs in once more; the session goes on under a new token with all
 * that was opened from it. It is the same sign-in with the same counting of tries, turns and events, so nothing is easier here.
 */
export function againRoutes(means: SignInMeans): Route[] {
  return [
    route({
      method: 'GET', path: AGAIN_PATH, act: 'signedIn', query: z.object(nextShape),
      handle: (request) => page(<AgainPage request={request} form={EMPTY_FORM} next={againNext(request.query.next)} />),
    }),
    route({
      method: 'POST', path: `${AGAIN_PATH}/password`, act: 'person',
      form: (language) => z.object({
        password: z.string({ error: againMessages(language).passwordMissing }).min(1, againMessages(language).passwordMissing).max(1000),
        ...nextShape,
      }),
      handle: async ({ form, actor, client, requestId, language, today }) => {
        const answer = await signInByPassword(means, {
          accountName: actor.accountName ?? '', password: form.password, today, address: client.address, userAgent: client.userAgent,
          browser: client.browser, requestId, previousSession: actor.sessionId,
        })
        if (!('signedIn' in answer)) return refusedSignIn(answer, againMessages(language))
        const { token, browser } = answer
        return redirect(againNext(form.next), { session: token, browser })
      },
      again: (request, form) => page(<AgainPage request={request} form={form} next={againNext(form.typed.next?.[0])} />),
    }),
  ]
}
