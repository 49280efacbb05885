// A password that is being looked at while another is chosen opens nothing any more.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import pg from 'pg'
import { personOf, startWorld } from '../../../test/world.ts'
import { hashPassword } from './password-hash.ts'
import type { World } from '../../../test/world.ts'

const [OLD, NEW] = ['the old heron stands', 'a newer heron flies']
const wu = personOf('wu.employee')

let world: World
before(async () => {
  world = await startWorld()
  await world.arrange('update account set password_hash = $1, password_changed_at = now() where person_id = $2', [await hashPassword(OLD), wu])
})
after(async () => {
  const faults = world.faults()
  await world.stop()
  assert.deepEqual(faults, [])
})

/** Waits until somebody queues for a row that another transaction holds. */
async function somebodyQueues(): Promise<void> {
  const deadline = performance.now() + 20_000
  for (;;) {
    const [row] = await world.sql<{ n: number }>(`select count(*)::int as n from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock'`)
    if (row!.n > 0) return
    assert.ok(performance.now() < deadline, 'nobody came to wait')
  }
}

test('another password that is chosen while the old one is proved keeps the old one out', async () => {
  const choosing = new pg.Client({ connectionString: world.databaseUrl })
  await choosing.connect()
  try {
    await choosing.query('begin')
    await choosing.query('select from account where person_id = $1 for update', [wu])
    const visitor = world.visitor()
    const coming = visitor.signIn('wu.employee', OLD)
    await somebodyQueues()
    await choosing.query(`insert into audit_event (code, outcome, actor_process) values ('account.password-changed', 'done', 'test')`)
    await choosing.query('update account set password_hash = $1, password_changed_at = clock_timestamp() where person_id = $2', [await hashPassword(NEW), wu])
    await choosing.query('commit')
    const answer = await coming
    assert.equal(answer.status, 422)
    assert.equal((await visitor.ask('/me')).status, 303)
    assert.equal((await world.sql('select from session where person_id = $1', [wu])).length, 0)
    assert.equal((await world.visitor().signIn('wu.employee', NEW)).status, 303)
  } finally {
    await choosing.end()
  }
})
