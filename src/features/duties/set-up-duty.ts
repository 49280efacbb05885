// 「新增」 a duty: at once within one line of government (R-DUTY-3), as a draft of F000199 between two (R-DUTY-4).
import { randomUUID } from 'node:crypto'
import { decideSetUp } from '../../core/duties.ts'
import { wayText } from '../../core/scope.ts'
import { change, refused } from '../../store/change.ts'
import { stillManaging } from '../../store/still-managing.ts'
import { draftRequest } from './draft-request.ts'
import { loadDutySight, lockPair } from './duty-sight.ts'
import { tellSides } from './tell-sides.ts'
import { writeDuty } from './write-duty.ts'
import type { Day } from '../../core/days.ts'
import type { DutyPair, DutyRefusal, DutyWish } from '../../core/duties.ts'
import type { Origin } from '../../store/change.ts'
import type { Database } from '../../store/database.ts'
import type { Actor } from '../../web/actor.ts'

/** `noPerson`: an agency card is nobody in particular, and a decision is somebody's (R-CRT-5). */
export type NoPerson = { refused: 'noPerson' }

/** Done: the duty, or the draft of the request for it. */
export type DutyDone = { duty: string } | { request: string }

export type WantedDuty = { pair: DutyPair; wish: DutyWish; reason: string | null; today: Day }

/** Sets the duty up, or drafts the request for it; answers which, or why neither. */
export async function setUpDuty(
  database: Database, origin: Origin, actor: Actor, { pair, wish, reason, today }: WantedDuty,
): Promise<DutyDone | DutyRefusal | NoPerson> {
  return change<DutyDone | DutyRefusal | NoPerson>(database, origin, async (tx) => {
    await lockPair(tx, pair)
    const { authority } = await stillManaging(tx, actor, today)
    const sight = await loadDutySight(tx.db, pair, authority, today)
    const decided = actor.personId === null ? { refused: 'noPerson' as const } : decideSetUp(wish, sight)
    const duty = randomUUID()
    const event = (way: string) => ({
      code: 'duty.set-up' as const, agency: pair.served,
      detail: {
        duty, acting: pair.acting, applications: [...wish.applications], after: { from: wish.from, to: wish.to }, way,
      },
    })
    if ('refused' in decided) return refused(event(''), decided)
    const { plan, route } = decided
    const person = actor.personId!
    if ('drafts' in route) {
      return draftRequest(tx, { pair, side: route.drafts, duty, amends: false, wish, reason, person, way: route.way })
    }
    const written = await tx.record(event(wayText(route.atOnce)))
    await writeDuty(tx, written, { duty, pair, plan, lines: [], reason, giver: person })
    await tellSides(tx, written, pair, today, { kind: 'duty.set', ...pair, ...wish, reason })
    return { result: { duty }, event: written }
  })
}
