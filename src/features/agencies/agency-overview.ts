// 「機關組織」 as it opens: the upper two steps of the tree, as of a day (R-DAY-2).
import { sql } from 'kysely'
import { momentOf } from '../../store/as-of.ts'
import type { AsOf } from '../../core/as-of.ts'
import type { AgencyCode } from '../../core/standing.ts'
import type { Named } from '../../store/agency-list.ts'
import type { Reader } from '../../store/database.ts'

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
