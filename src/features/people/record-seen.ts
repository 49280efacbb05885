import { change } from '../../store/change.ts'
import { requestOrigin } from '../../store/request-origin.ts'
import { lookingWay } from './slice.ts'
import type { Managing, PeopleSlice, Seen } from './slice.ts'

/** Looking at somebody is an event about them, one a view. */
export async function recordSeen(
  { database }: PeopleSlice, request: Managing, person: string, part: Seen, asOf: string = request.today,
): Promise<void> {
  await change(database, requestOrigin(request), async () => ({
    result: null,
    event: { code: 'person.seen', person, detail: { part, asOf, way: lookingWay(request.actor.authority) } },
  }))
}
