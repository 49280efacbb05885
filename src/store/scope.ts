// Management authority (src/core/scope.ts): loads it for a person, and turns it into the `where` of lists.
import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import { authorityOf, mayLookBack } from '../core/scope.ts'
import { satisfies, standingsOn } from '../core/standing.ts'
import { loadTree } from './agency-tree.ts'
import { momentOf } from './as-of.ts'
import type { AgencyNode } from '../core/agency-tree.ts'
import type { AsOf } from '../core/as-of.ts'
import type { Day } from '../core/days.ts'
import type { Authority, AuthorityFacts, ManagementWay } from '../core/scope.ts'
import type { AgencyCode } from '../core/standing.ts'
import type { Moment } from './as-of.ts'
import type { Reader } from './database.ts'
import { accountState } from './access.ts'

const postJson = (post: string, version: string): RawBuilder<unknown> => {
  const p = sql.table(post)
  const v = sql.table(version)
  return sql`json_build_object('id', ${p}.id::text, 'agency', ${p}.agency_code, 'kind', ${p}.kind, 'unit', ${p}.unit,
    'title', ${p}.title, 'staffCategory', ${v}.staff_category, 'supervisorLevel', ${v}.supervisor_level,
    'nature', ${v}.nature, 'from', lower(${v}.valid), 'to', upper(${v}.valid) - 1)`
}

/** Loads what a person may manage on that day (R-SCP-2, 3). One statement. */
export async function loadAuthority(db: Reader, person: string, asOf: AsOf): Promise<Authority> {
  return authorityOf(await authorityFacts(db, person, asOf))
}

/** What a person would manage on that day with an active account: what an account is worth to whoever gets hold of it. */
export async function loadAuthorityIfActive(db: Reader, person: string, asOf: AsOf): Promise<Authority> {
  return authorityOf({ ...await authorityFacts(db, person, asOf), account: 'active' })
}

/** The agencies where a person with an active account is 人事人員 or more on that day. */
export async function loadOffices(db: Reader, person: string, asOf: AsOf): Promise<AgencyCode[]> {
  const { account, posts } = await authorityFacts(db, person, asOf)
  if (account !== 'active') return []
  return standingsOn(posts, asOf.day).filter(({ standing }) => satisfies(standing, 'hr')).map(({ agency }) => agency)
}

async function authorityFacts(db: Reader, person: string, asOf: AsOf): Promise<AuthorityFacts> {
  const { day, known } = momentOf(asOf)
  const postsOf = (column: RawBuilder<unknown>) => sql`(
    select coalesce(json_agg(${postJson('p', 'v')}), '[]')
    from post p join post_version v on v.person_id = p.person_id and v.post_id = p.id and v.recorded @> ${known}
    where p.person_id = ${column})`
  const { rows } = await sql<Omit<AuthorityFacts, 'day'>>`
    select (${accountState(person, asOf)}) as account, ${postsOf(sql`${person}`)} as posts,
      (select coalesce(json_agg(json_build_object('id', d.id, 'agency', d.agency_code, 'scope', d.scope_code,
        'post', d.post_id::text, 'from', lower(d.valid), 'to', upper(d.valid) - 1, 'state', d.state,
        'giverAgency', (select g.agency_code from post g where g.person_id = d.given_by and g.id = d.giver_post),
        'giverPosts', ${postsOf(sql`d.given_by`)}) order by d.id), '[]')
       from delegation d
       where d.person_id = ${person} and d.recorded @> ${known} and d.valid @> ${day} and d.state <> 'ended') as delegations,
      (select coalesce(json_agg(json_build_object('id', c.id, 'from', lower(c.valid), 'to', upper(c.valid) - 1,
        'state', c.state) order by c.id), '[]')
       from central_role c
       where c.person_id = ${person} and c.role = 'central' and c.recorded @> ${known}) as "centralRoles"`.execute(db)
  return { day: asOf.day, ...rows[0]! }
}

function agenciesOfWay(way: ManagementWay, { day, known }: Moment): RawBuilder<unknown> {
  if (way.way === 'central') {
    return sql`select v.agency_code from agency_version v where v.valid @> ${day} and v.recorded @> ${known}`
  }
  const whole = sql`select s.agency_code from agency_scope(${way.agency}, ${day}, ${known}) s`
  if (way.way !== 'delegation' || way.scope === null) return whole
  return sql`${whole} intersect select t.agency_code from agency_subtree(${way.scope}, ${day}, ${known}) t`
}

/**
 * The agencies that this authority manages, as a query of one column `agency_code` to stand after `in (…)` (R-SCP-4):
 * listed exactly when `mayManage` allows.
 */
export function managedAgencies(authority: Authority, asOf: AsOf): RawBuilder<{ agency_code: string }> {
  const moment = momentOf(asOf)
  if (authority.ways.length === 0) return sql`select null::agency_code as agency_code where false`
  return sql`${sql.join(authority.ways.map((way) => sql`(${agenciesOfWay(way, moment)})`), sql` union `)}`
}

/**
 * The agencies whose matters as of that day this authority may see today, as a query of one column `agency_code`: listed
 * exactly when `mayLookBack` allows.
 */
export function reachedAgencies(authority: Authority, asOf: AsOf, today: Day): RawBuilder<{ agency_code: string }> {
  const now: AsOf = { day: today, known: 'now' }
  if (asOf.day === today) return managedAgencies(authority, now)
  const { day, known } = momentOf(now)
  return sql`${managedAgencies(authority, now)} union
    select m.agency_code from (${managedAgencies(authority, asOf)}) m
    where not exists (select from agency_version v
      where v.agency_code = m.agency_code and v.valid @> ${day} and v.recorded @> ${known})`
}

/** Of these agencies those whose matters as of that day the authority may see today, as they were called that day. */
export async function reachedOf(
  db: Reader, authority: Authority, codes: readonly AgencyCode[], asOf: AsOf, today: Day,
): Promise<Map<AgencyCode, AgencyNode>> {
  const reached = new Map<AgencyCode, AgencyNode>()
  if (authority.ways.length === 0 || codes.length === 0) return reached
  const trees = {
    today: await loadTree(db, [...codes], { day: today, known: 'now' }),
    asked: await loadTree(db, [...codes], asOf),
  }
  for (const code of codes) {
    const node = trees.asked.agencies.get(code) ?? trees.today.agencies.get(code)
    if (node !== undefined && mayLookBack(authority, code, trees)) reached.set(code, node)
  }
  return reached
}
