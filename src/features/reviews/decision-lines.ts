// The lines of decisions that a campaign dates, gives their days back or ends by itself: a decision is one line, a duty one for
// each application. Each step is one statement over many.
import { sql } from 'kysely'
import { KINDS } from '../movers/decisions.ts'
import type { RawBuilder } from 'kysely'
import type { Day } from '../../core/days.ts'
import type { Change } from '../../store/change.ts'
import type { Reader } from '../../store/database.ts'
import type { ReviewedKind } from '../../store/tables.ts'
import type { EntryKey } from './load-entries.ts'

/** A line in its current version. `application` is empty but for a duty; `valid` as the database writes a range. */
export type Line = EntryKey & { application: string; version: number; valid: string; state: 'active' | 'suspended' }

const TABLES: Record<ReviewedKind, { table: string; kept: readonly string[] }> = {
  grant: KINDS.grant, membership: KINDS.membership, delegation: KINDS.delegation,
  duty: { table: 'concurrent_duty', kept: ['application_code', 'acting_code', 'served_code', 'valid', 'reason', 'given_by'] },
}
const ALL = Object.keys(TABLES) as ReviewedKind[]

/** The lines that stand on the day of these items; of a duty those of the application that the item names. */
export async function standingLines(
  db: Reader, items: readonly (EntryKey & { application: string | null })[], today: Day,
): Promise<Line[]> {
  const found: Line[] = []
  for (const kind of ALL) {
    const own = items.filter((item) => item.kind === kind)
    if (own.length === 0) continue
    const line = kind === 'duty' ? sql`t.application_code` : sql`''`
    const { rows } = await sql<Line>`
      select ${kind} as kind, t.id, ${line}::text as application, t.version, t.valid::text as valid, t.state
      from json_to_recordset(${JSON.stringify(own.map(({ id, application }) => ({ id, application })))}) as i (id uuid, application text)
      join ${sql.table(TABLES[kind].table)} t on t.id = i.id ${kind === 'duty' ? sql`and (i.application is null or t.application_code = i.application)` : sql``}
      where upper_inf(t.recorded) and t.state in ('active', 'suspended') and (upper_inf(t.valid) or upper(t.valid) > ${today}::date)`
      .execute(db)
    found.push(...rows)
  }
  return found
}

/** What a line becomes: another period, or its end. */
export type NextLine = Pick<Line, 'kind' | 'id' | 'application' | 'version'> & ({ valid: string } | { state: 'ended' })

/**
 * Writes the next version of each line that is still in the version given; another's act meanwhile goes before. The events of
 * this transaction of that code tell of them by `entry`. Answers the lines written.
 */
export async function writeLines(
  tx: Change, code: string, lines: readonly NextLine[],
): Promise<Pick<Line, 'kind' | 'id' | 'application' | 'version'>[]> {
  const written: Pick<Line, 'kind' | 'id' | 'application' | 'version'>[] = []
  for (const kind of ALL) {
    const own = lines.filter((line) => line.kind === kind)
    if (own.length > 0) written.push(...await writeKind(tx, code, kind, own))
  }
  return written
}

async function writeKind(tx: Change, code: string, kind: ReviewedKind, lines: readonly NextLine[]) {
  const { table, kept } = TABLES[kind]
  const same = kind === 'duty' ? sql`and t.application_code = l.application` : sql``
  const others = kept.filter((column) => column !== 'valid')
  const columns = (alias: string | null): RawBuilder<unknown> =>
    sql.join(others.map((column) => sql.ref(alias === null ? column : `${alias}.${column}`)))
  const { rows } = await sql<{ id: string; version: number; application: string }>`
    with l as materialized (
      select * from json_to_recordset(${JSON.stringify(lines)}) as l (id uuid, application text, version int, valid text, state text)
    ),
    told as materialized (
      select min(id) as id, detail ->> 'entry' as entry from audit_event
      where transaction = pg_current_xact_id() and code = ${code} group by detail ->> 'entry'
    ),
    gone as (
      update ${sql.table(table)} t set recorded = closed(t.recorded) from l
      where t.id = l.id and t.version = l.version and upper_inf(t.recorded) ${same}
      returning t.*, l.valid as next_valid, l.state as next_state
    )
    insert into ${sql.table(table)} (id, version, state, valid, event_id, ${columns(null)})
    select gone.id, gone.version + 1, coalesce(gone.next_state::decision_state, gone.state),
      coalesce(gone.next_valid::daterange, gone.valid), told.id, ${columns('gone')}
    from gone join told on told.entry = ${kind} || ':' || gone.id
    returning id, version, ${kind === 'duty' ? sql`application_code` : sql`''`}::text as application`.execute(tx.db)
  return rows.map((row) => ({ ...row, kind }))
}
