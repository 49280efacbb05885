// Writing a poll, and ending it before its time. What is voted on is never edited: whoever erred ends it and writes another.
import { randomUUID } from 'node:crypto'
import { decideEnding, decidePoll } from '../../core/polls.ts'
import { change, refuse, refused } from '../../store/change.ts'
import { isUniqueViolation } from '../../store/faults.ts'
import { factsOf, wayOf } from '../notices/write-notice.ts'
import { findPoll } from './poll-rows.ts'
import type { AuditEvent } from '../../core/audit.ts'
import type { PollRefusal, PollWish } from '../../core/polls.ts'
import type { AgencyCode } from '../../core/standing.ts'
import type { Change, Origin } from '../../store/change.ts'
import type { Database } from '../../store/database.ts'
import type { Writing, WrittenBy } from '../notices/write-notice.ts'

export type PollAnswer = { written: string } | { refused: PollRefusal }

async function insertPoll(
  { db }: Change, id: string, agency: AgencyCode | null, { audience, choices, ...wish }: PollWish & { opensAt: Date }, event: string,
): Promise<void> {
  await db.insertInto('poll').values({
    id, agency_code: agency, question: wish.question, about: wish.about, most_choices: wish.mostChoices, audience_agency: audience.agency,
    audience_below: audience.below, audience_standing: audience.standing, opens_at: wish.opensAt, closes_at: wish.closesAt, event_id: event,
  }).execute()
  await db.insertInto('poll_choice').values(choices.map((label, at) => ({ poll_id: id, position: at + 1, label, event_id: event }))).execute()
}

/** Writes a poll in the name of the agency (null: the centre), or refuses by core/polls.ts. */
export async function writePoll(database: Database, origin: Origin, writing: Writing, written: WrittenBy<PollWish>): Promise<PollAnswer> {
  const id = written.number ?? randomUUID()
  try {
    return await attempt(database, origin, writing, { ...written, id })
  } catch (error) {
    if (!isUniqueViolation(error, 'poll_pkey')) throw error
    const { agency, wish: { question, choices } } = written
    const tried: AuditEvent<'poll.written'> = { code: 'poll.written', agency, detail: { poll: id, question, choices: [...choices], way: '', after: {} } }
    return refuse<{ refused: PollRefusal }>(database, origin, tried, { refused: 'writtenAlready' })
  }
}

function attempt(
  database: Database, origin: Origin, writing: Writing, { agency, wish, id }: WrittenBy<PollWish> & { id: string },
): Promise<PollAnswer> {
  return change<PollAnswer>(database, origin, async (tx) => {
    const facts = await factsOf(tx, writing, agency, wish.audience.agency, null)
    const opensAt = wish.opensAt ?? writing.now
    const { audience, question, choices, mostChoices, closesAt } = wish
    const tried: AuditEvent<'poll.written'> = {
      code: 'poll.written', agency, detail: {
        poll: id, question, choices: [...choices], way: wayOf(facts),
        after: {
          audience: audience.agency ?? '', below: audience.below, standing: audience.standing ?? 'public', mostChoices,
          opensAt: opensAt.toISOString(), closesAt: closesAt.toISOString(),
        },
      },
    }
    const bar = decidePoll(facts, wish)
    if (bar !== null) return refused(tried, { refused: bar })
    const event = await tx.record(tried)
    await insertPoll(tx, id, agency, { ...wish, opensAt }, event)
    return { result: { written: id }, event }
  })
}

/** Ends a poll before its time, for good. */
export async function endPoll(
  database: Database, origin: Origin, writing: Writing, { id, reason }: { id: string; reason: string },
): Promise<PollAnswer> {
  try {
    return await change<PollAnswer>(database, origin, async (tx) => {
      const poll = await findPoll(tx.db, id)
      const agency = poll?.agency?.code ?? null
      const facts = await factsOf(tx, writing, agency, null, null)
      const tried: AuditEvent<'poll.ended'> = {
        code: 'poll.ended', agency, detail: { poll: poll?.id ?? '', question: poll?.question ?? '', reason, way: wayOf(facts) },
      }
      const bar = decideEnding(facts, poll)
      if (bar !== null) return refused(tried, { refused: bar })
      const event = await tx.record(tried)
      await tx.db.insertInto('poll_end').values({ poll_id: id, event_id: event }).execute()
      return { result: { written: id }, event }
    })
  } catch (error) {
    // Two who end it at once: the other one was first.
    if (isUniqueViolation(error, 'poll_end_pkey')) return { refused: 'endedAlready' }
    throw error
  }
}
