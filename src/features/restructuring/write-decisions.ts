/** Writes what was drawn up of decisions: what ends with the day before, and what begins with the day. */
import { sql } from 'kysely'
import { recordEach } from '../../store/record-each.ts'
import type { RawBuilder } from 'kysely'
import type { Change, EventId } from '../../store/change.ts'
import { closed } from '../../store/periods.ts'
import { DECISION_KINDS, TABLE_OF } from './draw-decisions.ts'
import type { DecisionKind } from './draw-decisions.ts'

/** What a version of a decision keeps from the one before. */
const KEPT: Record<DecisionKind, readonly string[]> = {
  grant: ['application_code', 'category_code', 'agency_code', 'person_id', 'post_id', 'group_code', 'derived_group', 'reason', 'given_by',
    'confirmed_by'],
  membership: ['group_code', 'person_id', 'post_id', 'reason', 'given_by'],
  duty: ['application_code', 'acting_code', 'served_code', 'reason', 'given_by'],
  delegation: ['agency_code', 'scope_code', 'person_id', 'post_id', 'reason', 'given_by', 'giver_post', 'by_card'],
  office: ['office_code', 'agency_code'],
}

/** What the one that follows has from the plan: the column of `restructuring_decision` for one of its own. */
const MOVED: Record<DecisionKind, Readonly<Record<string, string>>> = {
  grant: { agency_code: 'agency_code', post_id: 'post_id' },
  membership: { post_id: 'post_id' },
  duty: { acting_code: 'agency_code', served_code: 'other_code' },
  delegation: { agency_code: 'agency_code', scope_code: 'other_code', post_id: 'post_id', giver_post: 'giver_post' },
  office: { office_code: 'agency_code', agency_code: 'other_code' },
}

/** `carried`: those that came after the approval, and were drawn up now; else those of the approval. */
export type Which = { id: string; carried: boolean }

// What is carried on was drawn up in this very transaction.
const which = ({ carried }: Which) => (carried ? sql`d.carried_at = now()` : sql`d.carried_at is null`)

const ofDuty = (kind: DecisionKind) => (kind === 'duty' ? sql`and t.application_code = d.application_code` : sql``)

/** The decisions of one kind that were drawn up, one row each. */
const drawn = (kind: DecisionKind, plan: Which) => sql`
  select distinct on (d.decision_id, d.application_code) d.* from restructuring_decision d
  where d.restructuring_id = ${plan.id} and d.kind = ${kind} and ${which(plan)} order by d.decision_id, d.application_code, d.part`

// What somebody else did to a decision since it was drawn up: as after any serialization failure, begin again.
const changedMeanwhile = (): Error => Object.assign(new Error('A decision was changed meanwhile'), { code: '40001' })

const columnsOf = (columns: readonly string[]) => sql.join(columns.map((column) => sql.ref(column)))

/** The current versions of those drawn up give way to what remains of them; what does not begin before the day has ended. */
export async function cutDecisions(tx: Change, plan: Which, event: EventId): Promise<void> {
  for (const kind of DECISION_KINDS) {
    const found = sql`(${drawn(kind, plan)}) d`
    const { rows: [row] } = await sql<{ count: number }>`select count(*)::int as count from ${found}`.execute(tx.db)
    if (row!.count === 0) continue
    await recordMoved(tx, kind, plan)
    const written = await writeNext(tx, kind, event, {
      from: found, where: sql`t.id = d.decision_id ${ofDuty(kind)} and t.version = d.version`,
      valid: sql`coalesce(d.remains, t.valid)`, state: sql`case when d.remains is null then 'ended' else t.state end`,
    })
    if (written !== row!.count) throw changedMeanwhile()
  }
}

type Next = { from: RawBuilder<unknown>; where: RawBuilder<unknown>; valid: RawBuilder<unknown>; state: RawBuilder<unknown> }

/** Closes the current versions `t` that the query finds, and writes their next with this period and state; answers how many. */
async function writeNext(tx: Change, kind: DecisionKind, event: EventId, { from, where, valid, state }: Next): Promise<number> {
  const table = sql.table(TABLE_OF[kind])
  const kept = KEPT[kind].map((column) => sql`t.${sql.ref(column)}`)
  const { numAffectedRows = 0n } = await sql`
    with gone as (
      update ${table} t set recorded = ${closed} from ${from} where ${where} and upper_inf(t.recorded)
      returning t.id, t.version, ${sql.join(kept)}, ${valid} as valid, ${state} as state
    )
    insert into ${table} (id, version, ${columnsOf(KEPT[kind])}, valid, state, event_id)
    select id, version + 1, ${columnsOf(KEPT[kind])}, valid, state::decision_state, ${event}::bigint from gone`.execute(tx.db)
  return Number(numAffectedRows)
}

/** What follows on them begins; call it when the posts that it rests on are there. */
export async function writeFollowing(tx: Change, plan: Which, event: EventId): Promise<void> {
  for (const kind of DECISION_KINDS) {
    const table = sql.table(TABLE_OF[kind])
    const moved = MOVED[kind]
    await sql`
      insert into ${table} (id, ${columnsOf(KEPT[kind])}, valid, event_id)
      select d.new_id, ${sql.join(KEPT[kind].map((column) => (moved[column] === undefined ? sql`t.${sql.ref(column)}`
        : sql`d.${sql.ref(moved[column])}`)))}, d.new_valid, ${event}::bigint
      from restructuring_decision d join ${table} t on t.id = d.decision_id ${ofDuty(kind)} and t.version = d.version
      where d.restructuring_id = ${plan.id} and d.kind = ${kind} and ${which(plan)} and d.new_id is not null
      order by d.decision_id, d.application_code, d.part`.execute(tx.db)
  }
}

const text = (value: RawBuilder<unknown>) => sql`coalesce(${value}::text, '')`

/** One event for each: from which agency, to which, until when it held there. */
async function recordMoved(tx: Change, kind: DecisionKind, plan: Which): Promise<void> {
  const person = kind === 'duty' || kind === 'office' ? sql`null::bigint` : sql`t.person_id`
  const agency = kind === 'duty' ? sql`t.served_code` : kind === 'membership' ? sql`null` : sql`t.agency_code`
  await recordEach(tx, {
    code: 'restructuring.decision-moved',
    from: sql`
      select d.decision_id, d.was, d.remains, ${person} as person_id, ${agency} as agency_code, (
        select string_agg(concat_ws(' ', f.agency_code, f.other_code), ', ' order by f.part) from restructuring_decision f
        where f.restructuring_id = d.restructuring_id and f.kind = d.kind and f.decision_id = d.decision_id
          and f.application_code = d.application_code and f.new_id is not null) as next
      from (${drawn(kind, plan)}) d join ${sql.table(TABLE_OF[kind])} t on t.id = d.decision_id ${ofDuty(kind)} and t.version = d.version
      order by d.decision_id`,
    person: sql`q.person_id`, agency: sql`q.agency_code`,
    detail: {
      restructuring: sql`${plan.id}::text`, kind: sql`${kind}::text`, decision: sql`q.decision_id`, next: text(sql`q.next`),
      before: sql`jsonb_build_object('from', lower(q.was), 'to', upper(q.was) - 1)`,
    },
  })
}

/** Takes back what the plan wrote (before its day): what follows ends. Call it before the posts that it rests on are gone. */
export async function endFollowing(tx: Change, id: string, event: EventId): Promise<void> {
  for (const kind of DECISION_KINDS) {
    await writeNext(tx, kind, event, {
      from: sql`(select distinct d.new_id, d.application_code from restructuring_decision d
        where d.restructuring_id = ${id} and d.kind = ${kind} and d.new_id is not null) d`,
      where: sql`t.id = d.new_id ${ofDuty(kind)} and t.state <> 'ended'`, valid: sql`t.valid`, state: sql`'ended'`,
    })
  }
}

/**
 * Each decision that nobody has touched since it was cut holds for as long as it did. Call it when the posts that it rests on
 * are there again.
 */
export async function restoreCut(tx: Change, id: string, event: EventId): Promise<void> {
  for (const kind of DECISION_KINDS) {
    // As it was cut last: the version that was written then is still the current one.
    await writeNext(tx, kind, event, {
      from: sql`(select distinct on (d.decision_id, d.application_code) d.* from restructuring_decision d
        where d.restructuring_id = ${id} and d.kind = ${kind} order by d.decision_id, d.application_code, d.version desc, d.part) d`,
      where: sql`t.id = d.decision_id ${ofDuty(kind)} and t.version = d.version + 1`, valid: sql`d.was`, state: sql`'active'`,
    })
  }
}
