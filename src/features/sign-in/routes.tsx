import { z } from 'zod'
import { requestOrigin } from '../../store/request-origin.ts'
import { EMPTY_FORM } from '../../web/form.ts'
import { isLocalPath, page, redirect, refused } from '../../web/reply.ts'
import { route } from '../../web/route.ts'
import { HomePage } from './home-page.tsx'
import { messages } from './messages.ts'
import { signInByPassword } from './sign-in-by-password.ts'
import { signOut } from './sign-out.ts'
import { SwitchPage } from './switch-page.tsx'
import { switchStanding } from './switch-standing.ts'
import type { Change } from '../../store/change.ts'
import type { FormState } from '../../web/form.ts'
import type { LocalPath } from '../../web/reply.ts'
import type { FrameRequest, Route } from '../../web/route.ts'
import type { HomeLinks } from './home-page.tsx'
import type { SignInMeans } from './sign-in-by-password.ts'

export type SignInSlice = SignInMeans & {
  links: HomeLinks
  /** Runs in the transaction that ends a session, so that the applications opened from it are told. */
  onSessionEnd: (tx: Change, sessionId: string) => Promise<void>
}

/** Where to go after signing in: an address of our own, or the applications. */
const nextOf = (next: string | undefined): LocalPath | null => (next !== undefined && isLocalPath(next) ? next : null)

// Longer than any address we lead back to, an OpenID request with all its parameters included.
const LONGEST_NEXT = 2000

const home = (slice: SignInSlice, request: FrameRequest, form: FormState, next: LocalPath | null) =>
  page(<HomePage request={request} form={form} next={next} links={slice.links} />)

function passwordRoute(slice: SignInSlice): Route {
  return route({
    method: 'POST',
    path: '/sign-in/password',
    act: 'anyone',
    form: (language) => z.object({
      // Longer than a name can be: an unknown name is answered like any other.
      account: z.string({ error: messages(language).accountMissing }).max(200).min(1, messages(language).accountMissing),
      password: z.string({ error: messages(language).passwordMissing }).min(1, messages(language).passwordMissing).max(1000),
      next: z.string().max(LONGEST_NEXT).optional(),
    }),
    handle: async ({ form, client, requestId, actor, language }) => {
      const answer = await signInByPassword(slice, {
        accountName: form.account,
        password: form.password,
        address: client.address,
        userAgent: client.userAgent,
        requestId,
        previousSession: actor?.sessionId ?? null,
      })
      const m = messages(language)
      if ('signedIn' in answer) return redirect(nextOf(form.next) ?? '/applications', { session: answer.token })
      return refused([{ field: null, message: answer.refused === 'locked' ? m.locked(answer.minutes) : m.wrong }])
    },
    again: (request, form) => home(slice, request, form, nextOf(form.typed.next?.[0])),
  })
}

function switchRoutes({ database }: SignInSlice): Route[] {
  return [
    route({
      method: 'GET',
      path: '/switch',
      act: 'person',
      handle: (request) => page(<SwitchPage request={request} form={EMPTY_FORM} />),
    }),
    route({
      method: 'POST',
      path: '/switch',
      act: 'person',
      form: (language) => z.object({ agency: z.string({ error: messages(language).chooseOne }).max(10) }),
      handle: async ({ form, language, ...request }) => {
        const answer = await switchStanding(database, requestOrigin(request), request.actor, form.agency)
        if ('refused' in answer) return refused([{ field: 'agency', message: messages(language).notHeld }])
        return redirect('/applications')
      },
      again: (request, form) => page(<SwitchPage request={request} form={form} />),
    }),
  ]
}

/** 「首頁」 with the way in, sign-out, and 「切換機關」. */
export function signInRoutes(slice: SignInSlice): Route[] {
  return [
    route({
      method: 'GET',
      path: '/',
      act: 'anyone',
      query: z.object({ next: z.string().max(LONGEST_NEXT).optional() }),
      handle: (request) => home(slice, request, EMPTY_FORM, nextOf(request.query.next)),
    }),
    passwordRoute(slice),
    route({
      method: 'POST',
      path: '/sign-out',
      act: 'person',
      handle: async (request) => {
        const { actor } = request
        const session = { id: actor.sessionId, personId: actor.personId }
        await signOut(slice.database, requestOrigin(request), session, slice.onSessionEnd)
        return redirect('/', { session: null })
      },
    }),
    ...switchRoutes(slice),
  ]
}
