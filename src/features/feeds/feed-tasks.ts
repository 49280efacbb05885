/** The jobs of feeds: going on with one, finding those that nobody goes on with, and forgetting rows that served their time. */
import { sql } from 'kysely'
import { dayInTaipei } from '../../core/days.ts'
import { processOrigin } from '../../store/change.ts'
import type { Database } from '../../store/database.ts'
import { isDatabaseAway } from '../../store/faults.ts'
import type { Task, Work } from '../../store/jobs.ts'
import { askForWork, WORK_ON_FEED } from './decide-feed.ts'
import { lastApplied, takeTime } from './feed-at-work.ts'
import { purgeRequests } from './feed-requests.ts'
import { giveUpFeed } from './give-up.ts'
import { GONE_AFTER_SECONDS } from './heartbeat.ts'
import { workOnFeed } from './pipeline.ts'

/** The jobs of this slice. */
export const feedTasks: readonly Task[] = [
  { name: WORK_ON_FEED, handle: goOn },
  { name: 'feeds.look-after', every: '* * * * *', handle: (_, { database }) => lookAfterFeeds(database) },
  { name: 'feeds.purge', every: '40 * * * *', handle: (_, { database }) => purgeFeeds(database) },
  { name: 'feeds.forget-requests', every: '50 3 * * *', handle: (_, { database }) => purgeRequests(database) },
]

/** Works on the feed that is named; one that fails as often as a job is tried is given up, where it can be seen. */
async function goOn(payload: unknown, { database, lastAttempt }: Work): Promise<void> {
  const { feed } = payload as { feed?: unknown }
  if (typeof feed !== 'string') throw new TypeError('not a feed')
  const origin = processOrigin(WORK_ON_FEED)
  try {
    await workOnFeed({ database, origin, today: dayInTaipei(new Date()) }, feed)
  } catch (error) {
    if (lastAttempt && !isDatabaseAway(error)) await giveUpFeed(database, origin, feed, 'failed')
    throw error
  }
}

/**
 * Whoever worked on a feed may have been killed, and the queue gives a job of a process that is gone to nobody else for hours:
 * feeds that wait for work, at which nobody was seen of late, and which no job is going to try again, are gone on with.
 */
export async function lookAfterFeeds({ unaudited }: Database): Promise<void> {
  const { rows } = await sql<{ id: string }>`
    select f.id from feed f
    where not f.trial and f.seen_at < now() - make_interval(secs => ${GONE_AFTER_SECONDS})
      and (f.state = 'received' or (f.state = 'ready' and f.at_once) or (f.state in ('ready', 'held') and f.decided_by is not null))
      and not exists (select from graphile_worker.jobs j
        where j.key = ${WORK_ON_FEED} || ' ' || f.id and j.locked_at is null and j.attempts < j.max_attempts)`.execute(unaudited)
  for (const { id } of rows) await unaudited.transaction().execute((db) => askForWork({ db }, id))
}

/** Leaves nothing of a dry run behind. */
export async function forgetTrial({ unaudited }: Database, feed: string): Promise<void> {
  await unaudited.transaction().execute(async (db) => {
    await takeTime(db)
    await db.deleteFrom('feed').where('id', '=', feed).where('trial', '=', true).execute()
  })
}

/** So long after it was last seen at work a dry run is no more, however it ended. */
const TRIAL_GONE_AFTER = '10 minutes'

/** Whoever has not mended rejected rows in a season has brought them by another file. */
const REJECTED_KEPT = '90 days'

/**
 * Deletes what nobody needs any more: a file's rows once it is decided, the difference once it cannot be undone, the rows that
 * were rejected and for long not mended, and dry runs that were cut off.
 */
export async function purgeFeeds({ unaudited }: Database): Promise<void> {
  await unaudited.transaction().execute(async (db) => {
    await takeTime(db)
    const last = (await lastApplied(db))?.id ?? null
    const over = sql`select id from feed where state in ('applied', 'rejected', 'refused', 'interrupted')`
    await sql`delete from feed_row where feed_id in (${over})`.execute(db)
    for (const table of ['feed_post', 'feed_person']) {
      await sql`delete from ${sql.table(table)} where feed_id in (${over}) and feed_id is distinct from ${last}`.execute(db)
    }
    await sql`delete from feed_fault where feed_id in (${over} and seen_at < now() - ${REJECTED_KEPT}::interval)`.execute(db)
    await sql`delete from feed where trial and seen_at < now() - ${TRIAL_GONE_AFTER}::interval`.execute(db)
  })
}
