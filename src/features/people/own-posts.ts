import { sql } from 'kysely'
import type { Reader } from '../../store/database.ts'
import type { OwnPost } from './own-reports-page.tsx'

// Nobody has held so many posts; a fault of the source is not to fill a page.
const MOST_POSTS = 50

/** The posts that the record has of the person, the latest first: what can be wrong in it. */
export async function loadRecordedPosts(db: Reader, person: string): Promise<OwnPost[]> {
  const { rows } = await sql<OwnPost>`
    select p.id::text, p.unit, p.title, (
      select json_build_object('code', a.agency_code, 'name', a.name, 'nameEn', a.name_en) from agency_version a
      where a.agency_code = p.agency_code and upper_inf(a.recorded) order by a.valid @> current_date desc, a.valid desc limit 1) as agency
    from post p join post_version v on v.person_id = p.person_id and v.post_id = p.id and upper_inf(v.recorded)
    where p.person_id = ${person} order by upper_inf(v.valid) desc, lower(v.valid) desc, p.id desc limit ${sql.lit(MOST_POSTS)}`.execute(db)
  return rows
}
