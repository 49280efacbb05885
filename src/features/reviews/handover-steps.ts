// The steps of a handover review besides its decisions: 「稍後再處理」, 「完成檢視」, and what a new 人事人員 points out.
import { sql } from 'kysely'
import { putOffUntil } from '../../core/handover.ts'
import { change, refused } from '../../store/change.ts'
import { toldOf } from './handover-decisions.ts'
import { entriesOf, lockReview, progressOf } from './handover-reviews.ts'
import { loadEntries } from './load-entries.ts'
import { firstEvent, recordEntries, withEvents } from './record-entries.ts'
import type { Day } from '../../core/days.ts'
import type { Origin } from '../../store/change.ts'
import type { Database } from '../../store/database.ts'
import type { HandoverReview } from './handover-reviews.ts'
import type { EntryKey } from './load-entries.ts'

/** Whose review, as of which day. */
export type OfReview = { review: HandoverReview; person: string; today: Day }

export type StepRefused = { refused: 'gone' | 'putOffAlready' | 'undecided'; left: number }

/** 「稍後再處理」, once, for a week: management opens meanwhile. */
export function putOffReview(
  database: Database, origin: Origin, { review, person, today }: OfReview,
): Promise<{ until: Day } | StepRefused> {
  const until = putOffUntil(today)
  const event = { code: 'review.put-off' as const, person, agency: review.agency, detail: { review: review.id, until } }
  return change<{ until: Day } | StepRefused>(database, origin, async (tx) => {
    const locked = await lockReview(tx.db, review.id, person, today)
    if (locked === null || locked.done) return refused<StepRefused>(event, { refused: 'gone', left: 0 })
    if (locked.putOffUntil !== null || locked.standing !== 'hrSupervisor') {
      return refused<StepRefused>(event, { refused: 'putOffAlready', left: 0 })
    }
    await tx.db.updateTable('handover_review').set({ put_off_until: until }).where('id', '=', review.id).execute()
    return { result: { until }, event }
  })
}

/** 「完成檢視」: a 人事主管 has decided on every entry; a 人事人員 has looked at them. Earlier ones at the agency are done with it. */
export function completeReview(
  database: Database, origin: Origin, { review, person, today }: OfReview,
): Promise<{ completed: true } | StepRefused> {
  return change<{ completed: true } | StepRefused>(database, origin, async (tx) => {
    const locked = await lockReview(tx.db, review.id, person, today)
    const { kept, ended, left } = await progressOf(tx.db, review, today)
    const event = {
      code: 'review.completed' as const, person, agency: review.agency, detail: { review: review.id, kept, ended, left },
    }
    if (locked === null || locked.done) return refused<StepRefused>(event, { refused: 'gone', left })
    if (left > 0 && locked.standing === 'hrSupervisor') return refused<StepRefused>(event, { refused: 'undecided', left })
    await sql`update handover_review set done_at = now()
      where person_id = ${person} and agency_code = ${review.agency} and standing = ${review.standing}
        and done_at is null and opens_on <= ${today}::date`.execute(tx.db)
    return { result: { completed: true as const }, event }
  })
}

/** Points the entries out to the 人事主管, in whose review they are marked; a later note takes the place of an earlier one. */
export async function flagEntries(
  database: Database, origin: Origin, { review, person, today }: OfReview, keys: readonly EntryKey[], text: string,
): Promise<number> {
  const entries = await loadEntries(database.read, await entriesOf(database.read, review, keys, today), today)
  if (entries.length === 0) return 0
  return change(database, origin, async (tx) => {
    const locked = await lockReview(tx.db, review.id, person, today)
    if (locked === null || locked.done) {
      const detail = { review: review.id, entry: '', note: text }
      return { result: 0, event: { code: 'review.flagged', agency: review.agency, detail, outcome: 'refused', refusal: 'gone' } }
    }
    await recordEntries(tx, 'review.flagged', { review: review.id, note: text },
      entries.map((entry) => toldOf(entry, review.agency)))
    await sql`
      insert into handover_flag (review_id, kind, subject_id, note, event_id)
      select ${review.id}, e.kind, e.id, ${text}, e.event from (${withEvents('review.flagged', entries)}) e
      on conflict (review_id, kind, subject_id) do update
        set note = excluded.note, flagged_at = now(), event_id = excluded.event_id`.execute(tx.db)
    return { result: entries.length, event: await firstEvent(tx, 'review.flagged') }
  })
}

/** Takes back what this person pointed out. */
export async function unflagEntries(
  database: Database, origin: Origin, { review }: OfReview, keys: readonly EntryKey[],
): Promise<number> {
  const own = await sql<EntryKey>`
    select kind, subject_id as id from handover_flag
    where review_id = ${review.id} and (kind::text, subject_id) in (
      select * from unnest(${keys.map(({ kind }) => kind)}::text[], ${keys.map(({ id }) => id)}::uuid[]))`.execute(database.read)
  if (own.rows.length === 0) return 0
  return change(database, origin, async (tx) => {
    await recordEntries(tx, 'review.unflagged', { review: review.id, note: '' },
      own.rows.map((key) => ({ ...key, agency: review.agency })))
    for (const { kind, id } of own.rows) {
      await tx.db.deleteFrom('handover_flag').where('review_id', '=', review.id).where('kind', '=', kind)
        .where('subject_id', '=', id).execute()
    }
    return { result: own.rows.length, event: await firstEvent(tx, 'review.unflagged') }
  })
}
