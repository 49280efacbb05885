// 「同意」: the second manager of a proposal (maker and checker); it is in force from now on.
import { decideAgreeing } from '../../core/granting.ts'
import { actOnGrant, partsOf, valuesOf } from './act-on-grant.ts'
import { eventParts, tellOthers, tellReceivers } from './grant-events.ts'
import { writeVersion } from './grant-rows.ts'
import type { AuditEvent } from '../../core/audit.ts'
import type { Day } from '../../core/days.ts'
import type { GrantingFacts, Refused } from '../../core/granting.ts'
import type { ManagementWay } from '../../core/scope.ts'
import type { Origin } from '../../store/change.ts'
import type { Database } from '../../store/database.ts'
import type { OnGrant } from './act-on-grant.ts'
import type { FoundGrant } from './grant-rows.ts'
import type { GrantActor } from './load-granting.ts'

type Agreeing = { from: Day; to: Day | null; way: ManagementWay }

/** Agrees to the proposal. */
export function agreeToGrant(
  database: Database, origin: Origin, actor: GrantActor, act: OnGrant,
): Promise<{ agreed: true } | Refused> {
  const told = (facts: GrantingFacts, grant: FoundGrant, decided: Agreeing | null): AuditEvent<'grant.agreed'> => {
    const { detail, ...subjects } = decided === null ? partsOf(facts, grant) : eventParts(facts, grant, decided.way)
    const after = { ...valuesOf(grant), from: decided?.from ?? grant.from, state: 'active' }
    return { code: 'grant.agreed', ...subjects, detail: { ...detail, before: valuesOf(grant), after } }
  }
  return actOnGrant<Agreeing, { agreed: true }>(database, origin, actor, act, {
    decide: decideAgreeing,
    attempt: (facts, grant) => told(facts, grant, null),
    write: async (tx, grant, facts, decided) => {
      const event = await tx.record(told(facts, grant, decided))
      const { from, to } = decided
      await writeVersion(tx, grant, {
        from, to, state: 'active', reason: grant.reason, post: grant.post, confirmedBy: facts.giver.person!,
      }, event)
      const said = { ...grant, from, to }
      await tellReceivers(tx, event, 'grant.given', said)
      if (grant.givenBy !== null) await tellOthers(tx, event, 'grant.agreed', said, [grant.givenBy])
      return { result: { agreed: true }, event }
    },
  })
}
