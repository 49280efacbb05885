// Opening an application by an agency's card (R-USE-6).
import { waysOf } from '../../core/claim.ts'
import { applicationsOfCard } from '../../store/card-access.ts'
import { change } from '../../store/change.ts'
import type { Day } from '../../core/days.ts'
import type { Origin } from '../../store/change.ts'
import type { Database } from '../../store/database.ts'
import type { Actor } from '../../web/actor.ts'

/** Opens the application for the holder of the card; where to go, or null where it is not open to it. Either is an event. */
export async function openAsCard(database: Database, origin: Origin, actor: Actor, { code, today }: { code: string; today: Day }): Promise<URL | null> {
  const { card, personId: person } = actor
  const found = (await applicationsOfCard(database.read, card!.agencyCode, today)).find((one) => one.application.code === code)
  const address = found?.application.launchUrl ?? null
  return change(database, origin, async () => (found === undefined || address === null
    ? { result: null, event: { code: 'application.refused', person: person!, application: code, agency: card!.agencyCode, detail: { why: found === undefined ? 'agencyCard' : 'nowhere' } } }
    : { result: new URL(address), event: { code: 'application.opened', person: person!, application: code, agency: card!.agencyCode, detail: waysOf(found.entries) } }))
}
