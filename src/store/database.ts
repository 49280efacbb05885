// The connections to PostgreSQL, as whom they work and what they may not exceed.
import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import { codeOf, wordsOf } from '../core/thrown.ts'
import { migrations } from './migrate.ts'
import { parsePeriod, parseRecorded } from './periods.ts'
import { openPipeline } from './pipeline.ts'
import { PreparingClient } from './statements.ts'
import type { Pipeline } from './pipeline.ts'
import type { Tables } from './tables.ts'

/** What may be asked of the database without changing it. A transaction (`tx.db` of an act) is one too. */
export type Reader = Pick<Kysely<Tables>,
  'selectFrom' | 'selectNoFrom' | 'with' | 'withRecursive' | 'fn' | 'case' | 'dynamic' | 'executeQuery' | 'getExecutor'>

/** Where the store says what happened to it; a pino logger is one. */
export type Log = Record<'error' | 'warn' | 'info' | 'debug', (detail: object, message: string) => void>

export type Database = {
  /** Queries outside a transaction: each sees what is committed. */
  read: Reader
  /** The same for the short statements that every request asks, which share a few connections: see `pipeline.ts`. */
  quick: Pipeline
  /**
   * Changes that are no events: sessions seen, failures counted, protocol rows, purges. The database refuses such a
   * change of facts, decisions, accounts or configuration: those go by `change` of change.ts.
   */
  unaudited: Kysely<Tables>
  /** The pool itself, for COPY and the job queue. */
  pool: pg.Pool
  /** Fulfilled when the database answers and has the migrations that this program knows; rejected with a sentence. */
  ready(): Promise<void>
  /** Waits for what is under way, then closes the connections. */
  close(): Promise<void>
}

export type DatabaseOptions = {
  url: string
  /** Two a core are busy enough; the rest wait their turn. */
  maxConnections?: number
  log: Log
}

/** The database cannot be used yet; the sentence says what to do. */
export class DatabaseNotReady extends Error {
  override readonly name = 'DatabaseNotReady'
}

// Settings of each connection from its very start. The role: whatever the login may, the program may only what
// `ecpa_program` may. The search path: pg_temp last, or a temporary table could stand in for one of ours. The time zone:
// a day is a day in Taipei (R-DAY-1). JIT costs our short queries more than it brings.
const SESSION = [
  'role=ecpa_program', 'search_path=public,pg_temp', 'timezone=Asia/Taipei', 'datestyle=ISO,YMD', 'jit=off',
]

// A page waits seconds at most; jobs and loads that need longer say so in their own transaction.
const STATEMENT_MILLISECONDS = 30_000
const LOCK_MILLISECONDS = 10_000
const IDLE_IN_TRANSACTION_MILLISECONDS = 60_000
const CONNECT_MILLISECONDS = 10_000

const TYPES: Record<number, (text: string) => unknown> = {
  // date: stays the ISO day that it is, for a Date would be an instant in some time zone
  1082: (text) => text,
  1182: (text) => text.slice(1, -1).split(',').filter((day) => day !== ''),
  3912: parsePeriod,
  3910: parseRecorded,
}

/** Opens a pool of connections as the program's role. It connects when first asked. */
export function openDatabase({ url, maxConnections = 10, log }: DatabaseOptions): Database {
  const pool = new pg.Pool({
    connectionString: url,
    Client: PreparingClient,
    max: maxConnections,
    application_name: 'ecpa',
    options: SESSION.map((setting) => `-c ${setting}`).join(' '),
    statement_timeout: STATEMENT_MILLISECONDS,
    lock_timeout: LOCK_MILLISECONDS,
    idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_MILLISECONDS,
    connectionTimeoutMillis: CONNECT_MILLISECONDS,
    keepAlive: true,
    types: { getTypeParser: (oid: number, format?: 'text') => TYPES[oid] ?? pg.types.getTypeParser(oid, format) },
  } as pg.PoolConfig)
  // Without these an unlucky moment (the database stops) ends the program.
  pool.on('error', (error) => log.warn({ error: error.message }, 'A database connection was lost'))
  pool.on('connect', (client) => client.on('error', () => {}))
  const kysely = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) })
  const quick = openPipeline(pool)
  return {
    read: kysely,
    quick,
    unaudited: kysely,
    pool,
    ready: () => checkReady(pool),
    close: async () => void await Promise.all([quick.close(), pool.end()]),
  }
}

let known: string[] | undefined

async function checkReady(pool: pg.Pool): Promise<void> {
  known ??= migrations().map(({ name }) => name)
  const { rows } = await pool.query<{ name: string }>('select name from migration').catch((error: unknown) => {
    throw new DatabaseNotReady(notReadySentence(error), { cause: error })
  })
  const missing = known.find((name) => !rows.some((row) => row.name === name))
  if (missing !== undefined) {
    throw new DatabaseNotReady(`The database lacks the migration ${missing}. Run "ecpa migrate".`)
  }
}

function notReadySentence(error: unknown): string {
  const code = codeOf(error)
  if (code === '42P01' || code === '22023') return 'The database has not been prepared for eCPA. Run "ecpa migrate".'
  if (code === '42501') {
    return 'The login of ECPA_DATABASE_URL may not work as the role ecpa_program. ' +
      'Have a database administrator run: GRANT ecpa_program TO that login.'
  }
  return `The database does not answer: ${wordsOf(error)}`
}
