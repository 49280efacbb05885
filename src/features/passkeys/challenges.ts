// What authenticators are asked to sign.
import { randomBytes } from 'node:crypto'
import { giveChallenge } from '../../store/challenges.ts'
import type { Kysely } from 'kysely'
import type { Asked } from '../../store/challenges.ts'
import type { Tables } from '../../store/tables.ts'

/** What is asked for: to add a passkey, to prove oneself once more, or to sign in. */
export type Purpose = 'add' | 'again' | 'signIn'

/** `browser`: what the browser is known by (`client.binding`); `person`: of whom it is asked, null at sign-in. */
export type AskedOfPasskey = Omit<Asked<Purpose>, 'means'>

/** A new question, as base64url of 32 random bytes; null where the address (as a keyed hash) has asked too many. */
export async function newChallenge(db: Kysely<Tables>, asked: AskedOfPasskey, address: Buffer): Promise<string | null> {
  const challenge = randomBytes(32).toString('base64url')
  return await giveChallenge(db, challenge, { means: 'passkey', ...asked }, address) ? challenge : null
}
