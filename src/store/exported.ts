// Every file of others' data leaves two events: one before its first row goes out, one that says how many rows went.
import { wayText } from '../core/scope.ts'
import { change } from './change.ts'
import { MOST_WAYS } from './list-seen.ts'
import type { AsOf } from '../core/as-of.ts'
import type { Authority } from '../core/scope.ts'
import type { AgencyCode } from '../core/standing.ts'
import type { Origin } from './change.ts'
import type { Database } from './database.ts'

/** Which list it is a file of, as of when, and what it was narrowed to: never a name or a national ID. */
export type Exported = {
  list: string
  format: 'csv' | 'xlsx'
  asOf: AsOf
  asked: { readonly [name: string]: string | boolean }
  /** Whose or what the file is about, where that is one person, agency or application. */
  person?: string
  agency?: AgencyCode | null
  application?: string | null
}

/**
 * The rows with their events around them. `rows` is asked for when the file is read, never for HEAD; a file that was begun
 * is known of, whatever happens to this process.
 */
export async function* recordedRows<Row>(
  database: Pick<Database, 'unaudited'>, origin: Origin, authority: Authority, exported: Exported,
  rows: () => AsyncIterable<Row>,
): AsyncGenerator<Row> {
  const { list, format, asOf, asked, person, agency = null, application = null } = exported
  const about = { ...(person === undefined ? {} : { person }), agency, application }
  const detail = { search: list, format, asOf: asOf.day, asked, ways: authority.ways.slice(0, MOST_WAYS).map(wayText) }
  let written = 0
  let whole = false
  await change(database, origin, async () => ({ result: null, event: { code: 'search.export-begun', ...about, detail } }))
  try {
    for await (const row of rows()) {
      yield row
      written += 1
    }
    whole = true
  } finally {
    await change(database, origin, async () => ({
      result: null, event: { code: 'search.exported', ...about, detail: { ...detail, rows: written, whole } },
    }))
  }
}
