// 登出: the session ends on the server, and with it everything that was issued from it.
import { change } from '../../store/change.ts'
import { endSession } from './sessions.ts'
import type { Change, Origin } from '../../store/change.ts'
import type { Database } from '../../store/database.ts'

/**
 * Signs out. `onEnd` runs in the same transaction: there the OpenID provider leaves the jobs that tell the applications,
 * so that none is forgotten when the program dies right after.
 */
export async function signOut(
  database: Database, origin: Origin, session: { id: string; personId: string },
  onEnd: (tx: Change, sessionId: string) => Promise<void>,
): Promise<void> {
  await change(database, origin, async (tx) => {
    await endSession(tx.db, session.id, 'signedOut')
    await onEnd(tx, session.id)
    return { result: null, event: { code: 'session.signed-out', person: session.personId } }
  })
}
