// Where 切換機關 begins: the agencies from which an authority's scope hangs down, so that most need not type a code.
import { sql } from 'kysely'
import { isOfCentre } from '../../core/scope.ts'
import { momentOf } from '../../store/as-of.ts'
import { managedAgencies } from '../../store/scope.ts'
import type { Day } from '../../core/days.ts'
import type { Authority } from '../../core/scope.ts'
import type { AgencyCode } from '../../core/standing.ts'
import type { Reader } from '../../store/database.ts'

export type ManagedStart = { code: AgencyCode; name: string; below: number }
/** `count`: how many agencies are managed in all. */
export type ManagedStarts = { starts: ManagedStart[]; count: number }

const NONE: ManagedStarts = { starts: [], count: 0 }
// A supervisor has two or three; somebody with the posts and delegations of many agencies can type a code.
const MOST_STARTS = 12

/** The managed agencies whose superior is not managed too, each with how many lie directly below; none for the centre. */
export async function managedStarts(db: Reader, authority: Authority, today: Day): Promise<ManagedStarts> {
  if (authority.ways.length === 0) return NONE
  const asOf = { day: today, known: 'now' as const }
  const { day, known } = momentOf(asOf)
  const central = isOfCentre(authority)
  const { rows } = await sql<ManagedStarts>`
    with managed as materialized (select agency_code from (${managedAgencies(authority, asOf)}) m),
    top as (
      select v.agency_code, v.name,
        (select count(*)::int from agency_version b where b.superior_code = v.agency_code
          and b.valid @> ${day} and b.recorded @> ${known}) as below
      from managed m join agency_version v on v.agency_code = m.agency_code and v.valid @> ${day} and v.recorded @> ${known}
      where not exists (select from managed s where s.agency_code = v.superior_code)
      order by v.agency_code limit ${sql.lit(central ? 0 : MOST_STARTS)}
    )
    select (select count(*)::int from managed) as count,
      (select coalesce(json_agg(json_build_object('code', agency_code, 'name', name, 'below', below)
        order by agency_code), '[]') from top) as starts`.execute(db)
  return rows[0] ?? NONE
}
