import assert from 'node:assert/strict'
import { test } from 'node:test'
import { lostRights } from './lost.ts'
import type { ApplicationAnswer, Reason } from './reasons.ts'
import type { HeldStanding } from './standing.ts'

const post = {
  id: '1', agency: 'A', kind: 'appointment', unit: '', title: '科員', staffCategory: '', supervisorLevel: '', nature: '',
  from: '2026-01-01', to: null,
} as const

/** A right as `agency category until [grant]`; without a grant it is a birthright. */
function reason(text: string): Reason {
  const [agency = '', category = '', until = '', grant] = text.split(' ')
  const held: HeldStanding = { agency, standing: 'employee', marks: [], post }
  return {
    application: 'A4', category, agency, from: '2026-01-01', until: until === '-' ? null : until,
    ground: grant === undefined ? { by: 'birthright', needed: 'employee', held }
      : { by: 'grant', grant, receiver: { to: 'standing', standing: 'employee' }, held },
  }
}
const answer = (...rights: string[]): ApplicationAnswer[] =>
  [{ application: 'A4', reasons: rights.map(reason), missing: [] }]

for (const [what, before, now, lost] of [
  ['nothing changed', ['A use -'], ['A use -'], []],
  ['the only reason is gone', ['A use -'], [], ['A use']],
  ['one agency of two', ['A use -', 'B use -'], ['A use -'], ['B use']],
  ['one category of two', ['A use -', 'A admin -'], ['A use -'], ['A admin']],
  ['one of two reasons for the same right', ['A use -', 'A use - g1'], ['A use - g1'], []],
  ['two reasons for one right, both gone: named once', ['A use -', 'A use - g1'], [], ['A use']],
  ['another grant took its place', ['A use 2026-12-31 g1'], ['A use 2027-12-31 g2'], []],
  ['it ends earlier now, and holds today', ['A use 2027-12-31 g1'], ['A use 2026-12-31 g1'], []],
  ['only won', ['A use -'], ['A use -', 'B use -'], []],
  ['one lost for one won', ['A use -'], ['B use -'], ['A use']],
] as const) {
  test(what, () => {
    const rights = lostRights(answer(...before), answer(...now)).get('A4') ?? []
    assert.deepEqual(rights.map(({ agency, category }) => `${agency} ${category}`), [...lost])
  })
}

test('an application that the law does not know any more is lost', () => {
  assert.deepEqual([...lostRights(answer('A use -'), [])], [['A4', [{ agency: 'A', category: 'use' }]]])
})

test('each application for itself', () => {
  const before = [...answer('A use -'), { application: 'D6', reasons: [reason('A use -')], missing: [] }]
  assert.deepEqual([...lostRights(before, answer('A use -')).keys()], ['D6'])
})
