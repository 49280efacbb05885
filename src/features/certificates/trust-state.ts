// What is believed, and how it is with the lists, for the page and for `ecpa doctor`.
import { sql } from 'kysely'
import type { Reader } from '../../store/database.ts'
import type { FetchFault } from './fetch-lists.ts'
import type { AskFault } from './responders.ts'
import type { Issues, Revocation } from './trust.ts'

/** `asked`: its responder is asked about each certificate, and there is no list. `good`: believed by a fresh list. `none`: no list was fetched yet. `over`: the list is past its end, so nothing is believed. */
export type ListState = 'asked' | 'good' | 'none' | 'over'

export type AuthorityState = {
  code: string; subject: string; isAnchor: boolean; issues: Issues; validUntil: Date; graceSeconds: number
  revocation: Revocation
  ocspUrl: string | null
  /** Null where none was fetched. */
  list: { number: string; entries: number; thisUpdate: Date; nextUpdate: Date; fetchedAt: Date } | null
  /** Of the last try; null: it was good, or nobody tried yet. */
  fault: FetchFault | null
  state: ListState
  /** Of the last time that the responder was asked; null: it answered, or nobody asked yet. */
  responderFault: AskFault | null
}

type Row = Omit<AuthorityState, 'list' | 'state'> & {
  number: string | null; entries: number | null; thisUpdate: Date | null; nextUpdate: Date | null; fetchedAt: Date | null
}

/** The authorities in use, by code. */
export async function trustState(db: Reader, now: Date): Promise<AuthorityState[]> {
  const { rows } = await sql<Row>`
    select a.code, a.subject, a.is_anchor as "isAnchor", a.issues, a.valid_until as "validUntil", a.grace_seconds as "graceSeconds",
      l.number::text as number, l.entries, l.this_update as "thisUpdate", l.next_update as "nextUpdate", l.fetched_at as "fetchedAt", t.fault,
      a.revocation, a.ocsp_url as "ocspUrl", case when a.revocation <> 'crl' then r.fault end as "responderFault"
    from certificate_authority a left join certificate_list l on l.authority = a.code left join certificate_list_try t on t.authority = a.code
      left join certificate_answer_try r on r.authority = a.code
    where a.in_use order by a.is_anchor desc, a.code`.execute(db)
  return rows.map(({ number, entries, thisUpdate, nextUpdate, fetchedAt, ...row }) => ({
    ...row,
    list: number === null ? null : { number, entries: entries!, thisUpdate: thisUpdate!, nextUpdate: nextUpdate!, fetchedAt: fetchedAt! },
    state: row.revocation === 'ocsp' ? 'asked' : nextUpdate === null ? 'none' : nextUpdate.getTime() + row.graceSeconds * 1000 < now.getTime() ? 'over' : 'good',
  }))
}
