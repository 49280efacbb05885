// Codes of an authenticator app: TOTP (RFC 6238) with HMAC-SHA-1, 30 seconds and six digits, which every app knows.
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'

const STEP_SECONDS = 30
const DIGITS = 6
// RFC 4226, 4: as long as the hash.
const SECRET_BYTES = 20
const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

export const newSecret = (): Buffer => randomBytes(SECRET_BYTES)

/** The time step of that moment (RFC 6238, 4.2). */
export const stepAt = (now: Date): number => Math.floor(now.getTime() / 1000 / STEP_SECONDS)

/** The code of a time step, six digits (RFC 4226, 5.3). */
export function codeOf(secret: Uint8Array, step: number): string {
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(step))
  const hash = createHmac('sha1', secret).update(counter).digest()
  const offset = hash.at(-1)! & 0xf
  return String((hash.readUInt32BE(offset) & 0x7fffffff) % 10 ** DIGITS).padStart(DIGITS, '0')
}

/** The step whose code that is, of now and one before and after, where clocks differ; null for none, and up to `taken`. */
export function fittingStep(secret: Uint8Array, code: string, now: Date, taken: number): number | null {
  const typed = Buffer.from(code)
  const step = stepAt(now)
  const fitting = [step - 1, step, step + 1].filter((one) => timingSafeEqual(Buffer.from(codeOf(secret, one)), typed))
  return fitting.find((one) => one > taken) ?? null
}

/** Base32 without padding (RFC 4648, 6), as apps read it. */
export function base32(bytes: Uint8Array): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('')
  return (bits.match(/.{1,5}/g) ?? []).map((five) => BASE32[Number.parseInt(five.padEnd(5, '0'), 2)]).join('')
}

/** The address that apps read from the picture. */
export function keyAddress(secret: Uint8Array, issuer: string, accountName: string): string {
  return `otpauth://totp/${encodeURIComponent(issuer)}:${encodeURIComponent(accountName)}`
    + `?secret=${base32(secret)}&issuer=${encodeURIComponent(issuer)}&algorithm=SHA1&digits=${DIGITS}&period=${STEP_SECONDS}`
}
