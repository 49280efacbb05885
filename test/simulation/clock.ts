// How years pass in seconds. The program takes its days from the machine's clock, in pages as in jobs; so it is not the clock
// that moves on but everything that was ever written that grows older, instants and days alike, which is the same to every
// question. What a past day answered can be asked again for that reason, as of then.
//
// What this cannot show: what hangs on the hour of a day, for whole days pass; and what compares a date with an instant that
// stands in no column (a value in the JSON of an event or of a notice stays as old as it was).
import type { World } from '../world.ts'

/** Days that are no part of the story. */
const FIXED = new Set(['birth_date'])
const FIXED_TABLES = new Set(['migration'])

type Column = { table: string; column: string; type: string }

// None, or a range of nothing, has no bounds.
const ofRange = (column: string, shifted: string): string => `case when isempty(${column}) is false then ${shifted} else ${column} end`

const SHIFTS: Record<string, (column: string, days: number) => string> = {
  'date': (column, days) => `${column} - ${days}`,
  'daterange': (column, days) => ofRange(column, `daterange(lower(${column}) - ${days}, upper(${column}) - ${days})`),
  'timestamp with time zone': (column, days) => `${column} - interval '${days} days'`,
  'tstzrange': (column, days) =>
    ofRange(column, `tstzrange(lower(${column}) - interval '${days} days', upper(${column}) - interval '${days} days')`),
}

// No two rows of a table are ever so far apart: in two leaps, none meets another on its way where both may not stand.
const LEAP = 100_000

export class Clock {
  readonly #world: World
  readonly #columns: Map<string, Column[]>

  private constructor(world: World, columns: Map<string, Column[]>) {
    this.#world = world
    this.#columns = columns
  }

  static async of(world: World): Promise<Clock> {
    const columns = await world.sql<Column>(`
      select c.relname as table, a.attname as column, format_type(a.atttypid, null) as type
      from pg_attribute a join pg_class c on c.oid = a.attrelid
      where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and a.attnum > 0 and not a.attisdropped
        and format_type(a.atttypid, null) = any ($1)`, [Object.keys(SHIFTS)])
    return new Clock(world, Map.groupBy(columns.filter(({ table, column }) => !FIXED.has(column) && !FIXED_TABLES.has(table)), ({ table }) => table))
  }

  /** So many days pass. As the owner and without triggers, for nobody else may touch what was recorded. */
  async pass(days: number): Promise<void> {
    const updates = [...this.#columns].flatMap(([table, columns]) => {
      const shift = (by: number, which: string) =>
        `update ${table} set ${columns.map(({ column, type }) => `${column} = ${SHIFTS[type]!(column, by)}`).join(', ')} where ${which};`
      // What is open at its end would meet what comes before it.
      const [closed, open] = columns.some(({ column }) => column === 'valid')
        ? ['upper_inf(valid) is not true', 'upper_inf(valid)'] : ['true', 'false']
      return [shift(LEAP, closed), shift(LEAP, open), shift(days - LEAP, open), shift(days - LEAP, closed)]
    })
    await this.#world.sql(`begin; set local session_replication_role = replica; ${updates.join(' ')} commit`)
  }
}
