// 「結束」: at once, whatever days were left (R-DAY-1).
import { decideEnding } from '../../core/granting.ts'
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

/** Ends the grant, or takes a proposal back. */
export function endGrant(
  database: Database, origin: Origin, actor: GrantActor, act: OnGrant & { why: string | null },
): Promise<{ ended: true } | Refused> {
  const { why } = act
  const told = (facts: GrantingFacts, grant: FoundGrant, way: ManagementWay | null): AuditEvent<'grant.ended'> => {
    const { detail, ...subjects } = way === null ? partsOf(facts, grant) : eventParts(facts, grant, way)
    return { code: 'grant.ended', ...subjects, detail: { ...detail, why: why ?? '', before: valuesOf(grant) } }
  }
  return actOnGrant<{ way: ManagementWay }, { ended: true }>(database, origin, actor, act, {
    decide: decideEnding,
    attempt: (facts, grant) => told(facts, grant, null),
    write: async (tx, grant, facts, { way }) => {
      const event = await tx.record(told(facts, grant, way))
      await writeVersion(tx, grant, { ...grant, state: 'ended' }, event)
      const said = { ...grant, reason: why }
      await tellReceivers(tx, event, 'grant.ended', said)
      // Whoever proposed it waits for an answer.
      if (grant.state === 'proposed' && grant.givenBy !== null) {
        await tellOthers(tx, event, 'grant.ended', said, [grant.givenBy])
      }
      return { result: { ended: true }, event }
    },
  })
}
