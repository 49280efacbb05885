// 「管理權限授權設定」 as a list: the delegations of an agency as of a day (R-DAY-2), with what keeps each from giving anything.
import { sql } from 'kysely'
import { momentOf } from '../../store/as-of.ts'
import { standingOfPost } from '../../store/standing.ts'
import type { RawBuilder } from 'kysely'
import type { AsOf } from '../../core/as-of.ts'
import type { Day } from '../../core/days.ts'
import type { AgencyCode } from '../../core/standing.ts'
import type { Moment } from '../../store/as-of.ts'
import type { Reader } from '../../store/database.ts'

/**
 * What the delegation is on the day: only `active` gives anything. `giverGone`: the giver has lost the standing it was given
 * from (R-SCP-3); `postGone`: the delegate has left the post it rests on.
 */
export type DelegationCondition = 'active' | 'notBegun' | 'suspended' | 'giverGone' | 'postGone' | 'over' | 'ended'

type Named = { code: AgencyCode; name: string }

/** `updated`: when what is shown was recorded. `givenBy`: a name; null: by the agency's card. */
export type ListedDelegation = {
  id: string
  version: number
  personKey: string
  name: string
  post: { agencyName: string; unit: string; title: string }
  scope: Named | null
  from: Day
  to: Day | null
  reason: string | null
  givenBy: string | null
  condition: DelegationCondition
  updated: Date
}

export const SHOWN = ['current', 'past', 'all'] as const
export const SORTED = ['updated', 'name', 'to'] as const
export type DelegationFilter = {
  agency: AgencyCode
  shown: (typeof SHOWN)[number]
  sort: (typeof SORTED)[number]
  descending: boolean
}

/** `before`: how many come before the page; `previous` and `next`: the `after` of those pages. */
export type DelegationPage = {
  delegations: ListedDelegation[]
  total: number
  before: number
  previous: string | null
  next: string | null
}

export const DELEGATIONS_A_PAGE = 50

const heldNow = (person: RawBuilder<unknown>, post: RawBuilder<unknown>, { day, known }: Moment): RawBuilder<boolean> => sql`exists (
  select from post_version w where w.person_id = ${person} and w.post_id = ${post} and w.valid @> ${day} and w.recorded @> ${known})`

const giverStands = ({ day, known }: Moment): RawBuilder<boolean> => sql`(d.giver_post is null or exists (
  select from post g join post o on o.person_id = g.person_id and o.agency_code = g.agency_code
  join post_version w on w.person_id = o.person_id and w.post_id = o.id and w.valid @> ${day} and w.recorded @> ${known}
  where g.person_id = d.given_by and g.id = d.giver_post and ${standingOfPost('o', 'w')} = 'hrSupervisor'))`

const conditionOf = (moment: Moment): RawBuilder<DelegationCondition> => sql`case
  when d.state = 'ended' then 'ended'
  when upper(d.valid) <= ${moment.day} then 'over'
  when d.state <> 'active' then 'suspended'
  when not ${heldNow(sql`d.person_id`, sql`d.post_id`, moment)} then 'postGone'
  when not ${giverStands(moment)} then 'giverGone'
  when not d.valid @> ${moment.day} then 'notBegun'
  else 'active' end`

// The names of the last columns of `rows` below.
const SORT_COLUMN = { updated: sql`updated`, name: sql`name collate "C"`, to: sql`coalesce("to", 'infinity')` }

function rowsOf(filter: DelegationFilter, moment: Moment): RawBuilder<unknown> {
  const { day, known } = moment
  const shown = { all: sql`true`, past: sql`condition in ('over', 'ended')`, current: sql`condition not in ('over', 'ended')` }
  return sql`
    select * from (
      select d.id, d.version, i.key as "personKey", n.name, lower(d.valid) as "from", upper(d.valid) - 1 as "to", d.reason,
        lower(d.recorded) as updated, ${conditionOf(moment)} as condition,
        (select v.name from person_version v where v.person_id = d.given_by and v.recorded @> ${known}) as "givenBy",
        (select json_build_object('agencyName', coalesce(a.name, p.agency_code), 'unit', p.unit, 'title', p.title)
          from post p left join agency_version a on a.agency_code = p.agency_code and a.valid @> ${day} and a.recorded @> ${known}
          where p.person_id = d.person_id and p.id = d.post_id) as post,
        (select json_build_object('code', a.agency_code, 'name', a.name) from agency_version a
          where a.agency_code = d.scope_code and a.recorded @> ${known} order by (a.valid @> ${day}) desc, a.valid desc limit 1) as scope
      from delegation d
      join person i on i.id = d.person_id
      join person_version n on n.person_id = d.person_id and n.recorded @> ${known}
      where d.agency_code = ${filter.agency} and d.recorded @> ${known}
    ) r where ${shown[filter.shown]}`
}

/** The page after the delegation `after` ('' for the first). An agency has some dozens over the years. */
export async function listDelegations(
  db: Reader, filter: DelegationFilter, asOf: AsOf, after: string, size = DELEGATIONS_A_PAGE,
): Promise<DelegationPage> {
  const { sort, descending } = filter
  const { rows } = await sql<{ total: number; n: number; row: ListedDelegation & { updated: string } }>`
    with listed as materialized (${rowsOf(filter, momentOf(asOf))}),
    ranked as materialized (
      select *, row_number() over (order by ${SORT_COLUMN[sort]} ${descending ? sql`desc` : sql`asc`}, id) as n from listed
    ),
    start as (select coalesce((select n from ranked where id::text = ${after}), 0) as n)
    select (select count(*)::int from ranked) as total, r.n::int as n, to_jsonb(r) - 'n' as row
    from ranked r, start where r.n > greatest(start.n - ${sql.lit(size)}, 0) and r.n <= start.n + ${sql.lit(size)}
    order by r.n`.execute(db)
  const started = after === '' ? 0 : rows.find(({ row }) => row.id === after)?.n ?? 0
  const shown = rows.filter(({ n }) => n > started)
  const total = rows[0]?.total ?? 0
  const back = started - size
  return {
    delegations: shown.map(({ row }) => ({ ...row, updated: new Date(row.updated) })),
    total,
    before: started,
    previous: started === 0 ? null : back <= 0 ? '' : rows.find(({ n }) => n === back)?.row.id ?? '',
    next: started + shown.length < total ? shown.at(-1)!.row.id : null,
  }
}

/** One delegation as it stands today, with the agency that it is of; null where there is none of that id. */
export async function delegationToday(db: Reader, id: string, agency: AgencyCode, today: Day): Promise<ListedDelegation | null> {
  const filter: DelegationFilter = { agency, shown: 'all', sort: 'updated', descending: true }
  const { rows: [row] } = await sql<ListedDelegation>`
    select * from (${rowsOf(filter, momentOf({ day: today, known: 'now' }))}) r where id::text = ${id}`.execute(db)
  return row ?? null
}

/** How many agencies the delegation opens (R-SCP-3): what its end takes away. */
export async function countDelegated(db: Reader, agency: AgencyCode, scope: AgencyCode | null, today: Day): Promise<number> {
  const { day, known } = momentOf({ day: today, known: 'now' })
  const narrowed = scope === null ? sql``
    : sql`intersect select t.agency_code from agency_subtree(${scope}, ${day}, ${known}) t`
  const { rows } = await sql<{ count: number }>`select count(*)::int as count from (
    select s.agency_code from agency_scope(${agency}, ${day}, ${known}) s ${narrowed}) a`.execute(db)
  return rows[0]!.count
}
