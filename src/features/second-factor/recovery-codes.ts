// Codes for the day when the telephone is lost: ten, each for one use.
import { randomBytes } from 'node:crypto'
import type { Seal } from '../../store/seal.ts'

export const RECOVERY_CODES = 10
const LENGTH = 10
// Without I, L, O and U: nothing that is read for something else (Crockford's base 32).
const SIGNS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const CODE = new RegExp(`^[${SIGNS}]{${LENGTH}}$`)

/** Ten new codes of fifty bits each: hopeless to guess in five tries. */
export const newRecoveryCodes = (): string[] =>
  Array.from({ length: RECOVERY_CODES }, () => [...randomBytes(LENGTH)].map((byte) => SIGNS[byte % SIGNS.length]).join(''))

/** As it is shown: in two halves. */
export const showRecoveryCode = (code: string): string => `${code.slice(0, LENGTH / 2)}-${code.slice(LENGTH / 2)}`

export type Typed = { kind: 'totp' | 'recovery'; code: string }

/** What was typed: six digits of the app, or a recovery code; blanks and hyphens are nothing. Null for what is neither. */
export function readTyped(typed: string): Typed | null {
  const code = typed.normalize('NFKC').replaceAll(/[\s-]/g, '').toUpperCase()
  if (/^\d{6}$/.test(code)) return { kind: 'totp', code }
  const read = code.replaceAll('O', '0').replaceAll(/[IL]/g, '1')
  return CODE.test(read) ? { kind: 'recovery', code: read } : null
}

/** What stands in the table for a code: keyed, so that the table alone does not let anybody try them. */
export const recoveryHash = (seal: Pick<Seal, 'index'>, person: string, code: string): Buffer => seal.index('recovery code', `${person} ${code}`)
