// The lists of 「授權檢視」 as files.
import { asOf } from '../../core/as-of.ts'
import { recordedRows } from '../../store/exported.ts'
import { requestOrigin } from '../../store/request-origin.ts'
import { managesAnything } from '../../web/actor.ts'
import { exportReply, FORMATS } from '../../web/export-reply.ts'
import { problem } from '../../web/reply.ts'
import { route } from '../../web/route.ts'
import { readPart, reviewsQuery } from './addresses.ts'
import { reviewing } from './decide-entry.ts'
import { everyPage, listColumns, listRows } from './export-items.ts'
import { reviewsOf } from './handover-routes.tsx'
import { listEntries } from './handover-reviews.ts'
import { listSuspended } from './list-suspended.ts'
import type { Format } from '../../web/export-reply.ts'
import type { Route } from '../../web/route.ts'
import type { ReviewsSlice } from './handover-routes.tsx'

function exportRoute(slice: ReviewsSlice, format: Format): Route {
  const { database } = slice
  const { read } = database
  return route({
    method: 'GET',
    path: `/manage/reviews.${format}`,
    act: 'signedIn',
    query: reviewsQuery,
    handle: async (request) => {
      const { actor, today, query: { view, review: id, agency = null, shown = 'undecided', part } } = request
      const origin = requestOrigin(request)
      const file = { format, asOf: asOf(today, today) }
      if (view === 'handover') {
        const review = (await reviewsOf(slice, request)).find((one) => id === undefined || one.id === id)
        if (review === undefined) return problem('notFound')
        const asked = { shown, part: part === undefined ? null : readPart(part) }
        const pages = () => everyPage((after) => listEntries(read, review, { ...asked, after }, today))
        const rows = recordedRows(database, origin, reviewing(actor).authority,
          { ...file, list: 'reviews.handover', agency: review.agency, asked: { shown } }, () => listRows(read, pages(), today))
        return exportReply(actor, { format, name: `review-${review.agency}-${today}`, columns: listColumns, rows })
      }
      if (!managesAnything(actor)) return problem('forbidden')
      const pages = () => everyPage((after) => listSuspended(read, actor.authority, { agency, after }, today))
      const rows = recordedRows(database, origin, actor.authority,
        { ...file, list: 'reviews.suspended', agency, asked: {} }, () => listRows(read, pages(), today))
      return exportReply(actor, { format, name: `suspended-${today}`, columns: listColumns, rows })
    },
  })
}

export const exportRoutes = (slice: ReviewsSlice): Route[] => FORMATS.map((format) => exportRoute(slice, format))
