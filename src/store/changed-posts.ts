// Who holds which posts in two worlds (worlds.ts), of the people concerned by a change, on every day on which that may begin to
// differ: what the law is asked about (access-after.ts), and what else is told of a change before it is made.
import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import { standingOfPost } from './standing.ts'
import type { Day } from '../core/days.ts'
import type { Reader } from './database.ts'
import type { World } from './worlds.ts'

/**
 * A change of facts: what was and what would be. `concerned` is a query of `person_id`, all whose rights may differ; `near` one
 * of all persons who may hold a post, in either world, at one of the agencies of a query of `agency_code`. `onlyPosts`: whoever
 * holds the same posts in both has the same rights.
 */
export type FactsChange = {
  today: Day
  before: World
  after: World
  onlyPosts: boolean
  /** Days on which something may begin to differ for all of them, whatever becomes of their posts. */
  days?: readonly Day[]
  concerned: RawBuilder<unknown>
  near: (agencies: RawBuilder<unknown>) => RawBuilder<unknown>
}

/** Of whom and of when alone it is asked: a query of `person_id`, one day. */
export type Whose = { persons?: RawBuilder<unknown>; day?: Day }

// Sides of a unit: which world, and whether on its day (`at` 0) or the day before (1).
export const BEFORE = sql.lit(0)
export const AFTER = sql.lit(1)

/**
 * The tables `unit` (a person and a day on which something may differ), `held` (the posts held on the day and on the day before,
 * in each world) and `keyed` (the units that can differ, numbered, each with its profile).
 */
export function unitTables(change: FactsChange, { persons, day }: Whose = {}): RawBuilder<unknown> {
  const { today, before, after, concerned, days = [] } = change
  const posts = (world: World) => sql`
    select w.person_id, w.post_id, w.agency_code, w.valid, w.lost, ${standingOfPost('w', 'w')} as standing
    from (${world.posts(sql`concerned`)}) w where upper_inf(w.valid) or upper(w.valid) > ${today}::date`
  const heldIn = (side: RawBuilder<unknown>, from: string) => sql`
    select u.person_id, u.day, t.at, ${side} as side, p.post_id, p.agency_code, p.standing, p.lost
    from unit u cross join (values (0), (1)) t (at) join ${sql.table(from)} p on p.person_id = u.person_id
    where (t.at = 0 or u.day > ${today}::date) and p.valid @> u.day - t.at`
  const onWhich = (side: RawBuilder<unknown>) => sql`filter (where h.at = 0 and h.side = ${side})`
  const inOrder = sql`order by h.side, h.at, h.agency_code, h.standing, h.post_id`
  return sql`
    concerned as materialized (
      select distinct c.person_id from (${concerned}) c
      ${persons === undefined ? sql`` : sql`where c.person_id in (${persons})`}
    ),
    post_before as materialized (${posts(before)}),
    post_after as materialized (${posts(after)}),
    unit as materialized (
      select u.person_id, u.day from (
        select c.person_id, d.day from concerned c cross join unnest(${[today, ...days]}::date[]) d (day)
        union
        select p.person_id, b.day
        from (select * from post_before union all select * from post_after) p
        cross join lateral (values (lower(p.valid), true), (upper(p.valid), false)) b (day, begins)
        -- What somebody new will leave is never lost.
        where b.day > ${today}::date and (b.begins or p.person_id in (select o.person_id from post_before o))
      ) u ${day === undefined ? sql`` : sql`where u.day = ${day}::date`}
    ),
    held as materialized (${heldIn(BEFORE, 'post_before')} union all ${heldIn(AFTER, 'post_after')}),
    keyed as materialized (
      select row_number() over () as nr, k.*, ${after.isActive(sql`k.person_id`)} as active
      from (
        select h.person_id, h.day, string_agg(concat_ws(' ', h.side, h.at, h.agency_code, h.standing), ',' ${inOrder}) as profile
        from held h group by h.person_id, h.day
        ${!change.onlyPosts ? sql`` : sql`having
          string_agg(concat_ws(' ', h.post_id, h.agency_code, h.standing), ',' ${inOrder}) ${onWhich(BEFORE)} is distinct from
          string_agg(concat_ws(' ', h.post_id, h.agency_code, h.standing), ',' ${inOrder}) ${onWhich(AFTER)}`}
      ) k
    )`
}

// Tables that a statement makes for itself have no statistics: the planner expects one row where there are a hundred thousand,
// and would look at each of them for each of another. Where that is meant, the statement says so (`lateral … offset 0`).
const FOR_MANY = { enable_nestloop: 'off', work_mem: '64MB' }

/** Runs questions over these tables, within a transaction, as they can be answered for a nation. */
export async function forMany<R>(db: Reader, ask: () => Promise<R>): Promise<R> {
  const { rows: before } = await sql<{ name: string; setting: string }>`
    select name, current_setting(name) as setting from unnest(${Object.keys(FOR_MANY)}::text[]) name`.execute(db)
  const set = (to: readonly { name: string; setting: string }[]) => sql`
    select set_config(name, setting, true) from jsonb_to_recordset(${JSON.stringify(to)}::jsonb) s (name text, setting text)`.execute(db)
  await set(Object.entries(FOR_MANY).map(([name, setting]) => ({ name, setting })))
  const answer = await ask()
  // Not after a failure: then the transaction is over, and these with it.
  await set(before)
  return answer
}
