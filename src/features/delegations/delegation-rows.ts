// Delegations as they stand: finding one, locking an agency's, and writing the next version of one.
import { UUID } from '../../core/uuid.ts'
import { sql } from 'kysely'
import { closed, periodText } from '../../store/periods.ts'
import type { Day } from '../../core/days.ts'
import type { StandingDelegation } from '../../core/delegating.ts'
import type { DecisionState } from '../../core/facts.ts'
import type { AgencyCode } from '../../core/standing.ts'
import type { Change, EventId } from '../../store/change.ts'
import type { Reader } from '../../store/database.ts'

/** The latest version of a delegation. */
export type FoundDelegation = StandingDelegation & { version: number; giverPost: string | null; byCard: boolean }

/** The latest version of the delegation, or null where there is none of that id. */
export async function findDelegation(db: Reader, id: string): Promise<FoundDelegation | null> {
  if (!UUID.test(id)) return null
  const { rows: [row] } = await sql<FoundDelegation>`
    select id, version, agency_code as agency, scope_code as scope, person_id as person, post_id::text as post,
      lower(valid) as "from", upper(valid) - 1 as "to", state, reason, given_by as "givenBy", giver_post as "giverPost",
      by_card as "byCard"
    from delegation where id = ${id} and upper_inf(recorded)`.execute(db)
  return row ?? null
}

/** From here on until the transaction ends, nobody else gives or ends a delegation of the agency. */
export async function lockDelegations({ db }: Change, agency: AgencyCode): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('delegations ' || ${agency}::text, 0))`.execute(db)
}

/** What may differ between versions of one delegation. */
export type NextDelegation = { from: Day; to: Day | null; state: DecisionState; reason: string | null }

/** Writes the delegation's next version; the one before is closed. */
export async function writeDelegationVersion(
  tx: Change, delegation: FoundDelegation, next: NextDelegation, event: EventId,
): Promise<void> {
  await tx.db.updateTable('delegation').set({ recorded: closed })
    .where('id', '=', delegation.id).where('version', '=', delegation.version).execute()
  await tx.db.insertInto('delegation').values({
    id: delegation.id, version: delegation.version + 1, agency_code: delegation.agency, scope_code: delegation.scope,
    person_id: delegation.person, post_id: delegation.post, valid: periodText(next), state: next.state,
    reason: next.reason, given_by: delegation.givenBy, giver_post: delegation.giverPost, by_card: delegation.byCard,
    event_id: event,
  }).execute()
}
