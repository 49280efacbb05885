import { maskEmail } from '../../core/email-changes.ts'
import { UUID } from '../../core/uuid.ts'
import { z } from 'zod'
import { requestOrigin } from '../../store/request-origin.ts'
import { page, problem, redirect } from '../../web/reply.ts'
import { route } from '../../web/route.ts'
import { ownAddressSince } from '../resets/email-changes.ts'
import { signOut } from '../sign-in/sign-out.ts'
import { disownSignIn } from './disown-sign-in.ts'
import { findOwnSignIn, listOwnSignIns } from './list-sign-ins.ts'
import { endOtherSessions, endOwnSession, listOwnSessions } from './own-sessions.ts'
import { SessionsPage } from './sessions-page.tsx'
import { NotMePage, SignInsPage } from './sign-ins-page.tsx'
import type { PersonActor } from '../../web/actor.ts'
import type { Route } from '../../web/route.ts'
import type { MeSlice } from './slice.ts'

/** The number of an event, as long as a bigint surely holds. */
const eventKey = /^\d{1,18}$/
const place = z.string().regex(eventKey).optional()

const sessionsOf = ({ database, limits }: MeSlice, { personId, sessionId }: PersonActor) =>
  listOwnSessions(database.quick.read, personId, sessionId, limits)

function historyRoute({ database }: MeSlice): Route {
  return route({
    method: 'GET', path: '/me/sign-ins', act: 'person', query: z.object({ before: place, after: place }),
    handle: async (request) => {
      const { actor, query } = request
      const shown = await listOwnSignIns(database.read, actor.personId, query)
      if (shown.signIns.length === 0 && (query.before ?? query.after) !== undefined) return redirect('/me/sign-ins')
      return page(<SignInsPage request={request} page={shown} />)
    },
  })
}

function notMeRoutes(slice: MeSlice): Route[] {
  const { database } = slice
  const path = '/me/sign-ins/:event/not-me'
  return [
    route({
      method: 'GET', path, act: 'person',
      handle: async (request) => {
        const { actor, params: { event } } = request
        const signIn = eventKey.test(event) ? await findOwnSignIn(database.read, actor.personId, event) : null
        if (signIn === null) return problem('notFound')
        const [sessions, since] = await Promise.all([sessionsOf(slice, actor), ownAddressSince(database.read, actor.personId, event)])
        const address = since === null ? null : maskEmail(since.email)
        return page(<NotMePage request={request} signIn={signIn} others={sessions.length - 1} address={address} />)
      },
    }),
    route({
      method: 'POST', path, act: 'person', inOwnTurn: true, form: () => z.object({ keep: z.literal('yes').optional() }),
      handle: async (request) => {
        const { actor, params: { event }, form, today } = request
        if (!eventKey.test(event)) return problem('notFound')
        const answer = await disownSignIn(database, requestOrigin(request), {
          person: actor.personId, session: actor.sessionId, signIn: event, keep: form.keep === 'yes', today,
          agencies: actor.standings.map(({ agencyCode }) => agencyCode),
        })
        if ('refused' in answer) return answer.refused === 'notFound' ? problem('notFound') : redirect(`/me/sign-ins/${event}/not-me`)
        return form.keep === 'yes' ? redirect('/me/password') : redirect('/', { session: null })
      },
      // Only a tampered form comes here.
      again: () => problem('badRequest'),
    }),
  ]
}

function sessionRoutes(slice: MeSlice): Route[] {
  const { database } = slice
  return [
    route({
      method: 'GET', path: '/me/sessions', act: 'person', query: z.object({ ended: z.string().regex(/^\d{1,4}$/).transform(Number).optional() }),
      handle: async (request) => {
        const { actor, query } = request
        return page(
          <SessionsPage request={request} sessions={await sessionsOf(slice, actor)} current={actor.sessionId} ended={query.ended ?? null} />,
        )
      },
    }),
    route({
      method: 'POST', path: '/me/sessions/end-others', act: 'person', inOwnTurn: true,
      handle: async (request) => {
        const { personId, sessionId } = request.actor
        const ended = await endOtherSessions(database, requestOrigin(request), personId, sessionId)
        return redirect(`/me/sessions?ended=${ended}`)
      },
    }),
    route({
      method: 'POST', path: '/me/sessions/:session/end', act: 'person', inOwnTurn: true,
      handle: async (request) => {
        const { actor: { personId, sessionId }, params: { session } } = request
        if (session === sessionId) {
          await signOut(database, requestOrigin(request), { id: sessionId, personId })
          return redirect('/', { session: null })
        }
        const ended = UUID.test(session) && await endOwnSession(database, requestOrigin(request), personId, session)
        return ended ? redirect('/me/sessions?ended=1') : problem('notFound')
      },
    }),
  ]
}

/** 「登入紀錄」, 「不是我」 and 「目前的登入」: of the person of the session, and nobody else's. */
export function ownSignInRoutes(slice: MeSlice): Route[] {
  return [historyRoute(slice), ...notMeRoutes(slice), ...sessionRoutes(slice)]
}
