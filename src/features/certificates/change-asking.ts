// How the certificates of an authority are asked about, changed by the centre on the page; `ecpa apply` writes the same columns.
import { sql } from 'kysely'
import { loadAuthorities } from './authority-rows.ts'
import { refused } from '../../store/change.ts'
import type { Change, Outcome } from '../../store/change.ts'
import type { Revocation } from './trust.ts'

/** `ocspUrl`, `listUrl`: null where there is none. */
export type Asking = { revocation: Revocation; listUrl: string | null; ocspUrl: string | null; graceSeconds: number }

export type AskingRefusal = 'listNeeded' | 'responderNeeded'

export type AskingChange = { changed: boolean } | { refused: AskingRefusal | 'unknown' }

/** What is missing for it; null: nothing. */
const missing = ({ revocation, listUrl, ocspUrl }: Asking): AskingRefusal | null =>
  (revocation !== 'ocsp' && listUrl === null ? 'listNeeded' : revocation !== 'crl' && ocspUrl === null ? 'responderNeeded' : null)

const told = ({ revocation, listUrl, ocspUrl, graceSeconds }: Asking) => ({ revocation, listUrl, ocspUrl, graceHours: graceSeconds / 3600 })

/** Changes it, with an event of what it was and is. An authority that is not in use is not changed here. */
export async function changeAsking(tx: Change, code: string, after: Asking): Promise<Outcome<AskingChange>> {
  await sql`select from certificate_authority where code = ${code} for update`.execute(tx.db)
  const before = (await loadAuthorities(tx.db)).find((one) => one.code === code && one.inUse)
  const values = { authority: code, before: before === undefined ? {} : told(before), after: told(after) }
  const no = before === undefined ? 'unknown' as const : missing(after)
  if (no !== null) return refused({ code: 'certificate.authority-changed', detail: values }, { refused: no })
  const event = await tx.record({ code: 'certificate.authority-changed', detail: values })
  await tx.db.updateTable('certificate_authority').set({
    revocation: after.revocation, list_url: after.listUrl, ocsp_url: after.ocspUrl, grace_seconds: after.graceSeconds, event_id: event,
  }).where('code', '=', code).execute()
  return { result: { changed: true }, event }
}
