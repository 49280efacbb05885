// One event for each row of a query: what a feed does to thousands of decisions is told by thousands of events, in one
// statement.
import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import type { AuditCode, auditCatalogue } from '../core/audit.ts'
import type { Change } from './change.ts'

type Details<C extends AuditCode> = keyof (typeof auditCatalogue)[C]['details'] & string

/** Of what the events are: expressions over the columns of `from`, one for each detail that the catalogue asks of the code. */
export type EachEvent<C extends AuditCode> = {
  code: C
  /** A query; in the order of its rows the events are written. */
  from: RawBuilder<unknown>
  person?: RawBuilder<unknown>
  agency?: RawBuilder<unknown>
  application?: RawBuilder<unknown>
  detail: Readonly<Record<Details<C>, RawBuilder<unknown>>>
}

/** Writes the events, of whoever the transaction is, and answers how many. Nobody's act is refused here: they are done. */
export async function recordEach<C extends AuditCode>(tx: Change, each: EachEvent<C>): Promise<number> {
  const { actor, process, sessionId, address, requestId } = tx.origin
  const nothing = sql`null`
  const { code, from, person = nothing, agency = nothing, application = nothing } = each
  const details = Object.entries<RawBuilder<unknown>>(each.detail).map(([name, value]) => sql`${sql.lit(name)}, ${value}`)
  const { numAffectedRows } = await sql`
    insert into audit_event (code, outcome, actor_person_id, actor_standing, actor_agency, actor_unverified, actor_process, session_id,
      agency, person_id, application, detail, address, request_id)
    select ${code}::text, 'done', ${actor?.personId ?? null}::bigint, ${actor?.standing ?? null}::text,
      ${actor?.agency ?? null}::text, ${actor?.unverified ?? false}, ${process}::text, ${sessionId}::uuid, ${agency}, ${person}, ${application},
      jsonb_build_object(${sql.join(details)}), ${address}::inet, ${requestId}::text
    from (${from}) q`.execute(tx.db)
  return Number(numAffectedRows ?? 0n)
}
