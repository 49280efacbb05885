// What holds back those who guess (R-ACC-2). Tries are counted by a keyed hash of whatever was typed as the account name, so that
// a name that exists and one that does not behave alike; those from a browser that the person has signed in with are counted by
// that browser alone, so that nobody else can use them up (docs/decisions/027-mail-and-risk.md).
import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'kysely'
import type { Kysely } from 'kysely'
import type { Database } from '../../store/database.ts'
import type { Tables } from '../../store/tables.ts'

/** How many wrong tries are looked at before it rests, and for how long (ECPA_SIGNIN_TRIES, …_LOCK_MINUTES; 附表十: five, fifteen minutes). */
export type TryLimits = { most: number; lockMinutes: number }

// A wrong try is forgotten after a day, or at the next right one; else four a quarter of an hour would never lock.
const MEMORY = sql`interval '1 day'`
const ADDRESS_WINDOW = sql`interval '15 minutes'`

/** Whose tries: of a typed name, or of one person in a browser known to be theirs. `subject` is a keyed hash of it. */
export type Tried = { kind: 'name' | 'browser'; subject: Buffer }

/**
 * Counts a try before anybody looks whether it is right, so that tries made at the same moment cannot all slip under the
 * limit. `locked`: this try may not be looked at; a lock that is running is not lengthened by further tries. `last`: it may, and if
 * it is wrong none after it.
 */
export async function countTry(db: Kysely<Tables>, { kind, subject }: Tried, { most, lockMinutes }: TryLimits): Promise<{ locked: boolean; last: boolean }> {
  const over = sql`(f.locked_until <= now() or (f.locked_until is null and f.first_at < now() - ${MEMORY}))`
  const { rows } = await sql<{ failures: number }>`
    insert into sign_in_failure as f (kind, subject, failures, first_at) values (${kind}, ${subject}, 1, now())
    on conflict (kind, subject) do update set
      failures = case when ${over} then 1 else least(f.failures + 1, 1000000) end,
      first_at = case when ${over} then now() else f.first_at end,
      locked_until = case
        when ${over} then null
        when f.locked_until is null and f.failures + 1 >= ${most}::int then now() + make_interval(mins => ${lockMinutes})
        else f.locked_until end
    returning failures`.execute(db)
  const tries = rows[0]!.failures
  return { locked: tries > most, last: tries === most }
}

/** The try was right: those before it are forgotten. */
export async function forgetTries(db: Kysely<Tables>, { kind, subject }: Tried): Promise<void> {
  await db.deleteFrom('sign_in_failure').where('kind', '=', kind).where('subject', '=', subject).execute()
}

/** Whoever chose a new password starts anew, by the name (as its keyed hash) and in each browser of theirs. */
export async function forgetTriesOf(db: Kysely<Tables>, person: string, name: Buffer): Promise<void> {
  await sql`delete from sign_in_failure where (kind = 'name' and subject = ${name})
    or (kind = 'browser' and subject in (select browser_hash from known_browser where person_id = ${person}))`.execute(db)
}

/** One more failure from this address in the last fifteen minutes. `subject` is the keyed hash of the address. */
export async function countAddressFailure(db: Kysely<Tables>, subject: Buffer): Promise<void> {
  const over = sql`f.first_at < now() - ${ADDRESS_WINDOW}`
  await sql`
    insert into sign_in_failure as f (kind, subject, failures, first_at) values ('address', ${subject}, 1, now())
    on conflict (kind, subject) do update set
      failures = case when ${over} then 1 else least(f.failures + 1, 1000000) end,
      first_at = case when ${over} then now() else f.first_at end`.execute(db)
}

/** How many sign-ins failed from this address in the last fifteen minutes. */
export async function addressFailures(db: Kysely<Tables>, subject: Buffer): Promise<number> {
  const { rows } = await sql<{ failures: number }>`
    select failures from sign_in_failure
    where kind = 'address' and subject = ${subject} and first_at >= now() - ${ADDRESS_WINDOW}`.execute(db)
  return rows[0]?.failures ?? 0
}

/**
 * `addressLimit`: failures from one address in a quarter of an hour before answers slow down, 0 for never; `slowedSeconds`: by how much
 * (ECPA_SIGNIN_ADDRESS_LIMIT, ECPA_SIGNIN_SLOWED_SECONDS).
 */
export type SlowingMeans = {
  database: Pick<Database, 'unaudited'>
  subjectOf: (kind: 'address', value: string) => Buffer
  addressLimit: number
  slowedSeconds: number
}

/**
 * Waits where many wrong passwords, codes or national IDs came from the address of late. Outside any transaction, and before a turn is
 * taken: whoever is made to wait holds nobody else up.
 */
export async function slowDown({ database, subjectOf, addressLimit, slowedSeconds }: SlowingMeans, address: string | null): Promise<void> {
  if (addressLimit > 0 && await addressFailures(database.unaudited, subjectOf('address', address ?? '')) >= addressLimit) await pause(slowedSeconds * 1000)
}

/** Forgets what no longer holds anybody back. A job runs it. */
export async function purgeTries(db: Kysely<Tables>): Promise<void> {
  await sql`
    delete from sign_in_failure
    where (kind in ('name', 'browser') and first_at < now() - ${MEMORY} and coalesce(locked_until, now()) <= now())
       or (kind = 'address' and first_at < now() - ${ADDRESS_WINDOW})`.execute(db)
}
