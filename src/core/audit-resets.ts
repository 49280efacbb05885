// What managers do on 「重設員工密碼」 and 「校正員工Email」, but for the changes of addresses (audit-emails.ts). A part of the
// catalogue of audit.ts. No event holds what was mailed or printed.
import type { Entry } from './audit.ts'

export const resetEvents = {
  // Somebody was looked up by national ID: `list` is the page, `found` whether there is such a person within the scope.
  'account.looked-up': {
    subjects: [], details: { list: 'text', found: 'yesNo', ways: 'list' }, sensitivity: 'personal',
    sentence: {
      'zh-TW': '由 {actor} 以身分證號查詢 {person} 的帳號（{list}，在管理範圍內：{found}，{ways}）',
      en: '{actor} looked up the account of {person} by national ID ({list}, within the scope: {found}, {ways})',
    },
  },
  'account.reset-link-sent': {
    subjects: ['person'], details: { way: 'text' }, sensitivity: 'critical',
    sentence: {
      'zh-TW': '由 {actor}（{way}）寄送重設密碼的連結給 {person}', en: '{actor} ({way}) sent {person} a link to choose a new password',
    },
  },
  'account.reset-slip-printed': {
    subjects: ['person'], details: { way: 'text' }, sensitivity: 'critical',
    sentence: {
      'zh-TW': '由 {actor}（{way}）列印 {person} 的密碼重設單', en: '{actor} ({way}) printed a slip for {person} to choose a new password',
    },
  },
  // Of somebody who lost both the telephone and the recovery codes.
  'account.second-factor-reset': {
    subjects: ['person'], details: { way: 'text' }, sensitivity: 'critical',
    sentence: {
      'zh-TW': '由 {actor}（{way}）移除 {person} 的第二驗證', en: '{actor} ({way}) removed the second factor of {person}',
    },
  },
  'account.activation-slip-printed': {
    subjects: ['person'], details: { way: 'text' }, sensitivity: 'critical',
    sentence: {
      'zh-TW': '由 {actor}（{way}）列印 {person} 的帳號啟用單', en: '{actor} ({way}) printed a slip for {person} to activate the account',
    },
  },
} as const satisfies Record<string, Entry>
