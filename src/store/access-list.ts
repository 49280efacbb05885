// Lists who may use what, by the law of src/core/access.ts said once more in SQL: listed exactly when `decide` allows, one
// row a reason. A property test holds the two against each other (access.db.test.ts).
import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import { accountState } from './access.ts'
import { momentOf } from './as-of.ts'
import { managedAgencies, reachedAgencies } from './scope.ts'
import { standingOfPost } from './standing.ts'
import type { AsOf } from '../core/as-of.ts'
import type { Day } from '../core/days.ts'
import type { Authority } from '../core/scope.ts'
import type { AgencyCode } from '../core/standing.ts'
import type { Moment } from './as-of.ts'
import type { Reader } from './database.ts'

/**
 * Which rights to list; what is left out is not narrowed. `agencies` are those on whose behalf: some by code, or one with
 * all below it. `within`: only agencies that this authority manages on the day; with `today`, those whose matters of that
 * day it may see today (R-SCP-4). `by`: only rights of that kind.
 */
export type AccessQuery = {
  asOf: AsOf
  applications?: string[]
  category?: string
  agencies?: { codes: AgencyCode[] } | { below: AgencyCode }
  within?: Authority
  today?: Day
  persons?: string[]
  by?: AccessRow['by']
}

/**
 * One reason for one right (`Reason` of src/core/reasons.ts in columns): `reason` is its `reasonId`. `post` is the person's
 * post that the ground rests on; of a duty, `grant` and `membership` are those of the right held at the acting agency.
 */
export type AccessRow = {
  agency: AgencyCode
  person: string
  application: string
  category: string
  reason: string
  by: 'birthright' | 'grant' | 'duty'
  from: Day
  until: Day | null
  post: string
  grant: string | null
  membership: string | null
  duty: string | null
  acting: AgencyCode | null
  /** What the list is ordered by before its key, as text. */
  ordered: string
}

/** The last row of the page before. */
export type AccessCursor = Pick<AccessRow, 'agency' | 'person' | 'application' | 'category' | 'reason' | 'ordered'>

/**
 * The order of a list. By its key (agency, person, application, category, reason) a page costs what it shows, whatever the
 * list's length; by name or last day the whole list is made first, so only one agency's may be asked for so.
 */
export type AccessOrder = 'key' | 'name' | 'until'

/** `after`: the row that the page follows; with `backwards` the order is reversed, and `after` means before. */
export type AccessPage = { after?: AccessCursor; size: number; order?: AccessOrder; backwards?: boolean }

const held = ({ day, known }: Moment, person: RawBuilder<unknown>, post: RawBuilder<unknown>) => sql`
  join post_version v on v.person_id = ${person} and v.post_id = ${post} and v.valid @> ${day} and v.recorded @> ${known}`

const inForce = ({ day, known }: Moment, decision: string) => {
  const d = sql.table(decision)
  return sql`${d}.state = 'active' and ${d}.valid @> ${day} and ${d}.recorded @> ${known}`
}

const isOpenTo = (at: RawBuilder<unknown>) => sql`(c.agency_root is null or exists (
  select from rooted o where o.agency_root = c.agency_root and o.agency_code = ${at}))`

/** R-USE-1 and R-USE-2 at the agency `at`. */
const byBirthOrGrant = (at: RawBuilder<unknown>, moment: Moment) => {
  const cat = sql`join cat c on c.application_code = g.application_code and c.category_code = g.category_code`
  const granted = sql`g.agency_code = ${at} and c.grantable and ${inForce(moment, 'g')} and ${isOpenTo(at)}`
  // What a standing gives, by birth and by grants to it, is one set, so that the agency's posts are read once.
  return sql`
    select p.person_id, w.application_code, w.category_code,
      case when w.id is null then 'birthright:' || p.id else 'grant:' || w.id || ':' || p.id end as reason,
      case when w.id is null then 'birthright' else 'grant' end as by,
      greatest(lower(w.valid), lower(v.valid)) as starts, least(upper(w.valid), upper(v.valid)) as ends,
      p.id as post_id, w.id as grant_id, null::uuid as member_id
    from post p ${held(moment, sql`p.person_id`, sql`p.id`)}
    join (
      select c.application_code, c.category_code, c.derived_group, null::uuid as id, null::daterange as valid
      from cat c where ${isOpenTo(at)}
      union all
      select g.application_code, g.category_code, g.derived_group, g.id, g.valid
      from permission_grant g ${cat} where ${granted} and g.derived_group is not null
    ) w on w.derived_group <= ${standingOfPost('p', 'v')}
    where p.agency_code = ${at}
    union all
    select g.person_id, g.application_code, g.category_code, 'grant:' || g.id || ':' || g.post_id, 'grant',
      greatest(lower(g.valid), lower(v.valid)), least(upper(g.valid), upper(v.valid)), g.post_id, g.id, null
    from permission_grant g ${cat} ${held(moment, sql`g.person_id`, sql`g.post_id`)}
    where ${granted} and g.person_id is not null
    union all
    select m.person_id, g.application_code, g.category_code, 'grant:' || g.id || ':member:' || m.id, 'grant',
      greatest(lower(g.valid), lower(m.valid), lower(v.valid)), least(upper(g.valid), upper(m.valid), upper(v.valid)),
      m.post_id, g.id, m.id
    from permission_grant g ${cat} join group_member m on m.group_code = g.group_code and ${inForce(moment, 'm')}
    ${held(moment, sql`m.person_id`, sql`m.post_id`)}
    where ${granted} and g.group_code is not null`
}

/**
 * R-USE-3 for the served agency `at`: what is held by birth or grant at an acting agency by somebody who is hr there. The
 * office there is the post that lasts longest, as in core.
 */
const duties = (at: RawBuilder<unknown>, moment: Moment) => {
  const acting = sql`d.acting_code`
  return sql`
    select r.person_id, r.application_code, r.category_code, 'duty:' || d.id || ':' || r.reason as reason, 'duty' as by,
      greatest(lower(d.valid), lower(o.valid), r.starts) as starts, least(upper(d.valid), upper(o.valid), r.ends) as ends,
      r.post_id, r.grant_id, r.member_id, d.id as duty_id, d.acting_code
    from concurrent_duty d
    join agency_version a on a.agency_code = d.acting_code and a.valid @> ${moment.day} and a.recorded @> ${moment.known}
    join cat c on c.application_code = d.application_code and c.duty_allowed and c.derived_group is distinct from 'employee'
    cross join lateral (${byBirthOrGrant(acting, moment)}) r
    cross join lateral (
      select v.valid, ${standingOfPost('p', 'v')} as standing
      from post p ${held(moment, sql`p.person_id`, sql`p.id`)}
      where p.person_id = r.person_id and p.agency_code = d.acting_code and ${standingOfPost('p', 'v')} >= 'hr'
      order by upper(v.valid) desc nulls first, standing desc, p.id limit 1
    ) o
    where d.served_code = ${at} and ${inForce(moment, 'd')} and ${isOpenTo(at)}
      and r.application_code = c.application_code and r.category_code = c.category_code`
}

function narrowed(query: AccessQuery, moment: Moment): RawBuilder<unknown> {
  const { agencies, within, asOf, today } = query
  const asked = agencies === undefined ? sql`` : 'codes' in agencies
    ? sql`and v.agency_code = any(${agencies.codes}::text[])`
    : sql`and v.agency_code in (select agency_code from agency_subtree(${agencies.below}, ${moment.day}, ${moment.known}))`
  if (within === undefined) return asked
  const reached = today === undefined ? managedAgencies(within, asOf) : reachedAgencies(within, asOf, today)
  return sql`${asked} and v.agency_code in (${reached})`
}

/** What stands in for rows that are stored: see `rightsBy`. */
type InPlaceOf = { catalogue?: RawBuilder<unknown>; rooted?: RawBuilder<unknown> | undefined }

function tables(query: AccessQuery, moment: Moment, { catalogue, rooted }: InPlaceOf = {}): RawBuilder<unknown> {
  const { day, known } = moment
  const only = query.applications === undefined
    ? sql`` : sql`and a.application_code = any(${query.applications}::text[])`
  const category = query.category === undefined ? sql`` : sql`and c.category_code = ${query.category}`
  const stored = sql`
    select a.application_code, c.category_code, c.derived_group, a.grantable, a.duty_allowed, a.agency_root
    from application_version a
    join category_version c on c.application_code = a.application_code and c.recorded @> ${known}
    where a.recorded @> ${known} and a.in_service ${only} ${category}`
  const storedRooted = sql`
    select r.agency_root, s.agency_code
    from (select distinct agency_root from cat where agency_root is not null) r,
      agency_subtree(r.agency_root, ${day}, ${known}) s`
  return sql`
    cat as materialized (${catalogue ?? stored}),
    rooted as materialized (${rooted ?? storedRooted}),
    target as materialized (
      select v.agency_code from agency_version v
      where v.valid @> ${day} and v.recorded @> ${known} ${narrowed(query, moment)}
    )`
}

/**
 * Whether the person of the row `r` has an active account. Of a past moment it is asked one by one: as a join, the planner
 * would read all states that there ever were for each agency.
 */
function hasActiveAccount({ asOf }: AccessQuery): RawBuilder<unknown> {
  return asOf.known === 'now'
    ? sql`exists (select from account u where u.person_id = r.person_id and u.state = 'active')`
    : sql`(${accountState(sql`r.person_id`, asOf)}) = 'active'`
}

/** All reasons at the agency `at`, or only those of one kind. */
function reasonsAt(at: RawBuilder<unknown>, moment: Moment, by?: AccessRow['by']): RawBuilder<unknown> {
  if (by === 'duty') return duties(at, moment)
  const own = sql`
    select own.*, null::uuid as duty_id, null::agency_code as acting_code from (${byBirthOrGrant(at, moment)}) own`
  return by === undefined ? sql`${own} union all ${duties(at, moment)}` : sql`select * from (${own}) o where o.by = ${by}`
}

const ORDERED: Record<AccessOrder, (moment: Moment) => RawBuilder<string>> = {
  key: () => sql`''`,
  name: ({ known }) => sql`coalesce((select n.name from person_version n
    where n.person_id = r.person_id and n.recorded @> ${known}), '') collate "C"`,
  until: () => sql`coalesce(to_char(r.ends - 1, 'YYYY-MM-DD'), 'open') collate "C"`,
}

type Order = { order: AccessOrder; backwards: boolean }

function reasons(query: AccessQuery, moment: Moment, { order, backwards }: Order): RawBuilder<unknown> {
  const { by, persons } = query
  // The agencies one after the other in the order of the list, so that a page that is full ends the work.
  return sql`
    from (select agency_code from target order by agency_code ${backwards ? sql`desc` : sql``} offset 0) t
      cross join lateral (${reasonsAt(sql`t.agency_code`, moment, by)}) r
      cross join lateral (select ${ORDERED[order](moment)} as ordered) o
    where ${hasActiveAccount(query)}
      ${persons === undefined ? sql`` : sql`and r.person_id = any(${persons}::bigint[])`}`
}

/**
 * The rights themselves as a query of `agency_code`, `person_id` and `category_code`, whatever their reasons, by another
 * catalogue than the one that is stored: `catalogue` gives the rows of the table `cat`, and `rooted`, where the tree is
 * another as well, those of `rooted`: for each `agency_root` the agencies at or below it.
 */
export function rightsBy(
  catalogue: RawBuilder<unknown>, query: AccessQuery, rooted?: RawBuilder<unknown>,
): RawBuilder<unknown> {
  const moment = momentOf(query.asOf)
  return sql`
    with ${tables(query, moment, { catalogue, rooted })}
    select distinct t.agency_code, r.person_id, r.category_code
    ${reasons(query, moment, { order: 'key', backwards: false })}`
}

/** A page of the list, in its order. */
export async function listAccess(db: Reader, query: AccessQuery, page: AccessPage): Promise<AccessRow[]> {
  const moment = momentOf(query.asOf)
  const { after, order = 'key', backwards = false } = page
  const key = [sql`t.agency_code`, sql`r.person_id`, sql`r.application_code`, sql`r.category_code`, sql`r.reason collate "C"`]
  const onward = backwards ? sql`<` : sql`>`
  const direction = backwards ? sql`desc` : sql`asc`
  const next = after === undefined ? sql`` : order === 'key'
    ? sql`and t.agency_code ${onward}= ${after.agency} and (${sql.join(key)}) ${onward} (${after.agency},
        ${after.person}::bigint, ${after.application}, ${after.category}, ${after.reason})`
    : sql`and (o.ordered, ${sql.join(key)}) ${onward} (${after.ordered}, ${after.agency}, ${after.person}::bigint,
        ${after.application}, ${after.category}, ${after.reason})`
  const { rows } = await sql<AccessRow>`
    with ${tables(query, moment)}
    select t.agency_code as agency, r.person_id as person, r.application_code as application, r.category_code as category,
      r.reason, r.by, r.starts as "from", r.ends - 1 as until, r.post_id as post, r.grant_id as grant,
      r.member_id as membership, r.duty_id as duty, r.acting_code as acting, o.ordered
    ${reasons(query, moment, { order, backwards })} ${next}
    order by ${order === 'key' ? sql`` : sql`o.ordered ${direction},`} ${sql.join(key.map((part) => sql`${part} ${direction}`))}
    limit ${sql.lit(page.size)}`.execute(db)
  return rows
}

/** How many rows the list has in all. */
export async function countAccess(db: Reader, query: AccessQuery): Promise<number> {
  const moment = momentOf(query.asOf)
  const { rows } = await sql<{ count: string }>`
    with ${tables(query, moment)} select count(*) as count ${reasons(query, moment, { order: 'key', backwards: false })}`.execute(db)
  return Number(rows[0]!.count)
}

/** How many people the list names. */
export async function countAccessPeople(db: Reader, query: AccessQuery): Promise<number> {
  const moment = momentOf(query.asOf)
  const { rows } = await sql<{ count: string }>`
    with ${tables(query, moment)} select count(distinct r.person_id) as count
    ${reasons(query, moment, { order: 'key', backwards: false })}`.execute(db)
  return Number(rows[0]!.count)
}

/** A category that somebody has for that agency. */
export type AccessCategory = { agency: AgencyCode; category: string }

/** The categories that somebody has, agency by agency, a page of them; of one application, which the query names. */
export async function listAccessCategories(db: Reader, query: AccessQuery, page: { after: AccessCategory | null; size: number }): Promise<AccessCategory[]> {
  const moment = momentOf(query.asOf)
  const { after, size } = page
  const next = after === null ? sql``
    : sql`and t.agency_code >= ${after.agency} and (t.agency_code, r.category_code) > (${after.agency}, ${after.category})`
  const { rows } = await sql<AccessCategory>`
    with ${tables(query, moment)} select distinct t.agency_code as agency, r.category_code as category
    ${reasons(query, moment, { order: 'key', backwards: false })} ${next} order by 1, 2 limit ${sql.lit(size)}`.execute(db)
  return rows
}

/** How many categories somebody has, each counted for each agency. */
export async function countAccessCategories(db: Reader, query: AccessQuery): Promise<number> {
  const moment = momentOf(query.asOf)
  const { rows } = await sql<{ count: string }>`
    with ${tables(query, moment)} select count(distinct (t.agency_code, r.category_code)) as count
    ${reasons(query, moment, { order: 'key', backwards: false })}`.execute(db)
  return Number(rows[0]!.count)
}

// As many as are read at a time: enough to be quick, few enough to hold.
const ROWS_A_TIME = 1000

/** All rows of the list, for questions that are bounded by themselves (a few people, one agency's officers). */
export async function everyAccess(db: Reader, query: AccessQuery): Promise<AccessRow[]> {
  const rows: AccessRow[] = []
  let after: AccessCursor | undefined
  for (;;) {
    const page = await listAccess(db, query, { size: ROWS_A_TIME, ...(after === undefined ? {} : { after }) })
    rows.push(...page)
    if (page.length < ROWS_A_TIME) return rows
    after = page.at(-1)!
  }
}
