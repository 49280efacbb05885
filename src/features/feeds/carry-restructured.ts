/**
 * A feed of a day before an approved restructuring (R-JML-4) speaks of the agencies as they are until then, and knows nothing of
 * what follows. What it says of posts at an agency that will end is carried on: each is held there until the day before, and
 * the post that follows on it is as the feed has it. What the feed does not say of the new order takes nothing from it.
 */
import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import type { Day } from '../../core/days.ts'
import type { Statements } from './feed-at-work.ts'

type Coming = { id: string; day: Day }

/** Lays the restructurings that are to come after the feed's day over its difference. */
export async function carryRestructured(db: Statements, feed: string, asOf: Day): Promise<void> {
  const { rows } = await sql<Coming>`
    select id, day from restructuring where state = 'approved' and day > ${asOf}::date order by day, id`.execute(db)
  for (const plan of rows) await carry(db, feed, asOf, plan)
}

const SAID = ['staff_category', 'supervisor_level', 'rank', 'job_series', 'nature', 'section'] as const
const saidOf = (table: string) => sql.join(SAID.map((column) => sql`${sql.table(table)}.${sql.ref(column)}`))

/**
 * The posts of the feed at agencies that will end: what the feed says of each (`said`), what is known of it (`was`), and the post
 * that follows on it, where there is one by the plan's rules (`goes`; `next_post` and `next` where it is known).
 */
const concerned = (feed: string, { id, day }: Coming): RawBuilder<unknown> => sql`
  select f.*, f.valid as said, v.valid as was, g.goes, n.id as next_post, w.valid as next,
    greatest(f.starts, ${day}::date) as next_starts
  from feed_post f
  join restructuring_agency a on a.restructuring_id = ${id} and a.role = 'ends' and a.agency_code = f.agency_code
  cross join lateral (select restructured_to(${id}, f.agency_code, f.unit, f.title, f.post_id) as goes) g
  left join post_version v on v.person_id = f.person_id and v.post_id = f.post_id and upper_inf(v.recorded)
  left join post n on n.person_id = f.person_id and n.agency_code = g.goes[1] and n.kind = f.kind and n.unit = f.unit
    and n.title = f.title and n.starts = greatest(f.starts, ${day}::date)
  left join post_version w on w.person_id = n.person_id and w.post_id = n.id and upper_inf(w.recorded)
  where f.feed_id = ${feed} and g.goes is not null`

async function carry(db: Statements, feed: string, asOf: Day, plan: Coming): Promise<void> {
  await keepFollowing(db, feed, plan)
  await writeFollowing(db, feed, plan)
  await cutAtDay(db, feed, asOf, plan)
}

/** A post that follows on one which is held until the plan's day is not withdrawn because the feed does not know it. */
async function keepFollowing(db: Statements, feed: string, { id, day }: Coming): Promise<void> {
  await sql`
    delete from feed_post q using restructuring_agency a, post o
    left join feed_post f on f.feed_id = ${feed} and f.person_id = o.person_id and f.post_id = o.id
    left join post_version v on v.person_id = o.person_id and v.post_id = o.id and upper_inf(v.recorded)
    where q.feed_id = ${feed} and q.change = 'withdrawn' and q.starts >= ${day}::date
      and a.restructuring_id = ${id} and a.role = 'ends' and o.agency_code = a.agency_code and o.person_id = q.person_id
      and o.kind = q.kind and o.unit = q.unit and o.title = q.title
      and (restructured_to(${id}, o.agency_code, o.unit, o.title, o.id))[1] = q.agency_code
      and case when f.post_id is null then upper(v.valid) = ${day}::date
        else f.valid is not null and (upper_inf(f.valid) or upper(f.valid) >= ${day}::date) end`.execute(db)
}

/** The posts that follow become what the feed says of those before them; where it ends one sooner, none follows. */
async function writeFollowing(db: Statements, feed: string, plan: Coming): Promise<void> {
  const onwards = sql`daterange(${plan.day}::date, null)`
  // What the feed says itself of the post that follows counts, also where it says what is known.
  const notNamed = sql`not exists (select from feed_post q where q.feed_id = ${feed} and q.person_id = c.person_id and q.post_id = c.next_post)
    and not exists (select from feed_row r join person p on p.national_id_index = r.national_id_index
      where r.feed_id = ${feed} and p.id = c.person_id and r.agency_code = c.goes[1] and r.kind = c.kind and r.unit = c.unit
        and r.title = c.title and r.starts = c.next_starts)`
  await sql`
    insert into feed_post (feed_id, person_id, post_id, change, ends, agency_code, kind, unit, title, starts, ${sql.join(SAID.map((one) => sql.ref(one)))}, valid)
    select ${feed}, c.person_id, coalesce(c.next_post, nextval('post_id_seq')), case when c.next is null then 'new' else 'changed' end, false,
      c.goes[1], c.kind, c.unit, c.title, c.next_starts, ${saidOf('c')}, c.said * ${onwards}
    from (${concerned(feed, plan)}) c
    left join post_version w on w.person_id = c.person_id and w.post_id = c.next_post and upper_inf(w.recorded)
    where cardinality(c.goes) = 1 and c.said && ${onwards} and ${notNamed}
      and (w.valid is null or (${saidOf('w')}, w.valid) is distinct from (${saidOf('c')}, c.said * ${onwards}))`.execute(db)
  await sql`
    insert into feed_post (feed_id, person_id, post_id, change, ends, agency_code, kind, unit, title, starts, ${sql.join(SAID.map((one) => sql.ref(one)))}, valid)
    select ${feed}, c.person_id, c.next_post, 'withdrawn', true, c.goes[1], c.kind, c.unit, c.title, c.next_starts, ${saidOf('w')}, null
    from (${concerned(feed, plan)}) c
    join post_version w on w.person_id = c.person_id and w.post_id = c.next_post and upper_inf(w.recorded)
    where (c.said is null or not c.said && ${onwards}) and ${notNamed}`.execute(db)
}

/** The posts themselves end with the day before; what the feed says of them that is so already leaves no row. */
async function cutAtDay(db: Statements, feed: string, asOf: Day, plan: Coming): Promise<void> {
  const { day } = plan
  const found = sql`select c.person_id, c.post_id, c.was, nullif(c.said * daterange(null, ${day}::date), 'empty'::daterange) as cut
    from (${concerned(feed, plan)}) c where c.said && daterange(${day}::date, null)`
  await sql`
    delete from feed_post f using (${found}) c
    left join post_version v on v.person_id = c.person_id and v.post_id = c.post_id and upper_inf(v.recorded)
    where f.feed_id = ${feed} and f.person_id = c.person_id and f.post_id = c.post_id
      and case when c.cut is null then v.valid is null
        else (${saidOf('v')}, v.valid) is not distinct from (${saidOf('f')}, c.cut) end`.execute(db)
  await sql`
    update feed_post f set valid = c.cut, change = case when c.cut is null then 'withdrawn' when c.was is null then 'new' else 'changed' end,
      ends = coalesce(c.was && daterange(${asOf}::date, null) and not coalesce(c.cut && daterange(${asOf}::date, null), false), false)
    from (${found}) c
    where f.feed_id = ${feed} and f.person_id = c.person_id and f.post_id = c.post_id`.execute(db)
}
