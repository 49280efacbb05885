// Who is in a derived or a named group, for the pages one click away from the list and for consequences in numbers.
import { sql } from 'kysely'
import { searchWords } from '../../core/search-text.ts'
import { listAccess } from '../../store/access-list.ts'
import { managedAgencies } from '../../store/scope.ts'
import { foldedColumn } from '../../store/search-text.ts'
import { standingOfPost } from '../../store/standing.ts'
import { notLapsed } from '../../store/undecided.ts'
import type { RawBuilder } from 'kysely'
import type { AccessCursor } from '../../store/access-list.ts'
import type { Day } from '../../core/days.ts'
import type { AccountState, DecisionState } from '../../core/facts.ts'
import type { Authority } from '../../core/scope.ts'
import type { AgencyCode, Standing } from '../../core/standing.ts'
import type { Reader } from '../../store/database.ts'
import type { ListedGrant } from './list-grants.ts'

/** A member: of a derived group by the post that gives the standing, of a named group by the post that it rests on. */
export type Member = {
  key: string
  name: string
  agency: AgencyCode
  agencyName: string
  unit: string
  title: string
  account: AccountState
  /** Of a derived group: the standing held, which may be more than the group asks for. */
  standing: Standing | null
  /** Of a named group: from when to when, and whether it is in force. */
  from: Day | null
  to: Day | null
  state: DecisionState | null
}

export type MemberPage = { members: Member[]; total: number; before: number; previous: string | null; next: string | null }

const MEMBERS_A_PAGE = 50

async function pageOf(db: Reader, found: RawBuilder<unknown>, today: Day, after: string): Promise<MemberPage> {
  const { rows: [row] } = await sql<Omit<MemberPage, 'next'>>`
    with found as materialized (${found}),
    ranked as materialized (
      select f.*, i.key, n.name, coalesce(a.state, 'pending') as account,
        row_number() over (order by n.name collate "C", f.person_id) as n
      from found f join person i on i.id = f.person_id
      join person_version n on n.person_id = f.person_id and upper_inf(n.recorded)
      left join account a on a.person_id = f.person_id
    ),
    start as (select coalesce((select n from ranked where key::text = ${after}), 0) as n)
    select (select count(*)::int from ranked) as total, start.n::int as before,
      (select key from ranked where n = start.n - ${sql.lit(MEMBERS_A_PAGE)}) as previous,
      (select coalesce(json_agg(json_build_object('key', r.key, 'name', r.name, 'agency', r.agency_code,
          'agencyName', coalesce(v.name, r.agency_code), 'unit', r.unit, 'title', r.title, 'account', r.account,
          'standing', r.standing, 'from', r."from", 'to', r."to", 'state', r.state) order by r.n), '[]')
        from ranked r left join agency_version v
          on v.agency_code = r.agency_code and upper_inf(v.recorded) and v.valid @> ${today}::date
        where r.n > start.n and r.n <= start.n + ${sql.lit(MEMBERS_A_PAGE)}) as members
    from start`.execute(db)
  const { members, total, before, previous } = row!
  return {
    members, total, before, previous: before === 0 ? null : previous ?? '',
    next: before + members.length < total ? members.at(-1)!.key : null,
  }
}

/** Those who have the standing (or more) at the agency today, each with the post that gives it, the page after a key. */
export function membersByStanding(
  db: Reader, agency: AgencyCode, standing: Standing, today: Day, after: string,
): Promise<MemberPage> {
  return pageOf(db, sql`
    select distinct on (p.person_id) p.person_id, p.agency_code, p.unit, p.title, ${standingOfPost('p', 'v')} as standing,
      null::date as "from", null::date as "to", null::decision_state as state
    from post p join post_version v on v.person_id = p.person_id and v.post_id = p.id
      and upper_inf(v.recorded) and v.valid @> ${today}::date
    where p.agency_code = ${agency} and ${standingOfPost('p', 'v')} >= ${standing}::standing
    order by p.person_id, ${standingOfPost('p', 'v')} desc, p.kind, p.id`, today, after)
}

/** The members of a named group whose membership is not over, each with the post it rests on, the page after a key. */
export function membersOfGroup(db: Reader, group: string, today: Day, after: string): Promise<MemberPage> {
  return pageOf(db, sql`
    select distinct on (m.person_id) m.person_id, p.agency_code, p.unit, p.title, null::standing as standing,
      lower(m.valid) as "from", upper(m.valid) - 1 as "to", m.state
    from group_member m join post p on p.person_id = m.person_id and p.id = m.post_id
    where m.group_code = ${group} and upper_inf(m.recorded) and m.state <> 'ended'
      and (upper_inf(m.valid) or upper(m.valid) > ${today}::date) and ${notLapsed('m', { day: sql`${today}::date` })}
    order by m.person_id, m.valid`, today, after)
}

/** A named group as the pages of grants name it. */
export type NamedGroup = { code: string; name: string; agency: AgencyCode }

export async function findGroup(db: Reader, code: string, today: Day): Promise<NamedGroup | null> {
  const { rows } = await sql<NamedGroup>`
    select g.code, g.name, g.agency_code as agency from groups_on(${today}::date) g where g.code = ${code}`.execute(db)
  return rows[0] ?? null
}

/** So many named groups are listed to choose from; who has more searches. */
export const MOST_GROUPS = 50

/** The named groups of agencies that the authority manages, by code, narrowed by parts of code or name. */
export async function groupsWithin(db: Reader, authority: Authority, search: string, today: Day): Promise<NamedGroup[]> {
  const has = (word: string) => sql`(strpos(${foldedColumn(sql`g.name`)}, ${word}) > 0 or strpos(g.code, ${word}) > 0)`
  const words = searchWords(search)
  const { rows } = await sql<NamedGroup>`
    select g.code, g.name, g.agency_code as agency from groups_on(${today}::date) g
    where g.agency_code in (${managedAgencies(authority, { day: today, known: 'now' })})
      ${words.length === 0 ? sql`` : sql`and ${sql.join(words.map(has), sql` and `)}`}
    order by g.code limit ${sql.lit(MOST_GROUPS + 1)}`.execute(db)
  return rows
}

/** How many have each standing (or more) at the agency today. */
export async function countStandings(db: Reader, agency: AgencyCode, today: Day): Promise<Record<Standing, number>> {
  const { rows: [row] } = await sql<Record<Standing, number>>`
    select count(*)::int as employee, count(*) filter (where standing >= 'hr')::int as hr,
      count(*) filter (where standing >= 'hrSupervisor')::int as "hrSupervisor"
    from (
      select p.person_id, max(${standingOfPost('p', 'v')}) as standing
      from post p join post_version v on v.person_id = p.person_id and v.post_id = p.id
        and upper_inf(v.recorded) and v.valid @> ${today}::date
      where p.agency_code = ${agency} and ${standingOfPost('p', 'v')} is not null group by p.person_id
    ) s`.execute(db)
  return row!
}

/**
 * Whether a grant of the application at the agency, that is not over, is to that group: then whoever manages the agency may
 * see who is in it.
 */
export async function isGranted(
  db: Reader, agency: AgencyCode, application: string, group: string, today: Day,
): Promise<boolean> {
  const { rows } = await sql`
    select 1 from permission_grant where agency_code = ${agency} and application_code = ${application}
      and group_code = ${group} and upper_inf(recorded) and state <> 'ended'
      and (upper_inf(valid) or upper(valid) > ${today}::date) limit 1`.execute(db)
  return rows.length > 0
}

/** `have`: who may use the category at the agency by the grant today; `lose`: those of them who have it by nothing else. */
export type Loss = { have: number; lose: number }

const ROWS_A_TIME = 2000

/** What ending the grant takes away today, by the list of access itself. */
export async function lossOf(db: Reader, grant: ListedGrant, today: Day): Promise<Loss> {
  const query = {
    asOf: { day: today, known: 'now' as const }, applications: [grant.application], category: grant.category,
    agencies: { codes: [grant.agency] },
  }
  const byGrant = new Set<string>()
  const otherwise = new Set<string>()
  let after: AccessCursor | undefined
  for (;;) {
    const rows = await listAccess(db, query, { size: ROWS_A_TIME, ...(after === undefined ? {} : { after }) })
    for (const row of rows) (row.by === 'grant' && row.grant === grant.id ? byGrant : otherwise).add(row.person)
    if (rows.length < ROWS_A_TIME) return { have: byGrant.size, lose: byGrant.difference(otherwise).size }
    after = rows.at(-1)!
  }
}
