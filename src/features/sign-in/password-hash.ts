import { hash, verify } from '@node-rs/argon2'

// R-ACC-2 asks argon2id; OWASP's first recommendation of memory and passes, 12 ms on the machines this is built for.
// (The library names the algorithm by a number: 2 is argon2id.)
const PARAMETERS = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 }

// What is verified when there is no account, no password yet, or an account that may not sign in: the same work, so that
// the time of the answer says nothing. Nobody knows the password that belongs to it; it was thrown away when made.
const NOBODYS_HASH =
  '$argon2id$v=19$m=19456,t=2,p=1$URKQIb2tJWc3/TRsLKgnKQ$kndgEFu9KQUro0ibVfoBkHLgiupRkAuL4jpIcdb95eM'

/** How short and how long a password may be, in characters as `passwordLength` counts them (R-ACC-2). */
export const SHORTEST_PASSWORD = 12
export const LONGEST_PASSWORD = 128

// The same characters can be typed as different code points on different machines (NIST SP 800-63B, 3.1.1.2).
const normalised = (password: string): string => password.normalize('NFKC')

/** How many characters a password has: code points, after what was typed differently has become the same. */
export function passwordLength(password: string): number {
  return [...normalised(password)].length
}

/** An argon2id hash in PHC string form with a salt of its own. Takes about 12 ms, on another thread. */
export function hashPassword(password: string): Promise<string> {
  return hash(normalised(password), PARAMETERS)
}

/** Whether the password belongs to the hash. With `null` the same work is done, and the answer is no. */
export async function verifyPassword(passwordHash: string | null, password: string): Promise<boolean> {
  const right = await verify(passwordHash ?? NOBODYS_HASH, normalised(password))
  return right && passwordHash !== null
}
