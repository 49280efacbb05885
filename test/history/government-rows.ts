// The rows that the law reads, as they stand in a world's database: for the naive reading of test/law/oracle.ts, and to let
// time pass over them.
import { TABLES } from '../law/government.ts'
import type { Government, Row } from '../law/government.ts'
import type { World } from '../world.ts'

const RECORDED = new Set<string>(TABLES.filter((table) =>
  !['agency', 'person', 'post', 'account', 'application', 'category', 'permission_group'].includes(table)))
const VALID = new Set<string>([
  'agency_version', 'personnel_office', 'post_version', 'central_role', 'group_member', 'permission_grant', 'concurrent_duty', 'delegation',
])

const instant = (expression: string) =>
  `coalesce(to_char(${expression} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), '')`

/** Everything that is or was known, as the oracle reads it. */
export async function governmentRows(world: World): Promise<Government> {
  const tables: [string, Row[]][] = []
  for (const table of TABLES) {
    const more = RECORDED.has(table)
      ? ` || jsonb_build_object('recorded', '[' || ${instant('lower(recorded)')} || ',' || ${instant('upper(recorded)')} || ')')` : ''
    const rows = await world.sql<{ row: Row }>(`select to_jsonb(t)${more} as row from ${table} t`)
    tables.push([table, rows.map(({ row }) => row)])
  }
  return Object.fromEntries(tables) as Government
}

/**
 * A day passes: whatever was recorded or holds becomes a day older, which is the same to every question as if the clock had
 * moved on. As the owner and without triggers, for nobody else may touch what was recorded.
 */
export async function letADayPass(world: World): Promise<void> {
  const shifts = TABLES.filter((table) => RECORDED.has(table) || VALID.has(table)).map((table) => {
    const sets = [
      ...(RECORDED.has(table)
        ? [`recorded = tstzrange(lower(recorded) - interval '1 day', upper(recorded) - interval '1 day')`] : []),
      ...(VALID.has(table) ? ['valid = daterange(lower(valid) - 1, upper(valid) - 1)'] : []),
    ]
    return `update ${table} set ${sets.join(', ')};`
  })
  await world.sql(`begin; set local session_replication_role = replica; ${shifts.join(' ')}
    update post set starts = starts - 1; commit`)
}
