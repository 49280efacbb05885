/** A feed with which nobody goes on: whoever brought it by a command broke it off, or working on it failed for good. */
import type { FeedInterruption } from '../../core/feed-faults.ts'
import { change } from '../../store/change.ts'
import type { Origin } from '../../store/change.ts'
import type { Database } from '../../store/database.ts'
import type { FeedState } from './feed-at-work.ts'
import { Overtaken } from './overtaken.ts'

// What somebody of the centre has decided, nobody else breaks off.
const FROM: Record<'stopped' | 'failed', { states: readonly FeedState[]; decided: boolean }> = {
  stopped: { states: ['received', 'ready'], decided: false },
  failed: { states: ['received', 'ready', 'held'], decided: true },
}

/** Has nobody go on with the feed; false where it was applied already, or is not to be given up. */
export async function giveUpFeed(
  database: Database, origin: Origin, feed: string, why: FeedInterruption & ('stopped' | 'failed'),
): Promise<boolean> {
  const { states, decided } = FROM[why]
  try {
    return await change(database, origin, async (tx) => {
      // Without waiting for whoever works on it: a transaction that applies it finds it given up, and is undone.
      const given = tx.db.updateTable('feed').set({ state: 'interrupted', refusal: JSON.stringify({ code: why }), stage: null })
        .where('id', '=', feed).where('state', 'in', states)
      const row = await (decided ? given : given.where('decided_by', 'is', null)).returning('source').executeTakeFirst()
      if (row === undefined) throw new Overtaken()
      return { result: true, event: { code: 'feed.given-up', detail: { feed, source: row.source, why } } }
    })
  } catch (error) {
    if (error instanceof Overtaken) return false
    throw error
  }
}
