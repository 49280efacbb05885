// Asking the database for something that is nice to know, and not for long.
import { sql } from 'kysely'
import { codeOf } from '../core/thrown.ts'
import type { Database, Reader } from './database.ts'

// What PostgreSQL says of a statement that reached `statement_timeout`.
const QUERY_CANCELED = '57014'

/** How long a page waits for a count that nobody asked for, and for one that somebody did, in milliseconds. */
export const PATIENCE_UNASKED = 120
export const PATIENCE_ASKED = 25_000

/** What `ask` answers, or null where one of its statements would take longer than so many milliseconds. */
export async function withPatience<T>(
  { unaudited }: Pick<Database, 'unaudited'>, milliseconds: number, ask: (db: Reader) => Promise<T>,
): Promise<T | null> {
  try {
    return await unaudited.transaction().execute(async (db) => {
      await sql`set local statement_timeout = ${sql.lit(milliseconds)}`.execute(db)
      return ask(db)
    })
  } catch (fault) {
    if (codeOf(fault) === QUERY_CANCELED) return null
    throw fault
  }
}
