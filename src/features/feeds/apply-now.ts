/** The last stage: applies a feed that is due, or sends it back to be looked at where other facts came first. */
import { sql } from 'kysely'
import { change } from '../../store/change.ts'
import type { Change, Outcome } from '../../store/change.ts'
import { applyFeed, takeTurn } from './apply-feed.ts'
import { compareAndJudge, digestOf } from './compare-and-judge.ts'
import type { StepProgress } from './compare-feed.ts'
import { countTables, isDue, lastApplied, takeFeed, takeTime } from './feed-at-work.ts'
import type { FeedAtWork } from './feed-at-work.ts'
import { Overtaken } from './overtaken.ts'
import type { FeedWork } from './pipeline.ts'

// Fewer are counted soon enough by the database itself.
const MANY = 10_000

/** Applies the feed with all that follows, in one transaction, or nothing of it. */
export async function applyNow({ database, origin, today }: FeedWork, { id, counts }: FeedAtWork, progress: StepProgress): Promise<void> {
  await change(database, origin, async (tx): Promise<Outcome<void>> => {
    await takeTime(tx.db)
    await takeTurn(tx.db)
    const feed = await takeFeed(tx.db, id)
    if (feed === null || !isDue(feed)) throw new Overtaken()
    const applied = await applyFeed(tx, { id, today, progress })
    if (!('refused' in applied)) return { result: undefined, event: applied.event }
    return applyAnew(tx, feed, today, progress)
  })
  // Whoever asks of a nation that has just come is not to wait for plans made for an empty one.
  if (counts!.newPersons > MANY) {
    await countTables(database.unaudited, 'person', 'person_version', 'post', 'post_version', 'account')
  }
}

/**
 * Compares the feed with what is known now. Where that would do what it was to do before, or where nobody has looked at it
 * yet and nothing speaks against it, it is applied; otherwise it is looked at again, by whoever decides.
 */
async function applyAnew(tx: Change, feed: FeedAtWork, today: string, progress: StepProgress): Promise<Outcome<void>> {
  const { id, source, decidedBy } = feed
  const base = (await lastApplied(tx.db))?.id ?? ''
  const before = decidedBy === null ? null : await digestOf(tx.db, id)
  const anew = await compareAndJudge(tx.db, feed)
  const asBefore = decidedBy === null ? anew.heldFor === null
    : before === await digestOf(tx.db, id) && codes(anew) === codes(feed)
  if (anew.state !== 'refused' && asBefore) {
    const applied = await applyFeed(tx, { id, today, progress })
    if (!('refused' in applied)) return { result: undefined, event: applied.event }
  }
  if (anew.state !== 'refused') {
    await tx.db.updateTable('feed').set({
      state: 'received', decided_by: null, decided_at: null, note: null,
      ...(decidedBy === null ? {} : { renewed_at: sql<Date>`now()` }),
    }).where('id', '=', id).execute()
  }
  return { result: undefined, event: { code: 'feed.overtaken', detail: { feed: id, source, base } } }
}

const codes = ({ heldFor }: FeedAtWork): string => (heldFor ?? []).map(({ code }) => code).join(' ')
