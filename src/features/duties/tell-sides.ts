// Who is told of what happens to a duty or to a request for one: the managers of both agencies, and for a request the centre.
import { centralAdministrators, nearestManagers } from '../../store/managers.ts'
import { tellPersons } from '../../store/notices.ts'
import type { Day } from '../../core/days.ts'
import type { DutyPair } from '../../core/duties.ts'
import type { Told } from '../../core/told.ts'
import type { Change, EventId } from '../../store/change.ts'

/** Tells the nearest managers of the two agencies, and (`centre`) the central administrators; never the actor. */
export async function tellSides(
  tx: Pick<Change, 'db'>, event: EventId, { acting, served }: DutyPair, today: Day, told: Told, centre = false,
): Promise<void> {
  const persons = [...await nearestManagers(tx.db, acting, today), ...await nearestManagers(tx.db, served, today)]
  if (centre) persons.push(...await centralAdministrators(tx.db, today))
  await tellPersons(tx, event, persons, told)
}
