// An event for each entry of a review, and the rows that name them: hundreds at once, in two statements.
import { sql } from 'kysely'
import { recordEach } from '../../store/record-each.ts'
import type { RawBuilder } from 'kysely'
import type { Change, EventId } from '../../store/change.ts'
import type { EntryKey } from './load-entries.ts'

/** An entry as an event tells it. */
export type EntryTold = EntryKey & { agency: string; person?: string | null; application?: string | null }

export const keyText = ({ kind, id }: EntryKey): string => `${kind}:${id}`

type EntryCode = 'review.kept' | 'review.ended' | 'review.flagged' | 'review.unflagged'

/** Records the event for each of the entries. */
export async function recordEntries(
  tx: Change, code: EntryCode, { review, note }: { review: string; note: string }, entries: readonly EntryTold[],
): Promise<void> {
  const rows = entries.map(({ agency, person = null, application = null, ...key }) =>
    ({ entry: keyText(key), agency, person, application }))
  await recordEach(tx, {
    code, from: sql`select * from json_to_recordset(${JSON.stringify(rows)}) as e (entry text, agency text, person bigint,
      application text)`,
    agency: sql`q.agency`, person: sql`q.person`, application: sql`q.application`,
    detail: {
      review: sql`${review}::text`, entry: sql`q.entry`, note: sql`${note}::text`,
    },
  })
}

/** The entries with the numbers of their events, which stand in this very transaction: columns kind, id, event. */
export const withEvents = (code: EntryCode, entries: readonly EntryKey[]): RawBuilder<unknown> => sql`
  select e.kind, e.id, v.id as event
  from json_to_recordset(${JSON.stringify(entries.map(({ kind, id }) => ({ kind, id })))}) as e (kind reviewed_kind, id uuid)
  join audit_event v on v.transaction = pg_current_xact_id() and v.code = ${code} and v.detail ->> 'entry' = e.kind || ':' || e.id`

/** The first of them, for the answer of the act. */
export async function firstEvent({ db }: Change, code: EntryCode): Promise<EventId> {
  const { rows: [row] } = await sql<{ id: EventId }>`
    select min(id)::text as id from audit_event where transaction = pg_current_xact_id() and code = ${code}`.execute(db)
  return row!.id
}
