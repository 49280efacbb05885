// How every act on a grant that stands goes: lock it, load what the law asks, decide, write.
import { change, refused } from '../../store/change.ts'
import { stillManaging } from '../../store/still-managing.ts'
import { periodValues, eventParts } from './grant-events.ts'
import { findGrant, lockGrant } from './grant-rows.ts'
import { loadGranting } from './load-granting.ts'
import type { AuditEvent } from '../../core/audit.ts'
import type { Day } from '../../core/days.ts'
import type { GrantingFacts, Refused } from '../../core/granting.ts'
import type { Change, EventId, Origin } from '../../store/change.ts'
import type { Database } from '../../store/database.ts'
import type { FoundGrant } from './grant-rows.ts'
import type { GrantActor } from './load-granting.ts'

/** Which grant, and as of which of its versions the actor decided: what somebody else did meanwhile is looked at first. */
export type OnGrant = { id: string; version: number; today: Day }

type Act<D extends object, R> = {
  decide: (facts: GrantingFacts, grant: FoundGrant) => D | Refused
  /** Says what was tried, for the event of a refusal. */
  attempt: (facts: GrantingFacts, grant: FoundGrant) => AuditEvent
  write: (tx: Change, grant: FoundGrant, facts: GrantingFacts, decided: D) => Promise<{ result: R; event: EventId }>
}

/**
 * Runs the act in one transaction that holds the grant. Refuses `agencyNotManaged` alike where there is no such grant and
 * where its agency is not the actor's; `changedMeanwhile` where another version stands than the actor saw.
 */
export async function actOnGrant<D extends object, R>(
  database: Database, origin: Origin, actor: GrantActor, { id, version, today }: OnGrant, act: Act<D, R>,
): Promise<R | Refused> {
  const there = await findGrant(database.read, id)
  if (there === null) return { refused: 'agencyNotManaged' }
  return change<R | Refused>(database, origin, async (tx) => {
    const grant = await lockGrant(tx.db, id)
    if (grant === null) throw new Error('a grant that was there has no version')
    const facts = await loadGranting(tx.db, await stillManaging(tx, actor, today), grant, today)
    if (facts === null) throw new Error('a grant of an application that is not there')
    const decided = act.decide(facts, grant)
    // Whose grant it is not is told nothing of it, not even that it has changed.
    const stale = grant.version !== version && !('refused' in decided && decided.refused === 'agencyNotManaged')
    const refusal: Refused | null = stale ? { refused: 'changedMeanwhile' } : 'refused' in decided ? decided as Refused : null
    if (refusal !== null) return refused(act.attempt(facts, grant), refusal)
    return act.write(tx, grant, facts, decided as D)
  })
}

/** The period and reason of a grant as the audit log keeps them, with the state. */
export const valuesOf = (grant: Pick<FoundGrant, 'from' | 'to' | 'reason' | 'state' | 'post'>) =>
  ({ ...periodValues(grant, grant.reason), state: grant.state, post: grant.post })

/** The event of an act on the grant that says nothing but what it was. */
export const partsOf = (facts: GrantingFacts, grant: FoundGrant) => eventParts(facts, grant, null)
