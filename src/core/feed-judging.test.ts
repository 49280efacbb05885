import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { judgeFeed, MOST_NAMED } from './feed-judging.ts'
import type { FeedFigures } from './feed-judging.ts'

const figures = (more: Partial<FeedFigures>): FeedFigures =>
  ({ asOf: '2026-11-23', openPosts: 700_000, cutShort: 0, withoutOfficer: [], lastSnapshot: null, central: { now: 2, left: 2 }, ...more })
const codes = (more: Partial<FeedFigures>): string[] => judgeFeed(figures(more)).map(({ code }) => code)

describe('whether a feed is held', () => {
  test('for more than two in a hundred posts, not for exactly as many', () => {
    assert.deepEqual(codes({ cutShort: 14_000 }), [])
    assert.deepEqual(judgeFeed(figures({ cutShort: 14_001 })), [{ code: 'cutsShort', cutShort: 14_001, openPosts: 700_000 }])
    assert.deepEqual(codes({ openPosts: 3, cutShort: 1 }), ['cutsShort'])
  })

  test('not for a first load, by which nobody loses anything', () => {
    assert.deepEqual(codes({ openPosts: 0 }), [])
  })

  test('for agencies that lose their last officer, of which it names the first and counts all', () => {
    const withoutOfficer = Array.from({ length: MOST_NAMED + 5 }, (_, n) => ({ agency: `A${String(n).padStart(9, '0')}`, officers: 1 }))
    const [reason, ...more] = judgeFeed(figures({ withoutOfficer }))
    assert.deepEqual(more, [])
    assert.ok(reason?.code === 'lastOfficers')
    assert.deepEqual([reason.count, reason.agencies.length, reason.agencies[0]], [MOST_NAMED + 5, MOST_NAMED, withoutOfficer[0]])
  })

  test('for a day before that of the last snapshot, not for the same day', () => {
    assert.deepEqual(codes({ lastSnapshot: '2026-11-23' }), [])
    assert.deepEqual(judgeFeed(figures({ lastSnapshot: '2026-11-24' })),
      [{ code: 'olderThanApplied', asOf: '2026-11-23', lastSnapshot: '2026-11-24' }])
  })

  test('for the last central administrator, not for one of two, and not where there was none', () => {
    assert.deepEqual(codes({ central: { now: 2, left: 1 } }), [])
    assert.deepEqual(codes({ central: { now: 0, left: 0 } }), [])
    assert.deepEqual(judgeFeed(figures({ central: { now: 2, left: 0 } })), [{ code: 'lastCentral', count: 2 }])
  })

  test('for all of it at once', () => {
    assert.deepEqual(codes({ cutShort: 20_000, withoutOfficer: [{ agency: '397210000A', officers: 2 }], lastSnapshot: '2027-01-01' }),
      ['cutsShort', 'lastOfficers', 'olderThanApplied'])
  })
})
