// Who would gain and who would lose what, were the catalogue another: the law of access-list.ts read twice,
// by the catalogue as it is and by the one proposed, and the rights of one that are not the other's. Nothing is written
// for it and nothing locked. A property test makes the change and finds exactly that (access-difference.db.test.ts).
import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import { rightsBy } from './access-list.ts'
import type { AsOf } from '../core/as-of.ts'
import type { Application } from '../core/catalogue.ts'
import type { AgencyCode, Standing } from '../core/standing.ts'
import type { Database, Reader } from './database.ts'
import { isStatementTimeout } from './faults.ts'

/** As much of an application as says who may use it. */
export type LawOfApplication = Pick<Application, 'code' | 'inService' | 'grantable' | 'dutyAllowed' | 'agencyRoot'> & {
  categories: { code: string; derivedGroup: Standing | null }[]
}

/** One application as it is (null: it does not exist yet), and as it would be. */
export type ProposedLaw = { before: LawOfApplication | null; after: LawOfApplication }

export type Side = 'gained' | 'lost'

/** A right is a category at an agency that somebody may use it for; several reasons for it are one right. */
export type Right = { agency: AgencyCode; person: string; category: string }

/**
 * How many rights of one category are gained or lost, by how many people, at how many agencies; of all categories together
 * where `category` is null, each person once.
 */
export type DifferenceCount = { category: string | null; side: Side; rights: number; people: number; agencies: number }

type CatalogueRow = {
  category: string; derived: Standing | null; grantable: boolean; duty: boolean; root: AgencyCode | null
}

// Gives the columns of a catalogue without rows their types.
const NOTHING: CatalogueRow = { category: 'none', derived: null, grantable: false, duty: false, root: null }

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

// Rows written out, not unfolded from JSON: the planner believes the latter to be a hundred, and reads every duty for each
// agency.
function catalogueOf(code: string, rows: CatalogueRow[]): RawBuilder<unknown> {
  const row = ({ category, derived, grantable, duty, root }: CatalogueRow) => sql`
    select ${code}::application_code as application_code, ${category}::category_code as category_code,
      ${derived}::standing as derived_group, ${grantable}::boolean as grantable, ${duty}::boolean as duty_allowed,
      ${root}::agency_code as agency_root`
  if (rows.length === 0) return sql`select * from (${row(NOTHING)}) n where false`
  return sql.join(rows.map(row), sql` union all `)
}

/** The rights of one side that are not the other's, at the agencies of these codes or at all. */
function difference(law: ProposedLaw, asOf: AsOf, codes?: AgencyCode[]): RawBuilder<unknown> {
  const { before, after } = differing(law)
  const query = { asOf, ...(codes === undefined ? {} : { agencies: { codes } }) }
  const side = (rows: CatalogueRow[]) => sql`(
    select x.*, true as here from (${rightsBy(catalogueOf(law.after.code, rows), query)}) x)`
  return sql`(
    select agency_code, person_id, category_code, case when b.here then 'lost' else 'gained' end as side
    from ${side(before)} b full join ${side(after)} a using (agency_code, person_id, category_code)
    where b.here is distinct from a.here
  ) d`
}

/** How many rights would be gained and lost, by category. Exact, and as long as reading the nation twice takes. */
export async function countDifference(db: Reader, law: ProposedLaw, asOf: AsOf): Promise<DifferenceCount[]> {
  if (!changesAccess(law)) return []
  const { rows } = await sql<Record<'rights' | 'people' | 'agencies', string> & Pick<DifferenceCount, 'category' | 'side'>>`
    select d.category_code as category, d.side, count(*) as rights, count(distinct d.person_id) as people,
      count(distinct d.agency_code) as agencies
    from ${difference(law, asOf)} group by grouping sets ((1, 2), (2)) order by 1 nulls first, 2`.execute(db)
  return rows.map((row) => ({
    ...row, rights: Number(row.rights), people: Number(row.people), agencies: Number(row.agencies),
  }))
}

// A nation of 700,000 is read in a fraction of it; a page waits seconds, and who changes the catalogue may wait longer once.
const MOST_SECONDS = 120

/** As `countDifference`, with more time than a page has; null: it could not be counted in it. */
export async function countPatiently(
  { unaudited }: Pick<Database, 'unaudited'>, law: ProposedLaw, asOf: AsOf,
): Promise<DifferenceCount[] | null> {
  if (!changesAccess(law)) return []
  try {
    return await unaudited.transaction().setAccessMode('read only').execute(async (db) => {
      await sql`set local statement_timeout = ${sql.lit(MOST_SECONDS * 1000)}`.execute(db)
      return countDifference(db, law, asOf)
    })
  } catch (error) {
    if (isStatementTimeout(error)) return null
    throw error
  }
}

// A page is filled from a few agencies, or has to be looked for in many: the steps grow, so that neither takes long.
const FIRST_STEP = 50
const STEP_GROWS = 4

async function agenciesFrom(db: Reader, { day }: AsOf, from: AgencyCode): Promise<AgencyCode[]> {
  const { rows } = await sql<{ code: AgencyCode }>`
    select v.agency_code as code from agency_version v
    where v.valid @> ${day}::date and upper_inf(v.recorded) and v.agency_code >= ${from} order by 1`.execute(db)
  return rows.map(({ code }) => code)
}

/** A page of the rights that would be gained or lost, in the order of agency, person and category. Asked as of now. */
export async function listDifference(
  db: Reader, law: ProposedLaw, asOf: AsOf, page: { side: Side; category?: string; after?: Right; size: number },
): Promise<Right[]> {
  if (!changesAccess(law)) return []
  const { side, category, after, size } = page
  const key = sql`d.agency_code, d.person_id, d.category_code`
  const onward = after === undefined ? sql``
    : sql`and (${key}) > (${after.agency}, ${after.person}::bigint, ${after.category})`
  const agencies = await agenciesFrom(db, asOf, after?.agency ?? '')
  const found: Right[] = []
  for (let at = 0, step = FIRST_STEP; at < agencies.length && found.length < size; at += step, step *= STEP_GROWS) {
    const { rows } = await sql<Right>`
      select d.agency_code as agency, d.person_id as person, d.category_code as category
      from ${difference(law, asOf, agencies.slice(at, at + step))} where d.side = ${side}
        ${category === undefined ? sql`` : sql`and d.category_code = ${category}`} ${onward}
      order by ${key} limit ${sql.lit(size - found.length)}`.execute(db)
    found.push(...rows)
  }
  return found
}
