import assert from 'node:assert/strict'
import { test } from 'node:test'
import { roleTable } from '../../test/law/role-table.ts'
import { ROLE_REFUSALS } from './central-roles.ts'
import type { RoleRefusal } from './central-roles.ts'

for (const { rule, act, when, does, answer } of roleTable) test(`${rule}, ${act}: ${when}`, () => assert.equal(does, answer))

test('the table shows every refusal that the law makes by itself', () => {
  const shown = new Set(roleTable.map(({ answer }) => answer.replace('refused ', '')))
  // What only the database can tell, and what the form says already.
  const others = new Set<RoleRefusal>(['notFound', 'otherRole', 'changedMeanwhile', 'endsBeforeStart', 'permanentWithoutReason'])
  for (const refusal of Object.keys(ROLE_REFUSALS) as RoleRefusal[]) assert.ok(shown.has(refusal) || others.has(refusal), refusal)
})
