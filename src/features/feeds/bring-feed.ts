// A file as pages and programs bring it: taken in, recognised where the same was brought before, and handed to whoever works
// on feeds.
import { sql } from 'kysely'
import { change } from '../../store/change.ts'
import type { Origin } from '../../store/change.ts'
import type { Database, Reader } from '../../store/database.ts'
import type { Seal } from '../../store/seal.ts'
import { askForWork } from './decide-feed.ts'
import { tryToTakeFeed } from './feed-at-work.ts'
import type { FeedState } from './feed-at-work.ts'
import { receiveFeed } from './receive-feed.ts'
import type { FeedArrival, FeedReceived, Submitter } from './receive-feed.ts'

export type FeedSlice = { database: Database; seal: Seal }

/** A feed that brought the same file before. */
export type SameFeed = { feed: string; state: FeedState; via: string; receivedAt: Date }

/** `sameAs`: the file was brought before, and brings nothing now; the feed was put away. */
export type FeedBrought = FeedReceived | { feed: string; state: 'same'; as: SameFeed }

/**
 * Takes the file in. `isSame`: whether one that was brought before stands for it; without it, any of the same file, kind and
 * day that waits still, or that nothing was applied after.
 */
export async function bringFeed(
  { database, seal }: FeedSlice, origin: Origin, submitter: Submitter, stream: AsyncIterable<Uint8Array>, arrival: FeedArrival,
  isSame: (one: SameFeed) => boolean = () => true,
): Promise<FeedBrought> {
  const received = await receiveFeed(database, seal, origin, submitter, stream, arrival)
  if (!('state' in received) || received.state !== 'received') return received
  const { feed } = received
  const same = (await sameBefore(database.read, feed)).find(isSame)
  if (same !== undefined && await putAway(database, origin, { feed, source: arrival.source, same: same.feed })) {
    return { feed, state: 'same', as: same }
  }
  await database.unaudited.transaction().execute((db) => askForWork({ db }, feed))
  return received
}

/** The feeds of the same file, kind and day that still say what they said; the newest first. */
async function sameBefore(db: Reader, feed: string): Promise<SameFeed[]> {
  const { rows } = await sql<SameFeed>`
    select e.id as feed, e.state, e.submitted_via as via, e.received_at as "receivedAt"
    from feed f join feed e on e.sha256 = f.sha256 and e.kind = f.kind and e.as_of = f.as_of and e.id < f.id and not e.trial
    where f.id = ${feed} and (e.state in ('received', 'ready', 'held') or (e.state = 'applied' and not exists (
      select from feed l where l.state = 'applied' and not l.said_nothing and l.applied_at > e.applied_at)))
    order by e.id desc`.execute(db)
  return rows
}

class AtWork extends Error {
  override readonly name = 'AtWork'
}

/** Files that the feed brings nothing; false where somebody is at it already. */
async function putAway(
  database: Database, origin: Origin, { feed, source, same }: { feed: string; source: string; same: string },
): Promise<boolean> {
  try {
    return await change(database, origin, async (tx) => {
      const taken = await tryToTakeFeed(tx.db, feed)
      if (taken === null || taken === 'atWork' || taken.state !== 'received' || taken.counts !== null) throw new AtWork()
      await sql`update feed set state = 'refused', refusal = ${JSON.stringify({ code: 'broughtAlready', feed: same })}::jsonb
        where id = ${feed}`.execute(tx.db)
      return { result: true, event: { code: 'feed.refused', detail: { feed, source, why: 'broughtAlready' } } }
    })
  } catch (fault) {
    if (fault instanceof AtWork) return false
    throw fault
  }
}
