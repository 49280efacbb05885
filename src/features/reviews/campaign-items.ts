// What a campaign looks through: found when it starts, and the list of it for whoever manages the agencies.
import { sql } from 'kysely'
import { silenceEndsDelegations } from '../../core/campaigns.ts'
import { withoutDelegations } from '../../core/scope.ts'
import { managedAgencies } from '../../store/scope.ts'
import { standingOfPost } from '../../store/standing.ts'
import { notLapsed } from '../../store/undecided.ts'
import type { RawBuilder } from 'kysely'
import type { CampaignKind, CampaignWish } from '../../core/campaigns.ts'
import type { Day } from '../../core/days.ts'
import type { Authority } from '../../core/scope.ts'
import type { Reader } from '../../store/database.ts'

/** The agencies of it that the authority manages. */
function scopeOf({ agency, below }: CampaignWish, authority: Authority, today: Day): RawBuilder<unknown> {
  const managed = managedAgencies(authority, { day: today, known: 'now' })
  if (agency === null) return managed
  if (!below) return sql`select agency_code from (${managed}) m where agency_code = ${agency}`
  return sql`select t.agency_code from agency_subtree(${agency}, ${today}::date, now()) t
    intersect select agency_code from (${managed}) m`
}

/**
 * What stands in those agencies of the kinds that are asked for, and begins by the due day: columns kind, id, agency,
 * application, person, elsewhere (another campaign looks through it already).
 */
function found(wish: CampaignWish, authority: Authority, today: Day): RawBuilder<unknown> {
  const day = sql<string>`${today}::date`
  const open = (table: string): RawBuilder<boolean> => {
    const d = sql.table(table)
    return sql`upper_inf(${d}.recorded) and ${d}.state in ('active', 'suspended') and lower(${d}.valid) <= ${wish.due}::date
      and (upper_inf(${d}.valid) or upper(${d}.valid) > ${day})`
  }
  const { application } = wish
  // Where the actor is a delegate, silence ends no delegation for them (R-SCP-3).
  const notByDelegation = silenceEndsDelegations(wish)
    ? sql`and d.agency_code in (${managedAgencies(withoutDelegations(authority), { day: today, known: 'now' })})` : sql``
  const ofApplication = (column: RawBuilder<unknown>) => (application === null ? sql`` : sql`and ${column} = ${application}`)
  const arms: Record<CampaignKind, RawBuilder<unknown> | null> = {
    grant: sql`
      select 'grant'::reviewed_kind as kind, d.id, d.agency_code as agency, d.application_code as application, d.person_id as person
      from permission_grant d where d.agency_code in (select agency_code from scope) and ${open('d')}
        and ${notLapsed('d', { day })} ${ofApplication(sql`d.application_code`)}`,
    membership: sql`
      select 'membership'::reviewed_kind, d.id, g.agency_code, null, d.person_id
      from group_member d join permission_group g on g.code = d.group_code
      where g.agency_code in (select agency_code from scope) and ${open('d')} and ${notLapsed('d', { day })}
        ${application === null ? sql`` : sql`and exists (select from permission_grant p where p.group_code = g.code
          and p.application_code = ${application} and ${open('p')})`}`,
    delegation: application !== null ? null : sql`
      select 'delegation'::reviewed_kind, d.id, d.agency_code, null, d.person_id
      from delegation d where d.agency_code in (select agency_code from scope) and ${open('d')} ${notByDelegation}`,
    // A manager of either side decides; where both are looked through, the side that is served.
    duty: sql`
      select 'duty'::reviewed_kind, d.id,
        case when d.served_code in (select agency_code from scope) then d.served_code else d.acting_code end,
        ${application}::text, null
      from concurrent_duty d
      where (d.served_code in (select agency_code from scope) or d.acting_code in (select agency_code from scope)) and ${open('d')}
        ${ofApplication(sql`d.application_code`)}
      group by d.id, d.served_code, d.acting_code`,
  }
  const chosen = wish.kinds.flatMap((kind) => arms[kind] ?? [])
  return sql`
    with scope as materialized (${scopeOf(wish, authority, today)})
    select f.*, exists (select from review_item i where i.kind = f.kind and i.subject_id = f.id and i.open) as elsewhere
    from (${chosen.length === 0 ? sql`select null::reviewed_kind as kind, null::uuid as id, null::text as agency,
      null::text as application, null::bigint as person where false` : sql.join(chosen, sql` union all `)}) f (kind, id, agency, application, person)`
}

/** What a campaign would hold. `elsewhere`: left to another that goes on. `lasting`: delegations that silence never ends. */
export type CampaignCounts = {
  items: number; agencies: number; elsewhere: number; lasting: number; kinds: Partial<Record<CampaignKind, number>>
}

/**
 * That an agency (column) has a 人事主管 of its own who can act: where none is, its delegations are what it is managed by, and no
 * silence ends them (R-GRT-3).
 */
export const hasSupervisor = (agency: RawBuilder<unknown>, today: Day): RawBuilder<boolean> => sql`exists (
  select from post p
  join post_version v on v.person_id = p.person_id and v.post_id = p.id and upper_inf(v.recorded) and v.valid @> ${today}::date
  join account a on a.person_id = p.person_id and a.state = 'active'
  where p.agency_code = ${agency} and ${standingOfPost('p', 'v')} = 'hrSupervisor')`

export async function countItems(
  db: Reader, wish: CampaignWish, authority: Authority, today: Day,
): Promise<CampaignCounts> {
  const { rows } = await sql<Omit<CampaignCounts, 'kinds'> & { kinds: CampaignCounts['kinds'] | null }>`
    with f as materialized (${found(wish, authority, today)})
    select (count(*) filter (where not elsewhere))::int as items, (count(distinct agency) filter (where not elsewhere))::int as agencies,
      (count(*) filter (where elsewhere))::int as elsewhere,
      (count(*) filter (where not elsewhere and kind = 'delegation' and not ${hasSupervisor(sql`f.agency`, today)}))::int as lasting,
      (select json_object_agg(k.kind, k.n) from (
        select kind, count(*) as n from f where not elsewhere group by kind) k) as kinds
    from f`.execute(db)
  const { kinds, ...counts } = rows[0]!
  return { ...counts, kinds: kinds ?? {} }
}

/** Writes what the campaign looks through; what another took in the same moment is left to it. Answers how many. */
export async function writeItems(
  db: Reader, campaign: string, wish: CampaignWish, authority: Authority, today: Day,
): Promise<number> {
  const { numAffectedRows = 0n } = await sql`
    insert into review_item (campaign_id, kind, subject_id, agency_code, application_code, person_id)
    select ${campaign}, f.kind, f.id, f.agency, f.application, f.person from (${found(wish, authority, today)}) f
    where not f.elsewhere
    on conflict do nothing`.execute(db)
  return Number(numAffectedRows)
}
