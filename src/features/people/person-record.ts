// The personnel record of one person as of a day (R-DAY-2): what the feeds had said by then, and what they had said before.
import { sql } from 'kysely'
import { periodHolds } from '../../core/days.ts'
import { momentOf } from '../../store/as-of.ts'
import type { AsOf } from '../../core/as-of.ts'
import type { Day } from '../../core/days.ts'
import type { AgencyCode } from '../../core/standing.ts'
import type { Reader } from '../../store/database.ts'

/** When it was known: from that instant, and until the other, null where it still was at the moment that is asked about. */
type Known = { since: Date; until: Date | null }

/** What a feed said of a post: both days are inclusive. */
export type PostVersion = Known & {
  staffCategory: string
  supervisorLevel: string
  rank: string
  jobSeries: string
  nature: string
  section: string
  from: Day
  to: Day | null
}

/** On the day that is asked about: held, over, or still to come; `withdrawn`: a feed said that it had never been. */
export type PostTime = 'future' | 'present' | 'past' | 'withdrawn'

/** A post with what was known of it, the latest first: of one withdrawn what was said last. */
export type RecordedPost = {
  id: string
  agency: AgencyCode
  agencyName: string
  agencyNameEn: string | null
  kind: 'appointment' | 'concurrent'
  unit: string
  title: string
  time: PostTime
  latest: PostVersion
  earlier: PostVersion[]
}

export type PersonVersion = Known & { name: string; birthDate: Day; email: string | null }

/** `person`: null where nobody knew of them by then. `posts`: those to come first, then those held, then those over. */
export type PersonRecord = { person: PersonVersion | null; earlier: PersonVersion[]; posts: RecordedPost[] }

// Nobody has held so many posts, nor been corrected so often; a fault of the source is not to fill a page.
const MOST_POSTS = 200
const MOST_VERSIONS = 50

type Written<V extends Known> = Omit<V, 'since' | 'until'> & { since: string; until: string | null }
type PostRow = Omit<RecordedPost, 'time' | 'latest' | 'earlier'> & { versions: Written<PostVersion>[] }

const read = <R extends { since: string; until: string | null }>(row: R): Omit<R, keyof Known> & Known =>
  ({ ...row, since: new Date(row.since), until: row.until === null ? null : new Date(row.until) })

const TIMES: readonly PostTime[] = ['future', 'present', 'past', 'withdrawn']

function timeOf({ until, from, to }: PostVersion, day: Day): PostTime {
  if (until !== null) return 'withdrawn'
  if (periodHolds({ from, to }, day)) return 'present'
  return from > day ? 'future' : 'past'
}

function postOf({ versions, ...post }: PostRow, day: Day): RecordedPost[] {
  const [latest, ...earlier] = versions.map((one): PostVersion => read(one))
  return latest === undefined ? [] : [{ ...post, time: timeOf(latest, day), latest, earlier }]
}

const byTime = (one: RecordedPost, other: RecordedPost): number =>
  TIMES.indexOf(one.time) - TIMES.indexOf(other.time)
  || Number(one.latest.from < other.latest.from) - Number(one.latest.from > other.latest.from) || Number(other.id) - Number(one.id)

/** The record of the person (an id) as it was known at that moment. One statement. */
export async function loadPersonRecord(db: Reader, person: string, asOf: AsOf): Promise<PersonRecord> {
  const { day, known } = momentOf(asOf)
  // A version that was closed after the moment was still open at it.
  const span = (alias: string) => sql`'since', lower(${sql.ref(`${alias}.recorded`)}),
    'until', case when upper(${sql.ref(`${alias}.recorded`)}) <= ${known} then upper(${sql.ref(`${alias}.recorded`)}) end`
  const { rows: [row] } = await sql<{ persons: Written<PersonVersion>[]; posts: PostRow[] }>`
    select
      (select coalesce(json_agg(json_build_object('name', n.name, 'birthDate', n.birth_date, 'email', n.email, ${span('n')})
        order by n.version desc), '[]')
       from (select * from person_version n where n.person_id = ${person} and lower(n.recorded) <= ${known} and not isempty(n.recorded)
        order by n.version desc limit ${sql.lit(MOST_VERSIONS)}) n) as persons,
      (select coalesce(json_agg(json_build_object('id', p.id::text, 'agency', p.agency_code, 'agencyName', coalesce(g.name, p.agency_code),
        'agencyNameEn', g.name_en, 'kind', p.kind, 'unit', p.unit, 'title', p.title, 'versions', v.versions)), '[]')
       from (select * from post p where p.person_id = ${person} order by p.starts desc, p.id desc limit ${sql.lit(MOST_POSTS)}) p
       cross join lateral (
         select json_agg(json_build_object('staffCategory', v.staff_category, 'supervisorLevel', v.supervisor_level, 'rank', v.rank,
           'jobSeries', v.job_series, 'nature', v.nature, 'section', v.section, 'from', lower(v.valid), 'to', upper(v.valid) - 1,
           ${span('v')}) order by v.version desc) as versions
         from (select * from post_version v where v.person_id = p.person_id and v.post_id = p.id and lower(v.recorded) <= ${known}
           and not isempty(v.recorded) order by v.version desc limit ${sql.lit(MOST_VERSIONS)}) v) v
       left join lateral (
         select a.name, a.name_en from agency_version a where a.agency_code = p.agency_code and a.recorded @> ${known}
         order by a.valid @> ${day} desc, a.valid desc limit 1) g on true
       where v.versions is not null) as posts`.execute(db)
  const persons = row!.persons.map((one): PersonVersion => read(one))
  return {
    person: persons[0] ?? null, earlier: persons.slice(1),
    posts: row!.posts.flatMap((post) => postOf(post, asOf.day)).toSorted(byTime),
  }
}
