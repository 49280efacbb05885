// The row of a feed while its file comes: made before the first byte, seen every second, and closed when it will not arrive.
import { sql } from 'kysely'
import type { Day } from '../../core/days.ts'
import type { FeedInterruption, FeedRefusal } from '../../core/feed-faults.ts'
import { maskNationalIdsIn } from '../../core/national-id.ts'
import { change } from '../../store/change.ts'
import type { Origin } from '../../store/change.ts'
import type { Database } from '../../store/database.ts'

/** Who brings it. `via`: the page, the command or the program by which it comes. */
export type Submitter = { personId: string | null; via: string }

type Begun = { source: string; kind: 'snapshot' | 'delta'; asOf: Day; atOnce: boolean; totalBytes?: number | null }

// The database's own limits.
const LONGEST_SOURCE = 200
const LONGEST_VIA = 100

/** A name as it can stand in lists and events: people name files after people. */
const sayable = (text: string, longest: number): string =>
  maskNationalIdsIn(text.replace(/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]/gu, '').trim()).slice(0, longest).trim() || '—'

/** Makes the row and answers its number. */
export function beginFeed(
  database: Database, origin: Origin, { personId, via }: Submitter, { source, kind, asOf, atOnce, totalBytes = null }: Begun,
): Promise<string> {
  const [named, by] = [sayable(source, LONGEST_SOURCE), sayable(via, LONGEST_VIA)]
  return change(database, origin, async ({ db }) => {
    const { id: feed } = await db.insertInto('feed').values({
      kind, source: named, as_of: asOf, at_once: atOnce, submitted_by: personId, submitted_via: by, stage: 'receive',
      total: totalBytes === null ? null : String(totalBytes),
    }).returning('id').executeTakeFirstOrThrow()
    return { result: feed, event: { code: 'feed.begun', detail: { feed, source: named, kind, asOf, via: by, atOnce } } }
  })
}

/** Says how far it is, and by that, that somebody is still at it. */
export async function sayHowFar(
  { unaudited }: Database, feed: string, { bytes, totalBytes, rows }: { bytes: number; totalBytes: number | null; rows: number },
): Promise<void> {
  await sql`update feed set seen_at = now(), bytes = ${bytes}, done = ${bytes}, total = ${totalBytes}, rows = ${rows}
    where id = ${feed} and state = 'receiving'`.execute(unaudited)
}

type Named = { feed: string; source: string }

/** Files that the file was turned away, and why. */
export function refuseFeed(database: Database, origin: Origin, { feed, source }: Named, refusal: FeedRefusal): Promise<void> {
  return change(database, origin, async ({ db }) => {
    await sql`update feed set state = 'refused', refusal = ${JSON.stringify(refusal)}::jsonb, stage = null, rows = 0, seen_at = now()
      where id = ${feed} and state = 'receiving'`.execute(db)
    return { result: undefined, event: { code: 'feed.refused', detail: { feed, source: sayable(source, LONGEST_SOURCE), why: refusal.code } } }
  })
}

/** Files that it did not arrive whole. */
export function interruptFeed(database: Database, origin: Origin, { feed, source }: Named, why: FeedInterruption): Promise<void> {
  return change(database, origin, async ({ db }) => {
    await sql`update feed set state = 'interrupted', refusal = ${JSON.stringify({ code: why })}::jsonb, stage = null, rows = 0
      where id = ${feed} and state = 'receiving'`.execute(db)
    return { result: undefined, event: { code: 'feed.interrupted', detail: { feed, source: sayable(source, LONGEST_SOURCE), why } } }
  })
}
