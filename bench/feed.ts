// The personnel feed at the size of a nation (spec 5.1): a first load, then a snapshot in which something has happened to 1.5 %
// of the people, by `ecpa import people` beside a portal at which people sign in meanwhile; and a bare COPY of the same files in
// the same run. Told are the times of each stage, the most memory of the command, and what a sign-in takes before and meanwhile.
// Run: node bin/node24.mjs bench/feed.ts [people, 620000: some 700,000 rows] [data folder] [percent, 1.5]
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { createReadStream, existsSync, mkdirSync, readdirSync, readFileSync, readlinkSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as pause } from 'node:timers/promises'
import { pipeline } from 'node:stream/promises'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { sealFor } from '../src/commands/installation.ts'
import { dayInTaipei } from '../src/core/days.ts'
import { FEED_COLUMNS } from '../src/core/feed-columns.ts'
import { loadDemo } from '../src/demo/load/load-demo.ts'
import { demoSecretOf } from '../src/demo/sample-applications/clients.ts'
import { openDatabase } from '../src/store/database.ts'
import { joinOrStartLocal, startLocal } from '../src/store/local-database.ts'
import { migrate } from '../src/store/migrate.ts'
import { demoNation, writeFeedFile } from './feed-file.ts'
import { quantile } from './load.ts'
import { call } from './sso-flow.ts'

const [, , people = '620000', dataDir = join(tmpdir(), 'ecpa-bench-feed'), percent = '1.5'] = process.argv
const PORT = 14_400
const ORIGIN = `http://localhost:${PORT}`
const PASSWORD = 'ecpa-demo-2026'
// Who signs in meanwhile: a small nation of its own, whose national IDs are not those of the feed.
const RESIDENTS = 60
const OTHER_SEED = 77
// As many as sign in when a morning begins, and few enough that they do not wait for each other.
const SIGN_INS_A_SECOND = 4

const root = fileURLToPath(new URL('../', import.meta.url))
const program = ['--import', join(root, 'src/load-tsx.mjs'), join(root, 'src/main.ts')]
const environment = { ...process.env, ECPA_PORT: String(PORT), ECPA_DATA_DIR: dataDir, ECPA_LOG_LEVEL: 'error', LANG: 'C' }
const today = dayInTaipei(new Date())
const say = (line: string): void => void process.stdout.write(`${line}\n`)
const seconds = (milliseconds: number): string => `${(milliseconds / 1000).toFixed(1)} s`

/** The database, the agencies, the catalogue, and those who sign in. */
async function prepare(): Promise<void> {
  mkdirSync(dataDir, { recursive: true })
  const local = await startLocal({ dataDir, log: say })
  await migrate(local.ownerUrl)
  const database = openDatabase({ url: local.url, log: { error() {}, warn() {}, info() {}, debug() {} } })
  const seal = sealFor({ mode: 'demo', dataKeys: null, indexKey: null }, dataDir)
  await loadDemo(database, {
    dataDir, seal, today, people: RESIDENTS, seed: OTHER_SEED, applicationsOrigin: `http://localhost:${PORT + 1}`, webhrOrigin: `http://localhost:${PORT + 2}`, secretOf: demoSecretOf(seal),
  })
  await database.close()
  await local.stop()
}

function startPortal(): Promise<ChildProcess> {
  const child = spawn(process.execPath, [...program, 'demo'], { env: environment, stdio: ['ignore', 'pipe', 'inherit'] })
  return new Promise((resolve, reject) => {
    createInterface(child.stdout!).on('line', (line) => { if (line.startsWith('eCPA ready')) resolve(child) })
    child.once('exit', (code) => reject(new Error(`the portal ended with ${code}`)))
  })
}

async function signIn(account: string): Promise<void> {
  const form = await call('GET', `${ORIGIN}/`)
  const [, field, token] = /type="hidden" name="([^"]+)" value="([^"]+)"/.exec(form.body) ?? []
  const { status } = await call('POST', `${ORIGIN}/sign-in/password`,
    { 'cookie': form.cookies.map((cookie) => cookie.split(';')[0]).join('; '), 'content-type': 'application/x-www-form-urlencoded' },
    new URLSearchParams({ [field!]: token!, account, password: PASSWORD }).toString())
  if (status !== 303) throw new Error(`${account} could not sign in: ${status}`)
}

/** People sign in at a steady pace, whatever it takes each of them, until told to stop. */
function signIns(): { stop: () => Promise<string> } {
  const milliseconds: number[] = []
  const underWay = new Set<Promise<void>>()
  let failed = 0
  let next = 0
  const timer = setInterval(() => {
    next = (next % (RESIDENTS - 11)) + 1
    const began = performance.now()
    const one = signIn(`p${String(next + 10).padStart(6, '0')}`)
      .then(() => void milliseconds.push(performance.now() - began), () => { failed += 1 }).finally(() => underWay.delete(one))
    underWay.add(one)
  }, 1000 / SIGN_INS_A_SECOND)
  return {
    async stop() {
      clearInterval(timer)
      await Promise.all(underWay)
      const sorted = milliseconds.toSorted((a, b) => a - b)
      const at = (part: number): string => `${quantile(sorted, part).toFixed(0)} ms`
      return `${sorted.length} sign-ins, p50 ${at(0.5)}, p95 ${at(0.95)}, most ${at(1)}, ${failed} failed`
    },
  }
}

// proc(5): user and system time are the 14th and 15th fields, in hundredths of a second.
function cpuOf(pid: string): number {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)!.split(' ')
    return (Number(fields[11]) + Number(fields[12]) + Number(fields[13]) + Number(fields[14])) * 10
  } catch {
    return 0
  }
}

const inCluster = (pid: string): boolean => {
  try {
    return readlinkSync(`/proc/${pid}/cwd`).startsWith(dataDir)
  } catch {
    return false
  }
}
/** Of the server and all that it has waited for. */
const databaseCpu = (): number => readdirSync('/proc').filter((pid) => /^\d+$/.test(pid) && inCluster(pid)).reduce((sum, pid) => sum + cpuOf(pid), 0)

const peakMegabytes = (pid: number): number => {
  try {
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024
  } catch {
    return 0
  }
}

type Import = { milliseconds: number; stages: [string, number][]; memory: number; said: string }

/** `ecpa import people`, whose stages are read off its progress. */
async function importFile(path: string, ...options: string[]): Promise<Import> {
  const began = performance.now()
  const child = spawn(process.execPath, [...program, 'import', 'people', path, '--json', ...options], { env: environment, stdio: ['ignore', 'pipe', 'pipe'] })
  const stages: [string, number][] = []
  const complaints: string[] = []
  createInterface(child.stderr).on('line', (line) => {
    const stage = /^(read|compare|preview|apply)\b/.exec(line)?.[1]
    if (stage === undefined) complaints.push(line)
    else if (stages.at(-1)?.[0] !== stage) stages.push([stage, performance.now() - began])
  })
  let said = ''
  child.stdout.on('data', (piece: Buffer) => { said += String(piece) })
  let memory = 0
  const watching = setInterval(() => { memory = Math.max(memory, peakMegabytes(child.pid!)) }, 100)
  const code = await new Promise<number | null>((resolve) => { child.once('close', resolve) })
  clearInterval(watching)
  if (code !== 0) throw new Error(`the import ended with ${code}: ${said} ${complaints.join('\n')}`)
  const milliseconds = performance.now() - began
  const ends = [...stages.slice(1).map(([, at]) => at), milliseconds]
  return { milliseconds, memory, said, stages: stages.map(([stage, at], n) => [stage, ends[n]! - at]) }
}

/** The same bytes into a table of texts: what PostgreSQL takes for them when nobody asks anything. */
async function bareCopy(ownerUrl: string, path: string): Promise<number> {
  const client = new pg.Client({ connectionString: ownerUrl })
  await client.connect()
  await client.query(`create table if not exists bare_copy (${FEED_COLUMNS.map((column) => `"${column}" text`).join(', ')}); truncate bare_copy`)
  const began = performance.now()
  await pipeline(createReadStream(path), client.query(copyFrom('copy bare_copy from stdin with (format csv, header)')))
  const milliseconds = performance.now() - began
  await client.query('drop table bare_copy')
  await client.end()
  return milliseconds
}

async function measure(name: string, path: string, ownerUrl: string, ...options: string[]): Promise<void> {
  const bare = await bareCopy(ownerUrl, path)
  const people1 = signIns()
  const cpu = databaseCpu()
  const done = await importFile(path, ...options)
  const database = databaseCpu() - cpu
  const meanwhile = await people1.stop()
  const { rows, joins, changes, ends } = JSON.parse(done.said) as Record<string, number>
  say(`${name}: ${rows} rows (${joins} joins, ${changes} changes, ${ends} ends) in ${seconds(done.milliseconds)}; bare COPY of the file ${seconds(bare)}: ${(done.milliseconds / bare).toFixed(1)} times it`)
  say(`  ${done.stages.map(([stage, milliseconds]) => `${stage} ${seconds(milliseconds)}`).join(', ')}; PostgreSQL's CPU ${seconds(database)}`)
  say(`  most memory of the command ${done.memory.toFixed(0)} MB; meanwhile ${meanwhile}`)
}

await prepare()
const first = join(dataDir, `first-${people}-${today}.csv`)
const daily = join(dataDir, `daily-${people}-${percent}-${today}.csv`)
const nation = demoNation(Number(people), today)
if (!existsSync(first)) await writeFeedFile(first, nation, null)
if (!existsSync(daily)) await writeFeedFile(daily, nation, { percent: Number(percent), day: today })
say(`${people} people; the first file has ${(statSync(first).size / 2 ** 20).toFixed(0)} MB`)
const portal = await startPortal()
try {
  const { ownerUrl } = await joinOrStartLocal({ dataDir, log: say })
  const before = signIns()
  await pause(10_000)
  say(`before: ${await before.stop()}`)
  // As a delta, or those who sign in would be at an end: to a nation of nobody it is the same.
  await measure('first load', first, ownerUrl, '--delta')
  await measure('daily snapshot, the dry run', daily, ownerUrl, '--dry-run')
  await measure('daily snapshot', daily, ownerUrl)
  await measure('daily snapshot, again', daily, ownerUrl)
} finally {
  portal.removeAllListeners('exit')
  portal.kill('SIGINT')
}
