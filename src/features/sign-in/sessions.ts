// Sessions: rows of the database, found by the hash of what the cookie holds.
import { createHash, randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import type { Kysely } from 'kysely'
import type { Day } from '../../core/days.ts'
import type { AgencyCode } from '../../core/standing.ts'
import type { Tables } from '../../store/tables.ts'

/** How long a session lasts (附表十: idle and absolute limits are the agency's to set). */
export type SessionLimits = { idleMinutes: number; hours: number }

/** Why a session ended, as the table knows it. */
export type EndedWhy =
  | 'signedOut' | 'idle' | 'expired' | 'disabled' | 'rightLost' | 'byUser' | 'byManager' | 'passwordChanged'
  | 'certificateRefused'

/** What stands in the table for the token in the cookie: its SHA-256. A token has 256 random bits and needs no salt. */
export function tokenHash(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}

const newToken = (): string => randomBytes(32).toString('base64url')
const expiry = ({ hours }: SessionLimits) => sql<Date>`now() + make_interval(hours => ${sql.lit(hours)})`
// 300 characters tell any browser apart; the rest is padding that somebody sent.
const shortened = (userAgent: string): string => userAgent.slice(0, 300)

/** The condition that a row of `session` (named `s`) is alive now. The one place that says so. */
export function sessionLives({ idleMinutes }: SessionLimits) {
  return sql<boolean>`(s.ended_at is null and s.expires_at > now()
    and s.last_seen_at > now() - make_interval(mins => ${sql.lit(idleMinutes)}))`
}

/** By which certificate a session was proved: the code of its authority, and its serial number in hex. */
export type SessionCertificate = { authority: string; serial: string }

export type NewSession = {
  personId: string
  method: 'password' | 'passkey' | 'personCertificate'
  /** By what else than the password, where the account asks for more. */
  secondFactor?: 'totp' | 'recovery'
  /** Until when it counts without one, where its person has to have one. */
  secondFactorBy?: Day | null
  /** Whether its person has to agree to 「重要訊息」 before anything else opens. */
  agreementAsked: boolean
  /** Of method `personCertificate`. */
  certificate?: SessionCertificate
  address: string | null
  userAgent: string
}

/** Opens a session with a token of its own: whatever the browser held before is worth nothing (session fixation). */
export async function openSession(
  tx: Kysely<Tables>, { personId, method, secondFactor, secondFactorBy, agreementAsked, certificate, address, userAgent }: NewSession, limits: SessionLimits,
): Promise<{ id: string; token: string }> {
  const token = newToken()
  const { id } = await tx.insertInto('session').values({
    token_hash: tokenHash(token),
    person_id: personId,
    method,
    second_factor: secondFactor ?? null,
    second_factor_by: secondFactorBy ?? null,
    agreement_asked: agreementAsked,
    certificate_authority: certificate?.authority ?? null,
    certificate_serial: certificate?.serial ?? null,
    expires_at: expiry(limits),
    address,
    user_agent: shortened(userAgent),
  }).returning('id').executeTakeFirstOrThrow()
  return { id, token }
}

/** Opens a session of an agency's card, which is nobody's in particular (R-CRT-4). */
export async function openCardSession(
  tx: Kysely<Tables>,
  { agency, certificate, address, userAgent }: { agency: AgencyCode; certificate?: SessionCertificate; address: string | null; userAgent: string },
  limits: SessionLimits,
): Promise<{ id: string; token: string }> {
  const token = newToken()
  const { id } = await tx.insertInto('session').values({
    token_hash: tokenHash(token), card_agency: agency, method: 'agencyCertificate',
    certificate_authority: certificate?.authority ?? null, certificate_serial: certificate?.serial ?? null,
    expires_at: expiry(limits), address, user_agent: shortened(userAgent),
  }).returning('id').executeTakeFirstOrThrow()
  return { id, token }
}

/**
 * The same person proved themselves once more (an application asked for it): the session goes on under a new token, so
 * that what was opened from it stays open. Null when it is not a live session of that person.
 */
export async function renewSession(
  tx: Kysely<Tables>, id: string, { personId, method, secondFactor, secondFactorBy, agreementAsked, certificate, address, userAgent }: NewSession,
  limits: SessionLimits,
): Promise<{ id: string; token: string } | null> {
  const token = newToken()
  const { rows } = await sql<{ id: string }>`
    update session s set token_hash = ${tokenHash(token)}, method = ${method}, second_factor = ${secondFactor ?? null},
      second_factor_by = ${secondFactorBy ?? null}, agreement_asked = ${agreementAsked},
      certificate_authority = ${certificate?.authority ?? null}, certificate_serial = ${certificate?.serial ?? null},
      signed_in_at = now(), last_seen_at = now(), expires_at = ${expiry(limits)}, address = ${address}, user_agent = ${shortened(userAgent)}
    where s.id = ${id} and s.person_id = ${personId} and ${sessionLives(limits)} returning s.id`.execute(tx)
  return rows.length === 0 ? null : { id, token }
}

/**
 * Locks the account of whoever acts in their session, and says whether that still goes on. What was proved before the lock, perhaps by
 * somebody at their open screen, counts no more once the person has ended it.
 */
export async function lockSelf(tx: Kysely<Tables>, person: string, session: string): Promise<boolean> {
  await sql`select from account where person_id = ${person} for update`.execute(tx)
  return await tx.selectFrom('session').select('id').where('id', '=', session).where('ended_at', 'is', null).executeTakeFirst() !== undefined
}

/** Ends the session; false when it had ended already. */
export async function endSession(tx: Kysely<Tables>, id: string, why: EndedWhy): Promise<boolean> {
  const { numUpdatedRows } = await tx.updateTable('session').set({ ended_at: sql`now()`, ended_why: why })
    .where('id', '=', id).where('ended_at', 'is', null).executeTakeFirst()
  return numUpdatedRows > 0n
}

/** Ends all sessions of the person that live, but the one that is to be kept; with a method, those alone. Answers how many those were. */
export async function endSessionsOf(
  tx: Kysely<Tables>, personId: string, why: EndedWhy, kept: string | null = null, method: NewSession['method'] | null = null,
): Promise<number> {
  const { numUpdatedRows } = await tx.updateTable('session').set({ ended_at: sql`now()`, ended_why: why })
    .where('person_id', '=', personId).where(sql<boolean>`id is distinct from ${kept}::uuid`).where('ended_at', 'is', null).where('expires_at', '>', sql<Date>`now()`)
    .$if(method !== null, (query) => query.where('method', '=', method!)).executeTakeFirst()
  return Number(numUpdatedRows)
}

/**
 * Writes down the end of sessions that ran into a limit, so that the applications opened from them are told (the trigger
 * of db/migrations/0009-oidc.sql does that). Nothing else waits for it: a session past a limit is nobody's at once. A job
 * runs it.
 */
export async function endOverdueSessions(db: Kysely<Tables>, { idleMinutes }: SessionLimits): Promise<void> {
  await sql`
    update session set ended_at = now(), ended_why = case when expires_at <= now() then 'expired' else 'idle' end
    where ended_at is null
      and (expires_at <= now() or last_seen_at <= now() - make_interval(mins => ${sql.lit(idleMinutes)}))`.execute(db)
}

/** Takes away sessions that ended, by whatever limit, longer than the sign-in history is shown. A job runs it. */
export async function purgeSessions(db: Kysely<Tables>): Promise<void> {
  await sql`delete from session where coalesce(ended_at, expires_at) < now() - interval '180 days'`.execute(db)
}
