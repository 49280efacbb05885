// 「結束」 a duty: open to a manager of either agency, at once, and the other side is told (R-DUTY-1, R-DAY-1).
import { isStanding, spanOf, wayToReduce } from '../../core/duties.ts'
import { wayText } from '../../core/scope.ts'
import { change, refused } from '../../store/change.ts'
import { stillManaging } from '../../store/still-managing.ts'
import { loadDutySight, lockPair } from './duty-sight.ts'
import { pairOfDuty } from './find-duty.ts'
import { tellSides } from './tell-sides.ts'
import { writeDuty } from './write-duty.ts'
import type { Day } from '../../core/days.ts'
import type { Origin } from '../../store/change.ts'
import type { Database } from '../../store/database.ts'
import type { Actor } from '../../web/actor.ts'

export type EndRefusal = { refused: 'unknown' | 'over' | 'noPerson' }

/** Ends all that still stands of the duty, or one application of it (`only`). `unknown`: no such duty, or not this actor's. */
export async function endDuty(
  database: Database, origin: Origin, actor: Actor, { duty, today, only }: { duty: string; today: Day; only?: string },
): Promise<{ ended: string[] } | EndRefusal> {
  const pair = await pairOfDuty(database.read, duty)
  if (pair === null) return { refused: 'unknown' }
  return change<{ ended: string[] } | EndRefusal>(database, origin, async (tx) => {
    await lockPair(tx, pair)
    const { authority } = await stillManaging(tx, actor, today)
    const sight = await loadDutySight(tx.db, pair, authority, today)
    const way = wayToReduce(sight)
    const own = sight.lines.filter((line) =>
      line.duty === duty && isStanding(line, today) && (only === undefined || line.application === only))
    const applications = own.map(({ application }) => application)
    const event = {
      code: 'duty.ended' as const, agency: pair.served,
      detail: { duty, acting: pair.acting, applications, way: wayText(way) },
    }
    if (way === null) return refused(event, { refused: 'unknown' as const })
    if (actor.personId === null) return refused(event, { refused: 'noPerson' as const })
    if (own.length === 0) return refused(event, { refused: 'over' as const })
    const written = await tx.record(event)
    const plan = { begin: [], alter: [], end: applications }
    await writeDuty(tx, written, { duty, pair, plan, lines: own, reason: null, giver: actor.personId })
    const { from, to } = spanOf(own)
    await tellSides(tx, written, pair, today, { kind: 'duty.ended', ...pair, applications, from, to, reason: null })
    return { result: { ended: applications }, event: written }
  })
}
