/** A feed's difference, whatever its kind, and what is made of it: what it comes to, and whether it is held. */
import { sql } from 'kysely'
import { judgeFeed } from '../../core/feed-judging.ts'
import { compareFeed, forgetDifference } from './compare-feed.ts'
import type { StepProgress } from './compare-feed.ts'
import { findFeed, lastApplied, saysSomething } from './feed-at-work.ts'
import type { FeedAtWork, Statements } from './feed-at-work.ts'
import { countFeed, loadFigures } from './judge-feed.ts'
import { compareUndo } from './undo-feed.ts'

/**
 * Writes the difference anew in the caller's transaction, counts and judges it; answers the feed as it is then. An undo of
 * what is not the last applied feed any more is refused.
 */
export async function compareAndJudge(
  db: Statements, feed: FeedAtWork, progress: StepProgress = () => {},
): Promise<FeedAtWork> {
  const { id } = feed
  if (await differ(db, feed, progress)) {
    const counts = await countFeed(db, id)
    const reasons = saysSomething(counts) ? judgeFeed(await loadFigures(db, feed)) : []
    await db.updateTable('feed').set({
      counts: JSON.stringify(counts), said_nothing: !saysSomething(counts),
      held_for: reasons.length === 0 ? null : JSON.stringify(reasons),
    }).where('id', '=', id).execute()
  } else {
    await db.updateTable('feed').set({ state: 'refused', refusal: JSON.stringify({ code: 'notLast' }) })
      .where('id', '=', id).execute()
  }
  return (await findFeed(db, id))!
}

/** Whether there is a difference to speak of. */
async function differ(db: Statements, feed: FeedAtWork, progress: StepProgress): Promise<boolean> {
  const { id } = feed
  if (feed.kind === 'restructuring') throw new RangeError('what a plan would do is drawn up by the plan')
  for (;;) {
    await forgetDifference(db, id)
    const base = feed.kind === 'undo' ? await compareUndo(db, feed) : await compareFeed(db, feed, progress)
    if (feed.kind === 'undo' && base === null) return false
    await db.updateTable('feed').set({ base_id: base }).where('id', '=', id).execute()
    // Facts of another feed may have come between the statements.
    if (((await lastApplied(db))?.id ?? null) === base) return true
  }
}

/**
 * A digest of what the feed would do, whatever the numbers of persons and posts that are new: the same after another
 * comparison exactly when that would do the same.
 */
export async function digestOf(db: Statements, id: string): Promise<string> {
  const { rows: [row] } = await sql<{ digest: string }>`
    with person as (
      select f.person_id, f.change, coalesce(encode(f.national_id_index, 'hex'), f.person_id::text) as who,
        concat_ws(E'\t', f.change, f.name, f.birth_date, coalesce(f.email, '')) as said
      from feed_person f where f.feed_id = ${id}
    ), line as (
      select concat_ws(E'\n', who, said) as line from person
      union all
      select concat_ws(E'\n', coalesce(n.who, f.person_id::text), f.change, f.agency_code, f.kind, f.unit, f.title, f.starts,
        f.staff_category, f.supervisor_level, f.rank, f.job_series, f.nature, f.section, coalesce(f.valid::text, ''))
      from feed_post f left join person n on n.person_id = f.person_id and n.change = 'new'
      where f.feed_id = ${id}
    )
    select concat_ws(' ', count(*), bit_xor(hashtextextended(line, 0)), bit_xor(hashtextextended(line, 1))) as digest
    from line`.execute(db)
  return row!.digest
}
