// What a card is to sign (R-CRT-1): random, for one use, bound to the portal's origin, to what it is for, and to the browser that asked.
// All but the browser, and when it was asked, stands in the text itself, so that a signature given elsewhere fits nowhere here.
import { randomBytes } from 'node:crypto'
import { CHALLENGE_RULES, giveChallenge, takeChallenge } from '../../store/challenges.ts'
import type { ChallengeFault } from '../../store/challenges.ts'
import type { Database } from '../../store/database.ts'

export const CARD_PURPOSES = ['signIn', 'bind', 'activate'] as const
export type CardPurpose = (typeof CARD_PURPOSES)[number]

/** `browser` and `address` are keyed hashes. */
export type Asking = { purpose: CardPurpose; browser: Buffer; address: Buffer; origin: string }

/** Why it is no challenge to be answered: used or made up, over, of another browser, for something else. */
export type CardChallengeFault = 'challenge' | 'challengeOver' | 'challengeElsewhere' | 'challengePurpose'

const FAULTS: Readonly<Record<ChallengeFault, CardChallengeFault>> =
  { unknown: 'challenge', over: 'challengeOver', elsewhere: 'challengeElsewhere', otherPurpose: 'challengePurpose' }
const LASTS_MS = CHALLENGE_RULES.card.minutes * 60_000

/** A new challenge; null where too many of that address wait. */
export async function newCardChallenge({ unaudited }: Pick<Database, 'unaudited'>, { purpose, browser, address, origin }: Asking): Promise<string | null> {
  const text = `eCPA ${purpose} ${origin} ${new Date().toISOString()} ${randomBytes(32).toString('base64url')}`
  return await giveChallenge(unaudited, text, { means: 'card', purpose, browser, person: null }, address) ? text : null
}

/** Takes the challenge away; null: it is the one that this browser was asked for this, and within time. `browser` null: it has no cookie. */
export async function takeCardChallenge(
  { unaudited }: Pick<Database, 'unaudited'>, challenge: string, { purpose, browser, now }: { purpose: CardPurpose; browser: Buffer | null; now: Date },
): Promise<CardChallengeFault | null> {
  if (browser === null) return 'challengeElsewhere'
  const how = await takeChallenge(unaudited, challenge, { means: 'card', purpose, browser, person: null })
  if (how === 'fits') return null
  // What is long over stands in no table any more; when it was asked is a part of what was signed.
  return how === 'unknown' && now.getTime() - askedAt(challenge) > LASTS_MS ? 'challengeOver' : FAULTS[how]
}

/** When the text says that it was asked, in milliseconds; NaN where it says nothing. */
const askedAt = (challenge: string): number => Date.parse(challenge.split(' ')[3] ?? '')
