// A few connections that many requests share at once. Each statement goes out at once, behind those still being answered,
// and what one turn of the event loop asks leaves in one packet: a statement that takes the database a tenth of a
// millisecond costs the program less than waiting for a connection of its own would.
import type { Socket } from 'node:net'
import { Kysely, PostgresDialect } from 'kysely'
import type { PostgresPool } from 'kysely'
import type pg from 'pg'
import { isDatabaseAway } from './faults.ts'
import { PreparingClient } from './statements.ts'
import type { Reader } from './database.ts'
import type { Tables } from './tables.ts'

/** A statement written out, prepared under its name. */
export type NamedStatement = { name: string; text: string; values: unknown[] }

/**
 * For single, short statements only: each is its own transaction, and a long one holds up those behind it. What needs a
 * transaction, or loads much, takes a connection of the pool.
 */
export type Pipeline = {
  read: Reader
  query<Row extends object>(statement: NamedStatement): Promise<{ rows: Row[] }>
  /** Waits for what is under way, then closes the connections. */
  close(): Promise<void>
}

// PostgreSQL works on one statement a connection: two keep two cores busy.
const LINES = 2

// One plan for all parameters: our short statements look rows up by their keys, whatever these are, and planning the law's
// anew each time would take the database longer (1.3 ms) than answering it (0.7 ms).
const ONE_PLAN = '-c plan_cache_mode=force_generic_plan'

/** Opens a pipeline to the same database, as the same role and within the same limits as its pool. */
export function openPipeline(pool: pg.Pool): Pipeline {
  const options = { ...pool.options, options: `${pool.options.options ?? ''} ${ONE_PLAN}` }
  const lines = Array.from({ length: LINES }, () => new Line(options))
  let turn = 0
  const next = (): Line => {
    turn = (turn + 1) % LINES
    return lines[turn]!
  }
  const query = (...given: unknown[]) => next().query(given)
  // Kysely takes a client for each statement and gives it back; ours is all of them.
  const clients = { connect: async () => ({ query, release: () => {} }), end: async () => {} }
  return {
    read: new Kysely<Tables>({ dialect: new PostgresDialect({ pool: clients as unknown as PostgresPool }) }),
    query: (statement) => query(statement) as never,
    close: async () => { await Promise.all(lines.map((line) => line.close())) },
  }
}

// pg gives its types no way to the socket.
const socketOf = (client: PreparingClient): Socket =>
  (client as unknown as { connection: { stream: Socket } }).connection.stream

/** One connection, made when first needed and again after it was lost. */
class Line {
  readonly #options: pg.PoolOptions
  #client: Promise<PreparingClient> | null = null
  #corked = false
  #waiting = 0

  constructor(options: pg.PoolOptions) {
    this.#options = options
  }

  async query(given: unknown[]): Promise<unknown> {
    const opened = this.#client ??= this.#open()
    const client = await opened
    this.#gather(client)
    // An idle connection keeps no program from ending; one that is waited for does.
    if (this.#waiting === 0) socketOf(client).ref()
    this.#waiting += 1
    try {
      return await (client.query(...given) as Promise<unknown>)
    } catch (error) {
      // The server says that it ends the connection before the connection ends: what is asked in between needs another.
      if (this.#client === opened && isDatabaseAway(error)) this.#client = null
      throw error
    } finally {
      this.#waiting -= 1
      if (this.#waiting === 0) socketOf(client).unref()
    }
  }

  async close(): Promise<void> {
    const client = this.#client
    this.#client = null
    const open = await client?.catch(() => null)
    if (open == null) return
    // Idle, it keeps nothing alive; whoever waits for its end must not find that the process has ended first.
    socketOf(open).ref()
    await open.end()
  }

  #open(): Promise<PreparingClient> {
    const client = new PreparingClient({ ...this.#options, pipeline: true } as pg.ClientConfig)
    const opened = client.connect().then(() => client)
    // The statements under way are rejected by the client itself; the next one opens another connection.
    const forget = () => { if (this.#client === opened) this.#client = null }
    client.on('error', forget)
    client.on('end', forget)
    opened.catch(forget)
    return opened
  }

  /** Holds back what is written until the end of this turn. */
  #gather(client: PreparingClient): void {
    if (this.#corked) return
    const socket = socketOf(client)
    this.#corked = true
    socket.cork()
    setImmediate(() => {
      this.#corked = false
      socket.uncork()
    })
  }
}
