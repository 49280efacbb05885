// 「不同意」: the second manager of a proposal says no, and it ends.
import { decideDeclining } from '../../core/granting.ts'
import { actOnGrant, partsOf, valuesOf } from './act-on-grant.ts'
import { eventParts, tellOthers, tellReceivers } from './grant-events.ts'
import { writeVersion } from './grant-rows.ts'
import type { AuditEvent } from '../../core/audit.ts'
import type { GrantingFacts, Refused } from '../../core/granting.ts'
import type { ManagementWay } from '../../core/scope.ts'
import type { Origin } from '../../store/change.ts'
import type { Database } from '../../store/database.ts'
import type { OnGrant } from './act-on-grant.ts'
import type { FoundGrant } from './grant-rows.ts'
import type { GrantActor } from './load-granting.ts'

/** Declines the proposal; `why` is told to whoever proposed it and to the receiver. */
export function declineGrant(
  database: Database, origin: Origin, actor: GrantActor, act: OnGrant & { why: string | null },
): Promise<{ declined: true } | Refused> {
  const { why } = act
  const told = (facts: GrantingFacts, grant: FoundGrant, way: ManagementWay | null): AuditEvent<'grant.declined'> => {
    const { detail, ...subjects } = way === null ? partsOf(facts, grant) : eventParts(facts, grant, way)
    return { code: 'grant.declined', ...subjects, detail: { ...detail, reason: why ?? '', before: valuesOf(grant) } }
  }
  return actOnGrant<{ way: ManagementWay }, { declined: true }>(database, origin, actor, act, {
    decide: decideDeclining,
    attempt: (facts, grant) => told(facts, grant, null),
    write: async (tx, grant, facts, { way }) => {
      const event = await tx.record(told(facts, grant, way))
      await writeVersion(tx, grant, { ...grant, state: 'ended' }, event)
      const said = { ...grant, reason: why }
      await tellReceivers(tx, event, 'grant.declined', said)
      if (grant.givenBy !== null) await tellOthers(tx, event, 'grant.declined', said, [grant.givenBy])
      return { result: { declined: true }, event }
    },
  })
}
