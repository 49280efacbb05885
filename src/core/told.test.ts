import assert from 'node:assert/strict'
import { test } from 'node:test'
import { tellerFacts, toldFacts, toldKinds, toldSentence, toldTitle } from './told-sentences.ts'
import type { Telling, Told } from './told.ts'

const names: Telling['names'] = {
  agencies: {
    '397000000A': { name: '高雄市政府', nameEn: 'Kaohsiung City Government' }, '397010000A': { name: '秘書處', nameEn: null },
  },
  applications: { A4: '調查表系統', A5: '填報系統' },
  categories: { 'A4 use': { name: '使用', nameEn: 'Use' } },
  groups: { survey: '調查小組' },
  persons: { 7: '吳小華' },
}
const teller: Telling['teller'] = { by: 'person', name: '王建國', office: 'hrSupervisor', agency: '397000000A' }
const dated = { from: '2026-11-23', to: '2026-12-31', reason: '業務需要' }
const duty = { ...dated, acting: '397000000A', served: '397010000A', applications: ['A4', 'A5'], note: '同意' }
/** The fields of each kind by the first word of its code. */
const FIELDS: Record<string, object> = {
  grant: { ...dated, agency: '397010000A', application: 'A4', category: 'use' },
  group: { ...dated, agency: '397010000A', group: 'survey' },
  delegation: { ...dated, agency: '397010000A' },
  email: { reason: '業務需要', email: 'w***@ecpa.example', hours: 24 },
  account: { reason: '業務需要' },
  idle: { reason: '業務需要', number: 166, day: '2026-12-07' },
  card: { agency: '397000000A', act: 'grant.given', person: '7', reason: '業務需要' },
  'sign-in': {
    unusual: ['browser', 'place', 'hour'], method: 'password', browser: 'chrome 131 windows', address: '203.0.113.*', reason: '業務需要',
  },
  record: { agency: '397010000A', field: 'title', reason: '業務需要' },
  role: { ...dated, role: 'auditor', note: '同意' },
  feed: { feed: '12', source: 'people.csv', asOf: '2026-11-23', joins: 3, changes: 2, ends: 1, reason: '業務需要' },
  move: {
    counts: { 'grant.suspended': 2, 'delegation.ended': 1 }, applications: ['A4'], agencies: ['397010000A'], decideBy: '2026-12-07',
    reason: '業務需要',
  },
  leaving: { reason: '業務需要', until: '2026-12-22' },
  review: { campaign: '年度檢視', due: '2026-12-31', number: 3, applications: ['A4'], reason: '業務需要' },
  restructuring: { agency: '397010000A', successor: '397000000A', day: '2027-01-01', reason: '組織調整' },
  duty,
  'duty-request': duty,
}
/** What somebody did themselves, or what followed by itself: the sentence names nobody. */
const OF_NOBODY: ReadonlySet<Told['kind']> = new Set([
  'account.activated', 'account.password-changed', 'account.password-chosen', 'email.proposed', 'email.changed', 'sign-in.unusual', 'card.bound', 'card.given-up',
  'account.passkey-added', 'account.passkey-removed', 'account.second-factor-set-up', 'account.recovery-codes-made',
  'account.recovery-code-used', 'account.second-factor-missed', 'account.second-factor-removed',
  'idle.warned', 'idle.disabled', 'account.way-spoiled',
])
const told = (kind: Told['kind'], fields: object = {}): Telling =>
  ({ told: { ...FIELDS[kind.split('.')[0]!], ...fields, kind } as Told, teller, names })

test('every kind has its sentence in both languages, filled in without a rest', () => {
  for (const kind of toldKinds) {
    const telling = told(kind)
    for (const text of [toldTitle(telling), toldSentence(telling)].flatMap(Object.values)) {
      assert.doesNotMatch(text, /[{}—]|「」|“”|undefined|null/, `${kind}: ${text}`)
    }
    // What follows from the record by itself is nobody's act.
    if (!OF_NOBODY.has(kind) && !('counts' in telling.told) && !('until' in telling.told) && !('campaign' in telling.told)) {
      assert.match(toldSentence(telling)['zh-TW'], /^高雄市政府人事主管王建國/, kind)
      assert.match(toldSentence(telling).en, /^王建國 \(personnel supervisor, Kaohsiung City Government\) [a-z]/, kind)
    }
    const shown = [...toldFacts(telling), ...tellerFacts(telling, new Date('2026-11-23T06:05:00Z'))]
    for (const term of [...('from' in telling.told ? ['有效期間'] : []), '理由', '辦理人員', '時間']) {
      assert.ok(shown.some((fact) => fact.term['zh-TW'] === term), `${kind} ${term}`)
    }
  }
})

test('it says to whom: the reader, a person, a group, all with a standing', () => {
  const says = (fields: object) => toldSentence(told('grant.given', fields))
  assert.match(says({})['zh-TW'], /授予您代表「秘書處」使用「A4 調查表系統」的「使用」權限。/)
  assert.match(says({ person: '7' }).en, /granted 吳小華 “Use” of A4 調查表系統 on behalf of 秘書處\./)
  assert.match(says({ group: 'survey' })['zh-TW'], /授予權限群組「調查小組」代表/)
  assert.match(says({ standing: 'hr' })['zh-TW'], /授予「秘書處」的人事人員代表/)
})

test('what nobody knows the name of stands for itself', () => {
  const nameless = { agencies: {}, applications: {}, categories: {}, groups: {}, persons: {} }
  const { 'zh-TW': text } = toldSentence({ ...told('grant.given'), names: nameless })
  assert.equal(text, '397000000A人事主管王建國授予您代表「397010000A」使用「A4」的「use」權限。')
})

test('without a person it was the system, or whoever held the agency’s card', () => {
  const by = (one: Telling['teller']) => toldSentence({ ...told('grant.suspended'), teller: one })['zh-TW']
  assert.match(by({ by: 'system', name: null, office: null, agency: null }), /^系統暫停了您/)
  assert.match(by({ by: 'agencyCard', name: null, office: null, agency: '397000000A' }), /^持高雄市政府機關憑證者暫停了您/)
})

test('what followed from the personnel record is told in numbers, with the applications, agencies and the last day', () => {
  const telling = told('move.own')
  assert.equal(toldSentence(telling)['zh-TW'], '因人事資料異動，您的 2 項應用系統授權暫停、1 項管理權限授權結束。')
  assert.equal(toldSentence(telling).en, 'The personnel record has changed: 2 application grants suspended, 1 delegation ended.')
  assert.deepEqual(toldFacts(telling).map(({ term, value }) => `${term.en}: ${value.en}`),
    ['Applications: A4 調查表系統', 'Agency: 秘書處 (397010000A)', 'To be confirmed by: 2026-12-07', 'Reason: 業務需要'])
})
