// R-JML-3: who is new as 人事主管 meets the handover review at sign-in.
import { sql } from 'kysely'
import { reviewsFirst } from '../../web/actor.ts'
import { findActor } from './find-actor.ts'
import { tokenHash } from './sessions.ts'
import type { Day } from '../../core/days.ts'
import type { Database } from '../../store/database.ts'
import type { SessionLimits } from './sessions.ts'

/** Whether a handover review keeps management closed to whoever signed in just now. */
export async function reviewWaits(database: Database, token: string, today: Day, limits: SessionLimits): Promise<boolean> {
  // Hardly anybody has one: whether the standing is held is asked only of those.
  const { rows } = await sql`
    select 1 from session s join handover_review r on r.person_id = s.person_id and r.done_at is null
    where s.token_hash = ${tokenHash(token)} limit 1`.execute(database.read)
  const actor = rows.length === 0 ? null : await findActor(database, token, today, limits)
  return actor !== null && reviewsFirst(actor)
}
