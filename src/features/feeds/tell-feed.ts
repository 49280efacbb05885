// Who is told of what becomes of a feed: that it is held, the other central administrators; that it was decided, whoever
// brought it.
import type { Day } from '../../core/days.ts'
import type { ToldOfFeeds } from '../../core/told-feeds.ts'
import type { Change, EventId } from '../../store/change.ts'
import { centralAdministrators } from '../../store/managers.ts'
import { tellPersons } from '../../store/notices.ts'
import type { FeedAtWork } from './feed-at-work.ts'

const toldOf = (kind: ToldOfFeeds['kind'], { id, source, asOf, counts }: FeedAtWork, reason: string | null): ToldOfFeeds => ({
  kind, feed: id, source, asOf, joins: counts?.joins ?? 0, changes: counts?.changes ?? 0, ends: counts?.ends ?? 0, reason,
  path: `/manage/feeds/${id}`,
})

/** Tells those who may decide on a held feed that it waits for one of them. */
export async function tellHeld(tx: Change, event: EventId, feed: FeedAtWork, today: Day): Promise<void> {
  const deciders = (await centralAdministrators(tx.db, today)).filter((person) => person !== feed.submittedBy)
  await tellPersons(tx, event, deciders, toldOf('feed.held', feed, null))
}

/** Tells whoever brought the feed what another decided on it, and why. A program asks by itself. */
export async function tellDecided(
  tx: Change, event: EventId, feed: FeedAtWork, kind: 'feed.approved' | 'feed.rejected', note: string,
): Promise<void> {
  if (feed.submittedBy !== null) await tellPersons(tx, event, [feed.submittedBy], toldOf(kind, feed, note))
}
