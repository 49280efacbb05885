// 「新增資料」: a named person may use the management functions of an agency, for a period (R-SCP-3).
import { randomUUID } from 'node:crypto'
import { decideDelegating } from '../../core/delegating.ts'
import { change, refuse, refused } from '../../store/change.ts'
import { isExclusionViolation } from '../../store/faults.ts'
import { personAimedAt } from '../../store/people.ts'
import { periodText } from '../../store/periods.ts'
import { stillManaging } from '../../store/still-managing.ts'
import { eventParts, periodValues, tellDelegate } from './delegation-events.ts'
import { lockDelegations } from './delegation-rows.ts'
import { loadDelegating } from './load-delegating.ts'
import type { AuditEvent } from '../../core/audit.ts'
import type { Day } from '../../core/days.ts'
import type { DelegatingFacts, DelegationWish, Refused } from '../../core/delegating.ts'
import type { ManagementWay } from '../../core/scope.ts'
import type { Change, EventId, Origin } from '../../store/change.ts'
import type { Database } from '../../store/database.ts'
import type { DelegatingActor, DelegationTarget } from './load-delegating.ts'

export type NewDelegation = DelegationTarget & DelegationWish

function attempt(facts: DelegatingFacts, wish: NewDelegation, id = '', way: ManagementWay | null = null): AuditEvent<'delegation.given'> {
  const { detail, ...subjects } = eventParts(facts, id, way)
  return {
    code: 'delegation.given', ...subjects,
    detail: { ...detail, post: wish.post ?? '', scope: wish.scope ?? '', after: periodValues(wish) },
  }
}

/**
 * Records that somebody tried to make a delegate (or a successor) of a person who is not there, or not within their scope:
 * both alike, and as long lasting.
 */
export async function refuseReceiver(
  database: Database, origin: Origin, { agency, ...period }: { agency: string; from: Day; to: Day | null; reason: string | null },
  aimed: { key: string; idIndex: string | null },
): Promise<Refused> {
  const person = await personAimedAt(database.read, aimed)
  return refuse<Refused>(database, origin, {
    code: 'delegation.receiver-refused', agency, person, detail: { after: periodValues(period) },
  }, { refused: 'receiverNotFound' })
}

/** Gives the delegation, or refuses it for a reason of core/delegating.ts, or because one of that agency holds on some of the days (R-GRT-5). */
export async function giveDelegation(
  database: Database, origin: Origin, actor: DelegatingActor, wish: NewDelegation, today: Day,
): Promise<{ given: string } | Refused> {
  try {
    return await change<{ given: string } | Refused>(database, origin, async (tx) => {
      await lockDelegations(tx, wish.agency)
      const facts = await loadDelegating(tx.db, await stillManaging(tx, actor, today), wish, today)
      const decided = decideDelegating(facts, wish)
      if ('refused' in decided) return refused(attempt(facts, wish), decided)
      return writeDelegation(tx, facts, wish, decided)
    })
  } catch (error) {
    if (!isExclusionViolation(error)) throw error
    const facts = await loadDelegating(database.read, actor, wish, today)
    return refuse<Refused>(database, origin, attempt(facts, wish), { refused: 'overlaps' })
  }
}

/** Writes a delegation that was decided, with its event, and tells the delegate. */
export async function writeDelegation(
  tx: Change, facts: DelegatingFacts, wish: NewDelegation, { post, way }: { post: string; way: ManagementWay },
): Promise<{ result: { given: string }; event: EventId }> {
  const id = randomUUID()
  const event = await tx.record(attempt(facts, { ...wish, post }, id, way))
  await tx.db.insertInto('delegation').values({
    id, agency_code: wish.agency, scope_code: wish.scope, person_id: wish.person, post_id: post,
    valid: periodText(wish), reason: wish.reason, given_by: facts.giver.person,
    // What the giver's standing rests on: when it is gone, so is what was given (R-SCP-3).
    giver_post: way.way === 'hrSupervisor' ? way.held.post.id : null, event_id: event,
  }).execute()
  await tellDelegate(tx, event, 'delegation.given', wish)
  return { result: { given: id }, event }
}
