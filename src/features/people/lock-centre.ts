import { sql } from 'kysely'
import type { Change } from '../../store/change.ts'

// Any number that no other lock of ours has.
const CENTRE = 3_272_016_004

/**
 * From here on until the transaction ends, nobody else changes who is at the centre: gives or ends a role, or disables an
 * account. Whoever counts the administrators that are left counts what stays so.
 */
export async function lockCentre({ db }: Pick<Change, 'db'>): Promise<void> {
  await sql`select pg_advisory_xact_lock(${CENTRE})`.execute(db)
}
