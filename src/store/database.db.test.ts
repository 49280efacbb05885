import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { sql } from 'kysely'
import pg from 'pg'
import { emptyDatabase, freshDatabase } from '../../test/postgres.ts'
import type { TestDatabase } from '../../test/postgres.ts'
import { change, processOrigin } from './change.ts'
import { openDatabase } from './database.ts'
import type { Database, Log } from './database.ts'
import { isDatabaseAway } from './faults.ts'
import { closed, periodText } from './periods.ts'
import { statementName } from './statements.ts'

const silent: Log = { error() {}, warn() {}, info() {}, debug() {} }
let fresh: TestDatabase
let database: Database

describe('the connections', () => {
  before(async () => {
    fresh = await freshDatabase()
    database = openDatabase({ url: fresh.url, maxConnections: 3, log: silent })
  })
  after(async () => {
    await database.close()
    await fresh.drop()
  })

  const failsWith = (code: string) => (error: unknown) => error instanceof Error && 'code' in error && error.code === code

  const anAgency = (code: string) => change(database, processOrigin('test'), async (tx) => {
    const event = await tx.record({
      code: 'agencies.imported', detail: { source: 'test', sha256: '', rows: 1, added: 1, changed: 0, ended: 0 },
    })
    await tx.db.insertInto('agency').values({ code }).execute()
    await tx.db.insertInto('agency_version').values({
      agency_code: code, name: '測試機關', valid: periodText({ from: null, to: '2026-12-31' }), event_id: event,
    }).execute()
    return { result: event, event }
  })

  test('the program works as its role from the first statement on, in Taipei, with pg_temp searched last', async () => {
    const { rows } = await sql<{ role: string, zone: string, path: string, ms: string }>`
      select current_user as role, current_setting('timezone') as zone, current_setting('search_path') as path,
        current_setting('statement_timeout') as ms`.execute(database.read)
    assert.deepEqual(rows, [{ role: 'ecpa_program', zone: 'Asia/Taipei', path: 'public,pg_temp', ms: '30s' }])
    await sql`reset role`.execute(database.read)
    const { rows: [reset] } = await sql<{ role: string }>`select current_user as role`.execute(database.read)
    assert.equal(reset?.role, 'ecpa_program')
  })

  test('the program cannot rewrite what happened, nor choose when it happened', async () => {
    await anAgency('TEST000001')
    for (const statement of [
      `update audit_event set code = 'a.b'`, 'delete from audit_event', 'truncate audit_event',
      `insert into audit_event (at, code, outcome, actor_process) values (now(), 'a.b', 'done', 'x')`,
      `insert into audit_event (transaction, code, outcome, actor_process) values ('1', 'a.b', 'done', 'x')`,
      'delete from unaudited_change', 'update migration set sha256 = sha256', 'delete from agency_version',
      `update agency_version set name = 'x'`, 'delete from post', 'alter table agency add column x int', 'drop table mail',
      'create table public.x (a int)', 'create schema x', 'drop trigger note_change on account',
      'alter table account disable trigger all', `create function public.f() returns int language sql as 'select 1'`,
      'delete from graphile_worker.migrations', `set session_replication_role = 'replica'`,
    ]) await assert.rejects(sql.raw(statement).execute(database.read), failsWith('42501'), statement)
  })

  test('not even the owner changes an event', async () => {
    await anAgency('TEST000002')
    const owner = new pg.Client(fresh.url)
    await owner.connect()
    for (const statement of [`update audit_event set code = 'a.b'`, 'delete from audit_event', 'truncate audit_event cascade']) {
      await assert.rejects(owner.query(statement), /append-only/, statement)
    }
    await owner.end()
  })

  test('recorded time can be closed once, now, and never otherwise', async () => {
    await anAgency('TEST000003')
    const closing = (value: string) => change(database, processOrigin('test'), async (tx) => {
      await sql`update agency_version set recorded = ${sql.raw(value)} where agency_code = 'TEST000003'`.execute(tx.db)
      return { result: null, event: { code: 'catalogue.applied', detail: { source: '', sha256: '', added: [], changed: [] } } }
    })
    const rewritings = [
      `tstzrange('2020-01-01', now())`, `tstzrange(lower(recorded), now() - interval '1 microsecond')`,
      `tstzrange(lower(recorded), null)`, `'empty'`, 'null',
    ]
    for (const rewriting of rewritings) await assert.rejects(closing(rewriting), failsWith('23000'), rewriting)
    await assert.rejects(
      sql`insert into agency_version (agency_code, name, valid, event_id, recorded)
        values ('TEST000003', 'x', '[2020-01-01,)', 1, tstzrange('2020-01-01', null))`.execute(database.read), failsWith('42501'))
    await closing('closed(recorded)')
    await assert.rejects(closing('closed(recorded)'), failsWith('23000'))
  })

  test('a version that a later transaction recorded is closed by beginning again', async () => {
    await anAgency('TEST000004')
    let tries = 0
    await change(database, processOrigin('test'), async (tx) => {
      tries += 1
      await sql`select now()`.execute(tx.db)
      if (tries === 1) {
        await change(database, processOrigin('test'), async (other) => {
          const event = await other.record({ code: 'keys.rotated', detail: { purpose: 'test', key: '', retired: [] } })
          await other.db.updateTable('agency_version').set({ recorded: closed })
            .where('agency_code', '=', 'TEST000004').execute()
          await other.db.insertInto('agency_version').values({
            agency_code: 'TEST000004', name: '後來', valid: periodText({ from: null, to: null }), event_id: event,
          }).execute()
          return { result: null, event }
        })
      }
      await tx.db.updateTable('agency_version').set({ recorded: closed })
        .where('agency_code', '=', 'TEST000004').where(sql<boolean>`upper_inf(recorded)`).execute()
      return { result: null, event: { code: 'keys.rotated', detail: { purpose: 'test', key: '', retired: [] } } }
    })
    assert.equal(tries, 2)
  })

  test('days stay days, periods are inclusive, ids are strings, instants are Dates', async () => {
    const event = await anAgency('TEST000005')
    const row = await database.read.selectFrom('agency_version').selectAll()
      .where('agency_code', '=', 'TEST000005').executeTakeFirstOrThrow()
    assert.deepEqual(row.valid, { from: null, to: '2026-12-31' })
    assert.equal(row.event_id, event)
    assert.ok(row.recorded.from instanceof Date)
    assert.equal(row.recorded.to, null)
    const { rows: [other] } = await sql`select date '0001-01-01' as day, daterange('2026-01-01', '2026-02-01') as month,
      array[date '2026-01-01', '2026-01-02'] as days, '{}'::date[] as none, count(*) as n, now() as at`.execute(database.read)
    assert.partialDeepStrictEqual(other, {
      day: '0001-01-01', month: { from: '2026-01-01', to: '2026-01-31' }, days: ['2026-01-01', '2026-01-02'], none: [], n: '1',
    })
  })

  test('queries are prepared under a name, once for each connection', async () => {
    const query = database.read.selectFrom('agency').select('code').where('code', '=', 'TEST000001').limit(1)
    await Promise.all(Array.from({ length: 9 }, () => query.execute()))
    const { rows } = await sql<{ name: string }>`select name from pg_prepared_statements
      where statement = ${query.compile().sql}`.execute(database.read)
    assert.deepEqual(rows, [{ name: statementName(query.compile().sql) }])
  })

  test('the number of names is bounded, and neither long lists nor transactions take one', () => {
    assert.equal(statementName('begin'), undefined)
    assert.equal(statementName(`select ${'1,'.repeat(5000)}1`), undefined)
    const named = Array.from({ length: 1200 }, (_, n) => statementName(`select ${n}`)).filter((name) => name !== undefined)
    assert.ok(named.length > 500 && named.length <= 1000, String(named.length))
  })

  test('is ready only when the database answers and is migrated', async () => {
    await database.ready()
    const empty = await emptyDatabase()
    const unprepared = openDatabase({ url: empty.url, log: silent })
    await assert.rejects(unprepared.ready(), /has not been prepared for eCPA. Run "ecpa migrate"/)
    await unprepared.close()
    await empty.drop()
    const nobody = openDatabase({ url: 'postgres://x@127.0.0.1:1/x', log: silent })
    await assert.rejects(nobody.ready(), /The database does not answer: .*ECONNREFUSED/)
    await nobody.close()
  })

  test('a database that is away is told apart from a question that is wrong', async () => {
    for (const away of ['postgres://x@127.0.0.1:1/x', 'postgres://x@localhost:1/x']) {
      const nobody = openDatabase({ url: away, log: silent })
      await assert.rejects(sql`select 1`.execute(nobody.read), isDatabaseAway, away)
      await nobody.close()
    }
    const owner = new pg.Client(fresh.url)
    owner.on('error', () => {})
    await owner.connect()
    await assert.rejects(owner.query('select pg_terminate_backend(pg_backend_pid())'), isDatabaseAway)
    await assert.rejects(owner.query('select 1'), isDatabaseAway)
    await assert.rejects(sql`select 1/0`.execute(database.read), (error) => !isDatabaseAway(error))
  })

  test('a connection that is cut is replaced, and ends nothing else', async () => {
    const { rows: [mine] } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(database.read)
    const owner = new pg.Client(fresh.url)
    await owner.connect()
    await owner.query(`select pg_terminate_backend(pid) from pg_stat_activity
      where application_name = 'ecpa' and datname = current_database()`)
    await owner.end()
    // Until the pool has heard of each of them it may hand out one that is dead.
    while (database.pool.totalCount > 0) await new Promise((heard) => { database.pool.once('remove', heard) })
    const { rows: [next] } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(database.read)
    assert.notEqual(next?.pid, mine?.pid)
  })
})
