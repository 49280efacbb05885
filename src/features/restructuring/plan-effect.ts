/** What a plan would do, in numbers: drawn up and counted by what is known now, and kept until the plan is changed. */
import { sql } from 'kysely'
import { managersOf } from '../../core/scope.ts'
import type { AgencyTree } from '../../core/agency-tree.ts'
import type { Day } from '../../core/days.ts'
import { endingIn, planPeriods, planProblems, treeAfter } from '../../core/restructuring.ts'
import type { PlanProblem, RestructuringFacts } from '../../core/restructuring.ts'
import type { AgencyCode } from '../../core/standing.ts'
import { countAccessAfter } from '../../store/access-after.ts'
import type { AccessCount } from '../../store/access-after.ts'
import type { Database, Reader } from '../../store/database.ts'
import { standingOfPost } from '../../store/standing.ts'
import { managersAt } from '../agencies/managers-effect.ts'
import { drawUp } from './draw-up.ts'
import { loadPlanFacts } from './plan-facts.ts'
import type { StoredPlan } from './plan-rows.ts'
import { planChange } from './world.ts'

/** What becomes of what lived in one agency. `covered`: held at the successor already by something else. */
export type AgencyEffect = {
  agency: AgencyCode; postsMove: number; postsEnd: number; decisionsMove: number; decisionsEnd: number; decisionsCovered: number
}

/** Of whom manages: agencies whose managers come to manage, or no longer do, and how many people those are. */
export type ManagersOfPlan = { gaining: { agencies: AgencyCode[]; people: number }; losing: { agencies: AgencyCode[]; people: number } }

export type PlanEffect = {
  agencies: AgencyEffect[]
  /** How many people's posts move or end. */
  people: number
  counts: AccessCount[]
  managers: ManagersOfPlan
  /** 人事人員 and 人事主管 among those who take over, on the day. */
  officers: { agency: AgencyCode; hr: number; hrSupervisor: number }[]
}

async function perAgency(db: Reader, id: string): Promise<AgencyEffect[]> {
  const { rows } = await sql<AgencyEffect>`
    with of_agency as (
      select d.decision_id, d.kind, bool_or(d.new_id is not null) as moves, bool_or(d.new_id is null and d.agency_code is not null) as covered,
        coalesce(g.agency_code, l.agency_code, c.acting_code, o.agency_code) as agency
      from restructuring_decision d
      left join permission_grant g on d.kind = 'grant' and g.id = d.decision_id and g.version = d.version
      left join delegation l on d.kind = 'delegation' and l.id = d.decision_id and l.version = d.version
      left join personnel_office o on d.kind = 'office' and o.id = d.decision_id and o.version = d.version
      left join lateral (
        select case when e.agency_code is null then c.served_code else c.acting_code end as acting_code from concurrent_duty c
        left join restructuring_agency e on e.restructuring_id = ${id} and e.role = 'ends' and e.agency_code = c.acting_code
        where d.kind = 'duty' and c.id = d.decision_id and c.application_code = d.application_code and c.version = d.version
      ) c on true
      where d.restructuring_id = ${id} group by 1, 2, 5
    )
    select a.agency_code as agency, coalesce(p.move, 0)::int as "postsMove", coalesce(p.ends, 0)::int as "postsEnd",
      coalesce(d.move, 0)::int as "decisionsMove", coalesce(d.ends, 0)::int as "decisionsEnd", coalesce(d.covered, 0)::int as "decisionsCovered"
    from restructuring_agency a
    left join (
      select p.agency_code, count(*) filter (where m.next_agency is not null) as move, count(*) filter (where m.next_agency is null) as ends
      from restructuring_post m join post p on p.person_id = m.person_id and p.id = m.post_id where m.restructuring_id = ${id} group by 1
    ) p on p.agency_code = a.agency_code
    left join (
      select agency, count(*) filter (where moves) as move, count(*) filter (where not moves and covered) as covered,
        count(*) filter (where not moves and not covered) as ends
      from of_agency group by 1
    ) d on d.agency = a.agency_code
    where a.restructuring_id = ${id} and a.role = 'ends' order by 1`.execute(db)
  return rows
}

async function officersOf(db: Reader, id: string, codes: readonly AgencyCode[], day: Day): Promise<PlanEffect['officers']> {
  const { rows } = await sql<{ agency: AgencyCode; hr: number; hrSupervisor: number }>`
    with held as (
      select p.agency_code as agency, p.person_id, ${standingOfPost('p', 'v')} as standing
      from post p join post_version v on v.person_id = p.person_id and v.post_id = p.id and upper_inf(v.recorded) and v.valid @> ${day}::date
      where p.agency_code = any(${[...codes]}::text[])
      union
      select m.next_agency, m.person_id, ${standingOfPost('p', 'v')} from restructuring_post m
      join post p on p.person_id = m.person_id and p.id = m.post_id
      join post_version v on v.person_id = p.person_id and v.post_id = p.id and upper_inf(v.recorded)
      where m.restructuring_id = ${id} and m.next_valid @> ${day}::date
    )
    select c.agency, count(distinct h.person_id) filter (where h.standing >= 'hr')::int as hr,
      count(distinct h.person_id) filter (where h.standing = 'hrSupervisor')::int as "hrSupervisor"
    from unnest(${[...codes]}::text[]) c (agency) left join held h on h.agency = c.agency group by 1 order by 1`.execute(db)
  return rows
}

/** The agencies whose managers had to do with those that end, against those with who takes over. */
function managingAgencies(plan: StoredPlan, before: AgencyTree, after: AgencyTree) {
  const ends = new Set(endingIn(plan).map(({ code }) => code))
  const [gaining, losing] = [new Set<AgencyCode>(), new Set<AgencyCode>()]
  for (const { code, successors } of endingIn(plan)) {
    const had = new Set(managersOf(code, before))
    for (const successor of successors) {
      const has = new Set(managersOf(successor, after))
      for (const manager of has) if (!had.has(manager) && manager !== successor) gaining.add(manager)
      for (const manager of had) if (!has.has(manager) && !ends.has(manager)) losing.add(manager)
    }
    if (successors.length === 0) for (const manager of had) if (!ends.has(manager)) losing.add(manager)
  }
  return { gaining: [...gaining].toSorted(), losing: [...losing].toSorted() }
}

async function managersOfPlan(db: Reader, plan: StoredPlan, facts: RestructuringFacts): Promise<ManagersOfPlan> {
  const { gaining, losing } = managingAgencies(plan, facts.tree, treeAfter(plan, facts, planPeriods(plan, facts)))
  const asOf = { day: plan.day, known: 'now' as const }
  const people = async (codes: readonly AgencyCode[]) => (codes.length === 0 ? 0 : (await managersAt(db, codes, asOf)).length)
  return { gaining: { agencies: gaining, people: await people(gaining) }, losing: { agencies: losing, people: await people(losing) } }
}

async function countPlan(db: Reader, plan: StoredPlan, facts: RestructuringFacts): Promise<PlanEffect> {
  const { id, day } = plan
  const { rows: [row] } = await sql<{ people: number }>`
    select count(distinct person_id)::int as people from restructuring_post where restructuring_id = ${id}`.execute(db)
  const successors = [...new Set(endingIn(plan).flatMap((one) => one.successors))]
  return {
    agencies: await perAgency(db, id),
    people: row!.people,
    counts: (await countAccessAfter(db, planChange(plan, facts.today))).filter((one) => one.day === day),
    managers: await managersOfPlan(db, plan, facts),
    officers: await officersOf(db, id, successors, day),
  }
}

/** Counts the plan as it was just drawn up, and keeps it. */
export async function keepEffect(db: Reader, plan: StoredPlan, facts: RestructuringFacts): Promise<{ effect: PlanEffect; counted: Date }> {
  const said = { version: plan.version, effect: JSON.stringify(await countPlan(db, plan, facts)) }
  const { rows: [kept] } = await sql<{ effect: PlanEffect; counted: Date }>`
    insert into restructuring_effect (restructuring_id, version, effect) values (${plan.id}, ${said.version}, ${said.effect}::jsonb)
    on conflict (restructuring_id) do update set version = excluded.version, effect = excluded.effect, counted_at = now()
    returning effect, counted_at as counted`.execute(db)
  return kept!
}

/** `effect` is null of a plan that was given up before anybody counted it. */
export type DrawnPlan = { effect: PlanEffect | null; counted: Date | null; problems: PlanProblem[] }

// What was counted longer ago is counted anew: people come and go.
const MOST_MINUTES = 15
// As a change of the catalogue has (store/access-difference.ts): a city's people are read in a fraction of it.
const MOST_SECONDS = 120

/** The plan's effect as last counted for what it says now, or counted anew; of one that is approved, as it was counted then. */
export async function effectOf(database: Pick<Database, 'unaudited'>, plan: StoredPlan, today: Day): Promise<DrawnPlan> {
  const open = plan.state === 'draft' || plan.state === 'sent'
  return database.unaudited.transaction().execute(async (db) => {
    await sql`select set_config('statement_timeout', ${String(MOST_SECONDS * 1000)}, true)`.execute(db)
    await sql`select from restructuring where id = ${plan.id} for no key update`.execute(db)
    const { rows: [kept] } = await sql<{ effect: PlanEffect; counted: Date; fresh: boolean }>`
      select effect, counted_at as counted, version = ${plan.version} and counted_at > now() - make_interval(mins => ${sql.lit(MOST_MINUTES)}) as fresh
      from restructuring_effect where restructuring_id = ${plan.id}`.execute(db)
    if (!open) return { effect: kept?.effect ?? null, counted: kept?.counted ?? null, problems: [] }
    const facts = await loadPlanFacts(db, plan.id, plan, today)
    const problems = planProblems(plan, facts)
    if (kept?.fresh === true) return { effect: kept.effect, counted: kept.counted, problems }
    await drawUp(db, plan, facts)
    return { ...await keepEffect(db, plan, facts), problems }
  })
}
