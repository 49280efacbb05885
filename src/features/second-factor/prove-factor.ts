// Whether what was typed proves the second factor of a person. It is asked within a transaction that holds the account's row, so
// that of two who bring one code at the same moment one is let in.
import { sql } from 'kysely'
import { readTyped, recoveryHash } from './recovery-codes.ts'
import { fittingStep } from './totp.ts'
import type { Change } from '../../store/change.ts'
import type { Reader } from '../../store/database.ts'
import type { Seal } from '../../store/seal.ts'

export type FactorSeal = Pick<Seal, 'seal' | 'open' | 'index'>

/** By what the second factor was proved. */
export type FactorKind = 'totp' | 'recovery'

const PURPOSE = 'totp secret'
/** A secret is sealed for its person: moved into another's row it does not open. */
export const sealSecret = (seal: FactorSeal, person: string, secret: Uint8Array): Buffer => seal.seal(PURPOSE, secret, Buffer.from(person))
export const openSecret = (seal: FactorSeal, person: string, sealed: Uint8Array): Buffer => seal.open(PURPOSE, sealed, Buffer.from(person))

/** Whether a second factor is asked of this person after the password. */
export async function hasFactor(db: Reader, person: string): Promise<boolean> {
  const { rows } = await sql`select from totp where person_id = ${person}`.execute(db)
  return rows.length > 0
}

/** By what it was proved, and that use written down; null for what proves nothing. The caller holds the account's row. */
export async function proveFactor({ db }: Pick<Change, 'db'>, seal: FactorSeal, person: string, typed: string, now: Date): Promise<FactorKind | null> {
  const read = readTyped(typed)
  if (read === null) return null
  const proved = read.kind === 'totp' ? await takeStep(db, seal, person, read.code, now) : await takeRecovery(db, seal, person, read.code)
  return proved ? read.kind : null
}

async function takeStep(db: Change['db'], seal: FactorSeal, person: string, code: string, now: Date): Promise<boolean> {
  const { rows: [kept] } = await sql<{ sealed: Buffer; taken: string }>`
    select sealed_secret as sealed, last_step as taken from totp where person_id = ${person} for update`.execute(db)
  if (kept === undefined) return false
  const step = fittingStep(openSecret(seal, person, kept.sealed), code, now, Number(kept.taken))
  if (step === null) return false
  await db.updateTable('totp').set({ last_step: String(step) }).where('person_id', '=', person).execute()
  return true
}

async function takeRecovery(db: Change['db'], seal: FactorSeal, person: string, code: string): Promise<boolean> {
  const { numUpdatedRows } = await db.updateTable('recovery_code').set({ used_at: sql<Date>`now()` })
    .where('person_id', '=', person).where('code_hash', '=', recoveryHash(seal, person, code)).where('used_at', 'is', null).executeTakeFirst()
  return numUpdatedRows === 1n
}
