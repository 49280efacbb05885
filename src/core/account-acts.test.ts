import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { accountFacts, accountTable } from '../../test/law/account-table.ts'
import { ACCOUNT_REFUSALS, decideAccountAct } from './account-acts.ts'
import type { AccountAct, AccountRefusal } from './account-acts.ts'

const ACTS: readonly AccountAct[] = [
  'disable', 'enable', 'endSessions', 'sendResetLink', 'printResetSlip', 'printActivationSlip', 'correctEmail', 'removeSecondFactor',
]

for (const { title, cases } of accountTable) {
  for (const { rule, act, when, does, answer } of cases) {
    test(`${title}, ${rule}, ${act}: ${when}`, () => assert.equal(does, answer))
  }
}

test('the table shows every refusal, each with its rule', () => {
  const cases = accountTable.flatMap((one) => one.cases).filter(({ answer }) => answer.startsWith('refused '))
  const shown = new Map(cases.map(({ answer, rule }) => [answer.slice('refused '.length), rule]))
  assert.deepEqual([...shown.keys()].toSorted(), Object.keys(ACCOUNT_REFUSALS).toSorted())
  for (const { answer, rule } of cases) assert.equal(rule, ACCOUNT_REFUSALS[answer.slice('refused '.length) as AccountRefusal], answer)
})

test('nobody acts on their own account, and nobody learns anything of an account beyond their reach', () => {
  const account = fc.constantFrom('pending' as const, 'active' as const, 'disabled' as const, null)
  const roles = fc.subarray(['central' as const, 'auditor' as const], { maxLength: 1 })
  const act = fc.constantFrom(...ACTS)
  fc.assert(fc.property(account, roles, fc.boolean(), act, (state, held, managesBeyond, one) => {
    const target = { account: state, roles: held, managesBeyond }
    assert.deepEqual(decideAccountAct(accountFacts({ ways: [], target }), one), { refused: 'notFound' })
    const self = decideAccountAct(accountFacts({ target: { ...target, person: '2' } }), one)
    assert.deepEqual(self, { refused: 'toSelf' })
  }))
})
