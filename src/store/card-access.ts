// What an agency's card opens (R-USE-6): applications that are open to it, for its own agency alone and in no standing.
import { forEntriesOfCard } from '../core/claim.ts'
import { loadCatalogue } from './access.ts'
import { loadTree } from './agency-tree.ts'
import type { Application } from '../core/catalogue.ts'
import type { ForEntry } from '../core/claim.ts'
import type { Day } from '../core/days.ts'
import type { AgencyCode } from '../core/standing.ts'
import type { Reader } from './database.ts'

export type CardApplication = { application: Application; entries: ForEntry[] }

/** The applications that the card of the agency opens on the day, in the order of the catalogue. */
export async function applicationsOfCard(db: Reader, agency: AgencyCode, day: Day): Promise<CardApplication[]> {
  const asOf = { day, known: 'now' as const }
  const [catalogue, tree] = await Promise.all([loadCatalogue(db, asOf), loadTree(db, [agency], asOf)])
  return catalogue.map((application) => ({ application, entries: forEntriesOfCard(application, agency, tree) })).filter(({ entries }) => entries.length > 0)
}
