// Whether somebody may have a password (R-ACC-2): what core says of any, and that it is not one of their last three.
import { sql } from 'kysely'
import { passwordFault } from '../../core/passwords.ts'
import { isCommonPassword } from './common-passwords.ts'
import { verifyPassword } from './password-hash.ts'
import type { PasswordFault } from '../../core/passwords.ts'
import type { Reader } from '../../store/database.ts'

/** `recent`: it is the one in force, or one of the two before. */
export type PasswordRefusal = PasswordFault | 'recent'

/** What is wrong with a password of somebody who has none yet; null: nothing. */
export const newPasswordFault = (password: string, of: { accountName: string | null; name: string | null }): PasswordFault | null =>
  passwordFault(password, { ...of, isCommon: isCommonPassword })

/**
 * Why the person may not have the password; null: they may. Takes as long as three passwords are looked at: ask it only of somebody
 * who has proved to be that person.
 */
export async function passwordRefusal(db: Reader, person: string, password: string): Promise<PasswordRefusal | null> {
  const { rows: [account] } = await sql<{ accountName: string | null; name: string | null; hash: string | null }>`
    select a.name as "accountName", v.name, a.password_hash as hash from account a
    left join person_version v on v.person_id = a.person_id and upper_inf(v.recorded) where a.person_id = ${person}`.execute(db)
  const fault = newPasswordFault(password, account ?? { accountName: null, name: null })
  if (fault !== null) return fault
  const before = await db.selectFrom('password_before').select('password_hash as hash').where('person_id', '=', person).execute()
  const hashes = [account?.hash ?? null, ...before.map(({ hash }) => hash)].filter((hash) => hash !== null)
  for (const hash of hashes) if (await verifyPassword(hash, password)) return 'recent'
  return null
}
