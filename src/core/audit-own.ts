// What people do to their own accounts. A part of the catalogue of audit.ts.
import type { Entry } from './audit.ts'

export const ownEvents = {
  // 「不是我」. `signIn`: the number of the event that the person does not know of; `kept`: whether this session goes on;
  // `passkeys`: how many went that a stranger may have added or used.
  'account.sign-in-disowned': {
    subjects: ['person'], details: { signIn: 'text', sessions: 'number', passkeys: 'number', kept: 'yesNo' }, sensitivity: 'critical',
    sentence: {
      'zh-TW': '{person} 表示某次登入並非本人，已結束 {sessions} 個工作階段、停用原密碼並移除 {passkeys} 把通行密鑰（登入事件 {signIn}，保留本次：{kept}）',
      en: '{person} said that a sign-in was not theirs: {sessions} sessions were ended, the password barred and {passkeys} passkeys removed (sign-in event {signIn}, this one kept: {kept})',
    },
  },
  // Also when it was refused: guessing the password of somebody whose screen stands open is counted.
  'account.password-changed': {
    subjects: ['person'], details: { sessions: 'number' }, sensitivity: 'critical',
    sentence: {
      'zh-TW': '{person} 變更了密碼，其他 {sessions} 個工作階段隨即結束', en: '{person} changed the password, which ended {sessions} other sessions',
    },
  },
  // Refusals: `changed` (the text is another one by now), `already`, `ended`.
  'account.notice-agreed': {
    subjects: ['person'], details: { version: 'number', method: 'text' }, sensitivity: 'personal',
    sentence: {
      'zh-TW': '{person} 同意「重要訊息」第 {version} 版（登入方式：{method}）', en: '{person} agreed to the personal-data notice, version {version} (signed in by {method})',
    },
  },
  'account.display-set': {
    subjects: ['person'], details: { language: 'text', size: 'text' }, sensitivity: 'personal',
    sentence: {
      'zh-TW': '{person} 設定了語言與字級（{language}，{size}）', en: '{person} chose language and text size ({language}, {size})',
    },
  },
} as const satisfies Record<string, Entry>
