// Sends what stands in the outbox, by SMTP, and clears away what was sent long ago. A letter waits, is being sent under a lease,
// was sent, or was given up (kept-letters.ts).
import { sql } from 'kysely'
import { z } from 'zod'
import { framedLetter } from '../../core/letter.ts'
import { change, processOrigin } from '../../store/change.ts'
import { MOST_ATTEMPTS, queueLetter, SEND_MAIL, TELL_OF_NATIONAL_ID } from '../../store/outbox.ts'
import { waySecret } from '../../store/way-secrets.ts'
import { failureWords, isRefusedForEver } from './failures.ts'
import { openTransport } from './transport.ts'
import type { Database } from '../../store/database.ts'
import type { Task, Work } from '../../store/jobs.ts'
import type { Seal } from '../../store/seal.ts'
import type { Transport, TransportSettings } from './transport.ts'

export type MailSettings = TransportSettings & {
  /** The portal's address that letters lead to, without a slash at the end. */
  origin: string
  /** By whose key the secrets of ways into accounts are made. */
  seal: Pick<Seal, 'index'>
}

// Longer than a mail server may take by transport.ts: a lease that ran out is that of a process that died.
const LEASE = sql`interval '10 minutes'`
// Long enough to answer "did you write to me", short enough not to be an archive of addresses.
const KEEP_DAYS = 30

const payloadShape = z.object({ mail: z.uuid() })

/** The tasks of this feature: sending, what a process that died left half done, and daily clearing. */
export function mailTasks({ origin, seal, ...settings }: MailSettings): Task[] {
  const transport = openTransport(settings)
  return [
    { name: SEND_MAIL, handle: (payload, work) => send({ transport, origin, seal }, payloadShape.parse(payload).mail, work) },
    { name: 'mail.take-over', every: '*/5 * * * *', handle: (_, { database }) => takeOver(database) },
    { name: 'mail.clear', every: '40 18 * * *', handle: (_, { database }) => clear(database) },
  ]
}

/** Tells of letters that were to carry a national ID (outbox.ts): `raise` writes the alert, with the letter's number. */
export const maskedLetterTask = (raise: (mail: string) => Promise<unknown>): Task => ({
  name: TELL_OF_NATIONAL_ID,
  handle: async (payload) => void await raise(payloadShape.parse(payload).mail),
})

/** Takes the letter for this process alone; undefined when there is nothing to send any more. */
async function lease(database: Database, id: string) {
  const letter = await database.unaudited.updateTable('mail')
    .set({ leased_until: sql<Date>`now() + ${LEASE}`, attempts: sql<number>`attempts + 1` })
    .where('id', '=', id).where('sent_at', 'is', null).where('given_up_at', 'is', null)
    .where(sql<boolean>`coalesce(leased_until < now(), true)`)
    .returning(['recipient', 'subject', 'language', 'body_text', 'body_html', 'link_path', 'link_label', 'way_id', 'written_at', 'attempts'])
    .executeTakeFirst()
  if (letter !== undefined) return letter
  const held = await database.read.selectFrom('mail').select('id').where('id', '=', id).where('leased_until', 'is not', null).executeTakeFirst()
  // It comes back: should the other one fail, its own next try may have been replaced by this one.
  if (held !== undefined) throw new Error('Another process is sending the letter')
  return undefined
}

type Sending = Pick<MailSettings, 'origin' | 'seal'> & { transport: Transport }

async function send({ transport, origin, seal }: Sending, id: string, { database, lastAttempt }: Work): Promise<void> {
  const letter = await lease(database, id)
  if (letter === undefined) return
  const { subject, link_path: path, link_label: label, way_id: way } = letter
  const { text, html } = framedLetter({
    subject, origin, language: letter.language === 'en' ? 'en' : 'zh-TW', text: letter.body_text, html: letter.body_html,
    link: path === null || label === null ? null : { path: way === null ? path : `${path}?way=${waySecret(seal, way)}`, label },
  })
  try {
    await transport.sendMail({
      to: { name: '', address: letter.recipient },
      subject,
      text,
      html,
      date: letter.written_at,
      // Always the same for this letter: a reader's program shows it once, should the server take it twice.
      messageId: `<${id}@ecpa>`,
      // RFC 3834: no automatic answers to automatic letters
      headers: { 'Auto-Submitted': 'auto-generated' },
    })
  } catch (error) {
    const givenUp = lastAttempt || letter.attempts >= MOST_ATTEMPTS || isRefusedForEver(error)
    await noteFailure(database, id, letter.attempts, givenUp, failureWords(error))
    if (givenUp) return
    // Of our own making: the server's words quote addresses, and the queue keeps what is thrown.
    throw new Error('The mail server did not take the letter', { cause: error })
  }
  await database.unaudited.updateTable('mail').set({ sent_at: new Date(), leased_until: null, failure: null })
    .where('id', '=', id).execute()
}

async function noteFailure(
  database: Database, id: string, attempts: number, givenUp: boolean, failure: string,
): Promise<void> {
  if (!givenUp) {
    await database.unaudited.updateTable('mail').set({ failure, leased_until: null }).where('id', '=', id).execute()
    return
  }
  await change(database, processOrigin(SEND_MAIL), async (tx) => {
    await tx.db.updateTable('mail').set({ failure, leased_until: null, given_up_at: new Date() }).where('id', '=', id).execute()
    return { result: null, event: { code: 'mail.given-up', detail: { mail: id, attempts } } }
  })
}

/** Sends anew what was being sent by a process that died; its own job would rest for hours. */
async function takeOver(database: Database): Promise<void> {
  await database.unaudited.transaction().execute(async (db) => {
    const left = await db.updateTable('mail').set({ leased_until: null })
      .where(sql<boolean>`leased_until < now()`).returning('id').execute()
    for (const { id } of left) await queueLetter({ db }, id)
  })
}

async function clear(database: Database): Promise<void> {
  const before = new Date(Date.now() - KEEP_DAYS * 86_400_000)
  await database.unaudited.deleteFrom('mail').where('written_at', '<', before).execute()
}
