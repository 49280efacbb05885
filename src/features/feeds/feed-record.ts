// The row of a feed while its file comes: made before the first byte, seen every second, and closed when it will not arrive.
import { sql } from 'kysely'
import type { Day } from '../../core/days.ts'
import type { AuditEvent } from '../../core/audit.ts'
import type { FeedInterruption, FeedRefusal } from '../../core/feed-faults.ts'
import { maskNationalIdsIn } from '../../core/national-id.ts'
import { change, processOrigin } from '../../store/change.ts'
import type { Change, EventId, Origin } from '../../store/change.ts'
import type { Database } from '../../store/database.ts'
import type { Task } from '../../store/jobs.ts'

/** Who brings it. `via`: the page, the command or the program by which it comes. */
export type Submitter = { personId: string | null; via: string }

/** `source`: as the row has it, fit for events. `trial`: a dry run, which leaves no trace and so no event. */
export type NamedFeed = { feed: string; source: string; trial: boolean }

/** Writes what concerns a feed together with its event; `tell` tells people of it. */
export function file<R>(
  database: Pick<Database, 'unaudited'>, origin: Origin, { trial }: Pick<NamedFeed, 'trial'>,
  act: (tx: Pick<Change, 'db'>) => Promise<{ result: R; event: AuditEvent }>,
  tell: (tx: Change, event: EventId, result: R) => Promise<void> = async () => {},
): Promise<R> {
  if (trial) return database.unaudited.transaction().execute(async (db) => (await act({ db })).result)
  return change(database, origin, async (tx) => {
    const { result, event } = await act(tx)
    const recorded = await tx.record(event)
    await tell(tx, recorded, result)
    return { result, event: recorded }
  })
}

type Begun = { source: string; kind: 'snapshot' | 'delta'; asOf: Day; atOnce: boolean; trial?: boolean; totalBytes?: number | null }

// The database's own limits.
const LONGEST_SOURCE = 200
const LONGEST_VIA = 100

/** A name as it can stand in lists and events: people name files after people. */
const sayable = (text: string, longest: number): string =>
  maskNationalIdsIn(text.replace(/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]/gu, '').trim()).slice(0, longest).trim() || '—'

/** Makes the row and answers its number, with its name as it can be said. */
export function beginFeed(
  database: Database, origin: Origin, { personId, via }: Submitter, { source, kind, asOf, atOnce, trial = false, totalBytes = null }: Begun,
): Promise<NamedFeed> {
  const [named, by] = [sayable(source, LONGEST_SOURCE), sayable(via, LONGEST_VIA)]
  return file(database, origin, { trial }, async ({ db }) => {
    const { id: feed } = await db.insertInto('feed').values({
      kind, source: named, as_of: asOf, at_once: atOnce, trial, submitted_by: personId, submitted_via: by, stage: 'receive',
      total: totalBytes === null ? null : String(totalBytes),
    }).returning('id').executeTakeFirstOrThrow()
    return { result: { feed, source: named, trial }, event: { code: 'feed.begun', detail: { feed, source: named, kind, asOf, via: by, atOnce } } }
  })
}

/** Says how far it is, and by that, that somebody is still at it. */
export async function sayHowFar(
  { unaudited }: Database, feed: string, { bytes, totalBytes, rows }: { bytes: number; totalBytes: number | null; rows: number },
): Promise<void> {
  await sql`update feed set seen_at = now(), bytes = ${bytes}, done = ${bytes}, total = ${totalBytes}, rows = ${rows}
    where id = ${feed} and state = 'receiving'`.execute(unaudited)
}

/** Files that the file was turned away, and why. */
export function refuseFeed(database: Database, origin: Origin, named: NamedFeed, refusal: FeedRefusal): Promise<void> {
  const { feed, source } = named
  return file(database, origin, named, async ({ db }) => {
    await sql`update feed set state = 'refused', refusal = ${JSON.stringify(refusal)}::jsonb, stage = null, rows = 0, seen_at = now()
      where id = ${feed} and state = 'receiving'`.execute(db)
    return { result: undefined, event: { code: 'feed.refused', detail: { feed, source, why: refusal.code } } }
  })
}

/** Files that it did not arrive whole. */
export function interruptFeed(database: Database, origin: Origin, named: NamedFeed, why: FeedInterruption): Promise<void> {
  const { feed, source } = named
  return file(database, origin, named, async ({ db }) => {
    await sql`update feed set state = 'interrupted', refusal = ${JSON.stringify({ code: why })}::jsonb, stage = null, rows = 0
      where id = ${feed} and state = 'receiving'`.execute(db)
    return { result: undefined, event: { code: 'feed.interrupted', detail: { feed, source, why } } }
  })
}

// Whoever is at it says so every second. A machine that stood still for a moment must not lose its feed.
const GONE_MINUTES = 2

/**
 * Files as interrupted what nobody is at any more: whoever took it in was killed, or its database was away to the end. Nothing
 * of it was kept. Answers how many there were.
 */
export async function markInterrupted(database: Database, origin: Origin): Promise<number> {
  const { rows } = await sql<NamedFeed>`
    select id::text as feed, source, trial from feed
    where state = 'receiving' and seen_at < now() - make_interval(mins => ${GONE_MINUTES}) order by id`.execute(database.read)
  for (const gone of rows) await interruptFeed(database, origin, gone, 'stopped')
  return rows.length
}

/** Looks for them every minute, and so soon after a start. */
export const feedIntakeTasks: readonly Task[] = [
  { name: 'feeds.mark-interrupted', every: '* * * * *', handle: async (_, { database }) => void await markInterrupted(database, processOrigin('feeds')) },
]
