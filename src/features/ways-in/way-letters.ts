// The letters that carry a way. They name nobody: whoever reads a mistyped address learns nothing but that it was typed.
import { toldSentence } from '../../core/told-sentences.ts'
import { writeMail } from '../../store/outbox.ts'
import { WAY_PATHS } from './open-way.ts'
import type { LetterLanguage } from '../../core/letter.ts'
import type { Telling } from '../../core/told.ts'
import type { WayPurpose } from '../../core/ways-in.ts'
import type { Change } from '../../store/change.ts'

type Words = { subject: string; paragraphs: string[]; label: string }

const NEW_PASSWORD: Record<LetterLanguage, Words> = {
  'zh-TW': {
    subject: '設定新密碼', label: '設定新密碼',
    paragraphs: ['請以下列連結設定人事服務網的新密碼。連結 30 分鐘內有效，限用一次。', '如果您沒有要求重設密碼，請不要使用這個連結；原密碼仍可使用。'],
  },
  en: {
    subject: 'Choose a new password', label: 'Choose a new password',
    paragraphs: ['Choose a new password for the personnel portal by the link below, which is good for 30 minutes and for one use.',
      'If you did not ask for it, leave the link unused: your password goes on working.'],
  },
}

const ACTIVATION: Record<LetterLanguage, Words> = {
  'zh-TW': {
    subject: '啟用帳號', label: '啟用帳號',
    paragraphs: ['請以下列連結啟用您在人事服務網的帳號，並選定帳號、密碼與電子郵件。連結 30 分鐘內有效，限用一次；啟用時須輸入身分證號與出生日期。',
      '如果您沒有要求啟用帳號，請不要使用這個連結。'],
  },
  en: {
    subject: 'Activate your account', label: 'Activate the account',
    paragraphs: ['Activate your account of the personnel portal by the link below, and choose account name, password and e-mail. It is good for 30 '
      + 'minutes and for one use, and asks for national ID and date of birth.', 'If you did not ask for it, leave the link unused.'],
  },
}

const CONFIRM: Record<LetterLanguage, Words> = {
  'zh-TW': {
    subject: '確認電子郵件', label: '確認這個信箱',
    paragraphs: ['人事服務網有帳號將這個信箱登記為新的電子郵件。如果是您的帳號，請在 72 小時內以下列連結確認；確認後才會生效。',
      '如果您沒有人事服務網的帳號，或不認得這項變更，請不要確認，也不需要回覆。'],
  },
  en: {
    subject: 'Confirm your e-mail', label: 'Confirm this address',
    paragraphs: ['An account of the personnel portal gave this address as its new e-mail. If it is yours, confirm it by the link below within 72 '
      + 'hours; it takes effect then.', 'If you have no such account, or know nothing of it, do not confirm; you need not answer.'],
  },
}

/** What each of them says. */
export const LETTERS: Record<WayPurpose, Record<LetterLanguage, Words>> = { newPassword: NEW_PASSWORD, activation: ACTIVATION, confirmEmail: CONFIRM }

/** `way`: its number. `telling`: what the reader is told of who sends it. */
export type WayLetter = { to: string; language: LetterLanguage; way: string; telling?: Telling }

/** Writes the letter with the way to a new password or the activation, or the question to a new address. */
export async function mailWay(tx: Pick<Change, 'db'>, purpose: WayPurpose, { to, language, way, telling }: WayLetter): Promise<void> {
  const { subject, paragraphs, label } = LETTERS[purpose][language]
  // What is told of the sender also says what to do with a link that nobody asked for.
  const said = telling === undefined ? paragraphs : [toldSentence(telling)[language], paragraphs[0]!]
  await writeMail(tx, { to, language, subject, paragraphs: said, link: { path: WAY_PATHS[purpose], label, way } })
}

export const ACTIVATED: Record<LetterLanguage, Words> = {
  'zh-TW': {
    subject: '帳號已啟用', label: '前往登入',
    paragraphs: ['您在人事服務網的帳號已經啟用，並登記了另一個電子郵件；之後的通知會寄到那裡。這封信寄到您人事資料中的信箱。', '如果不是您本人，請立即洽服務機關的人事單位。'],
  },
  en: {
    subject: 'Your account was activated', label: 'To sign-in',
    paragraphs: ['Your account of the personnel portal was activated with another e-mail, where notices go from now on. This letter goes to the address of '
      + 'your personnel record.', 'If this was not you, tell your personnel office at once.'],
  },
}

/** Tells the mailbox of the personnel record that the account has another now: whoever activated it, its person hears of it. */
export async function mailActivated(tx: Pick<Change, 'db'>, { to, language }: Pick<WayLetter, 'to' | 'language'>): Promise<void> {
  const { subject, paragraphs, label } = ACTIVATED[language]
  await writeMail(tx, { to, language, subject, paragraphs, link: { path: '/', label } })
}
