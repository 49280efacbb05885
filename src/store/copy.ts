// COPY: the fast way in for many rows of one table, within a transaction that carries its event like any other.
import { once } from 'node:events'
import { finished } from 'node:stream/promises'
import { Kysely, PostgresDialect } from 'kysely'
import { from as copyFrom } from 'pg-copy-streams'
import type pg from 'pg'
import { lineOf } from './copy-text.ts'
import type { CopyValue } from './copy-text.ts'
import type { Database } from './database.ts'
import type { Tables } from './tables.ts'

export type Loader = {
  /** To open a transaction with (`change`): what is copied while it is open belongs to it. */
  database: Pick<Database, 'unaudited'>
  /** Copies rows, whose values stand in the order of the columns, into the table; memory stays flat. */
  copyIn<T extends keyof Tables & string>(
    table: T, columns: readonly (keyof Tables[T] & string)[], rows: Iterable<readonly CopyValue[]>,
  ): Promise<void>
  /** The same of lines that were made elsewhere (`lineOf`), at the pace of the database. */
  copyLinesIn<T extends keyof Tables & string>(
    table: T, columns: readonly (keyof Tables[T] & string)[], chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
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
    const result = await act({ database: { unaudited: kyselyOn(client) }, ...copyInto(client) })
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

type Chunks = AsyncIterable<string | Uint8Array> | Iterable<string | Uint8Array>

function copyInto(client: pg.PoolClient): Pick<Loader, 'copyIn' | 'copyLinesIn'> {
  const copy = async (table: string, columns: readonly string[], chunks: Chunks): Promise<void> => {
    const names = columns.map((column) => `"${column}"`).join(', ')
    const stream = client.query(copyFrom(`copy "${table}" (${names}) from stdin`))
    const ended = finished(stream)
    // It is awaited below; until then a failure must not count as unhandled.
    ended.catch(() => {})
    let refused: { error: Error } | null = null
    stream.once('error', (error) => { refused ??= { error } })
    const stillTaken = (): void => {
      if (refused !== null) throw refused.error
    }
    try {
      for await (const chunk of chunks) {
        // What the database has turned down takes no more, and to write to it would only throw something else.
        stillTaken()
        if (!stream.write(chunk)) await Promise.race([once(stream, 'drain'), ended])
      }
      stillTaken()
    } catch (error) {
      stillTaken()
      // What was to be copied broke off: the database hears of it, and the transaction can only be rolled back.
      stream.destroy(error instanceof Error ? error : new Error('the copy broke off'))
      await ended.catch(() => {})
      throw error
    }
    stream.end()
    await ended
  }
  return { copyIn: (table, columns, rows) => copy(table, columns, chunksOf(rows)), copyLinesIn: copy }
}

function* chunksOf(rows: Iterable<readonly CopyValue[]>): Generator<string> {
  let chunk = ''
  for (const row of rows) {
    chunk += lineOf(row)
    if (chunk.length < CHUNK) continue
    yield chunk
    chunk = ''
  }
  yield chunk
}
