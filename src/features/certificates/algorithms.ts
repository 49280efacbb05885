// Which algorithms an authority may use, where that is said by `ecpa apply` and on the page: never more than what is sound, and never so
// that none of its cards could be accepted.
import { algorithmName, canSign, readCertificate, SOUND_ALGORITHMS, takenUpCrl } from '../../pki/index.ts'
import type { AlgorithmName } from '../../pki/index.ts'
import type { Reader } from '../../store/database.ts'
import type { AuthorityRow } from './authority-rows.ts'

export const ALGORITHMS: readonly AlgorithmName[] = SOUND_ALGORITHMS.signatures

/** As it is kept: in one order, and null where it is all of them. */
export function settledAlgorithms(names: readonly AlgorithmName[] | null): AlgorithmName[] | null {
  const settled = ALGORITHMS.filter((name) => names?.includes(name) ?? true)
  return settled.length === ALGORITHMS.length ? null : settled
}

export type AlgorithmsFault = 'algorithmsNotItsKeys' | 'listOtherwiseSigned'

/** Why an authority cannot be held to those: its own key makes none of them, or the list that there is was signed by another. Null: it can. */
export async function algorithmsFault(
  db: Reader, { code, certificate, revocation, algorithms }: Pick<AuthorityRow, 'code' | 'certificate' | 'revocation' | 'algorithms'>,
): Promise<AlgorithmsFault | null> {
  if (algorithms === null) return null
  if (!canSign(readCertificate(certificate).publicKey, algorithms)) return 'algorithmsNotItsKeys'
  if (revocation === 'ocsp') return null
  const list = await db.selectFrom('certificate_list').select('kept').where('authority', '=', code).executeTakeFirst()
  const name = list === undefined ? null : algorithmName(takenUpCrl(list.kept).signatureAlgorithm)
  return name === null || algorithms.includes(name) ? null : 'listOtherwiseSigned'
}

/** Whether something that was accepted is so no more. */
export const isNarrower = (before: readonly AlgorithmName[] | null, after: readonly AlgorithmName[] | null): boolean =>
  after !== null && (before ?? ALGORITHMS).some((name) => !after.includes(name))
