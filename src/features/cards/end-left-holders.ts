// R-CRT-5: whoever left the agency holds its card no more. Its session finds nobody from that day on (`findCardActor`); here it ends, so
// that what was opened from it ends with it.
import { sql } from 'kysely'
import { dayInTaipei } from '../../core/days.ts'
import { mayHoldCard } from '../sign-in/card-holders.ts'
import type { Day } from '../../core/days.ts'
import type { AgencyCode } from '../../core/standing.ts'
import type { Reader } from '../../store/database.ts'
import type { Task } from '../../store/jobs.ts'

/** Ends the sessions of agencies' cards whose holder may not hold them today. Answers how many those were. */
export async function endLeftHolders(db: Reader, today: Day): Promise<number> {
  const { rows } = await sql<{ agency: AgencyCode }>`
    select distinct s.card_agency as agency from session s join session_holder h on h.session_id = s.id where s.ended_at is null`.execute(db)
  let ended = 0
  for (const { agency } of rows) {
    const { numAffectedRows } = await sql`
      update session s set ended_at = now(), ended_why = 'rightLost' from session_holder h
      where h.session_id = s.id and s.card_agency = ${agency} and s.ended_at is null
        and not ${await mayHoldCard(db, sql`h.person_id`, agency, today)}`.execute(db)
    ended += Number(numAffectedRows ?? 0)
  }
  return ended
}

/** Every five minutes, for a post ends with a day as well as by a feed. */
export const leftHolderTasks: readonly Task[] = [{
  name: 'cards.end-left-holders', every: '*/5 * * * *', handle: async (_, { database }) => void await endLeftHolders(database.unaudited, dayInTaipei(new Date())),
}]
