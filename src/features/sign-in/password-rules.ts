// Whether somebody may have a password (R-ACC-2): what core says of any, and that it is not one of their last three.
import { sql } from 'kysely'
import { passwordFault } from '../../core/passwords.ts'
import { isCommonPassword } from './common-passwords.ts'
import { hashPassword, verifyPassword } from './password-hash.ts'
import type { PasswordFault } from '../../core/passwords.ts'
import type { Reader } from '../../store/database.ts'

/** `recent`: it is the one in force, or one of the two before. */
export type PasswordRefusal = PasswordFault | 'recent'

/** What is wrong with a password as such; `own`: what its owner is called, as far as that may be told to whoever asks. */
export const newPasswordFault = (password: string, own: readonly string[]): PasswordFault | null => passwordFault(password, { own, isCommon: isCommonPassword })

/**
 * What a person is called: account name, name, mailbox, and the agencies that they are at or were. To tell somebody that a password is
 * made of these tells them whose account it is: ask only for whoever has proved to be that person.
 */
export async function ownWords(db: Reader, person: string): Promise<string[]> {
  const { rows } = await sql<{ word: string }>`
    select a.name as word from account a where a.person_id = ${person} and a.name is not null
    union select split_part(a.email, '@', 1) from account a where a.person_id = ${person} and a.email is not null
    union select v.name from person_version v where v.person_id = ${person} and upper_inf(v.recorded)
    union select w.word from post o join agency_version g on g.agency_code = o.agency_code and upper_inf(g.recorded)
      cross join lateral unnest(array[g.agency_code::text, g.name, g.name_en]) w(word) where o.person_id = ${person} and w.word is not null`.execute(db)
  return rows.map(({ word }) => word)
}

/**
 * Why the person may not have the password; null: they may. Takes as long as three passwords are looked at: ask it only of somebody
 * who has proved to be that person.
 */
export async function passwordRefusal(db: Reader, person: string, password: string): Promise<PasswordRefusal | null> {
  const fault = newPasswordFault(password, await ownWords(db, person))
  if (fault !== null) return fault
  const { rows } = await sql<{ hash: string }>`
    select a.password_hash as hash from account a where a.person_id = ${person} and a.password_hash is not null
    union all select b.password_hash from password_before b where b.person_id = ${person}`.execute(db)
  for (const { hash } of rows) if (await verifyPassword(hash, password)) return 'recent'
  return null
}

/** The hash of a password that the person may have, or why they may not. It takes a turn (hashing-turns.ts). */
export async function hashIfAllowed(db: Reader, person: string, password: string): Promise<{ hash: string } | { refused: PasswordRefusal }> {
  const refusal = await passwordRefusal(db, person, password)
  return refusal === null ? { hash: await hashPassword(password) } : { refused: refusal }
}
