import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { test } from 'node:test'
import pg from 'pg'
import { emptyDatabase } from '../../test/postgres.ts'
import { MigrationRefusal, migrate, migrations } from './migrate.ts'

const file = (name: string, text: string) => ({ name, text, sha256: createHash('sha256').update(text).digest('hex') })

async function withEmpty(act: (url: string) => Promise<void>): Promise<void> {
  const { url, drop } = await emptyDatabase()
  try {
    await act(url)
  } finally {
    await drop()
  }
}

async function asking<T>(url: string, statement: string): Promise<T[]> {
  const client = new pg.Client(url)
  await client.connect()
  try {
    return (await client.query(statement)).rows as T[]
  } finally {
    await client.end()
  }
}

test('several processes at once, on two databases: each file is applied once, and again nothing', () =>
  withEmpty((one) => withEmpty(async (two) => {
    const all = migrations().map(({ name }) => name)
    const answers = await Promise.all([migrate(one), migrate(one), migrate(two), migrate(one)])
    assert.deepEqual(answers.map(({ applied }) => applied).filter((applied) => applied.length > 0), [all, all])
    assert.deepEqual(await migrate(one), { applied: [] })
    assert.deepEqual(await asking(one, 'select name from migration order by name'), all.map((name) => ({ name })))
  })))

test('a file that was changed after it was applied is refused, and so is one of the past or of the future', () =>
  withEmpty(async (url) => {
    const first = file('0001-a', 'create table a (b int)')
    const third = file('0003-c', 'create table c (b int)')
    await migrate(url, [first, third])
    await assert.rejects(migrate(url, [file('0001-a', 'create table a (c int)'), third]),
      /0001-a was changed after it was applied/)
    await assert.rejects(migrate(url, [first]), /has the migration 0003-c, which this version of eCPA does not know/)
    await assert.rejects(migrate(url, [first, file('0002-b', 'select 1'), third]), /0002-b is older than 0003-c/)
  }))

test('a file that fails leaves nothing of itself and keeps those before it', () =>
  withEmpty(async (url) => {
    const first = file('0001-a', 'create table a (b int)')
    await assert.rejects(migrate(url, [first, file('0002-b', 'create table b (a int); select 1/0')]),
      /The migration 0002-b failed: division by zero/)
    assert.deepEqual(await asking(url, `select to_regclass('a') is not null as a, to_regclass('b') is not null as b`),
      [{ a: true, b: false }])
    assert.deepEqual(await migrate(url, [first, file('0002-b', 'create table b (a int)')]), { applied: ['0002-b'] })
  }))

test('an owner who is no superuser migrates; one who may not make roles is told what to have run', () =>
  withEmpty(async (url) => {
    const name = `owner_${randomBytes(4).toString('hex')}`
    const address = new URL(url)
    const database = address.pathname.slice(1)
    await migrate(url) // makes the role of the cluster, whatever ran before
    await asking(url, `create role ${name} login password 'x'`)
    try {
      const theirs = new URL(url)
      theirs.username = name
      theirs.password = 'x'
      await assert.rejects(migrate(theirs.href), (error) => error instanceof MigrationRefusal &&
        error.message.endsWith(`CREATE ROLE ecpa_program NOLOGIN; GRANT ecpa_program TO ${name};`))
      await asking(url, `create database ${database}_own owner ${name}`)
      await asking(url, `grant ecpa_program to ${name}`)
      theirs.pathname = `/${database}_own`
      assert.equal((await migrate(theirs.href)).applied.length, migrations().length)
    } finally {
      await asking(url, `drop database if exists ${database}_own with (force)`)
      await asking(url, `drop role ${name}`)
    }
  }))
