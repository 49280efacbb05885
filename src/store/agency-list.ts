// Lists of agencies: what a search finds, everywhere or in one's scope, and what lies directly below an agency, as of a day.
import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import { momentOf } from './as-of.ts'
import { managedAgencies } from './scope.ts'
import { foldedColumn } from './search-text.ts'
import type { AsOf } from '../core/as-of.ts'
import type { Day } from '../core/days.ts'
import type { Authority } from '../core/scope.ts'
import type { AgencyCode } from '../core/standing.ts'
import type { Moment } from './as-of.ts'
import type { Reader } from './database.ts'

export type Named = { code: AgencyCode; name: string; nameEn: string | null }

/** An agency of a list. `gone`: the first day on which it was no more; `coming`: the first day on which it will be. */
export type ListedAgency = Named & { superior: Named | null; live: boolean; gone: Day | null; coming: Day | null }

/** `before`: how many of the list come before the page; `previous` and `next`: the `after` of those pages. */
export type AgencyPage = {
  agencies: ListedAgency[]
  total: number
  before: number
  previous: AgencyCode | '' | null
  next: AgencyCode | null
}

/** What agencies are called on the day, by their codes; one that is not there then is left out. */
export async function agencyNames(db: Reader, codes: readonly string[], today: Day): Promise<Map<string, string>> {
  const { rows } = await sql<{ code: string; name: string }>`
    select agency_code as code, name from agency_version
    where agency_code = any(${[...new Set(codes)]}::text[]) and upper_inf(recorded) and valid @> ${today}::date`.execute(db)
  return new Map(rows.map(({ code, name }) => [code, name]))
}

// About two screens at a desk.
export const AGENCIES_A_PAGE = 50

/** Of the versions of an agency `v` the one to show: that of the day, else the last one that is known. */
const isShown = (moment: Moment): RawBuilder<boolean> => sql`not exists (
  select from agency_version w
  where w.agency_code = v.agency_code and w.id <> v.id and w.recorded @> ${moment.known}
    and ((w.valid @> ${moment.day})::int, w.valid) > ((v.valid @> ${moment.day})::int, v.valid))`

/** `live`: only agencies that live on the day. `within`: only agencies that this authority manages (R-SCP-4). */
export type AgencyNarrowing = { live?: boolean; within?: Authority }

function foundByWords(words: readonly string[], asOf: AsOf, { live = false, within }: AgencyNarrowing): RawBuilder<unknown> {
  const moment = momentOf(asOf)
  const all = words.join(' ')
  const part = (word: string) => sql`(strpos(v.folded, ${word}) > 0 or strpos(lower(v.agency_code), ${word}) > 0
    or strpos(lower(v.name_en), ${word}) > 0)`
  return sql`
    select v.agency_code, v.name, v.name_en, v.superior_code, v.valid,
      -- What lives comes first, then what is called just so, then what begins so.
      (not v.valid @> ${moment.day})::int as gone,
      case when v.folded = ${all} or lower(v.agency_code) = ${all} then 0
        when starts_with(v.folded, ${all}) then 1 else 2 end as rank
    -- "offset 0" keeps the planner from folding every name again wherever the folded one is asked for.
    from (select *, ${foldedColumn(sql`name`)} as folded from agency_version where recorded @> ${moment.known} offset 0) v
    where ${sql.join([...words.map(part), live ? sql`v.valid @> ${moment.day}` : isShown(moment)], sql` and `)}
      ${within === undefined ? sql`` : sql`and (v.agency_code in (${managedAgencies(within, asOf)})) is true`}`
}

const foundBelow = (superior: AgencyCode, { day, known }: Moment): RawBuilder<unknown> => sql`
  select v.agency_code, v.name, v.name_en, v.superior_code, v.valid, 0 as gone, 0 as rank
  from agency_version v
  where v.superior_code = ${superior} and v.valid @> ${day} and v.recorded @> ${known}`

type ListRow = { agencies: ListedAgency[]; total: number; before: number; previous: AgencyCode | null }

async function pageOf(db: Reader, found: RawBuilder<unknown>, moment: Moment, after: string): Promise<AgencyPage> {
  const { rows } = await sql<ListRow>`
    with found as materialized (${found}),
    ranked as materialized (select *, row_number() over (order by gone, rank, agency_code) as n from found),
    start as (select coalesce((select n from ranked where agency_code = ${after}), 0) as n)
    select (select count(*)::int from ranked) as total, start.n::int as before,
      (select agency_code from ranked where n = start.n - ${AGENCIES_A_PAGE}) as previous,
      (select coalesce(json_agg(json_build_object('code', r.agency_code, 'name', r.name, 'nameEn', r.name_en,
          'superior', s.superior, 'live', r.gone = 0,
          'gone', case when r.gone = 1 and upper(r.valid) <= ${moment.day} then upper(r.valid) end,
          'coming', case when r.gone = 1 and lower(r.valid) > ${moment.day} then (select min(lower(v.valid)) from agency_version v
            where v.agency_code = r.agency_code and v.recorded @> ${moment.known} and lower(v.valid) > ${moment.day}) end) order by r.n), '[]')
        from ranked r
        left join lateral (
          select json_build_object('code', v.agency_code, 'name', v.name, 'nameEn', v.name_en) as superior
          from agency_version v where v.agency_code = r.superior_code and v.recorded @> ${moment.known}
          order by (v.valid @> ${moment.day}) desc, v.valid desc limit 1
        ) s on true
        where r.n > start.n and r.n <= start.n + ${AGENCIES_A_PAGE}) as agencies
    from start`.execute(db)
  const { agencies, total, before, previous } = rows[0]!
  return {
    agencies, total, before,
    previous: before === 0 ? null : previous ?? '',
    next: before + agencies.length < total ? agencies.at(-1)!.code : null,
  }
}

/** What a search finds (`searchWords`; none: everything), the page after the agency `after`; abolished ones come last. */
export function searchAgencies(
  db: Reader, words: readonly string[], asOf: AsOf, after: string, narrowing: AgencyNarrowing = {},
): Promise<AgencyPage> {
  return pageOf(db, foundByWords(words, asOf, narrowing), momentOf(asOf), after)
}

/** What lives directly below an agency, by code, the page that begins after the agency `after`. */
export function agenciesBelow(db: Reader, superior: AgencyCode, asOf: AsOf, after: string): Promise<AgencyPage> {
  const moment = momentOf(asOf)
  return pageOf(db, foundBelow(superior, moment), moment, after)
}
