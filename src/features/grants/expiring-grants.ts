// What a manager gave and what ends soon: to be renewed, or let end, many at a press.
import { sql } from 'kysely'
import { addDays, compareEnds } from '../../core/days.ts'
import { ENDS_SOON_DAYS } from '../../core/granting.ts'
import { managedAgencies } from '../../store/scope.ts'
import { editGrant } from './edit-grant.ts'
import { describeGrants } from './list-grants.ts'
import type { RawBuilder } from 'kysely'
import type { Day } from '../../core/days.ts'
import type { GrantRefusal } from '../../core/granting.ts'
import type { Origin } from '../../store/change.ts'
import type { Database, Reader } from '../../store/database.ts'
import type { ListedGrant } from './list-grants.ts'
import type { GrantActor } from './load-granting.ts'

/** So many at a press; the rest follows when these are done. */
export const MOST_EXPIRING = 50

/** One that ends within `ENDS_SOON_DAYS`, with the names of what it is about. `to` is a day. */
export type ExpiringGrant = ListedGrant & {
  to: Day
  agencyName: string
  applicationName: string
  categoryName: Record<'name' | 'nameEn', string>
}

/**
 * The grants `g` that this person gave, at agencies they manage, that end within `ENDS_SOON_DAYS`; but what goes on after that by
 * another grant (which may wait for a second manager), and what they have let end.
 */
function expiring({ personId, authority }: GrantActor & { personId: string }, today: Day): RawBuilder<unknown> {
  return sql`
    g.given_by = ${personId} and upper_inf(g.recorded) and g.state = 'active' and not upper_inf(g.valid)
    and upper(g.valid) > ${today}::date and upper(g.valid) - 1 <= ${addDays(today, ENDS_SOON_DAYS)}::date
    and g.agency_code in (${managedAgencies(authority, { day: today, known: 'now' })})
    and not exists (select from grant_let_end l where l.grant_id = g.id and l.version = g.version)
    and not exists (
      select from permission_grant n
      where n.agency_code = g.agency_code and n.application_code = g.application_code and n.category_code = g.category_code
        and upper_inf(n.recorded) and n.state in ('active', 'proposed') and n.valid @> upper(g.valid)
        and n.person_id is not distinct from g.person_id and n.group_code is not distinct from g.group_code
        and n.derived_group is not distinct from g.derived_group)`
}

/** How many of them there are, the first day on which one ends, and the agency where all of them are at one. */
export async function countExpiring(
  db: Reader, actor: GrantActor & { personId: string }, today: Day,
): Promise<{ count: number; first: Day; agency: { code: string; name: string } | null } | null> {
  const { rows: [row] } = await sql<{ count: number; first: Day | null; code: string | null; name: string | null }>`
    with found as (select g.agency_code, upper(g.valid) - 1 as last from permission_grant g where ${expiring(actor, today)})
    select count(*)::int as count, min(last) as first,
      case when count(distinct agency_code) = 1 then min(agency_code) end as code,
      (select v.name from agency_version v where v.agency_code = min(f.agency_code) and upper_inf(v.recorded)
        and v.valid @> ${today}::date) as name
    from found f`.execute(db)
  const { count, first, code, name } = row!
  return first === null ? null : { count, first, agency: code === null ? null : { code, name: name ?? code } }
}

type Named = { id: string; agencyName: string; applicationName: string; category: string; categoryEn: string }

/** The first of them to end. */
export async function listExpiring(
  db: Reader, { personId, authority }: GrantActor, today: Day,
): Promise<ExpiringGrant[]> {
  if (personId === null || authority.ways.length === 0) return []
  const { rows } = await sql<Named>`
    select g.id, coalesce(v.name, g.agency_code) as "agencyName", a.name as "applicationName", c.name as category,
      c.name_en as "categoryEn"
    from permission_grant g
    join application_version a on a.application_code = g.application_code and upper_inf(a.recorded)
    join category_version c on c.application_code = g.application_code and c.category_code = g.category_code and upper_inf(c.recorded)
    left join agency_version v on v.agency_code = g.agency_code and upper_inf(v.recorded) and v.valid @> ${today}::date
    where ${expiring({ personId, authority }, today)}
    order by upper(g.valid), g.agency_code, g.application_code, g.id limit ${sql.lit(MOST_EXPIRING)}`.execute(db)
  const grants = await describeGrants(db, rows.map(({ id }) => id), { day: today, known: 'now' })
  return grants.flatMap((grant): ExpiringGrant[] => {
    const named = rows.find(({ id }) => id === grant.id)!
    const { agencyName, applicationName, category, categoryEn } = named
    if (grant.to === null) return []
    return [{ ...grant, to: grant.to, agencyName, applicationName, categoryName: { name: category, nameEn: categoryEn } }]
  })
}

/** What became of a press: how many were changed, how many now wait for a second manager, and which were refused. */
export type Renewed = { changed: number; proposed: number; refused: { grant: ExpiringGrant; why: GrantRefusal }[] }

/**
 * Renews each of these until that day (null: without an end), by the law of 「編輯」, each in a transaction of its own. Without a
 * reason each keeps the one that it has. Refuses `endsBeforeStart` for what ends no earlier by itself.
 */
export async function renewGrants(
  database: Database, origin: Origin, actor: GrantActor, grants: readonly ExpiringGrant[],
  { to, reason, today }: { to: Day | null; reason: string | null; today: Day },
): Promise<Renewed> {
  const renewed: Renewed = { changed: 0, proposed: 0, refused: [] }
  for (const grant of grants) {
    const { id, version, from } = grant
    const answer = compareEnds(to, grant.to) <= 0 ? { refused: 'endsBeforeStart' as const }
      : await editGrant(database, origin, actor, { id, version, from, to, reason: reason ?? grant.reason, today })
    if ('refused' in answer) renewed.refused.push({ grant, why: answer.refused })
    else renewed[answer.edited] += 1
  }
  return renewed
}

/** Lets these end when they do: whoever gave them is reminded no more. */
export async function letEnd({ unaudited }: Database, person: string, grants: readonly ExpiringGrant[]): Promise<void> {
  if (grants.length === 0) return
  await unaudited.insertInto('grant_let_end')
    .values(grants.map(({ id, version }) => ({ grant_id: id, version, person_id: person })))
    .onConflict((conflict) => conflict.doNothing()).execute()
}
