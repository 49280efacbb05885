// One feed, and what is wrong with its rejected rows.
import { z } from 'zod'
import { applicationNames } from '../../store/application-names.ts'
import { recordListSeen } from '../../store/list-seen.ts'
import { requestOrigin } from '../../store/request-origin.ts'
import { download, page, problem } from '../../web/reply.ts'
import { route } from '../../web/route.ts'
import { actsOn, FEED_ACTS, FEED_REFUSED } from './feed-acts.ts'
import { faultReport } from './fault-report.ts'
import { FaultsPage } from './faults-page.tsx'
import { FeedPage } from './feed-page.tsx'
import { countFaults, listFaults } from './list-faults.ts'
import { feedId } from './list-routes.tsx'
import { FeedEffect } from './preview-effect.tsx'
import { readPreview } from './preview-feed.ts'
import { centralNames, namesOfAgencies, shownFeed } from './shown-feed.ts'
import type { FaultCode } from '../../core/feed-faults.ts'
import type { Reader } from '../../store/database.ts'
import type { Route } from '../../web/route.ts'
import type { FeedSlice } from './bring-feed.ts'
import type { ShownFeed } from './shown-feed.ts'

// As many as one takes in at a glance.
const FAULTS_SHOWN = 10
// All there are: the page says how many lose their last officer.
const AGENCIES_COUNTED = 20_000

async function findShown(db: Reader, id: string): Promise<ShownFeed | null> {
  return feedId.safeParse(id).success ? shownFeed(db, id) : null
}

export function feedRoutes(slice: FeedSlice): Route[] {
  const { database } = slice
  const { read } = database
  return [
    route({
      method: 'GET', path: '/manage/feeds/:id', act: 'central',
      query: z.object({ done: z.enum([...FEED_ACTS, 'same']).optional(), refused: z.enum(FEED_REFUSED).optional() }),
      handle: async (request) => {
        const { params: { id }, query: { done = null, refused = null }, actor, today } = request
        const feed = await findShown(read, id)
        if (feed === null) return problem('notFound')
        const lost = (feed.heldFor ?? []).flatMap((one) => (one.code === 'lastOfficers' ? one.agencies.map(({ agency }) => agency) : []))
        const [agencies, { faults }, central, preview, names] = await Promise.all([
          namesOfAgencies(read, lost),
          listFaults(read, feed.id, { code: null, after: '' }, FAULTS_SHOWN),
          feed.state === 'held' ? centralNames(read, today) : [],
          readPreview(read, feed.id, { agencies: AGENCIES_COUNTED }),
          applicationNames(read),
        ])
        const effect = preview === null ? null : (
          <FeedEffect
            language={request.language} feed={feed.id} preview={preview} names={names} today={today}
            waits={feed.state === 'ready' || feed.state === 'held'}
          />
        )
        return page(<FeedPage
          request={request} feed={feed} acts={actsOn(feed, actor.personId)} agencies={agencies} faults={faults} effect={effect}
          deciders={central.filter(({ personId }) => personId !== feed.submittedBy)} done={done} refused={refused}
        />)
      },
    }),
    route({
      method: 'GET', path: '/manage/feeds/:id/faults.csv', act: 'central',
      handle: async (request) => {
        const { params: { id }, language } = request
        const feed = await findShown(read, id)
        if (feed === null || feed.rejectedRows === 0) return problem('notFound')
        return download(`feed-${id}-rejected.csv`, 'text/csv; charset=utf-8',
          faultReport(database, slice.seal, requestOrigin(request), id, language))
      },
    }),
    route({
      method: 'GET', path: '/manage/feeds/:id/faults', act: 'central',
      query: z.object({
        code: z.string().regex(/^[A-Za-z]{0,40}$/).default(''), after: z.string().regex(/^\d{1,10}\.\d{1,18}$/).or(z.literal('')).default(''),
      }),
      handle: async (request) => {
        const { params: { id }, query: { code, after }, actor, today } = request
        const feed = await findShown(read, id)
        if (feed === null) return problem('notFound')
        const wanted = code === '' ? null : code as FaultCode
        const [counts, faults] = await Promise.all([countFaults(read, feed.id), listFaults(read, feed.id, { code: wanted, after })])
        await recordListSeen(database, requestOrigin(request), actor.authority, {
          list: 'feed-faults', asOf: today, agency: null, asked: { feed: feed.id, code }, rows: faults.faults.length,
        })
        return page(<FaultsPage request={request} feed={feed} code={wanted} counts={counts} faults={faults} />)
      },
    }),
  ]
}
