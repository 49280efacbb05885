// 登出: the session ends on the server. What rests on it ends with it: the tokens issued from it are looked up through it,
// and the database itself leaves the jobs that tell the applications (db/migrations/0009-oidc.sql).
import { change } from '../../store/change.ts'
import { endSession } from './sessions.ts'
import type { AuditEvent } from '../../core/audit.ts'
import type { AgencyCode } from '../../core/standing.ts'
import type { Origin } from '../../store/change.ts'
import type { Database } from '../../store/database.ts'

/** Whose session ends: a person's, or an agency's card's. */
export type Leaving = { id: string } & ({ personId: string } | { cardAgency: AgencyCode })

/** Signs out. Nothing happens to a session that has ended already. */
export async function signOut(database: Database, origin: Origin, session: Leaving): Promise<void> {
  await change(database, origin, async (tx) => {
    await endSession(tx.db, session.id, 'signedOut')
    const event: AuditEvent = 'personId' in session ? { code: 'session.signed-out', person: session.personId }
      : { code: 'session.card-signed-out', agency: session.cardAgency }
    return { result: null, event }
  })
}
