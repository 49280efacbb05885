// 登出: the session ends on the server. What rests on it ends with it: the tokens issued from it are looked up through it,
// and the database itself leaves the jobs that tell the applications (db/migrations/0009-oidc.sql).
import { change } from '../../store/change.ts'
import { endSession } from './sessions.ts'
import type { Origin } from '../../store/change.ts'
import type { Database } from '../../store/database.ts'

/** Signs out. Nothing happens to a session that has ended already. */
export async function signOut(
  database: Database, origin: Origin, session: { id: string; personId: string },
): Promise<void> {
  await change(database, origin, async (tx) => {
    await endSession(tx.db, session.id, 'signedOut')
    return { result: null, event: { code: 'session.signed-out', person: session.personId } }
  })
}
