import assert from 'node:assert/strict'
import { test } from 'node:test'
import { postChange } from './post-changes.ts'
import type { Post } from './standing.ts'

const DAY = '2026-11-23'
const post = (more: Partial<Post> = {}): Post => ({
  id: '1', agency: '397210000A', kind: 'appointment', unit: '考訓科', title: '科員', staffCategory: '08', supervisorLevel: '', nature: '',
  from: '2020-01-01', to: null, ...more,
})

test('a post begins, ends, is withdrawn, or is described otherwise; what makes no difference on the day is nothing', () => {
  const change = (before: Post[], after: Post[]) => postChange('1', before, after, DAY)?.change ?? null
  assert.equal(change([], [post()]), 'begins')
  assert.equal(change([post({ from: '2026-12-01' })], [post()]), 'begins')
  assert.equal(change([post()], [post({ to: '2026-11-22' })]), 'ends')
  assert.equal(change([post()], []), 'withdrawn')
  assert.equal(change([post()], [post({ to: '2027-01-01' })]), null)
  assert.equal(change([post({ id: '2' })], [post({ id: '2', staffCategory: '01' })]), null)
  assert.deepEqual(postChange('1', [post()], [post({ staffCategory: '01', supervisorLevel: '3' })], DAY), {
    change: 'fields', post: post({ staffCategory: '01', supervisorLevel: '3' }),
    fields: [{ field: 'staffCategory', from: '08', to: '01' }, { field: 'supervisorLevel', from: '', to: '3' }],
  })
})
