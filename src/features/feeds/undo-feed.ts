/**
 * Undo of the last applied feed: a feed of its own, whose difference leads back to what was known before. It is looked at,
 * judged and applied like any other. Whom the undone feed brought stay as persons without posts: facts are not deleted.
 */
import { sql } from 'kysely'
import type { Day } from '../../core/days.ts'
import { change, refused } from '../../store/change.ts'
import type { Origin, Outcome } from '../../store/change.ts'
import type { Database } from '../../store/database.ts'
import { stillOfCentre } from '../../store/still-managing.ts'
import { askForWork } from './decide-feed.ts'
import type { FeedActor, FeedRefusal } from './decide-feed.ts'
import { lastApplied, takeFeed } from './feed-at-work.ts'
import type { FeedAtWork, Statements } from './feed-at-work.ts'

export type UndoRefusal = FeedRefusal<'notLast' | 'restructuring' | 'askedAlready'>

/**
 * Makes the feed that undoes the one of that number. Refuses unless that is the last applied one (`notLast`), where agencies
 * changed with it (`restructuring`), and where somebody has asked before and it waits still (`askedAlready`).
 */
export function makeUndo(
  database: Database, origin: Origin, actor: FeedActor, { feed: undoes, today }: { feed: string; today: Day },
): Promise<{ made: string } | UndoRefusal> {
  return change(database, origin, async (tx): Promise<Outcome<{ made: string } | UndoRefusal>> => {
    const undone = await takeFeed(tx.db, undoes)
    const refusal = await stillOfCentre(tx, actor, today) ? await refusalOf(tx.db, undone) : 'notCentral'
    if (refusal !== null) {
      return refused({ code: 'feed.undo-made', detail: { feed: '', undoes } }, { refused: refusal } as UndoRefusal)
    }
    const { id: feed } = await tx.db.insertInto('feed').values({
      kind: 'undo', state: 'received', source: undone!.source, as_of: today, submitted_by: actor.personId,
      submitted_via: '/manage/feeds', undoes_id: undoes,
    }).returning('id').executeTakeFirstOrThrow()
    await askForWork(tx, feed)
    return { result: { made: feed }, event: { code: 'feed.undo-made', detail: { feed, undoes } } }
  })
}

async function refusalOf(db: Statements, undone: FeedAtWork | null): Promise<UndoRefusal['refused'] | null> {
  if (undone === null) return 'unknown'
  if ((await lastApplied(db))?.id !== undone.id) return 'notLast'
  if (undone.kind === 'restructuring') return 'restructuring'
  const waiting = await db.selectFrom('feed').select('id').where('undoes_id', '=', undone.id)
    .where('state', 'in', ['received', 'ready', 'held']).executeTakeFirst()
  return waiting === undefined ? null : 'askedAlready'
}

/**
 * Writes the difference of an undo; answers the feed that it stands upon, or null where the feed to undo is not the last
 * one any more. What was known before the undone feed is what that feed superseded, at the moment it was applied.
 */
export async function compareUndo(db: Statements, { id, undoesId, asOf }: FeedAtWork): Promise<string | null> {
  const base = await lastApplied(db)
  if (base === null || base.id !== undoesId) return null
  await sql`
    insert into feed_person (feed_id, person_id, change, name, birth_date, email)
    select ${id}, f.person_id, 'changed', v.name, v.birth_date, v.email
    from feed u join feed_person f on f.feed_id = u.id and f.change = 'changed'
    join person_version v on v.person_id = f.person_id and upper(v.recorded) = u.applied_at
    where u.id = ${undoesId}`.execute(db)
  await sql`
    insert into feed_post (feed_id, person_id, post_id, change, ends, agency_code, kind, unit, title, starts,
      staff_category, supervisor_level, rank, job_series, nature, section, valid)
    select ${id}, f.person_id, f.post_id,
      case when v.post_id is null then 'withdrawn' when f.change = 'withdrawn' then 'new' else 'changed' end,
      coalesce(f.valid && d.onwards and not coalesce(v.valid && d.onwards, false), false),
      f.agency_code, f.kind, f.unit, f.title, f.starts,
      coalesce(v.staff_category, f.staff_category), coalesce(v.supervisor_level, f.supervisor_level),
      coalesce(v.rank, f.rank), coalesce(v.job_series, f.job_series), coalesce(v.nature, f.nature),
      coalesce(v.section, f.section), v.valid
    from feed u
    join feed_post f on f.feed_id = u.id
    cross join (select daterange(${asOf}::date, null) as onwards) d
    left join post_version v on v.person_id = f.person_id and v.post_id = f.post_id and upper(v.recorded) = u.applied_at
    where u.id = ${undoesId}`.execute(db)
  return base.id
}
