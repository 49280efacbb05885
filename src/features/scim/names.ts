// How agencies and categories are called today.
import type { Day } from '../../core/days.ts'
import { sql } from 'kysely'
import type { Reader } from '../../store/database.ts'

/** The names of agencies by their codes. */
export async function agencyNames(db: Reader, codes: readonly string[], today: Day): Promise<Map<string, string>> {
  const { rows } = await sql<{ code: string; name: string }>`
    select agency_code as code, name from agency_version
    where agency_code = any(${[...new Set(codes)]}::text[]) and upper_inf(recorded) and valid @> ${today}::date`.execute(db)
  return new Map(rows.map(({ code, name }) => [code, name]))
}

/** The names of the application's categories by their codes. */
export async function categoryNames(db: Reader, application: string): Promise<Map<string, string>> {
  const rows = await db.selectFrom('category_version').select(['category_code as code', 'name'])
    .where('application_code', '=', application).where(sql<boolean>`upper_inf(recorded)`).execute()
  return new Map(rows.map(({ code, name }) => [code, name]))
}
