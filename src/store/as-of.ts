// The point in time of a question (R-DAY-2), as SQL asks for it: `valid @> day and recorded @> known`.
import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import type { AsOf } from '../core/as-of.ts'

/** The two moments of a question as SQL expressions: a `date`, and a `timestamptz` to hold `recorded` against. */
export type Moment = { day: RawBuilder<string>; known: RawBuilder<Date> }

/**
 * Now is asked for as infinity: only a version that nobody has closed reaches there. The present instant would miss what
 * another transaction wrote after this one began.
 */
export function momentOf({ day, known }: AsOf): Moment {
  return {
    day: sql<string>`${day}::date`,
    known: known === 'now'
      ? sql<Date>`'infinity'::timestamptz`
      : sql<Date>`(${known.toISOString()}::timestamptz - interval '1 microsecond')`,
  }
}
