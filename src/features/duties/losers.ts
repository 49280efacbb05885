// What ending a duty takes away, in numbers: who at the acting agency loses which application for the served one.
import { everyAccess } from '../../store/access-list.ts'
import type { Day } from '../../core/days.ts'
import type { AccessQuery, AccessRow } from '../../store/access-list.ts'
import type { Reader } from '../../store/database.ts'
import type { FoundDuty } from './find-duty.ts'

/** How many people lose something, and of each application how many lose it. */
export type Losses = { persons: number; applications: { application: string; name: string; persons: number }[] }

/**
 * Who would lose what today if these applications of the duty ended: a right counts as lost where no other reason gives it.
 * Bounded by the personnel officers of one agency.
 */
export async function lossesOf(
  db: Reader, { duty, pair: { served }, sight: { catalogue } }: FoundDuty, applications: string[], today: Day,
): Promise<Losses> {
  const query: AccessQuery = { asOf: { day: today, known: 'now' }, agencies: { codes: [served] }, applications }
  const byDuty = (await everyAccess(db, { ...query, by: 'duty' })).filter((row) => row.duty === duty)
  const persons = [...new Set(byDuty.map(({ person }) => person))]
  if (persons.length === 0) return { persons: 0, applications: [] }
  const right = ({ person, application, category }: AccessRow) => `${person} ${application} ${category}`
  const kept = new Set((await everyAccess(db, { ...query, persons })).filter((row) => row.duty !== duty).map(right))
  const lost = byDuty.filter((row) => !kept.has(right(row)))
  const losing = (rows: AccessRow[]): number => new Set(rows.map(({ person }) => person)).size
  return {
    persons: losing(lost),
    applications: applications.map((application) => ({
      application, name: catalogue.find(({ code }) => code === application)?.name ?? '',
      persons: losing(lost.filter((row) => row.application === application)),
    })).filter(({ persons: some }) => some > 0),
  }
}
