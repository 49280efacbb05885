// The names behind a feed's effect: for the centre alone, each page and file an event of its own.
import { z } from 'zod'
import { isDay } from '../../core/days.ts'
import { recordedRows } from '../../store/exported.ts'
import { recordListSeen } from '../../store/list-seen.ts'
import { requestOrigin } from '../../store/request-origin.ts'
import { exportReply, FORMATS } from '../../web/export-reply.ts'
import { page, problem } from '../../web/reply.ts'
import { route } from '../../web/route.ts'
import { feedId } from './list-routes.tsx'
import { LONGEST_PLACE } from './preview-cursor.ts'
import { previewedFeed } from './preview-feed.ts'
import { listAgencies, listMoved, listOfficers, MOVES } from './preview-lists.ts'
import { LosingAgenciesPage, MovedPage, OfficersPage, RightsPage } from './preview-pages.tsx'
import { allRights, listRights } from './preview-rights.ts'
import type { Day } from '../../core/days.ts'
import type { Reader } from '../../store/database.ts'
import type { Format } from '../../web/export-reply.ts'
import type { Reply } from '../../web/reply.ts'
import type { PageRequest, Route } from '../../web/route.ts'
import type { FeedSlice } from './bring-feed.ts'
import type { CentralRequest } from './feed-parts.tsx'
import type { PreviewedFeed } from './preview-change.ts'
import type { RightsAsked } from './preview-rights.ts'

const day = z.string().refine(isDay)
const place = z.string().max(LONGEST_PLACE).default('')

const rightsShape = z.object({
  application: z.string().regex(/^[0-9A-Za-z][0-9A-Za-z._-]{0,31}$/), side: z.enum(['gained', 'lost']), day,
  waiting: z.literal('yes').or(z.literal('')).default(''), agency: z.string().trim().max(100).default(''), after: place,
})
const peopleShape = z.object({ what: z.enum([...MOVES, 'officers', 'agencies']), day, after: place })

const askedOf = ({ application, side, day: on, waiting, agency }: z.output<typeof rightsShape>): RightsAsked =>
  ({ application, side, day: on, active: waiting === '', agency })

type Found = { feed: PreviewedFeed; gone: boolean }

/** The feed, where a preview of it was ever drawn. `gone`: nothing of its difference is kept, and it was never applied. */
async function findPreviewed(db: Reader, id: string): Promise<Found | null> {
  if (!feedId.safeParse(id).success) return null
  const feed = await previewedFeed(db, id)
  const drawn = await db.selectFrom('feed_preview').select('feed_id').where('feed_id', '=', id).executeTakeFirst()
  if (feed === null || drawn === undefined) return null
  const kept = await db.selectFrom('feed_post').select('feed_id').where('feed_id', '=', id).limit(1).executeTakeFirst()
  return { feed, gone: feed.appliedAt === null && kept === undefined }
}

type Request<Q> = PageRequest & CentralRequest & { params: { id: string }; query: Q; today: Day }

async function rightsPage(slice: FeedSlice, request: Request<z.output<typeof rightsShape>>): Promise<Reply> {
  const { params: { id }, query, actor, today } = request
  const found = await findPreviewed(slice.database.read, id)
  if (found === null) return problem('notFound')
  const asked = askedOf(query)
  const listed = found.gone ? { rows: [], next: null } : await listRights(slice, found.feed, { ...asked, after: query.after }, today)
  await recordListSeen(slice.database, requestOrigin(request), actor.authority, {
    list: 'feed-rights', asOf: asked.day, agency: null, application: asked.application, rows: listed.rows.length,
    asked: { feed: id, side: asked.side, agency: asked.agency, active: asked.active },
  })
  return page(<RightsPage request={request} feed={id} day={asked.day} gone={found.gone} asked={asked} found={listed} />)
}

const COLUMNS = ['person_key', 'name', 'national_id_masked', 'agency_code', 'agency_name', 'application', 'category', 'change', 'whole', 'day'] as const

async function rightsFile(slice: FeedSlice, format: Format, request: Request<z.output<typeof rightsShape>>): Promise<Reply> {
  const { params: { id }, query, actor, today } = request
  const found = await findPreviewed(slice.database.read, id)
  if (found === null || found.gone) return problem('notFound')
  const asked = askedOf(query)
  async function* rows() {
    for await (const row of allRights(slice, found!.feed, asked, today)) {
      yield {
        person_key: row.who.key, name: row.who.name, national_id_masked: row.who.nationalIdMasked, agency_code: row.agency,
        agency_name: row.at?.name ?? null, application: asked.application, category: row.category, change: asked.side,
        whole: row.whole ? 'yes' : 'no', day: asked.day,
      }
    }
  }
  return exportReply(actor, {
    format, name: `feed-${id}-${asked.application}-${asked.side}`, columns: COLUMNS,
    rows: recordedRows(slice.database, requestOrigin(request), actor.authority, {
      list: 'feed-rights', format, asOf: { day: asked.day, known: 'now' }, application: asked.application,
      asked: { feed: id, side: asked.side, agency: asked.agency, active: asked.active },
    }, rows),
  })
}

async function peoplePage(slice: FeedSlice, request: Request<z.output<typeof peopleShape>>): Promise<Reply> {
  const { params: { id }, query: { what, day: on, after }, actor, today } = request
  const found = await findPreviewed(slice.database.read, id)
  if (found === null) return problem('notFound')
  const frame = { request, feed: id, day: on, gone: false }
  if (what === 'agencies') return page(<LosingAgenciesPage {...frame} found={await listAgencies(slice, id, { day: on, after })} />)
  const seen = (rows: number): Promise<void> => recordListSeen(slice.database, requestOrigin(request), actor.authority, {
    list: 'feed-people', asOf: on, agency: null, rows, asked: { feed: id, what },
  })
  if (what === 'officers') {
    const officers = await listOfficers(slice, id, { day: on, after })
    await seen(officers.rows.length)
    return page(<OfficersPage {...frame} found={officers} />)
  }
  const moved = found.gone ? { rows: [], agencies: new Map(), next: null }
    : await listMoved(slice, found.feed, { what, day: on, after }, today)
  await seen(moved.rows.length)
  return page(<MovedPage {...frame} gone={found.gone} what={what} found={moved} />)
}

/** The pages below a feed that its effect leads to. */
export function previewRoutes(slice: FeedSlice): Route[] {
  return [
    route({
      method: 'GET', path: '/manage/feeds/:id/rights', act: 'central', query: rightsShape,
      handle: (request) => rightsPage(slice, request),
    }),
    ...FORMATS.map((format) => route({
      method: 'GET', path: `/manage/feeds/:id/rights.${format}`, act: 'central', query: rightsShape,
      handle: (request) => rightsFile(slice, format, request),
    })),
    route({
      method: 'GET', path: '/manage/feeds/:id/people', act: 'central', query: peopleShape,
      handle: (request) => peoplePage(slice, request),
    }),
  ]
}
