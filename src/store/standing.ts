// The law of standing (src/core/standing.ts) in SQL.
import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import type { Standing } from '../core/standing.ts'

/** The standing that a row of `post` and its `post_version` gives, null for none (R-STD-1, 2, 3). Takes their aliases. */
export function standingOfPost(post: string, version: string): RawBuilder<Standing | null> {
  const p = sql.table(post)
  const v = sql.table(version)
  return sql`case
    when (${p}.kind = 'appointment' and (${v}.staff_category = '08' or strpos(${p}.unit, '人事') > 0))
      or (${p}.kind = 'concurrent' and ${v}.nature = '5')
      then case when ${v}.supervisor_level ~ ${sql.lit('^[ \t\u3000]*$')} then 'hr' else 'hrSupervisor' end
    when ${p}.kind = 'appointment' then 'employee' end::standing`
}
