// 「權限群組內容查詢」: who is in a group as of a day. A named group has members; a derived one has a rule, and at an agency
// those whose posts fulfil it.
import { sql } from 'kysely'
import { membershipSentence, standingSentence } from '../../core/access-messages.ts'
import { maskNationalId } from '../../core/national-id.ts'
import { standingOfPost as standingOf } from '../../core/standing.ts'
import { tellPosts } from '../../store/access-told.ts'
import { momentOf } from '../../store/as-of.ts'
import { PATIENCE_ASKED, PATIENCE_UNASKED, withPatience } from '../../store/patience.ts'
import { reachedAgencies } from '../../store/scope.ts'
import { standingOfPost } from '../../store/standing.ts'
import { notLapsed } from '../../store/undecided.ts'
import { cursorText, readCursor } from './cursor.ts'
import { pinned } from './exports.ts'
import { ROWS_A_BATCH, ROWS_A_PAGE } from './list-search.ts'
import type { RawBuilder } from 'kysely'
import type { AsOf } from '../../core/as-of.ts'
import type { Day } from '../../core/days.ts'
import type { AgencyCode, Standing } from '../../core/standing.ts'
import type { Reader } from '../../store/database.ts'
import type { Asking } from './list-search.ts'
import type { ShownPerson } from './shown-right.ts'
import type { SearchSlice } from './slice.ts'

/** A group that may be asked about; `all`: whether all of its members are told, or only those within one's scope. */
export type NamedGroup = { code: string; name: string; all: boolean }

/** Which people are asked about: a named group's, or those of a standing at an agency, perhaps with those below it. */
export type GroupQuestion =
  | { of: 'named'; group: NamedGroup }
  | { of: 'derived'; standing: Standing; agency: AgencyCode; below: boolean }

export type MemberState = 'active' | 'suspended' | 'proposed'

export type ShownMember = {
  agency: AgencyCode
  agencyName: string
  person: ShownPerson
  state: MemberState
  why: string
  from: Day
  until: Day | null
}

export type MembersPage = { members: ShownMember[]; count: number | null; previous: string | null; next: string | null }

/** A post that makes somebody a member, at its agency; `ref` tells memberships of the same post apart. */
type MemberRow = {
  agency: AgencyCode; person: string; post: string; ref: string; state: MemberState; from: Day; until: Day | null
}

/**
 * The named groups that one may ask about: those of an agency whose matters one may see, with all their members; and those
 * with a member within one's scope or with a grant at an agency of it, with the members within one's scope.
 */
export async function visibleGroups(db: Reader, { authority, asOf, today }: Asking): Promise<NamedGroup[]> {
  const { day, known } = momentOf(asOf)
  const reached = sql`(select agency_code from reached)`
  const { rows } = await sql<NamedGroup>`
    with reached as materialized (${reachedAgencies(authority, asOf, today)})
    select g.code, g.name, g.agency_code in ${reached} as all
    from groups_on(${day}) g
    where g.agency_code in ${reached}
      or exists (select from group_member m join post p on p.person_id = m.person_id and p.id = m.post_id
        where m.group_code = g.code and m.recorded @> ${known} and m.valid @> ${day} and m.state <> 'ended'
          and ${notLapsed('m', { day })} and p.agency_code in ${reached})
      or exists (select from permission_grant o
        where o.group_code = g.code and o.recorded @> ${known} and o.valid @> ${day} and o.state <> 'ended'
          and o.agency_code in ${reached})
    order by g.name collate "C", g.code`.execute(db)
  return rows
}

function namedMembers(
  { group }: Extract<GroupQuestion, { of: 'named' }>, { authority, today }: Asking, when: AsOf,
): RawBuilder<unknown> {
  const { day, known } = momentOf(when)
  return sql`
    select p.agency_code as agency, m.person_id as person, m.post_id as post, m.id::text as ref, m.state,
      lower(m.valid) as "from", upper(m.valid) - 1 as until
    from group_member m join post p on p.person_id = m.person_id and p.id = m.post_id
    where m.group_code = ${group.code} and m.recorded @> ${known} and m.valid @> ${day} and m.state <> 'ended'
      and ${notLapsed('m', { day })}
      ${group.all ? sql`` : sql`and p.agency_code in (${reachedAgencies(authority, when, today)})`}`
}

function derivedMembers(
  { standing, agency, below }: Extract<GroupQuestion, { of: 'derived' }>, { authority, today }: Asking, when: AsOf,
): RawBuilder<unknown> {
  const { day, known } = momentOf(when)
  const asked = below ? sql`select agency_code from agency_subtree(${agency}, ${day}, ${known})`
    : sql`select ${agency}::agency_code as agency_code`
  return sql`
    select p.agency_code as agency, p.person_id as person, p.id as post, '' as ref, 'active' as state,
      lower(v.valid) as "from", upper(v.valid) - 1 as until
    from (
      select a.agency_code from (${asked}) a
      where a.agency_code in (${reachedAgencies(authority, when, today)}) order by 1 offset 0
    ) t
    join post p on p.agency_code = t.agency_code
    join post_version v on v.person_id = p.person_id and v.post_id = p.id and v.valid @> ${day} and v.recorded @> ${known}
    where ${standingOfPost('p', 'v')} >= ${standing}::standing`
}

const membersOf = (question: GroupQuestion, asking: Asking, when: AsOf): RawBuilder<unknown> =>
  (question.of === 'named' ? namedMembers(question, asking, when) : derivedMembers(question, asking, when))

type Place = { agency: string; person: string; post: string; ref: string }

type Span = { after: Place | undefined; backwards: boolean; size: number }

async function listMembers(
  db: Reader, members: RawBuilder<unknown>, { after, backwards, size }: Span,
): Promise<MemberRow[]> {
  const [beyond, order] = backwards ? [sql`<`, sql`desc`] : [sql`>`, sql`asc`]
  const onward = after === undefined ? sql``
    : sql`where (agency, person, post, ref)
        ${beyond} (${after.agency}, ${after.person}::bigint, ${after.post}::bigint, ${after.ref})`
  const { rows } = await sql<MemberRow>`
    select agency, person::text, post::text, ref, state, "from", until from (${members}) m ${onward}
    order by m.agency ${order}, m.person ${order}, m.post ${order}, m.ref ${order} limit ${sql.lit(size)}`.execute(db)
  return rows
}

const placeOf = ({ agency, person, post, ref }: MemberRow): Place => ({ agency, person, post, ref })

async function tell(
  { database, seal }: SearchSlice, question: GroupQuestion, rows: readonly MemberRow[], { language }: Asking, when: AsOf,
): Promise<ShownMember[]> {
  const { told, naming } = await tellPosts(database.read, rows, when)
  return told.map(({ row, person, post }) => {
    const node = naming.tree.agencies.get(row.agency)
    const held = standingOf(post)
    const nationalIdMasked = maskNationalId(seal.openNationalId(person.nationalId))
    const why = question.of === 'derived' && held !== null ? standingSentence(held, naming) : membershipSentence(post, naming)
    return {
      ...row,
      agencyName: (language === 'en' ? node?.nameEn : null) ?? node?.name ?? row.agency,
      person: { key: person.key, name: person.name, nationalIdMasked },
      why: why[language],
    }
  })
}

/** A page of the group, or null for a cursor that is none. `counted`: whether to take one's time for the count. */
export async function findMembers(
  slice: SearchSlice, question: GroupQuestion, asking: Asking,
  { after, before, counted }: { after: string; before: string; counted: boolean },
): Promise<MembersPage | null> {
  const { database, seal } = slice
  const from = before === '' ? after : before
  const place = from === '' ? undefined : readCursor(seal, 'groups', from) as Place | null
  if (place === null) return null
  const back = before !== ''
  const members = membersOf(question, asking, asking.asOf)
  const listed = await listMembers(database.read, members, { after: place, backwards: back, size: ROWS_A_PAGE + 1 })
  const more = listed.length > ROWS_A_PAGE
  const rows = back ? listed.slice(0, ROWS_A_PAGE).toReversed() : listed.slice(0, ROWS_A_PAGE)
  const count = place === undefined && !more ? rows.length
    : await withPatience(database, counted ? PATIENCE_ASKED : PATIENCE_UNASKED, async (db) =>
      Number((await sql<{ count: string }>`select count(*) as count from (${members}) m`.execute(db)).rows[0]!.count))
  const at = (row: MemberRow | undefined) => (row === undefined ? null : cursorText(seal, 'groups', placeOf(row)))
  return {
    members: await tell(slice, question, rows, asking, asking.asOf),
    count,
    previous: (back ? more : place !== undefined) ? at(rows[0]) : null,
    next: (back ? true : more) ? at(rows.at(-1)) : null,
  }
}

/** The whole group, batch by batch, as of one moment. */
export async function* everyMember(
  slice: SearchSlice, question: GroupQuestion, asking: Asking,
): AsyncGenerator<ShownMember> {
  const when = await pinned(slice.database.read, asking.asOf)
  const members = membersOf(question, asking, when)
  for (let after: Place | undefined; ;) {
    const rows = await listMembers(slice.database.read, members, { after, backwards: false, size: ROWS_A_BATCH })
    yield* await tell(slice, question, rows, asking, when)
    const last = rows.at(-1)
    if (last === undefined || rows.length < ROWS_A_BATCH) return
    after = placeOf(last)
  }
}
