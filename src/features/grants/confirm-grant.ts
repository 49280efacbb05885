// 「確認」: a suspended grant goes on, resting on a post that is held now (2.6, R-JML-2).
import { decideConfirming } from '../../core/granting.ts'
import { actOnGrant, partsOf, valuesOf } from './act-on-grant.ts'
import { eventParts, tellReceivers } from './grant-events.ts'
import { writeVersion } from './grant-rows.ts'
import type { AuditEvent } from '../../core/audit.ts'
import type { GrantingFacts, Refused } from '../../core/granting.ts'
import type { ManagementWay } from '../../core/scope.ts'
import type { Origin } from '../../store/change.ts'
import type { Database } from '../../store/database.ts'
import type { OnGrant } from './act-on-grant.ts'
import type { FoundGrant } from './grant-rows.ts'
import type { GrantActor } from './load-granting.ts'

type Confirming = { post: string | null; way: ManagementWay }

/** Confirms the grant on that post (null: the only one that the receiver holds within the scope). */
export function confirmGrant(
  database: Database, origin: Origin, actor: GrantActor, act: OnGrant & { post: string | null },
): Promise<{ confirmed: true } | Refused> {
  const told = (facts: GrantingFacts, grant: FoundGrant, decided: Confirming | null): AuditEvent<'grant.confirmed'> => {
    const { detail, ...subjects } = decided === null ? partsOf(facts, grant) : eventParts(facts, grant, decided.way)
    const after = { ...valuesOf(grant), state: 'active', post: decided?.post ?? act.post }
    return { code: 'grant.confirmed', ...subjects, detail: { ...detail, before: valuesOf(grant), after } }
  }
  return actOnGrant<Confirming, { confirmed: true }>(database, origin, actor, act, {
    decide: (facts, grant) => decideConfirming(facts, grant, act.post),
    attempt: (facts, grant) => told(facts, grant, null),
    write: async (tx, grant, facts, decided) => {
      const event = await tx.record(told(facts, grant, decided))
      await writeVersion(tx, grant, { ...grant, state: 'active', post: decided.post }, event)
      await tellReceivers(tx, event, 'grant.confirmed', grant)
      return { result: { confirmed: true }, event }
    },
  })
}
