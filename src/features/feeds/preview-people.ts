// Who joins, moves and leaves by a feed, and who becomes and ceases to be 人事人員 or 人事主管: of each day what begins to differ on
// it. Counted and written by statements over sets, for a first load is a nation.
import { sql } from 'kysely'
import { forMany, unitTables } from '../../store/changed-posts.ts'
import type { RawBuilder } from 'kysely'
import type { Day } from '../../core/days.ts'
import type { FactsChange, Whose } from '../../store/changed-posts.ts'
import type { Change } from '../../store/change.ts'

/**
 * The tables of `unitTables` and after them `moved` (`person_id`, `day`, `what`, `was`, `becomes`): who had no post and has one,
 * has posts at other agencies (their codes), or has none any more.
 */
export const movedTables = (change: FactsChange, whose: Whose = {}): RawBuilder<unknown> => {
  const agencies = (side: 0 | 1) => sql`array_agg(distinct h.agency_code order by h.agency_code) filter (where h.side = ${sql.lit(side)})`
  return sql`
    ${unitTables(change, whose)},
    place as materialized (
      select h.person_id, h.day, h.at, ${agencies(0)} as was, ${agencies(1)} as becomes
      from keyed k join held h on h.person_id = k.person_id and h.day = k.day group by 1, 2, 3
    ),
    way as materialized (
      select p.*, case when p.was is null then 'joining' when p.becomes is null then 'leaving'
        when p.was <> p.becomes then 'moving' end as what
      from place p
    ),
    moved as (
      select w.person_id, w.day, w.what, w.was, w.becomes
      from way w left join way y on y.person_id = w.person_id and y.day = w.day and y.at = 1 and y.what = w.what
      where w.at = 0 and w.what is not null and y.what is null
    )`
}

/** The same with `officer` (`person_id`, `day`, `agency_code`, `was`, `becomes`): whose standing as hr or above differs where. */
export const officerTables = (change: FactsChange, whose: Whose = {}): RawBuilder<unknown> => {
  const standing = (side: 0 | 1) => sql`max(h.standing) filter (where h.side = ${sql.lit(side)})`
  return sql`
    ${unitTables(change, whose)},
    office as materialized (
      select h.person_id, h.day, h.at, h.agency_code, ${standing(0)} as was, ${standing(1)} as becomes
      from keyed k join held h on h.person_id = k.person_id and h.day = k.day and h.standing >= 'hr' group by 1, 2, 3, 4
    ),
    officer as (
      select o.person_id, o.day, o.agency_code, o.was, o.becomes
      from office o left join office y on y.person_id = o.person_id and y.day = o.day and y.agency_code = o.agency_code
        and y.at = 1 and y.was is not distinct from o.was and y.becomes is not distinct from o.becomes
      where o.at = 0 and o.was is distinct from o.becomes and y.at is null
    )`
}

/** Who is called otherwise than until now (`person_id`), as a query. */
export const renamed = (feed: string): RawBuilder<unknown> => sql`
  select f.person_id from feed_person f join person_version v on v.person_id = f.person_id and upper_inf(v.recorded)
  where f.feed_id = ${feed} and f.change = 'changed' and f.name <> v.name`

/** Writes how many join, move, leave and are renamed, and every officer who becomes or ceases to be one. */
export async function writePeople({ db }: Pick<Change, 'db'>, feed: string, change: FactsChange, today: Day): Promise<void> {
  await forMany(db, async () => {
    await sql`
      insert into feed_effect (feed_id, day, what, count)
      with ${movedTables(change)}
      select ${feed}::bigint, day, what, count(*) from moved group by day, what
      union all
      select ${feed}::bigint, ${today}::date, 'renamed', count(*) from (${renamed(feed)}) r having count(*) > 0`.execute(db)
    await sql`
      insert into feed_officer_effect (feed_id, day, agency_code, person_id, was, becomes)
      with ${officerTables(change)}
      select ${feed}::bigint, day, agency_code, person_id, was, becomes from officer`.execute(db)
  })
}
