// What programs do that sign in by themselves, and how they are registered: a part of the catalogue of audit.ts.
import type { Entry } from './audit.ts'

export const programEvents = {
  'oidc.program-token-issued': {
    subjects: [], details: { client: 'text', scope: 'text' }, sensitivity: 'routine',
    sentence: { 'zh-TW': '已核發程式 {client} 的權杖（{scope}）', en: 'The program {client} was given a token ({scope})' },
  },
  'access.subjects-listed': {
    subjects: ['application'], details: { client: 'text', category: 'text', of: 'text', asOf: 'text' }, sensitivity: 'personal',
    sentence: {
      'zh-TW': '程式 {client} 列出 {asOf} 可使用 {application} {category} 的人員（機關 {of}）',
      en: 'The program {client} listed who may use {category} of {application} on {asOf} (agency {of})',
    },
  },
  'scim.listed': {
    subjects: [], details: { client: 'text', kind: 'text', of: 'text' }, sensitivity: 'personal',
    sentence: { 'zh-TW': '程式 {client} 以 SCIM 讀取 {kind} 清單（{of}）', en: 'The program {client} read the list of {kind}s by SCIM ({of})' },
  },
  'oidc.program-tokens-revoked': {
    subjects: [], details: { client: 'text' }, sensitivity: 'critical',
    sentence: { 'zh-TW': '程式 {client} 註銷其所有權杖', en: 'The program {client} revoked all its tokens' },
  },
  'oidc.api-client-registered': {
    subjects: [], details: { client: 'text', after: 'values' }, sensitivity: 'critical',
    sentence: { 'zh-TW': '由 {actor} 登錄程式 {client}（{after}）', en: '{actor} registered the program {client} ({after})' },
  },
  'oidc.api-client-changed': {
    subjects: [], details: { client: 'text', before: 'values', after: 'values' }, sensitivity: 'critical',
    sentence: {
      'zh-TW': '由 {actor} 將程式 {client} 由 {before} 改為 {after}',
      en: '{actor} changed the program {client} from {before} to {after}',
    },
  },
} as const satisfies Record<string, Entry>
