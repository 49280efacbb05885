// What a device is asked to sign: for one answer, of one browser and purpose, within minutes. It stands in the database, so that any
// process may take the answer and none takes it twice.
import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Kysely } from 'kysely'
import type { Task } from './jobs.ts'
import type { Tables } from './tables.ts'

/**
 * How long each means is waited for, and how many of its challenges may wait for one address. A telephone has to be found and unlocked,
 * and an agency of two thousand behind one address signs in within those minutes; a card lies in its reader already.
 */
export const CHALLENGE_RULES = { passkey: { minutes: 5, most: 5000 }, card: { minutes: 3, most: 300 } } as const

export type ChallengeMeans = keyof typeof CHALLENGE_RULES

/** `browser`: a hash of what it is known by; `person`: of whom it is asked, null where nobody is named. */
export type Asked<Purpose extends string = string> = { means: ChallengeMeans; purpose: Purpose; browser: Buffer; person: string | null }

const hashOf = (challenge: string): Buffer => createHash('sha256').update(challenge).digest()

/** Keeps the challenge, which has to be random; false where the address (as a keyed hash) has asked too many. One statement. */
export async function giveChallenge(
  db: Kysely<Tables>, challenge: string, { means, purpose, browser, person }: Asked, address: Buffer,
): Promise<boolean> {
  const { minutes, most } = CHALLENGE_RULES[means]
  const { rows } = await sql`
    insert into challenge (challenge_hash, means, purpose, browser_hash, person_id, address_hash, expires_at)
    select ${hashOf(challenge)}, ${means}, ${purpose}, ${browser}, ${person}::bigint, ${address}, now() + make_interval(mins => ${sql.lit(minutes)})
    where (select count(*) from challenge c
      where c.address_hash = ${address} and c.means = ${means} and c.expires_at > now()) < ${sql.lit(most)}
    returning 1`.execute(db)
  return rows.length > 0
}

/** `unknown`: it was answered already, or never asked, or is long over. `elsewhere`: of another browser or person. */
export type ChallengeFault = 'unknown' | 'otherPurpose' | 'elsewhere' | 'over'

/** Whether that was asked, of this browser, for this, and within time, or why not. Whatever the answer, the challenge is gone. */
export async function takeChallenge(db: Kysely<Tables>, challenge: string, { means, purpose, browser, person }: Asked): Promise<'fits' | ChallengeFault> {
  const { rows: [row] } = await sql<{ how: 'fits' | ChallengeFault }>`
    delete from challenge where challenge_hash = ${hashOf(challenge)}
    returning case when means <> ${means} or purpose <> ${purpose} then 'otherPurpose'
      when browser_hash <> ${browser} or person_id is distinct from ${person}::bigint then 'elsewhere'
      when expires_at <= now() then 'over' else 'fits' end as how`.execute(db)
  return row?.how ?? 'unknown'
}

/** Takes away what nobody answered. */
export async function purgeChallenges(db: Kysely<Tables>): Promise<void> {
  await sql`delete from challenge where expires_at < now()`.execute(db)
}

/** Every few minutes. */
export const challengeTasks: readonly Task[] = [
  { name: 'challenges.purge', every: '*/5 * * * *', handle: (_, { database }) => purgeChallenges(database.unaudited) },
]
