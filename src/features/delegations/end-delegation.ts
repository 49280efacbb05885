// 「刪除」: at once (R-DAY-1). The last one of an agency without 人事主管 ends only together with a successor's beginning (R-GRT-3).
import { decideDelegating, decideEndingDelegation } from '../../core/delegating.ts'
import { change, refuse, refused } from '../../store/change.ts'
import { isExclusionViolation } from '../../store/faults.ts'
import { stillManaging } from '../../store/still-managing.ts'
import { eventParts, periodValues, tellDelegate } from './delegation-events.ts'
import { findDelegation, lockDelegations, writeDelegationVersion } from './delegation-rows.ts'
import { writeDelegation } from './give-delegation.ts'
import { countOtherManagers, loadDelegating } from './load-delegating.ts'
import type { AuditEvent } from '../../core/audit.ts'
import type { Day } from '../../core/days.ts'
import type { DelegatingFacts, Refused } from '../../core/delegating.ts'
import type { ManagementWay } from '../../core/scope.ts'
import type { Change, Origin } from '../../store/change.ts'
import type { Database } from '../../store/database.ts'
import type { FoundDelegation } from './delegation-rows.ts'
import type { DelegatingActor } from './load-delegating.ts'

/** `successor`: who is to have the rest of the period instead, by person's number and the post it rests on. */
export type EndingDelegation = {
  id: string
  version: number
  today: Day
  successor: { person: string; post: string | null } | null
}

function attempt(
  facts: DelegatingFacts, delegation: FoundDelegation, wish: EndingDelegation, way: ManagementWay | null = null,
): AuditEvent<'delegation.ended'> {
  const { detail, ...subjects } = eventParts(facts, delegation.id, way)
  return {
    code: 'delegation.ended', ...subjects,
    detail: { ...detail, successor: wish.successor?.person ?? '', before: periodValues(delegation) },
  }
}

type Ended = { ended: true } | Refused

async function endIn(
  tx: Change, actor: DelegatingActor, delegation: FoundDelegation, wish: EndingDelegation,
): Promise<{ result: Ended; event: AuditEvent | Awaited<ReturnType<Change['record']>> }> {
  const { today, successor } = wish
  const facts = await loadDelegating(tx.db, actor, delegation, today)
  const othersLeft = await countOtherManagers(tx.db, delegation.agency, delegation.person, today)
  const decided = decideEndingDelegation(facts, delegation, { othersLeft, successor: successor?.person ?? null })
  const theirs = !('refused' in decided && decided.refused === 'agencyNotManaged')
  if (theirs && delegation.version !== wish.version) {
    return refused<Refused>(attempt(facts, delegation, wish), { refused: 'changedMeanwhile' })
  }
  if ('refused' in decided) return refused(attempt(facts, delegation, wish), decided)
  const next = successor === null ? null : await successorOf(tx, actor, delegation, { ...successor, today })
  if (next !== null && 'refused' in next.decided) return refused(attempt(facts, delegation, wish), next.decided)
  const event = await tx.record(attempt(facts, delegation, wish, decided.way))
  const { from, to, reason } = delegation
  await writeDelegationVersion(tx, delegation, { from, to, reason, state: 'ended' }, event)
  await tellDelegate(tx, event, 'delegation.ended', delegation)
  if (next !== null && !('refused' in next.decided)) await writeDelegation(tx, next.facts, next.wish, next.decided)
  return { result: { ended: true }, event }
}

async function successorOf(
  tx: Change, actor: DelegatingActor, delegation: FoundDelegation, { person, post, today }: { person: string; post: string | null; today: Day },
) {
  const { agency, scope, to, reason } = delegation
  const facts = await loadDelegating(tx.db, actor, { agency, scope, person }, today)
  const wish = { agency, scope, person, post, from: today, to, reason }
  return { facts, wish, decided: decideDelegating(facts, wish) }
}

/** Ends the delegation, or refuses. One answer for what is not there and what is not theirs. */
export async function endDelegation(
  database: Database, origin: Origin, actor: DelegatingActor, wish: EndingDelegation,
): Promise<Ended> {
  const there = await findDelegation(database.read, wish.id)
  if (there === null) return { refused: 'agencyNotManaged' }
  try {
    return await change<Ended>(database, origin, async (tx) => {
      await lockDelegations(tx, there.agency)
      return endIn(tx, await stillManaging(tx, actor, wish.today), await findDelegation(tx.db, wish.id) ?? there, wish)
    })
  } catch (error) {
    // The successor has one of the agency already, on some of the days.
    if (!isExclusionViolation(error)) throw error
    const facts = await loadDelegating(database.read, actor, there, wish.today)
    return refuse<Refused>(database, origin, attempt(facts, there, wish), { refused: 'overlaps' })
  }
}
