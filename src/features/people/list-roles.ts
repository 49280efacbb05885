// Who is central administrator or auditor as of a day (R-DAY-2), what is proposed, and what was.
import { sql } from 'kysely'
import { DAYS_TO_DECIDE } from '../../core/granting.ts'
import { momentOf } from '../../store/as-of.ts'
import { rankedPage } from './ranked-page.ts'
import type { RawBuilder } from 'kysely'
import type { AsOf } from '../../core/as-of.ts'
import type { CentralRole } from '../../core/central-roles.ts'
import type { Day } from '../../core/days.ts'
import type { Moment } from '../../store/as-of.ts'
import type { Reader } from '../../store/database.ts'
import type { RankedPage } from './ranked-page.ts'

/**
 * What the role is on the day: only `active` and `ending` (its end is proposed) give anything. `idle`: its holder has no post
 * or no active account.
 */
export type RoleCondition = 'active' | 'ending' | 'idle' | 'notBegun' | 'proposed' | 'lapsed' | 'over' | 'ended'

/** `by`: who proposed it, null where the operator gave it; `agreed`: who agreed; `endingBy`: who proposed the end. */
export type ListedRole = {
  id: string
  version: number
  role: CentralRole
  person: { id: string; key: string; name: string; agency: string | null }
  from: Day
  to: Day | null
  reason: string
  by: string | null
  agreed: string | null
  endingBy: string | null
  endingReason: string | null
  condition: RoleCondition
  updated: Date
}

export const ROLES_SHOWN = ['current', 'past', 'all'] as const
export const ROLE_SORTS = ['name', '-name', '-updated', 'updated', 'to', '-to'] as const
export type RoleFilter = {
  shown: (typeof ROLES_SHOWN)[number]
  role: CentralRole | ''
  sort: (typeof ROLE_SORTS)[number]
}
export const ROLES_A_PAGE = 50

const hasLapsed = ({ day }: Moment): RawBuilder<boolean> =>
  sql`((lower(r.recorded) at time zone 'Asia/Taipei')::date + ${sql.lit(DAYS_TO_DECIDE)} < ${day})`

function everyRole(moment: Moment): RawBuilder<unknown> {
  const { day, known } = moment
  const nameOf = (column: string) =>
    sql`(select n.name from person_version n where n.person_id = ${sql.ref(column)} and n.recorded @> ${known})`
  const held = sql`exists (select from post_version v where v.person_id = r.person_id and v.valid @> ${day} and v.recorded @> ${known})`
  return sql`
    select r.id::text as key, r.id::text as id, r.version, r.role, lower(r.valid) as "from", upper(r.valid) - 1 as "to", r.reason,
      lower(r.recorded) as updated, ${nameOf('r.given_by')} as "by", ${nameOf('r.confirmed_by')} as agreed,
      ${nameOf('r.ending_by')} as "endingBy", r.ending_reason as "endingReason", n.name,
      json_build_object('id', i.id::text, 'key', i.key, 'name', n.name, 'agency', (
        select a.name from post p join post_version v on v.person_id = p.person_id and v.post_id = p.id
          and v.valid @> ${day} and v.recorded @> ${known}
        join agency_version a on a.agency_code = p.agency_code and a.valid @> ${day} and a.recorded @> ${known}
        where p.person_id = r.person_id order by p.kind, p.id limit 1)) as person,
      case
        when r.state = 'ended' then 'ended'
        when upper(r.valid) <= ${day} then 'over'
        when r.state = 'proposed' then case when ${hasLapsed(moment)} then 'lapsed' else 'proposed' end
        when not ${held} or (select c.state from account c where c.person_id = r.person_id) is distinct from 'active' then 'idle'
        when not r.valid @> ${day} then 'notBegun'
        when r.ending_by is not null and not ${hasLapsed(moment)} then 'ending'
        else 'active' end as condition
    from central_role r
    join person i on i.id = r.person_id
    join person_version n on n.person_id = r.person_id and n.recorded @> ${known}
    where r.recorded @> ${known}`
}

const PAST = sql`condition in ('over', 'ended', 'lapsed')`
const SHOWN: Record<RoleFilter['shown'], RawBuilder<unknown>> = { all: sql`true`, past: PAST, current: sql`not ${PAST}` }
const ORDER: Record<RoleFilter['sort'], RawBuilder<unknown>> = {
  name: sql`name collate "C"`, '-name': sql`name collate "C" desc`, updated: sql`updated`, '-updated': sql`updated desc`,
  to: sql`coalesce("to", 'infinity')`, '-to': sql`coalesce("to", 'infinity') desc`,
}

type Written = Omit<ListedRole, 'updated'> & { key: string; updated: string }
const read = ({ updated, ...role }: Written): ListedRole => ({ ...role, updated: new Date(updated) })

/** The page after the role of that key ('' for the first). */
export async function listRoles(
  db: Reader, { shown, role, sort }: RoleFilter, asOf: AsOf, after: string, size = ROLES_A_PAGE,
): Promise<RankedPage<ListedRole>> {
  const listed = sql`select * from (${everyRole(momentOf(asOf))}) u where ${SHOWN[shown]} ${role === '' ? sql`` : sql`and role = ${role}`}`
  const page = await rankedPage<Written>(db, { listed, order: sql`${ORDER[sort]}, key` }, after, size)
  return { ...page, rows: page.rows.map(read) }
}

/** One role as it stands today; null where there is none of that id. */
export async function roleToday(db: Reader, id: string, today: Day): Promise<ListedRole | null> {
  const { rows: [row] } = await sql<Written>`
    select * from (${everyRole(momentOf({ day: today, known: 'now' }))}) u where key = ${id}`.execute(db)
  return row === undefined ? null : read(row)
}

/** What waits for a central administrator other than these: proposals of others, and ends that others have proposed. */
export async function rolesWaiting(db: Reader, person: string, today: Day, most: number): Promise<ListedRole[]> {
  const { rows } = await sql<Written>`
    select u.* from (${everyRole(momentOf({ day: today, known: 'now' }))}) u join central_role r on r.id::text = u.id and upper_inf(r.recorded)
    where (u.condition = 'proposed' and r.given_by <> ${person} and r.person_id <> ${person})
      or (u.condition = 'ending' and r.ending_by <> ${person})
    order by u.updated desc limit ${sql.lit(most)}`.execute(db)
  return rows.map(read)
}

/** How many agencies live today: what a role at the centre reaches. */
export async function countAgencies(db: Reader, today: Day): Promise<number> {
  const { rows: [row] } = await sql<{ count: number }>`
    select count(*)::int as count from agency_version where upper_inf(recorded) and valid @> ${today}::date`.execute(db)
  return row!.count
}
