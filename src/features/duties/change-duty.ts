// 「編輯」 a duty's applications and days: shortening at once by either side, anything more as setting up (R-DUTY-1).
import { decideChange, isStanding } from '../../core/duties.ts'
import { wayText } from '../../core/scope.ts'
import { change, refused } from '../../store/change.ts'
import { stillManaging } from '../../store/still-managing.ts'
import { draftRequest } from './draft-request.ts'
import { loadDutySight, lockPair } from './duty-sight.ts'
import { pairOfDuty } from './find-duty.ts'
import { tellSides } from './tell-sides.ts'
import { planDetail, writeDuty } from './write-duty.ts'
import type { Day } from '../../core/days.ts'
import type { DutyRefusal, DutyWish } from '../../core/duties.ts'
import type { Origin } from '../../store/change.ts'
import type { Database } from '../../store/database.ts'
import type { Actor } from '../../web/actor.ts'
import type { DutyDone, NoPerson } from './set-up-duty.ts'

type Changed = DutyDone | DutyRefusal | NoPerson | { refused: 'unknown' }
export type WantedChange = { duty: string; wish: DutyWish; reason: string | null; today: Day }

/**
 * Makes the duty what is wished, or drafts the request for that. `unknown`: there is no such duty, or it is not this
 * actor's: nobody is told which.
 */
export async function changeDuty(
  database: Database, origin: Origin, actor: Actor, { duty, wish, reason, today }: WantedChange,
): Promise<Changed> {
  const pair = await pairOfDuty(database.read, duty)
  if (pair === null) return { refused: 'unknown' }
  return change<Changed>(database, origin, async (tx) => {
    await lockPair(tx, pair)
    const { authority } = await stillManaging(tx, actor, today)
    const sight = await loadDutySight(tx.db, pair, authority, today)
    const decided = actor.personId === null ? { refused: 'noPerson' as const } : decideChange(duty, wish, sight)
    const own = sight.lines.filter((line) => line.duty === duty && isStanding(line, today))
    const event = (way: string, done: ReturnType<typeof planDetail>) => ({
      code: 'duty.changed' as const, agency: pair.served,
      detail: {
        duty, acting: pair.acting, ...done, way, after: { from: wish.from, to: wish.to },
        before: Object.fromEntries(own.map(({ application, from, to }) => [application, { from, to }])),
      },
    })
    if ('refused' in decided) {
      const nothing = { begun: [], altered: [], ended: [] }
      return refused(event('', nothing), decided.refused === 'notYours' ? { refused: 'unknown' as const } : decided)
    }
    const { plan, route } = decided
    const person = actor.personId!
    if ('drafts' in route) {
      return draftRequest(tx, { pair, side: route.drafts, duty, amends: true, wish, reason, person, way: route.way })
    }
    const written = await tx.record(event(wayText(route.atOnce), planDetail(plan)))
    await writeDuty(tx, written, { duty, pair, plan, lines: sight.lines, reason, giver: person })
    await tellSides(tx, written, pair, today, { kind: 'duty.changed', ...pair, ...wish, reason })
    return { result: { duty }, event: written }
  })
}
