// Whoever is shown people of others leaves an event (spec of the product, 1.3): of which list, how many, by which authority.
import { wayText } from '../core/scope.ts'
import { change } from './change.ts'
import type { Day } from '../core/days.ts'
import type { Authority } from '../core/scope.ts'
import type { AgencyCode } from '../core/standing.ts'
import type { Origin } from './change.ts'
import type { Database } from './database.ts'

/** `asked`: what the list was narrowed to, never a name or a national ID. `rows`: how many people the page shows. */
export type ListSeen = {
  list: string
  asOf: Day
  asked: { readonly [name: string]: string | boolean }
  rows: number
  agency: AgencyCode | null
  application?: string | null
}

// A person has a standing or two; a faulty source must not swell the log.
export const MOST_WAYS = 20

/** Records that a page of people was shown. Nobody shown, no event. */
export async function recordListSeen(
  database: Pick<Database, 'unaudited'>, origin: Origin, authority: Authority, seen: ListSeen,
): Promise<void> {
  const { list, asOf, asked, rows, agency, application = null } = seen
  if (rows === 0) return
  await change(database, origin, async () => ({
    result: null,
    event: {
      code: 'search.list-seen', agency, application,
      detail: { search: list, asOf, asked, rows, ways: authority.ways.slice(0, MOST_WAYS).map(wayText) },
    },
  }))
}
