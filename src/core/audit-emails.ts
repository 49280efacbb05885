// What happens to the mail address of an account. A part of the catalogue of audit.ts. `change` is the number of the change;
// the addresses stand with it, not here.
import type { Entry } from './audit.ts'

export const emailEvents = {
  // `own`: by the account's holder; otherwise a manager who corrects it, with the consent ticked or not (R-ACC-4).
  'account.email-proposed': {
    subjects: ['person'], details: { change: 'text', own: 'yesNo', consented: 'yesNo', way: 'text' }, sensitivity: 'critical',
    sentence: {
      'zh-TW': '由 {actor}（{way}）提出變更 {person} 的電子郵件（本人：{own}，已徵得同意：{consented}）',
      en: '{actor} ({way}) proposed another e-mail address of {person} (own: {own}, with consent: {consented})',
    },
  },
  'account.email-confirmed': {
    subjects: ['person'], details: { change: 'text' }, sensitivity: 'critical',
    sentence: { 'zh-TW': '{person} 的新電子郵件已確認', en: 'The new e-mail address of {person} was confirmed' },
  },
  'account.email-changed': {
    subjects: ['person'], details: { change: 'text' }, sensitivity: 'critical',
    sentence: { 'zh-TW': '{person} 的新電子郵件已生效', en: 'The new e-mail address of {person} took effect' },
  },
  // `why`: `byHand`, `replaced` by a later one, `expired` when that came, `notActive` at the end of its hold, or
  // `disowned`: effective, and taken away by 「不是我」.
  'account.email-withdrawn': {
    subjects: ['person'], details: { change: 'text', why: 'text', way: 'text' }, sensitivity: 'critical',
    sentence: {
      'zh-TW': '由 {actor}（{way}）撤回 {person} 的電子郵件變更（{why}）', en: '{actor} ({way}) took back the new e-mail address of {person} ({why})',
    },
  },
  'account.emails-expired': {
    subjects: [], details: { count: 'number' }, sensitivity: 'routine',
    sentence: { 'zh-TW': '{count} 筆電子郵件變更逾期未確認', en: '{count} new e-mail addresses were not confirmed in time' },
  },
} as const satisfies Record<string, Entry>
