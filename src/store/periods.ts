// How spans of days and instants travel between the database's ranges and the program.
import { sql } from 'kysely'
import { addDays, dayBefore, isDay } from '../core/days.ts'
import type { Day } from '../core/days.ts'

/** Days from–to, both inclusive (R-DAY-1). A null `from` is unknown or always, a null `to` is open. */
export type Period = { from: Day | null, to: Day | null }

/** When a version was held to be so: from that instant, and until (not including) the other, null while it still is. */
export type Recorded = { from: Date, to: Date | null }

/** Reads a `daterange` as PostgreSQL writes it, `[2026-01-01,2027-01-01)`; throws for an empty one. */
export function parsePeriod(text: string): Period {
  const [lower, upper] = bounds(text)
  return {
    from: lower === '' ? null : text.startsWith('(') ? addDays(lower, 1) : lower,
    to: upper === '' ? null : text.endsWith(')') ? dayBefore(upper) : upper,
  }
}

/** Writes a `daterange`. Throws a RangeError for what is no period, so that no text of another kind gets in. */
export function periodText({ from, to }: Period): string {
  if ((from !== null && !isDay(from)) || (to !== null && !isDay(to))) throw new RangeError('not a period of days')
  if (from !== null && to !== null && to < from) throw new RangeError('a period that ends before it begins')
  return `[${from ?? ''},${to ?? ''}]`
}

/** Reads a `tstzrange` of recorded time; null where the version was never known to anybody (an empty range). */
export function parseRecorded(text: string): Recorded | null {
  if (text === 'empty') return null
  const [lower, upper] = bounds(text)
  return { from: new Date(lower), to: upper === '' ? null : new Date(upper) }
}

/** What to set `recorded` to when a version is superseded or ceases to hold; the database refuses anything else. */
export const closed = sql<string>`closed(recorded)`

function bounds(text: string): [string, string] {
  const parts = /^[[(]"?([^",]*)"?,"?([^",]*)"?[\])]$/.exec(text)
  if (!parts) throw new RangeError('not a range')
  return [parts[1] ?? '', parts[2] ?? '']
}
