// A person's own record as the feed has it. Facts: nothing here can be changed in the portal.
import { sql } from 'kysely'
import { maskNationalId } from '../../core/national-id.ts'
import type { Day } from '../../core/days.ts'
import type { AgencyCode, Post } from '../../core/standing.ts'
import type { Reader } from '../../store/database.ts'
import type { Seal } from '../../store/seal.ts'

/** A post with what only its holder reads; `agencyName` is the agency's last name that is known. */
export type RecordedPost = Omit<Post, 'agency'> & {
  agency: AgencyCode
  agencyName: string
  rank: string
  jobSeries: string
  section: string
}

/** `posts`: the latest first. */
export type MyRecord = { name: string; nationalIdMasked: string; birthDate: Day; email: string | null; posts: RecordedPost[] }

// Nobody has held so many posts; a fault of the source is not to fill a page.
const MOST_POSTS = 200

type Row = { name: string; birth_date: Day; email: string | null; sealed: Buffer; index: Buffer; posts: RecordedPost[] }

/** The record as it is known now. One statement. */
export async function loadRecord(db: Reader, seal: Pick<Seal, 'openNationalId'>, person: string): Promise<MyRecord> {
  const { rows: [row] } = await sql<Row>`
    select v.name, v.birth_date, v.email, p.national_id_sealed as sealed, p.national_id_index as index,
      coalesce((
        select json_agg(json_build_object('id', o.id::text, 'agency', o.agency_code, 'agencyName', g.name, 'kind', o.kind,
          'unit', o.unit, 'title', o.title, 'staffCategory', o.staff_category, 'supervisorLevel', o.supervisor_level,
          'nature', o.nature, 'rank', o.rank, 'jobSeries', o.job_series, 'section', o.section,
          'from', lower(o.valid), 'to', upper(o.valid) - 1) order by lower(o.valid) desc, o.id desc)
        from (
          select o.id, o.agency_code, o.kind, o.unit, o.title, w.staff_category, w.supervisor_level, w.nature, w.rank,
            w.job_series, w.section, w.valid
          from post o join post_version w on w.person_id = o.person_id and w.post_id = o.id and upper_inf(w.recorded)
          where o.person_id = p.id order by lower(w.valid) desc, o.id desc limit ${MOST_POSTS}
        ) o cross join lateral (
          select a.name from agency_version a where a.agency_code = o.agency_code and upper_inf(a.recorded)
          order by a.valid desc limit 1
        ) g), '[]') as posts
    from person p join person_version v on v.person_id = p.id and upper_inf(v.recorded)
    where p.id = ${person}`.execute(db)
  const { name, birth_date: birthDate, email, posts, sealed, index } = row!
  return { name, nationalIdMasked: maskNationalId(seal.openNationalId({ sealed, index })), birthDate, email, posts }
}
