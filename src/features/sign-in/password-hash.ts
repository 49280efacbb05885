import { hash, verify } from '@node-rs/argon2'
import { normalisedPassword as normalised } from '../../core/passwords.ts'

// R-ACC-2 asks argon2id; OWASP's first recommendation of memory and passes, 12 ms on the machines this is built for.
// (The library names the algorithm by a number: 2 is argon2id.)
const PARAMETERS = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 }

// What is verified when there is no account, no password yet, or an account that may not sign in: the same work, so that
// the time of the answer says nothing. Nobody knows the password that belongs to it; it was thrown away when made.
const NOBODYS_HASH =
  '$argon2id$v=19$m=19456,t=2,p=1$URKQIb2tJWc3/TRsLKgnKQ$kndgEFu9KQUro0ibVfoBkHLgiupRkAuL4jpIcdb95eM'

/** An argon2id hash in PHC string form with a salt of its own. Takes about 12 ms, on another thread. */
export function hashPassword(password: string): Promise<string> {
  return hash(normalised(password), PARAMETERS)
}

// As the hashes of today begin; what was made under other parameters is made anew when its password is known.
const TODAYS = `$argon2id$v=19$m=${PARAMETERS.memoryCost},t=${PARAMETERS.timeCost},p=${PARAMETERS.parallelism}$`

/** Whether the hash was made under other parameters than today's. */
export const isOutdatedHash = (passwordHash: string): boolean => !passwordHash.startsWith(TODAYS)

/** Whether the password belongs to the hash. With `null` the same work is done, and the answer is no. */
export async function verifyPassword(passwordHash: string | null, password: string): Promise<boolean> {
  const right = await verify(passwordHash ?? NOBODYS_HASH, normalised(password))
  return right && passwordHash !== null
}
