// What is listed of certificates by hand, changed by the centre on the page; `ecpa apply` writes the same rows.
import { change, refused } from '../../store/change.ts'
import { isExclusionViolation } from '../../store/faults.ts'
import { stillOfCentre } from '../../store/still-managing.ts'
import { listCertificate, listedEvent, unlistCertificate, unlistedEvent } from './authority-rows.ts'
import { changeBelief } from './belief.ts'
import { endRefused } from './end-refused.ts'
import type { Day } from '../../core/days.ts'
import type { Authority } from '../../core/scope.ts'
import type { Origin } from '../../store/change.ts'
import type { Database } from '../../store/database.ts'
import type { ListedCertificate, NewListed } from './authority-rows.ts'

/** As much of an actor as is asked. */
type ListActor = { personId: string; authority: Authority }

type When = { now: Date; today: Day }

// Belief is held first: the wait for it is the one before which one is asked who one is.

/** Lists a certificate, and ends what it is believed for no more. `overlaps`: on some of those days something is said of it already. */
export async function addListed(
  database: Database, origin: Origin, actor: ListActor, wish: NewListed, { now, today }: When,
): Promise<{ listed: true } | { refused: 'notCentral' | 'overlaps' }> {
  try {
    return await change<{ listed: true } | { refused: 'notCentral' }>(database, origin, async (tx) => {
      await changeBelief(tx.db)
      if (!await stillOfCentre(tx, actor, today)) return refused(listedEvent(wish), { refused: 'notCentral' as const })
      const event = await listCertificate(tx, wish, actor.personId)
      await endRefused(tx.db, now, today)
      return { result: { listed: true }, event }
    })
  } catch (error) {
    if (!isExclusionViolation(error, 'listed_once')) throw error
    return { refused: 'overlaps' }
  }
}

/** Takes it off the list; who was quicker has done it. Ends what it is believed for no more. */
export function endListed(
  database: Database, origin: Origin, actor: ListActor, one: ListedCertificate, reason: string, { now, today }: When,
): Promise<{ ended: boolean } | { refused: 'notCentral' }> {
  return change<{ ended: boolean } | { refused: 'notCentral' }>(database, origin, async (tx) => {
    await changeBelief(tx.db)
    if (!await stillOfCentre(tx, actor, today)) return refused(unlistedEvent(one, reason), { refused: 'notCentral' as const })
    const { result: ended, event } = await unlistCertificate(tx, one, reason)
    await endRefused(tx.db, now, today)
    return { result: { ended }, event }
  })
}
