import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'kysely'
import pg from 'pg'
import { freshDatabase } from '../../test/postgres.ts'
import type { TestDatabase } from '../../test/postgres.ts'
import type { Change } from './change.ts'
import { openDatabase } from './database.ts'
import type { Database } from './database.ts'
import { addJob, startJobs } from './jobs.ts'
import type { Jobs, Work } from './jobs.ts'

let fresh: TestDatabase
let database: Database
let jobs: Jobs
const done: { payload: unknown, role: unknown, attempt: number, last: boolean }[] = []
const logged: object[] = []
const note = (detail: object, message: string) => { logged.push({ ...detail, message }) }

async function noting(payload: unknown, { database: { read }, attempt, lastAttempt }: Work): Promise<void> {
  const { rows: [row] } = await sql<{ role: string }>`select current_user as role`.execute(read)
  done.push({ payload, role: row?.role, attempt, last: lastAttempt })
}

describe('jobs', () => {
  before(async () => {
    fresh = await freshDatabase()
    database = openDatabase({ url: fresh.url, log: { error() {}, warn() {}, info() {}, debug() {} } })
    jobs = await startJobs({
      database,
      log: { error: note, warn: note, info: note, debug: note },
      pollMilliseconds: 100,
      tasks: [
        { name: 'test.note', handle: noting },
        {
          name: 'test.fail',
          handle: async (payload, work) => {
            await noting(payload, work)
            throw new Error('A123456789 is in this message')
          },
        },
        // The 30th of February: no day on which the tests are run.
        { name: 'test.clock', every: '0 0 30 2 *', handle: noting },
      ],
    })
  })
  after(async () => {
    await jobs.stop()
    await database.close()
    await fresh.drop()
  })

  const inTransaction = (act: (tx: Pick<Change, 'db'>) => Promise<void>) =>
    database.unaudited.transaction().execute((db) => act({ db }))

  async function until(holds: () => boolean): Promise<void> {
    for (let tries = 0; tries < 200 && !holds(); tries += 1) await pause(50)
    assert.ok(holds(), 'did not come about in ten seconds')
  }

  test('a job is done once its transaction commits, as the program\'s role, and not after a rollback', async () => {
    await assert.rejects(inTransaction(async (tx) => {
      await addJob(tx, 'test.note', { n: 0 })
      throw new Error('no')
    }))
    await inTransaction(async (tx) => {
      await addJob(tx, 'test.note', { n: 1 })
      await pause(300)
      assert.equal(done.length, 0)
    })
    await until(() => done.length > 0)
    assert.deepEqual(done.splice(0), [{ payload: { n: 1 }, role: 'ecpa_program', attempt: 1, last: false }])
  })

  test('a waiting job is replaced by the one with its key', async () => {
    // The first is far off, so that it waits still when the second comes, however slow the machine is.
    await inTransaction((tx) => addJob(tx, 'test.note', { n: 2 }, { key: 'k', runAt: new Date(Date.now() + 3_600_000) }))
    const runAt = new Date(Date.now() + 700)
    await inTransaction((tx) => addJob(tx, 'test.note', { n: 3 }, { key: 'k', runAt }))
    await until(() => done.length > 0)
    assert.ok(Date.now() >= runAt.getTime())
    assert.deepEqual(done.splice(0).map(({ payload }) => payload), [{ n: 3 }])
  })

  test('what fails is tried again, knows its last attempt, and its message stays out of the log', async () => {
    await inTransaction((tx) => addJob(tx, 'test.fail', { n: 4 }, { attempts: 2 }))
    await until(() => done.length === 2)
    assert.deepEqual(done.splice(0).map(({ attempt, last }) => [attempt, last]), [[1, false], [2, true]])
    assert.ok(logged.some((line) => 'task' in line && line.task === 'test.fail'))
    assert.ok(!JSON.stringify(logged).includes('A123456789'))
  })

  test('jobs go on after the database cut every connection', async () => {
    const owner = new pg.Client(fresh.url)
    await owner.connect()
    await owner.query(`select pg_terminate_backend(pid) from pg_stat_activity
      where application_name = 'ecpa' and datname = current_database()`)
    // By a connection that was not cut: the program's own may still have to learn that theirs were.
    await owner.query(`select graphile_worker.add_job('test.note', '{"n": 5}'::json)`)
    await owner.end()
    await until(() => done.length > 0)
    assert.deepEqual(done.splice(0).map(({ payload }) => payload), [{ n: 5 }])
  })

  test('jobs go on when the database failed the very first question', async () => {
    const owner = new pg.Client(fresh.url)
    await owner.connect()
    let count = 0
    await owner.query('revoke insert on graphile_worker._private_tasks from ecpa_program')
    const others = await startJobs({
      database, pollMilliseconds: 100, log: { error() {}, warn() {}, info() {}, debug() {} },
      tasks: [{ name: 'test.later', handle: async () => { count += 1 } }],
    })
    await pause(300)
    await owner.query('grant insert on graphile_worker._private_tasks to ecpa_program')
    await owner.end()
    try {
      await inTransaction((tx) => addJob(tx, 'test.later', {}))
      await until(() => count === 1)
    } finally {
      await others.stop()
    }
  })
})
