// A draft of F000199 (R-DUTY-4): written by 「儲存」 where the two agencies are of different lines, and amended the same way.
import { randomUUID } from 'node:crypto'
import { decideAmend, proveRequest } from '../../core/duty-requests.ts'
import { wayText } from '../../core/scope.ts'
import { change, refused } from '../../store/change.ts'
import { periodText } from '../../store/periods.ts'
import { stillManaging } from '../../store/still-managing.ts'
import { lockPair } from './duty-sight.ts'
import { findRequest } from './find-request.ts'
import type { Day } from '../../core/days.ts'
import type { DutyPair, DutyWish } from '../../core/duties.ts'
import type { DutyStepRefusal } from '../../core/duty-requests.ts'
import type { ManagementWay } from '../../core/scope.ts'
import type { Change, Origin, Outcome } from '../../store/change.ts'
import type { Database } from '../../store/database.ts'
import type { Actor } from '../../web/actor.ts'
import type { NoPerson } from './set-up-duty.ts'

type Draft = {
  pair: DutyPair; side: 'acting' | 'served'; duty: string; amends: boolean; wish: DutyWish; reason: string | null
  person: string; way: ManagementWay
}

const drafted = (id: string, pair: DutyPair, { applications, from, to }: DutyWish, way: string) => ({
  code: 'duty.request-drafted' as const, agency: pair.served,
  detail: { request: id, acting: pair.acting, applications: [...applications], after: { from, to }, way },
})

/** Writes the draft within the act that found that a request is needed. Nobody is told before it is sent. */
export async function draftRequest(tx: Change, draft: Draft): Promise<Outcome<{ request: string }>> {
  const { pair, side, duty, amends, wish, reason, person, way } = draft
  const id = randomUUID()
  const event = await tx.record(drafted(id, pair, wish, wayText(way)))
  await tx.db.insertInto('duty_request').values({
    id, acting_code: pair.acting, served_code: pair.served, drafted_for: side, duty_id: duty, amends, event_id: event,
  }).execute()
  await tx.db.insertInto('duty_request_content').values({
    request_id: id, content: 1, applications: [...wish.applications], valid: periodText(wish), reason, written_by: person,
    event_id: event,
  }).execute()
  return { result: { request: id }, event }
}

type Amended = { request: string } | DutyStepRefusal | NoPerson | { refused: 'unknown' }
export type WantedAmendment = { id: string; wish: DutyWish; reason: string | null; today: Day }

/** Writes anew what is asked for, while the request is with the drafting side. `unknown`: not there, or not theirs. */
export async function amendRequest(
  database: Database, origin: Origin, actor: Actor, { id, wish, reason, today }: WantedAmendment,
): Promise<Amended> {
  const seen = await findRequest(database.read, actor.authority, id, today)
  if (seen === null) return { refused: 'unknown' }
  return change<Amended>(database, origin, async (tx) => {
    await lockPair(tx, seen.request.pair)
    const { personId, authority } = await stillManaging(tx, actor, today)
    const found = await findRequest(tx.db, authority, id, today)
    const { request, sight } = found ?? seen
    const event = (way: string) => drafted(id, request.pair, wish, way)
    if (found === null) return refused(event(''), { refused: 'unknown' as const })
    if (personId === null) return refused(event(''), { refused: 'noPerson' as const })
    const way = decideAmend({ ...request, wish }, { person: personId, authority }, sight.tree, today)
    if ('refused' in way) return refused(event(''), way)
    const proved = proveRequest({ ...request, wish }, sight)
    if ('refused' in proved) return refused(event(wayText(way.way)), proved)
    const written = await tx.record(event(wayText(way.way)))
    await tx.db.insertInto('duty_request_content').values({
      request_id: id, content: request.content + 1, applications: [...wish.applications], valid: periodText(wish), reason,
      written_by: personId, event_id: written,
    }).execute()
    return { result: { request: id }, event: written }
  })
}
