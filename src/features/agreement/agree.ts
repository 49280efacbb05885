// A person agrees to 「重要訊息」: once a version, for good.
import { change, refused } from '../../store/change.ts'
import { NOTICE_VERSION } from '../../web/personal-data-messages.ts'
import { lockSelf } from '../sign-in/sessions.ts'
import { agreedAt } from './asked-of.ts'
import type { Origin } from '../../store/change.ts'
import type { Database } from '../../store/database.ts'
import type { PersonActor } from '../../web/actor.ts'

/** `changed`: another text than was read is asked for by now; `already`: in another window. */
export type Agreed = { agreed: true } | { refused: 'ended' | 'changed' | 'already' }

/** Notes that the person agreed to that version, and opens all that is theirs to their sessions. */
export function agree(
  database: Database, origin: Origin, { personId: person, sessionId, method }: PersonActor, version: number,
): Promise<Agreed> {
  const attempt = { code: 'account.notice-agreed' as const, person, detail: { version, method } }
  return change<Agreed>(database, origin, async (tx) => {
    if (!await lockSelf(tx.db, person, sessionId)) return refused(attempt, { refused: 'ended' as const })
    if (version !== NOTICE_VERSION) return refused(attempt, { refused: 'changed' as const })
    await tx.db.updateTable('session').set({ agreement_asked: false }).where('person_id', '=', person).where('ended_at', 'is', null).execute()
    if (await agreedAt(tx.db, person) !== null) return refused(attempt, { refused: 'already' as const })
    const event = await tx.record(attempt)
    await tx.db.insertInto('notice_agreement').values({ person_id: person, version, method, event_id: event }).execute()
    return { result: { agreed: true as const }, event }
  })
}
