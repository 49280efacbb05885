// Loads what the law of delegations asks (src/core/delegating.ts).
import { sql } from 'kysely'
import { loadTree } from '../../store/agency-tree.ts'
import { momentOf } from '../../store/as-of.ts'
import { postsFrom } from '../../store/posts.ts'
import { managedAgencies } from '../../store/scope.ts'
import { standingOfPost } from '../../store/standing.ts'
import type { Day } from '../../core/days.ts'
import type { DelegatingFacts } from '../../core/delegating.ts'
import type { Authority } from '../../core/scope.ts'
import type { AgencyCode } from '../../core/standing.ts'
import type { Reader } from '../../store/database.ts'

/** As much of an actor as an act on delegations asks. */
export type DelegatingActor = { personId: string | null; authority: Authority }

/** Of which agency, narrowed to what, to whom. */
export type DelegationTarget = { agency: AgencyCode; scope: AgencyCode | null; person: string }

/** Whether what would be delegated holds an agency that the authority does not manage. */
async function reachesBeyond(db: Reader, authority: Authority, target: DelegationTarget, today: Day): Promise<boolean> {
  const asOf = { day: today, known: 'now' as const }
  const { day, known } = momentOf(asOf)
  const narrowed = target.scope === null ? sql``
    : sql`intersect select t.agency_code from agency_subtree(${target.scope}, ${day}, ${known}) t`
  const { rows } = await sql<{ beyond: boolean }>`
    select exists (
      select s.agency_code from agency_scope(${target.agency}, ${day}, ${known}) s ${narrowed}
      except select agency_code from (${managedAgencies(authority, asOf)}) m) as beyond`.execute(db)
  return rows[0]!.beyond
}

/** The facts of an act on a delegation. */
export async function loadDelegating(
  db: Reader, actor: DelegatingActor, target: DelegationTarget, today: Day,
): Promise<DelegatingFacts> {
  const posts = await postsFrom(db, target.person, today)
  const named = [target.agency, ...(target.scope === null ? [] : [target.scope]), ...posts.map(({ agency }) => agency)]
  const tree = await loadTree(db, named, { day: today, known: 'now' })
  return {
    today, agency: target.agency, giver: { person: actor.personId, authority: actor.authority },
    receiver: { person: target.person, posts }, beyond: await reachesBeyond(db, actor.authority, target, today), tree,
  }
}

/** How many 人事主管 of the agency's own and delegates of it there are today besides this person (R-GRT-3). */
export async function countOtherManagers(db: Reader, agency: AgencyCode, person: string, today: Day): Promise<number> {
  const { day } = momentOf({ day: today, known: 'now' })
  const { rows } = await sql<{ count: number }>`
    select count(distinct person_id)::int as count from (
      select p.person_id
      from post p
      join post_version v on v.person_id = p.person_id and v.post_id = p.id and upper_inf(v.recorded) and v.valid @> ${day}
      where p.agency_code = ${agency} and ${standingOfPost('p', 'v')} = 'hrSupervisor'
      union
      -- A delegate counts while the delegation gives something: the post is held, and so is the giver's standing.
      select d.person_id
      from delegation d
      join post_version v on v.person_id = d.person_id and v.post_id = d.post_id and upper_inf(v.recorded) and v.valid @> ${day}
      where d.agency_code = ${agency} and d.state = 'active' and d.valid @> ${day} and upper_inf(d.recorded)
        and (d.giver_post is null or exists (
          select from post g join post o on o.person_id = g.person_id and o.agency_code = g.agency_code
          join post_version w on w.person_id = o.person_id and w.post_id = o.id and upper_inf(w.recorded) and w.valid @> ${day}
          where g.person_id = d.given_by and g.id = d.giver_post and ${standingOfPost('o', 'w')} = 'hrSupervisor'))
    ) m
    join account a using (person_id)
    where a.state = 'active' and person_id <> ${person}`.execute(db)
  return rows[0]!.count
}
