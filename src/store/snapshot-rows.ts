// Many rows as of one moment, however long reading them takes: a cursor in a transaction that only reads.
import type { Database } from './database.ts'

// Some megabytes at the most.
const ROWS_AT_ONCE = 2_000

/**
 * The rows of the statement, a stretch at a time, all of one snapshot; memory stays flat on both sides. The connection goes
 * back when the rows are read, or their reader turns away.
 */
export async function* snapshotRows<Row extends object>({ pool }: Pick<Database, 'pool'>, statement: string): AsyncGenerator<Row> {
  const client = await pool.connect()
  let broken = true
  try {
    await client.query('begin isolation level repeatable read read only')
    // As long as it takes, at the pace of whoever reads.
    await client.query('set local statement_timeout = 0; set local idle_in_transaction_session_timeout = 0')
    await client.query(`declare snapshot_rows no scroll cursor for ${statement}`)
    for (;;) {
      const { rows } = await client.query<Row>(`fetch ${ROWS_AT_ONCE} from snapshot_rows`)
      yield* rows
      if (rows.length < ROWS_AT_ONCE) break
    }
    await client.query('commit')
    broken = false
  } finally {
    // One whose transaction is open, or that is broken, is no use to others.
    client.release(broken)
  }
}
