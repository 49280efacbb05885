/** Loads what a plan is held against (core/restructuring.ts). */
import { sql } from 'kysely'
import type { AgencyPeriod } from '../../core/agency-change.ts'
import type { Day } from '../../core/days.ts'
import { endingIn } from '../../core/restructuring.ts'
import type { Plan, RestructuringFacts } from '../../core/restructuring.ts'
import type { AgencyCode } from '../../core/standing.ts'
import { loadTree } from '../../store/agency-tree.ts'
import type { Reader } from '../../store/database.ts'
import { recordedPeriods } from '../agencies/agency-rows.ts'

// Beyond what the law walks, so that a tree that becomes too deep is seen to.
const MOST_STEPS = 20

/** Those directly below an agency that ends, on the day or later, each with how many steps there are below it. */
async function childrenOf(db: Reader, codes: readonly AgencyCode[], day: Day): Promise<RestructuringFacts['children']> {
  const { rows } = await sql<{ code: AgencyCode; below: number }>`
    with recursive child as (
      select distinct v.agency_code from agency_version v
      where v.superior_code = any(${[...codes]}::text[]) and upper_inf(v.recorded) and v.valid && daterange(${day}::date, null)
    ), below (top, agency_code, steps) as (
      select agency_code, agency_code, 0 from child
      union
      select b.top, v.agency_code, b.steps + 1
      from below b join agency_version v on v.superior_code = b.agency_code and upper_inf(v.recorded)
        and v.valid && daterange(${day}::date, null)
      where b.steps < ${sql.lit(MOST_STEPS)}
    )
    select top as code, max(steps) as below from below group by 1 order by 1`.execute(db)
  return rows
}

async function plannedElsewhere(db: Reader, id: string, codes: readonly AgencyCode[], today: Day): Promise<Set<AgencyCode>> {
  const { rows } = await sql<{ code: AgencyCode }>`
    select distinct a.agency_code as code from restructuring r join restructuring_agency a on a.restructuring_id = r.id
    where r.state = 'approved' and r.day > ${today}::date and r.id <> ${id} and a.agency_code = any(${[...codes]}::text[])`.execute(db)
  return new Set(rows.map(({ code }) => code))
}

async function confinedTo(db: Reader, codes: readonly AgencyCode[]): Promise<RestructuringFacts['confined']> {
  const { rows } = await sql<{ application: string; agency: AgencyCode }>`
    select a.application_code as application, a.agency_root as agency from application_version a
    where upper_inf(a.recorded) and a.in_service and a.agency_root = any(${[...codes]}::text[]) order by 1`.execute(db)
  return rows
}

/** The posts of agencies that end that are held on the day or later, as `h`, each with where it goes (`goes`, null: not said). */
export const postsThatGo = (id: string, day: Day) => sql`
  select p.person_id, p.id as post_id, p.agency_code, p.kind, p.unit, p.title, p.starts, v.valid,
    restructured_to(${id}, p.agency_code, p.unit, p.title, p.id) as goes
  from restructuring_agency a
  join post p on p.agency_code = a.agency_code
  join post_version v on v.person_id = p.person_id and v.post_id = p.id and upper_inf(v.recorded)
  where a.restructuring_id = ${id} and a.role = 'ends' and v.valid && daterange(${day}::date, null)`

async function undecidedPosts(db: Reader, id: string, day: Day): Promise<RestructuringFacts['undecided']> {
  const { rows } = await sql<{ agency: AgencyCode; posts: number }>`
    select h.agency_code as agency, count(*)::int as posts from (${postsThatGo(id, day)}) h
    where h.goes is null group by 1 order by 1`.execute(db)
  return rows
}

async function splitWithoutRest(db: Reader, id: string): Promise<AgencyCode[]> {
  const { rows } = await sql<{ agency: AgencyCode }>`
    select a.agency_code as agency from restructuring_agency a
    where a.restructuring_id = ${id} and a.role = 'ends' and cardinality(a.successors) > 1 and not exists (
      select from restructuring_rule r where r.restructuring_id = ${id} and r.agency_code = a.agency_code and r.thing = 'rest')
    order by 1`.execute(db)
  return rows.map(({ agency }) => agency)
}

/** How many persons have two posts that would become one and the same. */
async function collidingPosts(db: Reader, id: string, day: Day): Promise<number> {
  const { rows } = await sql<{ persons: number }>`
    select count(distinct person_id)::int as persons from (
      select h.person_id from (${postsThatGo(id, day)}) h where cardinality(h.goes) = 1
      group by h.person_id, h.goes[1], h.kind, h.unit, h.title, greatest(lower(h.valid), ${day}::date) having count(*) > 1
    ) c`.execute(db)
  return rows[0]!.persons
}

/** Everything that `planPeriods` and `planProblems` ask about the plan of that id. */
export async function loadPlanFacts(db: Reader, id: string, plan: Plan, today: Day): Promise<RestructuringFacts> {
  const { day } = plan
  const ending = endingIn(plan)
  const ends = ending.map(({ code }) => code)
  const children = await childrenOf(db, ends, day)
  const superiors = plan.agencies.flatMap((one) => (one.role !== 'ends' && one.fields.superior != null ? [one.fields.superior] : []))
  const named = [...new Set([
    ...plan.agencies.map(({ code }) => code), ...ending.flatMap(({ successors }) => successors), ...children.map(({ code }) => code), ...superiors,
  ])]
  const periods = Map.groupBy(await recordedPeriods(db, named), ({ code }) => code) as Map<AgencyCode, AgencyPeriod[]>
  return {
    today, periods, children,
    tree: await loadTree(db, named, { day, known: 'now' }),
    planned: await plannedElsewhere(db, id, named, today),
    confined: await confinedTo(db, ends),
    undecided: await undecidedPosts(db, id, day),
    withoutRest: await splitWithoutRest(db, id),
    colliding: await collidingPosts(db, id, day),
  }
}
