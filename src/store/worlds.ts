// The facts that the law is asked about: as they are stored, as they were known at some instant, or as they would be. A world
// that is only proposed is nowhere written: it says by queries what its rows would be.
import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import { momentOf } from './as-of.ts'
import type { AsOf } from '../core/as-of.ts'
import type { Day } from '../core/days.ts'
import type { FactsChange } from './changed-posts.ts'

/** The tables that others may stand for in a statement. */
export type OtherTable = 'post' | 'post_version' | 'agency_version' | 'personnel_office' | 'permission_grant' | 'group_member'
  | 'concurrent_duty' | 'delegation' | 'application_version' | 'category_version' | 'handover_review'
/** A query for each table that others stand for, of all the columns that are read of it. */
export type OtherTables = Partial<Record<OtherTable, RawBuilder<unknown>>>

/**
 * `posts` answers the posts of the persons in a relation with a column `person_id` (a name that may stand after `from`): one row
 * a post as the world has it, of the columns `person_id`, `post_id`, `agency_code`, `kind`, `unit`, `title`, `staff_category`,
 * `supervisor_level`, `nature`, `valid`, and `lost`: that what rests on it waits for its managers in this world, whatever is
 * stored of it. `isActive`: whether the account of the person is. `tables`: what stands for tables of decisions, agencies and
 * catalogue whose rows are others than those stored; what is stored is `public.` and the table's name.
 */
export type World = {
  /** What `recorded` of a stored row is held against. */
  known: RawBuilder<Date>
  /** Whether it is known of from the past. */
  past: boolean
  posts: (persons: RawBuilder<unknown>) => RawBuilder<unknown>
  isActive: (person: RawBuilder<unknown>) => RawBuilder<boolean>
  tables: OtherTables
}

// Looked up person by person: a feed touches some of many, and nobody has more than a few.
const storedPosts = (persons: RawBuilder<unknown>, known: RawBuilder<Date>, not: RawBuilder<unknown>) => sql`
  select h.*, false as lost
  from ${persons} u cross join lateral (
    select p.person_id, p.id as post_id, p.agency_code, p.kind, p.unit, p.title, v.staff_category, v.supervisor_level, v.nature,
      v.valid
    from public.post p join public.post_version v on v.person_id = p.person_id and v.post_id = p.id and v.recorded @> ${known}
    where p.person_id = u.person_id ${not} offset 0
  ) h`

function storedWorld(known: RawBuilder<Date>, past: boolean): World {
  return {
    known, past, tables: {}, posts: (persons) => storedPosts(persons, known, sql``),
    isActive: past ? (person) => sql`exists (select from public.account_state_version s
      where s.person_id = ${person} and s.state = 'active' and s.recorded @> ${known})` : isActiveNow,
  }
}

const isActiveNow = (person: RawBuilder<unknown>) =>
  sql<boolean>`exists (select from public.account a where a.person_id = ${person} and a.state = 'active')`

/** What is stored, as it is known. */
export function knownWorld(asOf: AsOf): World {
  return storedWorld(momentOf(asOf).known, asOf.known !== 'now')
}

// Read where it is asked, and not brought here and back: a Date of JavaScript has no microseconds.
const appliedAt = (feed: string) => sql<Date>`(select applied_at from public.feed where id = ${feed})`

/** What was known just before the feed was applied. */
export function worldBeforeFeed(feed: string): World {
  return storedWorld(sql<Date>`(${appliedAt(feed)} - interval '1 microsecond')`, true)
}

/** What was known at the instant at which the feed was applied, with all that followed from it in its transaction. */
export function worldAfterFeed(feed: string): World {
  return storedWorld(appliedAt(feed), true)
}

const notOver = (valid: string, today: Day) => sql`(upper_inf(${sql.ref(valid)}) or upper(${sql.ref(valid)}) > ${today}::date)`

/**
 * What is known now, with the posts as the feed would have them. What rests on a post of the feed that is over then, or, unless
 * it undoes another, was until then, waits for its managers (R-JML-1; `lost` of src/features/movers/ground.ts).
 */
export function worldByFeed(feed: string, today: Day): World {
  const { known } = momentOf({ day: today, known: 'now' })
  return {
    known, past: false, tables: {}, isActive: isActiveNow,
    posts: (persons) => sql`
      ${storedPosts(persons, known, sql`and not exists (select from public.feed_post f
        where f.feed_id = ${feed} and f.person_id = p.person_id and f.post_id = p.id)`)}
      union all
      select f.person_id, f.post_id, f.agency_code, f.kind, f.unit, f.title, f.staff_category, f.supervisor_level, f.nature,
        f.valid, not ${notOver('f.valid', today)} or ((select kind <> 'undo' from public.feed where id = ${feed})
          and (select true from public.post_version w where w.person_id = f.person_id and w.post_id = f.post_id
            and upper_inf(w.recorded) and ${notOver('w.valid', today)} limit 1) is null)
      from ${persons} u join public.feed_post f on f.feed_id = ${feed} and f.person_id = u.person_id
      where f.valid is not null`,
  }
}

/**
 * `post` and `post_version` as a transaction that applied the feed at this moment would see them: what it superseded was known
 * until now, what it says is known from now on. For whoever asks what follows from a feed, and would write it otherwise.
 */
export function tablesAsApplied(feed: string): OtherTables {
  return {
    post: sql`select id, person_id, agency_code, kind, unit, title, starts from public.post
      union all
      select f.post_id, f.person_id, f.agency_code, f.kind, f.unit, f.title, f.starts from public.feed_post f
      where f.feed_id = ${feed} and f.change = 'new'
        and not exists (select from public.post p where p.person_id = f.person_id and p.id = f.post_id)`,
    post_version: sql`select v.person_id, v.post_id, v.staff_category, v.supervisor_level, v.nature, v.valid,
        case when upper_inf(v.recorded) and exists (select from public.feed_post f
          where f.feed_id = ${feed} and f.person_id = v.person_id and f.post_id = v.post_id)
        then tstzrange(lower(v.recorded), now()) else v.recorded end as recorded
      from public.post_version v
      union all
      select f.person_id, f.post_id, f.staff_category, f.supervisor_level, f.nature, f.valid, tstzrange(now(), null)
      from public.feed_post f where f.feed_id = ${feed} and f.valid is not null`,
  }
}

/** The query with these standing for the tables that it names. Within theirs, a table's name still means what is stored. */
export function withTables(tables: OtherTables, query: RawBuilder<unknown>): RawBuilder<unknown> {
  // Never made whole: a question reads a few rows of millions, by their indexes.
  const others = Object.entries(tables).map(([name, rows]) => sql`${sql.table(name)} as not materialized (${rows})`)
  return others.length === 0 ? query
    : sql`with ${sql.join(others)}, answer as not materialized (${query}) select * from answer`
}

const atAgencies = (agencies: RawBuilder<unknown>, table: RawBuilder<unknown>, which = sql``): RawBuilder<unknown> => sql`
  select p.person_id from (${agencies}) a cross join lateral (
    select p.person_id from ${table} p where p.agency_code = a.agency_code ${which} offset 0
  ) p`

/** What a feed that is not applied would change of what is known now. */
export function feedChange(feed: string, today: Day): FactsChange {
  return {
    today,
    before: knownWorld({ day: today, known: 'now' }),
    after: worldByFeed(feed, today),
    onlyPosts: true,
    concerned: sql`select person_id from public.feed_post where feed_id = ${feed}`,
    near: (agencies) => sql`${atAgencies(agencies, sql`public.post`)}
      union ${atAgencies(agencies, sql`public.feed_post`, sql`and p.feed_id = ${feed}`)}`,
  }
}

/** What a feed changed when it was applied, on the day it was. */
export function feedHistory(feed: string, day: Day): FactsChange {
  return {
    today: day,
    before: worldBeforeFeed(feed),
    after: worldAfterFeed(feed),
    onlyPosts: false,
    concerned: sql`
      select v.person_id from public.post_version v where v.event_id = (select event_id from public.feed where id = ${feed})
      union
      select v.person_id from public.post_version v where not upper_inf(v.recorded) and upper(v.recorded) = ${appliedAt(feed)}`,
    near: (agencies) => atAgencies(agencies, sql`public.post`),
  }
}
