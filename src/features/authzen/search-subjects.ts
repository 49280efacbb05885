// The Subject Search API: who may do the action, by the list of the law (src/store/access-list.ts), a page by its key.
import { decide } from '../../core/access.ts'
import { listAccess } from '../../store/access-list.ts'
import { APPLICATION, momentOf } from './evaluate.ts'
import { searchAnswer } from './page-token.ts'
import { PERSON } from './subject.ts'
import type { AsOf } from '../../core/as-of.ts'
import type { AccessRow } from '../../store/access-list.ts'
import type { Database } from '../../store/database.ts'
import type { Asking } from './evaluate.ts'
import type { Paging, SearchAnswer } from './page-token.ts'
import type { DatedQuestion } from './search.ts'

export type Listing = Asking & {
  database: Pick<Database, 'read'>
  subOf: (personKey: string, application: string) => Promise<string>
}

/** Somebody at the agency where the list has them. */
type Place = { agency: string; person: string }

// Asked for all agencies, a page of people who act for many may hold few that were not listed before.
const MOST_ROUNDS = 5
// After all reasons of a person at an agency: these begin with letters.
const AFTER_ALL_REASONS = '~'

/**
 * The people who may, each once, as the application's own `sub`. Asked without an agency, somebody is listed where they
 * first come: at the first of the agencies for which they may, as the decision says.
 */
export async function searchSubjects(question: DatedQuestion, paging: Paging, listing: Listing): Promise<SearchAnswer> {
  const { limit, after } = paging.page
  const at = momentOf(question, listing.today)
  const { subject, resource, action } = question
  const ours = subject.type === PERSON && resource.type === APPLICATION && resource.id === listing.application && action !== ''
  if (!ours) return searchAnswer([], null, at.day)
  const found: Place[] = []
  let last: Place | null = after?.[0] === undefined ? null : { agency: after[0], person: after[1]! }
  let more = true
  for (let round = 0; more && found.length < limit && round < MOST_ROUNDS; round += 1) {
    const wanted = limit - found.length
    const places = await nextPlaces(question, at, last, wanted, listing)
    more = places.length > wanted
    const some = places.slice(0, wanted)
    last = some.at(-1) ?? last
    found.push(...question.agency === null ? await first(some, question, at, listing) : some)
  }
  const next = more ? paging.token(last === null ? [] : [last.agency, last.person]) : null
  return searchAnswer(await subjects(found, listing), next, at.day)
}

/** The people after that one in the list, one more than wanted where there are as many. */
async function nextPlaces(
  { agency, action }: DatedQuestion, asOf: AsOf, after: Place | null, wanted: number, { application, database }: Listing,
): Promise<Place[]> {
  const places: Place[] = []
  const query = {
    asOf, applications: [application], category: action, ...(agency === null ? {} : { agencies: { codes: [agency] } }),
  }
  const beyond = ({ agency: code, person }: Place) =>
    ({ agency: code, person, application, category: action, reason: AFTER_ALL_REASONS, ordered: '' })
  let cursor = after === null ? undefined : beyond(after)
  const size = wanted + 1
  for (;;) {
    const rows: AccessRow[] = await listAccess(database.read, query, { size, ...(cursor && { after: cursor }) })
    for (const { agency: code, person } of rows) {
      const before = places.at(-1)
      if (before?.agency !== code || before.person !== person) places.push({ agency: code, person })
    }
    const end = places.at(-1)
    if (rows.length < size || places.length > wanted || end === undefined) return places
    cursor = beyond(end)
  }
}

/** Those of the places that are the first of their person. */
async function first(places: Place[], { action: category }: DatedQuestion, asOf: AsOf, listing: Listing): Promise<Place[]> {
  const { application, facts } = listing
  const people = [...new Set(places.map(({ person }) => person))]
  const homes = new Map(await Promise.all(people.map(async (person): Promise<[string, string | undefined]> => {
    const loaded = await facts.load({ who: { id: person }, application, agencies: null }, asOf)
    const reasons = loaded === null ? [] : decide(loaded, { application, category }).flatMap((answer) => answer.reasons)
    return [person, reasons.map(({ agency }) => agency).toSorted()[0]]
  })))
  return places.filter(({ agency, person }) => homes.get(person) === agency)
}

async function subjects(places: readonly Place[], { application, database, subOf }: Listing): Promise<object[]> {
  if (places.length === 0) return []
  const rows = await database.read.selectFrom('person').select(['id', 'key'])
    .where('id', 'in', [...new Set(places.map(({ person }) => person))]).execute()
  const keys = new Map(rows.map(({ id, key }) => [id, key]))
  return Promise.all(places.map(async ({ person }) => ({ type: PERSON, id: await subOf(keys.get(person)!, application) })))
}
