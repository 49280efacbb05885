// How the applications are called, for pages that tell of many by their codes.
import { sql } from 'kysely'
import type { Reader } from './database.ts'

/** The names of the applications by their codes. */
export type ApplicationNames = ReadonlyMap<string, string>

/** How all applications are called today. */
export async function applicationNames(db: Reader): Promise<ApplicationNames> {
  const rows = await db.selectFrom('application_version').select(['application_code as code', 'name'])
    .where(sql<boolean>`upper_inf(recorded)`).execute()
  return new Map(rows.map(({ code, name }) => [code, name]))
}
