/** Brings an agency file into the database: what it says anew becomes versions, and nothing is overwritten (4.4). */
import type { Day } from '../../core/days.ts'
import { change } from '../../store/change.ts'
import type { Change, EventId, Origin } from '../../store/change.ts'
import type { Database, Reader } from '../../store/database.ts'
import type { AgencyRow } from './agency-file.ts'
import { agencyDifference } from './agency-versions.ts'
import { recordedPeriods, takeAgencyTurn, writeAgencies, writePeriods } from './agency-rows.ts'
import type { AgencyDifference } from './agency-versions.ts'
import { matchOrganisationOids } from './organisation-oids.ts'

export type AgencyImport = {
  /** What the event names: the file, and the SHA-256 of its bytes in hex. */
  source: string
  sha256: string
  /** As `readAgencyFile` gives them: free of loops, with ties only to agencies of the file. */
  rows: readonly AgencyRow[]
  /** As `readOrganisationOids` gives them; none without. */
  oids?: ReadonlyMap<string, string>
  /** The day the file speaks of: what it calls abolished without a day was no more on it. */
  asOfDay: Day
  /** Only tells what would be done. */
  dryRun?: boolean
}

export type AgencyImportReport = {
  /** Whether anything was written. */
  applied: boolean
  rows: number
  added: number
  changed: number
  same: number
  /** Of the changed: those that lived before, and do no more. */
  ended: number
  live: number
  /** Live agencies without a superior, and those whose superior the file names and does not have. */
  roots: number
  superiorMissing: string[]
  doubledNames: string[]
  successors: number
  withOid: number
  /** Live in the database and not in the file: they stay as they are, for a person to decide (R-JML-4). */
  notInFile: string[]
}

/**
 * Imports the rows in one transaction with one event. A file that says nothing new changes nothing, without an event.
 */
export async function importAgencies(
  database: Database, origin: Origin, file: AgencyImport,
): Promise<AgencyImportReport> {
  const oids = matchOrganisationOids(file.rows, file.oids ?? new Map())
  const compare = async (db: Reader): Promise<AgencyDifference> =>
    agencyDifference(file.rows, await recordedPeriods(db), oids, file.asOfDay)
  const expected = await compare(database.read)
  if (file.dryRun === true || isNothing(expected)) return reportOf(file, expected, oids, false)
  return change(database, origin, async (tx) => {
    await takeAgencyTurn(tx)
    const difference = await compare(tx.db)
    const event = await record(tx, file, difference)
    await write(tx, difference, event)
    return { result: reportOf(file, difference, oids, !isNothing(difference)), event }
  })
}

const isNothing = ({ added, changed }: AgencyDifference): boolean => added.length + changed.length === 0
const endedIn = ({ changed }: AgencyDifference): number => changed.filter(({ ended }) => ended).length

function record(tx: Change, { source, sha256, rows }: AgencyImport, difference: AgencyDifference): Promise<EventId> {
  return tx.record({ code: 'agencies.imported', detail: {
    source, sha256, rows: rows.length, added: difference.added.length, changed: difference.changed.length,
    ended: endedIn(difference),
  } })
}

async function write(tx: Change, { added, changed }: AgencyDifference, event: EventId): Promise<void> {
  await writeAgencies(tx, added.map(({ code }) => code))
  const closed = changed.flatMap((one) => one.closed.map(({ id }) => id))
  await writePeriods(tx, closed, [...added, ...changed.flatMap(({ written }) => written)], event)
}

function reportOf(
  { rows }: AgencyImport, difference: AgencyDifference, oids: ReadonlyMap<string, string>, applied: boolean,
): AgencyImportReport {
  const live = rows.filter((row) => row.live)
  const missing = live.filter((row) => row.superiorMissing !== undefined)
  const names = new Map<string, number>()
  for (const { name } of live) names.set(name, (names.get(name) ?? 0) + 1)
  return {
    applied,
    rows: rows.length,
    added: difference.added.length,
    changed: difference.changed.length,
    same: difference.same,
    ended: endedIn(difference),
    live: live.length,
    roots: live.filter((row) => row.superiorCode === null && row.superiorMissing === undefined).length,
    superiorMissing: missing.map(({ code }) => code),
    doubledNames: [...names].filter(([, count]) => count > 1).map(([name]) => name),
    successors: rows.filter((row) => row.successorCode !== null).length,
    withOid: oids.size,
    notInFile: difference.notInFile,
  }
}
