// 「編輯」: another last day or reason. The parties of a delegation never change.
import { decideRedating } from '../../core/delegating.ts'
import { change, refuse, refused } from '../../store/change.ts'
import { isExclusionViolation } from '../../store/faults.ts'
import { stillManaging } from '../../store/still-managing.ts'
import { eventParts, periodValues, tellDelegate } from './delegation-events.ts'
import { findDelegation, lockDelegations, writeDelegationVersion } from './delegation-rows.ts'
import { countOtherManagers, loadDelegating } from './load-delegating.ts'
import type { AuditEvent } from '../../core/audit.ts'
import type { Day } from '../../core/days.ts'
import type { DelegatingFacts, Refused } from '../../core/delegating.ts'
import type { ManagementWay } from '../../core/scope.ts'
import type { Origin } from '../../store/change.ts'
import type { Database } from '../../store/database.ts'
import type { FoundDelegation } from './delegation-rows.ts'
import type { DelegatingActor } from './load-delegating.ts'

/** `version`: the one that the actor saw; what somebody else did meanwhile is looked at first. */
export type Redating = { id: string; version: number; from: Day; to: Day | null; reason: string | null; today: Day }

function attempt(
  facts: DelegatingFacts, delegation: FoundDelegation, wish: Redating, way: ManagementWay | null = null,
): AuditEvent<'delegation.changed'> {
  const { detail, ...subjects } = eventParts(facts, delegation.id, way)
  return {
    code: 'delegation.changed', ...subjects,
    detail: { ...detail, before: periodValues(delegation), after: periodValues(wish) },
  }
}

/** Changes period and reason, or refuses. One answer for what is not there and what is not theirs. */
export async function redateDelegation(
  database: Database, origin: Origin, actor: DelegatingActor, wish: Redating,
): Promise<{ changed: true } | Refused> {
  const there = await findDelegation(database.read, wish.id)
  if (there === null) return { refused: 'agencyNotManaged' }
  try {
    return await change<{ changed: true } | Refused>(database, origin, async (tx) => {
      await lockDelegations(tx, there.agency)
      const delegation = await findDelegation(tx.db, wish.id) ?? there
      const facts = await loadDelegating(tx.db, await stillManaging(tx, actor, wish.today), delegation, wish.today)
      const othersLeft = await countOtherManagers(tx.db, delegation.agency, delegation.person, wish.today)
      const decided = decideRedating(facts, delegation, wish, { othersLeft })
      const theirs = !('refused' in decided && decided.refused === 'agencyNotManaged')
      if (theirs && delegation.version !== wish.version) {
        return refused<Refused>(attempt(facts, delegation, wish), { refused: 'changedMeanwhile' })
      }
      if ('refused' in decided) return refused(attempt(facts, delegation, wish), decided)
      const event = await tx.record(attempt(facts, delegation, wish, decided.way))
      const { from, to, reason } = wish
      await writeDelegationVersion(tx, delegation, { from, to, reason, state: delegation.state }, event)
      await tellDelegate(tx, event, 'delegation.changed', { ...delegation, from, to, reason })
      return { result: { changed: true }, event }
    })
  } catch (error) {
    if (!isExclusionViolation(error)) throw error
    const facts = await loadDelegating(database.read, actor, there, wish.today)
    return refuse<Refused>(database, origin, attempt(facts, there, wish), { refused: 'overlaps' })
  }
}
