// Who would gain and who would lose what, were the catalogue another: the law of access-list.ts read twice at each agency,
// by the catalogue as it is and by the one proposed, and the rights of one that are not the other's. Nothing is written
// for it and nothing locked. A property test makes the change and finds exactly that (access-difference.db.test.ts).
import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import { catalogueTables, hasActiveAccount, reasonsAt } from './access-list.ts'
import { momentOf } from './as-of.ts'
import type { AsOf } from '../core/as-of.ts'
import type { Application } from '../core/catalogue.ts'
import type { AgencyCode, Standing } from '../core/standing.ts'
import type { Moment } from './as-of.ts'
import type { Reader } from './database.ts'

/** As much of an application as says who may use it. */
export type LawOfApplication = Pick<Application, 'code' | 'inService' | 'grantable' | 'dutyAllowed' | 'agencyRoot'> & {
  categories: { code: string; derivedGroup: Standing | null }[]
}

/** One application as it is (null: it does not exist yet), and as it would be. */
export type ProposedLaw = { before: LawOfApplication | null; after: LawOfApplication }

export type Side = 'gained' | 'lost'

/** A right is a category at an agency that somebody may use it for; several reasons for it are one right. */
export type Right = { agency: AgencyCode; person: string; category: string }

/** How many rights of one category are gained or lost, by how many people, at how many agencies. */
export type DifferenceCount = { category: string; side: Side; rights: number; people: number; agencies: number }

type CatalogueRow = {
  category: string; derived: Standing | null; grantable: boolean; duty: boolean; root: AgencyCode | null
}

const rowsOf = (law: LawOfApplication | null): CatalogueRow[] => (law === null || !law.inService ? []
  : law.categories.map(({ code, derivedGroup }) => ({
    category: code, derived: derivedGroup, grantable: law.grantable, duty: law.dutyAllowed, root: law.agencyRoot,
  })))

/** Both sides without the categories that stay as they are: those give the same rights to the same people. */
function differing({ before, after }: ProposedLaw): { before: CatalogueRow[]; after: CatalogueRow[] } {
  const [old, proposed] = [rowsOf(before), rowsOf(after)]
  const key = (row: CatalogueRow): string => JSON.stringify(row)
  const [had, has] = [new Set(old.map(key)), new Set(proposed.map(key))]
  return { before: old.filter((row) => !has.has(key(row))), after: proposed.filter((row) => !had.has(key(row))) }
}

/** Whether the proposal can change anybody's rights at all. */
export function changesAccess(law: ProposedLaw): boolean {
  const { before, after } = differing(law)
  return before.length + after.length > 0
}

function rightsAt(code: string, rows: CatalogueRow[], moment: Moment): RawBuilder<unknown> {
  const catalogue = sql`
    select ${code}::application_code as application_code, c.category::category_code as category_code,
      c.derived as derived_group, c.grantable, c.duty as duty_allowed, c.root::agency_code as agency_root
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as c(category text, derived standing, grantable boolean, duty boolean, root text)`
  // The tables within stand before those of the same name without; none of them asks for the agency, so that they are
  // made once.
  return sql`
    select distinct r.person_id, r.category_code from (
      with ${catalogueTables(catalogue, moment)} ${reasonsAt(sql`t.agency_code`, moment)}
    ) r`
}

function difference(law: ProposedLaw, asOf: AsOf): RawBuilder<unknown> {
  const moment = momentOf(asOf)
  const { before, after } = differing(law)
  const { code } = law.after
  return sql`
    from (
      select v.agency_code from agency_version v
      where v.valid @> ${moment.day} and v.recorded @> ${moment.known} order by v.agency_code offset 0
    ) t cross join lateral (
      select person_id, category_code, case when b.here then 'lost' else 'gained' end as side
      from (select x.*, true as here from (${rightsAt(code, before, moment)}) x) b
      full join (select x.*, true as here from (${rightsAt(code, after, moment)}) x) a using (person_id, category_code)
      where b.here is distinct from a.here
    ) r
    where ${hasActiveAccount({ asOf }, moment)}`
}

/** How many rights would be gained and lost, by category. Exact, and as long as reading the nation once takes. */
export async function countDifference(db: Reader, law: ProposedLaw, asOf: AsOf): Promise<DifferenceCount[]> {
  if (!changesAccess(law)) return []
  const { rows } = await sql<Record<'rights' | 'people' | 'agencies', string> & Pick<DifferenceCount, 'category' | 'side'>>`
    select r.category_code as category, r.side, count(*) as rights, count(distinct r.person_id) as people,
      count(distinct t.agency_code) as agencies
    ${difference(law, asOf)} group by 1, 2 order by 1, 2`.execute(db)
  return rows.map((row) => ({
    ...row, rights: Number(row.rights), people: Number(row.people), agencies: Number(row.agencies),
  }))
}

/** A page of the rights that would be gained or lost, in the order of agency, person and category. */
export async function listDifference(
  db: Reader, law: ProposedLaw, asOf: AsOf, page: { side: Side; category?: string; after?: Right; size: number },
): Promise<Right[]> {
  if (!changesAccess(law)) return []
  const { side, category, after, size } = page
  const key = sql`t.agency_code, r.person_id, r.category_code`
  const onward = after === undefined ? sql`` : sql`and t.agency_code >= ${after.agency}
    and (${key}) > (${after.agency}, ${after.person}::bigint, ${after.category})`
  const { rows } = await sql<Right>`
    select t.agency_code as agency, r.person_id as person, r.category_code as category
    ${difference(law, asOf)} and r.side = ${side}
      ${category === undefined ? sql`` : sql`and r.category_code = ${category}`} ${onward}
    order by ${key} limit ${sql.lit(size)}`.execute(db)
  return rows
}
