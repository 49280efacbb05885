// Loads what a page of a review shows, by ids: a statement a kind, each by primary keys.
import { sql } from 'kysely'
import { dayInTaipei } from '../../core/days.ts'
import { lastDayToDecide } from '../../core/granting.ts'
import { standingOfPost } from '../../store/standing.ts'
import type { RawBuilder } from 'kysely'
import type { Day } from '../../core/days.ts'
import type { Reader } from '../../store/database.ts'
import type { ReviewedKind } from '../../store/tables.ts'
import type { AudienceGrantEntry, DelegationEntry, DutyEntry, Entry, GrantEntry, MembershipEntry, RestsOn } from './entry.ts'

export type EntryKey = { kind: ReviewedKind; id: string }

const named = (code: RawBuilder<unknown>, day: Day) => sql`(
  select json_build_object('code', v.agency_code, 'name', v.name) from agency_version v
  where v.agency_code = ${code} and upper_inf(v.recorded) order by (v.valid @> ${day}::date) desc, v.valid desc limit 1)`

const nameOf = (person: RawBuilder<unknown>) =>
  sql`(select v.name from person_version v where v.person_id = ${person} and upper_inf(v.recorded))`

const person = (id: RawBuilder<unknown>) => sql`(
  select json_build_object('id', p.id::text, 'key', p.key, 'name', ${nameOf(id)}) from person p where p.id = ${id})`

const held = (who: RawBuilder<unknown>, post: RawBuilder<unknown>, day: Day) => sql`exists (
  select from post_version w where w.person_id = ${who} and w.post_id = ${post} and upper_inf(w.recorded)
    and w.valid @> ${day}::date)`

const restsOn = (who: RawBuilder<unknown>, post: RawBuilder<unknown>, day: Day): RawBuilder<RestsOn> => sql`(
  select json_build_object('agency', o.agency_code, 'agencyName', coalesce(${named(sql`o.agency_code`, day)} ->> 'name', o.agency_code),
    'unit', o.unit, 'title', o.title, 'held', ${held(who, post, day)})
  from post o where o.person_id = ${who} and o.id = ${post})`

const flags = (kind: ReviewedKind, id: RawBuilder<unknown>) => sql`coalesce((
  select json_agg(json_build_object('by', ${nameOf(sql`r.person_id`)}, 'note', f.note) order by f.flagged_at)
  from handover_flag f join handover_review r on r.id = f.review_id
  where f.kind = ${kind} and f.subject_id = ${id}), '[]')`

const common = (kind: ReviewedKind, day: Day) => sql`
  ${sql.lit(kind)} as kind, d.id, d.version, lower(d.valid) as "from", upper(d.valid) - 1 as "to", d.reason, d.state,
  lower(d.recorded) as since, ${nameOf(sql`d.given_by`)} as "givenBy", ${flags(kind, sql`d.id`)} as flags,
  ${person(sql`d.person_id`)} as person, ${restsOn(sql`d.person_id`, sql`d.post_id`, day)} as post`

type Row<E extends Entry> = E extends Entry ? Omit<E, 'lapses' | 'ground'> & { since: Date; ground?: boolean } : never

/** The last day to decide, of what is suspended and ends by itself (R-JML-2). */
const lapses = ({ state, since }: { state: string; since: Date }): Day | null =>
  (state === 'suspended' ? lastDayToDecide(dayInTaipei(since)) : null)

// The last use: of a person's grant theirs, of a group's that of its members, of a standing's that of anybody there.
const usedBy = sql`(
  select max(u.used_on) from last_use u
  where u.agency_code = d.agency_code and u.application_code = d.application_code and u.acting_code is null
    and case when d.person_id is not null then u.person_id = d.person_id
      when d.group_code is not null then u.person_id in (select m.person_id from group_member m
        where m.group_code = d.group_code and upper_inf(m.recorded) and m.state = 'active')
      else true end)`

async function grantsOf(db: Reader, ids: string[], day: Day): Promise<(GrantEntry | AudienceGrantEntry)[]> {
  const { rows } = await sql<Row<GrantEntry | AudienceGrantEntry>>`
    select ${common('grant', day)}, ${named(sql`d.agency_code`, day)} as agency,
      json_build_object('code', d.application_code, 'name', coalesce(a.name, d.application_code)) as application,
      json_build_object('code', d.category_code, 'name', coalesce(c.name, d.category_code), 'nameEn', c.name_en) as category,
      case when d.group_code is not null then json_build_object('group', json_build_object('code', d.group_code, 'name', o.name))
        when d.derived_group is not null then json_build_object('standing', d.derived_group) end as audience,
      ${usedBy} as used
    from permission_grant d
    left join application_version a on a.application_code = d.application_code and upper_inf(a.recorded)
    left join category_version c on c.application_code = d.application_code and c.category_code = d.category_code
      and upper_inf(c.recorded)
    left join permission_group o on o.code = d.group_code
    where d.id = any(${ids}::uuid[]) and upper_inf(d.recorded)`.execute(db)
  return rows.map(({ since, ...row }) => ({ ...row, ground: row.post?.held ?? true, lapses: lapses({ ...row, since }) }))
}

async function membershipsOf(db: Reader, ids: string[], day: Day): Promise<MembershipEntry[]> {
  const { rows } = await sql<Row<MembershipEntry>>`
    select ${common('membership', day)}, ${named(sql`g.agency_code`, day)} as agency,
      json_build_object('code', g.code, 'name', g.name) as group,
      array(select distinct p.application_code::text from permission_grant p where p.group_code = g.code
        and upper_inf(p.recorded) and p.state = 'active' and p.valid @> ${day}::date order by 1) as applications,
      (select max(u.used_on) from last_use u where u.person_id = d.person_id and u.acting_code is null
        and (u.application_code, u.agency_code) in (
          select p.application_code, p.agency_code from permission_grant p where p.group_code = g.code
            and upper_inf(p.recorded) and p.state = 'active')) as used
    from group_member d join groups_on(${day}::date) g on g.code = d.group_code
    where d.id = any(${ids}::uuid[]) and upper_inf(d.recorded)`.execute(db)
  return rows.map(({ since, ...row }) => ({ ...row, ground: row.post.held, lapses: lapses({ ...row, since }) }))
}

async function delegationsOf(db: Reader, ids: string[], day: Day): Promise<DelegationEntry[]> {
  const { rows } = await sql<Row<DelegationEntry> & { ground: boolean }>`
    select ${common('delegation', day)}, ${named(sql`d.agency_code`, day)} as agency, d.by_card as "byCard",
      case when d.scope_code is null then null else ${named(sql`d.scope_code`, day)} end as scope,
      ${held(sql`d.person_id`, sql`d.post_id`, day)} and (d.giver_post is null or exists (
        select from post g join post o on o.person_id = g.person_id and o.agency_code = g.agency_code
        join post_version w on w.person_id = o.person_id and w.post_id = o.id and upper_inf(w.recorded)
          and w.valid @> ${day}::date
        where g.person_id = d.given_by and g.id = d.giver_post and ${standingOfPost('o', 'w')} = 'hrSupervisor')) as ground,
      (select max(u.used_on) from last_use u where u.person_id = d.person_id and u.agency_code = d.agency_code
        and u.application_code is null) as used
    from delegation d where d.id = any(${ids}::uuid[]) and upper_inf(d.recorded)`.execute(db)
  return rows.map(({ since: _, ...row }) => ({ ...row, lapses: null }))
}

/** A duty is one row an application: it lasts as long as the longest of those that stand. */
async function dutiesOf(db: Reader, ids: string[], day: Day): Promise<DutyEntry[]> {
  const { rows } = await sql<Omit<DutyEntry, 'lapses' | 'agency'>>`
    select 'duty' as kind, d.id, 0 as version, ${named(sql`d.acting_code`, day)} as acting,
      ${named(sql`d.served_code`, day)} as served, true as ground,
      min(lower(d.valid)) as "from", case when bool_or(upper_inf(d.valid)) then null else max(upper(d.valid)) - 1 end as "to",
      (array_agg(d.reason order by d.reason is null, upper(d.valid) desc nulls first))[1] as reason,
      case when bool_or(d.state = 'active') then 'active' else min(d.state) end as state,
      ${nameOf(sql`(array_agg(d.given_by order by lower(d.valid)))[1]`)} as "givenBy", ${flags('duty', sql`d.id`)} as flags,
      json_agg(json_build_object('code', d.application_code, 'name', coalesce(a.name, d.application_code))
        order by a.position, d.application_code) as applications,
      (select max(u.used_on) from last_use u where u.agency_code = d.served_code and u.acting_code = d.acting_code
        and u.application_code = any(array_agg(d.application_code))) as used
    from concurrent_duty d
    left join application_version a on a.application_code = d.application_code and upper_inf(a.recorded)
    where d.id = any(${ids}::uuid[]) and upper_inf(d.recorded)
      and (d.state <> 'ended' or not exists (select from concurrent_duty o where o.id = d.id and upper_inf(o.recorded)
        and o.state <> 'ended'))
    group by d.id, d.acting_code, d.served_code`.execute(db)
  return rows.map((row) => ({ ...row, lapses: null, agency: row.served }))
}

const LOADERS = { grant: grantsOf, membership: membershipsOf, delegation: delegationsOf, duty: dutiesOf } as const
const KINDS = Object.keys(LOADERS) as ReviewedKind[]

/** The decisions of the keys as they stand today, in the order of the keys; one that is not there is left out. */
export async function loadEntries(db: Reader, keys: readonly EntryKey[], day: Day): Promise<Entry[]> {
  const loaded = await Promise.all(KINDS.map((kind): Promise<Entry[]> | Entry[] => {
    const ids = keys.filter((one) => one.kind === kind).map(({ id }) => id)
    return ids.length === 0 ? [] : LOADERS[kind](db, ids, day)
  }))
  const byKey = new Map(loaded.flat().map((entry) => [`${entry.kind} ${entry.id}`, entry]))
  return keys.flatMap(({ kind, id }) => byKey.get(`${kind} ${id}`) ?? [])
}
