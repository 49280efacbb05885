/** What a change of an agency or of a personnel office does, in numbers: to managers, and to people's rights. */
import { sql } from 'kysely'
import { lineOf } from '../../core/agency-tree.ts'
import type { AgencyNode, AgencyTree } from '../../core/agency-tree.ts'
import type { AsOf } from '../../core/as-of.ts'
import type { Day } from '../../core/days.ts'
import type { AgencyCode, Standing } from '../../core/standing.ts'
import { rightsBy } from '../../store/access-list.ts'
import { loadTree } from '../../store/agency-tree.ts'
import { momentOf } from '../../store/as-of.ts'
import type { Reader } from '../../store/database.ts'
import { managersEffect } from './managers-effect.ts'
import type { ManagersEffect } from './managers-effect.ts'

/** `rights`: how many people gain or lose an application that is confined to a part of the tree. */
export type ChangeEffect = ManagersEffect & {
  /** How many people have a post at one of the agencies concerned. */
  people: number
  rights: { application: string; gained: number; lost: number }[]
}

export const NO_EFFECT: ChangeEffect = {
  agencies: 0, people: 0, gaining: { agencies: [], people: 0 }, losing: { agencies: [], people: 0 }, rights: [],
}

/** What becomes of the tree: an agency that has another superior (or is new), or a personnel office that comes or goes. */
export type TreeChange =
  | { moves: AgencyCode; to: AgencyCode | null }
  | { office: AgencyCode; agency: AgencyCode; comes: boolean }

async function subtreeOf(db: Reader, code: AgencyCode, asOf: AsOf): Promise<AgencyCode[]> {
  const { day, known } = momentOf(asOf)
  const { rows } = await sql<{ code: AgencyCode }>`
    select agency_code as code from agency_subtree(${code}, ${day}, ${known})`.execute(db)
  return rows.map((row) => row.code)
}

async function peopleAt(db: Reader, codes: readonly AgencyCode[], asOf: AsOf): Promise<number> {
  const { day, known } = momentOf(asOf)
  const { rows } = await sql<{ people: number }>`
    select count(distinct p.person_id)::int as people from post p
    join post_version v on v.person_id = p.person_id and v.post_id = p.id and v.valid @> ${day} and v.recorded @> ${known}
    where p.agency_code = any(${[...codes]}::text[])`.execute(db)
  return rows[0]!.people
}

function treeAfter(before: AgencyTree, change: TreeChange): AgencyTree {
  if ('office' in change) {
    const { office, agency, comes } = change
    const others = before.offices.filter((one) => one.office !== office || one.agency !== agency)
    return { ...before, offices: comes ? [...others, { office, agency }] : others }
  }
  const { moves: code, to } = change
  const blank: AgencyNode = { code, name: code, nameEn: null, superior: null, superiorMissing: false, live: true }
  const node = before.agencies.get(code) ?? blank
  const superiorMissing = to === null && node.superiorMissing
  return { ...before, agencies: new Map([...before.agencies, [code, { ...node, live: true, superior: to, superiorMissing }]]) }
}

type Confined = {
  application: string; category: string; derived: Standing | null; grantable: boolean; duty: boolean; root: AgencyCode
}

/** The applications in service that only agencies at or below one of these have. */
async function confinedTo(db: Reader, roots: readonly AgencyCode[]): Promise<Confined[]> {
  const { rows } = await sql<Confined>`
    select a.application_code as application, c.category_code as category, c.derived_group as derived, a.grantable,
      a.duty_allowed as duty, a.agency_root as root
    from application_version a join category_version c on c.application_code = a.application_code and upper_inf(c.recorded)
    where upper_inf(a.recorded) and a.in_service and a.agency_root = any(${[...roots]}::text[])
    order by 1, 2`.execute(db)
  return rows
}

/** Counts who gains or loses these applications when the agencies come to lie below their roots, or no longer do. */
async function rightsEffect(
  db: Reader, moved: readonly AgencyCode[], rows: readonly Confined[], entered: ReadonlySet<AgencyCode>, asOf: AsOf,
): Promise<ChangeEffect['rights']> {
  const { day, known } = momentOf(asOf)
  const codes = sql`any(${[...moved]}::text[])`
  const { rows: served } = await sql<{ code: AgencyCode }>`
    select distinct d.served_code as code from concurrent_duty d
    where d.acting_code = ${codes} and d.state = 'active' and d.valid @> ${day} and d.recorded @> ${known}`.execute(db)
  const query = { asOf, agencies: { codes: [...new Set([...moved, ...served.map(({ code }) => code)])] } }
  const effect: ChangeEffect['rights'] = []
  for (const [application, own] of Map.groupBy(rows, (row) => row.application)) {
    const catalogue = sql.join(own.map((row) => sql`
      select ${application}::application_code as application_code, ${row.category}::category_code as category_code,
        ${row.derived}::standing as derived_group, ${row.grantable}::boolean as grantable, ${row.duty}::boolean as duty_allowed,
        ${row.root}::agency_code as agency_root`), sql` union all `)
    const { root } = own[0]!
    const rooted = sql`
      select ${root}::agency_code as agency_root, s.agency_code from agency_subtree(${root}, ${day}, ${known}) s
      where s.agency_code <> all (${[...moved]}::text[])
      union all select ${root}, m::agency_code from unnest(${entered.has(root) ? [...moved] : []}::text[]) m`
    const side = (rights: ReturnType<typeof rightsBy>) => sql`(select x.*, true as here from (${rights}) x)`
    const { rows: [count] } = await sql<{ gained: number; lost: number }>`
      select count(distinct person_id) filter (where a.here is null)::int as lost,
        count(distinct person_id) filter (where b.here is null)::int as gained
      from ${side(rightsBy(catalogue, query))} b
      full join ${side(rightsBy(catalogue, query, rooted))} a using (agency_code, person_id, category_code)`.execute(db)
    if (count!.gained + count!.lost > 0) effect.push({ application, ...count! })
  }
  return effect
}

/** Counts what the change would do on that day, as known now. */
export async function changeEffect(db: Reader, change: TreeChange, day: Day): Promise<ChangeEffect> {
  const asOf: AsOf = { day, known: 'now' }
  const top = 'office' in change ? change.agency : change.moves
  const below = await subtreeOf(db, top, asOf)
  const codes = below.length === 0 ? [top] : below
  const beside = 'office' in change ? change.office : change.to
  const before = await loadTree(db, [...codes, ...(beside === null ? [] : [beside])], asOf)
  const after = treeAfter(before, change)
  const [left, entered] = [lineOf(before, top), lineOf(after, top)].map((line) => new Set(line.slice(1).map(({ code }) => code)))
  const confined = 'office' in change ? [] : await confinedTo(db, [...left!.symmetricDifference(entered!)])
  return {
    ...await managersEffect(db, codes, { before, after }, asOf),
    people: await peopleAt(db, codes, asOf),
    rights: confined.length === 0 ? [] : await rightsEffect(db, codes, confined, entered!, asOf),
  }
}
