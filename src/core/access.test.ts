import assert from 'node:assert/strict'
import { test } from 'node:test'
import { decisionTable } from '../../test/law/decision-table.ts'
import { linesOf } from '../../test/law/law-page.ts'
import { missingSentence, nearestSentence, reasonSentence } from './access-messages.ts'
import { decide } from './access.ts'
import { forEntries, forEntriesOfCard } from './claim.ts'
import type { PersonFacts } from './facts.ts'

for (const { rule, when, facts, asked, answer } of decisionTable) {
  test(`${rule}: ${when}`, () => {
    const [decided] = decide(facts, { application: 'A4', ...asked })
    assert.deepEqual(linesOf(decided!), answer)
  })
}

const factsWhen = (when: string): PersonFacts => decisionTable.find((one) => one.when === when)!.facts

test('what is asked about is all that is answered', () => {
  const facts = factsWhen('hr at the acting agency, held there by birth')
  const agenciesOf = (question: Parameters<typeof decide>[1]) =>
    decide(facts, question).flatMap(({ reasons }) => reasons.map(({ agency }) => agency))
  assert.deepEqual(agenciesOf({}), ['school', 'museum'])
  assert.deepEqual(agenciesOf({ agency: 'museum' }), ['museum'])
  assert.deepEqual(agenciesOf({ category: 'backoffice' }), [])
  assert.deepEqual(decide(facts, { application: 'ZZ' }), [])
})

test('the claim has one entry for each agency and way, with the last day', () => {
  const [decided] = decide(factsWhen('hr at the acting agency, held there by birth'))
  assert.deepEqual(forEntries(decided!.reasons), [
    { agency: 'school', categories: ['use'], by: 'birthright', until: null },
    { agency: 'museum', categories: ['use'], by: 'duty', duty: 'd', acting: 'school', until: '2027-06-30' },
  ])
  const [twice] = decide(factsWhen('two posts at one agency: two reasons, the strongest first, each until its post ends'))
  assert.deepEqual(forEntries(twice!.reasons), [{ agency: 'school', categories: ['use'], by: 'birthright', until: null }])
})

test('R-USE-6: a card opens the agency’s own business, where the application is open to cards', () => {
  const { tree, catalogue: [closed] } = factsWhen('hr ⊃ employee')
  const opened = { ...closed!, openToAgencyCard: true, categories: [
    { ...closed!.categories[0]!, derivedGroup: 'employee' as const },
    { ...closed!.categories[0]!, code: 'backoffice', derivedGroup: 'hr' as const },
  ] }
  assert.deepEqual(forEntriesOfCard(closed!, 'school', tree), [])
  assert.deepEqual(forEntriesOfCard(opened, 'school', tree),
    [{ agency: 'school', categories: ['backoffice'], by: 'agencyCard', until: null }])
  assert.deepEqual(forEntriesOfCard({ ...opened, agencyRoot: 'museum' }, 'school', tree), [])
  assert.deepEqual(forEntriesOfCard({ ...opened, inService: false }, 'school', tree), [])
  assert.deepEqual(forEntriesOfCard(opened, 'gone', tree), [])
})

test('the sentences name the post and the field, and who can give what is missing', () => {
  const [mine] = decide(factsWhen('an appointment in a unit named 人事室'))
  const naming = factsWhen('an appointment in a unit named 人事室')
  assert.deepEqual(reasonSentence(mine!.reasons[0]!, naming), {
    'zh-TW': '人事人員：school人事室（單位名稱含「人事」）',
    en: 'Personnel officer: school, 人事室 (the unit’s name contains 「人事」)',
  })
  const [other] = decide(factsWhen('an appointment with nature 5 makes no personnel officer'))
  assert.equal(nearestSentence(other!.missing, 'A4', naming)['zh-TW'],
    '需為「school」的人事人員，或由「school」、「ministry」、「office」的人事主管授予「使用」權限。')
})

test('every case can be said in both languages, and no sentence is empty or holds what is undefined', () => {
  for (const { facts, asked } of decisionTable) {
    for (const { application, reasons, missing } of decide(facts, asked)) {
      const said = [
        ...reasons.map((reason) => reasonSentence(reason, facts)),
        ...missing.map((one) => missingSentence(one, application, facts)),
        ...(missing.length > 0 ? [nearestSentence(missing, application, facts)] : []),
      ]
      for (const sentence of said) {
        for (const text of Object.values(sentence)) assert.match(text, /^(?!.*(undefined|null|\[object)).+$/)
      }
    }
  }
})
