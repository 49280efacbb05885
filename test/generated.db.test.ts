import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import pg from 'pg'
import { readTables } from '../src/store/describe/catalog.ts'
import { markColumns } from '../src/store/describe/data-page.ts'
import { printDatabase, standing } from './generated.ts'
import { freshDatabase } from './postgres.ts'

describe('what is generated of the database', () => {
  test('is as it would be written now; if not, run: node bin/node24.mjs test/write-generated.ts', async () => {
    const { url, drop } = await freshDatabase()
    try {
      for (const { path, text } of await printDatabase(url)) assert.equal(standing(path), text, `${path} is stale`)
    } finally {
      await drop()
    }
  })

  test('has a mark for every column, personal or not', async () => {
    const { url, drop } = await freshDatabase()
    const client = new pg.Client(url)
    await client.connect()
    try {
      assert.deepEqual(markColumns(await readTables(client)).faults, [])
    } finally {
      await client.end()
      await drop()
    }
  })

  test('a mark that is missing, double or of no column is found', () => {
    const column = (name: string, comment: string | null) => ({
      name, comment, type: 'text', base: 'text', labels: null, notNull: true, hasDefault: false, identity: '' as const, workedOut: false,
      default: null,
    })
    const tables = [{
      name: 't', comment: 'not personal: a,\n  c, x', columns: [
        column('a', null), column('b', null), column('c', 'personal: yes'), column('d', 'Personal'), column('person_id', null),
      ],
    }]
    assert.deepEqual(markColumns(tables).faults, [
      't has no column x', 't.b is marked neither personal nor not', 't.c is marked both personal and not',
      't.d is marked neither personal nor not',
    ])
  })
})
