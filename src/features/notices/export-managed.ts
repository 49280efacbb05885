// The announcements of a desk as a file.
import { z } from 'zod'
import { stateOf } from '../../core/notices.ts'
import { recordedRows } from '../../store/exported.ts'
import { requestOrigin } from '../../store/request-origin.ts'
import { exportReply, FORMATS } from '../../web/export-reply.ts'
import { problem } from '../../web/reply.ts'
import { route } from '../../web/route.ts'
import { deskAsked, deskCode, listManaged, shownField, shownOf } from './list-managed.ts'
import { MANAGE_PATH } from './slice.ts'
import type { Reader } from '../../store/database.ts'
import type { Format } from '../../web/export-reply.ts'
import type { Route } from '../../web/route.ts'
import type { ManagedFilter } from './list-managed.ts'
import type { Notice } from './notice-rows.ts'
import type { NoticeSlice } from './slice.ts'

const COLUMNS = [
  'announcement', 'agency_code', 'title', 'audience_agency', 'audience_below', 'audience_standing', 'publish_at', 'withdraw_at', 'state', 'pinned',
  'must_acknowledge', 'version',
] as const
const A_PIECE = 200

async function* every(db: Reader, filter: ManagedFilter): AsyncGenerator<Notice> {
  for (let after: string | undefined = undefined; ;) {
    const found: Awaited<ReturnType<typeof listManaged>> = await listManaged(db, filter, { after }, A_PIECE)
    yield* found.notices
    if (found.next === null) return
    after = found.next
  }
}

const yesNo = (is: boolean): string => (is ? 'yes' : 'no')

function exportRoute({ database }: NoticeSlice, format: Format): Route {
  return route({
    method: 'GET', path: `${MANAGE_PATH}.${format}`, act: 'manage', query: z.object({ agency: deskCode.optional(), shown: shownField }),
    handle: async (request) => {
      const { actor, query, today, now } = request
      const desk = await deskAsked(database.read, request, query.agency)
      if (desk === null) return problem('notFound')
      const agency = desk.agency?.code ?? null
      const shown = shownOf(query.shown)
      async function* rows() {
        for await (const one of every(database.read, { agency, shown })) {
          yield {
            announcement: one.id, agency_code: agency ?? '', title: one.title, audience_agency: one.audience.agency ?? '',
            audience_below: yesNo(one.audience.below), audience_standing: one.audience.standing ?? 'public', publish_at: one.publishAt.toISOString(),
            withdraw_at: one.withdrawAt?.toISOString() ?? '', state: stateOf(one, now), pinned: yesNo(one.pinned),
            must_acknowledge: yesNo(one.mustAcknowledge), version: one.version,
          }
        }
      }
      const exported = { list: 'announcements', format, asOf: { day: today, known: 'now' as const }, agency, asked: { shown } }
      return exportReply(actor, {
        format, name: `announcements-${agency ?? 'centre'}`, columns: COLUMNS,
        rows: recordedRows(database, requestOrigin(request), actor.authority, exported, rows),
      })
    },
  })
}

export const exportManagedRoutes = (slice: NoticeSlice): Route[] => FORMATS.map((format) => exportRoute(slice, format))
