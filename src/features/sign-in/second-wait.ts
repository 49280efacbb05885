// A sign-in whose password was right and whose second factor is to come: a row that knows the browser by its cookie, for five
// minutes. There is no session meanwhile.
import { sql } from 'kysely'
import type { Kysely } from 'kysely'
import type { Change } from '../../store/change.ts'
import type { Reader } from '../../store/database.ts'
import type { Tables } from '../../store/tables.ts'

const MINUTES = sql`interval '5 minutes'`

/** Waits for the second factor of that person in that browser (`Coming.holds`); what waited there before is forgotten. */
export async function waitForFactor({ db }: Pick<Change, 'db'>, browser: Buffer, person: string): Promise<void> {
  await sql`insert into second_factor_wait (browser_hash, person_id, expires_at) values (${browser}, ${person}, now() + ${MINUTES})
    on conflict (browser_hash) do update set person_id = excluded.person_id, asked_at = now(), expires_at = excluded.expires_at`.execute(db)
}

/** Whose second factor this browser is asked for, or null. */
export async function whoWaits(db: Reader, browser: Buffer | null): Promise<string | null> {
  if (browser === null) return null
  const { rows: [row] } = await sql<{ person: string }>`
    select person_id as person from second_factor_wait where browser_hash = ${browser} and expires_at > now()`.execute(db)
  return row?.person ?? null
}

/**
 * Whether that still waits: what changed the password, barred it, or changed the state of the account has taken it away
 * (0072-waits-outlived.sql). The caller holds the account's row.
 */
export async function stillWaits({ db }: Pick<Change, 'db'>, browser: Buffer, person: string): Promise<boolean> {
  const { rows } = await sql`
    select from second_factor_wait where browser_hash = ${browser} and person_id = ${person} and expires_at > now()`.execute(db)
  return rows.length > 0
}

/** The sign-in is done, or has to begin anew. */
export async function stopWaiting({ db }: Pick<Change, 'db'>, browser: Buffer): Promise<void> {
  await db.deleteFrom('second_factor_wait').where('browser_hash', '=', browser).execute()
}

/** Takes away what nobody went on with. A job runs it. */
export async function purgeWaits(db: Kysely<Tables>): Promise<void> {
  await sql`delete from second_factor_wait where expires_at < now()`.execute(db)
}
