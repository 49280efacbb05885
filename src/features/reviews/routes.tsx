import { managesAnything } from '../../web/actor.ts'
import { EMPTY_FORM } from '../../web/form.ts'
import { page, problem } from '../../web/reply.ts'
import { route } from '../../web/route.ts'
import { readPart, reviewsQuery } from './addresses.ts'
import { campaignRoutes } from './campaign-routes.tsx'
import { exportRoutes } from './export-routes.ts'
import { NothingPage } from './nothing-page.tsx'
import { handoverRoutes, reviewsOf, showHandover } from './handover-routes.tsx'
import { showSuspended, suspendedRoutes } from './suspended-routes.tsx'
import type { Route } from '../../web/route.ts'
import type { ReviewsSlice } from './handover-routes.tsx'

/**
 * 「授權檢視」: the handover review where one waits, else what is suspended at the agencies that one manages. For everybody
 * who is signed in, for a new 人事人員 manages nothing and yet has a review.
 */
export function reviewRoutes(slice: ReviewsSlice): Route[] {
  return [
    route({
      method: 'GET',
      path: '/manage/reviews',
      act: 'signedIn',
      query: reviewsQuery,
      handle: async (request) => {
        const { actor, query: { view, review, agency = null, shown = 'undecided', part, after, did: what, n = 0, closed } } = request
        const did = what === undefined ? null : { what, count: n }
        const reviews = await reviewsOf(slice, request)
        if (view !== 'suspended' && agency === null && reviews.length > 0) {
          const asked = { shown, part: part === undefined ? null : readPart(part), after }
          return showHandover(slice, request, reviews, review ?? null, { asked, form: EMPTY_FORM, did, closed: closed === 'yes' })
        }
        if (managesAnything(actor)) return showSuspended(slice, request, { agency, after }, EMPTY_FORM, did)
        if (did === null && actor.standings.every(({ standing }) => standing === 'employee')) return problem('forbidden')
        return page(<NothingPage request={request} did={did} />)
      },
    }),
    ...handoverRoutes(slice),
    ...suspendedRoutes(slice),
    ...campaignRoutes(slice),
    ...exportRoutes(slice),
  ]
}
