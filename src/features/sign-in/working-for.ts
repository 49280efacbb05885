// 切換機關: the agency that a session manages or serves now, besides its person's own standing. The session's row remembers
// the choice; here it is proved anew, at each request.
import { manageAgency } from '../../store/managing.ts'
import { isServedBy } from '../../store/served-agencies.ts'
import { officesOf } from './switch-working.ts'
import type { Day } from '../../core/days.ts'
import type { Authority } from '../../core/scope.ts'
import type { AgencyCode } from '../../core/standing.ts'
import type { Reader } from '../../store/database.ts'
import type { StandingAt, WorkingFor } from '../../web/actor.ts'

/** What was chosen, and what the person is and manages today. */
export type Chosen = {
  agency: AgencyCode
  relation: 'managed' | 'served'
  authority: Authority
  standings: readonly StandingAt[]
  today: Day
}

/** The agency worked for, or null where the relation does not hold (any more). */
export async function workingFor(
  db: Reader, { agency, relation, authority, standings, today }: Chosen,
): Promise<WorkingFor | null> {
  if (relation === 'managed') {
    const managed = await manageAgency(db, authority, agency, today)
    return managed === null ? null : { agencyCode: agency, agencyName: managed.agency.name, relation }
  }
  const served = await isServedBy(db, agency, officesOf({ standings }), today)
  return served === null ? null : { agencyCode: agency, agencyName: served.name, relation }
}
