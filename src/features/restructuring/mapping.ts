/** Where the posts and decisions of an agency that ends go, as pages show it and change it: by the plan's rules (0028). */
import { sql } from 'kysely'
import type { Day } from '../../core/days.ts'
import type { AgencyCode } from '../../core/standing.ts'
import type { Change } from '../../store/change.ts'
import type { Reader } from '../../store/database.ts'
import { postsThatGo } from './plan-facts.ts'

/** Posts of one unit, or of one title in it, and where the rules send them; null: nobody has said. */
export type PostGroup = { unit: string; title: string | null; posts: number; goes: string[] | null; ruled: boolean; exceptions: number }

type Of = { id: string; day: Day; agency: AgencyCode }

// As many as a page of selects can hold; who has more units narrows by one.
export const GROUPS_A_PAGE = 60

/** The units of an agency, or the titles of one unit, in order, from after one of them on. */
export async function postGroups(db: Reader, { id, day, agency }: Of, unit: string | null, after: string): Promise<{ groups: PostGroup[]; next: string | null }> {
  const by = unit === null ? sql`h.unit` : sql`h.title`
  const { rows } = await sql<PostGroup & { key: string }>`
    select ${by} as key, min(h.unit) as unit, ${unit === null ? sql`null` : sql`min(h.title)`} as title, count(*)::int as posts,
      restructured_to(${id}, ${agency}, min(h.unit), ${unit === null ? sql`''` : sql`min(h.title)`}, 0) as goes,
      exists (select from restructuring_rule r where r.restructuring_id = ${id} and r.agency_code = ${agency} and ${unit === null
        ? sql`r.thing = 'unit' and r.key = min(h.unit)` : sql`r.thing = 'title' and r.key = min(h.unit) || E'\t' || min(h.title)`}) as ruled,
      count(*) filter (where h.goes is distinct from restructured_to(${id}, ${agency}, h.unit, ${unit === null ? sql`''` : sql`h.title`}, 0))::int as exceptions
    from (${postsThatGo(id, day)}) h
    where h.agency_code = ${agency} ${unit === null ? sql`` : sql`and h.unit = ${unit}`} and ${by} > ${after}
    group by 1 order by 1 limit ${sql.lit(GROUPS_A_PAGE + 1)}`.execute(db)
  const page = rows.slice(0, GROUPS_A_PAGE)
  return { groups: page.map(({ key: _, ...group }) => group), next: rows.length > GROUPS_A_PAGE ? page.at(-1)!.key : null }
}

export type MappedPost = { post: string; person: string; name: string; unit: string; title: string; kind: string; goes: string[] | null; ruled: boolean }

/** The people of one unit and title, in the order of their posts. */
export async function mappedPosts(
  db: Reader, { id, day, agency }: Of, { unit, title }: { unit: string; title: string }, after: string,
): Promise<{ posts: MappedPost[]; next: string | null }> {
  const { rows } = await sql<MappedPost>`
    select h.post_id as post, h.person_id as person, n.name, h.unit, h.title, h.kind, h.goes,
      exists (select from restructuring_rule r where r.restructuring_id = ${id} and r.agency_code = ${agency} and r.thing = 'post'
        and r.key = h.post_id::text) as ruled
    from (${postsThatGo(id, day)}) h join person_version n on n.person_id = h.person_id and upper_inf(n.recorded)
    where h.agency_code = ${agency} and h.unit = ${unit} and h.title = ${title} and h.post_id > ${after === '' ? '0' : after}::bigint
    order by h.post_id limit ${sql.lit(GROUPS_A_PAGE + 1)}`.execute(db)
  const page = rows.slice(0, GROUPS_A_PAGE)
  return { posts: page, next: rows.length > GROUPS_A_PAGE ? page.at(-1)!.post : null }
}

export const DECIDED = ['grant', 'duty', 'delegation', 'office', 'group'] as const
export type DecidedThing = (typeof DECIDED)[number]

/** A decision of the agency, or a named group whose home it is. `what` and `whom` are codes and names as they are. */
export type MappedDecision = {
  key: string; what: string; whom: string; from: Day | null; to: Day | null; goes: string[]; ruled: boolean
}

const NAME = (person: string) => sql`(select n.name from person_version n where n.person_id = ${sql.ref(person)} and upper_inf(n.recorded))`

/** Of each kind: rows of (key, what, whom, valid) that hold on the plan's day or later. */
const THINGS: Record<DecidedThing, (of: Of) => ReturnType<typeof sql>> = {
  grant: ({ agency, day }) => sql`
    select g.id::text as key, g.application_code || ' ' || g.category_code as what,
      coalesce(${NAME('g.person_id')}, (select o.name from permission_group o where o.code = g.group_code), g.derived_group::text) as whom, g.valid
    from permission_grant g where g.agency_code = ${agency} and upper_inf(g.recorded) and g.state = 'active' and g.valid && daterange(${day}::date, null)`,
  duty: ({ agency, day }) => sql`
    select d.id || ' acting' as key, string_agg(d.application_code, ' ' order by d.application_code) as what, '→ ' || d.served_code as whom,
      range_merge(range_agg(d.valid)) as valid
    from concurrent_duty d where d.acting_code = ${agency} and upper_inf(d.recorded) and d.state = 'active' and d.valid && daterange(${day}::date, null)
    group by d.id, d.served_code
    union all
    select d.id || ' served', string_agg(d.application_code, ' ' order by d.application_code), d.acting_code || ' →', range_merge(range_agg(d.valid))
    from concurrent_duty d where d.served_code = ${agency} and upper_inf(d.recorded) and d.state = 'active' and d.valid && daterange(${day}::date, null)
    group by d.id, d.acting_code`,
  delegation: ({ agency, day }) => sql`
    select d.id::text as key, coalesce(d.scope_code, d.agency_code) as what, ${NAME('d.person_id')} as whom, d.valid
    from delegation d where d.agency_code = ${agency} and upper_inf(d.recorded) and d.state = 'active' and d.valid && daterange(${day}::date, null)`,
  office: ({ agency, day }) => sql`
    select o.id || ' office' as key, o.office_code || ' → ' || o.agency_code as what, '' as whom, o.valid
    from personnel_office o where o.office_code = ${agency} and upper_inf(o.recorded) and o.state = 'active' and o.valid && daterange(${day}::date, null)
    union all
    select o.id || ' agency', o.office_code || ' → ' || o.agency_code, '', o.valid
    from personnel_office o where o.agency_code = ${agency} and upper_inf(o.recorded) and o.state = 'active' and o.valid && daterange(${day}::date, null)`,
  group: ({ agency, day }) => sql`
    select g.code::text as key, g.code::text as what, g.name as whom, daterange(null, null) as valid
    from groups_on(${day}::date) g where g.agency_code = ${agency}`,
}

export async function mappedDecisions(
  db: Reader, of: Of, thing: DecidedThing, after: string,
): Promise<{ decisions: MappedDecision[]; next: string | null }> {
  const { id, agency } = of
  const { rows } = await sql<MappedDecision>`
    select t.key, t.what, coalesce(t.whom, '') as whom, lower(t.valid) as from, upper(t.valid) - 1 as to,
      coalesce(r.successors, case when ${thing} = 'group' then a.successors[1:1] else a.successors end) as goes, r.key is not null as ruled
    from (${THINGS[thing](of)}) t
    join restructuring_agency a on a.restructuring_id = ${id} and a.agency_code = ${agency}
    left join restructuring_rule r on r.restructuring_id = ${id} and r.agency_code = ${agency} and r.thing = ${thing} and r.key = t.key
    where t.key > ${after} order by t.key limit ${sql.lit(GROUPS_A_PAGE + 1)}`.execute(db)
  const page = rows.slice(0, GROUPS_A_PAGE)
  return { decisions: page, next: rows.length > GROUPS_A_PAGE ? page.at(-1)!.key : null }
}

/** How many there are of each, to choose from. */
export async function countDecided(db: Reader, of: Of): Promise<Record<DecidedThing, number>> {
  const counts = DECIDED.map((thing) => sql`(select count(*)::int from (${THINGS[thing](of)}) t) as ${sql.ref(thing)}`)
  const { rows } = await sql<Record<DecidedThing, number>>`select ${sql.join(counts)}`.execute(db)
  return rows[0]!
}

export type Rule = { thing: 'post' | 'title' | 'unit' | 'rest' | DecidedThing; key: string; successors: string[] | null }

/** Writes a rule in place of the one there was; `successors` null: what is usual. */
export async function putRule({ db }: Change, id: string, agency: AgencyCode, { thing, key, successors }: Rule): Promise<void> {
  if (successors === null) {
    await db.deleteFrom('restructuring_rule').where('restructuring_id', '=', id).where('agency_code', '=', agency)
      .where('thing', '=', thing).where('key', '=', key).execute()
    return
  }
  await db.insertInto('restructuring_rule').values({ restructuring_id: id, agency_code: agency, thing, key, successors })
    .onConflict((conflict) => conflict.columns(['restructuring_id', 'agency_code', 'thing', 'key']).doUpdateSet({ successors })).execute()
}
