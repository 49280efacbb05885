/** The jobs of feeds: going on with one, finding those that nobody goes on with, and forgetting rows that served their time. */
import { sql } from 'kysely'
import { dayInTaipei } from '../../core/days.ts'
import { processOrigin } from '../../store/change.ts'
import type { Database } from '../../store/database.ts'
import type { Task } from '../../store/jobs.ts'
import { askForWork, WORK_ON_FEED } from './decide-feed.ts'
import { lastApplied, takeTime } from './feed-at-work.ts'
import { purgeRequests } from './feed-requests.ts'
import { GONE_AFTER_SECONDS } from './heartbeat.ts'
import { workOnFeed } from './pipeline.ts'

/** The jobs of this slice. */
export const feedTasks: readonly Task[] = [
  {
    name: WORK_ON_FEED,
    async handle(payload, { database }) {
      const { feed } = payload as { feed?: unknown }
      if (typeof feed !== 'string') throw new TypeError('not a feed')
      await workOnFeed({ database, origin: processOrigin(WORK_ON_FEED), today: dayInTaipei(new Date()) }, feed)
    },
  },
  { name: 'feeds.look-after', every: '* * * * *', handle: (_, { database }) => lookAfterFeeds(database) },
  { name: 'feeds.purge', every: '40 * * * *', handle: (_, { database }) => purgeFeeds(database) },
  { name: 'feeds.forget-requests', every: '50 3 * * *', handle: (_, { database }) => purgeRequests(database) },
]

/**
 * Whoever worked on a feed may have been killed, and the queue gives a job of a process that is gone to nobody else for hours:
 * feeds that wait for work and at which nobody was seen of late are gone on with.
 */
export async function lookAfterFeeds({ unaudited }: Database): Promise<void> {
  const { rows } = await sql<{ id: string }>`
    select id from feed
    where not trial and seen_at < now() - make_interval(secs => ${GONE_AFTER_SECONDS})
      and (state = 'received' or (state = 'ready' and at_once) or (state in ('ready', 'held') and decided_by is not null))`
    .execute(unaudited)
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

/**
 * Deletes what nobody needs any more: a file's rows once it is decided, the difference once it cannot be undone, and dry runs
 * that were cut off.
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
    await sql`delete from feed where trial and seen_at < now() - ${TRIAL_GONE_AFTER}::interval`.execute(db)
  })
}
