/**
 * What becomes of a feed after it was received, as one list of stages. Each is a transaction that is done or not done, and
 * leaves a state in which the next is known; whoever is killed between or within them leaves a feed that anybody can go on
 * with. So the command line does it at once, and a job for everybody else.
 */
import type { Day } from '../../core/days.ts'
import type { Origin } from '../../store/change.ts'
import type { Database } from '../../store/database.ts'
import { applyNow } from './apply-now.ts'
import { compareAndJudge } from './compare-and-judge.ts'
import type { StepProgress } from './compare-feed.ts'
import { findFeed, isDue, takeFeed, takeTime } from './feed-at-work.ts'
import type { FeedAtWork, FeedCounts } from './feed-at-work.ts'
import { file } from './feed-record.ts'
import { startHeartbeat } from './heartbeat.ts'
import type { Far, WorkStage } from './heartbeat.ts'
import { Overtaken } from './overtaken.ts'
import { previewFeed } from './preview-feed.ts'
import { tellHeld } from './tell-feed.ts'

export type FeedWork = {
  database: Database
  /** Of the job or command that does it. */
  origin: Origin
  today: Day
  /** Is told how far it is. */
  told?: (far: Far) => void
}

type Stage = {
  name: WorkStage
  /** Whether this is what the feed waits for. */
  isNext: (feed: FeedAtWork) => boolean
  run: (work: FeedWork, feed: FeedAtWork, progress: StepProgress) => Promise<void>
}

/** In this order; a feed that waits for none of them waits for somebody, or for nothing any more. */
const STAGES: readonly Stage[] = [
  { name: 'compare', isNext: ({ state, counts }) => state === 'received' && counts === null, run: compare },
  { name: 'preview', isNext: ({ state, counts }) => state === 'received' && counts !== null, run: conclude },
  { name: 'apply', isNext: isDue, run: applyNow },
]

/** Goes on with the feed as far as it goes by itself, and answers what it is then; null: there is none of that number. */
export async function workOnFeed(work: FeedWork, id: string): Promise<FeedAtWork | null> {
  const heartbeat = startHeartbeat(work.database, id, work.told ?? (() => {}))
  try {
    for (;;) {
      const feed = await findFeed(work.database.read, id)
      const stage = feed === null ? undefined : STAGES.find(({ isNext }) => isNext(feed))
      if (stage === undefined) return feed
      heartbeat.say({ stage: stage.name, done: 0, total: 1 })
      // Who was overtaken looks again: somebody else has gone on with it.
      await stage.run(work, feed!, (done, total) => heartbeat.say({ stage: stage.name, done, total }))
        .catch((error: unknown) => { if (!(error instanceof Overtaken)) throw error })
    }
  } finally {
    await heartbeat.end()
  }
}

/** Compares and judges, in one transaction. */
async function compare({ database }: FeedWork, { id }: FeedAtWork, progress: StepProgress): Promise<void> {
  await database.unaudited.transaction().execute(async (db) => {
    await takeTime(db)
    const feed = await takeFeed(db, id)
    if (feed === null || feed.state !== 'received' || feed.counts !== null) throw new Overtaken()
    await compareAndJudge(db, feed, progress)
  })
}

// A tenth of a nation: no day has as many, and a first load has many more.
const MANY_POSTS = 100_000

/**
 * Whether anybody is going to look at what the feed would do. A load of a nation that goes on by itself, for it takes nothing
 * from anybody, would wait for its preview longer than for all else.
 */
const isDecidedUpon = ({ atOnce, trial, heldFor }: FeedAtWork, { joins, changes, ends }: FeedCounts): boolean =>
  trial || !atOnce || heldFor !== null || joins + changes + ends < MANY_POSTS

/** Draws the preview, and says whether the feed is ready or held. */
async function conclude({ database, origin, today }: FeedWork, { id: feed, trial, source }: FeedAtWork): Promise<void> {
  await file(database, origin, { trial }, async ({ db }) => {
    await takeTime(db)
    const judged = await takeFeed(db, feed)
    if (judged === null || judged.state !== 'received' || judged.counts === null) throw new Overtaken()
    if (isDecidedUpon(judged, judged.counts)) await previewFeed({ db }, feed, today)
    const { heldFor, counts: { joins, changes, ends } } = judged
    await db.updateTable('feed').set({ state: heldFor === null ? 'ready' : 'held' }).where('id', '=', feed).execute()
    return { result: judged, event: {
      code: 'feed.judged', detail: { feed, source, joins, changes, ends, heldFor: (heldFor ?? []).map(({ code }) => code) },
    } }
  }, async (tx, event, judged) => {
    if (judged.heldFor !== null) await tellHeld(tx, event, judged, today)
  })
}
