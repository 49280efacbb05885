// When each right was used last, drawn from the audit log a batch at a time: who opened what on behalf of whom, and who managed
// as a delegate. A little behind the log, and no statement more for anybody who signs in.
import { sql } from 'kysely'
import type { Database } from '../../store/database.ts'
import type { Task } from '../../store/jobs.ts'

// An event has its number a moment before it is committed: what is drawn is older than any that can still be under way.
const BEHIND = '2 minutes'
// Some seconds of the whole nation's mornings; then what was drawn is committed.
const EVENTS_AT_ONCE = 50_000

/** Draws what the log holds by now; answers how many events it looked at. */
export async function drawUses({ unaudited }: Pick<Database, 'unaudited'>): Promise<number> {
  await sql`
    insert into last_use_drawn (up_to, since)
    select 0, coalesce((select at::date from audit_event order by id limit 1), current_date) on conflict do nothing`.execute(unaudited)
  for (let looked = 0; ;) {
    const batch = await unaudited.transaction().execute(async (db) => {
      const { up_to: after } = await db.selectFrom('last_use_drawn').select('up_to').forUpdate().executeTakeFirstOrThrow()
      const { rows: [found] } = await sql<{ up_to: string | null; count: number }>`
        with fresh as materialized (
          select id, code, person_id, actor_person_id, agency, application, at, detail from audit_event
          where id > ${after} and id <= coalesce((
            select id from audit_event where id > ${after} and at < now() - ${BEHIND}::interval order by id desc limit 1), 0)
          order by id limit ${sql.lit(EVENTS_AT_ONCE)}
        ), used as (
          -- By a right at the agency itself: whatever reason is no duty.
          select person_id, agency, application, null::text as acting, at from fresh
          where code in ('application.opened', 'oidc.token-issued') and person_id is not null and agency is not null
            and (not detail ? 'by' or jsonb_path_exists(detail -> 'by', '$[*] ? (@ != "duty")'))
          union all
          select person_id, agency, application, a.acting, at from fresh, jsonb_array_elements_text(detail -> 'acting') a (acting)
          where code in ('application.opened', 'oidc.token-issued') and person_id is not null and agency is not null
            and jsonb_typeof(detail -> 'acting') = 'array'
          union all
          select actor_person_id, split_part(detail ->> 'way', ' ', 2), null, null, at from fresh
          where actor_person_id is not null and detail ->> 'way' like 'delegation %'
        ), drawn as (
          insert into last_use (person_id, agency_code, application_code, acting_code, used_on)
          select person_id, agency, application, acting, max(at)::date from used
          group by person_id, agency, application, acting
          on conflict (person_id, agency_code, application_code, acting_code) do update
            set used_on = excluded.used_on where last_use.used_on < excluded.used_on
        )
        select max(id) as up_to, count(*)::int as count from fresh`.execute(db)
      const { up_to: upTo, count } = found!
      if (upTo !== null) await db.updateTable('last_use_drawn').set({ up_to: upTo }).execute()
      return count
    })
    looked += batch
    if (batch < EVENTS_AT_ONCE) return looked
  }
}

/** Draws the uses every ten minutes. */
export const useTasks: readonly Task[] = [{
  name: 'reviews.draw-uses', every: '*/10 * * * *',
  handle: async (_payload, { database }) => { await drawUses(database) },
}]
