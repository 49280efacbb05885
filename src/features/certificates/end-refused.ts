// A certificate, or an authority, that is believed no more lets nobody in, and nobody stay: the sessions that it proved end in the
// transaction that says so (a page, a file, a newer list of its authority), and with the day on which a listing begins.
import { sql } from 'kysely'
import { dayInTaipei } from '../../core/days.ts'
import { findEntry, readCertificate, takenUpCrl } from '../../pki/index.ts'
import { authorityPaths } from './authority-paths.ts'
import { loadAuthorities } from './authority-rows.ts'
import { changeBelief } from './belief.ts'
import type { Day } from '../../core/days.ts'
import type { Certificate, Crl } from '../../pki/index.ts'
import type { Reader } from '../../store/database.ts'
import type { Task } from '../../store/jobs.ts'

/**
 * The codes of the authorities in use that have a path to an anchor in use, of which nothing is revoked, by a list that there is or by what
 * a responder said just now (`revoked`, codes). A list that is over lets nobody in, but what it does not say ends nothing.
 */
async function believed(db: Reader, now: Date, revoked: readonly string[]): Promise<string[]> {
  const rows = (await loadAuthorities(db)).filter(({ inUse }) => inUse)
  const paths = [...authorityPaths(rows.map((row) => ({ ...row, certificate: readCertificate(row.certificate) })), now)]
  const lists = await listsOf(db, paths.flatMap(([, path]) => path.slice(0, -1)).map(({ code }) => code))
  const isRevoked = (certificate: Certificate, issuer: string): boolean => {
    const list = lists.get(issuer)
    return list !== undefined && findEntry(list, certificate.serial, list.issuer.key) !== null
  }
  return paths.filter(([, path]) => path.every(({ code, certificate }, at) => !revoked.includes(code) && (at === 0 || !isRevoked(certificate, path[at - 1]!.code))))
    .map(([code]) => code)
}

/** The lists that there are, by the code of their authority. */
async function listsOf(db: Reader, codes: readonly string[]): Promise<Map<string, Crl>> {
  const rows = codes.length === 0 ? [] : await db.selectFrom('certificate_list').select(['authority', 'kept']).where('authority', 'in', codes).execute()
  return new Map(rows.map(({ authority, kept }) => [authority, takenUpCrl(kept)]))
}

/**
 * Of the session `s`: its certificate was an agency's by an entry of the list that stood when it signed in, and neither that entry nor
 * another makes it this agency's today. What the certificate says of itself is looked at when it signs in again.
 */
const listedNoMore = (today: Day) => sql`exists (
  select from listed_certificate l join audit_event e on e.id = l.event_id
  where l.issuer = s.certificate_authority and l.serial = s.certificate_serial and l.agency_code = s.card_agency
    and e.at <= s.signed_in_at and (l.ended_at is null or l.ended_at > s.signed_in_at)
    and l.valid @> (s.signed_in_at at time zone 'Asia/Taipei')::date
    and not exists (select from listed_certificate n where n.issuer = l.issuer and n.serial = l.serial and n.agency_code = s.card_agency
      and n.ended_at is null and n.valid @> ${today}::date))`

/**
 * Ends the live sessions whose certificate is listed today as refused, or as another agency's, or is no more listed as the agency's for
 * which it stood by the list, or whose authority is believed no more. The applications opened from them are told, as at every end.
 * `revoked`: the codes of authorities that a responder says are. Answers how many those were.
 */
export async function endRefused(db: Reader, now: Date, today: Day = dayInTaipei(now), revoked: readonly string[] = []): Promise<number> {
  await changeBelief(db)
  const codes = await believed(db, now, revoked)
  const { numAffectedRows } = await sql`
    update session s set ended_at = now(), ended_why = 'certificateRefused'
    where s.ended_at is null and s.certificate_serial is not null and (
      s.certificate_authority <> all(${codes}::text[])
      or exists (select from listed_certificate l where l.issuer = s.certificate_authority and l.serial = s.certificate_serial
        and l.ended_at is null and l.valid @> ${today}::date and (l.agency_code is null or l.agency_code <> s.card_agency))
      or ${listedNoMore(today)})`.execute(db)
  return Number(numAffectedRows ?? 0)
}

/** Ends the live sessions of certificates that a list which was just taken says are revoked. Answers how many those were. */
export async function endRevoked(db: Reader, authority: string, list: Crl): Promise<number> {
  await changeBelief(db)
  const { rows } = await sql<{ serial: string }>`
    select distinct certificate_serial as serial from session
    where ended_at is null and certificate_authority = ${authority} and certificate_serial is not null`.execute(db)
  const revoked = rows.map(({ serial }) => serial).filter((serial) => findEntry(list, Buffer.from(serial, 'hex'), list.issuer.key) !== null)
  return endCertificates(db, authority, revoked)
}

/** Ends the live sessions of those certificates, which are revoked. Answers how many those were. */
export async function endCertificates(db: Reader, authority: string, serials: readonly string[]): Promise<number> {
  if (serials.length === 0) return 0
  await changeBelief(db)
  const { numAffectedRows } = await sql`
    update session set ended_at = now(), ended_why = 'certificateRefused'
    where ended_at is null and certificate_authority = ${authority} and certificate_serial = any(${serials}::text[])`.execute(db)
  return Number(numAffectedRows ?? 0)
}

/**
 * Ends the live sessions of all certificates of the authority: it may use fewer algorithms now, and by which of them somebody's card was
 * signed is kept nowhere. Who has another signs in again.
 */
export async function endAllOf(db: Reader, authority: string): Promise<void> {
  await changeBelief(db)
  await sql`update session set ended_at = now(), ended_why = 'certificateRefused' where ended_at is null and certificate_authority = ${authority}
    and certificate_serial is not null`.execute(db)
}

/** Every five minutes, for what ends with a day: a listing that begins, an authority that expires. */
export const refusedTasks: readonly Task[] = [{
  name: 'certificates.end-refused', every: '*/5 * * * *', handle: async (_, { database }) => void await endRefused(database.unaudited, new Date()),
}]
