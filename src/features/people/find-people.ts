// 「員工管理」: any person whom the feed has ever brought, found by national ID, name, account, agency, account state,
// standing, and whether they hold a post today. The centre's alone, so no scope narrows it.
import { sql } from 'kysely'
import { searchWords } from '../../core/search-text.ts'
import { nameHasWords } from '../../store/search-text.ts'
import { standingOfPost } from '../../store/standing.ts'
import { describePeople } from './find-subject.ts'
import type { RawBuilder } from 'kysely'
import type { Day } from '../../core/days.ts'
import type { AccountState } from '../../core/facts.ts'
import type { AgencyCode, Standing } from '../../core/standing.ts'
import type { Reader } from '../../store/database.ts'
import type { Seal } from '../../store/seal.ts'
import type { Subject } from './find-subject.ts'

/**
 * What to find people by; what is empty or null narrows nothing. `agency`: where they have a post now or, who holds none
 * anywhere, where they had or will have one. `account`: what its name begins with. `standing`: of a post held now, at
 * that agency where one is asked for.
 */
export type PeopleAsked = {
  idIndex: string | null
  name: string
  account: string
  agency: AgencyCode | ''
  below: boolean
  states: AccountState[]
  standing: Standing | ''
  post: 'with' | 'without' | ''
}

export const PEOPLE_SORTS = ['name', '-name', 'account', '-account', 'signIn', '-signIn'] as const
export type PeopleSort = (typeof PEOPLE_SORTS)[number]

/**
 * `previous` and `next`: keys of the persons that those pages end and begin at. `count`: how many there are in all; null
 * where they are more than `MOST_SORTED`, and then they stand in the order in which they came (`inOrder`: no).
 */
export type FoundPage = { people: Subject[]; count: number | null; inOrder: boolean; previous: string | null; next: string | null }

/** So many are found and sorted while somebody waits; of more nobody reads the order. */
export const MOST_SORTED = 20_000

/** The agencies asked about, found once a statement: what it begins with, for the conditions below name `agencies`. */
function withAgencies({ agency, below }: PeopleAsked, today: Day): RawBuilder<unknown> {
  if (agency === '') return sql``
  // An agency that is no more has nothing below it, and is asked about itself.
  const more = below ? sql`union select s.agency_code from agency_subtree(${agency}, ${today}::date, 'infinity') s` : sql``
  return sql`with agencies as materialized (select ${agency}::agency_code as agency_code ${more})`
}

// "is true" keeps the planner from making joins of conditions that are to be asked of one row at a time.
const IS_THERE = sql`(p.agency_code in (select agency_code from agencies)) is true`

const isHeld = (today: Day): RawBuilder<unknown> => sql`upper_inf(v.recorded) and v.valid @> ${today}::date`

// "offset 0": each person's own posts are looked at, not those of all beforehand.
const holdsNone = (person: string, today: Day): RawBuilder<unknown> => sql`not exists (
  select from post_version v where v.person_id = ${sql.ref(person)} and ${isHeld(today)} offset 0)`

/** That a version of the post `p` has the standing asked for; or is held, or was where its holder has no post now. */
function versionFits({ standing }: PeopleAsked, today: Day): RawBuilder<unknown> {
  const fits = standing === '' ? sql`upper_inf(v.recorded) and (v.valid @> ${today}::date or ${holdsNone('p.person_id', today)})`
    : sql`${isHeld(today)} and ${standingOfPost('p', 'v')} = ${standing}::standing`
  return sql`exists (select from post_version v where v.person_id = p.person_id and v.post_id = p.id and ${fits} offset 0)`
}

/** Everything else that is asked, of a person with the name `n`. */
function personFits({ idIndex, name, account, states, post }: PeopleAsked, today: Day): RawBuilder<unknown> {
  const words = searchWords(name)
  return sql.join([
    sql`upper_inf(n.recorded)`,
    ...(idIndex === null ? [] : [sql`i.national_id_index = decode(${idIndex}, 'hex')`]),
    ...(words.length === 0 ? [] : [nameHasWords(sql`n.name`, words)]),
    ...(account === '' ? [] : [sql`starts_with(a.name, ${account})`]),
    ...(states.length === 0 ? [] : [sql`a.state = any(${states}::account_state[])`]),
    // Said so that the index of the few that are not active serves.
    ...(states.length === 0 || states.includes('active') ? [] : [sql`a.state <> 'active'`]),
    ...(post === 'without' ? [holdsNone('n.person_id', today)] : []),
    ...(post === 'with' ? [sql`exists (select from post_version v where v.person_id = n.person_id and ${isHeld(today)})`] : []),
  ], sql` and `)
}

// R-ACC-1 gives everybody an account; who has none yet is found all the same.
const PEOPLE = sql`person_version n join person i on i.id = n.person_id left join account a on a.person_id = n.person_id`

const asksOfPost = ({ agency, standing }: PeopleAsked): boolean => agency !== '' || standing !== ''
const asksOfPerson = ({ idIndex, name, account, states, post }: PeopleAsked): boolean =>
  idIndex !== null || name !== '' || account !== '' || states.length > 0 || post !== ''

/** That the holder of the post `p` is one of those who fit. */
const fitsHolder = (asked: PeopleAsked, today: Day): RawBuilder<unknown> => (asksOfPerson(asked)
  ? sql`and exists (select from ${PEOPLE} where n.person_id = p.person_id and ${personFits(asked, today)} offset 0)` : sql``)

/** That the person `n` has a post that fits. */
function hasPost(asked: PeopleAsked, today: Day): RawBuilder<unknown> {
  const there = asked.agency === '' ? sql`` : sql`${IS_THERE} and`
  return sql`(exists (select from post p where p.person_id = n.person_id and ${there} ${versionFits(asked, today)})) is true`
}

/** From person to person: along an index where one finds few, else as they came. */
function alongPeople(asked: PeopleAsked, today: Day): RawBuilder<unknown> {
  return sql`select n.person_id from ${PEOPLE}
    where ${personFits(asked, today)} ${asksOfPost(asked) ? sql`and ${hasPost(asked, today)}` : sql``}`
}

/** From agency to agency; somebody may come once for each of several posts. */
function alongAgencies(asked: PeopleAsked, today: Day): RawBuilder<unknown> {
  return sql`select w.person_id from (select agency_code from agencies offset 0) m cross join lateral (
    select p.person_id from post p where p.agency_code = m.agency_code and ${versionFits(asked, today)}
      ${fitsHolder(asked, today)} offset 0) w`
}

/** Through all posts: a standing is in no index. */
function alongPosts(asked: PeopleAsked, today: Day): RawBuilder<unknown> {
  return sql`select p.person_id from post p
    join post_version v on v.person_id = p.person_id and v.post_id = p.id and ${isHeld(today)}
    where ${standingOfPost('p', 'v')} = ${asked.standing}::standing ${fitsHolder(asked, today)}`
}

/** All who fit as a query of `person_id`, by the way that is likely the shortest. */
function fitting(asked: PeopleAsked, today: Day): RawBuilder<unknown> {
  const { idIndex, name, account, states, agency, below, standing } = asked
  const byIndex = idIndex !== null || name !== '' || account !== '' || (states.length > 0 && !states.includes('active'))
  // One agency holds some thousand people at the most.
  if (agency !== '' && idIndex === null && (!below || !byIndex)) return alongAgencies(asked, today)
  return standing !== '' && !byIndex ? alongPosts(asked, today) : alongPeople(asked, today)
}

/** The ids of all who fit; null where there are too many to be sorted. */
async function fewWhoFit(db: Reader, asked: PeopleAsked, today: Day): Promise<string[] | null> {
  const { rows: [row] } = await sql<{ ids: string[] | null; found: number }>`
    ${withAgencies(asked, today)} select array_agg(distinct person_id)::text[] as ids, count(*)::int as found
    from (${fitting(asked, today)} limit ${sql.lit(MOST_SORTED + 1)}) f`.execute(db)
  return row!.found > MOST_SORTED ? null : row!.ids ?? []
}

export type PeoplePlace = { sort: PeopleSort; after?: string | undefined; before?: string | undefined; size: number }

/** The column that the list goes by, never null. */
const COLUMN: Record<'name' | 'account' | 'signIn', RawBuilder<unknown>> = {
  name: sql`n.name collate "C"`,
  account: sql`coalesce(a.name, '') collate "C"`,
  signIn: sql`coalesce(a.last_sign_in_at, '-infinity')`,
}

/** A page of these people in the order asked for. */
function sorted(ids: readonly string[], { sort, after, before, size }: PeoplePlace): RawBuilder<{ id: string }> {
  const column = COLUMN[sort.replace('-', '') as keyof typeof COLUMN]
  const from = before ?? after
  const descending = sort.startsWith('-') !== (before !== undefined)
  const place = from === undefined ? sql`` : sql`and (${column}, n.person_id) ${descending ? sql`<` : sql`>`} (
    select ${column}, n.person_id from ${PEOPLE} where i.key = ${from}::uuid and upper_inf(n.recorded))`
  const order = descending ? sql`desc` : sql`asc`
  return sql`select n.person_id as id from ${PEOPLE}
    where n.person_id = any(${[...ids]}::bigint[]) and upper_inf(n.recorded) ${place}
    order by ${column} ${order}, n.person_id ${order} limit ${sql.lit(size + 1)}`
}

/** A page of all who fit, in the order in which they came: from person to person, where one in some fits. */
function walked(asked: PeopleAsked, { after, before, size }: PeoplePlace, today: Day): RawBuilder<{ id: string }> {
  const from = before ?? after
  const back = before !== undefined
  const place = from === undefined ? sql``
    : sql`and n.person_id ${back ? sql`<` : sql`>`} (select id from person where key = ${from}::uuid)`
  return sql`${withAgencies(asked, today)} select person_id as id from (${alongPeople(asked, today)} ${place}
    order by n.person_id ${back ? sql`desc` : sql`asc`} limit ${sql.lit(size + 1)}) w order by person_id ${back ? sql`desc` : sql`asc`}`
}

/** A page of the people who fit, after (or before) the person of that key. */
export async function findPeople(
  db: Reader, seal: Pick<Seal, 'openNationalId'>, asked: PeopleAsked, place: PeoplePlace, today: Day,
): Promise<FoundPage> {
  const few = await fewWhoFit(db, asked, today)
  const { rows } = await (few === null ? walked(asked, place, today) : sorted(few, place)).execute(db)
  const { after, before, size } = place
  const back = before !== undefined
  const more = rows.length > size
  const ids = rows.slice(0, size).map(({ id }) => id)
  const people = await describePeople(db, seal, back ? ids.toReversed() : ids, today)
  return {
    people, count: few?.length ?? null, inOrder: few !== null,
    previous: (back ? more : after !== undefined) ? people[0]?.key ?? null : null,
    next: (back ? true : more) ? people.at(-1)?.key ?? null : null,
  }
}

/** How many people fit in all, where they are many: all posts at once instead of one by one. */
export async function countPeople(db: Reader, asked: PeopleAsked, today: Day): Promise<number> {
  const { agency, standing } = asked
  const posts = sql`select p.person_id
    from post p join post_version v on v.person_id = p.person_id and v.post_id = p.id and upper_inf(v.recorded)
    where ${agency === '' ? sql`true` : IS_THERE}
      and ${standing === '' ? sql`true` : sql`${standingOfPost('p', 'v')} = ${standing}::standing`}
      and (v.valid @> ${today}::date ${standing === '' ? sql`or p.person_id not in (
        select v.person_id from post_version v where ${isHeld(today)})` : sql``})`
  const { rows } = await sql<{ count: string }>`
    ${withAgencies(asked, today)} select count(*) as count from ${PEOPLE}
    where ${personFits(asked, today)} ${asksOfPost(asked) ? sql`and n.person_id in (${posts})` : sql``}`.execute(db)
  return Number(rows[0]!.count)
}
