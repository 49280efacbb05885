/** Brings an agency file into the database: what it says anew becomes versions, and nothing is overwritten (4.4). */
import { sql } from 'kysely'
import type { Day } from '../../core/days.ts'
import { change } from '../../store/change.ts'
import type { Change, EventId, Origin } from '../../store/change.ts'
import type { Database, Reader } from '../../store/database.ts'
import { closed, periodText } from '../../store/periods.ts'
import type { AgencyRow } from './agency-file.ts'
import { agencyDifference } from './agency-versions.ts'
import type { AgencyDifference, AgencyVersion, RecordedVersion } from './agency-versions.ts'
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
    agencyDifference(file.rows, await recordedVersions(db), oids, file.asOfDay)
  const expected = await compare(database.read)
  if (file.dryRun === true || isNothing(expected)) return reportOf(file, expected, oids, false)
  return change(database, origin, async (tx) => {
    // Those who import take turns, so that no difference is taken from what another overwrites.
    await sql`select pg_advisory_xact_lock(${TURN})`.execute(tx.db)
    const difference = await compare(tx.db)
    const event = await record(tx, file, difference)
    await write(tx, difference, event)
    return { result: reportOf(file, difference, oids, !isNothing(difference)), event }
  })
}

// Any number that no other lock of ours has.
const TURN = 3_272_016_003

const isNothing = ({ added, changed }: AgencyDifference): boolean => added.length + changed.length === 0
const endedIn = ({ changed }: AgencyDifference): number => changed.filter(({ ended }) => ended).length

/** The latest version of each agency, as it is known now. */
function recordedVersions(db: Reader): Promise<RecordedVersion[]> {
  return db.selectFrom('agency_version').distinctOn('agency_code')
    .select(['id', 'agency_code as code', 'name', 'name_en as nameEn', 'superior_code as superior',
      'superior_missing as superiorMissing', 'level', sql<string>`coalesce(zip, '')`.as('zip'),
      sql<string>`coalesce(address, '')`.as('address'), sql<string>`coalesce(phone, '')`.as('phone'),
      sql<string>`coalesce(fax, '')`.as('fax'), 'organisation_oid as oid', 'successor_code as successor',
      sql<Day | null>`lower(valid)`.as('from'), sql<Day | null>`upper(valid) - 1`.as('to')])
    .where(({ fn }) => fn<boolean>('upper_inf', ['recorded']))
    .orderBy('agency_code').orderBy('valid', 'desc').execute()
}

function record(tx: Change, { source, sha256, rows }: AgencyImport, difference: AgencyDifference): Promise<EventId> {
  return tx.record({ code: 'agencies.imported', detail: {
    source, sha256, rows: rows.length, added: difference.added.length, changed: difference.changed.length,
    ended: endedIn(difference),
  } })
}

async function write(tx: Change, { added, changed }: AgencyDifference, event: EventId): Promise<void> {
  const codes = added.map(({ code }) => code)
  await sql`insert into agency (code) select unnest(${codes}::text[])`.execute(tx.db)
  const superseded = changed.map(({ old }) => old.id)
  if (superseded.length > 0) {
    await tx.db.updateTable('agency_version').set({ recorded: closed })
      .where(sql<boolean>`id = any (${superseded}::bigint[])`).execute()
  }
  const versions = [...added, ...changed.map(({ version }) => version)].map(rowOf)
  await sql`
    insert into agency_version (agency_code, name, name_en, superior_code, superior_missing, level, zip, address,
      phone, fax, organisation_oid, successor_code, valid, event_id)
    select r.code, r.name, r."nameEn", r.superior, r."superiorMissing", r.level, r.zip, r.address, r.phone, r.fax,
      r.oid, r.successor, r.valid, ${event}::bigint
    from jsonb_to_recordset(${JSON.stringify(versions)}::jsonb) as r (code text, name text, "nameEn" text,
      superior text, "superiorMissing" text, level smallint, zip text, address text, phone text, fax text, oid text, successor text,
      valid daterange)`.execute(tx.db)
}

const rowOf = ({ from, to, ...version }: AgencyVersion): object => ({ ...version, valid: periodText({ from, to }) })

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
