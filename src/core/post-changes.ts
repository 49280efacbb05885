// How a post that a right rests on differs between what was and what would be: which post, and which of its fields.
import { periodHolds } from './days.ts'
import type { Day } from './days.ts'
import type { Post } from './standing.ts'

/** The fields that make a standing (R-STD-1, 2). */
export type StandingField = 'staffCategory' | 'supervisorLevel' | 'nature'
const FIELDS: readonly StandingField[] = ['staffCategory', 'supervisorLevel', 'nature']

/**
 * `begins`: not held before; `ends`: held no more, `to` being its last day then; `withdrawn`: as if it had never been; `fields`:
 * held all the same, and described otherwise.
 */
export type PostChange =
  | { change: 'begins'; post: Post }
  | { change: 'ends'; post: Post; to: Day | null }
  | { change: 'withdrawn'; post: Post }
  | { change: 'fields'; post: Post; fields: { field: StandingField; from: string; to: string }[] }

/** What happens to the post on the day; null where nothing of it makes a difference. */
export function postChange(id: string, before: readonly Post[], after: readonly Post[], day: Day): PostChange | null {
  const was = before.find((post) => post.id === id && periodHolds(post, day))
  const is = after.find((post) => post.id === id && periodHolds(post, day))
  if (was === undefined) return is === undefined ? null : { change: 'begins', post: is }
  if (is === undefined) {
    const other = after.find((post) => post.id === id)
    return other === undefined ? { change: 'withdrawn', post: was } : { change: 'ends', post: was, to: other.to }
  }
  const fields = FIELDS.filter((field) => was[field] !== is[field]).map((field) => ({ field, from: was[field], to: is[field] }))
  return fields.length === 0 ? null : { change: 'fields', post: is, fields }
}
