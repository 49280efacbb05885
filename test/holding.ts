// What was on its way when something else came first: a transaction holds an account or another lock, a request queues for it, and finds
// what that transaction has written.
import assert from 'node:assert/strict'
import pg from 'pg'
import type { World } from './world.ts'

/**
 * What is done meanwhile: the code of its event, and statements, each with `$1` the person. `request`: what somebody else asks, which is
 * answered or waits as well before the account is let go.
 */
export type Meanwhile = { event: string; statements: readonly string[]; request?: () => Promise<unknown> }

// A request that comes this far takes milliseconds; the bound is for a machine that does much else.
const DEADLINE_MS = 20_000

/** True as soon as so many wait for the holder, or for one that does; false where the answer is there first. */
async function queue(world: World, holder: number, most: number, answered: () => boolean): Promise<boolean> {
  const deadline = performance.now() + DEADLINE_MS
  for (;;) {
    const [row] = await world.sql<{ waiting: number }>(`
      with recursive held(pid) as (select $1::int union
        select a.pid from pg_stat_activity a join held on held.pid = any(pg_blocking_pids(a.pid)) where a.datname = current_database())
      select count(*)::int - 1 as waiting from held`, [holder])
    if (row!.waiting >= most) return true
    if (answered()) return false
    assert.ok(performance.now() < deadline, 'nobody came to wait for it')
  }
}

/** The answer of a request, and whether it is there. It is looked after also where nobody comes to wait for it. */
function begun<T>(request: () => Promise<T>): { answer: Promise<T>; answered: () => boolean } {
  let there = false
  const answer = request().finally(() => { there = true })
  answer.catch(() => {})
  return { answer, answered: () => there }
}

type Holding = { lock: string; statements: readonly string[]; other?: (() => Promise<unknown>) | undefined }

/** The answer of a request that queues for what `lock` takes, while those statements are done and `other` is asked. */
async function whileHolding<T>(world: World, { lock, statements, other }: Holding, request: () => Promise<T>): Promise<T> {
  const holder = new pg.Client({ connectionString: world.databaseUrl })
  await holder.connect()
  try {
    await holder.query('begin')
    await holder.query(lock)
    const { rows: [{ pid }] } = await holder.query('select pg_backend_pid() as pid')
    const first = begun(request)
    assert.ok(await queue(world, pid, 1, first.answered), 'it was answered without waiting')
    const second = other === undefined ? null : begun(other)
    if (second !== null) await queue(world, pid, 2, second.answered)
    for (const statement of statements) await holder.query(statement)
    await holder.query('commit')
    await second?.answer
    return await first.answer
  } finally {
    await holder.end()
  }
}

const eventOf = (code: string, person: string | null): string =>
  `insert into audit_event (code, outcome, actor_process, person_id, detail) values ('${code}', 'done', 'test', ${person}, '{}')`

/** The answer of a request that queues for the account of the person while that is done. */
export const whileHeld = <T>(world: World, person: string, { event, statements, request: other }: Meanwhile, request: () => Promise<T>): Promise<T> =>
  whileHolding(world, {
    lock: `select from account where person_id = ${person} for update`,
    statements: [eventOf(event, person), ...statements.map((statement) => statement.replaceAll('$1', person))], other,
  }, request)

/** The answer of a request that queues for what `lock` takes, while those statements are done. */
export const whileWaiting = <T>(world: World, lock: string, statements: readonly string[], request: () => Promise<T>): Promise<T> =>
  whileHolding(world, { lock, statements: [eventOf('catalogue.applied', null), ...statements] }, request)

/** 「不是我」, as far as it ends the sessions and bars the password. */
export const DISOWNED: Meanwhile = {
  event: 'account.sign-in-disowned',
  statements: [
    `update session set ended_at = now(), ended_why = 'byUser' where person_id = $1 and ended_at is null`,
    'update account set password_barred_at = clock_timestamp() where person_id = $1',
  ],
}

/** By what somebody is stopped while an act of theirs waits: the statement, of that person. */
export const STOPS = {
  'the account is disabled': (person: string) => `update account set state = 'disabled' where person_id = ${person}`,
  'all sessions are ended': (person: string) => `update session set ended_at = now(), ended_why = 'byManager' where person_id = ${person} and ended_at is null`,
  'the post ends': (person: string) => `update post_version set recorded = closed(recorded) where person_id = ${person} and upper_inf(recorded)`,
}
