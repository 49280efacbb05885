// 「應用系統授權清單」: the grants of an application at an agency, filtered, sorted and paged by key, as of a day (R-DAY-2).
import { sql } from 'kysely'
import { dayInTaipei } from '../../core/days.ts'
import { conditionOf, ENDS_SOON_DAYS } from '../../core/granting.ts'
import { searchWords } from '../../core/search-text.ts'
import { momentOf } from '../../store/as-of.ts'
import { foldedColumn } from '../../store/search-text.ts'
import { notLapsed } from '../../store/undecided.ts'
import type { RawBuilder } from 'kysely'
import type { AsOf } from '../../core/as-of.ts'
import type { Day } from '../../core/days.ts'
import type { DecisionState } from '../../core/facts.ts'
import type { GrantCondition } from '../../core/granting.ts'
import type { AgencyCode, Standing } from '../../core/standing.ts'
import type { Moment } from '../../store/as-of.ts'
import type { Reader } from '../../store/database.ts'

/** A post as a list names it. `held`: on the day. */
export type NamedPost = { agency: AgencyCode; agencyName: string; unit: string; title: string; held: boolean }

export type ListedReceiver =
  | { to: 'person'; key: string; name: string; post: NamedPost }
  | { to: 'group'; group: string; name: string }
  | { to: 'standing'; standing: Standing }

/**
 * A grant as the list shows it. `givenBy` and `confirmedBy` are names; `since`: from when it has been in its state; `used`: the
 * last day on which its person opened the application for the agency, null where it is another's or nothing is known.
 */
export type ListedGrant = {
  id: string
  version: number
  application: string
  category: string
  agency: AgencyCode
  receiver: ListedReceiver
  from: Day
  to: Day | null
  state: DecisionState
  condition: GrantCondition
  reason: string | null
  givenBy: string | null
  confirmedBy: string | null
  since: Day
  used: Day | null
}

/** What is shown: all that is not over (`current`), what is (`past`), all, or one condition alone. */
export const SHOWN = ['current', 'active', 'endsSoon', 'notBegun', 'suspended', 'proposed', 'past', 'all'] as const
export type Shown = (typeof SHOWN)[number]
export const SORTED = ['category', 'receiver', 'from', 'to'] as const
export type Sorted = (typeof SORTED)[number]

/** `text`: parts of the receiver's name, or of a group's code. `category` null: all of them. */
export type GrantFilter = {
  agency: AgencyCode
  application: string
  category: string | null
  shown: Shown
  text: string
  sort: Sorted
  descending: boolean
}

/** `before`: how many come before the page; `previous` and `next`: the `after` of those pages. */
export type GrantPage = {
  grants: ListedGrant[]
  total: number
  before: number
  previous: string | null
  next: string | null
}

export const GRANTS_A_PAGE = 50

/** `conditionOf` of core in SQL, of a row `g`. */
export const conditionColumn = ({ day }: Moment): RawBuilder<GrantCondition> => sql`case
  when g.state = 'ended' then 'ended'
  when upper(g.valid) <= ${day} then 'over'
  when not ${notLapsed('g', { day })} then 'lapsed'
  when g.state <> 'active' then g.state::text
  when not g.valid @> ${day} then 'notBegun'
  when upper(g.valid) - 1 <= ${day} + ${sql.lit(ENDS_SOON_DAYS)} then 'endsSoon'
  else 'active' end`

const PAST = ['over', 'lapsed', 'ended']

function isShown(shown: Shown): RawBuilder<boolean> {
  if (shown === 'all') return sql`true`
  if (shown === 'past') return sql`condition = any(${PAST}::text[])`
  if (shown === 'current') return sql`condition <> all(${PAST}::text[])`
  return shown === 'active' ? sql`condition in ('active', 'endsSoon')` : sql`condition = ${shown}`
}

function order({ sort, descending }: GrantFilter): RawBuilder<unknown> {
  const way = descending ? sql`desc` : sql`asc`
  const rest = sql`default_group nulls last, category_code, kind, receiver_name, "from", id`
  if (sort === 'category') {
    return descending ? sql`default_group desc nulls first, category_code desc, kind, receiver_name, "from", id` : rest
  }
  if (sort === 'receiver') return sql`kind ${way}, receiver_name ${way}, ${rest}`
  if (sort === 'from') return sql`"from" ${way}, ${rest}`
  return descending ? sql`"to" desc nulls first, ${rest}` : sql`"to" asc nulls last, ${rest}`
}

function found(filter: GrantFilter, moment: Moment): RawBuilder<unknown> {
  const words = searchWords(filter.text)
  const has = (word: string) => sql`(strpos(${foldedColumn(sql`n.name`)}, ${word}) > 0
    or strpos(${foldedColumn(sql`o.name`)}, ${word}) > 0 or strpos(o.code, ${word}) > 0)`
  return sql`
    select g.id, g.category_code, c.derived_group as default_group, lower(g.valid) as "from", upper(g.valid) - 1 as "to",
      case when g.derived_group is not null then 0 when g.group_code is not null then 1 else 2 end as kind,
      coalesce(n.name, o.name, g.derived_group::text) collate "C" as receiver_name, ${conditionColumn(moment)} as condition
    from permission_grant g
    left join category_version c on c.application_code = g.application_code and c.category_code = g.category_code
      and c.recorded @> ${moment.known}
    left join person_version n on n.person_id = g.person_id and n.recorded @> ${moment.known}
    left join permission_group o on o.code = g.group_code
    where g.agency_code = ${filter.agency} and g.application_code = ${filter.application} and g.recorded @> ${moment.known}
      ${filter.category === null ? sql`` : sql`and g.category_code = ${filter.category}`}
      ${words.length === 0 ? sql`` : sql`and ${sql.join(words.map(has), sql` and `)}`}`
}

type Row = Omit<ListedGrant, 'receiver' | 'condition' | 'since'> & {
  since: Date; key: string | null; name: string | null; post: NamedPost | null; group: string | null; groupName: string | null
  standing: Standing | null
}

const rowColumns = ({ day, known }: Moment): RawBuilder<unknown> => sql`
  g.id, g.version, g.application_code as application, g.category_code as category, g.agency_code as agency,
  lower(g.valid) as "from", upper(g.valid) - 1 as "to", g.state, g.reason, lower(g.recorded) as since,
  (select u.used_on from last_use u where u.person_id = g.person_id and u.agency_code = g.agency_code
    and u.application_code = g.application_code and u.acting_code is null) as used,
  i.key, n.name, g.group_code as "group", o.name as "groupName", g.derived_group as standing,
  (select v.name from person_version v where v.person_id = g.given_by and v.recorded @> ${known}) as "givenBy",
  (select v.name from person_version v where v.person_id = g.confirmed_by and v.recorded @> ${known}) as "confirmedBy",
  (select json_build_object('agency', p.agency_code, 'agencyName', coalesce(a.name, p.agency_code), 'unit', p.unit,
      'title', p.title, 'held', exists (select from post_version w where w.person_id = p.person_id and w.post_id = p.id
        and w.valid @> ${day} and w.recorded @> ${known}))
    from post p left join lateral (
      select v.name from agency_version v where v.agency_code = p.agency_code and v.recorded @> ${known}
      order by (v.valid @> ${day}) desc, v.valid desc limit 1
    ) a on true where p.person_id = g.person_id and p.id = g.post_id) as post`

const rowTables = ({ known }: Moment): RawBuilder<unknown> => sql`
  left join person i on i.id = g.person_id
  left join person_version n on n.person_id = g.person_id and n.recorded @> ${known}
  left join permission_group o on o.code = g.group_code`

function listed(row: Row, day: Day): ListedGrant {
  const { key, name, post, group, groupName, standing, since: at, ...grant } = row
  const since = dayInTaipei(at)
  const receiver: ListedReceiver = key !== null ? { to: 'person', key, name: name ?? '', post: post! }
    : group !== null ? { to: 'group', group, name: groupName ?? group } : { to: 'standing', standing: standing! }
  return { ...grant, since, receiver, condition: conditionOf({ ...grant, since }, day) }
}

/** The page after the grant `after` ('' for the first). One agency has some thousand of one application at the most. */
export async function listGrants(
  db: Reader, filter: GrantFilter, asOf: AsOf, after: string, size = GRANTS_A_PAGE,
): Promise<GrantPage> {
  const moment = momentOf(asOf)
  const { rows: [place] } = await sql<{ total: number; before: number; previous: string | null; ids: string[] }>`
    with found as materialized (${found(filter, moment)}),
    ranked as materialized (
      select id, row_number() over (order by ${order(filter)}) as n from found where ${isShown(filter.shown)}
    ),
    start as (select coalesce((select n from ranked where id::text = ${after}), 0) as n)
    select (select count(*)::int from ranked) as total, start.n::int as before,
      (select id from ranked where n = start.n - ${sql.lit(size)}) as previous,
      array(select id::text from ranked r where r.n > start.n and r.n <= start.n + ${sql.lit(size)} order by r.n) as ids
    from start`.execute(db)
  const { total, before, previous, ids } = place!
  const grants = await describeGrants(db, ids, asOf)
  return {
    grants, total, before,
    previous: before === 0 ? null : previous ?? '',
    next: before + ids.length < total ? ids.at(-1)! : null,
  }
}

/** The grants of these identifiers as the list shows them, in this order; those that were not known then are left out. */
export async function describeGrants(db: Reader, ids: readonly string[], asOf: AsOf): Promise<ListedGrant[]> {
  if (ids.length === 0) return []
  const moment = momentOf(asOf)
  const { rows } = await sql<Row>`
    select ${rowColumns(moment)} from permission_grant g ${rowTables(moment)}
    where g.id = any(${[...ids]}::uuid[]) and g.recorded @> ${moment.known}`.execute(db)
  const byId = new Map(rows.map((row) => [row.id, listed(row, asOf.day)]))
  return ids.flatMap((id) => byId.get(id) ?? [])
}

/** One grant as it stands today, or null where there is none of that id. */
export async function grantToday(db: Reader, id: string, today: Day): Promise<ListedGrant | null> {
  const [grant] = await describeGrants(db, [id], { day: today, known: 'now' })
  return grant ?? null
}

/** Each grant of the filter, a thousand at a time: for a file to keep. */
export async function* allGrants(db: Reader, filter: GrantFilter, asOf: AsOf): AsyncGenerator<ListedGrant> {
  let after: string | null = ''
  while (after !== null) {
    const page: GrantPage = await listGrants(db, filter, asOf, after, 1000)
    yield* page.grants
    after = page.next
  }
}
