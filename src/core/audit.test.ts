import assert from 'node:assert/strict'
import { test } from 'node:test'
import { auditCatalogue, auditSentence, outcomeOf, sentenceNames } from './audit.ts'
import type { AuditCode, AuditEvent } from './audit.ts'

const codes = Object.keys(auditCatalogue) as AuditCode[]
const namesIn = (sentence: string): string[] => [...sentence.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!)

test('every code has the form that the database demands', () => {
  for (const code of codes) assert.match(code, /^[a-z]+(\.[a-z-]+)+$/)
})

test('every sentence uses only what its event has, and both languages tell the same', () => {
  for (const code of codes) {
    const { 'zh-TW': chinese, en } = auditCatalogue[code].sentence
    for (const name of namesIn(chinese + en)) assert.ok(sentenceNames(code).includes(name), `${code}: {${name}}`)
    assert.match(chinese, /\p{Script=Han}/u, code)
    assert.doesNotMatch(en, /\p{Script=Han}/u, code)
    assert.deepEqual(namesIn(chinese).toSorted(), namesIn(en).toSorted(), code)
  }
})

test('Chinese sentences have the punctuation of Chinese', () => {
  for (const code of codes) assert.doesNotMatch(auditCatalogue[code].sentence['zh-TW'], /[(),:;]/, code)
})

test('no detail is named like a subject, or holds what may never be recorded', () => {
  for (const code of codes) {
    for (const name of Object.keys(auditCatalogue[code].details)) {
      assert.ok(!['actor', 'person', 'agency', 'application', 'refusal'].includes(name), `${code}: ${name}`)
      assert.doesNotMatch(name, /password|token|secret|nationalId/i, `${code}: ${name}`)
    }
  }
})

test('a sentence is told with what is known, and a dash for what is not', () => {
  const values = { person: '吳', agency: '秘書處', constructor: 'x' }
  assert.equal(auditSentence('session.signed-out', 'zh-TW', values), '吳 登出')
  assert.equal(auditSentence('application.opened', 'en', values), '吳 opened — on behalf of 秘書處')
  assert.equal(auditSentence('session.signed-out', 'en', {}), '— signed out')
})

test('what is always a refusal is one; anything else was done unless the act refused it', () => {
  const failed: AuditEvent = { code: 'session.sign-in-failed', detail: { why: 'unknown', method: 'password', browser: '' } }
  const left: AuditEvent = { code: 'session.signed-out', person: '1' }
  assert.equal(outcomeOf(failed), 'refused')
  assert.equal(outcomeOf(left), 'done')
  assert.equal(outcomeOf({ ...left, outcome: 'refused' }), 'refused')
})
