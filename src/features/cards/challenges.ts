// What a card is to sign (R-CRT-1): random, for one use, bound to the portal's origin, to what it is for, and to the browser that asked.
// All but the browser stands in the text itself, so that a signature given elsewhere fits nowhere here.
import { randomBytes } from 'node:crypto'
import { giveChallenge } from '../../store/challenges.ts'
import type { Database } from '../../store/database.ts'

export const CARD_PURPOSES = ['signIn', 'bind', 'activate'] as const
export type CardPurpose = (typeof CARD_PURPOSES)[number]

/** `browser` and `address` are keyed hashes. */
export type Asking = { purpose: CardPurpose; browser: Buffer; address: Buffer; origin: string }

/** A new challenge; null where too many of that address wait. */
export async function newCardChallenge({ unaudited }: Pick<Database, 'unaudited'>, { purpose, browser, address, origin }: Asking): Promise<string | null> {
  const text = `eCPA ${purpose} ${origin} ${randomBytes(32).toString('base64url')}`
  return await giveChallenge(unaudited, text, { means: 'card', purpose, browser, person: null }, address) ? text : null
}
