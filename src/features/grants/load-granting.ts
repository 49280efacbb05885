// Loads what the law of grants asks (src/core/granting.ts).
import { sql } from 'kysely'
import { loadTree } from '../../store/agency-tree.ts'
import { postsFrom } from '../../store/posts.ts'
import { notLapsed } from '../../store/undecided.ts'
import type { Day } from '../../core/days.ts'
import type { GrantableApplication, Giver, GrantingFacts, GrantReceiver } from '../../core/granting.ts'
import type { Authority } from '../../core/scope.ts'
import type { AgencyCode } from '../../core/standing.ts'
import type { Reader } from '../../store/database.ts'
import type { ReceiverRef } from './grant-rows.ts'

/** As much of an actor as an act on grants asks. */
export type GrantActor = { personId: string | null; authority: Authority }

/** An application as the pages of grants show it. */
export type ListedApplication = GrantableApplication & { name: string; heading: string; inService: boolean; remark: string }

/** The application with its categories, or null where there is none. */
export async function findApplication(db: Reader, code: string): Promise<ListedApplication | null> {
  const { rows: [row] } = await sql<ListedApplication>`
    select a.application_code as code, a.name, a.heading, a.grantable, a.agency_root as "agencyRoot", a.remark,
      a.second_manager as "secondManager", a.in_service as "inService", (
        select coalesce(json_agg(json_build_object('code', c.category_code, 'name', c.name, 'nameEn', c.name_en,
          'derivedGroup', c.derived_group, 'handOut', c.hand_out) order by c.derived_group nulls last, c.category_code), '[]')
        from category_version c where c.application_code = a.application_code and upper_inf(c.recorded)) as categories
    from application_version a where a.application_code = ${code} and upper_inf(a.recorded)`.execute(db)
  return row ?? null
}

/** The named groups that hold the person on the day or later, suspended memberships too. */
async function groupsFrom(db: Reader, person: string, day: Day): Promise<string[]> {
  const { rows } = await sql<{ code: string }>`
    select distinct group_code as code from group_member
    where person_id = ${person} and upper_inf(recorded) and state <> 'ended' and ${notLapsed('group_member', { day: sql`${day}::date` })}
      and (upper_inf(valid) or upper(valid) > ${day}::date)`.execute(db)
  return rows.map(({ code }) => code)
}

/** What the law asks of whoever acts. */
export async function loadGiver(db: Reader, { personId, authority }: GrantActor, today: Day): Promise<Giver> {
  if (personId === null) return { person: null, authority, posts: [], groups: [] }
  const posts = await postsFrom(db, personId, today)
  return { person: personId, authority, posts, groups: await groupsFrom(db, personId, today) }
}

async function loadReceiver(db: Reader, ref: ReceiverRef, today: Day): Promise<GrantReceiver> {
  if (ref.to === 'standing') return ref
  if (ref.to === 'person') return { to: 'person', person: ref.person, posts: await postsFrom(db, ref.person, today) }
  const { rows: [group] } = await sql<{ agency: AgencyCode }>`
    select agency_code as agency from groups_on(${today}::date) where code = ${ref.group}`.execute(db)
  return { to: 'group', group: ref.group, agency: group?.agency ?? null }
}

export type GrantTarget = { agency: AgencyCode; application: string; receiver: ReceiverRef }

/** The facts of an act on a grant, with the application as the pages show it; null: there is no such application. */
export async function loadGranting(
  db: Reader, actor: GrantActor, target: GrantTarget, today: Day,
): Promise<(GrantingFacts & { application: ListedApplication }) | null> {
  const application = await findApplication(db, target.application)
  if (application === null) return null
  const giver = await loadGiver(db, actor, today)
  const receiver = await loadReceiver(db, target.receiver, today)
  const named = receiver.to === 'person' ? receiver.posts.map(({ agency }) => agency)
    : receiver.to === 'group' && receiver.agency !== null ? [receiver.agency] : []
  const root = application.agencyRoot === null ? [] : [application.agencyRoot]
  const tree = await loadTree(db, [target.agency, ...root, ...named], { day: today, known: 'now' })
  return { today, giver, agency: target.agency, application, receiver, tree }
}
