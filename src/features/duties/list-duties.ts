// The list of 「兼辦管理」: duties in which an agency that one manages is acting or served, as of a day (R-SCP-4, R-DAY-2).
import { sql } from 'kysely'
import { momentOf } from '../../store/as-of.ts'
import { reachedAgencies } from '../../store/scope.ts'
import type { RawBuilder } from 'kysely'
import type { AsOf } from '../../core/as-of.ts'
import type { Day } from '../../core/days.ts'
import type { DecisionState } from '../../core/facts.ts'
import type { Authority } from '../../core/scope.ts'
import type { AgencyCode } from '../../core/standing.ts'
import type { Moment } from '../../store/as-of.ts'
import type { Reader } from '../../store/database.ts'

/** How the lines to be listed stand on the day; `current` are all that give something or will. */
export const DUTY_STATES = ['current', 'inForce', 'coming', 'suspended', 'over', 'all'] as const
export type DutyListState = (typeof DUTY_STATES)[number]
export const DUTY_SORTS = ['served', 'acting', 'from', 'to'] as const
export type DutySort = (typeof DUTY_SORTS)[number]

export type DutyFilter = {
  authority: Authority
  today: Day
  asOf: AsOf
  acting: AgencyCode | null
  served: AgencyCode | null
  application: string | null
  state: DutyListState
}

/** One application of a listed duty, as of the day. */
export type ListedLine = { application: string; name: string; from: Day; to: Day | null; state: DecisionState }
type Side = { code: AgencyCode; name: string; nameEn: string | null }
/** `lines` are those that the filter's state lets through, by the catalogue's order; `reason` of the one that lasts longest. */
export type ListedDuty = { duty: string; acting: Side; served: Side; lines: ListedLine[]; reason: string | null; key: string }

export type DutyPage = { duties: ListedDuty[]; previous: string | null; next: string | null }

/** Where a page begins (`after` that key) or ends (`before` it). */
export type DutyPlace = { after: string } | { before: string } | null

export const DUTIES_A_PAGE = 50

function stateIs(state: DutyListState, { day }: Moment): RawBuilder<boolean> {
  const standing = sql<boolean>`d.state <> 'ended' and (upper_inf(d.valid) or upper(d.valid) > ${day})`
  switch (state) {
    case 'current': return standing
    case 'inForce': return sql`d.state = 'active' and d.valid @> ${day}`
    case 'coming': return sql`d.state <> 'ended' and lower(d.valid) > ${day}`
    case 'suspended': return sql`d.state = 'suspended' and ${standing}`
    case 'over': return sql`(d.state = 'ended' or upper(d.valid) <= ${day})`
    case 'all': return sql`true`
  }
}

/** `duty`: one row for each duty that the filter lets through; `only` narrows its lines further. */
function tables({ authority, today, asOf, acting, served, application, state }: DutyFilter, moment: Moment, only = sql``) {
  const chosen = sql`
    select d.id, d.acting_code, d.served_code, d.application_code, d.valid from concurrent_duty d
    where d.recorded @> ${moment.known} and ${stateIs(state, moment)} ${only}
      ${acting === null ? sql`` : sql`and d.acting_code = ${acting}`}
      ${served === null ? sql`` : sql`and d.served_code = ${served}`}`
  // Two arms of arrays, so that each goes by its index: most managers have a few agencies among thousands.
  return sql`
    managed as materialized (${reachedAgencies(authority, asOf, today)}),
    line as (
      ${chosen} and d.served_code = any(array(select agency_code from managed))
      union all
      ${chosen} and d.acting_code = any(array(select agency_code from managed))
        and d.served_code not in (select agency_code from managed)
    ),
    duty as (
      select id, acting_code, served_code, min(lower(valid))::text as starts,
        case when bool_or(upper_inf(valid)) then '9999-12-31' else max(upper(valid) - 1)::text end as ends
      from line group by id, acting_code, served_code
      ${application === null ? sql`` : sql`having bool_or(application_code = ${application})`}
    )`
}

const KEYS: Record<DutySort, RawBuilder<string>> = {
  served: sql`served_code || '.' || acting_code`,
  acting: sql`acting_code || '.' || served_code`,
  from: sql`starts`,
  to: sql`ends`,
}

/** Lines that the page cannot hold, passed over before they are grouped: each page of an export reads what is left. */
function onwardOnly(sort: DutySort, at: string | null, rising: boolean): RawBuilder<unknown> {
  if (at === null || (sort !== 'served' && sort !== 'acting')) return sql``
  const code = sort === 'served' ? sql`d.served_code` : sql`d.acting_code`
  return sql`and ${code} ${rising ? sql`>=` : sql`<=`} ${at.split('.', 1)[0]!}`
}

const named = (code: string, moment: Moment): RawBuilder<Side> => sql`(
  select json_build_object('code', v.agency_code, 'name', v.name, 'nameEn', v.name_en) from agency_version v
  where v.agency_code = ${sql.ref(code)} and v.recorded @> ${moment.known}
  order by (v.valid @> ${moment.day}) desc, v.valid desc limit 1)`

/** The lines of the duty `p.id`, chosen as those of the list are. */
function linesJson(state: DutyListState, moment: Moment): RawBuilder<ListedLine[]> {
  return sql`(
    select json_agg(json_build_object('application', d.application_code, 'name', a.name, 'from', lower(d.valid),
      'to', upper(d.valid) - 1, 'state', d.state) order by a.position, d.application_code)
    from concurrent_duty d
    left join application_version a on a.application_code = d.application_code and a.recorded @> ${moment.known}
    where d.id = p.id and d.recorded @> ${moment.known} and ${stateIs(state, moment)})`
}

/** A page of the list in the order of `sort`, ties by id. */
export async function listDuties(
  db: Reader, filter: DutyFilter, { sort, descending = false, place = null, size = DUTIES_A_PAGE }: {
    sort: DutySort; descending?: boolean; place?: DutyPlace; size?: number
  },
): Promise<DutyPage> {
  const moment = momentOf(filter.asOf)
  const backwards = place !== null && 'before' in place
  const at = place === null ? null : 'before' in place ? place.before : place.after
  const rising = descending === backwards
  const onward = at === null ? sql`` : sql`where (key collate "C") ${rising ? sql`>` : sql`<`} ${at}`
  const order = rising ? sql`asc` : sql`desc`
  // One more than is shown tells whether there is another page.
  const { rows } = await sql<ListedDuty>`
    with ${tables(filter, moment, onwardOnly(sort, at, rising))},
    keyed as (select id, acting_code, served_code, ${KEYS[sort]} || '.' || id as key from duty),
    p as (select * from keyed ${onward} order by key collate "C" ${order} limit ${sql.lit(size + 1)})
    select p.id as duty, p.key, ${named('p.acting_code', moment)} as acting, ${named('p.served_code', moment)} as served,
      ${linesJson(filter.state, moment)} as lines,
      (select d.reason from concurrent_duty d where d.id = p.id and d.recorded @> ${moment.known} and d.reason is not null
        order by upper(d.valid) desc nulls first, d.application_code limit 1) as reason
    from p order by p.key collate "C" ${order}`.execute(db)
  const more = rows.length > size
  const shown = backwards ? rows.slice(0, size).toReversed() : rows.slice(0, size)
  const [first, last] = [shown[0], shown.at(-1)]
  return {
    duties: shown,
    previous: first !== undefined && (backwards ? more : at !== null) ? first.key : null,
    next: last !== undefined && (backwards || more) ? last.key : null,
  }
}

/** How many duties the list has in all. */
export async function countDuties(db: Reader, filter: DutyFilter): Promise<number> {
  const moment = momentOf(filter.asOf)
  const { rows } = await sql<{ count: string }>`
    with ${tables(filter, moment)} select count(*) as count from duty`.execute(db)
  return Number(rows[0]!.count)
}

// As many as one page of the export reads at a time: enough to be quick, few enough to hold.
const EXPORT_PAGE = 2000

/** All duties of the list, one after the other, however many they are. */
export async function* everyDuty(db: Reader, filter: DutyFilter): AsyncGenerator<ListedDuty> {
  let place: DutyPlace = null
  for (;;) {
    const page: DutyPage = await listDuties(db, filter, { sort: 'served', place, size: EXPORT_PAGE })
    yield* page.duties
    if (page.next === null) return
    place = { after: page.next }
  }
}
