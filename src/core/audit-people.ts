// What happens on 「員工管理」, and to people's accounts. A part of the catalogue of audit.ts.
import type { Entry } from './audit.ts'

export const peopleEvents = {
  // `part`: which page of the person; one event a view.
  'person.seen': {
    subjects: ['person'], details: { part: 'text', asOf: 'text', way: 'text' }, sensitivity: 'personal',
    sentence: {
      'zh-TW': '由 {actor}（{way}）查看 {person} 的資料（{part}，{asOf}）', en: '{actor} ({way}) looked at {person} ({part}, {asOf})',
    },
  },
  'person.id-revealed': {
    subjects: ['person'], details: { reason: 'text', way: 'text' }, sensitivity: 'critical',
    sentence: {
      'zh-TW': '由 {actor}（{way}）顯示 {person} 的身分證號（{reason}）',
      en: '{actor} ({way}) was shown the national ID of {person} ({reason})',
    },
  },
  // `why`: `byHand`, or the rule: `noPost` (R-STD-3), `idle` (R-ACC-7). `reason`: the words of whoever did it.
  'account.disabled': {
    subjects: ['person'], details: { why: 'text', reason: 'text', way: 'text' }, sensitivity: 'critical',
    sentence: {
      'zh-TW': '由 {actor}（{way}）停用 {person} 的帳號（{why}，{reason}）',
      en: '{actor} ({way}) disabled the account of {person} ({why}, {reason})',
    },
  },
  'account.enabled': {
    subjects: ['person'], details: { reason: 'text', way: 'text' }, sensitivity: 'critical',
    sentence: {
      'zh-TW': '由 {actor}（{way}）恢復啟用 {person} 的帳號（{reason}）',
      en: '{actor} ({way}) enabled the account of {person} again ({reason})',
    },
  },
  'account.sessions-ended': {
    subjects: ['person'], details: { sessions: 'number', reason: 'text', way: 'text' }, sensitivity: 'critical',
    sentence: {
      'zh-TW': '由 {actor}（{way}）結束 {person} 的 {sessions} 個工作階段（{reason}）',
      en: '{actor} ({way}) ended {sessions} sessions of {person} ({reason})',
    },
  },
} as const satisfies Record<string, Entry>
