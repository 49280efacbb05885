import type { Day } from '../core/days.ts'
import type { PersonActor } from './actor.ts'
import type { Language } from './language.ts'
import type { LocalPath } from './reply.ts'

/** One thing that waits for somebody: what, where it is done, since when. */
export type TodoItem = {
  /** Words that name the kind for programs and tests, `grant.proposed`. */
  kind: string
  /** What is waited for. */
  title: Record<Language, string>
  /** What tells it from others of its kind: whom or what it is about. */
  detail?: Record<Language, string>
  /** For which agency. */
  agency?: { code: string; name: string }
  /** Where it is done: here, or at an application. */
  href: LocalPath | `http${'' | 's'}://${string}`
  since: Date
}

/** How many a source answers at most, its newest: more than anybody clears in a sitting. */
export const MOST_TODOS = 50

/** Counts what waits for somebody, for the header of every page. */
export type TodoCounter = {
  /** Counts anew, and keeps it with the session (`MOST_UNREAD` + 1 at most). */
  count: (actor: PersonActor, today: Day) => Promise<number>
  /** Their session has changed something: the next page counts anew. */
  forget: (actor: PersonActor) => Promise<void>
}

/**
 * Where to-dos come from: a slice's question to the database (`Db` is the store's `Reader`). It asks by the actor's own
 * authority, and answers `MOST_TODOS` at most, newest first.
 */
export type TodoSource<Db> = (db: Db, actor: PersonActor, today: Day) => Promise<TodoItem[]>
