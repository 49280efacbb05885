// 「機關組織」 as lists: the overview, what a search finds, and what lies directly below an agency, as of a day (R-DAY-2).
import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import { momentOf } from '../../store/as-of.ts'
import { foldedColumn } from '../../store/search-text.ts'
import type { AsOf } from '../../core/as-of.ts'
import type { Day } from '../../core/days.ts'
import type { AgencyCode } from '../../core/standing.ts'
import type { Moment } from '../../store/as-of.ts'
import type { Reader } from '../../store/database.ts'

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

// About two screens at a desk.
export const AGENCIES_A_PAGE = 50
/** Of the versions of an agency `v` the one to show: that of the day, else the last one that is known. */
const isShown = (moment: Moment): RawBuilder<boolean> => sql`not exists (
  select from agency_version w
  where w.agency_code = v.agency_code and w.id <> v.id and w.recorded @> ${moment.known}
    and ((w.valid @> ${moment.day})::int, w.valid) > ((v.valid @> ${moment.day})::int, v.valid))`

function foundByWords(words: readonly string[], moment: Moment): RawBuilder<unknown> {
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
    where ${sql.join(words.map(part), sql` and `)} and ${isShown(moment)}`
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
          'coming', case when r.gone = 1 and lower(r.valid) > ${moment.day} then lower(r.valid) end) order by r.n), '[]')
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

/** What a search finds (`searchWords`, not empty), the page after the agency `after`; abolished ones come last. */
export function searchAgencies(db: Reader, words: readonly string[], asOf: AsOf, after: string): Promise<AgencyPage> {
  const moment = momentOf(asOf)
  return pageOf(db, foundByWords(words, moment), moment, after)
}

/** What lives directly below an agency, by code, the page that begins after the agency `after`. */
export function agenciesBelow(db: Reader, superior: AgencyCode, asOf: AsOf, after: string): Promise<AgencyPage> {
  const moment = momentOf(asOf)
  return pageOf(db, foundBelow(superior, moment), moment, after)
}

/** An agency at the top of the tree, or directly below one; `below`: how many lie directly below it. */
export type TreeAgency = Named & { superior: AgencyCode | null; orphan: boolean; below: number }

/**
 * The upper two steps of the tree, by code, and how many agencies live in all. `since`: where nothing at all was known
 * then, the instant at which the first agencies were recorded.
 */
export async function agencyOverview(
  db: Reader, asOf: AsOf,
): Promise<{ agencies: TreeAgency[]; live: number; since: Date | null }> {
  const { day, known } = momentOf(asOf)
  const { rows: [row] } = await sql<{ agencies: TreeAgency[]; live: number; since: Date | null }>`
    with living as materialized (
      select agency_code, name, name_en, superior_code, superior_missing from agency_version
      where valid @> ${day} and recorded @> ${known}
    ),
    below as (select superior_code, count(*)::int as n from living group by superior_code),
    top as (select agency_code from living where superior_code is null),
    shown as (
      select n.*, coalesce(b.n, 0) as below from living n left join below b on b.superior_code = n.agency_code
      where n.superior_code is null or n.superior_code in (select agency_code from top)
    )
    select (select coalesce(json_agg(json_build_object('code', agency_code, 'name', name, 'nameEn', name_en,
        'superior', superior_code, 'orphan', superior_missing is not null, 'below', below) order by agency_code), '[]')
        from shown) as agencies,
      (select count(*)::int from living) as live,
      case when not exists (select from living) then (select min(lower(recorded)) from agency_version) end as since
  `.execute(db)
  return row!
}
