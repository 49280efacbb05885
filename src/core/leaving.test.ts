import assert from 'node:assert/strict'
import { test } from 'node:test'
import { accountClosesOn } from './leaving.ts'

test('R-STD-3: an account closes after 30 days without a post, and never within a week of its being known', () => {
  for (const [left, known, closes] of [
    ['2026-07-01', '2026-07-01', '2026-07-31'],
    // Known beforehand, known late, and known so late that the days are over.
    ['2026-07-01', '2026-03-01', '2026-07-31'], ['2026-07-01', '2026-07-24', '2026-07-31'], ['2026-07-01', '2026-07-25', '2026-08-01'],
    ['2025-01-01', '2026-07-25', '2026-08-01'],
  ] as const) assert.equal(accountClosesOn({ left, known }), closes, `${left} ${known}`)
})
