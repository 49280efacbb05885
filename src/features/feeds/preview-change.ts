// A feed as a change of facts: while it waits, what is known now against what it would have; once it was applied, what was known
// just before against what was known with it. Nothing is written to find out.
import { sql } from 'kysely'
import { dayInTaipei } from '../../core/days.ts'
import { feedChange, feedHistory, tablesAsApplied, withTables } from '../../store/worlds.ts'
import { sightOf } from '../movers/ground.ts'
import { accountsToOpen } from '../movers/leavers.ts'
import { revivable } from '../movers/revive.ts'
import type { RawBuilder } from 'kysely'
import type { Day } from '../../core/days.ts'
import type { FactsChange } from '../../store/changed-posts.ts'
import type { Reader } from '../../store/database.ts'
import type { OtherTables, World } from '../../store/worlds.ts'
import type { FeedKind, FeedState } from './feed-at-work.ts'

/** As much of a feed as says what it changes. */
export type PreviewedFeed = { id: string; kind: FeedKind; state: FeedState; undoesId: string | null; appliedAt: Date | null }

/** The query as a transaction that had applied the feed would answer it; `others`: what else stands for tables of it. */
export const asApplied = (feed: string, query: RawBuilder<unknown>, others: OtherTables = {}): RawBuilder<unknown> =>
  withTables({ ...tablesAsApplied(feed), ...others }, query)

/** What the feed would change, or changed. */
export async function changeOfFeed(db: Reader, feed: PreviewedFeed, today: Day): Promise<FactsChange> {
  if (feed.appliedAt !== null) return feedHistory(feed.id, dayInTaipei(feed.appliedAt))
  const change = feedChange(feed.id, today)
  const opened = asApplied(feed.id, accountsToOpen(await sightOf({ db }, feed.id, today)))
  const isActive = (person: RawBuilder<unknown>) => sql<boolean>`(${change.after.isActive(person)} or ${person} in (${opened}))`
  const after = { ...change.after, isActive }
  return feed.undoesId === null ? { ...change, after } : undoing({ ...change, after }, feed.id, feed.undoesId, today)
}

/** What the undone feed had suspended or ended gives again. */
function undoing(change: FactsChange, feed: string, undone: string, today: Day): FactsChange {
  const revived = (kind: 'grant' | 'membership', column: RawBuilder<unknown>) => asApplied(feed, sql`
    select ${column} from (${revivable(kind, undone, today)}) r where r.was = 'active'`)
  const state = (kind: 'grant' | 'membership') => sql`case
    when (t.id, t.version) in (${revived(kind, sql`r.id, r.version`)}) then 'active' else t.state end`
  const tables: World['tables'] = {
    permission_grant: sql`select t.id, t.application_code, t.category_code, t.agency_code, t.person_id, t.post_id, t.group_code,
      t.derived_group, t.valid, ${state('grant')} as state, t.recorded from public.permission_grant t`,
    group_member: sql`select t.id, t.group_code, t.person_id, t.post_id, t.valid, ${state('membership')} as state, t.recorded
      from public.group_member t`,
  }
  return {
    ...change, onlyPosts: false, after: { ...change.after, tables },
    concerned: sql`${change.concerned}
      union select * from (${revived('grant', sql`r.person_id`)}) g where g.person_id is not null
      union select * from (${revived('membership', sql`r.person_id`)}) m`,
  }
}
