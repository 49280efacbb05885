/**
 * What central administrators decide on feeds: that one is applied, that a held one is approved, that one is turned down.
 * What they decide is done by a job (feed-tasks.ts): applying a nation takes longer than anybody waits for a page.
 */
import { sql } from 'kysely'
import type { AuditEvent } from '../../core/audit.ts'
import { maskNationalIdsIn } from '../../core/national-id.ts'
import { isOfCentre } from '../../core/scope.ts'
import type { Authority } from '../../core/scope.ts'
import { change, refused } from '../../store/change.ts'
import type { Change, EventId, Origin, Outcome } from '../../store/change.ts'
import type { Database } from '../../store/database.ts'
import { addJob } from '../../store/jobs.ts'
import { tryToTakeFeed } from './feed-at-work.ts'
import type { FeedAtWork } from './feed-at-work.ts'
import { tellDecided } from './tell-feed.ts'

/** As much of an actor as an act on feeds asks. */
export type FeedActor = { personId: string; authority: Authority }

/**
 * `notCentral`: feeds are the centre's. `unknown`: there is no such feed. `changedMeanwhile`: it is not in the state, or not
 * what it was, when the actor looked at it.
 */
export type FeedRefusal<More extends string = never> = { refused: 'notCentral' | 'unknown' | 'changedMeanwhile' | More }

export type Decided = { decided: true }

/**
 * What the actor looked at: `seen` is `seenOf` of the feed on the page, so that nobody decides on another comparison than
 * the one that was shown.
 */
export type Decision = { feed: string; seen: string }

/** The task that goes on with a feed; its payload names it. */
export const WORK_ON_FEED = 'feeds.work'

/** The longest note, in characters as the database counts them. */
export const LONGEST_NOTE = 500

type NoteRefusal = 'noteMissing' | 'noteTooLong'

// A minute and a half of growing pauses. What is not over by then is a fault that somebody has to see, and what is only a
// database without room is found again each minute (feed-tasks.ts).
const ATTEMPTS = 5

/** Has a job go on with the feed when the transaction commits. */
export const askForWork = (tx: Pick<Change, 'db'>, feed: string): Promise<void> =>
  addJob(tx, WORK_ON_FEED, { feed }, { key: `${WORK_ON_FEED} ${feed}`, attempts: ATTEMPTS })

/** What a page shows of the feed, for the form on it to say. */
export const seenOf = ({ state, baseId, renewedAt }: Pick<FeedAtWork, 'state' | 'baseId' | 'renewedAt'>): string =>
  `${state} ${baseId ?? '-'} ${renewedAt?.getTime() ?? '-'}`

/** What was written freely, without the national IDs that somebody may have put there (5.2). */
const noteOf = ({ note }: { note: string }): string => maskNationalIdsIn(note.trim())

const noteRefusal = (note: string): NoteRefusal | null =>
  note === '' ? 'noteMissing' : [...note].length > LONGEST_NOTE ? 'noteTooLong' : null

/** Has a feed that nothing speaks against be applied. Anybody of the centre may; mostly it is who brought it. */
export function applyReadyFeed(
  database: Database, origin: Origin, actor: FeedActor, decision: Decision,
): Promise<Decided | FeedRefusal> {
  return decide<FeedRefusal>(database, origin, actor, decision, {
    event: ({ id, source }) => ({ code: 'feed.asked-to-apply', detail: { feed: id, source } }),
    refusal: ({ state, decidedBy }) => (state !== 'ready' || decidedBy !== null ? 'changedMeanwhile' : null),
    write: async (tx, { id }) => {
      await tx.db.updateTable('feed').set({ decided_by: actor.personId, decided_at: sql<Date>`now()` })
        .where('id', '=', id).execute()
      await askForWork(tx, id)
    },
  })
}

/** Approves a held feed, which is applied then. `ownFeed`: who brought it is not who approves it. */
export function approveFeed(
  database: Database, origin: Origin, actor: FeedActor, decision: Decision & { note: string },
): Promise<Decided | FeedRefusal<'ownFeed' | NoteRefusal>> {
  const note = noteOf(decision)
  return decide<FeedRefusal<'ownFeed' | NoteRefusal>>(database, origin, actor, decision, {
    event: ({ id, source, heldFor }) => ({
      code: 'feed.approved', detail: { feed: id, source, heldFor: (heldFor ?? []).map(({ code }) => code), note },
    }),
    refusal: ({ state, decidedBy, submittedBy }) => {
      if (state !== 'held' || decidedBy !== null) return 'changedMeanwhile'
      if (submittedBy === actor.personId) return 'ownFeed'
      return noteRefusal(note)
    },
    write: async (tx, feed, event) => {
      await tx.db.updateTable('feed').set({ decided_by: actor.personId, decided_at: sql<Date>`now()`, note })
        .where('id', '=', feed.id).execute()
      await tellDecided(tx, event, feed, 'feed.approved', note)
      await askForWork(tx, feed.id)
    },
  })
}

/** Turns a feed down, held or not; whoever brought it may, too. Nothing of it is applied. */
export function rejectFeed(
  database: Database, origin: Origin, actor: FeedActor, decision: Decision & { note: string },
): Promise<Decided | FeedRefusal<NoteRefusal>> {
  const note = noteOf(decision)
  return decide<FeedRefusal<NoteRefusal>>(database, origin, actor, decision, {
    event: ({ id, source }) => ({ code: 'feed.rejected', detail: { feed: id, source, note } }),
    refusal: ({ state, decidedBy }) => {
      if (!['ready', 'held'].includes(state) || decidedBy !== null) return 'changedMeanwhile'
      return noteRefusal(note)
    },
    write: async (tx, feed, event) => {
      await tx.db.updateTable('feed').set({
        state: 'rejected', decided_by: actor.personId, decided_at: sql<Date>`now()`, note,
      }).where('id', '=', feed.id).execute()
      await tellDecided(tx, event, feed, 'feed.rejected', note)
    },
  })
}

type Act<R extends { refused: string }> = {
  event: (feed: Pick<FeedAtWork, 'id' | 'source' | 'heldFor'>) => AuditEvent
  refusal: (feed: FeedAtWork) => R['refused'] | null
  write: (tx: Change, feed: FeedAtWork, event: EventId) => Promise<void>
}

function decide<R extends { refused: string }>(
  database: Database, origin: Origin, actor: FeedActor, { feed: id, seen }: Decision, { event, refusal, write }: Act<R | FeedRefusal>,
): Promise<Decided | R> {
  return change(database, origin, async (tx): Promise<Outcome<Decided | R>> => {
    // It waits for nobody, so that what the actor came with holds still.
    const feed = await tryToTakeFeed(tx.db, id)
    const why = !isOfCentre(actor.authority) ? 'notCentral' : feed === 'atWork' ? 'changedMeanwhile' : feed === null || feed.trial ? 'unknown'
      : refusal(feed) ?? (seenOf(feed) === seen ? null : 'changedMeanwhile')
    const tried = event(feed === null || feed === 'atWork' ? { id, source: '', heldFor: null } : feed)
    if (why !== null) return refused(tried, { refused: why } as unknown as R)
    const recorded = await tx.record(tried)
    await write(tx, feed as FeedAtWork, recorded)
    return { result: { decided: true }, event: recorded }
  })
}
