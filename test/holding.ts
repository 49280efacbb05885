// What was on its way when something else came first: a transaction holds the account of somebody, a request queues for it, and finds
// what that transaction has written.
import assert from 'node:assert/strict'
import pg from 'pg'
import type { World } from './world.ts'

/** What is done meanwhile: the code of its event, and statements, each with `$1` the person. */
export type Meanwhile = { event: string; statements: readonly string[] }

// A request that comes this far takes milliseconds; the bound is for a machine that does much else.
const DEADLINE_MS = 20_000

async function queuesFor(world: World, holder: number, answered: () => boolean): Promise<void> {
  const deadline = performance.now() + DEADLINE_MS
  for (;;) {
    const [row] = await world.sql<{ there: boolean }>(`select exists (select from pg_stat_activity
      where datname = current_database() and $1::int = any(pg_blocking_pids(pid))) as there`, [holder])
    if (row!.there) return
    assert.ok(!answered(), 'it was answered without waiting for the account')
    assert.ok(performance.now() < deadline, 'nobody came to wait for the account')
  }
}

/** The answer of a request that queues for the account of the person while that is done. */
export async function whileHeld<T>(world: World, person: string, { event, statements }: Meanwhile, request: () => Promise<T>): Promise<T> {
  const holder = new pg.Client({ connectionString: world.databaseUrl })
  await holder.connect()
  try {
    await holder.query('begin')
    const { rows: [{ pid }] } = await holder.query('select pg_backend_pid() as pid from account where person_id = $1 for update', [person])
    let answered = false
    const underWay = request().finally(() => { answered = true })
    // Looked after also where the wait for it fails first.
    underWay.catch(() => {})
    await queuesFor(world, pid, () => answered)
    await holder.query(`insert into audit_event (code, outcome, actor_process, person_id, detail) values ($1, 'done', 'test', $2, '{}')`, [event, person])
    for (const statement of statements) await holder.query(statement, [person])
    await holder.query('commit')
    return await underWay
  } finally {
    await holder.end()
  }
}

/** 「不是我」, as far as it ends the sessions and bars the password. */
export const DISOWNED: Meanwhile = {
  event: 'account.sign-in-disowned',
  statements: [
    `update session set ended_at = now(), ended_why = 'byUser' where person_id = $1 and ended_at is null`,
    'update account set password_barred_at = clock_timestamp() where person_id = $1',
  ],
}
