// Who has left, and until when they can sign in (R-STD-3), in SQL: `accountClosesOn` of core.
import { sql } from 'kysely'
import { LEAVER_DAYS, LEAVER_NOTICE_DAYS } from '../core/leaving.ts'
import type { RawBuilder } from 'kysely'
import type { Day } from '../core/days.ts'
import type { Reader } from './database.ts'

/** That the person (a column) has neither a post on the day nor one to come. */
export const hasLeft = (person: RawBuilder<unknown>, today: Day): RawBuilder<boolean> => sql`not exists (
  select from post_version h where h.person_id = ${person} and upper_inf(h.recorded)
    and (upper_inf(h.valid) or upper(h.valid) > ${today}::date))`

/**
 * One row (`closes_on`, `known_at`) of somebody who has left, by what is said last of each of their posts. A post that was
 * withdrawn was never held: only where there is no other does the day count on which it was.
 */
export const closingOf = (person: RawBuilder<unknown>): RawBuilder<unknown> => sql`
  select max(l.known_at) as known_at, greatest(
    coalesce(max(l.ended), max(l.known_at)::date) + ${sql.lit(LEAVER_DAYS)}, max(l.known_at)::date + ${sql.lit(LEAVER_NOTICE_DAYS)}) as closes_on
  from (
    select case when upper_inf(v.recorded) then lower(v.recorded) else upper(v.recorded) end as known_at,
      case when upper_inf(v.recorded) then upper(v.valid) end as ended
    from post_version v
    where v.person_id = ${person} and not exists (
      select from post_version n where n.person_id = v.person_id and n.post_id = v.post_id and n.version > v.version)
  ) l`

/** Whether the account of the person (a column) is closed on that day, though nobody may have written it yet (R-DAY-4). */
export const isClosed = (person: RawBuilder<unknown>, today: Day): RawBuilder<boolean> =>
  sql`(${hasLeft(person, today)} and coalesce((select c.closes_on <= ${today}::date from (${closingOf(person)}) c), false))`

/** The first day on which the person can no longer sign in; null where they have a post, today or to come. */
export async function closesOn(db: Reader, person: string, today: Day): Promise<Day | null> {
  const { rows: [row] } = await sql<{ day: Day | null }>`
    select (select c.closes_on from (${closingOf(sql`p.id`)}) c) as day from person p
    where p.id = ${person} and ${hasLeft(sql`p.id`, today)}`.execute(db)
  return row?.day ?? null
}
