// Which certificates are believed. A part of the catalogue of audit.ts.
import type { Entry } from './audit.ts'

export const certificateEvents = {
  'certificate.authority-added': {
    subjects: [], details: { authority: 'text', after: 'values' }, sensitivity: 'critical',
    sentence: { 'zh-TW': '由 {actor} 登錄憑證管理中心 {authority}', en: '{actor} configured the certificate authority {authority}' },
  },
  'certificate.authority-changed': {
    subjects: [], details: { authority: 'text', before: 'values', after: 'values' }, sensitivity: 'critical',
    sentence: {
      'zh-TW': '由 {actor} 將憑證管理中心 {authority} 由 {before} 改為 {after}',
      en: '{actor} changed the certificate authority {authority} from {before} to {after}',
    },
  },
  'certificate.listed': {
    subjects: [], details: { authority: 'text', serial: 'text', after: 'values' }, sensitivity: 'critical',
    sentence: {
      'zh-TW': '由 {actor} 將憑證 {serial}（{authority}）列入名單（{agency}，{after}）',
      en: '{actor} listed the certificate {serial} of {authority} ({agency}, {after})',
    },
  },
  'certificate.listing-ended': {
    subjects: [], details: { authority: 'text', serial: 'text', reason: 'text' }, sensitivity: 'critical',
    sentence: {
      'zh-TW': '由 {actor} 將憑證 {serial}（{authority}）自名單移除（{agency}，{reason}）',
      en: '{actor} took the certificate {serial} of {authority} off the list ({agency}, {reason})',
    },
  },
  // Said so by the responder of its authority, asked again while somebody was signed in by it.
  'certificate.revoked': {
    subjects: [], details: { authority: 'text', serial: 'text', sessions: 'number' }, sensitivity: 'critical',
    sentence: {
      'zh-TW': '憑證 {serial}（{authority}）已經廢止，以它登入的 {sessions} 個工作階段已結束',
      en: 'The certificate {serial} of {authority} is revoked; {sessions} sessions by it were ended',
    },
  },
} as const satisfies Record<string, Entry>
