// Who is signed in to an application now and may have lost something there: the few that the law has to be asked about.
// Each source of `rights_check` says where to look. The net is wide, for the law decides; what it must not do is miss.
import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import type { Day } from '../../core/days.ts'
import type { Reader } from '../../store/database.ts'
import type { RightsSource } from '../../store/tables.ts'

/** One sign-in to an application that lives: its session goes on, and not all that was given in it was revoked. */
export type SignIn = { person: string; session: string; client: string; application: string }

/** A row of `rights_check`: what may have taken rights away, and the moment whose rights are compared with now's. */
export type RightsCheck = { id: string; source: RightsSource; day: Day; known: Date; after: string }

// What only describes: two versions that differ in nothing else give and take nothing. A column that is added later
// counts until somebody names it here.
const WORDS = `{id,version,recorded,event_id,valid,name,name_en,heading,description,remark,position,launch_url,audience,
  hand_out,level,zip,address,phone,fax,organisation_oid,successor_code}`
const deeds = (alias: string): RawBuilder<unknown> => sql`(to_jsonb(${sql.ref(alias)}) - ${WORDS}::text[])`

/** The condition that a sign-in `l` may be concerned; `at` is the very moment, which a Date could not hold. */
type Concerned = (at: RawBuilder<unknown>, today: Day) => RawBuilder<unknown>

const closedAt = (alias: string, at: RawBuilder<unknown>): RawBuilder<unknown> =>
  sql`(upper(${sql.ref(`${alias}.recorded`)}) = ${at} and not upper_inf(${sql.ref(`${alias}.recorded`)}))`

// An agency that ceased to be live, or lies elsewhere in the tree (which matters where an application has a root).
const byAgency: Concerned = (at, today) => {
  const agencies = sql`(select o.agency_code from agency_version o
    left join agency_version n on n.agency_code = o.agency_code and upper_inf(n.recorded) and n.valid @> ${today}::date
    where ${closedAt('o', at)} and o.valid @> ${today}::date and ${deeds('o')} is distinct from ${deeds('n')})`
  return sql`(l.person_id in (
      select p.person_id from post p where p.agency_code in ${agencies}
      union select g.person_id from permission_grant g where g.agency_code in ${agencies} and g.person_id is not null
      union select m.person_id from permission_grant g join group_member m on m.group_code = g.group_code
        where g.agency_code in ${agencies}
      union select p.person_id from concurrent_duty d join post p on p.agency_code = d.acting_code
        where d.served_code in ${agencies})
    or (l.application_code in (select application_code from application_version where agency_root is not null)
      and exists ${agencies}))`
}

const CONCERNED: Record<RightsSource, Concerned> = {
  // At midnight few are signed in, and what can end with a day is much: the law is asked about all of them.
  day: () => sql`true`,
  agency: byAgency,
  application: (at) => sql`l.application_code in (select o.application_code from application_version o
    left join application_version n on n.application_code = o.application_code and upper_inf(n.recorded)
    where ${closedAt('o', at)} and ${deeds('o')} is distinct from ${deeds('n')})`,
  category: (at) => sql`l.application_code in (select o.application_code from category_version o
    left join category_version n on n.application_code = o.application_code and n.category_code = o.category_code
      and upper_inf(n.recorded)
    where ${closedAt('o', at)} and ${deeds('o')} is distinct from ${deeds('n')})`,
  post: (at) => sql`l.person_id in (select v.person_id from post_version v where ${closedAt('v', at)})`,
  membership: (at) => sql`l.person_id in (select m.person_id from group_member m where ${closedAt('m', at)})`,
  duty: (at) => sql`(l.person_id, l.application_code) in (select p.person_id, d.application_code
    from concurrent_duty d join post p on p.agency_code = d.acting_code where ${closedAt('d', at)})`,
  grant: (at) => sql`(l.person_id, l.application_code) in (
    select g.person_id, g.application_code from permission_grant g where ${closedAt('g', at)} and g.person_id is not null
    union select m.person_id, g.application_code from permission_grant g
      join group_member m on m.group_code = g.group_code where ${closedAt('g', at)}
    union select p.person_id, g.application_code from permission_grant g
      join post p on p.agency_code = g.agency_code where ${closedAt('g', at)} and g.derived_group is not null)`,
}

/**
 * The sign-ins that may be concerned, behind the person that was looked at last, in the order of persons: `most` of them,
 * and the further ones of the last person. Whoever signed in after the check was written is among them too: tokens may
 * have been given by what was known before.
 */
export async function signInsConcerned(
  db: Reader, { id, source, after }: RightsCheck, today: Day, most: number,
): Promise<SignIn[]> {
  const at = sql`(select known from rights_check where id = ${id})`
  const { rows } = await sql<SignIn>`
    select l.person_id as person, l.session_id as session, l.client_id as client, l.application_code as application
    from (
      select s.person_id, s.id as session_id, t.client_id, k.application_code
      from session s
      join oidc_session_client t on t.session_id = s.id
      join oidc_client k on k.client_id = t.client_id
      where s.ended_at is null and s.expires_at > now() and s.person_id > ${after}
    ) l
    where ${CONCERNED[source](at, today)} and exists (select from oidc_grant g
      where g.session_id = l.session_id and g.client_id = l.client_id and g.revoked_at is null)
    order by l.person_id fetch first ${most} rows with ties`.execute(db)
  return rows
}
