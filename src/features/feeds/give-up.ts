/** Whoever brought a feed by a command breaks it off before it is applied. */
import { change } from '../../store/change.ts'
import type { Origin } from '../../store/change.ts'
import type { Database } from '../../store/database.ts'
import { Overtaken } from './overtaken.ts'

/** Has nobody go on with the feed; false where it was applied already, or decided. */
export async function giveUpFeed(database: Database, origin: Origin, feed: string): Promise<boolean> {
  try {
    return await change(database, origin, async (tx) => {
      // Without waiting for whoever works on it: a transaction that applies it finds it given up, and is undone.
      const row = await tx.db.updateTable('feed')
        .set({ state: 'interrupted', refusal: JSON.stringify({ code: 'stopped' }), stage: null })
        .where('id', '=', feed).where('state', 'in', ['received', 'ready']).where('decided_by', 'is', null)
        .returning('source').executeTakeFirst()
      if (row === undefined) throw new Overtaken()
      return { result: true, event: { code: 'feed.given-up', detail: { feed, source: row.source } } }
    })
  } catch (error) {
    if (error instanceof Overtaken) return false
    throw error
  }
}
