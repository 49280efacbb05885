/** Brings an agency file into the database: what it says anew becomes versions, and nothing is overwritten (4.4). */
import { sql } from 'kysely'
import type { Day } from '../../core/days.ts'
import { change } from '../../store/change.ts'
import type { Change, EventId, Origin } from '../../store/change.ts'
import type { Database, Reader } from '../../store/database.ts'
import type { AgencyRow } from './agency-file.ts'
import { agencyDifference } from './agency-versions.ts'
import { recordedPeriods, takeAgencyTurn, writeAgencies, writePeriods } from './agency-rows.ts'
import type { AgencyDifference, Lived, ProposedEnd } from './agency-versions.ts'
import { insertPlan } from '../restructuring/plan-acts.ts'
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
  /** Agencies with people that the file ends, or no longer has: drafts of a restructuring, to be mapped and approved. */
  proposed: { day: Day; agencies: string[] }[]
}

/**
 * Imports the rows in one transaction with one event. A file that says nothing new changes nothing, without an event.
 */
export async function importAgencies(
  database: Database, origin: Origin, file: AgencyImport,
): Promise<AgencyImportReport> {
  const oids = matchOrganisationOids(file.rows, file.oids ?? new Map())
  const compare = async (db: Reader): Promise<AgencyDifference> =>
    agencyDifference(file.rows, await recordedPeriods(db), oids, file.asOfDay, await livedIn(db, file.asOfDay))
  const expected = await compare(database.read)
  if (file.dryRun === true || isNothing(expected)) return reportOf(file, expected, oids, false)
  return change(database, origin, async (tx) => {
    await takeAgencyTurn(tx)
    const difference = await compare(tx.db)
    const event = difference.added.length + difference.changed.length > 0 ? await record(tx, file, difference) : null
    if (event !== null) await write(tx, difference, event)
    const drafted = await draftProposed(tx, file, difference)
    return { result: reportOf(file, difference, oids, !isNothing(difference)), event: event ?? drafted! }
  })
}

const isNothing = ({ added, changed, proposed }: AgencyDifference): boolean => added.length + changed.length + proposed.length === 0
const endedIn = ({ changed }: AgencyDifference): number => changed.filter(({ ended }) => ended).length

/** Where people are on the file's day or later, and which agencies are in a plan that ends them or may. */
async function livedIn(db: Reader, day: Day): Promise<Lived> {
  const { rows: people } = await sql<{ code: string }>`
    select distinct p.agency_code as code from post p
    join post_version v on v.person_id = p.person_id and v.post_id = p.id and upper_inf(v.recorded)
    where upper_inf(v.valid) or upper(v.valid) > ${day}::date`.execute(db)
  const { rows: plans } = await sql<{ code: string; approved: boolean }>`
    select a.agency_code as code, bool_or(r.state = 'approved') as approved from restructuring r
    join restructuring_agency a on a.restructuring_id = r.id and a.role = 'ends'
    where r.state in ('draft', 'sent', 'approved') group by 1`.execute(db)
  const waiting = new Set(plans.map(({ code }) => code))
  return { inhabited: new Set(people.map(({ code }) => code)), planned: new Set(plans.filter(({ approved }) => approved).map(({ code }) => code)), waiting }
}

const byDay = ({ proposed }: AgencyDifference): Map<Day, ProposedEnd[]> => Map.groupBy(proposed, ({ day }) => day)

/** One draft for each day on which the file ends agencies; the centre maps what lives in them (R-JML-4). */
async function draftProposed(tx: Change, { source, asOfDay }: AgencyImport, difference: AgencyDifference): Promise<EventId | null> {
  let drafted: EventId | null = null
  for (const [day, ends] of byDay(difference)) {
    const agencies = ends.map(({ code, successor }) => ({ role: 'ends' as const, code, successors: successor === null ? [] : [successor] }))
    const head = { title: `機關檔 ${source}`.slice(0, 100), reason: null, day: day < asOfDay ? asOfDay : day }
    drafted = (await insertPlan(tx, head, agencies, { draftedBy: null, source: source.slice(0, 200) })).event
  }
  return drafted
}

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
    proposed: [...byDay(difference)].map(([day, ends]) => ({ day, agencies: ends.map(({ code }) => code) })),
  }
}
