// What a decision of a review does to the thing itself: by the act of the slice that the thing belongs to, with its law, its
// events and its notices.
import { confirmMember, endMembership } from '../applications/decide-member.ts'
import { confirmDelegation } from '../delegations/confirm-delegation.ts'
import { endDelegation } from '../delegations/end-delegation.ts'
import { endDuty } from '../duties/end-duty.ts'
import { confirmGrant } from '../grants/confirm-grant.ts'
import { endGrant } from '../grants/end-grant.ts'
import { refusalSentence } from './refusal-messages.ts'
import type { Day } from '../../core/days.ts'
import type { Origin } from '../../store/change.ts'
import type { Database } from '../../store/database.ts'
import type { Actor } from '../../web/actor.ts'
import type { Language } from '../../web/language.ts'
import type { EntryRef } from './entry.ts'

/** Why the thing's own law refused. */
export type EntryRefused = { refused: Record<Language, string> }
export type EntryDone = { done: true } | EntryRefused

/** Who decides: with everything that they manage, also what opens only when their own review is done. */
export type Reviewer = Actor

/** The actor with the ways that the review itself keeps closed: for the entries of the review, and for nothing else. */
export const reviewing = (actor: Actor): Reviewer =>
  ({ ...actor, authority: { ways: [...actor.authority.ways, ...actor.closedWays] } })

/** Keeps what gives nothing as it is: it comes to rest on a post held now (null: the only one there is). */
export async function confirmEntry(
  database: Database, origin: Origin, actor: Reviewer, { kind, id, version }: EntryRef, post: string | null, today: Day,
): Promise<EntryDone> {
  const on = { id, version, post, today }
  if (kind === 'grant') {
    const answer = await confirmGrant(database, origin, actor, on)
    return 'refused' in answer ? { refused: refusalSentence({ kind, refused: answer.refused }) } : { done: true }
  }
  if (kind === 'delegation') {
    const answer = await confirmDelegation(database, origin, actor, on)
    return 'refused' in answer ? { refused: refusalSentence({ kind, refused: answer.refused }) } : { done: true }
  }
  if (kind === 'duty') return { done: true }
  const answer = await confirmMember(database, origin, actor, on)
  return 'refused' in answer ? { refused: refusalSentence({ kind, refused: answer.refused }) } : { done: true }
}

/** Ends it at once (R-DAY-1); of a duty one application alone where `only` names it. */
export async function endEntry(
  database: Database, origin: Origin, actor: Reviewer, { kind, id, version, only }: EntryRef & { only?: string }, why: string | null,
  today: Day,
): Promise<EntryDone> {
  if (kind === 'grant') {
    const answer = await endGrant(database, origin, actor, { id, version, why, today })
    return 'refused' in answer ? { refused: refusalSentence({ kind, refused: answer.refused }) } : { done: true }
  }
  if (kind === 'delegation') {
    const answer = await endDelegation(database, origin, actor, { id, version, today, successor: null })
    return 'refused' in answer ? { refused: refusalSentence({ kind, refused: answer.refused }) } : { done: true }
  }
  if (kind === 'duty') {
    const answer = await endDuty(database, origin, actor, { duty: id, today, ...(only === undefined ? {} : { only }) })
    return 'refused' in answer ? { refused: refusalSentence({ kind, refused: answer.refused }) } : { done: true }
  }
  const answer = await endMembership(database, origin, actor, { id, version, why, today })
  return 'refused' in answer ? { refused: refusalSentence({ kind, refused: answer.refused }) } : { done: true }
}
