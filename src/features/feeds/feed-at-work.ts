/** A feed as whoever works on it sees it, and how work on feeds takes turns. */
import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import type { Day } from '../../core/days.ts'
import type { HoldReason } from '../../core/feed-judging.ts'
import type { Change } from '../../store/change.ts'
import type { Reader } from '../../store/database.ts'

export type FeedKind = 'snapshot' | 'delta' | 'undo' | 'restructuring'
export type FeedState =
  'receiving' | 'received' | 'ready' | 'held' | 'applied' | 'refused' | 'rejected' | 'interrupted'

/** What a feed comes to. Joins, changes and ends count posts: begun, changed and going on, and held no more. */
export type FeedCounts = { newPersons: number; changedPersons: number; joins: number; changes: number; ends: number }

export type FeedAtWork = {
  id: string
  kind: FeedKind
  state: FeedState
  source: string
  sha256: Buffer | null
  asOf: Day
  atOnce: boolean
  trial: boolean
  rows: number
  rejectedRows: number
  submittedBy: string | null
  decidedBy: string | null
  baseId: string | null
  undoesId: string | null
  counts: FeedCounts | null
  heldFor: HoldReason[] | null
  renewedAt: Date | null
  eventId: string | null
}

/** A transaction. */
export type Statements = Change['db']

/** The feed of that number, or null. */
export async function findFeed(db: Reader, id: string): Promise<FeedAtWork | null> {
  const row = await db.selectFrom('feed').select([
    'id', 'kind', 'state', 'source', 'sha256', 'as_of as asOf', 'at_once as atOnce', 'trial', 'rows',
    'rejected_rows as rejectedRows', 'submitted_by as submittedBy', 'decided_by as decidedBy', 'base_id as baseId',
    'undoes_id as undoesId', 'counts', 'held_for as heldFor', 'renewed_at as renewedAt', 'event_id as eventId',
  ]).where('id', '=', id).executeTakeFirst()
  return (row as FeedAtWork | undefined) ?? null
}

/** The feed that was applied last, of those that had something to say; null before the first. */
export async function lastApplied(db: Reader): Promise<{ id: string; appliedAt: Date } | null> {
  const row = await db.selectFrom('feed').select(['id', 'applied_at as appliedAt'])
    .where('state', '=', 'applied').where('said_nothing', '=', false)
    .orderBy('applied_at', 'desc').limit(1).executeTakeFirst()
  return row === undefined ? null : { id: row.id, appliedAt: row.appliedAt! }
}

const lockOf = (id: string): RawBuilder<unknown> => sql`hashtextextended(${`feed ${id}`}, 0)`

/** One at a time works on a feed, until the transaction ends; whoever comes second sees what became of it. */
export async function takeFeed(db: Statements, id: string): Promise<FeedAtWork | null> {
  await sql`select pg_advisory_xact_lock(${lockOf(id)})`.execute(db)
  return findFeed(db, id)
}

/** The same for whoever cannot wait: `atWork` where somebody is at it. */
export async function tryToTakeFeed(db: Statements, id: string): Promise<FeedAtWork | null | 'atWork'> {
  const { rows: [row] } = await sql<{ taken: boolean }>`select pg_try_advisory_xact_lock(${lockOf(id)}) as taken`.execute(db)
  return row!.taken ? findFeed(db, id) : 'atWork'
}

/**
 * Has the statements of this transaction take their time: a nation's rows need more than a page may wait for, and more
 * memory than a page's statements.
 */
export async function takeTime(db: Statements): Promise<void> {
  await sql`select set_config('statement_timeout', '0', true), set_config('lock_timeout', '0', true),
    set_config('work_mem', '64MB', true)`.execute(db)
}

/** Has the database count what the tables hold, so that what comes next is planned by it. */
export async function countTables(db: Pick<Statements, 'getExecutor'>, ...tables: readonly string[]): Promise<void> {
  for (const table of tables) await sql`select count_table(${table}::regclass)`.execute(db)
}

/** Whether the feed says anything that is not known. */
export const saysSomething = (counts: FeedCounts): boolean => Object.values(counts).some((count) => count > 0)

/** Whether it is to be applied as soon as somebody works on it. */
export const isDue = ({ state, atOnce, trial, decidedBy }: Pick<FeedAtWork, 'state' | 'atOnce' | 'trial' | 'decidedBy'>): boolean =>
  !trial && ((state === 'ready' && (atOnce || decidedBy !== null)) || (state === 'held' && decidedBy !== null))
