// The rows of authorities and of listed certificates, for configuration and for the page.
import { sql } from 'kysely'
import { readCertificate } from '../../pki/index.ts'
import { periodText } from '../../store/periods.ts'
import type { AuditEvent } from '../../core/audit.ts'
import type { Day } from '../../core/days.ts'
import type { AgencyCode } from '../../core/standing.ts'
import type { AlgorithmName, Certificate } from '../../pki/index.ts'
import type { Change, EventId, Outcome } from '../../store/change.ts'
import type { Reader } from '../../store/database.ts'
import type { Period } from '../../store/periods.ts'
import type { Issues, Revocation } from './trust.ts'

/** An authority as it is configured. `certificate` in DER. */
export type AuthorityRow = {
  code: string; certificate: Buffer; subject: string; validUntil: Date; isAnchor: boolean; issues: Issues; policies: string[]
  listUrl: string | null; graceSeconds: number; revocation: Revocation; ocspUrl: string | null; inUse: boolean
  /** Those that it may use; null: all that are sound. */
  algorithms: AlgorithmName[] | null
}

export async function loadAuthorities(db: Reader): Promise<AuthorityRow[]> {
  return db.selectFrom('certificate_authority').select([
    'code', 'certificate', 'subject', 'valid_until as validUntil', 'is_anchor as isAnchor', 'policies', 'list_url as listUrl',
    'grace_seconds as graceSeconds', 'in_use as inUse', 'ocsp_url as ocspUrl',
  ]).select([sql<Issues>`issues`.as('issues'), sql<Revocation>`revocation`.as('revocation'), sql<AlgorithmName[] | null>`algorithms`.as('algorithms')])
    .orderBy('code').execute()
}

/** Reads PEM, or base64 of DER. Throws `Malformed` for what is no certificate, a SyntaxError for what is no text of one. */
export function certificateFrom(text: string): Certificate {
  const inner = /-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\s]+)-----END CERTIFICATE-----/.exec(text)?.[1] ?? text
  const plain = inner.replaceAll(/\s/g, '')
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(plain)) throw new SyntaxError('neither PEM nor base64')
  return readCertificate(Buffer.from(plain, 'base64'))
}

/** Writes the authority as it is to be; the certificate of a code stays the one that it was. */
export async function writeAuthority({ db }: Pick<Change, 'db'>, row: Omit<AuthorityRow, 'subject' | 'validUntil'> & { subject: string }, event: EventId): Promise<void> {
  const read = readCertificate(row.certificate)
  const values = {
    is_anchor: row.isAnchor, issues: row.issues, policies: row.policies, list_url: row.listUrl, grace_seconds: row.graceSeconds,
    revocation: row.revocation, ocsp_url: row.ocspUrl, algorithms: row.algorithms, in_use: row.inUse, event_id: event,
  }
  await db.insertInto('certificate_authority').values({
    code: row.code, certificate: row.certificate, fingerprint: Buffer.from(read.fingerprint, 'hex'), subject: row.subject, valid_until: read.notAfter,
    ...values,
  }).onConflict((conflict) => conflict.column('code').doUpdateSet(values)).execute()
}

/** A certificate on the list. `agency` null: refused. */
export type ListedCertificate = {
  id: string; issuer: string; serial: string; agency: AgencyCode | null; valid: Period; reason: string
}

/** Those that were not taken off, past and future ones too. */
export function loadListed(db: Reader): Promise<ListedCertificate[]> {
  return db.selectFrom('listed_certificate').select(['id', 'issuer', 'serial', 'agency_code as agency', 'valid', 'reason'])
    .where('ended_at', 'is', null).orderBy('issuer').orderBy('serial').orderBy('valid').execute()
}

export type NewListed = { issuer: string; serial: string; agency: AgencyCode | null; from: Day; to: Day | null; reason: string }

/** What is told of putting it on the list, also where that is refused. */
export const listedEvent = ({ issuer, serial, agency, from, to, reason }: NewListed): AuditEvent<'certificate.listed'> =>
  ({ code: 'certificate.listed', agency, detail: { authority: issuer, serial, after: { from, to, reason } } })

/** What is told of taking it off. */
export const unlistedEvent = (
  { issuer, serial, agency }: Pick<ListedCertificate, 'issuer' | 'serial' | 'agency'>, reason: string,
): AuditEvent<'certificate.listing-ended'> => ({ code: 'certificate.listing-ended', agency, detail: { authority: issuer, serial, reason } })

/** Puts the certificate on the list, with its event. Throws the database's exclusion violation where it stands there already. */
export async function listCertificate(tx: Change, wish: NewListed, by: string | null): Promise<EventId> {
  const { issuer, serial, agency, from, to, reason } = wish
  const event = await tx.record(listedEvent(wish))
  await tx.db.insertInto('listed_certificate').values({
    issuer, serial, agency_code: agency, valid: periodText({ from, to }), reason, given_by: by, event_id: event,
  }).execute()
  return event
}

/** What the list says of the certificate today: an agency, or (null) that it is refused; undefined: nothing. */
export async function listingOf(db: Reader, authority: string, serial: string, today: Day): Promise<{ agency: AgencyCode | null } | undefined> {
  const { rows: [row] } = await sql<{ agency: AgencyCode | null }>`
    select agency_code as agency from listed_certificate
    where issuer = ${authority} and serial = ${serial} and ended_at is null and valid @> ${today}::date`.execute(db)
  return row
}

/** Takes it off the list. Who was quicker has done it; that it was tried again is an event as well. */
export async function unlistCertificate(
  tx: Change, one: Pick<ListedCertificate, 'id' | 'issuer' | 'serial' | 'agency'>, reason: string,
): Promise<Outcome<boolean>> {
  const { id } = one
  const { rows } = await sql`select from listed_certificate where id = ${id} and ended_at is null for update`.execute(tx.db)
  const told = unlistedEvent(one, reason)
  if (rows.length === 0) return { result: false, event: { ...told, outcome: 'refused', refusal: 'ended' } }
  const event = await tx.record(told)
  await tx.db.updateTable('listed_certificate').set({ ended_at: sql<Date>`now()`, ended_event_id: event }).where('id', '=', id).execute()
  return { result: true, event }
}

/** A serial number as people copy it, in hex as it is compared. */
export const serialOf = (typed: string): string => typed.replaceAll(/[: ]/g, '').toLowerCase()
