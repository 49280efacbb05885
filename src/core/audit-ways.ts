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
  // `by`: `link` or `slip`. `sessions`: how many ended.
  'account.password-chosen': {
    subjects: ['person'], details: { by: 'text', sessions: 'number' }, sensitivity: 'critical',
    sentence: {
      'zh-TW': '{person} 以一次性{by}設定新密碼，{sessions} 個工作階段已結束',
      en: '{person} chose a new password by a {by} for one use, and {sessions} sessions were ended',
    },
  },
} as const satisfies Record<string, Entry>
