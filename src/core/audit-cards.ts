// Signing in by card, and who holds an agency's. A part of the catalogue of audit.ts. `certificate`: the serial number of the
// certificate, by which whoever runs the authority finds it; never a national ID, nor any part of one.
import type { Entry } from './audit.ts'

export const cardEvents = {
  'session.card-signed-in': {
    subjects: ['agency'], details: { certificate: 'text', mapped: 'text', browser: 'text' }, sensitivity: 'critical',
    sentence: {
      'zh-TW': '以 {agency} 的機關憑證登入（憑證 {certificate}，對應依據：{mapped}）',
      en: 'The card of {agency} signed in (certificate {certificate}, mapped by {mapped})',
    },
  },
  'session.card-signed-out': {
    subjects: ['agency'], details: {}, sensitivity: 'routine',
    sentence: { 'zh-TW': '{agency} 的機關憑證登出', en: 'The card of {agency} signed out' },
  },
  // `why`: a code of the check that failed (docs/operating.md), or `challenge`, `challengeOver`, `challengeElsewhere`, `challengePurpose`,
  // `lost`, `others`, `notActive`, `notPending`, `noAgency`, `agency`, `wrongPerson`, `name`, `nationalId`, `tooMany`, `ended` (the session).
  'session.card-refused': {
    subjects: [], details: { purpose: 'text', why: 'text', certificate: 'text' }, sensitivity: 'personal', always: 'refused',
    sentence: {
      'zh-TW': '憑證未被接受（{purpose}，{why}，憑證 {certificate}）', en: 'A card was refused ({purpose}, {why}, certificate {certificate})',
    },
  },
  'card.bound': {
    subjects: ['person'], details: { certificate: 'text' }, sensitivity: 'critical',
    sentence: { 'zh-TW': '{person} 的帳號連結了自然人憑證（憑證 {certificate}）', en: 'A card was bound to the account of {person} (certificate {certificate})' },
  },
  'card.used': {
    subjects: ['person'], details: { certificate: 'text' }, sensitivity: 'personal',
    sentence: { 'zh-TW': '{person} 使用了自然人憑證（憑證 {certificate}）', en: '{person} used a card (certificate {certificate})' },
  },
  'card.given-up': {
    subjects: ['person'], details: { certificate: 'text', why: 'text' }, sensitivity: 'critical',
    sentence: {
      'zh-TW': '{person} 的帳號不再連結自然人憑證（憑證 {certificate}，{why}）',
      en: 'A card is no longer bound to the account of {person} (certificate {certificate}, {why})',
    },
  },
  // `verified`: the holder confirmed it by their own account; else that is not active, and nobody knows.
  'card.holder-named': {
    subjects: ['person', 'agency'], details: { verified: 'yesNo' }, sensitivity: 'critical',
    sentence: {
      'zh-TW': '{agency} 機關憑證的持卡人登錄為 {person}（經本人確認：{verified}）',
      en: '{person} was named as the holder of the card of {agency} (verified: {verified})',
    },
  },
  // `why`: `notOfAgency` (or no such person), `wrong` or `locked` (the password),
  // `codeMissing`, `codeWrong` or `codeLocked` (the second factor, after the right password), `already`, `password` (it was not given).
  'card.holder-refused': {
    subjects: ['agency'], details: { why: 'text' }, sensitivity: 'personal', always: 'refused',
    sentence: { 'zh-TW': '未能登錄 {agency} 機關憑證的持卡人（{why}）', en: 'No holder of the card of {agency} was named ({why})' },
  },
} as const satisfies Record<string, Entry>

const LOOKS = /^(?:session|application|oidc|search|people|person|access|card)\.|(?:-listed|-told|looked-up)$/

/** Whether an event of that code tells of something that was changed, not of somebody who came, looked or opened. */
export const isChange = (code: string): boolean => !LOOKS.test(code)
