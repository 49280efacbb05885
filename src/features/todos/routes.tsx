import { page } from '../../web/reply.ts'
import { route } from '../../web/route.ts'
import { MOST_TODOS } from '../../web/todo.ts'
import { askSources, keepCount } from './count-todos.ts'
import { TodoPage } from './todo-page.tsx'
import type { Database, Reader } from '../../store/database.ts'
import type { Route } from '../../web/route.ts'
import type { TodoItem, TodoSource } from '../../web/todo.ts'

/** The newest of all sources together, and whether there may be more. */
export function newestOf(found: readonly (readonly TodoItem[])[]): { items: TodoItem[]; more: boolean } {
  const all = found.flat().toSorted((a, b) => b.since.getTime() - a.since.getTime())
  return { items: all.slice(0, MOST_TODOS), more: all.length > MOST_TODOS || found.some((one) => one.length >= MOST_TODOS) }
}

/** 「待辦事項」, drawn from the sources that the slices offer. */
export function todoRoutes({ database, sources }: { database: Database; sources: readonly TodoSource<Reader>[] }): Route[] {
  return [
    route({
      method: 'GET',
      path: '/todo',
      act: 'person',
      countsTodos: true,
      handle: async (request) => {
        const { actor, today } = request
        const found = await askSources(sources, database, actor, today)
        // The header says what the page does, also where something has come or gone in the last minute.
        const openTodos = await keepCount(database, actor.sessionId, found.flat().length)
        return page(<TodoPage request={{ ...request, actor: { ...actor, openTodos } }} {...newestOf(found)} />)
      },
    }),
  ]
}
