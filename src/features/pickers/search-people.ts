// Looking for people is reading personal data, so each page of what is found is an event (spec of the product, 1.3): by
// which kinds of criteria, how many, and who was shown; never what was typed.
import { z } from 'zod'
import { wayText } from '../../core/scope.ts'
import { change, refuse } from '../../store/change.ts'
import { manageAgency } from '../../store/managing.ts'
import { searchPeople } from '../../store/people.ts'
import { requestOrigin } from '../../store/request-origin.ts'
import { keepQuery, readQuery } from '../../store/session-queries.ts'
import { managedDefault } from '../../web/managed.ts'
import type { AuditEvent } from '../../core/audit.ts'
import type { Database } from '../../store/database.ts'
import type { PeopleCriteria, PeoplePage, PeopleSearch } from '../../store/people.ts'
import type { Seal } from '../../store/seal.ts'
import type { Actor } from '../../web/actor.ts'
import type { PageRequest } from '../../web/route.ts'

export type Means = { database: Database; seal: Seal }
export type Managing = PageRequest<'manage'>

/** About a screen: whoever needs a second page should rather say more. */
export const PEOPLE_A_PAGE = 20

const KIND = 'pick-person'
const kept = z.object({
  agency: z.string().nullable(),
  idIndex: z.string().regex(/^[0-9a-f]{64}$/).nullable(),
  name: z.string().max(100),
  states: z.array(z.enum(['pending', 'active', 'disabled'])),
})

const eventOf = (actor: Actor, { agency, idIndex, name, states }: PeopleCriteria, shown: PeoplePage | null) => ({
  code: 'people.searched',
  agency: agency ?? managedDefault(actor),
  detail: {
    ways: actor.authority.ways.map(wayText),
    criteria: [
      ...(agency === null ? [] : ['agency']), ...(idIndex === null ? [] : ['nationalId']),
      ...(name === '' ? [] : ['name']), ...(states.length === 0 ? [] : ['state']),
    ],
    found: shown?.found ?? 0,
    shown: shown?.people.map(({ id }) => id) ?? [],
  },
} satisfies AuditEvent)

/** Keeps the criteria for this session and answers their number; an agency that is not managed is refused. */
export async function keepCriteria(
  { database }: Means, request: Managing, criteria: PeopleCriteria,
): Promise<{ query: string } | { refused: 'agencyNotManaged' }> {
  const { actor, today } = request
  const { agency } = criteria
  if (agency !== null && (await manageAgency(database.read, actor.authority, agency, today)) === null) {
    return refuse(database, requestOrigin(request), eventOf(actor, criteria, null), { refused: 'agencyNotManaged' as const })
  }
  return { query: await keepQuery(database.unaudited, actor.sessionId, KIND, criteria) }
}

/** The criteria that this session kept under the number; null for a number of nobody's, or of another session. */
export async function keptCriteria({ database }: Means, { actor }: Managing, query: string): Promise<PeopleCriteria | null> {
  const criteria = kept.safeParse(await readQuery(database.read, actor.sessionId, KIND, query))
  return criteria.success ? criteria.data : null
}

/** A page of the people that fit, read together with its event. */
export function findPeople(
  { database, seal }: Means, request: Managing, criteria: PeopleCriteria, place: Pick<PeopleSearch, 'after' | 'before'>,
): Promise<PeoplePage> {
  const { actor, today } = request
  return change(database, requestOrigin(request), async (tx) => {
    const page = await searchPeople(tx.db, seal, criteria, {
      authority: actor.authority, asOf: { day: today, known: 'now' }, ...place, size: PEOPLE_A_PAGE,
    })
    return { result: page, event: eventOf(actor, criteria, page) }
  })
}
