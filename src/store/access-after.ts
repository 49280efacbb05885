// Who gains and who loses what when facts change, before they do: the law of src/core/access.ts asked about two worlds
// (worlds.ts), of the people concerned alone. Nothing is written for it and nothing locked. A right that begins or ends to
// differ only on a later day is told of that day. A property test makes the change and finds exactly that.
//
// What people have by standing follows from the agencies where they hold one. A nation has 700,000 people and some thousand
// such profiles, so it is asked once a profile, and what somebody has by grants and memberships of their own is laid over it.
import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import { AFTER, BEFORE, forMany, unitTables } from './changed-posts.ts'
import { withTables } from './worlds.ts'
import type { Day } from '../core/days.ts'
import type { AgencyCode } from '../core/standing.ts'
import type { Right, Side } from './access-difference.ts'
import type { FactsChange, Whose } from './changed-posts.ts'
import type { Reader } from './database.ts'
import type { World } from './worlds.ts'

/**
 * How many people gain or lose rights in an application on that day, and how many rights (an agency and a category each).
 * `whole`: those of them who had no right in it at all, or keep none. Today's is the whole difference; of a later day only what
 * does not differ the day before. People whose account is not `active` have the rights only once it is.
 */
export type AccessCount = {
  day: Day; application: string; side: Side; active: boolean; people: number; whole: number; rights: number
}

/** A right that is gained or lost, and whether it is all in the application that the person gets, or had. */
export type ChangedRight = Right & { whole: boolean }

/** Of whom, of what and of when alone it is asked. */
type Narrowed = Whose & { application?: string }

const inForce = (world: World, decision: string, day: RawBuilder<unknown>) => {
  const d = sql.table(decision)
  return sql`${d}.state = 'active' and ${d}.valid @> ${day} and ${d}.recorded @> ${world.known}`
}

const isOpenTo = (world: World, at: RawBuilder<unknown>, day: RawBuilder<unknown>) => sql`exists (
  select from agency_version v where v.agency_code = ${at} and v.valid @> ${day} and v.recorded @> ${world.known}
) and (c.agency_root is null or (c.agency_root, ${day}, ${at}) in (select o.agency_root, o.on_day, o.agency_code from rooted o))`

/** The catalogue in this world, and where what has a root is open, on the days of the table `days`. */
function catalogueTables({ known }: World, { application }: Narrowed): RawBuilder<unknown> {
  return sql`
    cat as materialized (
      select a.application_code, c.category_code, c.derived_group, a.grantable, a.duty_allowed, a.agency_root
      from application_version a
      join category_version c on c.application_code = a.application_code and c.recorded @> ${known}
      where a.recorded @> ${known} and a.in_service
        ${application === undefined ? sql`` : sql`and a.application_code = ${application}`}
    ),
    rooted as (
      select r.agency_root, d.on_day, v.agency_code
      from (select distinct agency_root from cat where agency_root is not null) r cross join days d
      join agency_version v on v.agency_code = r.agency_root and v.valid @> d.on_day and v.recorded @> ${known}
      union
      select r.agency_root, r.on_day, v.agency_code
      from rooted r join agency_version v on v.superior_code = r.agency_code and v.valid @> r.on_day and v.recorded @> ${known}
    )`
}

/** R-USE-3 over the tables `own` of what is held by birth or grant, and `standing_at` of who holds which standing. */
const withDuties = (world: World) => sql`
  select o.nr, o.at, o.agency_code, o.application_code, o.category_code from own o
  union
  select o.nr, o.at, d.served_code, o.application_code, o.category_code
  from own o
  join cat c on c.application_code = o.application_code and c.category_code = o.category_code
    and c.duty_allowed and c.derived_group is distinct from 'employee'
  join (select distinct nr, at, agency_code from standing_at where standing >= 'hr') f on f.nr = o.nr and f.at = o.at and f.agency_code = o.agency_code
  join concurrent_duty d on d.acting_code = o.agency_code and d.application_code = o.application_code
    and ${inForce(world, 'd', sql`o.on_day`)}
  where ${isOpenTo(world, sql`d.served_code`, sql`o.on_day`)}`

/** What follows from standings in one world (R-USE-1, 2, 3), once a profile. */
function byStanding(world: World, side: RawBuilder<unknown>, narrowed: Narrowed): RawBuilder<unknown> {
  return sql`(${withTables(world.tables, sql`
    with recursive standing_at as materialized (select nr, at, on_day, agency_code, standing from profile_held where side = ${side}),
    place as materialized (select distinct on_day, agency_code from standing_at),
    days as materialized (select distinct on_day from place),
    ${catalogueTables(world, narrowed)},
    wide as materialized (
      select p.on_day, p.agency_code, c.application_code, c.category_code, c.derived_group as needed
      from place p cross join cat c
      where c.derived_group is not null and ${isOpenTo(world, sql`p.agency_code`, sql`p.on_day`)}
      union
      select p.on_day, p.agency_code, g.application_code, g.category_code, g.derived_group
      from place p join permission_grant g on g.agency_code = p.agency_code and g.derived_group is not null
        and ${inForce(world, 'g', sql`p.on_day`)}
      join cat c on c.application_code = g.application_code and c.category_code = g.category_code
      where c.grantable and ${isOpenTo(world, sql`p.agency_code`, sql`p.on_day`)}
    ),
    own as materialized (
      select distinct s.nr, s.at, s.on_day, s.agency_code, w.application_code, w.category_code
      from standing_at s join wide w on w.on_day = s.on_day and w.agency_code = s.agency_code and w.needed <= s.standing
    )
    select ${side} as side, r.* from (${withDuties(world)}) r`)})`
}

/** What somebody has by grants and memberships of their own in one world (R-USE-2, 3), by unit. */
function byOwnGrants(world: World, side: RawBuilder<unknown>, narrowed: Narrowed): RawBuilder<unknown> {
  const given = sql`
    join cat c on c.application_code = g.application_code and c.category_code = g.category_code and c.grantable
    where ${isOpenTo(world, sql`g.agency_code`, sql`g.on_day`)}`
  const columns = sql`g.nr, g.at, g.on_day, g.agency_code, g.application_code, g.category_code`
  // Looked up person by person: few have any, and of millions of grants these are a part.
  return sql`(${withTables(world.tables, sql`
    with recursive standing_at as materialized (
      select k.nr, h.at, h.day - h.at as on_day, h.person_id, h.post_id, h.agency_code, h.standing, h.lost
      from keyed k join held h on h.person_id = k.person_id and h.day = k.day and h.side = ${side}
    ),
    days as materialized (select distinct on_day from standing_at),
    ${catalogueTables(world, narrowed)},
    granted as materialized (
      select h.nr, h.at, h.on_day, g.* from standing_at h cross join lateral (
        select g.agency_code, g.application_code, g.category_code from permission_grant g
        where g.person_id = h.person_id and g.post_id = h.post_id and ${inForce(world, 'g', sql`h.on_day`)} offset 0
      ) g where not h.lost
    ),
    grouped as materialized (
      select h.nr, h.at, h.on_day, m.group_code from standing_at h cross join lateral (
        select m.group_code from group_member m
        where m.person_id = h.person_id and m.post_id = h.post_id and ${inForce(world, 'm', sql`h.on_day`)} offset 0
      ) m where not h.lost
    ),
    through as materialized (
      select m.nr, m.at, m.on_day, g.agency_code, g.application_code, g.category_code
      from grouped m join permission_grant g on g.group_code = m.group_code and ${inForce(world, 'g', sql`m.on_day`)}
    ),
    own as materialized (
      select ${columns} from granted g ${given} union select ${columns} from through g ${given}
    )
    select ${side} as side, r.* from (${withDuties(world)}) r`)})`
}

const FLAGS = sql`bool_or(r.side = 0 and r.at = 0) as had, bool_or(r.side = 1 and r.at = 0) as has,
  bool_or(r.side = 0 and r.at = 1) as had_then, bool_or(r.side = 1 and r.at = 1) as has_then`

/** The side that flags of these names come to; null where nothing differs, or differed already the day before. */
const way = (of: (flag: string) => RawBuilder<unknown>) => sql`case
  when ${of('has')} and not ${of('had')} and not (${of('has_then')} and not ${of('had_then')}) then 'gained'
  when ${of('had')} and not ${of('has')} and not (${of('had_then')} and not ${of('has_then')}) then 'lost' end`

const flagOf = (table: string) => (flag: string) => sql.ref(`${table}.${flag}`)
/** The flag of either of two rows, the second of which may be missing. */
const either = (table: string, other: string) => (flag: string) =>
  sql`(${sql.ref(`${table}.${flag}`)} or coalesce(${sql.ref(`${other}.${flag}`)}, false))`

const rightsOf = (change: FactsChange, narrowed: Narrowed) => {
  const both = (of: typeof byStanding) =>
    sql`${of(change.before, BEFORE, narrowed)} union all ${of(change.after, AFTER, narrowed)}`
  return sql`
    of_standing as materialized (
      select r.nr, r.agency_code, r.application_code, r.category_code, ${FLAGS} from (${both(byStanding)}) r group by 1, 2, 3, 4
    ),
    of_grants as materialized (
      select r.nr, r.agency_code, r.application_code, r.category_code, ${FLAGS} from (${both(byOwnGrants)}) r group by 1, 2, 3, 4
    )`
}

/** The tables `profile` and `profile_held` of units that are alike, and to which profile each unit (`nr`) belongs: `of_profile`. */
const PROFILES = sql`
    profile as materialized (
      select row_number() over () as nr, min(k.person_id) as person_id, k.day, k.active, k.profile, count(*) as units
      from keyed k group by k.day, k.active, k.profile
    ),
    of_profile as materialized (
      select k.nr, p.nr as profile_nr, k.day, k.active
      from keyed k join profile p on p.day = k.day and p.active = k.active and p.profile = k.profile
    )`

/** Each unit a profile of its own. */
const NO_PROFILES = sql`
    profile as materialized (select k.nr, k.person_id, k.day, k.active from keyed k)`

const PROFILE_HELD = sql`
    profile_held as materialized (
      select distinct p.nr, h.at, p.day - h.at as on_day, h.side, h.agency_code, h.standing
      from profile p join held h on h.person_id = p.person_id and h.day = p.day where h.standing is not null
    )`

// What is had by standing is counted by profile; where somebody has grants of their own, what they change of that is added.
const COUNTED = sql`
    sides (side) as (values ('gained'), ('lost')),
    by_profile as materialized (
      select w.nr, w.application_code, w.side, count(*) as rights
      from (select s.nr, s.application_code, ${way(flagOf('s'))} as side from of_standing s) w
      where w.side is not null group by 1, 2, 3
    ),
    any_of_standing as materialized (
      select r.nr, r.application_code, bool_or(r.had) as had, bool_or(r.has) as has, bool_or(r.had_then) as had_then,
        bool_or(r.has_then) as has_then
      from of_standing r group by 1, 2
    ),
    any_of_grants as materialized (
      select r.nr, r.application_code, bool_or(r.had) as had, bool_or(r.has) as has, bool_or(r.had_then) as had_then,
        bool_or(r.has_then) as has_then
      from of_grants r group by 1, 2
    ),
    laid as (
      select g.nr, p.profile_nr, p.day, p.active, g.application_code, ${way(either('g', 's'))} as side, ${way(flagOf('s'))} as bare
      from of_grants g join of_profile p on p.nr = g.nr
      left join of_standing s on s.nr = p.profile_nr and s.agency_code = g.agency_code
        and s.application_code = g.application_code and s.category_code = g.category_code
    ),
    moved as (
      select l.nr, l.profile_nr, l.day, l.active, l.application_code, d.side,
        count(*) filter (where l.side = d.side) - count(*) filter (where l.bare = d.side) as rights
      from laid l join sides d on l.side = d.side or l.bare = d.side
      where l.side is distinct from l.bare group by 1, 2, 3, 4, 5, 6
    ),
    whole as (
      select p.day, p.active, g.application_code, ${way(either('g', 's'))} as side, ${way(flagOf('s'))} as bare
      from any_of_grants g join of_profile p on p.nr = g.nr
      left join any_of_standing s on s.nr = p.profile_nr and s.application_code = g.application_code
    ),
    part (day, application_code, side, active, people, whole, rights) as (
      select p.day, b.application_code, b.side, p.active, p.units, 0, p.units * b.rights
      from by_profile b join profile p on p.nr = b.nr
      union all
      select m.day, m.application_code, m.side, m.active,
        (coalesce(b.rights, 0) + m.rights > 0)::integer - (coalesce(b.rights, 0) > 0)::integer, 0, m.rights
      from moved m left join by_profile b on b.nr = m.profile_nr and b.application_code = m.application_code and b.side = m.side
      union all
      select p.day, s.application_code, ${way(flagOf('s'))}, p.active, 0, p.units, 0
      from any_of_standing s join profile p on p.nr = s.nr
      union all
      select w.day, w.application_code, d.side, w.active, 0,
        coalesce(w.side = d.side, false)::integer - coalesce(w.bare = d.side, false)::integer, 0
      from whole w join sides d on w.side = d.side or w.bare = d.side
    )`

/**
 * How many people gain and lose rights, by day and application, as a query of the columns of `AccessCount` in their order (counts
 * are integers). To be asked by `forMany`.
 */
export function accessCounts(change: FactsChange): RawBuilder<unknown> {
  return sql`
    with ${unitTables(change)}, ${PROFILES}, ${PROFILE_HELD}, ${rightsOf(change, {})}, ${COUNTED}
    select day, application_code as application, side, active, sum(people)::integer as people, sum(whole)::integer as whole,
      sum(rights)::integer as rights
    from part where side is not null group by 1, 2, 3, 4
    having sum(people) > 0 or sum(whole) > 0`
}

/** The same, read. Within a transaction, or it takes its time. */
export async function countAccessAfter(db: Reader, change: FactsChange): Promise<AccessCount[]> {
  const { rows } = await forMany(db, () => sql<AccessCount>`select * from (${accessCounts(change)}) c order by 1, 2, 3, 4`.execute(db))
  return rows
}

/** Of which changes a page is: of one application, side and day, of active accounts or of others. */
export type ChangedRightsAsked = { application: string; side: Side; day: Day; active: boolean; category?: string }

/** The changed rights at these agencies, from after one of them on, in the order of agency, person and category. */
async function changedAt(
  db: Reader, change: FactsChange, asked: ChangedRightsAsked, codes: readonly AgencyCode[], page: { after?: Right; size: number },
): Promise<ChangedRight[]> {
  const { application, side, day, active, category } = asked
  const narrowed: Narrowed = { application, day, persons: nearTo(change, codes) }
  const key = sql`d.agency_code, d.person_id, d.category_code`
  const { after } = page
  const { rows } = await sql<ChangedRight>`
    with ${unitTables(change, narrowed)}, ${NO_PROFILES}, ${PROFILE_HELD}, ${rightsOf(change, narrowed)},
    together as materialized (
      select r.nr, r.agency_code, r.category_code, bool_or(r.had) as had, bool_or(r.has) as has,
        bool_or(r.had_then) as had_then, bool_or(r.has_then) as has_then
      from (select * from of_standing union all select * from of_grants) r group by 1, 2, 3
    ),
    whole as (
      select w.nr, ${way(flagOf('w'))} as side
      from (select nr, bool_or(had) as had, bool_or(has) as has, bool_or(had_then) as had_then, bool_or(has_then) as has_then
        from together group by 1) w
    )
    select d.agency_code as agency, d.person_id as person, d.category_code as category, d.whole
    from (
      select t.agency_code, p.person_id, t.category_code, ${way(flagOf('t'))} as side, coalesce(w.side = ${side}, false) as whole
      from together t join profile p on p.nr = t.nr join whole w on w.nr = t.nr where p.active = ${active}
    ) d
    where d.side = ${side} and d.agency_code = any(${[...codes]}::text[])
      ${category === undefined ? sql`` : sql`and d.category_code = ${category}`}
      ${after === undefined ? sql`` : sql`and (${key}) > (${after.agency}, ${after.person}::bigint, ${after.category})`}
    order by ${key} limit ${sql.lit(page.size)}`.execute(db)
  return rows
}

/** A query of all persons who may have a right at one of these agencies. */
function nearTo(change: FactsChange, codes: readonly AgencyCode[]): RawBuilder<unknown> {
  const at = sql`any(${[...codes]}::text[])`
  const inWorld = (world: World) => sql`(${withTables(world.tables, sql`
    with around as materialized (
      select c.agency_code from unnest(${[...codes]}::text[]) c (agency_code)
      union select d.acting_code from concurrent_duty d where d.served_code = ${at}
    )
    select g.person_id from permission_grant g where g.agency_code = ${at} and g.person_id is not null
    union select m.person_id from permission_grant g join group_member m on m.group_code = g.group_code where g.agency_code = ${at}
    union ${change.near(sql`select agency_code from around`)}`)})`
  return change.onlyPosts ? inWorld(change.after) : sql`${inWorld(change.before)} union ${inWorld(change.after)}`
}

// A page is filled from a few agencies, or has to be looked for in many: the steps grow, so that neither takes long.
const FIRST_STEP = 50
const STEP_GROWS = 4

/**
 * A page of the changed rights, in the order of agency, person and category; `agencies`: those at which it is looked for, in
 * their order. Within a transaction, or it takes its time.
 */
export async function listAccessAfter(
  db: Reader, change: FactsChange, asked: ChangedRightsAsked,
  { agencies, ...page }: { agencies: readonly AgencyCode[]; after?: Right; size: number },
): Promise<ChangedRight[]> {
  const { after, size } = page
  const left = after === undefined ? agencies : agencies.filter((code) => code >= after.agency)
  const found: ChangedRight[] = []
  for (let at = 0, step = FIRST_STEP; at < left.length && found.length < size; at += step, step *= STEP_GROWS) {
    const codes = left.slice(at, at + step)
    found.push(...await forMany(db, () => changedAt(db, change, asked, codes, { ...page, size: size - found.length })))
  }
  return found
}
