// What a feed means in terms of access, counted once and kept with it (db/migrations/0024): who decides upon it decides upon these
// numbers. docs/decisions/015.
import { sql } from 'kysely'
import { accessCounts } from '../../store/access-after.ts'
import { forMany } from '../../store/changed-posts.ts'
import { writeAgencies } from './preview-agencies.ts'
import { changeOfFeed } from './preview-change.ts'
import { delegationsAfter, writeConsequences } from './preview-consequences.ts'
import { writePeople } from './preview-people.ts'
import type { Day } from '../../core/days.ts'
import type { AccessCount } from '../../store/access-after.ts'
import type { Change } from '../../store/change.ts'
import type { Reader } from '../../store/database.ts'
import type { PreviewedFeed } from './preview-change.ts'

/** What is counted by day, besides rights. Decisions that are suspended or end are told of the first day alone. */
export type Effect = 'joining' | 'moving' | 'leaving' | 'renamed' | 'grantsSuspended' | 'proposalsEnded' | 'membershipsSuspended'
  | 'delegationsEnded' | 'delegationsSuspended' | 'rolesEnded' | 'accountsEnabled' | 'reviewsOpened' | 'grantsRevived'
  | 'membershipsRevived' | 'delegationsRevived' | 'rolesRevived'

/** Of one day: how many become and cease to be 人事人員 or above, and how many of these 人事主管, each at an agency. */
export type OfficerCount = { day: Day; officersGained: number; officersLost: number; supervisorsGained: number; supervisorsLost: number }

/** An agency that loses the last of what is true here; `delegates`: how many are left. */
export type AgencyLoss = { day: Day; agency: string; officer: boolean; supervisor: boolean; manager: boolean; delegates: number }

/** `day`: what was today when it was counted. What is of a later day begins to differ on that. */
export type FeedPreview = {
  day: Day
  countedAt: Date
  effects: { day: Day; what: Effect; count: number }[]
  access: AccessCount[]
  officers: OfficerCount[]
  agencies: AgencyLoss[]
}

/** The feed as far as its preview asks; null where there is none of that number. */
export async function previewedFeed(db: Reader, feed: string): Promise<PreviewedFeed | null> {
  const row = await db.selectFrom('feed').select(['id', 'kind', 'state', 'undoes_id as undoesId', 'applied_at as appliedAt'])
    .where('id', '=', feed).executeTakeFirst()
  return row ?? null
}

/**
 * Counts what the feed, whose difference stands, would do if it were applied today, and keeps it in the place of what was counted
 * before. In the caller's transaction, without a time limit of its own: a nation takes its time.
 */
export async function previewFeed(tx: Pick<Change, 'db'>, id: string, today: Day): Promise<void> {
  const { db } = tx
  const feed = await previewedFeed(db, id)
  if (feed === null || feed.appliedAt !== null) throw new RangeError('a feed that is not waiting')
  await db.deleteFrom('feed_preview').where('feed_id', '=', id).execute()
  await db.insertInto('feed_preview').values({ feed_id: id, day: today }).execute()
  const change = await changeOfFeed(db, feed, today)
  await writePeople(tx, id, change, today)
  await writeAgencies(tx, id, change, await delegationsAfter(db, feed, today))
  await writeConsequences(tx, feed, today)
  await forMany(db, () => sql`
    insert into feed_access_effect (feed_id, day, application_code, side, active, people, whole, rights)
    select ${id}::bigint, c.* from (${accessCounts(change)}) c`.execute(db))
}

/** What was counted; null where nothing was yet. Of agencies as many as `agencies` says. */
export async function readPreview(db: Reader, feed: string, { agencies }: { agencies: number }): Promise<FeedPreview | null> {
  const head = await db.selectFrom('feed_preview').select(['day', 'counted_at as countedAt']).where('feed_id', '=', feed).executeTakeFirst()
  if (head === undefined) return null
  const [effects, access, officers, lost] = await Promise.all([
    sql<FeedPreview['effects'][number]>`
      select day, what, count from feed_effect where feed_id = ${feed} order by day, what`.execute(db),
    sql<AccessCount>`
      select e.day, e.application_code as application, e.side, e.active, e.people, e.whole, e.rights
      from feed_access_effect e left join application_version a on a.application_code = e.application_code and upper_inf(a.recorded)
      where e.feed_id = ${feed} order by e.day, a.position, e.application_code, e.side, e.active desc`.execute(db),
    sql<OfficerCount>`
      select day, (count(*) filter (where was is null))::integer as "officersGained",
        (count(*) filter (where becomes is null))::integer as "officersLost",
        (count(*) filter (where becomes = 'hrSupervisor'))::integer as "supervisorsGained",
        (count(*) filter (where was = 'hrSupervisor'))::integer as "supervisorsLost"
      from feed_officer_effect where feed_id = ${feed} group by day order by day`.execute(db),
    sql<AgencyLoss>`
      select day, agency_code as agency, officer, supervisor, manager, delegates from feed_agency_effect
      where feed_id = ${feed} order by day, manager desc, officer desc, agency_code limit ${sql.lit(agencies)}`.execute(db),
  ])
  return { ...head, effects: effects.rows, access: access.rows, officers: officers.rows, agencies: lost.rows }
}
