// What is suspended at the agencies that one manages, to confirm or to end (R-JML-2): grants, memberships of groups, and
// delegations whose giver has gone. What ends by itself first stands first.
import { sql } from 'kysely'
import { managedAgencies } from '../../store/scope.ts'
import { notLapsed } from '../../store/undecided.ts'
import type { Day } from '../../core/days.ts'
import type { Authority } from '../../core/scope.ts'
import type { AgencyCode } from '../../core/standing.ts'
import type { Reader } from '../../store/database.ts'
import type { Person } from './entry.ts'
import type { PostChoices } from './entry-parts.tsx'
import type { EntryKey } from './load-entries.ts'

export const SUSPENDED_A_PAGE = 100

export type SuspendedPage = { keys: EntryKey[]; total: number; before: number; previous: string | null; next: string | null }

function suspended(authority: Authority, agency: AgencyCode | null, today: Day) {
  const day = sql<string>`${today}::date`
  const open = (table: string) => {
    const d = sql.table(table)
    return sql`${d}.state = 'suspended' and upper_inf(${d}.recorded) and (upper_inf(${d}.valid) or upper(${d}.valid) > ${day})`
  }
  return sql`
    managed as materialized (
      select agency_code from (${managedAgencies(authority, { day: today, known: 'now' })}) m
      ${agency === null ? sql`` : sql`where agency_code = ${agency}`}
    ),
    e as materialized (
      select 'grant'::reviewed_kind as kind, d.id, lower(d.recorded) as since from permission_grant d
      where ${open('d')} and d.person_id is not null and ${notLapsed('d', { day })}
        and d.agency_code in (select agency_code from managed)
      union all
      select 'membership', d.id, lower(d.recorded) from group_member d join groups_on(${day}::date) g on g.code = d.group_code
      where ${open('d')} and ${notLapsed('d', { day })} and g.agency_code in (select agency_code from managed)
      union all
      select 'delegation', d.id, lower(d.recorded) from delegation d
      where ${open('d')} and d.agency_code in (select agency_code from managed)
    )`
}

/** The page after the entry `after` (`kind:id`, '' for the first); of that agency alone where one is named. */
export async function listSuspended(
  db: Reader, authority: Authority, { agency, after }: { agency: AgencyCode | null; after: string }, today: Day,
): Promise<SuspendedPage> {
  const size = sql.lit(SUSPENDED_A_PAGE)
  const { rows: [row] } = await sql<Omit<SuspendedPage, 'next'>>`
    with ${suspended(authority, agency, today)},
    ranked as materialized (
      select kind, id, kind || ':' || id as key, row_number() over (order by since, kind, id) as n from e
    ),
    start as (select coalesce((select n from ranked where key = ${after}), 0) as n)
    select (select count(*)::int from ranked) as total, start.n::int as before,
      (select key from ranked where n = start.n - ${size}) as previous,
      (select coalesce(json_agg(json_build_object('kind', r.kind, 'id', r.id) order by r.n), '[]') from ranked r
        where r.n > start.n and r.n <= start.n + ${size}) as keys
    from start`.execute(db)
  const { before, keys, total, previous } = row!
  const last = keys.at(-1)
  return {
    keys, total, before, previous: before === 0 ? null : previous ?? '',
    next: last !== undefined && before + keys.length < total ? `${last.kind}:${last.id}` : null,
  }
}

/** The posts that these people hold today within the scope: what something suspended can come to rest on. */
export async function postChoices(
  db: Reader, authority: Authority, persons: readonly Person[], today: Day,
): Promise<PostChoices> {
  if (persons.length === 0) return new Map()
  const { rows } = await sql<{ person: string; id: string; text: string }>`
    with managed as materialized (${managedAgencies(authority, { day: today, known: 'now' })})
    select p.person_id as person, p.id::text as id, concat(coalesce(a.name, p.agency_code), p.unit, p.title) as text
    from post p
    join post_version v on v.person_id = p.person_id and v.post_id = p.id and upper_inf(v.recorded) and v.valid @> ${today}::date
    left join agency_version a on a.agency_code = p.agency_code and upper_inf(a.recorded) and a.valid @> ${today}::date
    where p.person_id = any(${persons.map(({ id }) => id)}::bigint[]) and p.agency_code in (select agency_code from managed)
    order by p.person_id, p.kind, p.id`.execute(db)
  return new Map([...Map.groupBy(rows, ({ person }) => person)].map(([person, posts]) =>
    [person, posts.map(({ id, text }) => ({ id, text }))]))
}

/** Since when uses are known; null where none has been drawn from the log yet. */
export async function usesKnownSince(db: Reader): Promise<Day | null> {
  const row = await db.selectFrom('last_use_drawn').select('since').executeTakeFirst()
  return row?.since ?? null
}
