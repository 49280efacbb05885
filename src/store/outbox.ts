// Letters are written in the transaction of the act that they tell of, with the job that sends them: no act without its
// letter, no letter for an act that was rolled back. Sending is the mail feature's (src/features/mail).
import { letterHtml, letterText } from '../core/letter.ts'
import { maskNationalIdsIn } from '../core/national-id.ts'
import { addJob } from './jobs.ts'
import type { LetterBody, LetterLanguage, LetterLink } from '../core/letter.ts'
import type { Change } from './change.ts'

export type Letter = LetterBody & {
  /** One bare address. */
  to: string
  language: LetterLanguage
  subject: string
  /** A path of the portal; its address is put before it from the settings when the letter is sent. */
  link?: LetterLink
}

/** The task that sends a letter; its payload names the row. */
export const SEND_MAIL = 'mail.send'

/** The task that tells operators of a letter that was to carry a national ID; its payload names the row. */
export const TELL_OF_NATIONAL_ID = 'mail.national-id'

/** About three days of growing pauses, six hours at the longest: longer than a weekend without anybody at the mail server. */
export const MOST_ATTEMPTS = 20

/**
 * Writes a letter that goes out when the transaction commits. Answers its id, which becomes its Message-ID. National IDs that got
 * into it are masked, for the letter is awaited all the same, and operators are told; whoever writes one masks them before (5.2).
 */
export async function writeMail(tx: Pick<Change, 'db'>, letter: Letter): Promise<string> {
  const { to, subject, language, link } = letter
  // An address or subject with a line break could write headers of its own, one with a comma a second recipient.
  if (/[\p{Cc}\s,;<>]/u.test(to) || !/^[^@]+@[^@]+$/.test(to)) throw new RangeError('not one bare mail address')
  if (/\p{Cc}/u.test(subject)) throw new RangeError('a mail subject of more than one line')
  const texts = { subject, body_text: letterText(letter, language), body_html: letterHtml(letter) }
  const masked = { subject: maskNationalIdsIn(subject), body_text: maskNationalIdsIn(texts.body_text), body_html: maskNationalIdsIn(texts.body_html) }
  const { id } = await tx.db.insertInto('mail')
    .values({
      recipient: to, language, ...masked,
      link_path: link?.path ?? null, link_label: link?.label ?? null, way_id: link?.way ?? null,
    })
    .returning('id').executeTakeFirstOrThrow()
  await queueLetter(tx, id)
  if (texts.subject !== masked.subject || texts.body_text !== masked.body_text || texts.body_html !== masked.body_html) {
    await addJob(tx, TELL_OF_NATIONAL_ID, { mail: id })
  }
  return id
}

/** Puts the letter to sending now, in place of a try that waits for its turn. */
export function queueLetter(tx: Pick<Change, 'db'>, id: string): Promise<void> {
  return addJob(tx, SEND_MAIL, { mail: id }, { key: `${SEND_MAIL}:${id}`, attempts: MOST_ATTEMPTS })
}
