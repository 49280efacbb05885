// What waits for a decision does not wait for ever: undecided for two weeks it is as good as ended (R-JML-2, R-DAY-4).
import { sql } from 'kysely'
import { DAYS_TO_DECIDE } from '../core/granting.ts'
import type { RawBuilder } from 'kysely'
import type { Moment } from './as-of.ts'

/** That the row of the table (or alias) is decided, or can be decided still on the day: `hasLapsed` of core in SQL. */
export const notLapsed = (table: string, { day }: Pick<Moment, 'day'>): RawBuilder<boolean> =>
  sql`(${sql.table(table)}.state = 'active' or lower(${sql.table(table)}.recorded)::date + ${sql.lit(DAYS_TO_DECIDE)} >= ${day})`
