// The list of requests F000199, as a page and as two files.
import { z } from 'zod'
import { recordedRows } from '../../store/exported.ts'
import { requestOrigin } from '../../store/request-origin.ts'
import { exportReply, FORMATS } from '../../web/export-reply.ts'
import { page } from '../../web/reply.ts'
import { route } from '../../web/route.ts'
import { countRequests, listRequests, REQUEST_STATES } from './list-requests.ts'
import { RequestsPage } from './requests-page.tsx'
import type { Day } from '../../core/days.ts'
import type { Authority } from '../../core/scope.ts'
import type { Database, Reader } from '../../store/database.ts'
import type { Format } from '../../web/export-reply.ts'
import type { Route } from '../../web/route.ts'
import type { RequestListState, RequestPage } from './list-requests.ts'

const state = z.enum(REQUEST_STATES).or(z.literal('').transform(() => 'open' as const)).default('open')

const COLUMNS = [
  'request', 'state', 'amends', 'acting_code', 'acting_name', 'agency_code', 'agency_name', 'drafted_for', 'applications', 'updated',
] as const

async function* rowsOf(db: Reader, authority: Authority, today: Day, wanted: RequestListState) {
  for (let after: string | null = null, more = true; more;) {
    const found: RequestPage = await listRequests(db, authority, today, wanted, after)
    for (const one of found.requests) {
      yield {
        request: one.number, state: one.state, amends: one.amends ? 'yes' : 'no', acting_code: one.acting.code,
        acting_name: one.acting.name, agency_code: one.served.code, agency_name: one.served.name, drafted_for: one.side,
        applications: one.applications.join(' '), updated: one.touchedAt.toISOString(),
      }
    }
    after = found.next
    more = after !== null
  }
}

function exportRoute(database: Database, format: Format): Route {
  return route({
    method: 'GET',
    path: `/manage/duties/requests.${format}`,
    act: 'manage',
    query: z.object({ state }),
    handle: async (request) => {
      const { actor, today, query } = request
      const exported = {
        list: 'duty-requests', format, asOf: { day: today, known: 'now' as const }, asked: { state: query.state },
      }
      return exportReply(actor, {
        format, name: `F000199-${today}`, columns: COLUMNS,
        rows: recordedRows(
          database, requestOrigin(request), actor.authority, exported,
          () => rowsOf(database.read, actor.authority, today, query.state),
        ),
      })
    },
  })
}

/** The requests that one may see. */
export function requestListRoutes(database: Database): Route[] {
  return [
    route({
      method: 'GET',
      path: '/manage/duties/requests',
      act: 'manage',
      query: z.object({ state, after: z.string().max(100).optional() }),
      handle: async (request) => {
        const { actor: { authority }, today, query } = request
        const db = database.read
        const [shown, count, waiting] = await Promise.all([
          listRequests(db, authority, today, query.state, query.after ?? null),
          countRequests(db, authority, today, query.state),
          countRequests(db, authority, today, 'open'),
        ])
        return page(<RequestsPage request={request} state={query.state} shown={shown} count={count} waiting={waiting} />)
      },
    }),
    ...FORMATS.map((format) => exportRoute(database, format)),
  ]
}
