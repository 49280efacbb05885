/** The rows of agencies: read as periods, and written as versions that take the place of others. */
import { sql } from 'kysely'
import type { AgencyDescription, AgencyPeriod } from '../../core/agency-change.ts'
import type { Day } from '../../core/days.ts'
import type { AgencyCode } from '../../core/standing.ts'
import type { Change, EventId } from '../../store/change.ts'
import type { Reader } from '../../store/database.ts'
import { closed, periodText } from '../../store/periods.ts'

// Any number that no other lock of ours has.
const TURN = 3_272_016_003

/** Whoever changes agencies takes turns, so that nothing is decided by a tree that another is changing. */
export async function takeAgencyTurn({ db }: Change): Promise<void> {
  await sql`select pg_advisory_xact_lock(${TURN})`.execute(db)
}

export type RecordedPeriod = AgencyPeriod & { code: AgencyCode }

/** What is known now of these agencies, or of all: each one's periods from the first on. */
export function recordedPeriods(db: Reader, codes?: readonly AgencyCode[]): Promise<RecordedPeriod[]> {
  const query = db.selectFrom('agency_version')
    .select(['id', 'agency_code as code', 'name', 'name_en as nameEn', 'superior_code as superior',
      'superior_missing as superiorMissing', 'level', sql<string>`coalesce(zip, '')`.as('zip'),
      sql<string>`coalesce(address, '')`.as('address'), sql<string>`coalesce(phone, '')`.as('phone'),
      sql<string>`coalesce(fax, '')`.as('fax'), 'organisation_oid as oid', 'successor_code as successor',
      sql<Day | null>`lower(valid)`.as('from'), sql<Day | null>`upper(valid) - 1`.as('to')])
    .where(({ fn }) => fn<boolean>('upper_inf', ['recorded'])).orderBy('agency_code').orderBy('valid')
  return (codes === undefined ? query : query.where(sql<boolean>`agency_code = any (${[...codes]}::text[])`)).execute()
}

/** The agency's number, for one that was never there before. */
export async function writeAgencies({ db }: Change, codes: readonly AgencyCode[]): Promise<void> {
  await sql`insert into agency (code) select unnest(${[...codes]}::text[]) on conflict do nothing`.execute(db)
}

/** Closes the periods of these numbers and writes the descriptions: as they are known from now on. */
export async function writePeriods(
  { db }: Change, superseded: readonly string[], written: readonly (AgencyDescription & { code: AgencyCode })[], event: EventId,
): Promise<void> {
  if (superseded.length > 0) {
    await db.updateTable('agency_version').set({ recorded: closed })
      .where(sql<boolean>`id = any (${[...superseded]}::bigint[])`).execute()
  }
  const rows = written.map(({ from, to, ...described }) => ({ ...described, valid: periodText({ from, to }) }))
  await sql`
    insert into agency_version (agency_code, name, name_en, superior_code, superior_missing, level, zip, address,
      phone, fax, organisation_oid, successor_code, valid, event_id)
    select r.code, r.name, r."nameEn", r.superior, r."superiorMissing", r.level, r.zip, r.address, r.phone, r.fax,
      r.oid, r.successor, r.valid, ${event}::bigint
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (code text, name text, "nameEn" text,
      superior text, "superiorMissing" text, level smallint, zip text, address text, phone text, fax text, oid text, successor text,
      valid daterange)`.execute(db)
}
