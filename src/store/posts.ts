// The posts of a person, as the acts of management ask for them under lock.
import { sql } from 'kysely'
import type { Day } from '../core/days.ts'
import type { Post } from '../core/standing.ts'
import type { Reader } from './database.ts'

/** The person's posts that are held on the day or later. */
export async function postsFrom(db: Reader, person: string, day: Day): Promise<Post[]> {
  const { rows } = await sql<Post>`
    select p.id::text, p.agency_code as agency, p.kind, p.unit, p.title, v.staff_category as "staffCategory",
      v.supervisor_level as "supervisorLevel", v.nature, lower(v.valid) as "from", upper(v.valid) - 1 as "to"
    from post p join post_version v on v.person_id = p.person_id and v.post_id = p.id and upper_inf(v.recorded)
    where p.person_id = ${person} and (upper_inf(v.valid) or upper(v.valid) > ${day}::date)
    order by p.kind, p.id`.execute(db)
  return rows
}
