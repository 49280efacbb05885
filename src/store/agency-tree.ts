// Reads as much of the agencies' tree as a question needs (src/core/agency-tree.ts).
import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import { momentOf } from './as-of.ts'
import type { AgencyNode, AgencyTree, PersonnelOffice } from '../core/agency-tree.ts'
import type { AsOf } from '../core/as-of.ts'
import type { AgencyCode } from '../core/standing.ts'
import type { Moment } from './as-of.ts'
import type { Reader } from './database.ts'

/** How the tree comes out of the database: see `treeQuery`. */
export type TreeRow = { agencies: AgencyNode[]; offices: PersonnelOffice[] }

/**
 * Common table expressions `line`, `office` and `nameless` that walk up from the agencies of the expression `named`
 * (one column `code`), to be placed after `with recursive` and read by `treeJson`. Each ancestor is visited once. The limits
 * of one keep the planner, which expects far more lines than there are, from reading all agencies at each step.
 */
export function treeTables({ day, known }: Moment): RawBuilder<unknown> {
  return sql`
    line as (
      select v.*
      from named cross join lateral (
        select v.agency_code, v.name, v.name_en, v.superior_code, v.superior_missing from agency_version v
        where v.agency_code = named.code and v.valid @> ${day} and v.recorded @> ${known} limit 1
      ) v
      union
      select v.*
      from line cross join lateral (
        select v.agency_code, v.name, v.name_en, v.superior_code, v.superior_missing from agency_version v
        where v.agency_code = line.superior_code and v.valid @> ${day} and v.recorded @> ${known} limit 1
      ) v
    ),
    office as materialized (
      select distinct o.office_code, o.agency_code
      from personnel_office o
      where o.agency_code in (select agency_code from line)
        and o.state = 'active' and o.valid @> ${day} and o.recorded @> ${known}
    ),
    beside as (
      select v.*
      from (select office_code as code from office except select agency_code from line) o cross join lateral (
        select v.agency_code, v.name, v.name_en, v.superior_code, v.superior_missing from agency_version v
        where v.agency_code = o.code and v.valid @> ${day} and v.recorded @> ${known} limit 1
      ) v
    ),
    gone as (
      select v.*
      from (select code from named except select agency_code from line) o cross join lateral (
        select v.agency_code, v.name, v.name_en from agency_version v
        where v.agency_code = o.code and v.recorded @> ${known} order by v.valid desc limit 1
      ) v
    )`
}

const node = (live: boolean): RawBuilder<string> => sql`json_build_object('code', agency_code, 'name', name,
  'nameEn', name_en, 'superior', ${live ? sql`superior_code` : sql`null`},
  'superiorMissing', ${live ? sql`superior_missing is not null` : sql`false`}, 'live', ${sql.lit(live)})`

/** The JSON of the tree (`TreeRow`) out of the expressions of `treeTables`. */
export const treeJson: RawBuilder<TreeRow> = sql`json_build_object(
  'agencies', (select coalesce(json_agg(node), '[]') from (
    select ${node(true)} as node from line
    union all select ${node(true)} from beside
    union all select ${node(false)} from gone) nodes),
  'offices', (select coalesce(json_agg(json_build_object('office', office_code, 'agency', agency_code)), '[]') from office))`

/** The tree as core reads it. */
export function treeOf({ agencies, offices }: TreeRow): AgencyTree {
  return { agencies: new Map(agencies.map((agency) => [agency.code, agency])), offices }
}

// What was typed comes here, too. What cannot be a code is no agency, and no fault (the domain agency_code would make it one).
const isCode = (text: string): boolean => /^[0-9A-Za-z]{10}$/.test(text)

/** The lines of these agencies with their personnel offices: all that `mayManage` needs to judge them. One statement. */
export async function loadTree(db: Reader, agencies: AgencyCode[], asOf: AsOf): Promise<AgencyTree> {
  const { rows } = await sql<{ tree: TreeRow }>`
    with recursive named as (select distinct code::agency_code from unnest(${agencies.filter(isCode)}::text[]) as code),
    ${treeTables(momentOf(asOf))}
    select ${treeJson} as tree`.execute(db)
  return treeOf(rows[0]!.tree)
}
