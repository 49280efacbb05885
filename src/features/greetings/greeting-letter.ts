// The letter that a card has come: neither the words nor the picture, nor whose it is, for letters are read by others on the way.
import { writeMail } from '../../store/outbox.ts'
import { receivedPath } from './slice.ts'
import type { LetterLanguage } from '../../core/letter.ts'
import type { Change } from '../../store/change.ts'

export const GREETING_LETTER: Record<LetterLanguage, { subject: string; paragraphs: string[]; label: string }> = {
  'zh-TW': {
    subject: '您收到一張電子賀卡', label: '看賀卡',
    paragraphs: ['人事服務網有一張寄給您的電子賀卡，登入後就能看到。', '賀卡的內容與寄件人不寫在信裡。'],
  },
  en: {
    subject: 'A greeting card came for you', label: 'See the card',
    paragraphs: [
      'A greeting card came for you in the personnel portal; sign in to see it.',
      'What it says, and from whom it is, does not stand in letters.',
    ],
  },
}

/** Writes it. `received`: the number of the card as this receiver has it. */
export async function mailGreeting(
  tx: Pick<Change, 'db'>, { to, language, received }: { to: string; language: LetterLanguage; received: string },
): Promise<void> {
  const { subject, paragraphs, label } = GREETING_LETTER[language]
  await writeMail(tx, { to, language, subject, paragraphs, link: { path: receivedPath(received), label } })
}
