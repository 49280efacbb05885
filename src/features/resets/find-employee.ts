// Whom a manager means by a national ID. One event a look-up, whether there is such a person, within the scope, beyond it, or
// nobody: neither the answer nor the time it takes tells these apart.
import { checkNationalId } from '../../core/national-id.ts'
import { wayText } from '../../core/scope.ts'
import { change } from '../../store/change.ts'
import { MOST_WAYS } from '../../store/list-seen.ts'
import { personAimedAt, searchPeople } from '../../store/people.ts'
import { requestOrigin } from '../../store/request-origin.ts'
import { isCentral } from '../people/slice.ts'
import type { Desk, Managing, ResetsSlice } from './slice.ts'

/** The person's key; or what is wrong with what was typed. */
export type Found = { key: string } | { wrong: 'empty' | 'notAnId' | 'nobody' }

/** Finds somebody within what the actor manages (for the centre: anybody) by a typed national ID, and records the look-up. */
export async function findEmployee(
  { database, seal }: ResetsSlice, request: Managing, desk: Desk, typed: string,
): Promise<Found> {
  if (typed.trim() === '') return { wrong: 'empty' }
  const id = checkNationalId(typed)
  if (!id.ok) return { wrong: 'notAnId' }
  const { actor, today } = request
  const idIndex = seal.indexNationalId(id.id).toString('hex')
  return change<Found>(database, requestOrigin(request), async (tx) => {
    const aimedAt = await personAimedAt(tx.db, { key: '', idIndex })
    const search = { authority: actor.authority, asOf: { day: today, known: 'now' as const }, size: 1 }
    const { people: [within] } = await searchPeople(tx.db, seal, { agency: null, idIndex, name: '', states: [] }, search)
    const anybody = isCentral(actor) && aimedAt !== null
      ? await tx.db.selectFrom('person').select('key').where('id', '=', aimedAt).executeTakeFirst() : undefined
    const key = within?.key ?? anybody?.key ?? null
    return {
      result: key === null ? { wrong: 'nobody' } : { key },
      event: {
        code: 'account.looked-up', person: aimedAt,
        detail: { list: desk.slice('/manage/'.length), found: key !== null, ways: actor.authority.ways.slice(0, MOST_WAYS).map(wayText) },
      },
    }
  })
}
