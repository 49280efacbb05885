// What becomes of ways into an account for one use. A part of the catalogue of audit.ts; opening one is an event of the act.
import type { Entry } from './audit.ts'

export const wayEvents = {
  // `why`: `unknown` (no such secret, or not open any more), `wrongPerson` (a slip's ID or birth date), `spoiled` (once too often),
  // `notActive`, `notPending`, `nameTaken`, `samePassword`.
  'account.way-refused': {
    subjects: [], details: { purpose: 'text', why: 'text' }, sensitivity: 'personal', always: 'refused',
    sentence: {
      'zh-TW': '一次性連結或單張未能使用（{purpose}，{why}，{person}）', en: 'A link or slip for one use was refused ({purpose}, {why}, {person})',
    },
  },
  // By a card whose person was found: what follows is chosen within half an hour.
  'account.card-accepted': {
    subjects: ['person'], details: { certificate: 'text' }, sensitivity: 'personal',
    sentence: {
      'zh-TW': '{person} 以自然人憑證開始啟用帳號（憑證 {certificate}）', en: '{person} began to activate the account by card (certificate {certificate})',
    },
  },
  'account.link-asked': {
    subjects: [], details: { purpose: 'text' }, sensitivity: 'personal',
    sentence: { 'zh-TW': '有人要求寄送 {person} 的一次性連結（{purpose}）', en: 'Somebody asked for a link for one use ({purpose}, {person})' },
  },
  'account.link-sent': {
    subjects: ['person'], details: { purpose: 'text' }, sensitivity: 'personal',
    sentence: { 'zh-TW': '一次性連結已寄給 {person}（{purpose}）', en: 'A link for one use was sent to {person} ({purpose})' },
  },
  // `why`: `notActive`, `notPending`, `noAccount`, `noAddress` (none was confirmed, or none is in the record), `enough` (within the hour).
  'account.link-not-sent': {
    subjects: ['person'], details: { purpose: 'text', why: 'text' }, sensitivity: 'personal', always: 'refused',
    sentence: { 'zh-TW': '未寄送 {person} 的一次性連結（{purpose}，{why}）', en: 'No link for one use was sent to {person} ({purpose}, {why})' },
  },
  // `by`: `link` or `slip`. `sessions`: how many ended.
  'account.password-chosen': {
    subjects: ['person'], details: { by: 'text', sessions: 'number' }, sensitivity: 'critical',
    sentence: {
      'zh-TW': '{person} 以一次性{by}設定新密碼，{sessions} 個工作階段已結束',
      en: '{person} chose a new password by a {by} for one use, and {sessions} sessions were ended',
    },
  },
} as const satisfies Record<string, Entry>
