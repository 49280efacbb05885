// What the law needs to know of many people at once, in one statement: the same facts as `loadPersonFacts` loads of one
// (a property test holds the two together), each only as far as its question goes. Starting a statement of this size costs
// the database more than looking up one more person in it.
import { CompiledQuery, sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import { treeJson, treeOf, treeTables } from './agency-tree.ts'
import { standingOfPost } from './standing.ts'
import { notLapsed } from './undecided.ts'
import type { AsOf } from '../core/as-of.ts'
import type { Application } from '../core/catalogue.ts'
import type { AccountState, Duty, Grant, Membership, PersonFacts } from '../core/facts.ts'
import type { AgencyCode, Post } from '../core/standing.ts'
import type { TreeRow } from './agency-tree.ts'
import type { Moment } from './as-of.ts'
import type { Reader } from './database.ts'

/** Who is meant: the first of these that somebody has. `nationalId` is the seal's index of it. */
export type Named = { id?: string; key?: string; account?: string; nationalId?: Buffer }

/** `agencies`: those that will be asked about; null: any. An application that is not there leaves the catalogue empty. */
export type FactsAsk = { who: Named; application: string; agencies: readonly AgencyCode[] | null }

type Numbered<T> = T & { nr: number }
type ManyRow = {
  people: Numbered<{ person: string; account: AccountState | null }>[]
  posts: Numbered<Post>[]
  memberships: Numbered<Membership>[]
  grants: Numbered<Grant>[]
  duties: Numbered<Duty>[]
  tree: TreeRow
  catalogue: Application[]
}

const asked: RawBuilder<unknown> = sql.raw(`
    who as materialized (
      select a.nr, a.application, a.everywhere, coalesce(a.id,
        (select p.id from person p where p.key = a.key),
        (select u.person_id from account u where u.name = a.account),
        (select p.id from person p where p.national_id_index = a.national_id)) as person_id
      from unnest($1::bigint[], $2::uuid[], $3::text[], $4::bytea[], $5::text[], $6::boolean[])
        with ordinality a (id, key, account, national_id, application, everywhere, nr)
    ),
    place as materialized (select a.nr, a.code from unnest($7::integer[], $8::text[]) a (nr, code))`)

function heldTables({ day, known }: Moment): RawBuilder<unknown> {
  return sql`
    held as materialized (
      select w.nr, p.id, p.agency_code, p.kind, p.unit, p.title, v.staff_category, v.supervisor_level, v.nature, v.valid,
        ${standingOfPost('p', 'v')} as standing
      from who w join post p on p.person_id = w.person_id
      join post_version v on v.person_id = p.person_id and v.post_id = p.id and v.recorded @> ${known}
    ),
    home as materialized (
      select h.nr, h.agency_code, bool_or(h.standing >= 'hr') as officer, w.application, w.everywhere
      from held h join who w on w.nr = h.nr where h.valid @> ${day} group by h.nr, h.agency_code, w.application, w.everywhere
    ),
    member as materialized (
      select w.nr, w.application, m.id, m.group_code, m.post_id, m.valid, m.state
      from who w join group_member m on m.person_id = w.person_id and m.recorded @> ${known} and m.state <> 'ended'
        and ${notLapsed('m', { day })}
    )`
}

function decisionTables({ day, known }: Moment): RawBuilder<unknown> {
  const columns = sql`g.id, g.application_code, g.category_code, g.agency_code, g.person_id, g.post_id, g.group_code,
    g.derived_group, g.valid, g.state`
  const standing = sql`g.recorded @> ${known} and g.state <> 'ended'`
  const open = sql`${standing} and ${notLapsed('g', { day })}`
  return sql`
    given as materialized (
      select w.nr, ${columns} from who w join permission_grant g on g.person_id = w.person_id
        and g.application_code = w.application and ${open}
      union all
      select m.nr, ${columns} from (select distinct nr, application, group_code from member) m
      join permission_grant g on g.group_code = m.group_code and g.application_code = m.application and ${open}
      union all
      select h.nr, ${columns} from home h join permission_grant g on g.agency_code = h.agency_code
        and g.derived_group is not null and g.application_code = h.application and ${open}
    ),
    duty as materialized (
      select h.nr, g.id, g.application_code, g.acting_code, g.served_code, g.valid, g.state
      from home h join concurrent_duty g on g.acting_code = h.agency_code and g.application_code = h.application and ${standing}
      where h.officer
        and (h.everywhere or exists (select from place p where p.nr = h.nr and p.code = g.served_code))
    ),
    offered as materialized (
      select a.* from (select distinct application from who) w
      join application_version a on a.application_code = w.application and a.recorded @> ${known}
    )`
}

const PERIOD: RawBuilder<unknown> = sql`'from', lower(valid), 'to', upper(valid) - 1, 'state', state`

const list = (object: RawBuilder<unknown>, from: RawBuilder<unknown>): RawBuilder<unknown> =>
  sql`(select coalesce(json_agg(json_build_object(${object})), '[]') from (${from}) f)`

function answer({ known }: Moment, past: boolean): RawBuilder<unknown> {
  const state = past ? sql`(select s.state from account_state_version s where s.person_id = w.person_id
    and s.recorded @> ${known})` : sql`(select u.state from account u where u.person_id = w.person_id)`
  return sql`select
    ${list(sql`'nr', nr, 'person', person_id::text, 'account', account`,
      sql`select w.nr, w.person_id, ${state} as account from who w where w.person_id is not null`)} as people,
    ${list(sql`'nr', nr, 'id', id::text, 'agency', agency_code, 'kind', kind, 'unit', unit, 'title', title,
      'staffCategory', staff_category, 'supervisorLevel', supervisor_level, 'nature', nature,
      'from', lower(valid), 'to', upper(valid) - 1`, sql`select * from held order by id`)} as posts,
    ${list(sql`'nr', nr, 'id', id, 'group', group_code, 'post', post_id::text, ${PERIOD}`,
      sql`select * from member order by id`)} as memberships,
    ${list(sql`'nr', nr, 'id', id, 'application', application_code, 'category', category_code, 'agency', agency_code,
      ${PERIOD}, 'receiver', case
        when person_id is not null then json_build_object('to', 'person', 'post', post_id::text)
        when derived_group is not null then json_build_object('to', 'standing', 'standing', derived_group)
        else json_build_object('to', 'group', 'group', group_code,
          'name', (select name from permission_group o where o.code = group_code)) end`,
    sql`select * from given order by id`)} as grants,
    ${list(sql`'nr', nr, 'id', id, 'application', application_code, 'acting', acting_code, 'served', served_code, ${PERIOD}`,
      sql`select * from duty order by id`)} as duties,
    ${treeJson} as tree,
    ${list(sql`'code', application_code, 'name', name, 'heading', heading, 'description', description,
      'grantable', grantable, 'requiresCertificate', requires_certificate, 'passkeyAllowed', passkey_allowed,
      'openToAgencyCard', open_to_agency_card, 'dutyAllowed', duty_allowed, 'agencyRoot', agency_root, 'test', test,
      'inService', in_service, 'launchUrl', launch_url, 'remark', remark, 'categories', (
        select coalesce(json_agg(json_build_object('code', c.category_code, 'name', c.name, 'nameEn', c.name_en,
          'derivedGroup', c.derived_group, 'handOut', c.hand_out) order by c.derived_group nulls last, c.category_code), '[]')
        from category_version c where c.application_code = f.application_code and c.recorded @> ${known})`,
    sql`select * from offered`)} as catalogue`
}

const statement = (moment: Moment, past: boolean): RawBuilder<ManyRow> => sql<ManyRow>`
  with recursive ${asked}, ${heldTables(moment)}, ${decisionTables(moment)},
  named as (
    select agency_code as code from held union select agency_code from given union select served_code from duty
    union select agency_root from offered where agency_root is not null union select code from place
  ),
  ${treeTables(moment)}
  ${answer(moment, past)}`

// Written once for now and once for past days, with nothing in it but numbered parameters.
const DAY = sql.raw<string>('$9::date')
const NOW: Moment = { day: DAY, known: sql.raw<Date>(`'infinity'::timestamptz`) }
const PAST: Moment = { day: DAY, known: sql.raw<Date>(`($10::timestamptz - interval '1 microsecond')`) }
const texts = new Map<boolean, string>()

/** The statement as it is sent; at most as long as what is prepared under a name (statements.ts). */
export function factsStatement(db: Reader, past: boolean): string {
  const text = texts.get(past) ?? statement(past ? PAST : NOW, past).compile(db).sql
  texts.set(past, text)
  return text
}

/** One answer for each question, in their order: null where there is nobody of that name. */
export async function loadFactsOfMany(
  db: Reader, asks: readonly FactsAsk[], { day, known }: AsOf,
): Promise<(PersonFacts | null)[]> {
  const places = asks.flatMap(({ agencies }, at) => (agencies ?? []).map((code) => ({ nr: at + 1, code })))
  const column = <T>(of: (ask: FactsAsk) => T): T[] => asks.map(of)
  const past = known !== 'now'
  const { rows } = await db.executeQuery(CompiledQuery.raw(factsStatement(db, past), [
    column(({ who }) => who.id ?? null), column(({ who }) => who.key ?? null), column(({ who }) => who.account ?? null),
    column(({ who }) => who.nationalId ?? null), column(({ application }) => application),
    column(({ agencies }) => agencies === null), places.map(({ nr }) => nr), places.map(({ code }) => code), day,
    ...(past ? [known.toISOString()] : []),
  ]) as CompiledQuery<ManyRow>)
  return factsOf(rows[0]!, asks, day)
}

function factsOf(row: ManyRow, asks: readonly FactsAsk[], day: string): (PersonFacts | null)[] {
  const { people, tree, catalogue, ...lists } = row
  const shared = treeOf(tree)
  const found: (PersonFacts | null)[] = asks.map(() => null)
  for (const { nr, person, account } of people) {
    const { application } = asks[nr - 1]!
    found[nr - 1] = {
      person, day, account, posts: [], memberships: [], grants: [], duties: [], tree: shared,
      catalogue: catalogue.filter(({ code }) => code === application),
    }
  }
  for (const { nr, ...post } of lists.posts) found[nr - 1]!.posts.push(post)
  for (const { nr, ...membership } of lists.memberships) found[nr - 1]!.memberships.push(membership)
  for (const { nr, ...grant } of lists.grants) found[nr - 1]!.grants.push(grant)
  for (const { nr, ...duty } of lists.duties) found[nr - 1]!.duties.push(duty)
  return found
}
