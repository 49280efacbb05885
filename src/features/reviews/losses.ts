// What ending some entries takes away today, in numbers: by the list of access itself, as ending one of them tells it.
import { everyAccess } from '../../store/access-list.ts'
import type { Day } from '../../core/days.ts'
import type { AccessRow } from '../../store/access-list.ts'
import type { Reader } from '../../store/database.ts'
import type { Entry } from './entry.ts'

/** `rights`: of a person, an application, a category and an agency; `persons`: who lose any; `managers`: delegates who lose management. */
export type Losses = { persons: number; rights: number; managers: number }

const right = ({ person, application, category, agency }: AccessRow): string => `${person} ${application} ${category} ${agency}`

/** Who would lose what: a right counts as lost where nothing else gives it. */
export async function lossesOfEntries(db: Reader, entries: readonly Entry[], today: Day): Promise<Losses> {
  const ids = new Set(entries.map(({ id }) => id))
  const ends = (row: AccessRow): boolean => (row.by === 'duty' ? row.duty !== null && ids.has(row.duty)
    : (row.grant !== null && ids.has(row.grant)) || (row.membership !== null && ids.has(row.membership)))
  const asOf = { day: today, known: 'now' as const }
  const duties = entries.filter((one) => one.kind === 'duty')
  const grants = entries.filter((one) => one.kind === 'grant')
  const members = entries.filter((one) => one.kind === 'membership')
  const applications = [...new Set([
    ...grants.map(({ application }) => application.code), ...members.flatMap((one) => one.applications),
    ...duties.flatMap((one) => one.applications.map(({ code }) => code)),
  ])]
  const managers = entries.filter(({ kind, state, ground }) => kind === 'delegation' && state === 'active' && ground).length
  if (applications.length === 0) return { persons: 0, rights: 0, managers }
  // What groups are granted may be anywhere; the rest is at the agencies of the entries.
  const codes = [...new Set([...duties.map(({ served }) => served.code), ...grants.map(({ agency }) => agency.code)])]
  const where = { asOf, applications, ...(members.length > 0 ? {} : { agencies: { codes } }) }
  // Whom a duty or a grant to many gives something is asked first.
  const toMany = duties.length > 0 || grants.some(({ person }) => person === null)
  const many = toMany ? await everyAccess(db, { ...where, agencies: { codes } }) : []
  const persons = [...new Set([
    ...many.filter(ends).map(({ person }) => person), ...[...grants, ...members].flatMap(({ person }) => person?.id ?? []),
  ])]
  if (persons.length === 0) return { persons: 0, rights: 0, managers }
  const rows = await everyAccess(db, { ...where, persons })
  const kept = new Set(rows.filter((row) => !ends(row)).map(right))
  const lost = rows.filter((row) => ends(row) && !kept.has(right(row)))
  return { persons: new Set(lost.map(({ person }) => person)).size, rights: new Set(lost.map(right)).size, managers }
}
