/** Brings the personnel offices of agencies (R-SCP-1) to what a configuration says. */
import type { Change } from '../../store/change.ts'
import type { Period } from '../../store/periods.ts'
import { insertOffice, loadOffices, reviseOffice } from '../agencies/office-rows.ts'
import type { StoredOffice } from '../agencies/office-rows.ts'
import { knownAgencies } from './catalogue-rows.ts'
import { overlap } from './check-configuration.ts'
import type { PersonnelOfficeEntry } from './configuration.ts'
import { beforeAndAfter, fieldChanges } from './configuration-change.ts'
import type { FieldChange, Planning } from './configuration-change.ts'
import type { Path } from './read-configuration.ts'

export async function planOffices(planning: Planning, entries: readonly PersonnelOfficeEntry[]): Promise<void> {
  if (entries.length === 0) return
  const stored = await loadOffices(planning.db)
  const known = await knownAgencies(planning.db, entries.flatMap(({ office, agency }) => [office, agency]))
  for (const [at, entry] of entries.entries()) {
    const path = ['personnelOffices', at]
    const unknown = (['office', 'agency'] as const).filter((side) => !known.has(entry[side]))
    for (const side of unknown) planning.faults.add('unknownAgency', [...path, side], entry[side])
    if (unknown.length > 0) continue
    const own = stored.filter((one) => one.office === entry.office && one.agency === entry.agency)
    planOffice(planning, entry, path, own)
  }
}

function planOffice(planning: Planning, entry: PersonnelOfficeEntry, path: Path, own: readonly StoredOffice[]): void {
  // Without days of its own the entry speaks of the relation of today, or else of the next one.
  const wanted = { from: entry.from ?? planning.today, to: entry.to ?? null }
  const touched = own.filter((one) => overlap(one.valid, wanted))
  const before = touched.find((one) => one.valid.from === entry.from) ?? touched[0]
  if (touched.length > 1) return planning.faults.add('severalPeriods', path, `${entry.office} ${entry.agency}`)
  const key = `${entry.office} ${entry.agency}`
  if (before === undefined) {
    // It says when the relation was over, and it is.
    if (wanted.to !== null && wanted.to < wanted.from) return void (planning.same += 1)
    planning.changes.push({
      thing: 'personnelOffice', key, kind: 'added', fields: fieldChanges(undefined, wanted),
      write: async (tx) => {
        const { office, agency } = entry
        const event = await tx.record({ code: 'office.set', agency, detail: { office, after: wanted } })
        await insertOffice(tx, office, agency, wanted, event)
      },
    })
    return undefined
  }
  const period = { from: entry.from ?? before.valid.from, to: entry.to === undefined ? before.valid.to : entry.to }
  if (period.from !== null && period.to !== null && period.to < period.from) {
    return planning.faults.add('endsBeforeItBegins', [...path, 'to'], `${period.from}–${period.to}`)
  }
  const fields = fieldChanges(before.valid, period)
  if (fields.length === 0) planning.same += 1
  else {
    planning.changes.push({
      thing: 'personnelOffice', key, kind: 'changed', fields, write: (tx) => writeVersion(tx, before, period, fields),
    })
  }
  return undefined
}

async function writeVersion(
  tx: Change, old: StoredOffice, valid: Period, fields: readonly FieldChange[],
): Promise<void> {
  const detail = { office: old.office, ...beforeAndAfter(fields) }
  const event = await tx.record({ code: 'office.changed', agency: old.agency, detail })
  await reviseOffice(tx, old, { valid, state: old.state }, event)
}
