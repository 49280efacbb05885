// A national ID is shown in full by an act alone, which says why, is kept in the log and told to the person (5.2).
import { sql } from 'kysely'
import { change, refused } from '../../store/change.ts'
import { tellPersons } from '../../store/notices.ts'
import { stillOfCentre } from '../../store/still-managing.ts'
import type { AuditEvent } from '../../core/audit.ts'
import type { Day } from '../../core/days.ts'
import type { Authority } from '../../core/scope.ts'
import type { Change, Origin } from '../../store/change.ts'
import type { PeopleSlice } from './slice.ts'

/** So many within a day: a day's work of one administrator, and no way to take the nation's IDs one by one. */
export const MOST_REVEALED = 30

export type Revealed = { nationalId: string } | { refused: 'notCentral' | 'tooMany' }

/** From here on until the transaction ends, the actor reveals nothing else: what is counted stays so. */
async function countRevealed({ db }: Change, actor: string): Promise<number> {
  await sql`select pg_advisory_xact_lock(hashtextextended('reveals ' || ${actor}, 0))`.execute(db)
  const { rows: [row] } = await sql<{ count: number }>`
    select count(*)::int as count from audit_event
    where actor_person_id = ${actor} and code = 'person.id-revealed' and outcome = 'done' and at > now() - interval '24 hours'`.execute(db)
  return row!.count
}

/** The national ID of the person (an id of one that is there), once the event is written. */
export function revealNationalId(
  { database, seal }: PeopleSlice, origin: Origin, actor: { personId: string; authority: Authority }, { person, reason, today }: { person: string; reason: string; today: Day },
): Promise<Revealed> {
  const event: AuditEvent = { code: 'person.id-revealed', person, detail: { reason, way: 'central' } }
  return change<Revealed>(database, origin, async (tx) => {
    const revealed = await countRevealed(tx, actor.personId)
    if (!await stillOfCentre(tx, actor, today)) return refused(event, { refused: 'notCentral' as const })
    if (revealed >= MOST_REVEALED) return refused(event, { refused: 'tooMany' as const })
    const { national_id_sealed: sealed, national_id_index: index } = await tx.db.selectFrom('person')
      .select(['national_id_sealed', 'national_id_index']).where('id', '=', person).executeTakeFirstOrThrow()
    const id = await tx.record(event)
    await tellPersons(tx, id, [person], { kind: 'account.id-revealed', reason })
    return { result: { nationalId: seal.openNationalId({ sealed, index }) }, event: id }
  })
}
