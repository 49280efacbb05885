// The requests F000199 that one may see: those of an agency that one manages, drafts only of one's own side.
import { sql } from 'kysely'
import { DUTY_REQUEST_DAYS } from '../../core/duty-requests.ts'
import { withoutCentre } from '../../core/scope.ts'
import { managedAgencies } from '../../store/scope.ts'
import type { RawBuilder } from 'kysely'
import type { Day } from '../../core/days.ts'
import type { DutyRequestState } from '../../core/duty-requests.ts'
import type { Authority } from '../../core/scope.ts'
import type { AgencyCode } from '../../core/standing.ts'
import type { Reader } from '../../store/database.ts'

/** `open`: something may still come of it; `closed`: withdrawn or expired. */
export const REQUEST_STATES = ['open', 'decided', 'closed', 'all'] as const
export type RequestListState = (typeof REQUEST_STATES)[number]

type Side = { code: AgencyCode; name: string; nameEn: string | null }
export type ListedRequest = {
  id: string; number: string; acting: Side; served: Side; side: 'acting' | 'served'; amends: boolean; applications: string[]
  state: DutyRequestState | 'expired'; touchedAt: Date; key: string
}
export type RequestPage = { requests: ListedRequest[]; next: string | null }

export const REQUESTS_A_PAGE = 50

const named = (code: string): RawBuilder<Side> => sql`(
  select json_build_object('code', v.agency_code, 'name', v.name, 'nameEn', v.name_en) from agency_version v
  where v.agency_code = ${sql.ref(code)} and upper_inf(v.recorded) order by v.valid @> current_date desc, v.valid desc limit 1)`

/** `standingOfRequest` in SQL, of rows `r` of `duty_request` and `c` of its content. */
export const standing = (today: Day): RawBuilder<string> => sql`
  case when r.state in ('decided', 'withdrawn') then r.state::text
    when ${today}::date - (r.touched_at at time zone 'Asia/Taipei')::date > ${sql.lit(DUTY_REQUEST_DAYS)}
      or upper(c.valid) <= ${today}::date then 'expired'
    else r.state::text end`

/** `seen`: the requests that this authority may see, with where they stand today. */
export function seenRequests(authority: Authority, today: Day, state: RequestListState): RawBuilder<unknown> {
  const wanted = state === 'all' ? sql`true` : state === 'decided' ? sql`s.standing = 'decided'`
    : state === 'closed' ? sql`s.standing in ('withdrawn', 'expired')`
      : sql`s.standing not in ('decided', 'withdrawn', 'expired')`
  const asOf = { day: today, known: 'now' as const }
  const mine = (agency: RawBuilder<unknown>) => sql`${agency} in (select agency_code from managed)`
  return sql`
    managed as materialized (${managedAgencies(authority, asOf)}),
    -- A draft is nobody's but the drafting side's: the centre is none of the two.
    drafting as materialized (${managedAgencies(withoutCentre(authority), asOf)}),
    seen as (
      select r.*, c.applications, c.valid, c.written_by, s.standing,
        to_char(r.touched_at at time zone 'UTC', 'YYYYMMDDHH24MISSUS') || '.' || r.id as key
      from duty_request r
      join duty_request_content c on c.request_id = r.id and c.content = r.content
      cross join lateral (select ${standing(today)} as standing) s
      where ${wanted} and (case r.drafted_for when 'acting' then r.acting_code else r.served_code end in (select agency_code from drafting)
        or (r.round > 0 and (${mine(sql`r.acting_code`)} or ${mine(sql`r.served_code`)})))
    )`
}

/** A page of the requests, the last touched first. */
export async function listRequests(
  db: Reader, authority: Authority, today: Day, state: RequestListState, after: string | null = null,
): Promise<RequestPage> {
  const { rows } = await sql<ListedRequest>`
    with ${seenRequests(authority, today, state)}
    select id, 'F000199-' || number as number, ${named('seen.acting_code')} as acting, ${named('seen.served_code')} as served,
      drafted_for as side, amends, applications, standing as state, touched_at as "touchedAt", key
    from seen ${after === null ? sql`` : sql`where key collate "C" < ${after}`}
    order by key collate "C" desc limit ${sql.lit(REQUESTS_A_PAGE + 1)}`.execute(db)
  const requests = rows.slice(0, REQUESTS_A_PAGE)
  return { requests, next: rows.length > REQUESTS_A_PAGE ? requests.at(-1)!.key : null }
}

/** How many there are in all. */
export async function countRequests(db: Reader, authority: Authority, today: Day, state: RequestListState): Promise<number> {
  const { rows } = await sql<{ count: string }>`
    with ${seenRequests(authority, today, state)} select count(*) as count from seen`.execute(db)
  return Number(rows[0]!.count)
}
