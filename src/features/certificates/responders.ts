// What the responders of authorities say of certificates (OCSP). Asked is the configured address alone, and only about a certificate
// that has a path to an anchor already; what was answered is kept until its end, so that hardly anybody waits for one.
import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { isAbout, Malformed, ocspRequest, readOcsp, serialText } from '../../pki/index.ts'
import { download } from './download.ts'
import type { Certificate, NamedCertificate, OcspAnswer } from '../../pki/index.ts'
import type { Database } from '../../store/database.ts'
import type { Task } from '../../store/jobs.ts'
import type { DownloadFault } from './download.ts'
import type { Authority } from './trust.ts'

/**
 * Why nothing was answered. `malformed`: or the responder says that it does not answer. `busy`: so many are asked already. `unproved`:
 * something was, but it is not believed, or says that the responder does not know that certificate.
 */
export type AskFault = DownloadFault | 'malformed' | 'busy' | 'unproved'

// An answer with the certificates of its responder has 2 to 4 KB.
const MOST_BYTES = 65_536
// Somebody waits, with their card in the reader.
const LONGEST_MS = 5000
const MOST_AT_ONCE = 64
// No grace lasts longer (`grace_seconds`).
const KEPT_DAYS = 7

/** What is known of one certificate. `bytes`: of an answer that came just now; null where it was kept. */
export type Answered = { authority: Authority; named: NamedCertificate; answer: OcspAnswer | null; bytes: Uint8Array | null; fault: AskFault | null }

type Anew = { named: NamedCertificate; issuer: Authority; now: Date }

type Wanted = { certificate: Certificate; issuer: Authority; now: Date }

/** The responders of all authorities; one for each process. */
export class Responders {
  readonly #database: Pick<Database, 'read' | 'unaudited'>
  readonly #longestMs: number
  #asking = 0

  constructor(database: Pick<Database, 'read' | 'unaudited'>, longestMs = LONGEST_MS) {
    this.#database = database
    this.#longestMs = longestMs
  }

  /** By the answer that was kept, while it is of its time; else by asking. Where that fails, the kept one, for whoever grants it grace. */
  async ask({ certificate, issuer: authority, now }: Wanted): Promise<Answered> {
    const known = await this.#kept({ certificate, issuer: authority, now })
    if (known !== null && known.isFresh) return { authority, named: certificate, answer: known.answer, bytes: null, fault: null }
    const came = await this.askAnew({ named: certificate, issuer: authority, now })
    if ('fault' in came) return { authority, named: certificate, answer: known?.answer ?? null, bytes: null, fault: came.fault }
    return { authority, named: certificate, ...came, fault: null }
  }

  /** By asking, whatever was kept. What came is to be noted (`noteTry`) when it has been seen whether it is believed. */
  async askAnew({ named, issuer, now }: Anew): Promise<{ answer: OcspAnswer; bytes: Uint8Array } | { fault: AskFault }> {
    const nonce = randomBytes(32)
    const came = await this.#answer(issuer, ocspRequest(named, issuer.certificate, nonce))
    if (!('fault' in came)) return { answer: { response: came.response, nonce }, bytes: came.bytes }
    await this.noteTry(issuer.code, came.fault, now)
    return came
  }

  async #answer({ ocspUrl }: Authority, body: Buffer): Promise<{ response: OcspAnswer['response']; bytes: Uint8Array } | { fault: AskFault }> {
    if (ocspUrl === null) throw new Error('an authority whose responder is to be asked has no address of one')
    if (this.#asking >= MOST_AT_ONCE) return { fault: 'busy' }
    this.#asking += 1
    try {
      const bytes = await download(ocspUrl, {
        mostBytes: MOST_BYTES, longestMs: this.#longestMs, accept: 'application/ocsp-response', question: { type: 'application/ocsp-request', body: Uint8Array.from(body) },
      })
      return 'fault' in bytes ? bytes : { response: readOcsp(bytes), bytes }
    } catch (error) {
      if (error instanceof Malformed) return { fault: 'malformed' }
      throw error
    } finally {
      this.#asking -= 1
    }
  }

  async #kept({ certificate, issuer: { code }, now }: Wanted): Promise<{ answer: OcspAnswer; isFresh: boolean } | null> {
    const row = await this.#database.read.selectFrom('certificate_answer').select(['answer', 'next_update as nextUpdate'])
      .where('authority', '=', code).where('serial', '=', serialText(certificate)).executeTakeFirst()
    // Its nonce was proved when it came.
    return row === undefined ? null : { answer: { response: readOcsp(row.answer), nonce: null }, isFresh: now < row.nextUpdate }
  }

  /** Keeps what came and was proved to say that the certificate holds; an answer that is older than the kept one is not. */
  async keep({ authority, named, answer, bytes }: Omit<Answered, 'fault'>): Promise<void> {
    if (answer === null || bytes === null) return
    const serial = serialText(named)
    const single = answer.response.responses.find(({ certId }) => isAbout(certId, named, authority.certificate))
    if (single === undefined || single.nextUpdate === null) return
    await sql`
      insert into certificate_answer as a (authority, serial, answer, this_update, next_update)
      values (${authority.code}, ${serial}, ${Buffer.from(bytes)}, ${single.thisUpdate}, ${single.nextUpdate})
      on conflict (authority, serial) do update set answer = excluded.answer, this_update = excluded.this_update, next_update = excluded.next_update, asked_at = now()
      where a.this_update <= excluded.this_update`.execute(this.#database.unaudited)
  }

  /** What became of asking: once a minute, and whenever it changes, for many sign in at the same time. */
  async noteTry(code: string, fault: AskFault | null, now: Date): Promise<void> {
    await sql`
      insert into certificate_answer_try as t (authority, tried_at, succeeded_at, fault, failed_since)
      values (${code}, ${now}, ${fault === null ? now : null}, ${fault}, ${fault === null ? null : now})
      on conflict (authority) do update set tried_at = excluded.tried_at, fault = excluded.fault, succeeded_at = coalesce(excluded.succeeded_at, t.succeeded_at),
        failed_since = case when excluded.fault is not null then coalesce(t.failed_since, excluded.failed_since) end
      where t.fault is distinct from excluded.fault or t.tried_at < excluded.tried_at - interval '1 minute'`.execute(this.#database.unaudited)
  }
}

/** Once an hour: forgets answers that no grace keeps any more. */
export const answerTasks: readonly Task[] = [{
  name: 'certificates.forget-answers', every: '17 * * * *',
  handle: async (_, { database }) => void await sql`
    delete from certificate_answer where next_update < now() - make_interval(days => ${sql.lit(KEPT_DAYS)})`.execute(database.unaudited),
}]
