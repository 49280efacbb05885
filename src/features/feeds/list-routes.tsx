// The list of feeds, as a page and as two files.
import { z } from 'zod'
import { recordedRows } from '../../store/exported.ts'
import { requestOrigin } from '../../store/request-origin.ts'
import { exportReply, FORMATS } from '../../web/export-reply.ts'
import { page } from '../../web/reply.ts'
import { route } from '../../web/route.ts'
import { FEEDS_PATH } from './feed-parts.tsx'
import { FeedsPage } from './feeds-page.tsx'
import { allFeeds, KINDS, listFeeds, SHOWN, SORTED } from './list-feeds.ts'
import type { Database, Reader } from '../../store/database.ts'
import type { Format } from '../../web/export-reply.ts'
import type { Route } from '../../web/route.ts'
import type { FeedFilter } from './list-feeds.ts'

/** A feed's number, as it stands in addresses. */
export const feedId = z.string().regex(/^[1-9]\d{0,17}$/)

const listQuery = z.object({
  shown: z.enum(SHOWN).or(z.literal('').transform(() => 'all' as const)).default('all'),
  kind: z.enum(KINDS).or(z.literal('')).default(''),
  sort: z.enum(SORTED).default('received'), dir: z.enum(['asc', 'desc']).default('desc'),
  after: feedId.or(z.literal('')).default(''),
})

const filterOf = ({ shown, kind, sort, dir }: z.output<typeof listQuery>): FeedFilter =>
  ({ shown, kind: kind === '' ? null : kind, sort, descending: dir === 'desc' })

const COLUMNS = [
  'feed', 'kind', 'source', 'as_of', 'received', 'brought_by', 'via', 'rows', 'rejected_rows', 'new_persons', 'changed_persons',
  'joins', 'changes', 'ends', 'state',
] as const

async function* rowsOf(db: Reader, filter: FeedFilter) {
  for await (const feed of allFeeds(db, filter)) {
    const { counts } = feed
    yield {
      feed: feed.id, kind: feed.kind, source: feed.source, as_of: feed.asOf, received: feed.receivedAt.toISOString(),
      brought_by: feed.by?.accountName ?? feed.by?.name ?? null, via: feed.via, rows: feed.rows, rejected_rows: feed.rejectedRows,
      new_persons: counts?.newPersons ?? null, changed_persons: counts?.changedPersons ?? null, joins: counts?.joins ?? null,
      changes: counts?.changes ?? null, ends: counts?.ends ?? null, state: feed.state,
    }
  }
}

function exportRoute(database: Database, format: Format): Route {
  return route({
    method: 'GET',
    path: `${FEEDS_PATH}.${format}`,
    act: 'central',
    query: listQuery,
    handle: async (request) => {
      const { actor, today, query } = request
      const filter = filterOf(query)
      const exported = {
        list: 'feeds', format, asOf: { day: today, known: 'now' as const }, asked: { shown: filter.shown, kind: filter.kind ?? '' },
      }
      return exportReply(actor, {
        format, name: `feeds-${today}`, columns: COLUMNS,
        rows: recordedRows(database, requestOrigin(request), actor.authority, exported, () => rowsOf(database.read, filter)),
      })
    },
  })
}

/** 「人事資料匯入」. */
export function feedListRoutes(database: Database): Route[] {
  return [
    route({
      method: 'GET', path: FEEDS_PATH, act: 'central', query: listQuery,
      handle: async (request) => {
        const filter = filterOf(request.query)
        return page(<FeedsPage request={request} filter={filter} shown={await listFeeds(database.read, filter, request.query.after)} />)
      },
    }),
    ...FORMATS.map((format) => exportRoute(database, format)),
  ]
}
