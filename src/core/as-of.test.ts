import assert from 'node:assert/strict'
import { test } from 'node:test'
import { asOf } from './as-of.ts'

test('R-DAY-2: today and later as known now, a past day as known at its end in Taipei', () => {
  assert.deepEqual(asOf('2026-11-23', '2026-11-23'), { day: '2026-11-23', known: 'now' })
  assert.deepEqual(asOf('2027-01-01', '2026-11-23'), { day: '2027-01-01', known: 'now' })
  assert.deepEqual(asOf('2026-11-22', '2026-11-23'), { day: '2026-11-22', known: new Date('2026-11-22T16:00:00Z') })
})
