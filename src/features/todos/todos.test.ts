import assert from 'node:assert/strict'
import { test } from 'node:test'
import { MOST_TODOS } from '../../web/todo.ts'
import { newestOf } from './routes.tsx'
import type { TodoItem } from '../../web/todo.ts'

const item = (at: number, kind = 'x'): TodoItem =>
  ({ kind, title: { 'zh-TW': '', en: '' }, href: '/manage', since: new Date(at) })

test('to-dos of all sources stand together, the newest first, and say when there may be more', () => {
  const { items, more } = newestOf([[item(3), item(1)], [], [item(2)]])
  assert.deepEqual(items.map(({ since }) => since.getTime()), [3, 2, 1])
  assert.equal(more, false)
  const full = Array.from({ length: MOST_TODOS }, (_, at) => item(at))
  assert.equal(newestOf([full]).more, true)
  const both = newestOf([full, [item(1000, 'newest')]])
  assert.equal(both.items.length, MOST_TODOS)
  assert.equal(both.items[0]!.kind, 'newest')
  assert.equal(both.more, true)
})
