// How letters go to the mail server.
import { createTransport } from 'nodemailer'

export type TransportSettings = {
  /** `smtp://` or `smtps://`, with nodemailer's options as parameters (`?requireTLS=false`). */
  smtpUrl: string
  /** PEM of the authorities that the mail server's certificate may come from, in place of the public ones. */
  authorities?: string | null
  /** The sender's address, or `名稱 <address>`. */
  from: string
}

export type Transport = Pick<ReturnType<typeof createTransport>, 'sendMail' | 'verify'>

// A mail server that does not answer within these is down for our purpose: the job comes back later.
const CONNECT_MILLISECONDS = 10_000
const SILENCE_MILLISECONDS = 30_000

/** Connects at each letter. Without TLS only to this very machine, unless the address says otherwise in so many words. */
export function openTransport({ smtpUrl, authorities, from }: TransportSettings): Transport {
  const { hostname, searchParams } = new URL(smtpUrl)
  const local = hostname === 'localhost' || hostname === '[::1]' || hostname.startsWith('127.')
  const said = searchParams.has('requireTLS') || searchParams.has('ignoreTLS')
  return createTransport({
    url: smtpUrl,
    ...(local || said ? {} : { requireTLS: true }),
    ...(authorities == null ? {} : { tls: { ca: authorities } }),
    connectionTimeout: CONNECT_MILLISECONDS,
    greetingTimeout: CONNECT_MILLISECONDS,
    dnsTimeout: CONNECT_MILLISECONDS,
    socketTimeout: SILENCE_MILLISECONDS,
    // Our letters have no attachments; a text must never be able to name a file or an address to fetch.
    disableFileAccess: true,
    disableUrlAccess: true,
  }, { from })
}
