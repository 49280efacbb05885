import type { Reader } from '../../store/database.ts'
import type { Favourite } from './home-page.tsx'

// As many as fit beside the other panels without scrolling; all are on 「應用系統」.
const MOST_SHOWN = 8

/** What the person marked on 「應用系統」 to have at hand and what is in service, in the order of the catalogue. */
export function favouritesOf(db: Reader, person: string): Promise<Favourite[]> {
  return db.selectFrom('favourite_application as f')
    .innerJoin('application_version as v', 'v.application_code', 'f.application_code')
    .select(['v.application_code as code', 'v.name'])
    .where('f.person_id', '=', person).where('v.in_service', '=', true)
    .where(({ eb, ref }) => eb.fn('upper_inf', [ref('v.recorded')]))
    .orderBy('v.position').orderBy('v.application_code').limit(MOST_SHOWN).execute()
}
