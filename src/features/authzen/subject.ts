// Who is meant by the id of a subject: the application's own `sub`, an account name, or a national ID.
import { ACCOUNT_NAME } from '../../core/account-names.ts'
import { checkNationalId } from '../../core/national-id.ts'
import type { Named } from '../../store/access-many.ts'
import type { Seal } from '../../store/seal.ts'
import type { Entity } from './request.ts'

export type NamedBy = 'sub' | 'account' | 'nationalId'

/** What finds people: the key behind a `sub` of that application, and the index of national IDs. */
export type Finding = {
  personKeyOf: (sub: string, application: string) => Promise<string | null>
  seal: Pick<Seal, 'sealNationalId'>
}

/** The only type of subject there is. */
export const PERSON = 'person'

const NATIONAL_ID = /^[A-Z][1289]\d{8}$/

/**
 * How to look the subject up, and by what it is named; null for what can be nobody. An account name that could also be a
 * `sub` (22 characters) is looked up as both; a `sub` of another application leads to a key that nobody has.
 */
export async function namedPerson(
  { type, id }: Entity, application: string, { personKeyOf, seal }: Finding,
): Promise<{ who: Named; by: NamedBy } | null> {
  if (type !== PERSON || id === null) return null
  if (NATIONAL_ID.test(id)) {
    const checked = checkNationalId(id)
    return checked.ok ? { who: { nationalId: seal.sealNationalId(checked.id).index }, by: 'nationalId' } : null
  }
  const key = await personKeyOf(id, application)
  const account = ACCOUNT_NAME.test(id) ? id : null
  if (key === null && account === null) return null
  return {
    who: { ...(key === null ? {} : { key }), ...(account === null ? {} : { account }) },
    by: account === null ? 'sub' : 'account',
  }
}
