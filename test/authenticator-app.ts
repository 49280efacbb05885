// An authenticator app, as far as a test needs one: it reads the key that the page shows, and shows codes.
import { sealSecret } from '../src/features/second-factor/prove-factor.ts'
import { recoveryHash } from '../src/features/second-factor/recovery-codes.ts'
import { codeOf, stepAt } from '../src/features/second-factor/totp.ts'
import { seal } from './world.ts'
import type { World } from './world.ts'

const SIGNS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** The secret of a key in base32 (RFC 4648, 6), however it is spaced. */
export function secretOfKey(key: string): Buffer {
  const bits = [...key.replaceAll(/\s/g, '')].map((sign) => SIGNS.indexOf(sign).toString(2).padStart(5, '0')).join('')
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)))
}

/** What the app shows so many steps of 30 seconds from now. */
export const codeAhead = (secret: Buffer, ahead = 0): string => codeOf(secret, stepAt(new Date()) + ahead)

/** Six digits that are none of those that would do. */
export function wrongCode(secret: Buffer): string {
  const near = new Set([-2, -1, 0, 1, 2].map((ahead) => codeAhead(secret, ahead)))
  return ['000000', '111111', '222222', '333333', '444444', '555555'].find((one) => !near.has(one))!
}

/** A recovery code of whoever has it set up by this. */
export const RECOVERY = 'ABCDE23456'

/** Sets up the second factor of the person, whose app shows the codes of the secret. */
export async function setUpFactor({ arrange }: Pick<World, 'arrange'>, person: string, secret: Buffer): Promise<void> {
  const event = '(select max(id) from audit_event)'
  await arrange(`insert into totp (person_id, sealed_secret, last_step, event_id) values ($1, $2, 1, ${event})`, [person, sealSecret(seal, person, secret)])
  await arrange(`insert into recovery_code (person_id, code_hash, event_id) values ($1, $2, ${event})`, [person, recoveryHash(seal, person, RECOVERY)])
}
