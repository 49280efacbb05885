// 「切換機關」: which of one's standings is in use (R-STD-5).
import { change } from '../../store/change.ts'
import type { Origin } from '../../store/change.ts'
import type { Database } from '../../store/database.ts'
import type { PersonActor } from '../../web/actor.ts'

/** Makes the standing at that agency the one in use; refused when the person holds none there now. */
export async function switchStanding(
  database: Database, origin: Origin, actor: PersonActor, agencyCode: string,
): Promise<{ switched: true } | { refused: 'notHeld' }> {
  const wanted = actor.standings.find((one) => one.agencyCode === agencyCode)
  if (wanted === undefined) return { refused: 'notHeld' }
  return change(database, origin, async ({ db }) => {
    await db.updateTable('session').set({ chosen_agency: agencyCode, chosen_standing: wanted.standing })
      .where('id', '=', actor.sessionId).execute()
    return {
      result: { switched: true as const },
      event: {
        code: 'session.standing-switched', person: actor.personId, agency: agencyCode,
        detail: { standing: wanted.standing },
      },
    }
  })
}
