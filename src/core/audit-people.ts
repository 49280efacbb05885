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
  // `on`: the day of the end, unless somebody signs in before.
  'account.idle-warned': {
    subjects: ['person'], details: { on: 'text' }, sensitivity: 'personal',
    sentence: { 'zh-TW': '已告知 {person}：久未登入，帳號將於 {on} 停用', en: '{person} was told that the account, long not signed in to, closes on {on}' },
  },
  'accounts.idle-looked-at': {
    subjects: [], details: { days: 'number' }, sensitivity: 'routine',
    sentence: { 'zh-TW': '檢視逾 {days} 日未登入的帳號', en: 'Accounts without a sign-in for {days} days were looked at' },
  },
  'accounts.traces-purged': {
    subjects: [], details: { passkeys: 'number', ways: 'number', emails: 'number' }, sensitivity: 'routine',
    sentence: {
      'zh-TW': '清除逾半年的紀錄：已移除的通行密鑰 {passkeys} 筆、已結束的連結與單張 {ways} 筆、已結束的電子郵件變更 {emails} 筆',
      en: 'Cleared away after half a year: {passkeys} removed passkeys, {ways} links and slips, {emails} changes of an e-mail address',
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
  // Roles at the centre (R-CEN-1). `assignment` names the role of the one person, `role` is `central` or `auditor`.
  'role.proposed': {
    subjects: ['person'], details: { assignment: 'text', role: 'text', after: 'values', way: 'text' }, sensitivity: 'critical',
    sentence: {
      'zh-TW': '由 {actor}（{way}）提出設定 {person} 為 {role}（{after}），待另一位總處管理者同意',
      en: '{actor} ({way}) proposed to make {person} {role} ({after}), which waits for a second administrator',
    },
  },
  'role.given': {
    subjects: ['person'], sensitivity: 'critical',
    details: { assignment: 'text', role: 'text', before: 'values', after: 'values', way: 'text' },
    sentence: {
      'zh-TW': '由 {actor}（{way}）同意設定 {person} 為 {role}（由 {before} 改為 {after}）',
      en: '{actor} ({way}) agreed to making {person} {role} ({before} to {after})',
    },
  },
  'role.declined': {
    subjects: ['person'], sensitivity: 'critical',
    details: { assignment: 'text', role: 'text', before: 'values', withdrawn: 'yesNo', note: 'text', way: 'text' },
    sentence: {
      'zh-TW': '由 {actor}（{way}）不同意設定 {person} 為 {role}（{before}，{note}，撤回：{withdrawn}）',
      en: '{actor} ({way}) did not agree to making {person} {role} ({before}, {note}; withdrawn: {withdrawn})',
    },
  },
  'role.ending-proposed': {
    subjects: ['person'], details: { assignment: 'text', role: 'text', before: 'values', reason: 'text', way: 'text' },
    sensitivity: 'critical',
    sentence: {
      'zh-TW': '由 {actor}（{way}）提出結束 {person} 的 {role} 角色（{before}，{reason}），待另一位總處管理者同意',
      en: '{actor} ({way}) proposed to end the role {role} of {person} ({before}, {reason}), which waits for a second administrator',
    },
  },
  'role.kept': {
    subjects: ['person'], sensitivity: 'critical',
    details: { assignment: 'text', role: 'text', before: 'values', withdrawn: 'yesNo', note: 'text', way: 'text' },
    sentence: {
      'zh-TW': '由 {actor}（{way}）不同意結束 {person} 的 {role} 角色（{before}，{note}，撤回：{withdrawn}）',
      en: '{actor} ({way}) did not agree to ending the role {role} of {person} ({before}, {note}; withdrawn: {withdrawn})',
    },
  },
  'role.ended': {
    subjects: ['person'], details: { assignment: 'text', role: 'text', before: 'values', reason: 'text', way: 'text' },
    sensitivity: 'critical',
    sentence: {
      'zh-TW': '由 {actor}（{way}）結束 {person} 的 {role} 角色（{before}，{reason}）',
      en: '{actor} ({way}) ended the role {role} of {person} ({before}, {reason})',
    },
  },
  // 「資料有誤」. `report` is its number; what was written stands with it, not here.
  'record.reported': {
    subjects: ['person'], details: { report: 'text', field: 'text' }, sensitivity: 'personal',
    sentence: {
      'zh-TW': '{person} 向 {agency} 反映人事資料有誤（{field}）', en: '{person} told {agency} that the record is wrong ({field})',
    },
  },
  'record.report-answered': {
    subjects: ['person', 'agency'], details: { report: 'text', field: 'text', answer: 'text', way: 'text' }, sensitivity: 'personal',
    sentence: {
      'zh-TW': '由 {actor}（{way}）代表 {agency} 答覆 {person} 反映的人事資料（{field}，{answer}）',
      en: '{actor} ({way}) answered for {agency} what {person} told of the record ({field}, {answer})',
    },
  },
  'record.report-withdrawn': {
    subjects: ['person', 'agency'], details: { report: 'text', field: 'text' }, sensitivity: 'personal',
    sentence: {
      'zh-TW': '{person} 撤回向 {agency} 反映的人事資料（{field}）', en: '{person} took back what was told to {agency} of the record ({field})',
    },
  },
} as const satisfies Record<string, Entry>
