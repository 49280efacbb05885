import { z } from 'zod'
import { requestOrigin } from '../../store/request-origin.ts'
import { FOR_CARDS } from '../../web/components/card-form.tsx'
import { EMPTY_FORM } from '../../web/form.ts'
import { redirect } from '../../web/reply.ts'
import { route } from '../../web/route.ts'
import { againRoutes } from './again-routes.tsx'
import { comingBy } from './coming.ts'
import { factorRoutes, secondAddress } from './factor-routes.tsx'
import { messages } from './messages.ts'
import { afterSignIn, onwardShape } from './onward.ts'
import { passkeySignInRoutes } from './passkey-routes.ts'
import { refusedSignIn } from './refused-sign-in.ts'
import { signInByPassword } from './sign-in-by-password.ts'
import { signOut } from './sign-out.ts'
import { switchRoutes } from './switch-routes.tsx'
import { home, homeAgain } from './show-home.tsx'
import type { Route } from '../../web/route.ts'
import type { SignInSlice } from './show-home.tsx'

function passwordRoute(slice: SignInSlice): Route {
  return route({
    method: 'POST',
    path: '/sign-in/password',
    act: 'anyone',
    loosened: FOR_CARDS,
    form: (language) => z.object({
      // Longer than a name can be: an unknown name is answered like any other.
      account: z.string({ error: messages(language).accountMissing }).max(200).min(1, messages(language).accountMissing),
      password: z.string({ error: messages(language).passwordMissing }).min(1, messages(language).passwordMissing).max(1000),
      ...onwardShape,
    }),
    handle: async (request) => {
      const { form, language, today } = request
      const answer = await signInByPassword(slice, { ...comingBy(request), accountName: form.account, password: form.password })
      if ('secondFactor' in answer) return redirect(secondAddress(form))
      if (!('signedIn' in answer)) return refusedSignIn(answer, messages(language))
      const { token, browser } = answer
      return redirect(await afterSignIn(slice, form, token, today), { session: token, browser })
    },
    again: (request, form) => homeAgain(slice, request, form),
  })
}

/** 「首頁」 with the way in, sign-out, and 「切換機關」. */
export function signInRoutes(slice: SignInSlice): Route[] {
  return [
    route({
      method: 'GET',
      path: '/',
      act: 'anyone',
      loosened: FOR_CARDS,
      query: z.object(onwardShape),
      handle: (request) => home(slice, request, EMPTY_FORM, request.query),
    }),
    passwordRoute(slice),
    ...passkeySignInRoutes(slice),
    ...factorRoutes(slice),
    ...againRoutes(slice),
    route({
      method: 'POST',
      path: '/sign-out',
      act: 'signedIn',
      inOwnTurn: true,
      beforeSecondFactor: true,
      beforeAgreement: true,
      holderless: true,
      handle: async (request) => {
        const { sessionId: id, personId, card } = request.actor
        await signOut(slice.database, requestOrigin(request), card === null ? { id, personId: personId! } : { id, cardAgency: card.agencyCode })
        return redirect('/', { session: null, left: true })
      },
    }),
    ...switchRoutes(slice),
  ]
}
