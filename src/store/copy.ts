// COPY: the fast way in for many rows of one table, within a transaction that carries its event like any other.
import { once } from 'node:events'
import { finished } from 'node:stream/promises'
import { Kysely, PostgresDialect } from 'kysely'
import { from as copyFrom } from 'pg-copy-streams'
import type pg from 'pg'
import type { Database } from './database.ts'
import type { Tables } from './tables.ts'

/** What a column may be given: a Buffer for `bytea`, and otherwise what reads as PostgreSQL reads it. */
export type CopyValue = string | number | boolean | Buffer | null

export type Loader = {
  /** To open a transaction with (`change`): what is copied while it is open belongs to it. */
  database: Pick<Database, 'unaudited'>
  /** Copies rows, whose values stand in the order of the columns, into the table; memory stays flat. */
  copyIn<T extends keyof Tables & string>(
    table: T, columns: readonly (keyof Tables[T] & string)[], rows: Iterable<readonly CopyValue[]>,
  ): Promise<void>
}

// What is sent at once: large enough that a packet costs little beside its rows.
const CHUNK = 64 * 1024

/** Takes one connection for the act. Statements on it have no time limit but that of the act's own transactions. */
export async function withLoader<R>(database: Pick<Database, 'pool'>, act: (loader: Loader) => Promise<R>): Promise<R> {
  const client = await database.pool.connect()
  let broken = true
  try {
    await client.query('set statement_timeout = 0; set idle_in_transaction_session_timeout = 0')
    const result = await act({ database: { unaudited: kyselyOn(client) }, copyIn: copyInto(client) })
    broken = false
    return result
  } finally {
    // Its time limits are gone, so it does not go back among the others.
    client.release(broken || new Error('done loading'))
  }
}

/** Kysely over this one connection, so that its transactions and COPY share it. */
function kyselyOn(client: pg.PoolClient): Kysely<Tables> {
  const one = { query: client.query.bind(client), release() {} }
  return new Kysely<Tables>({
    dialect: new PostgresDialect({ pool: { connect: () => Promise.resolve(one),
      end: () => Promise.resolve() } as never }),
  })
}

function copyInto(client: pg.PoolClient): Loader['copyIn'] {
  return async (table, columns, rows) => {
    const names = columns.map((column) => `"${column}"`).join(', ')
    const stream = client.query(copyFrom(`copy "${table}" (${names}) from stdin`))
    const ended = finished(stream)
    // It is awaited below; until then a failure must not count as unhandled.
    ended.catch(() => {})
    let chunk = ''
    for (const row of rows) {
      chunk += lineOf(row)
      if (chunk.length < CHUNK) continue
      if (!stream.write(chunk)) await Promise.race([once(stream, 'drain'), ended])
      chunk = ''
    }
    stream.end(chunk)
    await ended
  }
}

const ESCAPES: Record<string, string> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' }

/** A row as COPY reads text (PostgreSQL manual, COPY, "Text Format"). */
export function lineOf(row: readonly CopyValue[]): string {
  let line = ''
  for (let at = 0; at < row.length; at += 1) {
    const value = row[at]!
    if (at > 0) line += '\t'
    if (value === null) line += '\\N'
    else if (typeof value === 'string') line += /[\\\t\n\r]/.test(value) ? value.replace(/[\\\t\n\r]/g,
      (one) => ESCAPES[one]!) : value
    else if (typeof value === 'object') line += `\\\\x${value.toString('hex')}`
    else line += String(value)
  }
  return `${line}\n`
}
