import assert from 'node:assert/strict'
import { test } from 'node:test'
import { auditSentence } from './audit.ts'
import { detailTexts } from './audit-details.ts'
import type { AuditCode } from './audit.ts'

const says = (code: AuditCode, detail: object, language: 'zh-TW' | 'en' = 'zh-TW') =>
  auditSentence(code, language, { actor: '王', person: '吳', agency: '秘書處', application: 'A5', ...detailTexts(code, { ...detail }, language) })

test('an event’s details are told in words: ways, periods with their other values, numbers and lists', () => {
  const given = {
    way: 'hrSupervisor 397210000A', category: 'use', receiver: 'person', after: { from: '2026-11-01', to: null, reason: '代理', state: 'active' },
  }
  assert.equal(says('grant.given', given),
    '由 王（人事主管 397210000A）將 A5 的權限類別 use 於 秘書處 授予 吳（個人，115/11/01–無迄日、理由 代理、狀態 有效）')
  assert.match(says('grant.given', given, 'en'), /^王 \(personnel supervisor 397210000A\) .*2026-11-01–no end, reason: 代理/)
  assert.equal(says('session.ended', { why: 'x', sessions: 1200 }, 'en'), '1,200 sessions of 吳 were ended (x)')
  assert.match(says('people.searched', { criteria: ['name', 'state'], found: 3 }), /以 name、state 搜尋人員，找到 3 人/)
})

test('what people read every day is told in words, and a code that nobody knows stays one', () => {
  assert.equal(says('person.seen', { part: 'rights', asOf: '2026-11-01', way: 'central' }), '由 王（總處管理者）查看 吳 的資料（身分與權限，115/11/01）')
  assert.equal(says('admin.created', { role: 'central' }), '由 王 設定 吳 為 總處管理者')
  assert.match(says('admin.created', { role: 'auditor' }, 'en'), /auditor/)
  assert.match(says('admin.created', { role: 'constructor' }), /constructor/)
  assert.match(says('account.disabled', { why: 'byHand', reason: '疑似遭盜用', way: 'central' }), /停用 吳 的帳號（由管理者處理，疑似遭盜用）/)
  assert.equal(says('session.signed-in', { method: 'passkey' }, 'en'), '吳 signed in by passkey')
  assert.match(says('search.person-seen', { search: 'applications', asOf: '2026-11-01', ways: ['central', 'hrSupervisor 397210000A'] }),
    /總處管理者、人事主管 397210000A/)
})

test('what is not there, or of another shape, reads as a dash and breaks nothing', () => {
  assert.match(says('account.disabled', { why: null, way: '' }), /由 王（—）停用 吳 的帳號（—，—）/)
  assert.match(says('search.exported', { whole: false, asked: [], rows: 'x' }), /完整：否/)
})
