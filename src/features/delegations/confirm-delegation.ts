// To keep a delegation whose giver has gone (R-SCP-3, R-JML-3): whoever holds the office now gives it as their own. Who gave a
// delegation never changes, so the old one ends and another takes its place, for the rest of its period.
import { decideConfirmingDelegation } from '../../core/delegating.ts'
import { change, refused } from '../../store/change.ts'
import { stillManaging } from '../../store/still-managing.ts'
import { eventParts, periodValues } from './delegation-events.ts'
import { findDelegation, lockDelegations, writeDelegationVersion } from './delegation-rows.ts'
import { writeDelegation } from './give-delegation.ts'
import { loadDelegating } from './load-delegating.ts'
import type { AuditEvent } from '../../core/audit.ts'
import type { Day } from '../../core/days.ts'
import type { DelegatingFacts, Refused } from '../../core/delegating.ts'
import type { ManagementWay } from '../../core/scope.ts'
import type { Origin } from '../../store/change.ts'
import type { Database } from '../../store/database.ts'
import type { FoundDelegation } from './delegation-rows.ts'
import type { DelegatingActor } from './load-delegating.ts'

/** `post`: what it is to rest on; null: the only post that the delegate holds within the scope. */
export type ConfirmingDelegation = { id: string; version: number; post: string | null; today: Day }

type Next = { from: Day; to: Day | null; reason: string | null }

function attempt(
  facts: DelegatingFacts, delegation: FoundDelegation, next: Next, way: ManagementWay | null = null,
): AuditEvent<'delegation.confirmed'> {
  const { detail, ...subjects } = eventParts(facts, delegation.id, way)
  return { code: 'delegation.confirmed', ...subjects, detail: { ...detail, before: periodValues(delegation), after: periodValues(next) } }
}

/** Confirms the delegation, or refuses. One answer for what is not there and what is not theirs. */
export async function confirmDelegation(
  database: Database, origin: Origin, actor: DelegatingActor, { id, version, post, today }: ConfirmingDelegation,
): Promise<{ confirmed: string } | Refused> {
  const there = await findDelegation(database.read, id)
  if (there === null) return { refused: 'agencyNotManaged' }
  return change<{ confirmed: string } | Refused>(database, origin, async (tx) => {
    await lockDelegations(tx, there.agency)
    const delegation = await findDelegation(tx.db, id) ?? there
    const { agency, scope, person, to, reason } = delegation
    const from = delegation.from < today ? today : delegation.from
    const facts = await loadDelegating(tx.db, await stillManaging(tx, actor, today), delegation, today)
    const wish = { agency, scope, person, post, from, to, reason }
    const decided = decideConfirmingDelegation(facts, delegation, post)
    const theirs = !('refused' in decided && decided.refused === 'agencyNotManaged')
    if (theirs && delegation.version !== version) {
      return refused<Refused>(attempt(facts, delegation, wish), { refused: 'changedMeanwhile' })
    }
    if ('refused' in decided) return refused(attempt(facts, delegation, wish), decided)
    const event = await tx.record(attempt(facts, delegation, wish, decided.way))
    await writeDelegationVersion(tx, delegation, { from: delegation.from, to, reason, state: 'ended' }, event)
    const { result } = await writeDelegation(tx, facts, wish, decided)
    return { result: { confirmed: result.given }, event }
  })
}
