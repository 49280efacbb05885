import { z } from 'zod'
import { requestOrigin } from '../../store/request-origin.ts'
import { EMPTY_FORM } from '../../web/form.ts'
import { page, redirect } from '../../web/reply.ts'
import { route } from '../../web/route.ts'
import { againRoutes } from './again-routes.tsx'
import { HomePage } from './home-page.tsx'
import { messages } from './messages.ts'
import { afterSignIn, onwardShape, pageNext } from './onward.ts'
import { refusedSignIn } from './refused-sign-in.ts'
import { signInByPassword } from './sign-in-by-password.ts'
import { signOut } from './sign-out.ts'
import { switchRoutes } from './switch-routes.tsx'
import type { FormState } from '../../web/form.ts'
import type { FrameRequest, Route } from '../../web/route.ts'
import type { HomeLinks } from './home-page.tsx'
import type { Onward, OnwardMeans } from './onward.ts'
import type { SignInMeans } from './sign-in-by-password.ts'

export type SignInSlice = SignInMeans & OnwardMeans & { links: HomeLinks }

async function home(slice: SignInSlice, request: FrameRequest, form: FormState, onward: Onward) {
  const waiting = onward.continue === undefined ? null : await slice.waiting(onward.continue)
  // Signed in meanwhile, in another window: nothing to ask.
  if (waiting !== null && !waiting.again && request.actor !== null) return redirect(waiting.address)
  const next = pageNext(onward.next)
  // The form leads to the application, whose address is another origin's: the browser checks the whole way there.
  const shown = { request, form, next, waiting, links: slice.links }
  return page(<HomePage {...shown} />, { formAction: waiting?.origins ?? [] })
}

function passwordRoute(slice: SignInSlice): Route {
  return route({
    method: 'POST',
    path: '/sign-in/password',
    act: 'anyone',
    form: (language) => z.object({
      // Longer than a name can be: an unknown name is answered like any other.
      account: z.string({ error: messages(language).accountMissing }).max(200).min(1, messages(language).accountMissing),
      password: z.string({ error: messages(language).passwordMissing }).min(1, messages(language).passwordMissing).max(1000),
      ...onwardShape,
    }),
    handle: async ({ form, client, requestId, actor, language, today }) => {
      const answer = await signInByPassword(slice, {
        accountName: form.account,
        password: form.password,
        today,
        address: client.address,
        userAgent: client.userAgent,
        browser: client.browser,
        requestId,
        previousSession: actor?.sessionId ?? null,
      })
      if (!('signedIn' in answer)) return refusedSignIn(answer, messages(language))
      const { token, browser } = answer
      return redirect(await afterSignIn(slice, form, token, today), { session: token, browser })
    },
    again: (request, form) =>
      home(slice, request, form, { next: form.typed.next?.[0], continue: form.typed.continue?.[0] }),
  })
}

/** 「首頁」 with the way in, sign-out, and 「切換機關」. */
export function signInRoutes(slice: SignInSlice): Route[] {
  return [
    route({
      method: 'GET',
      path: '/',
      act: 'anyone',
      query: z.object(onwardShape),
      handle: (request) => home(slice, request, EMPTY_FORM, request.query),
    }),
    passwordRoute(slice),
    ...againRoutes(slice),
    route({
      method: 'POST',
      path: '/sign-out',
      act: 'signedIn',
      holderless: true,
      handle: async (request) => {
        const { sessionId: id, personId, card } = request.actor
        await signOut(slice.database, requestOrigin(request), card === null ? { id, personId: personId! } : { id, cardAgency: card.agencyCode })
        return redirect('/', { session: null })
      },
    }),
    ...switchRoutes(slice),
  ]
}
