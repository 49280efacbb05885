// What an agency's card opens (R-USE-6): applications that are open to it, and nobody's own.
import { forEntriesOfCard, waysOf } from '../../core/claim.ts'
import { loadCatalogue } from '../../store/access.ts'
import { loadTree } from '../../store/agency-tree.ts'
import { change } from '../../store/change.ts'
import type { Application } from '../../core/catalogue.ts'
import type { ForEntry } from '../../core/claim.ts'
import type { Day } from '../../core/days.ts'
import type { AgencyCode } from '../../core/standing.ts'
import type { Origin } from '../../store/change.ts'
import type { Database, Reader } from '../../store/database.ts'
import type { Actor } from '../../web/actor.ts'

export type CardApplication = { application: Application; entries: ForEntry[] }

/** The applications that the card of the agency opens today, in the order of the catalogue. */
export async function applicationsOfCard(db: Reader, agency: AgencyCode, today: Day): Promise<CardApplication[]> {
  const asOf = { day: today, known: 'now' as const }
  const [catalogue, tree] = await Promise.all([loadCatalogue(db, asOf), loadTree(db, [agency], asOf)])
  return catalogue.map((application) => ({ application, entries: forEntriesOfCard(application, agency, tree) })).filter(({ entries }) => entries.length > 0)
}

/** Opens the application for the holder of the card; where to go, or null where it is not open to it. Either is an event. */
export async function openAsCard(database: Database, origin: Origin, actor: Actor, { code, today }: { code: string; today: Day }): Promise<URL | null> {
  const { card, personId: person } = actor
  const found = (await applicationsOfCard(database.read, card!.agencyCode, today)).find((one) => one.application.code === code)
  const address = found?.application.launchUrl ?? null
  return change(database, origin, async () => (found === undefined || address === null
    ? { result: null, event: { code: 'application.refused', person: person!, application: code, agency: card!.agencyCode, detail: { why: found === undefined ? 'agencyCard' : 'nowhere' } } }
    : { result: new URL(address), event: { code: 'application.opened', person: person!, application: code, agency: card!.agencyCode, detail: waysOf(found.entries) } }))
}
