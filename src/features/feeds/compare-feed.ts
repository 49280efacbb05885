/**
 * Compares a feed's rows with what is known: what it says otherwise becomes rows of `feed_person` and `feed_post`, which is
 * all that is looked at, judged and applied from then on. Whatever it says that is known already leaves no row.
 */
import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import { carryRestructured } from './carry-restructured.ts'
import { countTables, lastApplied } from './feed-at-work.ts'
import type { FeedAtWork, Statements } from './feed-at-work.ts'

/** Is told how far the comparison is. */
export type StepProgress = (done: number, total: number) => void

const STEPS = 4

/**
 * Writes the difference of a snapshot or a delta, in the caller's transaction, and answers upon which applied feed it
 * stands. In a snapshot of a day, a post that is held on that day or later and is not named ends with the day before,
 * and is withdrawn where it had not begun by then. Persons and posts that are new take their numbers now.
 */
export async function compareFeed(
  db: Statements, { id, kind, asOf }: Pick<FeedAtWork, 'id' | 'kind' | 'asOf'>, progress: StepProgress = () => {},
): Promise<string | null> {
  const base = await lastApplied(db)
  progress(1, STEPS)
  await countTables(db, 'feed_row')
  await comparePersons(db, id)
  progress(2, STEPS)
  await countTables(db, 'feed_person')
  await comparePosts(db, id, kind === 'snapshot' ? notNamed(id, asOf) : null, asOf)
  await carryRestructured(db, id, asOf)
  progress(3, STEPS)
  await countTables(db, 'feed_post')
  progress(STEPS, STEPS)
  return base?.id ?? null
}

/** Takes back what an earlier comparison wrote. */
export async function forgetDifference(db: Statements, id: string): Promise<void> {
  await db.deleteFrom('feed_post').where('feed_id', '=', id).execute()
  await db.deleteFrom('feed_person').where('feed_id', '=', id).execute()
}

/** Of a person's rows the first speaks for the person: they agree in all but the mail address, which is checked. */
async function comparePersons(db: Statements, id: string): Promise<void> {
  await sql`
    insert into feed_person (feed_id, person_id, change, national_id_sealed, national_id_index, name, birth_date, email)
    select ${id}, coalesce(p.id, nextval('person_id_seq')), case when p.id is null then 'new' else 'changed' end,
      case when p.id is null then r.national_id_sealed end, case when p.id is null then r.national_id_index end,
      r.name, r.birth_date, r.email
    from (
      select distinct on (national_id_index) national_id_index, national_id_sealed, name, birth_date, email
      from feed_row where feed_id = ${id} order by national_id_index, line
    ) r
    left join person p on p.national_id_index = r.national_id_index
    left join person_version v on v.person_id = p.id and upper_inf(v.recorded)
    where p.id is null or v.person_id is null
      or (v.name, v.birth_date, v.email) is distinct from (r.name, r.birth_date, r.email)`.execute(db)
}

/**
 * Of the posts that the file does not name: those that are held on the day or later are so no more. But nobody loses a post of
 * whom the file says something that could not be read.
 */
const notNamed = (id: string, asOf: string): RawBuilder<boolean> => sql`
  (n.person_id is null and k.valid && daterange(${asOf}::date, null) and k.person_id not in (
    select p.id from feed_fault x join person p on p.national_id_index = x.national_id_index where x.feed_id = ${id}))`

async function comparePosts(db: Statements, id: string, notNamedEnds: RawBuilder<boolean> | null, asOf: string): Promise<void> {
  const joined = notNamedEnds === null ? sql`left join` : sql`full join`
  const ending = notNamedEnds === null ? sql`false` : notNamedEnds
  // What stands on the file's side wins where there is one.
  const says = (column: string): RawBuilder<unknown> => {
    const name = sql.ref(column)
    return notNamedEnds === null ? sql`n.${name}` : sql`case when n.person_id is null then k.${name} else n.${name} end`
  }
  const columns = ['agency_code', 'kind', 'unit', 'title', 'starts', 'staff_category', 'supervisor_level', 'rank',
    'job_series', 'nature', 'section']
  await sql`
    insert into feed_post (feed_id, person_id, post_id, change, ends, agency_code, kind, unit, title, starts,
      staff_category, supervisor_level, rank, job_series, nature, section, valid)
    select ${id}, d.person_id, coalesce(d.post_id, nextval('post_id_seq')),
      case when d.valid is null then 'withdrawn' when d.was is null then 'new' else 'changed' end,
      coalesce(d.was && d.onwards and not coalesce(d.valid && d.onwards, false), false),
      ${sql.join(columns.map((column) => sql`d.${sql.ref(column)}`))}, d.valid
    from (
      select coalesce(n.person_id, k.person_id) as person_id, k.post_id, k.valid as was,
        daterange(${asOf}::date, null) as onwards, ${sql.join(columns.map((column) => sql`${says(column)} as ${sql.ref(column)}`))},
        case when n.person_id is not null then n.valid
          when lower(k.valid) < ${asOf}::date then daterange(lower(k.valid), ${asOf}::date) end as valid
      from (${rowsWithPersons(id)}) n
      ${joined} (${knownPosts}) k on k.person_id = n.person_id and k.agency_code = n.agency_code and k.kind = n.kind
        and k.unit = n.unit and k.title = n.title and k.starts = n.starts
      where (n.person_id is not null and (k.valid is null or
          (k.staff_category, k.supervisor_level, k.rank, k.job_series, k.nature, k.section, k.valid) is distinct from
          (n.staff_category, n.supervisor_level, n.rank, n.job_series, n.nature, n.section, n.valid)))
        or ${ending}
    ) d
    order by d.person_id`.execute(db)
}

/** The file's rows, each with the number of its person, known or new. */
const rowsWithPersons = (id: string): RawBuilder<unknown> => sql`
  select coalesce(p.id, f.person_id) as person_id, r.agency_code, r.kind, r.unit, r.title, r.starts, r.staff_category,
    r.supervisor_level, r.rank, r.job_series, r.nature, r.section, daterange(r.starts, r.ends, '[]') as valid
  from feed_row r
  left join person p on p.national_id_index = r.national_id_index
  left join feed_person f on f.feed_id = ${id} and f.change = 'new' and f.national_id_index = r.national_id_index
  where r.feed_id = ${id}`

/** All posts that ever were, with what is known of them now: nothing of those that were withdrawn. */
const knownPosts = sql`
  select o.person_id, o.id as post_id, o.agency_code, o.kind, o.unit, o.title, o.starts, v.staff_category,
    v.supervisor_level, v.rank, v.job_series, v.nature, v.section, v.valid
  from post o
  left join post_version v on v.person_id = o.person_id and v.post_id = o.id and upper_inf(v.recorded)`
