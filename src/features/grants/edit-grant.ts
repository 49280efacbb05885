// 「編輯」: shorter, longer, or for another reason. The parties of a grant never change.
import { decideEditing } from '../../core/granting.ts'
import { refuse } from '../../store/change.ts'
import { isExclusionViolation } from '../../store/faults.ts'
import { actOnGrant, partsOf, valuesOf } from './act-on-grant.ts'
import { eventParts, periodValues, tellReceivers } from './grant-events.ts'
import { writeGrant } from './give-grant.ts'
import { findGrant, writeVersion } from './grant-rows.ts'
import { loadGranting } from './load-granting.ts'
import type { Day } from '../../core/days.ts'
import type { Edited, GrantingFacts, Refused } from '../../core/granting.ts'
import type { AuditEvent } from '../../core/audit.ts'
import type { Change, Origin } from '../../store/change.ts'
import type { Database } from '../../store/database.ts'
import type { OnGrant } from './act-on-grant.ts'
import type { FoundGrant } from './grant-rows.ts'
import type { GrantActor } from './load-granting.ts'

export type EditedGrant = OnGrant & { from: Day; to: Day | null; reason: string | null }

/** `proposed`: the further days are a grant of their own, which waits for a second manager. */
export type GrantEdited = { edited: 'changed' | 'proposed' }

/** Changes period and reason, or refuses (core/granting.ts, or `overlaps` where another grant holds on those days). */
export async function editGrant(
  database: Database, origin: Origin, actor: GrantActor, wish: EditedGrant,
): Promise<GrantEdited | Refused> {
  const attempt = (facts: GrantingFacts, grant: FoundGrant): AuditEvent<'grant.changed'> => {
    const { detail, ...subjects } = partsOf(facts, grant)
    return {
      code: 'grant.changed', ...subjects,
      detail: { ...detail, before: valuesOf(grant), after: { ...valuesOf(grant), ...periodValues(wish, wish.reason) } },
    }
  }
  try {
    return await actOnGrant<Edited, GrantEdited>(database, origin, actor, wish, {
      decide: (facts, grant) => decideEditing(facts, grant, wish),
      attempt,
      write: (tx, grant, facts, decided) => 'proposal' in decided
        ? propose(tx, grant, facts, decided) : write(tx, grant, facts, decided, attempt(facts, grant)),
    })
  } catch (error) {
    if (!isExclusionViolation(error)) throw error
    const grant = await findGrant(database.read, wish.id)
    const facts = grant === null ? null : await loadGranting(database.read, actor, grant, wish.today)
    if (grant === null || facts === null) throw error
    return refuse<Refused>(database, origin, attempt(facts, grant), { refused: 'overlaps' })
  }
}

async function write(
  tx: Change, grant: FoundGrant, facts: GrantingFacts, { changed, way }: Extract<Edited, { changed: object }>,
  tried: AuditEvent<'grant.changed'>,
) {
  const { way: by } = eventParts(facts, grant, way).detail
  const event = await tx.record({ ...tried, detail: { ...tried.detail, way: by } })
  await writeVersion(tx, grant, { ...changed, state: grant.state, post: grant.post }, event)
  await tellReceivers(tx, event, 'grant.changed', { ...grant, ...changed })
  return { result: { edited: 'changed' as const }, event }
}

async function propose(
  tx: Change, grant: FoundGrant, facts: GrantingFacts, { proposal, way }: Extract<Edited, { proposal: object }>,
) {
  const { agency, application, category, receiver } = grant
  const wish = { agency, application, category, receiver, ...proposal }
  const { event } = await writeGrant(tx, facts, wish, { state: 'proposed', post: proposal.post, way })
  return { result: { edited: 'proposed' as const }, event }
}
