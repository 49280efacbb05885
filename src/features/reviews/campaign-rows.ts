// Campaigns and their items as those see them who manage the agencies: nothing beyond their scope, not even in counts.
import { sql } from 'kysely'
import { managedAgencies } from '../../store/scope.ts'
import { UNUSED_DAYS } from './handover-reviews.ts'
import type { RawBuilder } from 'kysely'
import type { CampaignKind, Silence } from '../../core/campaigns.ts'
import type { Day } from '../../core/days.ts'
import type { Authority } from '../../core/scope.ts'
import type { AgencyCode } from '../../core/standing.ts'
import type { Reader } from '../../store/database.ts'
import type { EntryKey } from './load-entries.ts'

/** `state`: whether it goes on, is over, or was called off. `startedBy` is a person's id. */
export type Campaign = {
  id: string
  title: string
  agency: { code: AgencyCode; name: string } | null
  below: boolean
  application: { code: string; name: string } | null
  kinds: CampaignKind[]
  due: Day
  silence: Silence
  note: string | null
  startedBy: string
  starter: string
  startedAt: Date
  dated: boolean
  state: 'open' | 'settled' | 'cancelled'
}

/** How far it is. `kept` and `ended` by decision; `outcomes` once it is over. */
export type CampaignProgress = { total: number; left: number; kept: number; ended: number; silent: number }
export type SeenCampaign = Campaign & { progress: CampaignProgress }

const columns = (today: Day) => sql`
  c.id, c.title, c.below, c.kinds, c.due, c.silence, c.note, c.started_by as "startedBy", c.started_at as "startedAt",
  c.dated_at is not null as dated,
  case when c.cancelled_at is not null then 'cancelled' when c.settled_at is not null then 'settled' else 'open' end as state,
  coalesce((select v.name from person_version v where v.person_id = c.started_by and upper_inf(v.recorded)), '') as starter,
  case when c.agency_code is null then null else json_build_object('code', c.agency_code, 'name', coalesce((
    select v.name from agency_version v where v.agency_code = c.agency_code and upper_inf(v.recorded)
    order by (v.valid @> ${today}::date) desc, v.valid desc limit 1), c.agency_code)) end as agency,
  case when c.application_code is null then null else json_build_object('code', c.application_code, 'name', coalesce((
    select a.name from application_version a where a.application_code = c.application_code and upper_inf(a.recorded)),
    c.application_code)) end as application`

const progress = sql`(
  select json_build_object('total', count(*), 'left', count(*) filter (where i.decision is null and i.open),
    'kept', count(*) filter (where i.decision = 'keep'), 'ended', count(*) filter (where i.decision = 'end'),
    'silent', count(*) filter (where i.decision is null and i.outcome = 'ended'))
  from review_item i where i.campaign_id = c.id and i.agency_code in (select agency_code from managed)) as progress`

const managed = (authority: Authority, today: Day) =>
  sql`managed as materialized (${managedAgencies(authority, { day: today, known: 'now' })})`

const CAMPAIGNS_A_PAGE = 50

/** The campaigns that hold anything at these agencies: those that go on, the nearest due first; or those that are over. */
export async function listCampaigns(
  db: Reader, authority: Authority, past: boolean, today: Day,
): Promise<{ campaigns: SeenCampaign[]; more: boolean }> {
  const going = sql`c.settled_at is null and c.cancelled_at is null`
  const { rows } = await sql<SeenCampaign>`
    with ${managed(authority, today)},
    seen as (
      select c.* from review_campaign c
      where ${past ? sql`not (${going})` : going} and exists (
        select from review_item i where i.campaign_id = c.id and i.agency_code in (select agency_code from managed))
      order by ${past ? sql`c.due desc` : sql`c.due`}, c.id limit ${sql.lit(CAMPAIGNS_A_PAGE + 1)}
    )
    select ${columns(today)}, ${progress} from seen c order by ${past ? sql`c.due desc` : sql`c.due`}, c.id`.execute(db)
  return { campaigns: rows.slice(0, CAMPAIGNS_A_PAGE), more: rows.length > CAMPAIGNS_A_PAGE }
}

/** The campaign, or null where there is none of that id that holds anything at these agencies. */
export async function findCampaign(db: Reader, authority: Authority, id: string, today: Day): Promise<SeenCampaign | null> {
  const { rows: [row] } = await sql<SeenCampaign>`
    with ${managed(authority, today)}
    select ${columns(today)}, ${progress} from review_campaign c where c.id = ${id}`.execute(db)
  return row === undefined || row.progress.total === 0 ? null : row
}

/** The campaign as its own job sees it. */
export async function campaignOf(db: Reader, id: string, today: Day): Promise<Campaign | null> {
  const { rows: [row] } = await sql<Campaign>`select ${columns(today)} from review_campaign c where c.id = ${id}`.execute(db)
  return row ?? null
}

export const SHOWN_ITEMS = ['undecided', 'unused', 'kept', 'ended', 'all'] as const
export type ShownItems = (typeof SHOWN_ITEMS)[number]

/** What was decided on an item. `by` is a name. `application`: the one of a duty that is looked through. */
export type ItemState = EntryKey & {
  agency: AgencyCode
  application: string | null
  decision: 'keep' | 'end' | null
  by: string | null
  at: Date | null
  reason: string | null
  dated: boolean
  outcome: 'kept' | 'ended' | 'gone' | null
}
export type ItemPage = { items: ItemState[]; total: number; before: number; previous: string | null; next: string | null }

function isShown(shown: ShownItems, today: Day): RawBuilder<boolean> {
  switch (shown) {
    case 'undecided': return sql`i.decision is null and i.open`
    case 'kept': return sql`i.decision = 'keep'`
    case 'ended': return sql`(i.decision = 'end' or i.outcome = 'ended')`
    case 'unused':
      return sql`i.decision is null and i.person_id is not null and not exists (
        select from last_use u where u.person_id = i.person_id and u.agency_code = i.agency_code and u.acting_code is null
          and (i.application_code is null or u.application_code = i.application_code)
          and u.used_on > ${today}::date - ${sql.lit(UNUSED_DAYS)})`
    case 'all': return sql`true`
  }
}

const itemColumns = sql`
  i.kind, i.subject_id as id, i.agency_code as agency, i.application_code as application, i.decision, i.decided_at as at, i.reason,
  i.dated is not null as dated, i.outcome,
  (select v.name from person_version v where v.person_id = i.decided_by and upper_inf(v.recorded)) as by`

export const ITEMS_A_PAGE = 100

/**
 * The page after the item `after` (`kind:id`, '' for the first), by agency, then application, then whom. By keys: an
 * application's campaign holds some ten thousand.
 */
export async function listItems(
  db: Reader, authority: Authority, campaign: string,
  { shown, agency, after, size = ITEMS_A_PAGE }: { shown: ShownItems; agency: AgencyCode | null; after: string; size?: number }, today: Day,
): Promise<ItemPage> {
  const { rows: [row] } = await sql<Omit<ItemPage, 'next'>>`
    with ${managed(authority, today)},
    ranked as materialized (
      select i.kind, i.subject_id, i.kind || ':' || i.subject_id as key, row_number() over (
        order by i.agency_code, i.kind, i.application_code nulls first, i.person_id nulls first, i.subject_id) as n
      from review_item i
      where i.campaign_id = ${campaign} and i.agency_code in (select agency_code from managed) and ${isShown(shown, today)}
        ${agency === null ? sql`` : sql`and i.agency_code = ${agency}`}
    ),
    start as (select coalesce((select n from ranked where key = ${after}), 0) as n)
    select (select count(*)::int from ranked) as total, start.n::int as before,
      (select key from ranked where n = start.n - ${sql.lit(size)}) as previous,
      (select coalesce(json_agg(to_json(o) order by o.n), '[]') from (
        select ${itemColumns}, r.n from ranked r
        join review_item i on i.campaign_id = ${campaign} and i.kind = r.kind and i.subject_id = r.subject_id
        where r.n > start.n and r.n <= start.n + ${sql.lit(size)}) o) as items
    from start`.execute(db)
  const { before, total, previous, items } = row!
  const last = items.at(-1)
  return {
    items: items.map((item) => ({ ...item, at: item.at === null ? null : new Date(item.at) })), total, before,
    previous: before === 0 ? null : previous ?? '',
    next: last !== undefined && before + items.length < total ? `${last.kind}:${last.id}` : null,
  }
}

/** Those of the items that this authority decides on and that are open. */
export async function itemsOf(
  db: Reader, authority: Authority, campaign: string, keys: readonly EntryKey[], today: Day,
): Promise<ItemState[]> {
  if (keys.length === 0) return []
  const { rows } = await sql<ItemState>`
    with ${managed(authority, today)}
    select ${itemColumns} from review_item i
    where i.campaign_id = ${campaign} and i.open and i.agency_code in (select agency_code from managed)
      and (i.kind::text, i.subject_id) in (
        select * from unnest(${keys.map(({ kind }) => kind)}::text[], ${keys.map(({ id }) => id)}::uuid[]))`.execute(db)
  return rows
}

/** What is undecided at one agency, but for what the actor has as the one person (R-GRT-3). `toMany`: granted to a group or a standing. */
export async function undecidedItems(
  db: Reader, authority: Authority, { campaign, agency, person }: { campaign: string; agency: AgencyCode; person: string }, today: Day,
): Promise<(EntryKey & { toMany: boolean })[]> {
  const { rows } = await sql<EntryKey & { toMany: boolean }>`
    with ${managed(authority, today)}
    select i.kind, i.subject_id as id, i.kind = 'grant' and i.person_id is null as "toMany" from review_item i
    where i.campaign_id = ${campaign} and i.open and i.decision is null and i.agency_code = ${agency}
      and i.agency_code in (select agency_code from managed) and i.person_id is distinct from ${person}`.execute(db)
  return rows
}

/** How far each agency is. `last`: when somebody decided there last. */
export type AgencyProgress = CampaignProgress & { agency: AgencyCode; name: string; last: Date | null }

// As many agencies as a ministry has; a nation's report is a file.
export const MOST_AGENCIES = 1000

export async function progressByAgency(
  db: Reader, authority: Authority, campaign: string, today: Day,
): Promise<AgencyProgress[]> {
  const { rows } = await sql<AgencyProgress>`
    with ${managed(authority, today)}
    select i.agency_code as agency, coalesce((select v.name from agency_version v where v.agency_code = i.agency_code
        and upper_inf(v.recorded) order by (v.valid @> ${today}::date) desc, v.valid desc limit 1), i.agency_code) as name,
      count(*)::int as total, (count(*) filter (where i.decision is null and i.open))::int as left,
      (count(*) filter (where i.decision = 'keep'))::int as kept, (count(*) filter (where i.decision = 'end'))::int as ended,
      (count(*) filter (where i.decision is null and i.outcome = 'ended'))::int as silent, max(i.decided_at) as last
    from review_item i
    where i.campaign_id = ${campaign} and i.agency_code in (select agency_code from managed)
    group by i.agency_code order by i.agency_code limit ${sql.lit(MOST_AGENCIES)}`.execute(db)
  return rows
}
