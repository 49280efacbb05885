import { z } from 'zod'
import { closesOn } from '../../store/leaving.ts'
import { page, problem, redirect } from '../../web/reply.ts'
import { route } from '../../web/route.ts'
import { displayRoutes } from './display-routes.tsx'
import { keepingRoutes } from './keeping-routes.tsx'
import { listNotices, markRead } from './list-notices.ts'
import { MePage } from './me-page.tsx'
import { loadRecord } from './my-record.ts'
import { loadOverview } from './overview.ts'
import { ownSignInRoutes } from './sign-in-routes.tsx'
import type { Route } from '../../web/route.ts'
import type { MeSlice } from './slice.ts'

/** The number of a telling, as long as a bigint surely holds. */
const noticeKey = z.string().regex(/^\d{1,18}$/)

/** 「我的專區」. Everything is asked by the person of the session: no address names anybody. */
export function meRoutes(slice: MeSlice): Route[] {
  const { database, seal, limits } = slice
  return [
    route({
      method: 'GET',
      path: '/me',
      act: 'person',
      query: z.object({ before: noticeKey.optional(), after: noticeKey.optional() }),
      handle: async (request) => {
        const { actor: { personId, standings }, query, today } = request
        const { read } = database.quick
        const [notices, record, overview, closes] = await Promise.all([
          listNotices(read, personId, query), loadRecord(read, seal, personId), loadOverview(read, personId, limits),
          standings.length === 0 ? closesOn(read, personId, today) : null,
        ])
        // A page that there is no longer, or never was.
        if (notices.notices.length === 0 && (query.before ?? query.after) !== undefined) return redirect('/me')
        return page(<MePage request={request} notices={notices} overview={overview} record={record} closes={closes} />)
      },
    }),
    route({
      method: 'POST',
      path: '/me/notices/read',
      act: 'person',
      form: () => z.object({ until: noticeKey }),
      handle: async ({ actor, form }) => {
        await markRead(database, actor.personId, form.until)
        return redirect('/me')
      },
      // Only a tampered form comes here: its value is ours.
      again: () => problem('badRequest'),
    }),
    ...ownSignInRoutes(slice),
    ...displayRoutes(slice),
    ...keepingRoutes(slice),
  ]
}
