import assert from 'node:assert/strict'
import { test } from 'node:test'
import { facts, grantingTable } from '../../test/law/granting-table.ts'
import { addDays } from './days.ts'
import { conditionOf, decideGiving, GRANT_REFUSALS, lastDayToDecide } from './granting.ts'
import type { StandingGrant } from './granting.ts'

for (const { title, cases } of grantingTable) {
  for (const { rule, when, does, answer } of cases) {
    test(`${title}, ${rule}: ${when}`, () => assert.equal(does, answer))
  }
}

test('the table shows every refusal that the law makes by itself', () => {
  const shown = new Set(grantingTable.flatMap(({ cases }) => cases).map(({ answer }) => answer.replace('refused ', '')))
  // What only the database can tell.
  const others = new Set(['overlaps', 'changedMeanwhile'])
  for (const refusal of Object.keys(GRANT_REFUSALS)) {
    assert.ok(shown.has(refusal) || others.has(refusal), `no case of ${refusal}`)
  }
})

test('a refusal names the rule that the table names', () => {
  for (const { rule, answer } of grantingTable.flatMap(({ cases }) => cases)) {
    if (!answer.startsWith('refused ')) continue
    const named = GRANT_REFUSALS[answer.slice('refused '.length) as keyof typeof GRANT_REFUSALS]
    assert.equal(named, rule, answer)
  }
})

test('a grant is one thing on each day, and gives only while it is active', () => {
  const grant: Pick<StandingGrant, 'state' | 'from' | 'to' | 'since'> =
    { state: 'active', from: '2026-11-01', to: '2027-01-31', since: '2026-10-20' }
  const on = (day: string, over: Partial<typeof grant> = {}) => conditionOf({ ...grant, ...over }, day)
  assert.deepEqual([on('2026-10-31'), on('2026-11-01'), on('2027-01-31'), on('2027-02-01')],
    ['notBegun', 'active', 'endsSoon', 'over'])
  assert.equal(on('2026-11-05', { to: null }), 'active')
  for (const state of ['suspended', 'proposed'] as const) {
    const last = lastDayToDecide('2026-11-10')
    assert.equal(on(last, { state, since: '2026-11-10' }), state)
    assert.equal(on(addDays(last, 1), { state, since: '2026-11-10' }), 'lapsed')
    assert.equal(on('2027-02-01', { state, since: '2026-11-10' }), 'over')
  }
  assert.equal(on('2026-11-05', { state: 'ended' }), 'ended')
})

test('who is told no is not told of agencies that are not theirs: the same for what is there and what is not', () => {
  const wish = { category: 'nothing', from: '2020-01-01', to: '2019-01-01', reason: null, post: '77' }
  for (const agency of ['museum', 'gone', 'nowhere']) {
    assert.deepEqual(decideGiving(facts({ agency }), wish), { refused: 'agencyNotManaged' })
  }
})
