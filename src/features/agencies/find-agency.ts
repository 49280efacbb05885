// One agency of 「機關組織」 with all that everybody may know of it, as of a day (R-DAY-2).
import { sql } from 'kysely'
import { isRoot, lineOf } from '../../core/agency-tree.ts'
import { loadTree } from '../../store/agency-tree.ts'
import { momentOf } from '../../store/as-of.ts'
import type { AgencyNode } from '../../core/agency-tree.ts'
import type { AsOf } from '../../core/as-of.ts'
import type { Day } from '../../core/days.ts'
import type { AgencyCode } from '../../core/standing.ts'
import type { Reader } from '../../store/database.ts'
import type { Named } from '../../store/agency-list.ts'

type Described = Named & {
  superior: Named | null
  superiorMissing: string | null
  level: number | null
  zip: string | null
  address: string | null
  phone: string | null
  fax: string | null
  oid: string | null
  successor: Named | null
  /** Whose successor it is, each with the first day on which it was no more. */
  predecessors: (Named & { gone: Day | null })[]
  live: boolean
  /** The first day; null where nobody knows it. */
  from: Day | null
  /** The first day on which it is no more; null where no end is known. */
  gone: Day | null
}

/** `line`: those above it, from the top; `lead` and `offices` (人事機構) only of an agency that lives on the day. */
export type FoundAgency = Described & { line: Named[]; lead: Named | null; offices: Named[] }

const named = sql`json_build_object('code', n.agency_code, 'name', n.name, 'nameEn', n.name_en)`

async function describe(db: Reader, code: AgencyCode, asOf: AsOf): Promise<Described | null> {
  const { day, known } = momentOf(asOf)
  // The name of another agency as of the day, or its last one.
  const nameOf = (other: string) => sql`(select ${named} from agency_version n
    where n.agency_code = ${sql.ref(other)} and n.recorded @> ${known}
    order by (n.valid @> ${day}) desc, n.valid desc limit 1)`
  const { rows } = await sql<Described>`
    select v.agency_code as code, v.name, v.name_en as "nameEn", ${nameOf('v.superior_code')} as superior,
      v.superior_missing as "superiorMissing", v.level, v.zip, v.address, v.phone, v.fax, v.organisation_oid as oid,
      ${nameOf('v.successor_code')} as successor,
      v.valid @> ${day} as live, l.from, l.gone,
      (select coalesce(json_agg(json_build_object('code', p.agency_code, 'name', p.name, 'nameEn', p.name_en,
          'gone', upper(p.valid)) order by p.agency_code), '[]')
        from (select distinct on (n.agency_code) n.* from agency_version n
          where n.successor_code = v.agency_code and n.recorded @> ${known} order by n.agency_code, n.valid desc) p
      ) as predecessors
    from agency_version v
    -- What is said of an agency changes within its life: from the first day of all that is said to the last.
    cross join lateral (
      select lower(range_merge(range_agg(n.valid))) as from, upper(range_merge(range_agg(n.valid))) as gone
      from agency_version n where n.agency_code = v.agency_code and n.recorded @> ${known}
    ) l
    where v.agency_code = ${code} and v.recorded @> ${known}
    order by (v.valid @> ${day}) desc, v.valid desc limit 1`.execute(db)
  return rows[0] ?? null
}

const nameOfNode = ({ code, name, nameEn }: AgencyNode): Named => ({ code, name, nameEn })

/** The agency as it was on the day or, where it did not live then, as it was last; null when nothing was known of it. */
export async function findAgency(db: Reader, code: AgencyCode, asOf: AsOf): Promise<FoundAgency | null> {
  const [described, tree] = await Promise.all([describe(db, code, asOf), loadTree(db, [code], asOf)])
  if (described === null) return null
  const line = lineOf(tree, code)
  const top = line.at(-1)
  // Right below a root; the top itself where nobody knows what is above it.
  const lead = top === undefined ? undefined : isRoot(top) ? line.at(-2) ?? top : top
  const offices = tree.offices.filter(({ agency }) => agency === code).map(({ office }) => tree.agencies.get(office)!)
  return {
    ...described,
    line: line.slice(1).toReversed().map(nameOfNode),
    lead: lead === undefined ? null : nameOfNode(lead),
    offices: offices.filter((office) => office !== undefined).map(nameOfNode),
  }
}
