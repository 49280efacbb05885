/** Loads the figures by which a feed is judged (core/feed-judging.ts), and what it comes to, from its difference. */
import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import type { Day } from '../../core/days.ts'
import type { FeedFigures, LostOfficers } from '../../core/feed-judging.ts'
import type { Reader } from '../../store/database.ts'
import { standingOfPost } from '../../store/standing.ts'
import type { FeedAtWork, FeedCounts } from './feed-at-work.ts'

/** What the feed comes to, counted from its difference. */
export async function countFeed(db: Reader, id: string): Promise<FeedCounts> {
  const { rows: [counts] } = await sql<FeedCounts>`
    select p."newPersons"::int, p."changedPersons"::int, o.joins::int, o.changes::int, o.ends::int from (
      select count(*) filter (where change = 'new') as "newPersons", count(*) filter (where change = 'changed') as "changedPersons"
      from feed_person where feed_id = ${id}
    ) p cross join (
      select count(*) filter (where change = 'new') as joins, count(*) filter (where ends or change = 'withdrawn') as ends,
        count(*) filter (where change = 'changed' and not ends) as changes
      from feed_post where feed_id = ${id}
    ) o`.execute(db)
  return counts!
}

/** The figures of a feed whose difference stands. */
export async function loadFigures(db: Reader, { id, asOf }: Pick<FeedAtWork, 'id' | 'asOf'>): Promise<FeedFigures> {
  const { rows: [posts] } = await sql<{ openPosts: number; cutShort: number }>`
    select count(*)::int as "openPosts", count(*) filter (where f.change = 'withdrawn'
      or coalesce(upper(f.valid), 'infinity'::date) < coalesce(upper(v.valid), 'infinity'::date))::int as "cutShort"
    from post_version v
    left join feed_post f on f.feed_id = ${id} and f.person_id = v.person_id and f.post_id = v.post_id
    where upper_inf(v.recorded) and v.valid && daterange(${asOf}::date, null)`.execute(db)
  return {
    asOf, ...posts!, withoutOfficer: await withoutOfficer(db, id, asOf), lastSnapshot: await lastSnapshot(db),
    central: await administrators(db, id, asOf),
  }
}

/** Central administrators with an account that is active and a post on the day, by what is known and by the feed. */
async function administrators(db: Reader, id: string, day: Day): Promise<FeedFigures['central']> {
  const holds = (from: RawBuilder<unknown>): RawBuilder<boolean> => sql`exists (select ${from} and v.valid @> ${day}::date)`
  const known = sql`from post_version v where v.person_id = r.person_id and upper_inf(v.recorded)`
  const { rows: [count] } = await sql<{ now: number; left: number }>`
    select count(distinct r.person_id) filter (where ${holds(known)})::int as now,
      count(distinct r.person_id) filter (where ${holds(sql`from feed_post v where v.feed_id = ${id} and v.person_id = r.person_id`)}
        or ${holds(sql`${known} and not exists (select from feed_post f
          where f.feed_id = ${id} and f.person_id = v.person_id and f.post_id = v.post_id)`)})::int as left
    from central_role r join account a on a.person_id = r.person_id and a.state = 'active'
    where r.role = 'central' and r.state = 'active' and upper_inf(r.recorded) and r.valid @> ${day}::date`.execute(db)
  return count!
}

const isOfficer = (post: string, version: string): RawBuilder<boolean> =>
  sql`coalesce(${standingOfPost(post, version)} >= 'hr', false)`

/**
 * Live agencies that have officers on the day by what is known, and none by the feed; in the order of their codes. First the
 * agencies that lose any: among a nation's posts they are few.
 */
async function withoutOfficer(db: Reader, id: string, day: Day): Promise<LostOfficers[]> {
  const by = (post: string, version: string): RawBuilder<boolean> =>
    sql`(${sql.table(version)}.valid @> ${day}::date and ${isOfficer(post, version)})`
  const { rows } = await sql<LostOfficers>`
    with losing as materialized (
      select distinct p.agency_code
      from feed_post f
      join post p on p.person_id = f.person_id and p.id = f.post_id
      join post_version v on v.person_id = f.person_id and v.post_id = f.post_id and upper_inf(v.recorded)
      where f.feed_id = ${id} and f.change <> 'new' and ${by('p', 'v')} and not coalesce(${by('f', 'f')}, false)
    )
    select l.agency_code as agency, count(distinct p.person_id)::int as officers
    from losing l
    join post p on p.agency_code = l.agency_code
    join post_version v on v.person_id = p.person_id and v.post_id = p.id and upper_inf(v.recorded)
    left join feed_post f on f.feed_id = ${id} and f.person_id = p.person_id and f.post_id = p.id
    where ${by('p', 'v')}
      and exists (select from agency_version a where a.agency_code = l.agency_code and upper_inf(a.recorded) and a.valid @> ${day}::date)
      and not exists (select from feed_post n where n.feed_id = ${id} and n.agency_code = l.agency_code and ${by('n', 'n')})
    group by l.agency_code
    having not bool_or(f.post_id is null)
    order by l.agency_code`.execute(db)
  return rows
}

/** The day of the latest snapshot that stands: applied, and not undone by an undo that stands itself. */
async function lastSnapshot(db: Reader): Promise<Day | null> {
  const { rows: [row] } = await sql<{ day: Day }>`
    with recursive chain as (
      select f.id as snapshot, f.id, 0 as undone from feed f where f.state = 'applied' and f.kind = 'snapshot'
      union all
      select c.snapshot, u.id, c.undone + 1 from chain c join feed u on u.undoes_id = c.id and u.state = 'applied'
    )
    select s.as_of as day from feed s
    where s.id in (select snapshot from chain group by snapshot having max(undone) % 2 = 0)
    order by s.applied_at desc limit 1`.execute(db)
  return row?.day ?? null
}
