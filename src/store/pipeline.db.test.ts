import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import pg from 'pg'
import { freshDatabase } from '../../test/postgres.ts'
import { openDatabase } from './database.ts'
import { openPipeline } from './pipeline.ts'
import type { TestDatabase } from '../../test/postgres.ts'
import type { Database } from './database.ts'
import type { Pipeline } from './pipeline.ts'

describe('the pipeline', () => {
  let made: TestDatabase
  let database: Database
  let pipeline: Pipeline
  before(async () => {
    made = await freshDatabase()
    const silent = () => {}
    database = openDatabase({ url: made.url, log: { error: silent, warn: silent, info: silent, debug: silent } })
    pipeline = openPipeline(database.pool)
  })
  after(async () => {
    await pipeline.close()
    await database.close()
    await made.drop()
  })

  const say = (value: number) => pipeline.query<{ said: string }>({ name: 'say', text: 'select $1::text as said', values: [value] })

  test('each of many at once gets its own answer', async () => {
    const answers = await Promise.all(Array.from({ length: 500 }, (_, value) => say(value)))
    assert.deepEqual(answers.map(({ rows }) => rows[0]?.said), Array.from({ length: 500 }, (_, value) => String(value)))
  })

  test('one that fails takes no other along', async () => {
    const divide = (by: number) => pipeline.query<{ n: number }>({ name: 'divide', text: 'select 1 / $1::int as n', values: [by] })
    const answers = await Promise.allSettled(Array.from({ length: 40 }, (_, at) => divide(at % 4 === 0 ? 0 : 1)))
    assert.deepEqual(answers.map(({ status }) => status),
      Array.from({ length: 40 }, (_, at) => (at % 4 === 0 ? 'rejected' : 'fulfilled')))
  })

  test('it works as the program, and no more than the program may', async () => {
    const { rows: [row] } = await pipeline.query<{ who: string }>({ name: 'who', text: 'select current_user as who', values: [] })
    assert.equal(row?.who, 'ecpa_program')
    await assert.rejects(pipeline.query({ name: 'delete', text: 'delete from audit_event', values: [] }), /permission denied/)
    assert.deepEqual(await pipeline.read.selectFrom('person').select('id').execute(), [])
  })

  test('a lost connection fails what was under way, and is replaced', async () => {
    const owner = new pg.Client({ connectionString: made.url })
    await owner.connect()
    const slow = pipeline.query({ name: 'slow', text: 'select pg_sleep(20)', values: [] }).then(() => 'done', () => 'lost')
    // Asked again until the statement has arrived there: it and this question go by different connections.
    const cut = async () => (await owner.query(`select pg_terminate_backend(pid) from pg_stat_activity
      where query like '%pg_sleep%' and state = 'active' and pid <> pg_backend_pid()`)).rowCount
    while (await cut() === 0) await say(1)
    await owner.end()
    assert.equal(await slow, 'lost')
    assert.deepEqual((await Promise.all([say(1), say(2), say(3)])).map(({ rows }) => rows[0]?.said), ['1', '2', '3'])
  })
})
