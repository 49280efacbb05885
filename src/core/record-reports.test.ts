import assert from 'node:assert/strict'
import { test } from 'node:test'
import { TREE } from '../../test/law/granting-table.ts'
import { decideAnswering, decideReporting, decideWithdrawing, MOST_OPEN_REPORTS, MOST_REPORTS_A_DAY } from './record-reports.ts'
import type { Answerer, ReportAnswer, ReportState } from './record-reports.ts'
import type { ManagementWay } from './scope.ts'

const card: ManagementWay = { way: 'agencyCard', agency: 'office' }
const centre: ManagementWay = { way: 'central', role: 'r', until: null }
const actor = (over: Partial<Answerer> = {}): Answerer => ({ person: '2', authority: { ways: [] }, offices: [], ...over })
const answers = (who: Answerer, { state = 'open', answer = 'corrected', note = '' }: { state?: ReportState; answer?: ReportAnswer; note?: string } = {}) =>
  decideAnswering(who, { person: '1', agency: 'school', state }, { answer, note }, TREE)

test('one reports one’s own posts, to the agency of the post, so many at once and so many a day', () => {
  const posts = [{ id: '1', agency: 'school' }, { id: '2', agency: 'museum' }]
  assert.deepEqual(decideReporting({ posts, open: 0, lately: 0 }, '2'), { agency: 'museum' })
  assert.deepEqual(decideReporting({ posts, open: 0, lately: 0 }, '3'), { refused: 'postNotTheirs' })
  assert.deepEqual(decideReporting({ posts, open: MOST_OPEN_REPORTS, lately: MOST_OPEN_REPORTS }, '1'), { refused: 'tooMany' })
  assert.deepEqual(decideReporting({ posts, open: 0, lately: MOST_REPORTS_A_DAY }, '1'), { refused: 'manyToday' })
})

test('the officers of the agency and those who manage it answer, nobody their own, and each once', () => {
  assert.deepEqual(answers(actor({ offices: ['school'] })), { way: 'hr school' })
  assert.deepEqual(answers(actor({ authority: { ways: [centre] } })), { way: 'central' })
  assert.deepEqual(answers(actor({ offices: ['museum'] })), { refused: 'notFound' })
  assert.deepEqual(answers(actor({ person: null, authority: { ways: [card] } })), { refused: 'noHolder' })
  assert.deepEqual(answers(actor({ person: '1', offices: ['school'] })), { refused: 'ownReport' })
  for (const state of ['corrected', 'correct', 'withdrawn'] as const) {
    assert.deepEqual(answers(actor({ offices: ['school'] }), { state }), { refused: 'closed' })
    assert.deepEqual(decideWithdrawing('1', { person: '1', agency: 'school', state }), { refused: 'closed' })
  }
  assert.deepEqual(answers(actor({ offices: ['school'] }), { answer: 'correct' }), { refused: 'noteMissing' })
  assert.deepEqual(decideWithdrawing('1', { person: '1', agency: 'school', state: 'open' }), { withdrawn: true })
  assert.deepEqual(decideWithdrawing('2', { person: '1', agency: 'school', state: 'open' }), { refused: 'notFound' })
})
