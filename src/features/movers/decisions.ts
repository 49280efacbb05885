// How the next version of many decisions is written at once. Each decision has its event, then its line in
// `feed_consequence`; both name it, so that every step is one statement over what the step before has written.
import { sql } from 'kysely'
import { takeTurn } from '../applications/catalogue-rows.ts'
import type { RawBuilder } from 'kysely'
import type { AuditCode } from '../../core/audit.ts'
import type { DecisionState } from '../../core/facts.ts'
import type { Change, EventId } from '../../store/change.ts'

/** A kind of decision that follows the facts: its table, the detail of its events that names it, and what its versions keep. */
type Kind = { table: 'permission_grant' | 'group_member' | 'delegation' | 'central_role'; named: string; kept: readonly string[] }

export const KINDS = {
  grant: {
    table: 'permission_grant', named: 'grant',
    kept: ['application_code', 'category_code', 'agency_code', 'person_id', 'post_id', 'group_code', 'derived_group', 'valid',
      'reason', 'given_by', 'confirmed_by'],
  },
  membership: {
    table: 'group_member', named: 'membership', kept: ['group_code', 'person_id', 'post_id', 'valid', 'reason', 'given_by'],
  },
  delegation: {
    table: 'delegation', named: 'delegation',
    kept: ['agency_code', 'scope_code', 'person_id', 'post_id', 'valid', 'reason', 'given_by', 'giver_post', 'by_card'],
  },
  role: { table: 'central_role', named: 'assignment', kept: ['person_id', 'role', 'valid', 'reason'] },
} as const satisfies Record<string, Kind>
export type KindName = keyof typeof KINDS

/** What took the ground away: the event that tells of it, and the feed, or null where a day did. */
export type Cause = { event: EventId; feed: string | null }

/** The decision as the audit log keeps it, from the columns of a row of its table. */
export const valuesOf = (row: string, state?: RawBuilder<unknown>): RawBuilder<unknown> => {
  const t = sql.table(row)
  return sql`jsonb_build_object('from', lower(${t}.valid), 'to', upper(${t}.valid) - 1, 'reason', ${t}.reason,
    'state', ${state ?? sql`${t}.state`})`
}

/** The feed as an event names it. */
export const feedText = ({ feed }: Pick<Cause, 'feed'>): RawBuilder<unknown> => sql`${feed ?? ''}::text`

// What somebody else did to a decision while this transaction waited for it: as after any serialization failure, begin again.
const changedMeanwhile = (): Error => Object.assign(new Error('A decision was changed meanwhile'), { code: '40001' })

export type Step = {
  kind: KindName
  /** Of the events that this transaction has recorded, one for each decision. */
  code: AuditCode
  change: 'suspended' | 'ended' | 'lapsed' | 'revived'
  /** What the decisions are from now on; null: what the event's `after` says. */
  state: DecisionState | null
}

/** Closes the current version of each decision that has an event of the code, and writes its next; answers how many. */
export async function writeNextVersions(tx: Change, { event, feed }: Cause, { kind, code, change, state }: Step): Promise<number> {
  const { named, kept } = KINDS[kind]
  const table = sql.table(KINDS[kind].table)
  const decided = sql`c.transaction = pg_current_xact_id() and c.kind = ${kind} and c.change = ${change}`
  const { numAffectedRows: noted = 0n } = await sql`
    insert into feed_consequence (feed_id, cause_id, kind, decision_id, person_id, agency_code, change, version_before,
      version_written, event_id)
    select ${feed}::bigint, ${event}::bigint, ${kind}, t.id, t.person_id, e.agency, ${change}, t.version, t.version + 1, e.id
    from audit_event e join ${table} t on t.id = (e.detail ->> ${sql.lit(named)})::uuid and upper_inf(t.recorded)
    where e.transaction = pg_current_xact_id() and e.code = ${code}
    order by e.id`.execute(tx.db)
  if (noted === 0n) return 0
  const { numAffectedRows: closed } = await sql`
    update ${table} t set recorded = closed(t.recorded) from feed_consequence c
    where ${decided} and t.id = c.decision_id and t.version = c.version_before and upper_inf(t.recorded)`.execute(tx.db)
  if (closed !== noted) throw changedMeanwhile()
  const columns = (alias?: string): RawBuilder<unknown> =>
    sql.join(kept.map((column) => sql.ref(alias === undefined ? column : `${alias}.${column}`)))
  const next = state === null ? sql`(e.detail #>> '{after,state}')::decision_state` : sql`${state}::decision_state`
  await sql`
    insert into ${table} (id, version, state, event_id, ${columns()})
    select c.decision_id, c.version_written, ${next}, c.event_id, ${columns('t')}
    from feed_consequence c join ${table} t on t.id = c.decision_id and t.version = c.version_before
    join audit_event e on e.id = c.event_id
    where ${decided}`.execute(tx.db)
  return Number(noted)
}

/**
 * Keeps the decisions of the query (columns `id`, `agency_code`) from being acted upon by others until the transaction ends,
 * as each act on one of them does: delegations an agency at a time, the others by their first version, which is always there,
 * and members besides in turn with all of the configuration. Answers 0 where there is nothing to act upon.
 */
export async function lockDecisions(tx: Change, kind: KindName, found: RawBuilder<unknown>): Promise<number> {
  if (kind === 'delegation') return countLocked(tx, sql`
    select pg_advisory_xact_lock(hashtextextended('delegations ' || agency_code, 0)) from (
      select distinct agency_code from (${found}) a order by agency_code) b`)
  if (kind === 'membership') {
    const { rows: [row] } = await sql<{ found: boolean }>`select exists (${found}) as found`.execute(tx.db)
    if (!row!.found) return 0
    await takeTurn(tx.db)
  }
  return countLocked(tx, sql`
    select t.id from ${sql.table(KINDS[kind].table)} t where t.version = 1 and t.id in (select id from (${found}) a) order by t.id for update`)
}

async function countLocked(tx: Change, locked: RawBuilder<unknown>): Promise<number> {
  const { rows: [row] } = await sql<{ n: number }>`select count(l)::int as n from (${locked}) l`.execute(tx.db)
  return row!.n
}
