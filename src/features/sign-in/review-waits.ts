// R-JML-3: who is new as 人事主管 or 人事人員 meets the handover review at sign-in.
import { sql } from 'kysely'
import { satisfies } from '../../core/standing.ts'
import { reviewsFirst } from '../../web/actor.ts'
import { findActor } from './find-actor.ts'
import { tokenHash } from './sessions.ts'
import type { Day } from '../../core/days.ts'
import type { Standing } from '../../core/standing.ts'
import type { Database } from '../../store/database.ts'
import type { SessionLimits } from './sessions.ts'

/**
 * Whether a handover review waits for whoever signed in just now: of a 人事主管 one that keeps management closed, of a 人事人員
 * one that they have not looked at.
 */
export async function reviewWaits(database: Database, token: string, today: Day, limits: SessionLimits): Promise<boolean> {
  const { rows } = await sql<{ agency: string; standing: Standing }>`
    select r.agency_code as agency, r.standing from session s
    join handover_review r on r.person_id = s.person_id and r.done_at is null and r.opens_on <= ${today}::date
    where s.token_hash = ${tokenHash(token)}`.execute(database.read)
  // Hardly anybody has one: whether the standing is held is asked only of those.
  const actor = rows.length === 0 ? null : await findActor(database, token, today, limits)
  if (actor === null) return false
  return reviewsFirst(actor) || rows.some(({ agency, standing }) => standing === 'hr'
    && actor.standings.some((held) => held.agencyCode === agency && satisfies(held.standing, 'hr')))
}
