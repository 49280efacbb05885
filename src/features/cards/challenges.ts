// What a card is to sign (R-CRT-1): random, for one use within three minutes, bound to the portal's origin, to what it is for, and to
// the browser that asked. All but the browser stands in the text itself, so that a signature given elsewhere fits nowhere here.
import { createHash, randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import type { Database } from '../../store/database.ts'
import type { Task } from '../../store/jobs.ts'

export const CARD_PURPOSES = ['signIn', 'bind', 'activation', 'holder'] as const
export type CardPurpose = (typeof CARD_PURPOSES)[number]

/** `browser` and `address` are keyed hashes. */
export type Asking = { purpose: CardPurpose; browser: Buffer; address: Buffer; origin: string }

// A whole agency may come from one address, each of its people with a card or two.
const MOST_OF_ONE_ADDRESS = 300
const MINUTES = 3
const LONGEST = 300

const hashOf = (text: string): Buffer => createHash('sha256').update(text).digest()

/** Gives out a challenge; null: too many of that address wait. */
export async function giveChallenge({ unaudited }: Pick<Database, 'unaudited'>, { purpose, browser, address, origin }: Asking): Promise<string | null> {
  const text = `eCPA ${purpose} ${origin} ${randomBytes(32).toString('base64url')}`
  const { rows } = await sql`
    insert into card_challenge (hash, purpose, browser, address, expires_at)
    select ${hashOf(text)}, ${purpose}, ${browser}, ${address}, now() + make_interval(mins => ${sql.lit(MINUTES)})
    where (select count(*) from card_challenge where address = ${address} and expires_at > now()) < ${sql.lit(MOST_OF_ONE_ADDRESS)}
    returning hash`.execute(unaudited)
  return rows.length === 0 ? null : text
}

/** Takes the challenge away; whether it was one that could be used, for that, in that browser, now. Of several at once one gets it. */
export async function takeChallenge(
  { unaudited }: Pick<Database, 'unaudited'>, { purpose, browser, text }: { purpose: CardPurpose; browser: Buffer; text: string },
): Promise<boolean> {
  if (text.length > LONGEST) return false
  // Whoever brings it in another browser or for something else has used it up as well.
  const { rows: [found] } = await sql<{ fits: boolean }>`
    delete from card_challenge where hash = ${hashOf(text)}
    returning purpose = ${purpose} and browser = ${browser} and expires_at > now() as fits`.execute(unaudited)
  return found?.fits === true
}

async function forgetOld({ unaudited }: Pick<Database, 'unaudited'>): Promise<void> {
  await sql`delete from card_challenge where expires_at < now()`.execute(unaudited)
  await sql`delete from card_awaiting where expires_at < now()`.execute(unaudited)
}

/** Forgets challenges and waiting cards that are over, every few minutes. */
export const cardTasks: readonly Task[] = [{ name: 'cards.forget', every: '*/5 * * * *', handle: (_, { database }) => forgetOld(database) }]
