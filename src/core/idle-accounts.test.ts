import assert from 'node:assert/strict'
import { test } from 'node:test'
import { idleNoticeAfter, whoMayBeDisabled } from './idle-accounts.ts'

test('people are told a fortnight before, and never before they were ever away', () => {
  assert.deepEqual([180, 30, 14, 1].map(idleNoticeAfter), [166, 16, 0, 0])
})

test('one central administrator is left: the one who was here last, where all were away', () => {
  assert.deepEqual(whoMayBeDisabled(['1', '2', '3'], ['2', '1']), ['1', '3'])
  assert.deepEqual(whoMayBeDisabled(['1', '2', '3'], ['2', '9']), ['1', '2', '3'])
  assert.deepEqual(whoMayBeDisabled(['2'], ['2']), [])
  assert.deepEqual(whoMayBeDisabled(['1'], []), ['1'])
})
