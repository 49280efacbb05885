// What an account leaves behind and nobody needs any more: removed passkeys, ways in that are over, changes of an address that ended.
import { sql } from 'kysely'
import { change, processOrigin } from './change.ts'
import type { Database } from './database.ts'
import type { Task } from './jobs.ts'

// About a tenth of a second at 700,000 rows of each; nobody meets rows that are half a year old.
const BATCH = 1000

type Purged = { passkeys: number; ways: number; emails: number }

/** Takes away what ended half a year ago, a batch of each kind in a transaction. Bears being stopped in between. */
export async function purgeAccountTraces(database: Pick<Database, 'unaudited'>, signal: AbortSignal): Promise<void> {
  for (let more = true; more && !signal.aborted;) {
    const purged = await change(database, processOrigin('accounts.purge'), async ({ db }) => {
      const { rows: [row] } = await sql<Purged>`select passkeys, ways, emails from purge_account_traces(${BATCH})`.execute(db)
      return { result: row!, event: { code: 'accounts.traces-purged', detail: row! } }
    })
    more = Object.values(purged).includes(BATCH)
  }
}

/** Every night, after the sessions. */
export const traceTasks: readonly Task[] = [
  { name: 'accounts.purge', every: '40 18 * * *', handle: (_, { database, signal }) => purgeAccountTraces(database, signal) },
]
