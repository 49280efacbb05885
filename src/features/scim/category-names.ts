// How the categories of an application are called today.
import { sql } from 'kysely'
import type { Reader } from '../../store/database.ts'

/** The names of the application's categories by their codes. */
export async function categoryNames(db: Reader, application: string): Promise<Map<string, string>> {
  const rows = await db.selectFrom('category_version').select(['category_code as code', 'name'])
    .where('application_code', '=', application).where(sql<boolean>`upper_inf(recorded)`).execute()
  return new Map(rows.map(({ code, name }) => [code, name]))
}
