// How many things wait for somebody: the same questions as 「待辦事項」 asks, answered for the header of every page and kept with
// the session, so that a page costs none of them.
import { sql } from 'kysely'
import { withPatience } from '../../store/patience.ts'
import { MOST_UNREAD } from '../../web/actor.ts'
import type { Day } from '../../core/days.ts'
import type { Database, Reader } from '../../store/database.ts'
import type { PersonActor } from '../../web/actor.ts'
import type { TodoCounter, TodoItem, TodoSource } from '../../web/todo.ts'

/** What every source answers for this person. */
export function askSources(
  sources: readonly TodoSource<Reader>[], { read }: Database, actor: PersonActor, today: Day,
): Promise<TodoItem[][]> {
  return Promise.all(sources.map((source) => source(read, actor, today)))
}

/** Keeps with the session how many wait. */
export async function keepCount({ unaudited }: Database, session: string, count: number): Promise<number> {
  const kept = Math.min(count, MOST_UNREAD + 1)
  await unaudited.updateTable('session').set({ open_todos: kept, todos_counted_at: sql`now()` }).where('id', '=', session).execute()
  return kept
}

// How long a page that asked for something else waits for one statement of the count, and for all of them.
const STATEMENT_MILLISECONDS = 200
const MILLISECONDS = 400

/** How many wait by these sources, one asked after another on one connection; null where they take too long. */
function countInTime(
  database: Database, sources: readonly TodoSource<Reader>[], actor: PersonActor, today: Day,
): Promise<number | null> {
  const until = performance.now() + MILLISECONDS
  return withPatience(database, STATEMENT_MILLISECONDS, async (db) => {
    let n = 0
    for (const source of sources) {
      if (performance.now() > until) return null
      n += (await source(db, actor, today)).length
    }
    return n
  })
}

/** Counts by these sources. Where they take too long, what was counted last stands for another minute: no page waits for it. */
export function todoCounter(database: Database, sources: readonly TodoSource<Reader>[]): TodoCounter {
  return {
    count: async (actor, today) =>
      keepCount(database, actor.sessionId, await countInTime(database, sources, actor, today) ?? actor.openTodos),
    forget: async ({ sessionId }) => void await database.unaudited.updateTable('session').set({ todos_counted_at: null })
      .where('id', '=', sessionId).where('todos_counted_at', 'is not', null).execute(),
  }
}
