// Sends what stands in the outbox, by SMTP, and clears away what was sent long ago.
import { createTransport } from 'nodemailer'
import { z } from 'zod'
import { framedLetter } from '../../core/letter.ts'
import { wordsOf } from '../../core/thrown.ts'
import { change, processOrigin } from '../../store/change.ts'
import type { Database } from '../../store/database.ts'
import type { Task, Work } from '../../store/jobs.ts'
import type { Seal } from '../../store/seal.ts'
import { SEND_MAIL } from '../../store/outbox.ts'
import { waySecret } from '../../store/way-secrets.ts'

export type MailSettings = {
  /** `smtp://` or `smtps://`, with nodemailer's options as parameters (`?requireTLS=true`). */
  smtpUrl: string
  /** The sender's address, or `名稱 <address>`. */
  from: string
  /** The portal's address that letters lead to, without a slash at the end. */
  origin: string
  /** By whose key the secrets of ways into accounts are made. */
  seal: Pick<Seal, 'index'>
}

// A mail server that does not answer within these is down for our purpose: the job comes back later.
const CONNECT_MILLISECONDS = 10_000
const SILENCE_MILLISECONDS = 30_000
// Long enough to answer "did you write to me", short enough not to be an archive of addresses.
const KEEP_DAYS = 30
const LONGEST_FAILURE = 1000

const payloadShape = z.object({ mail: z.uuid() })

/** The tasks of this feature: sending, and daily clearing. */
export function mailTasks({ smtpUrl, from, origin, seal }: MailSettings): Task[] {
  const transport = createTransport({
    url: smtpUrl,
    connectionTimeout: CONNECT_MILLISECONDS,
    greetingTimeout: CONNECT_MILLISECONDS,
    dnsTimeout: CONNECT_MILLISECONDS,
    socketTimeout: SILENCE_MILLISECONDS,
    // Our letters have no attachments; a text must never be able to name a file or an address to fetch.
    disableFileAccess: true,
    disableUrlAccess: true,
  }, { from })
  return [
    { name: SEND_MAIL, handle: (payload, work) => send({ transport, origin, seal }, payloadShape.parse(payload).mail, work) },
    { name: 'mail.clear', every: '40 18 * * *', handle: (_, { database }) => clear(database) },
  ]
}

type Sending = Pick<MailSettings, 'origin' | 'seal'> & { transport: ReturnType<typeof createTransport> }

async function send({ transport, origin, seal }: Sending, id: string, work: Work): Promise<void> {
  const { database, attempt, lastAttempt } = work
  const letter = await database.read.selectFrom('mail')
    .select(['recipient', 'subject', 'language', 'body_text', 'body_html', 'link_path', 'link_label', 'way_id', 'written_at'])
    .where('id', '=', id).where('sent_at', 'is', null).executeTakeFirst()
  if (!letter) return
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
    const forEver = isRefusedForEver(error)
    await noteFailure(database, id, attempt, lastAttempt || forEver, error)
    if (forEver) return
    // Of our own making: the server's words quote addresses, and the queue keeps what is thrown.
    throw new Error('The mail server did not take the letter', { cause: error })
  }
  await database.unaudited.updateTable('mail').set({ sent_at: new Date(), failure: null })
    .where('id', '=', id).execute()
}

/** Whether the server said 5xx to this very letter or its recipient (RFC 5321, 4.2.1): asking again changes nothing. */
function isRefusedForEver(error: unknown): boolean {
  const { code, responseCode } = error as { code?: unknown, responseCode?: unknown }
  return (code === 'EENVELOPE' || code === 'EMESSAGE') && typeof responseCode === 'number' && responseCode >= 500
}

async function noteFailure(
  database: Database, id: string, attempts: number, givenUp: boolean, error: unknown,
): Promise<void> {
  const failure = wordsOf(error).slice(0, LONGEST_FAILURE)
  const note = database.unaudited.updateTable('mail').set({ failure }).where('id', '=', id)
  if (!givenUp) return void await note.execute()
  await change(database, processOrigin(SEND_MAIL), async (tx) => {
    await tx.db.updateTable('mail').set({ failure }).where('id', '=', id).execute()
    return { result: null, event: { code: 'mail.given-up', detail: { mail: id, attempts } } }
  })
}

async function clear(database: Database): Promise<void> {
  const before = new Date(Date.now() - KEEP_DAYS * 86_400_000)
  await database.unaudited.deleteFrom('mail').where('written_at', '<', before).execute()
}
