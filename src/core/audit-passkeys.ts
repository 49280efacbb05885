// What people do with their passkeys (R-ACC-6). A part of the catalogue of audit.ts. `passkey`: its id.
import type { Entry } from './audit.ts'

export const passkeyEvents = {
  // `synced`: whether it may be kept in several devices. Refusals: `challenge` (too late, or not of this browser), `notProved`,
  // `already`, `tooMany`.
  'account.passkey-added': {
    subjects: ['person'], details: { passkey: 'text', synced: 'yesNo' }, sensitivity: 'critical',
    sentence: {
      'zh-TW': '{person} 新增了通行密鑰（{passkey}，可同步：{synced}）', en: '{person} added a passkey ({passkey}, may be synced: {synced})',
    },
  },
  'account.passkey-renamed': {
    subjects: ['person'], details: { passkey: 'text' }, sensitivity: 'personal',
    sentence: { 'zh-TW': '{person} 更改了通行密鑰的名稱（{passkey}）', en: '{person} gave a passkey another name ({passkey})' },
  },
  'account.passkey-removed': {
    subjects: ['person'], details: { passkey: 'text' }, sensitivity: 'critical',
    sentence: { 'zh-TW': '{person} 移除了通行密鑰（{passkey}）', en: '{person} removed a passkey ({passkey})' },
  },
} as const satisfies Record<string, Entry>
