// Real starts of the real server: the launcher is all about processes, so nothing else would prove it.
import assert from 'node:assert/strict'
import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync, chownSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { after, test, type TestContext } from 'node:test'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { databaseFolder, DatabaseRefusal, startEmbedded, type EmbeddedDatabase } from './embedded.ts'

const isRoot = process.getuid?.() === 0
const nobody = 65_534
const folders: string[] = []

after(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})

function scratch(): string {
  const folder = mkdtempSync(join(tmpdir(), 'ecpa-embedded-'))
  chmodSync(folder, 0o755)
  folders.push(folder)
  return folder
}

async function start(t: TestContext, dataDir: string, elsewhere?: string) {
  const lines: string[] = []
  const database = await startEmbedded({
    dataDir, durable: false, log: (line) => lines.push(line), ...(elsewhere ? { elsewhere } : {}),
  })
  t.after(() => database.stop())
  return { database, lines }
}

async function query(url: string, sql: string): Promise<unknown[][]> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => {})
  await client.connect()
  try {
    return (await client.query({ text: sql, rowMode: 'array' })).rows
  } finally {
    await client.end()
  }
}

const postmaster = (database: Pick<EmbeddedDatabase, 'dataDir'>) =>
  Number(readFileSync(join(database.dataDir, 'postgresql/data/postmaster.pid'), 'utf8').split('\n')[0])

/** Another program that starts the database, waits for its end and says what it got. */
const otherProgram = `
  const { startEmbedded } = await import(process.argv[1])
  try {
    const { url, dataDir } = await startEmbedded({ dataDir: process.argv[2], durable: false })
    console.log(JSON.stringify({ url, dataDir }))
    setInterval(() => {}, 60_000)
  } catch (error) {
    console.log(JSON.stringify({ name: error.name, code: error.code, message: error.message }))
  }`

interface Answer { url: string, dataDir: string, name?: string, code?: string, message?: string }

async function startElsewhere(t: TestContext, dataDir: string, uid?: number): Promise<[ChildProcess, Answer]> {
  const launcher = new URL('embedded.ts', import.meta.url).href
  const child = spawn(process.execPath, ['--input-type=module', '-e', otherProgram, launcher, dataDir], {
    stdio: ['ignore', 'pipe', 'inherit'],
    ...(uid === undefined ? {} : { uid, gid: uid }),
  })
  t.after(() => child.kill('SIGKILL'))
  const [line] = await once(createInterface(child.stdout!), 'line') as [string]
  return [child, JSON.parse(line) as Answer]
}

/** Kills the program, and answers when it is gone. */
async function killed(program: ChildProcess): Promise<void> {
  const gone = once(program, 'exit')
  program.kill('SIGKILL')
  await gone
}

test('starts, keeps what was written over a stop, and runs with the settings it promises', async (t) => {
  const dataDir = join(scratch(), 'a folder with spaces/var')
  const { database, lines } = await start(t, dataDir)
  assert.equal(database.dataDir, dataDir)
  assert.match(lines.join('\n'), /The database is prepared \(\d+\.\d s\)/)
  await query(database.url, 'create table kept as select 7 as n')
  await database.stop()
  await assert.rejects(query(database.url, 'select 1'), /ECONNREFUSED/)

  const again = await startEmbedded({ dataDir })
  t.after(() => again.stop())
  assert.deepEqual(await query(again.url, 'select n from kept'), [[7]])
  const settings = await query(again.url, `select name, setting from pg_settings where name in
    ('fsync', 'jit', 'max_connections', 'listen_addresses', 'unix_socket_directories', 'server_version_num') order by 1`)
  assert.deepEqual(settings.slice(0, 4), [
    ['fsync', 'on'], ['jit', 'off'], ['listen_addresses', '127.0.0.1'], ['max_connections', '60'],
  ])
  assert.equal(String(settings[4]?.[1]).slice(0, 2), '18')
  assert.deepEqual(await query(again.url, `select datlocprovider::text, datlocale from pg_database
    where datname = 'postgres'`), [['b', 'C.UTF-8']])
  assert.deepEqual(await query(again.url, `select '淑芬' < '美玲' collate "zh-Hant-x-icu"`), [[false]])
})

test('lets nobody in without the password, which only the owner can read', async (t) => {
  const { database } = await start(t, join(scratch(), 'var'))
  const wrong = database.url.replace(/:[^:@]+@/, ':wrong@')
  await assert.rejects(query(wrong, 'select 1'), /password authentication failed/)
  assert.equal(statSync(join(database.dataDir, 'postgresql/password')).mode & 0o777, 0o600)
  assert.equal(statSync(join(database.dataDir, 'postgresql')).mode & 0o077, 0)
})

test('starts again after the program was killed, waiting for its server to end', async (t) => {
  const dataDir = join(scratch(), 'var')
  const [program, { url }] = await startElsewhere(t, dataDir)
  await query(url, 'create table kept as select 7 as n')
  await killed(program)
  const { database } = await start(t, dataDir)
  assert.deepEqual(await query(database.url, 'select n from kept'), [[7]])
})

test('refuses data that another living eCPA is using, and names its process', async (t) => {
  const dataDir = join(scratch(), 'var')
  const [program, { url }] = await startElsewhere(t, dataDir)
  await assert.rejects(startEmbedded({ dataDir }), (error) => error instanceof DatabaseRefusal && error.code === 'in-use' &&
    error.message.startsWith(`Another eCPA is using this data folder (process ${program.pid})`))
  assert.deepEqual(await query(url, 'select 1'), [[1]])
})

test('brings a killed server back on the same address', async (t) => {
  const back = Promise.withResolvers<void>()
  const database = await startEmbedded({
    dataDir: join(scratch(), 'var'),
    log: (line) => { if (line === 'The database is back.') back.resolve() },
  })
  t.after(() => database.stop())
  await query(database.url, 'create table kept as select 7 as n')
  process.kill(postmaster(database), 'SIGKILL')
  await Promise.race([back.promise, database.ended.then(assert.fail)])
  assert.deepEqual(await query(database.url, 'select n from kept'), [[7]])
})

test('starts over a stale postmaster.pid, also one whose number a living process of the same user has now', async (t) => {
  const dataDir = join(scratch(), 'var')
  const { database } = await start(t, dataDir)
  const file = join(dataDir, 'postgresql/data/postmaster.pid')
  const content = readFileSync(file, 'utf8')
  await database.stop()
  const { uid, gid } = statSync(join(dataDir, 'postgresql'))
  const stranger = spawn('sleep', ['600'], isRoot ? { uid, gid } : {})
  t.after(() => stranger.kill())
  await once(stranger, 'spawn')
  for (const pid of [stranger.pid, 4_194_303]) {
    writeFileSync(file, content.replace(/^\d+/, String(pid)))
    const { database: again } = await start(t, dataDir)
    assert.deepEqual(await query(again.url, 'select 1'), [[1]])
    await again.stop()
  }
  assert.equal(stranger.exitCode, null)
})

test('begins anew when it was interrupted while preparing the data', async (t) => {
  const dataDir = join(scratch(), 'var')
  const { database } = await start(t, dataDir)
  await database.stop()
  const cluster = join(dataDir, 'postgresql')
  cpSync(join(cluster, 'data/base'), join(cluster, 'data.new/base'), { recursive: true })
  rmSync(join(cluster, 'data'), { recursive: true })
  if (isRoot) {
    const { uid, gid } = statSync(cluster)
    execFileSync('chown', ['-R', `${uid}:${gid}`, join(cluster, 'data.new')])
  }
  const { database: again } = await start(t, dataDir)
  assert.deepEqual(await query(again.url, 'select 1'), [[1]])
  assert.equal(existsSync(join(cluster, 'data.new')), false)
})

test('refuses data of another major version, and touches nothing', async (t) => {
  const dataDir = join(scratch(), 'var')
  const { database } = await start(t, dataDir)
  await database.stop()
  writeFileSync(join(dataDir, 'postgresql/data/PG_VERSION'), '17\n')
  await assert.rejects(startEmbedded({ dataDir }), (error) => error instanceof DatabaseRefusal &&
    error.code === 'other-version' && error.message.includes('written by PostgreSQL 17'))
})

test('two starts at once on new data: one gets it, the other is refused', async () => {
  const dataDir = join(scratch(), 'var')
  const outcomes = await Promise.allSettled([startEmbedded({ dataDir }), startEmbedded({ dataDir })])
  const started = outcomes.filter((outcome) => outcome.status === 'fulfilled')
  const refused = outcomes.find((outcome) => outcome.status === 'rejected')
  await Promise.all(started.map(({ value }) => value.stop()))
  assert.equal(started.length, 1)
  assert.ok(refused?.reason instanceof DatabaseRefusal && refused.reason.code === 'in-use')
})

test('as root: below a folder that only root may enter, the data goes elsewhere and says so', { skip: !isRoot }, async (t) => {
  const home = scratch()
  chmodSync(home, 0o700)
  const elsewhere = join(scratch(), 'ecpa')
  assert.deepEqual(databaseFolder(join(home, 'project/var'), elsewhere), { dataDir: elsewhere, moved: true })
  const { database } = await start(t, join(home, 'project/var'), elsewhere)
  assert.equal(database.dataDir, elsewhere)
  assert.deepEqual(await query(database.url, 'select 1'), [[1]])
  assert.equal(existsSync(join(home, 'project')), false)
})

const source = fileURLToPath(import.meta.url)
const skipOrdinary = !isRoot || databaseFolder(source).moved ? 'needs root, and sources an ordinary user can read' : false

test('as an ordinary user: in a home of its own that nobody else may enter', { skip: skipOrdinary }, async (t) => {
  const home = scratch()
  chownSync(home, nobody, nobody)
  chmodSync(home, 0o700)
  const [program, answer] = await startElsewhere(t, join(home, 'project/var'), nobody)
  assert.equal(answer.dataDir, join(home, 'project/var'))
  assert.deepEqual(await query(answer.url, 'select 1'), [[1]])
  assert.equal(statSync(`/proc/${postmaster(answer)}`).uid, nobody)
  await killed(program)
  const [, again] = await startElsewhere(t, join(home, 'project/var'), nobody)
  assert.deepEqual(await query(again.url, 'select 1'), [[1]])
})

test('as an ordinary user: data of another user is refused by a sentence', { skip: skipOrdinary }, async (t) => {
  const folder = scratch()
  mkdirSync(join(folder, 'var/postgresql'), { recursive: true })
  const [, answer] = await startElsewhere(t, join(folder, 'var'), nobody)
  assert.deepEqual([answer.name, answer.code], ['DatabaseRefusal', 'other-owner'])
  assert.match(answer.message ?? '', /belongs to another user/)
})
