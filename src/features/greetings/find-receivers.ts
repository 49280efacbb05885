// Finding receivers in the directory. Each search is an event and counts against what somebody may look for within an hour, so that
// nobody copies the directory; what it found is kept for the session, and a card takes its receivers from there alone.
import { sql } from 'kysely'
import { z } from 'zod'
import { MOST_FOUND } from '../../core/greetings.ts'
import { searchWords } from '../../core/search-text.ts'
import { change, refused } from '../../store/change.ts'
import { hasWords, nameHasWords } from '../../store/search-text.ts'
import { keepQuery, readQuery } from '../../store/session-queries.ts'
import { agencyToday, colleagueColumns, toColleague } from './colleagues.ts'
import { lockPerson } from './lock-person.ts'
import type { AuditEvent } from '../../core/audit.ts'
import type { Day } from '../../core/days.ts'
import type { AgencyCode } from '../../core/standing.ts'
import type { Origin } from '../../store/change.ts'
import type { Reader } from '../../store/database.ts'
import type { PersonActor } from '../../web/actor.ts'
import type { Colleague, ColleagueRow } from './colleagues.ts'
import type { GreetingSlice } from './slice.ts'

/** What was typed: parts of the name, and of the name of an agency or its code. */
export type Wanted = { name: string; agency: string }

type Hit = { person: string; agency: AgencyCode }

const KIND = 'greeting-receivers'
const kept = z.object({ name: z.string(), agency: z.string(), more: z.boolean(), found: z.array(z.string().regex(/^\d+ \w+$/)) })

/** That the post `o` is at an agency of which this is the code or a part of the name. */
function atAgency(agency: string, today: Day) {
  const words = searchWords(agency)
  return words.length === 0 ? sql`true` : sql`o.agency_code in (
    select g.agency_code from agency_version g where upper_inf(g.recorded) and g.valid @> ${today}::date
      and (lower(g.agency_code) = ${words.join('')} or ${hasWords(sql`g.name`, words)}
        or (g.name_en is not null and ${hasWords(sql`g.name_en`, words)})))`
}

/** Those who can receive cards, but for the one who looks; one more than are shown. */
async function search(db: Reader, { name, agency }: Wanted, { person, today }: { person: string; today: Day }): Promise<Hit[]> {
  const words = searchWords(name)
  const { rows } = await sql<Hit>`
    select f.person, f.agency from (
      select n.person_id::text as person, n.name, ${agencyToday(sql`n.person_id`, today, atAgency(agency, today))} as agency
      from person_version n join account a on a.person_id = n.person_id and a.state = 'active'
      where ${nameHasWords(sql`n.name`, words)} and upper_inf(n.recorded)
        and n.person_id <> ${person}
      offset 0
    ) f where f.agency is not null limit ${sql.lit(MOST_FOUND + 1)}`.execute(db)
  return rows
}

export type Looking = { actor: PersonActor; today: Day }

/** Looks for them, and answers the number under which the session keeps what was found. */
export function lookForReceivers(
  { database, limits }: GreetingSlice, origin: Origin, { actor, today }: Looking, wanted: Wanted,
): Promise<{ query: string } | { refused: 'manySearches' }> {
  return change<{ query: string } | { refused: 'manySearches' }>(database, origin, async ({ db }) => {
    const person = actor.personId
    await lockPerson(db, person)
    const { rows: [{ n } = { n: 0 }] } = await sql<{ n: number }>`select count(*)::int as n from greeting_search
      where person_id = ${person} and searched_at > now() - interval '1 hour'`.execute(db)
    const criteria = wanted.agency === '' ? ['name'] : ['name', 'agency']
    const event = (shown: string[]): AuditEvent<'greeting.receivers-searched'> =>
      ({ code: 'greeting.receivers-searched', person, detail: { criteria, found: shown.length, shown } })
    if (n >= limits.searchesPerHour) return refused(event([]), { refused: 'manySearches' as const })
    await sql`insert into greeting_search (person_id) values (${person})`.execute(db)
    const hits = await search(db, wanted, { person, today })
    const shown = hits.slice(0, MOST_FOUND)
    const query = await keepQuery(db, actor.sessionId, KIND, {
      ...wanted, more: hits.length > MOST_FOUND, found: shown.map((hit) => `${hit.person} ${hit.agency}`),
    })
    return { result: { query }, event: event(shown.map((hit) => hit.person)) }
  })
}

/** One who was found; `at`: the place among the found, by which they are chosen. */
export type Found = { at: number; colleague: Colleague; chosen: boolean }
export type FoundPage = Wanted & { query: string; more: boolean; people: Found[] }

const hitOf = (text: string): Hit => {
  const [person = '', agency = ''] = text.split(' ')
  return { person, agency }
}

async function keptHits(db: Reader, session: string, query: string) {
  const read = kept.safeParse(await readQuery(db, session, KIND, query))
  return read.success ? { ...read.data, hits: read.data.found.map(hitOf) } : null
}

/**
 * Whom this session found by that number; null for a number of nobody's, or of another session. `draft`: in which they may be chosen
 * already.
 */
export async function foundReceivers(db: Reader, session: string, query: string, draft: string): Promise<FoundPage | null> {
  const read = await keptHits(db, session, query)
  if (read === null) return null
  const { name, agency, more, hits } = read
  const { rows } = await sql<ColleagueRow & { at: number; chosen: boolean }>`
    select f.at::int as at, exists (select from greeting_receiver r where r.greeting_id = ${draft} and r.person_id = f.person) as chosen,
      ${colleagueColumns(sql`f.person`, sql`f.agency`)}
    from unnest(${hits.map((hit) => hit.person)}::bigint[], ${hits.map((hit) => hit.agency)}::text[]) with ordinality f (person, agency, at)
    order by name, f.agency, f.at`.execute(db)
  return { name, agency, query, more, people: rows.map(toColleague) }
}

/** The one of the found at that place; null where there is none. */
export async function foundAt(db: Reader, session: string, query: string, at: number): Promise<Hit | null> {
  return (await keptHits(db, session, query))?.hits[at - 1] ?? null
}
