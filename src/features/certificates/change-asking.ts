// How the certificates of an authority are asked about and which algorithms it may use, changed by the centre on the page; `ecpa apply`
// writes the same columns.
import { sql } from 'kysely'
import { algorithmsFault, isNarrower } from './algorithms.ts'
import { loadAuthorities } from './authority-rows.ts'
import { changeBelief } from './belief.ts'
import { endAllOf, endRefused } from './end-refused.ts'
import { refused } from '../../store/change.ts'
import { stillOfCentre } from '../../store/still-managing.ts'
import type { Day } from '../../core/days.ts'
import type { Authority } from '../../core/scope.ts'
import type { AlgorithmName } from '../../pki/index.ts'
import type { Change, Outcome } from '../../store/change.ts'
import type { AlgorithmsFault } from './algorithms.ts'
import type { Revocation } from './trust.ts'

/** `ocspUrl`, `listUrl`: null where there is none. `algorithms` as `settledAlgorithms` answers. */
export type Asking = {
  revocation: Revocation; listUrl: string | null; ocspUrl: string | null; graceSeconds: number; algorithms: AlgorithmName[] | null
}

export type AskingRefusal = 'listNeeded' | 'responderNeeded' | AlgorithmsFault

export type AskingChange = { changed: boolean } | { refused: AskingRefusal | 'unknown' | 'notCentral' }

/** What is missing for it; null: nothing. */
const missing = ({ revocation, listUrl, ocspUrl }: Asking): AskingRefusal | null =>
  (revocation !== 'ocsp' && listUrl === null ? 'listNeeded' : revocation !== 'crl' && ocspUrl === null ? 'responderNeeded' : null)

const told = ({ revocation, listUrl, ocspUrl, graceSeconds, algorithms }: Asking) =>
  ({ revocation, listUrl, ocspUrl, graceHours: graceSeconds / 3600, algorithms })

/** Changes it, with an event of what it was and is. An authority that is not in use is not changed here. */
export async function changeAsking(
  tx: Change, actor: { authority: Authority }, code: string, after: Asking, { now, today }: { now: Date; today: Day },
): Promise<Outcome<AskingChange>> {
  await changeBelief(tx.db)
  await sql`select from certificate_authority where code = ${code} for update`.execute(tx.db)
  const before = (await loadAuthorities(tx.db)).find((one) => one.code === code && one.inUse)
  const values = { authority: code, before: before === undefined ? {} : told(before), after: told(after) }
  const no = !await stillOfCentre(tx, actor, today) ? 'notCentral' as const : before === undefined ? 'unknown' as const : missing(after) ?? await algorithmsFault(tx.db, { ...before, ...after })
  if (no !== null) return refused({ code: 'certificate.authority-changed', detail: values }, { refused: no })
  const event = await tx.record({ code: 'certificate.authority-changed', detail: values })
  await tx.db.updateTable('certificate_authority').set({
    revocation: after.revocation, list_url: after.listUrl, ocsp_url: after.ocspUrl, grace_seconds: after.graceSeconds, algorithms: after.algorithms,
    event_id: event,
  }).where('code', '=', code).execute()
  if (isNarrower(before!.algorithms, after.algorithms)) {
    await endAllOf(tx.db, code)
    await endRefused(tx.db, now)
  }
  return { result: { changed: true }, event }
}
