// Ways into an account for one use (R-ACC-1, 3, 4): how long each is good, how its secret is written, and whether it may be used.

export type WayPurpose = 'newPassword' | 'activation' | 'confirmEmail'
/** `card`: the card of its person proved it, and is bound with the activation. */
export type WayMedium = 'link' | 'slip' | 'card'

const MINUTE = 60_000

/** So many wrong answers spoil a slip at the latest (ECPA_WAY_WRONG_CODES). */
export const MOST_WAY_FAILURES = 5

/** So long a way is good, in milliseconds: half an hour by mail or after a card, a day on paper, three days for the question to a new address. */
export function wayLasts(purpose: WayPurpose, medium: WayMedium): number {
  if (purpose === 'confirmEmail') return 72 * 60 * MINUTE
  return medium === 'slip' ? 24 * 60 * MINUTE : 30 * MINUTE
}

// Without I, L, O and U: nothing that is read for something else, or as a word (Crockford's base 32).
const SIGNS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
/** The characters of a secret: a hundred bits, which nobody guesses, and a person can type. */
export const SECRET_LENGTH = 20

/** A secret out of that many random bytes, one character each. */
export const secretOf = (random: Uint8Array): string => [...random.subarray(0, SECRET_LENGTH)].map((byte) => SIGNS[byte % 32]).join('')

/** What was typed as the secret it means: without blanks and hyphens, in capitals, O as 0, I and L as 1. Null for anything else. */
export function readSecret(typed: string): string | null {
  const secret = typed.normalize('NFKC').replaceAll(/[\s-]/g, '').toUpperCase().replaceAll('O', '0').replaceAll(/[IL]/g, '1')
  return secret.length === SECRET_LENGTH && [...secret].every((sign) => SIGNS.includes(sign)) ? secret : null
}

/** A way as it stands. */
export type StandingWay = { state: 'open' | 'used' | 'replaced' | 'spoiled'; expiresAt: Date }

/** Whether it can still be used. */
export const isWayOpen = ({ state, expiresAt }: StandingWay, now: Date): boolean => state === 'open' && now < expiresAt
