/** The rows of personnel offices (R-SCP-1): who is whose, from when to when. */
import { sql } from 'kysely'
import type { DecisionState } from '../../core/facts.ts'
import type { AgencyCode } from '../../core/standing.ts'
import type { Change, EventId } from '../../store/change.ts'
import type { Reader } from '../../store/database.ts'
import { closed, periodText } from '../../store/periods.ts'
import type { Period } from '../../store/periods.ts'

/** `office` is the personnel office of `agency`. */
export type StoredOffice = {
  id: string; version: number; office: AgencyCode; agency: AgencyCode; valid: Period; state: DecisionState
}

/** The relations that were not ended by hand, past and future ones too; of one agency, on either side, where it is given. */
export function loadOffices(db: Reader, agency?: AgencyCode): Promise<StoredOffice[]> {
  const query = db.selectFrom('personnel_office')
    .select(['id', 'version', 'office_code as office', 'agency_code as agency', 'valid', 'state'])
    .where('state', '<>', 'ended').where(({ fn }) => fn<boolean>('upper_inf', ['recorded']))
    .orderBy('agency_code').orderBy('office_code').orderBy('valid')
  return (agency === undefined ? query
    : query.where(sql<boolean>`${agency} in (office_code, agency_code)`)).execute()
}

/** Writes a new relation. */
export async function insertOffice(
  { db }: Change, office: AgencyCode, agency: AgencyCode, valid: Period, event: EventId,
): Promise<void> {
  await db.insertInto('personnel_office')
    .values({ office_code: office, agency_code: agency, valid: periodText(valid), event_id: event }).execute()
}

/** Writes the next version of a relation. */
export async function reviseOffice(
  { db }: Change, old: StoredOffice, { valid, state }: Pick<StoredOffice, 'valid' | 'state'>, event: EventId,
): Promise<void> {
  await db.updateTable('personnel_office').set({ recorded: closed })
    .where('id', '=', old.id).where('version', '=', old.version).execute()
  await db.insertInto('personnel_office').values({
    id: old.id, version: old.version + 1, office_code: old.office, agency_code: old.agency, valid: periodText(valid),
    state, event_id: event,
  }).execute()
}
