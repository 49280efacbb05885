// A list that revokes a certificate ends what that opened, and a responder says nothing until it is asked. So those of authorities that
// have one are asked again about every certificate by which somebody is signed in at the moment, and about the authorities below. Only what
// is proved to be revoked ends anything: a responder that is silent, or that answers what is not believed, lets nobody in, but it throws
// nobody out either.
import { sql } from 'kysely'
import { serialText, statusByOcsp } from '../../pki/index.ts'
import { change, processOrigin } from '../../store/change.ts'
import { authorityPaths } from './authority-paths.ts'
import { endCertificates, endRefused } from './end-refused.ts'
import type { NamedCertificate } from '../../pki/index.ts'
import type { Database, Reader } from '../../store/database.ts'
import type { Task } from '../../store/jobs.ts'
import type { Authority, Trust } from './trust.ts'

const NAME = 'certificates.ask-again'

// About as many as a nation's people have open at an authority that is asked so; five a second over the ten minutes.
const MOST = 3000
const AT_ONCE = 8
// The next time is not far when it stops.
const LONGEST_MS = 8 * 60_000
// Somebody signed in since, and it was asked about then.
const RECENT_MINUTES = 5

export type AskingAgain = {
  /** Of each authority so many certificates are asked about. */
  most?: number
  signal?: AbortSignal
}

/** The serial numbers, from there on, of certificates with an open session, but those that were asked about just now. */
async function openSerials(db: Reader, authority: string, from: string, most: number): Promise<string[]> {
  const { rows } = await sql<{ serial: string }>`
    select distinct s.certificate_serial as serial
    from session s left join certificate_answer a on a.authority = s.certificate_authority and a.serial = s.certificate_serial
    where s.ended_at is null and s.certificate_serial is not null and s.certificate_authority = ${authority} and s.certificate_serial > ${from}
      and (a.asked_at is null or a.asked_at < now() - make_interval(mins => ${sql.lit(RECENT_MINUTES)}))
    order by s.certificate_serial limit ${most}`.execute(db)
  return rows.map(({ serial }) => serial)
}

/** What became of one question. `ended`: how many sessions. */
type Asked = { answered: boolean; ended: number }

/** `authority`: the code of the one whose certificate it is; null: somebody's card. */
type About = { serial: string; authority: string | null }

async function askAbout({ responders }: Trust, database: Database, issuer: Authority, about: About): Promise<Asked> {
  const { serial } = about
  const named: NamedCertificate = { serial: Buffer.from(serial, 'hex'), issuer: issuer.certificate.subject }
  const now = new Date()
  const came = await responders.askAnew({ named, issuer, now })
  if ('fault' in came) return { answered: false, ended: 0 }
  const { answer } = came
  const status = statusByOcsp({
    named, issuer: issuer.certificate, ocsp: [answer], crls: issuer.list === null ? [] : [issuer.list], time: now, options: { algorithmsOf: () => issuer.algorithms },
  })
  await responders.noteTry(issuer.code, status === 'unknown' ? 'unproved' : null, now)
  if (status === 'good') await responders.keep({ authority: issuer, named, ...came })
  return { answered: true, ended: status === 'revoked' ? await endRevokedOne(database, issuer.code, about) : 0 }
}

/** What was kept of it said that it holds, and would let it in again. */
function endRevokedOne(database: Database, issuer: string, { serial, authority }: About): Promise<number> {
  return change(database, processOrigin(NAME), async (tx) => {
    await sql`delete from certificate_answer where authority = ${issuer} and serial = ${serial}`.execute(tx.db)
    const sessions = authority === null ? await endCertificates(tx.db, issuer, [serial])
      : await endRefused(tx.db, new Date(), undefined, [authority])
    return { result: sessions, event: { code: 'certificate.revoked', detail: { authority: issuer, serial, sessions } } }
  })
}

/** Of each authority those that it certified and by whose cards, or by those of one below, somebody is signed in; by code. */
async function openBelow(db: Reader, authorities: readonly Authority[]): Promise<Map<string, ReadonlySet<Authority>>> {
  const { rows } = await sql<{ code: string }>`
    select distinct certificate_authority as code from session where ended_at is null and certificate_serial is not null`.execute(db)
  const paths = authorityPaths(authorities, new Date())
  const below = new Map<string, Set<Authority>>()
  for (const { code } of rows) {
    const path = paths.get(code) ?? []
    for (const [at, one] of path.slice(1).entries()) {
      const above = path[at]!.code
      below.set(above, (below.get(above) ?? new Set()).add(one))
    }
  }
  return below
}

async function askOfCards(trust: Trust, database: Database, issuer: Authority, { most = MOST, signal }: AskingAgain): Promise<number> {
  const { rows: [last] } = await sql<{ from: string | null }>`
    select asked_until as from from certificate_answer_try where authority = ${issuer.code}`.execute(database.read)
  const serials = await openSerials(database.read, issuer.code, last?.from ?? '', most)
  const until = performance.now() + LONGEST_MS
  let ended = 0
  let at = 0
  while (at < serials.length && performance.now() < until && signal?.aborted !== true) {
    const some = serials.slice(at, at + AT_ONCE)
    const done = await Promise.all(some.map((serial) => askAbout(trust, database, issuer, { serial, authority: null })))
    ended += done.reduce((sum, one) => sum + one.ended, 0)
    at += some.length
    // Of the same responder the others would be asked in vain, too.
    if (done.every(({ answered }) => !answered)) break
  }
  const isWhole = at === serials.length && serials.length < most
  await sql`update certificate_answer_try set asked_until = ${isWhole ? null : serials[at - 1] ?? null} where authority = ${issuer.code}`.execute(database.unaudited)
  return ended
}

/** Asks about what is open under each authority that has a responder, one authority after another. Answers how many sessions ended. */
export async function askAgain(trust: Trust, database: Database, asking: AskingAgain = {}): Promise<number> {
  const { authorities } = await trust.belief()
  const below = await openBelow(database.read, authorities)
  let ended = 0
  for (const issuer of authorities.filter(({ revocation }) => revocation !== 'crl')) {
    for (const { code, certificate } of below.get(issuer.code) ?? []) {
      ended += (await askAbout(trust, database, issuer, { serial: serialText(certificate), authority: code })).ended
    }
    ended += await askOfCards(trust, database, issuer, asking)
  }
  return ended
}

/** Every ten minutes, as lists are fetched. */
export const askAgainTasks = (trust: Trust): readonly Task[] => [
  { name: NAME, every: '*/10 * * * *', handle: async (_, { database, signal }) => void await askAgain(trust, database, { signal }) },
]
