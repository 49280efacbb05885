// Voting: once a person. Who votes is noted and what they chose is counted, and nothing tells one from the other (0058).
import { sql } from 'kysely'
import { decideVoting } from '../../core/polls.ts'
import { change, refuse, refused } from '../../store/change.ts'
import { isRuleViolation, isUniqueViolation } from '../../store/faults.ts'
import { placesOf } from '../notices/notice-rows.ts'
import { findPoll, hasVoted } from './poll-rows.ts'
import type { AuditEvent } from '../../core/audit.ts'
import type { Day } from '../../core/days.ts'
import type { VotingRefusal } from '../../core/polls.ts'
import type { Change, Origin, Outcome } from '../../store/change.ts'
import type { Database } from '../../store/database.ts'
import type { PersonActor } from '../../web/actor.ts'

type Voting = { actor: PersonActor; now: Date; today: Day }
export type VotingAnswer = { voted: true } | { refused: VotingRefusal }

async function attempt(
  tx: Change, { actor, now, today }: Voting, { id, chosen }: { id: string; chosen: readonly number[] },
): Promise<Outcome<VotingAnswer>> {
  const poll = await findPoll(tx.db, id)
  const tried: AuditEvent<'poll.voted'> = {
    code: 'poll.voted', person: actor.personId, agency: poll?.agency?.code ?? null, detail: { poll: poll?.id ?? '' },
  }
  const bar = poll === null ? 'notFound' : decideVoting(poll, {
    places: await placesOf(tx.db, actor, today), now, chosen, voted: await hasVoted(tx.db, actor.personId, id),
  })
  if (bar !== null) return refused(tried, { refused: bar })
  const event = await tx.record(tried)
  await sql`select cast_vote(${id}, ${actor.personId}, ${[...chosen]}::smallint[], ${event})`.execute(tx.db)
  return { result: { voted: true }, event }
}

/** What the database found when the vote had its turn: another window was first, or the poll ended while it waited. */
function barredMeanwhile(error: unknown): VotingRefusal | null {
  if (isUniqueViolation(error, 'poll_voter_pkey')) return 'votedAlready'
  return isRuleViolation(error, 'vote_while_open') ? 'notOpen' : null
}

/** Votes for these choices, by their positions, or says why not. */
export async function vote(
  database: Database, origin: Origin, voting: Voting, which: { id: string; chosen: readonly number[] },
): Promise<VotingAnswer> {
  try {
    return await change<VotingAnswer>(database, origin, (tx) => attempt(tx, voting, which))
  } catch (error) {
    const bar = barredMeanwhile(error)
    if (bar === null) throw error
    const agency = (await findPoll(database.read, which.id))?.agency?.code ?? null
    const tried: AuditEvent<'poll.voted'> = { code: 'poll.voted', person: voting.actor.personId, agency, detail: { poll: which.id } }
    return refuse<{ refused: VotingRefusal }>(database, origin, tried, { refused: bar })
  }
}
