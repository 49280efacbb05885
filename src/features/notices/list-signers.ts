// Who of those it is written to has signed for an announcement, and who has not: for its writers, within what they manage.
import { sql } from 'kysely'
import { isOfCentre } from '../../core/scope.ts'
import { momentOf } from '../../store/as-of.ts'
import { managedAgencies } from '../../store/scope.ts'
import { standingOfPost } from '../../store/standing.ts'
import type { RawBuilder } from 'kysely'
import type { Day } from '../../core/days.ts'
import type { Audience } from '../../core/notices.ts'
import type { Authority } from '../../core/scope.ts'
import type { AgencyCode } from '../../core/standing.ts'
import type { Reader } from '../../store/database.ts'

/** One of them, by the first of their posts that it is written to; `at`: when they signed. */
export type Signer = {
  key: string
  name: string
  agency: AgencyCode
  agencyName: string
  unit: string
  title: string
  at: Date | null
}

export const SIGNERS = ['waiting', 'signed'] as const
export type SignersShown = (typeof SIGNERS)[number]

/** By agency either way, and those who have signed by when they did. */
export const SIGNER_SORTS = ['agency', '-agency', 'at', '-at'] as const
export type SignersSort = (typeof SIGNER_SORTS)[number]

/** The order that is asked for where that list has it, else its own: by agency, or the last to sign first. */
export const signersOrder = (shown: SignersShown, asked: SignersSort | null): SignersSort =>
  (shown === 'signed' ? asked ?? '-at' : asked === '-agency' ? asked : 'agency')

/** `previous` and `next`: the cursors of those pages. */
export type SignersPage = { signers: Signer[]; previous: string | null; next: string | null }
export type SignersCount = { signed: number; waiting: number }

/** Of which announcement, written to whom, as seen by whom. */
export type SignersAsked = { notice: string; audience: Audience; authority: Authority; today: Day }
export type SignersTurn = { after?: string | undefined; before?: string | undefined; sort?: SignersSort | null }

export const SIGNERS_A_PAGE = 50

const NOW = (today: Day) => momentOf({ day: today, known: 'now' })

/**
 * The agencies of the audience that the authority manages, as an array that is worked out once; null: all there are, which is asked
 * by no condition, so that the list walks along the index `post_agency` and stops when a page is full.
 */
function agenciesOf({ audience, authority, today }: SignersAsked): RawBuilder<unknown> | null {
  const { day, known } = NOW(today)
  const central = isOfCentre(authority)
  const { agency, below } = audience
  const own = agency === null ? null : below ? sql`select s.agency_code from agency_subtree(${agency}, ${day}, ${known}) s` : sql`select ${agency}::agency_code`
  if (central) return own === null ? null : sql`array(${own})`
  const managed = managedAgencies(authority, { day: today, known: 'now' })
  return own === null ? sql`array(${managed})` : sql`array((${own}) intersect (${managed}))`
}

/** That `post p` with `post_version w` makes its holder one of those it is written to. */
function isOne(asked: SignersAsked, p: string, w: string): RawBuilder<boolean> {
  const agencies = agenciesOf(asked)
  const within = agencies === null ? sql`true` : sql`${sql.ref(`${p}.agency_code`)} = any(${agencies})`
  return sql`${within} and ${standingOfPost(p, w)} >= ${asked.audience.standing}::standing`
}

const version = (p: string, w: string, { today }: SignersAsked): RawBuilder<unknown> => sql`
  post_version ${sql.table(w)} on ${sql.ref(`${w}.person_id`)} = ${sql.ref(`${p}.person_id`)} and ${sql.ref(`${w}.post_id`)} = ${sql.ref(`${p}.id`)}
    and upper_inf(${sql.ref(`${w}.recorded`)}) and ${sql.ref(`${w}.valid`)} @> ${NOW(today).day}`

const hasSigned = (notice: string, person: RawBuilder<unknown>): RawBuilder<boolean> => sql`exists (
  select from announcement_acknowledgement k where k.announcement_id = ${notice} and k.person_id = ${person})`

// What a page shows of the rows (person, post, agency, at) that it found.
const shownColumns = (today: Day): RawBuilder<Signer & { cursor: string }> => sql`
  i.key, n.name, f.agency_code as agency, coalesce(g.name, f.agency_code) as "agencyName", p.unit, p.title, f.at,
  f.agency_code || '.' || i.key as cursor
  from found f join person i on i.id = f.person_id
  join person_version n on n.person_id = f.person_id and upper_inf(n.recorded)
  join post p on p.person_id = f.person_id and p.id = f.post_id
  left join agency_version g on g.agency_code = f.agency_code and upper_inf(g.recorded) and g.valid @> ${NOW(today).day}`

const CURSOR = /^([0-9A-Za-z]{10})\.([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/
type Cursor = { agency: AgencyCode; key: string; back: boolean }

function cursorOf({ after, before }: SignersTurn): Cursor | null {
  const back = after === undefined && before !== undefined
  const [, agency, key] = CURSOR.exec(after ?? before ?? '') ?? []
  return agency === undefined || key === undefined ? null : { agency, key, back }
}

const personOf = ({ key }: Cursor): RawBuilder<unknown> => sql`(select c.id from person c where c.key = ${key}::uuid)`

/** How the query walks: with the order, or back from a cursor against it. */
type Walk = { at: Cursor | null; descending: boolean; size: number }
const wayOf = ({ at, descending }: Walk): { beyond: RawBuilder<unknown>; way: RawBuilder<unknown> } =>
  ((at?.back === true) === descending ? { beyond: sql`>`, way: sql`asc` } : { beyond: sql`<`, way: sql`desc` })

/** Those who have or have not, by agency: each once, at the first of their posts. */
function byAgency(asked: SignersAsked, shown: SignersShown, walk: Walk): RawBuilder<unknown> {
  const { at, size } = walk
  const { beyond, way } = wayOf(walk)
  const has = hasSigned(asked.notice, sql`p.person_id`)
  const onward = at === null ? sql`` : sql`and (p.agency_code, p.person_id) ${beyond} (${at.agency}::agency_code, ${personOf(at)})`
  return sql`select p.agency_code, p.person_id, p.id as post_id, (
      select k.acknowledged_at from announcement_acknowledgement k where k.announcement_id = ${asked.notice} and k.person_id = p.person_id) as at
    from post p join ${version('p', 'w', asked)}
    where ${isOne(asked, 'p', 'w')} and ${shown === 'signed' ? has : sql`not ${has}`} ${onward}
      and not exists (select from post q join ${version('q', 'x', asked)}
        where q.person_id = p.person_id and (q.agency_code, q.id) < (p.agency_code, p.id) and ${isOne(asked, 'q', 'x')})
    order by p.agency_code ${way}, p.person_id ${way} limit ${sql.lit(size)}`
}

/** Those who have, by when, as long as it is written to them still. */
function byMoment(asked: SignersAsked, walk: Walk): RawBuilder<unknown> {
  const { at, size } = walk
  const { beyond, way } = wayOf(walk)
  const onward = at === null ? sql`` : sql`and (k.acknowledged_at, k.person_id) ${beyond} (
    select c.acknowledged_at, c.person_id from announcement_acknowledgement c where c.announcement_id = ${asked.notice} and c.person_id = ${personOf(at)})`
  return sql`select o.agency_code, k.person_id, o.id as post_id, k.acknowledged_at as at
    from announcement_acknowledgement k cross join lateral (
      select p.agency_code, p.id from post p join ${version('p', 'w', asked)}
      where p.person_id = k.person_id and ${isOne(asked, 'p', 'w')} order by p.agency_code, p.id limit 1) o
    where k.announcement_id = ${asked.notice} ${onward}
    order by k.acknowledged_at ${way}, k.person_id ${way} limit ${sql.lit(size)}`
}

/** A page of those who have signed, or of those who have not. */
export async function listSigners(
  db: Reader, asked: SignersAsked, shown: SignersShown, turn: SignersTurn = {}, size = SIGNERS_A_PAGE,
): Promise<SignersPage> {
  const at = cursorOf(turn)
  const sort = signersOrder(shown, turn.sort ?? null)
  const walk = { at, descending: sort.startsWith('-'), size: size + 1 }
  const found = sort.endsWith('at') ? byMoment(asked, walk) : byAgency(asked, shown, walk)
  const way = walk.descending ? sql`desc` : sql`asc`
  const order = sort.endsWith('at') ? sql`f.at ${way}, f.person_id ${way}` : sql`f.agency_code ${way}, f.person_id ${way}`
  const { rows } = await sql<Signer & { cursor: string }>`
    with found as materialized (${found}) select ${shownColumns(asked.today)} order by ${order}`.execute(db)
  const more = rows.length > size
  const back = at?.back === true
  const kept = back ? rows.slice(more ? 1 : 0) : rows.slice(0, size)
  return {
    signers: kept.map(({ cursor: _, ...signer }) => signer),
    previous: (back ? more : at !== null) ? kept[0]?.cursor ?? null : null,
    next: (back || more) ? kept.at(-1)?.cursor ?? null : null,
  }
}

/** How many have signed, those who have left meanwhile too, and how many of those it is written to have not. */
export async function countSigners(db: Reader, asked: SignersAsked): Promise<SignersCount> {
  const { rows: [counted] } = await sql<SignersCount>`select
    (select count(*)::int from announcement_acknowledgement k where k.announcement_id = ${asked.notice}) as signed,
    (select count(distinct p.person_id)::int from post p join ${version('p', 'w', asked)}
      where ${isOne(asked, 'p', 'w')} and not ${hasSigned(asked.notice, sql`p.person_id`)}) as waiting`.execute(db)
  return counted!
}
