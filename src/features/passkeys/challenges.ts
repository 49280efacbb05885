// Questions for authenticators: random, for one answer, of one browser and purpose, within minutes. They stand in the database, so
// that any process may take the answer and none takes it twice.
import { createHash, randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import type { Kysely } from 'kysely'
import type { Tables } from '../../store/tables.ts'

/** What is asked for: to add a passkey, to prove oneself once more, or to sign in. */
export type Purpose = 'add' | 'again' | 'signIn'

/** `browser`: what the browser is known by (`client.binding`); `person`: of whom it is asked, null at sign-in. */
export type Asked = { purpose: Purpose; browser: Buffer; person: string | null }

/** Long enough for a telephone to be found and unlocked. The page asks anew before (`passkeys.js`). */
export const CHALLENGE_MINUTES = 5
// An agency of two thousand behind one address signs in within five minutes; whoever asks for more only fills a table.
const MOST_OF_AN_ADDRESS = 5000

const hashOf = (challenge: string): Buffer => createHash('sha256').update(challenge).digest()

/** A new question, as base64url of 32 random bytes; null where the address (as a keyed hash) has asked too many. One statement. */
export async function newChallenge(db: Kysely<Tables>, { purpose, browser, person }: Asked, address: Buffer): Promise<string | null> {
  const challenge = randomBytes(32).toString('base64url')
  const { rows } = await sql`
    insert into passkey_challenge (challenge_hash, purpose, browser_hash, person_id, address_hash, expires_at)
    select ${hashOf(challenge)}, ${purpose}, ${browser}, ${person}::bigint, ${address}, now() + make_interval(mins => ${sql.lit(CHALLENGE_MINUTES)})
    where (select count(*) from passkey_challenge c
      where c.address_hash = ${address} and c.asked_at > now() - make_interval(mins => ${sql.lit(CHALLENGE_MINUTES)})) < ${sql.lit(MOST_OF_AN_ADDRESS)}
    returning 1`.execute(db)
  return rows.length === 0 ? null : challenge
}

/** Whether that was asked, of this browser, for this, and within time. Whatever the answer, the question is gone. */
export async function takeChallenge(db: Kysely<Tables>, challenge: string, { purpose, browser, person }: Asked): Promise<boolean> {
  const { rows: [row] } = await sql<{ fits: boolean }>`
    delete from passkey_challenge where challenge_hash = ${hashOf(challenge)}
    returning purpose = ${purpose} and browser_hash = ${browser} and person_id is not distinct from ${person}::bigint and expires_at > now() as fits`
    .execute(db)
  return row?.fits === true
}

/** Takes away what nobody answered. A job runs it. */
export async function purgeChallenges(db: Kysely<Tables>): Promise<void> {
  await sql`delete from passkey_challenge where expires_at < now()`.execute(db)
}
