import { simpleParser } from 'mailparser'
import { SMTPServer } from 'smtp-server'
import type { ParsedMail } from 'mailparser'
import type { SMTPServerDataStream } from 'smtp-server'
import type { AddressInfo } from 'node:net'
import type { Log } from '../local-program/listen.ts'
import type { Mailbox, NewMessage } from './mailbox.ts'

// The portal's mails are a few KB; a picture or two fit, and a mailbox of 25 MB holds a dozen of the largest.
const LARGEST_MESSAGE = 2 * 1024 * 1024
// The portal sends over a few connections, to one person at a time.
const MOST_CONNECTIONS = 50
const MOST_RECIPIENTS = 100
const IDLE_MS = 30_000
// Turning HTML into text costs time that grows with it; a larger body is kept as HTML only.
const LARGEST_HTML_AS_TEXT = 256 * 1024
// Header fields as people write them; a longer one is cut for the list.
const LONGEST_HEADER = 1_000

/** An SMTP refusal: smtp-server answers with `responseCode` and the sentence. */
const refusal = (responseCode: number, sentence: string): Error => Object.assign(new Error(sentence), { responseCode })

/** Takes mail on `127.0.0.1:port` (0: any free port) into the mailbox. Nothing is ever delivered. */
export async function listenForMail(port: number, mailbox: Mailbox, log: Log) {
  const server = new SMTPServer({
    name: 'localhost',
    banner: 'eCPA mail catcher, delivers nothing',
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    size: LARGEST_MESSAGE,
    maxClients: MOST_CONNECTIONS,
    socketTimeout: IDLE_MS,
    closeTimeout: 500,
    onRcptTo(_address, session, callback) {
      const full = session.envelope.rcptTo.length >= MOST_RECIPIENTS
      callback(full ? refusal(452, 'too many recipients') : null)
    },
    onData(stream, session, callback) {
      const { mailFrom, rcptTo } = session.envelope
      const envelope = { from: mailFrom ? mailFrom.address : '', to: rcptTo.map(({ address }) => address) }
      void takeIn(stream, envelope, mailbox, log).then(() => callback(null, 'caught'), callback)
    },
  })
  // A client that breaks off, or sends what is no SMTP, ends its own connection only.
  server.on('error', (error) => log.warn({ reason: error.message }, 'a mail connection broke off'))
  const bound = await new Promise<number>((resolve, reject) => {
    server.server.once('error', reject)
    server.listen(port, '127.0.0.1', () => resolve((server.server.address() as AddressInfo).port))
  })
  return { port: bound, stop: () => new Promise<void>((resolve) => server.close(() => resolve())) }
}

type Envelope = { from: string, to: string[] }

async function takeIn(stream: SMTPServerDataStream, envelope: Envelope, mailbox: Mailbox, log: Log): Promise<void> {
  const chunks: Buffer[] = []
  let length = 0
  // What is too long is read to its end, as SMTP wants it, but not kept.
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    length += chunk.length
    if (length <= LARGEST_MESSAGE) chunks.push(chunk)
    else chunks.length = 0
  }
  if (stream.sizeExceeded || length > LARGEST_MESSAGE) throw refusal(552, 'the message is larger than 2 MB')
  try {
    mailbox.keep(await readMessage(Buffer.concat(chunks), envelope), new Date())
  } catch (error) {
    log.error({ reason: String(error) }, 'a message could not be kept')
    throw refusal(451, 'the message could not be kept')
  }
}

/** Reads a message as far as it can be read; one that no parser understands is kept as the text it came as. */
export async function readMessage(source: Buffer, envelope: Envelope): Promise<NewMessage> {
  // `cid:` stays as it is: a picture put in for each mention would let a small mail grow without end.
  const options = { skipTextToHtml: true, skipTextLinks: true, keepCidLinks: true }
  const parsed = await simpleParser(source, { ...options, maxHtmlLengthToParse: LARGEST_HTML_AS_TEXT })
    .catch(() => simpleParser(source, { ...options, skipHtmlToText: true }))
    .catch(() => null)
  const short = (value: unknown) => (typeof value === 'string' ? value : '').slice(0, LONGEST_HEADER)
  if (!parsed) return { ...envelope, subject: '', text: source.toString('utf8'), html: '', attachments: [] }
  return {
    from: short(sender(parsed)) || envelope.from,
    to: envelope.to,
    subject: short(parsed.subject),
    text: parsed.text ?? '',
    html: parsed.html || '',
    attachments: parsed.attachments.slice(0, 50).map(({ filename, size }) => ({ name: short(filename), bytes: size })),
  }
}

const sender = (mail: ParsedMail): string | undefined => mail.from?.value[0]?.address
