// Letters are written in the transaction of the act that they tell of, with the job that sends them: no act without its
// letter, no letter for an act that was rolled back. Sending is the mail feature's (src/features/mail).
import type { Change } from './change.ts'
import { addJob } from './jobs.ts'

export type Letter = {
  /** One bare address. */
  to: string
  subject: string
  text: string
  html: string
}

/** The task that sends a letter; its payload names the row. */
export const SEND_MAIL = 'mail.send'

// About three days of growing pauses: longer than a weekend without anybody at the mail server.
const ATTEMPTS = 20

/** Writes a letter that goes out when the transaction commits. Answers its id, which becomes its Message-ID. */
export async function writeMail(tx: Pick<Change, 'db'>, { to, subject, text, html }: Letter): Promise<string> {
  // An address or subject with a line break could write headers of its own, one with a comma a second recipient.
  if (/[\p{Cc}\s,;<>]/u.test(to) || !/^[^@]+@[^@]+$/.test(to)) throw new RangeError('not one bare mail address')
  if (/\p{Cc}/u.test(subject)) throw new RangeError('a mail subject of more than one line')
  const { id } = await tx.db.insertInto('mail')
    .values({ recipient: to, subject, body_text: text, body_html: html })
    .returning('id').executeTakeFirstOrThrow()
  await addJob(tx, SEND_MAIL, { mail: id }, { key: `${SEND_MAIL}:${id}`, attempts: ATTEMPTS })
  return id
}
