// People as somebody who manages agencies may pick them: those with a current post at an agency in the authority's scope
// (R-SCP-4), found by name, national ID, account state and agency, page by page.
import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import { maskNationalId } from '../core/national-id.ts'
import { isOfCentre } from '../core/scope.ts'
import { searchWords } from '../core/search-text.ts'
import { UUID } from '../core/uuid.ts'
import { accountState } from './access.ts'
import { momentOf } from './as-of.ts'
import { managedAgencies } from './scope.ts'
import { hasWords, nameHasWords } from './search-text.ts'
import type { AsOf } from '../core/as-of.ts'
import type { Day } from '../core/days.ts'
import type { AccountState } from '../core/facts.ts'
import type { Authority } from '../core/scope.ts'
import type { AgencyCode, Post } from '../core/standing.ts'
import type { Moment } from './as-of.ts'
import type { Reader } from './database.ts'
import type { Seal } from './seal.ts'

/** A current post, at an agency in the scope of whoever looks; posts elsewhere are not told. */
export type PickedPost = Pick<Post, 'id' | 'agency' | 'kind' | 'unit' | 'title'> & {
  agencyName: string
  agencyNameEn: string | null
  from: Day
  to: Day | null
}

/**
 * `id` stays inside the program, `key` may stand in an address. R-ACC-1 gives everybody an account; one that is missing
 * reads as 未啟用.
 */
export type PickedPerson = {
  id: string
  key: string
  name: string
  nationalIdMasked: string
  accountName: string | null
  accountState: AccountState
  posts: PickedPost[]
}

/**
 * What to find people by; what is empty or null narrows nothing. `agency`: where they have a current post. `idIndex`: the
 * national ID as `Seal.indexNationalId` gives it, in hex. `name`: every word of it is a part of theirs.
 */
export type PeopleCriteria = { agency: AgencyCode | null; idIndex: string | null; name: string; states: AccountState[] }

/**
 * Where a page begins or ends: a person's key, and the agency they are listed at; no agency where the list goes by person.
 * A list stays in the order that its cursor names.
 */
export type PeopleCursor = { agency: AgencyCode | null; person: string }

/** `found`: how many there are in all, not counted beyond `MOST_COUNTED`. */
export type PeoplePage = {
  people: PickedPerson[]
  found: number
  previous: PeopleCursor | null
  next: PeopleCursor | null
}

export type PeopleSearch = {
  authority: Authority
  asOf: AsOf
  /** The last of the page before, or the first of the page after. */
  after?: PeopleCursor | undefined
  before?: PeopleCursor | undefined
  size: number
}

/** What is found beyond these is not counted: nobody picks one out of so many by reading. */
export const MOST_COUNTED = 200
// A scope of so few posts is read whole sooner than anything is looked up.
const SMALL_SCOPE = 3_000
// So few that fit a name, or a state, are looked up one by one. Of what fits more, the agencies' posts soon fill a page.
const FEW_NAMES = 20_000
const FEW_STATES = 50_000

type Asked = { criteria: PeopleCriteria; words: string[]; search: Pick<PeopleSearch, 'authority' | 'asOf'>; moment: Moment }

type Criterion = 'id' | 'name' | 'state'

/** How to go about it: along the people that fit a criterion (an array of ids as text), or from agency to agency. */
type Way = { along: 'people'; by: Criterion; ids: string } | { along: 'agencies' }

const managedTable = ({ authority, asOf }: Asked['search'], agency: AgencyCode | null = null): RawBuilder<unknown> =>
  sql`managed as materialized (select agency_code from (${managedAgencies(authority, asOf)}) m
    ${agency === null ? sql`` : sql`where agency_code = ${agency}`})`

// "is true" keeps the planner from joining: it would read all agencies for each person.
const isManaged = (post: string) => sql`(${sql.ref(`${post}.agency_code`)} in (select agency_code from managed)) is true`

const isCurrent = ({ day, known }: Moment, post: string) => sql`exists (select from post_version v
  where v.person_id = ${sql.ref(`${post}.person_id`)} and v.post_id = ${sql.ref(`${post}.id`)}
    and v.valid @> ${day} and v.recorded @> ${known})`

/** That a version `n` of a name is the one known then: said so that the indices of the present serve the present. */
const isKnownName = ({ search: { asOf }, moment }: Asked) =>
  asOf.known === 'now' ? sql`upper_inf(n.recorded)` : sql`n.recorded @> ${moment.known}`

/** The conditions on the person of the expression, beside where they have a post, and but for one that is known to hold. */
function fits(asked: Asked, person: RawBuilder<string>, known: Criterion | null = null): RawBuilder<unknown> {
  const { criteria: { idIndex, states }, words, search } = asked
  const conditions = [
    ...(idIndex === null || known === 'id' ? [] : [sql`exists (select from person i
      where i.id = ${person} and i.national_id_index = decode(${idIndex}, 'hex'))`]),
    ...(words.length === 0 || known === 'name' ? [] : [sql`exists (select from person_version n
      where n.person_id = ${person} and ${isKnownName(asked)} and ${hasWords(sql`n.name`, words)})`]),
    ...(states.length === 0 || known === 'state' ? [] : [sql`(${accountState(person, search.asOf)}) = any(${states}::account_state[])`]),
  ]
  return conditions.length === 0 ? sql`true` : sql.join(conditions, sql` and `)
}

/** The criteria that an index finds people by: a query of `person_id` for each, and how many it may find to be of use. */
function byIndex(
  { criteria: { idIndex, states }, words, search }: Asked,
): { by: Criterion; people: RawBuilder<unknown>; few: number }[] {
  if (idIndex !== null) {
    const people = sql`select id as person_id from person where national_id_index = decode(${idIndex}, 'hex')`
    return [{ by: 'id', people, few: 1 }]
  }
  if (search.asOf.known !== 'now') return []
  return [
    ...(words.length === 0 ? [] : [{ by: 'name' as const, few: FEW_NAMES, people: sql`select n.person_id from person_version n
      where ${nameHasWords(sql`n.name`, words)} and upper_inf(n.recorded)` }]),
    ...(states.length === 0 || states.includes('active') ? [] : [{ by: 'state' as const, few: FEW_STATES, people: sql`
      select person_id from account where state = any(${states}::account_state[]) and state <> 'active'` }]),
  ]
}

async function isSmallScope(db: Reader, { search }: Asked): Promise<boolean> {
  if (isOfCentre(search.authority)) return false
  const { rows } = await sql<{ small: boolean }>`
    with ${managedTable(search)}
    select count(*) <= ${sql.lit(SMALL_SCOPE)} as small from (
      select from managed m join post p on p.agency_code = m.agency_code limit ${sql.lit(SMALL_SCOPE + 1)}) f`.execute(db)
  return rows[0]!.small
}

/** Along the fewest people that one of the criteria leaves, unless the agencies are the shorter way. */
async function shortestWay(db: Reader, asked: Asked): Promise<Way> {
  const { criteria } = asked
  // One agency holds some thousand people at the most.
  if (criteria.idIndex === null && (criteria.agency !== null || await isSmallScope(db, asked))) return { along: 'agencies' }
  let best: { by: Criterion; ids: string; count: number } | null = null
  for (const { by, people, few } of byIndex(asked)) {
    const { rows: [row] } = await sql<{ ids: string | null; count: number }>`
      select count(*)::int as count, case when count(*) <= ${sql.lit(few)} then array_agg(person_id order by person_id) end::text as ids
      from (select person_id from (${people}) f limit ${sql.lit(few + 1)}) g`.execute(db)
    const { ids, count } = row!
    if (count === 0) return { along: 'people', by, ids: '{}' }
    if (ids !== null && (best === null || count < best.count)) best = { by, ids, count }
  }
  return best === null ? { along: 'agencies' } : { along: 'people', by: best.by, ids: best.ids }
}

type Place = { agency: AgencyCode | null; person: string }
type Span = { after?: PeopleCursor | undefined; before?: PeopleCursor | undefined; size: number }

function alongPeople(asked: Asked, { by, ids }: Extract<Way, { along: 'people' }>, { after, before, size }: Span): RawBuilder<Place> {
  const from = before ?? after
  const [beyond, order] = before === undefined ? [sql`>`, sql`asc`] : [sql`<`, sql`desc`]
  const onward = from === undefined ? sql`` : sql`where f.id ${beyond} (select id from person where key = ${from.person}::uuid)`
  return sql`
    with ${managedTable(asked.search, asked.criteria.agency)}
    select null as agency, c.id as person
    from (select f.id from unnest(${ids}::bigint[]) f (id) ${onward} order by f.id ${order} offset 0) c
    where ${fits(asked, sql`c.id`, by)} and exists (
      select from post p where p.person_id = c.id and ${isManaged('p')} and ${isCurrent(asked.moment, 'p')})
    limit ${sql.lit(size)}`
}

/** Each person once: at the first agency by code where they have a current post. */
function alongAgencies(asked: Asked, { after, before, size }: Span): RawBuilder<Place> {
  const { moment } = asked
  const from = before ?? after
  const [beyond, order] = before === undefined ? [sql`>`, sql`asc`] : [sql`<`, sql`desc`]
  const [near, onward] = from === undefined ? [sql``, sql``] : [
    sql`where agency_code ${beyond}= ${from.agency}`,
    sql`where (m.agency_code, w.person_id) ${beyond} (${from.agency}, (select id from person where key = ${from.person}::uuid))`,
  ]
  return sql`
    with ${managedTable(asked.search, asked.criteria.agency)}
    select m.agency_code as agency, w.person_id as person
    from (select agency_code from managed ${near} order by agency_code ${order} offset 0) m cross join lateral (
      select distinct p.person_id from post p
      where p.agency_code = m.agency_code and ${fits(asked, sql`p.person_id`)} and ${isCurrent(moment, 'p')}
        and not exists (select from post e where e.person_id = p.person_id and e.agency_code < m.agency_code
          and ${isManaged('e')} and ${isCurrent(moment, 'e')})
    ) w ${onward}
    order by m.agency_code ${order}, w.person_id ${order} limit ${sql.lit(size)}`
}

const placesQuery = (asked: Asked, way: Way, span: Span): RawBuilder<Place> =>
  (way.along === 'people' ? alongPeople(asked, way, span) : alongAgencies(asked, span))

async function places(db: Reader, asked: Asked, way: Way, span: Span): Promise<Place[]> {
  return (await placesQuery(asked, way, span).execute(db)).rows
}

type DetailRow = Omit<PickedPerson, 'nationalIdMasked'> & { sealed: Buffer; index: Buffer }

/** The people of the condition on `i` (`person`) as they are shown; without those that have no current post in scope. */
async function describe(
  db: Reader, seal: Seal, which: RawBuilder<unknown>, { authority, asOf }: Asked['search'],
): Promise<PickedPerson[]> {
  const moment = momentOf(asOf)
  const { rows } = await sql<DetailRow>`
    with ${managedTable({ authority, asOf })}
    select i.id, i.key, n.name, i.national_id_sealed as sealed, i.national_id_index as index, a.name as "accountName",
      coalesce((${accountState(sql`i.id`, asOf)}), 'pending') as "accountState", o.posts
    from person i
    join person_version n on n.person_id = i.id and n.recorded @> ${moment.known}
    left join account a on a.person_id = i.id
    cross join lateral (
      select json_agg(json_build_object('id', p.id::text, 'agency', p.agency_code, 'agencyName', g.name,
        'agencyNameEn', g.name_en, 'kind', p.kind, 'unit', p.unit, 'title', p.title, 'from', lower(v.valid),
        'to', upper(v.valid) - 1) order by p.kind, p.starts, p.id) as posts
      from post p
      join post_version v on v.person_id = p.person_id and v.post_id = p.id
        and v.valid @> ${moment.day} and v.recorded @> ${moment.known}
      join agency_version g on g.agency_code = p.agency_code and g.valid @> ${moment.day} and g.recorded @> ${moment.known}
      where p.person_id = i.id and ${isManaged('p')}
    ) o
    where ${which} and o.posts is not null`.execute(db)
  return rows.map(({ sealed, index, ...person }) =>
    ({ ...person, nationalIdMasked: maskNationalId(seal.openNationalId({ sealed, index })) }))
}

/** The way of a list that has begun is that of its cursor. */
async function wayOf(db: Reader, asked: Asked, cursor: PeopleCursor | undefined): Promise<Way> {
  if (cursor === undefined) return shortestWay(db, asked)
  if (cursor.agency !== null) return { along: 'agencies' }
  const way = await shortestWay(db, asked)
  return way.along === 'people' ? way : { along: 'people', by: 'name', ids: '{}' }
}

/**
 * The people that fit and have a current post at an agency of the authority: the page after (or before) a place of the
 * list. Neither the page nor the count knows of anybody else.
 */
export async function searchPeople(
  db: Reader, seal: Seal, criteria: PeopleCriteria, search: PeopleSearch,
): Promise<PeoplePage> {
  const { after, before, size } = search
  const asked: Asked = { criteria, words: searchWords(criteria.name), search, moment: momentOf(search.asOf) }
  const way = await wayOf(db, asked, before ?? after)
  const all = await places(db, asked, way, { size: MOST_COUNTED + 1 })
  const rows = after === undefined && before === undefined ? all
    : await places(db, asked, way, { after, before, size: size + 1 })
  const page = before === undefined ? rows.slice(0, size) : rows.slice(0, size).toReversed()
  const described = page.length === 0 ? []
    : await describe(db, seal, sql`i.id = any(${page.map(({ person }) => person)}::bigint[])`, search)
  const byId = new Map(described.map((person) => [person.id, person]))
  // A post may have ended between the two statements.
  const listed = page.flatMap(({ agency, person }) => {
    const one = byId.get(person)
    return one === undefined ? [] : [{ cursor: { agency, person: one.key }, one }]
  })
  const more = rows.length > size
  return {
    people: listed.map(({ one }) => one),
    found: all.length,
    previous: (before === undefined ? after !== undefined : more) ? listed[0]?.cursor ?? null : null,
    next: (before === undefined ? more : true) ? listed.at(-1)?.cursor ?? null : null,
  }
}

/** How many people fit in all. */
export async function countPeople(
  db: Reader, criteria: PeopleCriteria, search: Pick<PeopleSearch, 'authority' | 'asOf'>,
): Promise<number> {
  const asked: Asked = { criteria, words: searchWords(criteria.name), search, moment: momentOf(search.asOf) }
  const way = await shortestWay(db, asked)
  // More than there are: the limit of a page is none here.
  const found = placesQuery(asked, way, { size: 2_000_000_000 })
  const { rows } = await sql<{ count: string }>`select count(*) as count from (${found}) f`.execute(db)
  return Number(rows[0]!.count)
}

/** The person of that key; null when there is none, or none with a current post in the authority's scope: one answer. */
export async function pickedPerson(
  db: Reader, seal: Seal, key: string, authority: Authority, asOf: AsOf,
): Promise<PickedPerson | null> {
  if (!PERSON_KEY.test(key)) return null
  const [person] = await describe(db, seal, sql`i.key = ${key}::uuid`, { authority, asOf })
  return person ?? null
}

/**
 * Whom an attempt named, whether or not within anybody's scope: for the log alone, which is to say at whom somebody aimed.
 * Null: there is nobody.
 */
export async function personAimedAt(db: Reader, { key, idIndex }: { key: string; idIndex: string | null }): Promise<string | null> {
  const { rows } = await sql<{ id: string }>`select id from person
    where key = ${PERSON_KEY.test(key) ? key : null}::uuid or national_id_index = decode(${idIndex}, 'hex') limit 1`.execute(db)
  return rows[0]?.id ?? null
}

/** What a person's key looks like. */
export const PERSON_KEY = UUID
