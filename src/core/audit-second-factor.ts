// What becomes of the second factor of an account (R-ACC-8). A part of the catalogue of audit.ts.
import type { Entry } from './audit.ts'

export const secondFactorEvents = {
  // The password was right, and no session is open yet.
  'session.second-factor-asked': {
    subjects: ['person'], details: { method: 'text', browser: 'text' }, sensitivity: 'personal',
    sentence: { 'zh-TW': '{person} 的密碼正確，待第二驗證（{method}）', en: 'The password of {person} was right, the second factor is to come ({method})' },
  },
  // Refusals: `wrong` (the code of the app), `late`, `already`.
  'account.second-factor-set-up': {
    subjects: ['person'], details: { codes: 'number' }, sensitivity: 'critical',
    sentence: {
      'zh-TW': '{person} 設定了第二驗證，產生 {codes} 組復原碼', en: '{person} set up a second factor with {codes} recovery codes',
    },
  },
  'account.recovery-codes-made': {
    subjects: ['person'], details: { codes: 'number' }, sensitivity: 'critical',
    sentence: { 'zh-TW': '{person} 重新產生 {codes} 組復原碼', en: '{person} made {codes} new recovery codes' },
  },
  'account.second-factor-removed': {
    subjects: ['person'], details: {}, sensitivity: 'critical',
    sentence: { 'zh-TW': '{person} 移除了第二驗證', en: '{person} removed the second factor' },
  },
} as const satisfies Record<string, Entry>
