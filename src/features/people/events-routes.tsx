import { z } from 'zod'
import { page, problem } from '../../web/reply.ts'
import { route } from '../../web/route.ts'
import { recordSeen } from './record-seen.ts'
import { EventsPage } from './events-page.tsx'
import { findSubject } from './find-subject.ts'
import { EVENT_KINDS, listEvents } from './list-events.ts'
import type { Route } from '../../web/route.ts'
import type { PeopleSlice } from './slice.ts'

const eventKey = z.string().regex(/^\d{1,18}$/).optional()

/** 「他人所為」 of a person. */
export function eventsRoutes(slice: PeopleSlice): Route[] {
  return [
    route({
      method: 'GET',
      path: '/manage/people/:key/events',
      act: 'central',
      query: z.object({ kind: z.enum(EVENT_KINDS).default(''), before: eventKey, after: eventKey }),
      handle: async (request) => {
        const person = await findSubject(slice, request, request.params.key)
        if (person === null) return problem('notFound')
        const { query } = request
        const found = await listEvents(slice.database.read, person.id, query)
        await recordSeen(slice, request, person.id, 'events')
        return page(<EventsPage request={request} person={person} kind={query.kind} page={found} />)
      },
    }),
  ]
}
