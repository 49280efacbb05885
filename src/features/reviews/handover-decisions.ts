// What a new 人事主管 decides in the handover review (R-JML-3): keep or end, entry by entry, each with its event at once.
import { sql } from 'kysely'
import { change } from '../../store/change.ts'
import { confirmEntry, endEntry } from './decide-entry.ts'
import { needsConfirming, personOf } from './entry.ts'
import { entriesOf, lockReview } from './handover-reviews.ts'
import { loadEntries } from './load-entries.ts'
import { firstEvent, keyText, recordEntries, withEvents } from './record-entries.ts'
import type { AuditEvent } from '../../core/audit.ts'
import type { Day } from '../../core/days.ts'
import type { Origin } from '../../store/change.ts'
import type { Database } from '../../store/database.ts'
import type { Language } from '../../web/language.ts'
import type { Reviewer } from './decide-entry.ts'
import type { Entry, EntryRef } from './entry.ts'
import type { EntryTold } from './record-entries.ts'
import type { HandoverReview } from './handover-reviews.ts'

/** What came of several decisions: how many are done, and of which the law said no. */
export type Decided = { done: number; failed: { entry: Entry; says: Record<Language, string> }[] }

/** Who decides, in which review, as of which day. */
export type Deciding = { review: HandoverReview; actor: Reviewer & { personId: string }; today: Day }

/**
 * The entries of the review among these, as they stand. Others are left out: by whatever number, a review reaches only what is
 * its own, and nothing when it is done.
 */
async function ownEntries(database: Database, { review, today }: Deciding, refs: readonly EntryRef[]): Promise<[EntryRef, Entry][]> {
  if (review.standing !== 'hrSupervisor') return []
  const own = await entriesOf(database.read, review, refs, today)
  const entries = await loadEntries(database.read, own, today)
  const asked = new Map(refs.map((ref) => [keyText(ref), ref]))
  return entries.flatMap((entry) => {
    const ref = asked.get(keyText(entry))
    return ref === undefined ? [] : [[ref, entry] satisfies [EntryRef, Entry]]
  })
}

/** The entry as an event tells it. */
export const toldOf = (entry: Entry, agency: string): EntryTold => ({
  agency, kind: entry.kind, id: entry.id, person: personOf(entry)?.id ?? null,
  application: entry.kind === 'grant' ? entry.application.code : null,
})

/** Notes the decisions, an event each; nothing where the review is done (in another window). */
async function note(
  database: Database, origin: Origin, { review, actor, today }: Deciding, entries: readonly Entry[],
  decision: 'keep' | 'end', reason: string,
): Promise<number> {
  if (entries.length === 0) return 0
  return change(database, origin, async (tx) => {
    const locked = await lockReview(tx.db, review.id, actor.personId, today)
    if (locked === null || locked.done) return { result: 0, event: gone(review, decision) }
    const code = decision === 'keep' ? 'review.kept' : 'review.ended'
    await recordEntries(tx, code, { review: review.id, note: reason }, entries.map((entry) => toldOf(entry, review.agency)))
    await sql`
      insert into handover_decision (review_id, kind, subject_id, decision, event_id)
      select ${review.id}, e.kind, e.id, ${decision}, e.event from (${withEvents(code, entries)}) e
      on conflict (review_id, kind, subject_id) do update
        set decision = excluded.decision, decided_at = now(), event_id = excluded.event_id`.execute(tx.db)
    return { result: entries.length, event: await firstEvent(tx, code) }
  })
}

/** The event of a decision in a review that was done meanwhile, in another window. */
function gone({ id, agency }: HandoverReview, decision: 'keep' | 'end'): AuditEvent {
  const code = decision === 'keep' ? 'review.kept' as const : 'review.ended' as const
  return { code, agency, detail: { review: id, entry: '', note: '' }, outcome: 'refused', refusal: 'gone' }
}

/**
 * 「保留」. What gives nothing as it is (suspended, or its giver has gone) is confirmed by its own law: `posts` says on which
 * post each is to rest; where it says nothing, on the only one that there is.
 */
export async function keepEntries(
  database: Database, origin: Origin, deciding: Deciding, refs: readonly EntryRef[], posts: ReadonlyMap<string, string>,
): Promise<Decided> {
  const { actor, today } = deciding
  const decided: Decided = { done: 0, failed: [] }
  const kept: Entry[] = []
  for (const [ref, entry] of await ownEntries(database, deciding, refs)) {
    const answer = needsConfirming(entry)
      ? await confirmEntry(database, origin, actor, ref, posts.get(entry.id) ?? null, today) : { done: true as const }
    if ('refused' in answer) decided.failed.push({ entry, says: answer.refused })
    else kept.push(entry)
  }
  decided.done = await note(database, origin, deciding, kept, 'keep', '')
  return decided
}

/** 「結束」, at once (R-DAY-1); `why` is told to those concerned. */
export async function endEntries(
  database: Database, origin: Origin, deciding: Deciding, refs: readonly EntryRef[], why: string | null,
): Promise<Decided> {
  const { actor, today } = deciding
  const decided: Decided = { done: 0, failed: [] }
  const ended: Entry[] = []
  for (const [ref, entry] of await ownEntries(database, deciding, refs)) {
    const answer = await endEntry(database, origin, actor, ref, why, today)
    if ('refused' in answer) decided.failed.push({ entry, says: answer.refused })
    else ended.push(entry)
  }
  decided.done = await note(database, origin, deciding, ended, 'end', why ?? '')
  return decided
}
