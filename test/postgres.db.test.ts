import assert from 'node:assert/strict'
import { test } from 'node:test'
import pg from 'pg'
import { emptyDatabase, freshDatabase } from './postgres.ts'

async function tablesOf(url: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const { rows } = await client.query<{ name: string }>(
    `select tablename as name from pg_tables where schemaname not in ('pg_catalog', 'information_schema') order by 1`)
  await client.end()
  return rows.map(({ name }) => name)
}

test('each fresh database is migrated and its own', async () => {
  const [one, other] = await Promise.all([freshDatabase(), freshDatabase()])
  assert.notEqual(one.url, other.url)
  const tables = await tablesOf(one.url)
  assert.ok(tables.length > 5, tables.join())
  const client = new pg.Client({ connectionString: one.url })
  await client.connect()
  await client.query('create table only_here ()')
  await client.end()
  assert.deepEqual(await tablesOf(other.url), tables)
  await Promise.all([one.drop(), other.drop()])
  await assert.rejects(tablesOf(one.url), /does not exist/)
})

test('a database is dropped although somebody is connected to it, and an empty one is empty', async () => {
  const database = await emptyDatabase()
  const client = new pg.Client({ connectionString: database.url })
  const ended = new Promise((resolve) => client.on('error', resolve))
  await client.connect()
  assert.deepEqual(await tablesOf(database.url), [])
  await database.drop()
  assert.match(String(await ended), /terminat/)
})
