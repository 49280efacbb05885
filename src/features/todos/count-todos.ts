// How many things wait for somebody: the same questions as 「待辦事項」 asks, answered for the header of every page and kept with
// the session, so that a page costs none of them.
import { sql } from 'kysely'
import { isStatementTimeout } from '../../store/faults.ts'
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

/** Counts by these sources. Where they take too long, what was counted last stands for another minute: no page waits for it. */
export function todoCounter(database: Database, sources: readonly TodoSource<Reader>[]): TodoCounter {
  const count = async (actor: PersonActor, today: Day): Promise<number> => {
    try {
      return (await askSources(sources, database, actor, today)).flat().length
    } catch (error) {
      if (!isStatementTimeout(error)) throw error
      return actor.openTodos
    }
  }
  return {
    count: async (actor, today) => keepCount(database, actor.sessionId, await count(actor, today)),
    forget: async ({ sessionId }) => void await database.unaudited.updateTable('session').set({ todos_counted_at: null })
      .where('id', '=', sessionId).where('todos_counted_at', 'is not', null).execute(),
  }
}
