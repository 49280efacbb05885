// One access evaluation over HTTP (Authorization API 1.0), ours on PostgreSQL beside Cerbos with an equivalent policy, by
// turns in one run and with the same questions; first it is seen that both decide them alike. Each server is a process of its
// own. Cerbos is given what we look up, in each request. Its binary comes from the package registry into a temporary folder.
// Run: node bin/node24.mjs bench/authzen.ts [people] [seconds a turn] [turns] [connections] [database url, loaded before or empty]
import { execFileSync, fork, spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer as createProbe } from 'node:net'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { pino } from 'pino'
import { assemblePortal } from '../src/commands/portal.ts'
import { dayInTaipei } from '../src/core/days.ts'
import { demoSecretOf } from '../src/demo/sample-applications/clients.ts'
import { loadDemo } from '../src/demo/load/load-demo.ts'
import { readSettings } from '../src/settings.ts'
import { migrate } from '../src/store/migrate.ts'
import { openDatabase } from '../src/store/database.ts'
import { createSeal } from '../src/store/seal.ts'
import { createServer } from '../src/web/server.ts'
import { startTestServer } from '../test/postgres-server.ts'
import { makeQuestions, policyOf, RANK, requestOf } from './authzen-questions.ts'
import { Line, load, quantile } from './load.ts'
import type { Question } from './authzen-questions.ts'
import type { Load } from './load.ts'

const CERBOS = '@cerbos/cerbos-linux-x64@0.55.0'
const ORIGIN = 'http://localhost:3000'
const QUESTIONS = 20_000
const seal = createSeal({ dataKeys: [{ version: 1, key: Buffer.alloc(32, 1) }], indexKey: Buffer.alloc(32, 2) })
const secretOf = demoSecretOf(seal)
const quiet = pino({ level: 'info' }, pino.destination({ dest: '/dev/null', sync: false }))

type Target = { name: string; port: number; requests: Buffer[]; cpuMs: () => number; stop: () => void }

/** The portal, with everything it does for a request but the limit of a minute. */
async function portal(url: string) {
  const read = readSettings({ ECPA_ORIGIN: ORIGIN, ECPA_PROGRAM_REQUESTS_PER_MINUTE: '0' }, 'demo')
  if ('faults' in read) throw new Error(read.faults.join())
  const database = openDatabase({ url, log: quiet })
  const parts = await assemblePortal({ settings: read.settings, log: quiet, database, seal, smtpUrl: null })
  return { database, ...parts }
}

async function serve(url: string): Promise<void> {
  const { app, mounts } = await portal(url)
  process.send?.(await createServer({ app, mounts }).listen(0, '127.0.0.1'))
}

const statOf = (pid: number): string[] => {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')
}

/** CPU of a process in milliseconds. */
function cpuOf(pid: number): number {
  const fields = statOf(pid)
  return (Number(fields[11]) + Number(fields[12])) * 10
}

const parentOf = (pid: number): number => Number(statOf(pid)[1])

// The server of the benchmark alone: others may be on the machine.
let postmaster = -1

/** CPU of the PostgreSQL server where it runs on this machine; of a process that ended meanwhile nothing is counted. */
function databaseCpuMs(): number {
  return readdirSync('/proc').filter((name) => /^\d+$/.test(name)).reduce((sum, pid) => {
    try {
      return parentOf(Number(pid)) === postmaster ? sum + cpuOf(Number(pid)) : sum
    } catch {
      return sum
    }
  }, 0)
}

async function startOurs(url: string, questions: readonly Question[]): Promise<Target> {
  const server = fork(fileURLToPath(import.meta.url), ['serve', url], { execPath: process.execPath })
  const port = await new Promise<number>((resolve, reject) => {
    server.once('message', (said) => resolve(Number(said))).once('exit', (code) => reject(new Error(`ours ended with ${code}`)))
  })
  const tokens = new Map<string, string>()
  for (const application of new Set(questions.map((one) => one.application))) {
    const response = await fetch(`http://127.0.0.1:${port}/oidc/token`, {
      method: 'POST', body: new URLSearchParams({ grant_type: 'client_credentials' }),
      headers: { authorization: `Basic ${Buffer.from(`${application.toLowerCase()}:${secretOf(application)}`).toString('base64')}` },
    })
    tokens.set(application, (await response.json() as { access_token: string }).access_token)
  }
  const requests = questions.map((question) => requestOf(question, port, tokens.get(question.application)!))
  return { name: 'eCPA', port, requests, cpuMs: () => cpuOf(server.pid!), stop: () => end(server) }
}

async function startCerbos(folder: string, policy: string, questions: readonly Question[]): Promise<Target> {
  execFileSync('npm', ['install', '--no-save', '--ignore-scripts', '--prefix', folder, CERBOS], { stdio: 'ignore' })
  mkdirSync(join(folder, 'policies'))
  writeFileSync(join(folder, 'policies/application.yaml'), policy)
  const [http, grpc] = [await freePort(), await freePort()]
  writeFileSync(join(folder, 'cerbos.yaml'), JSON.stringify({
    server: { httpListenAddr: `127.0.0.1:${http}`, grpcListenAddr: `127.0.0.1:${grpc}` },
    storage: { driver: 'disk', disk: { directory: join(folder, 'policies'), watchForChanges: false } },
    telemetry: { disabled: true },
  }))
  const binary = join(folder, 'node_modules/@cerbos/cerbos-linux-x64/cerbos-linux-x64')
  const server = spawn(binary, ['server', `--config=${join(folder, 'cerbos.yaml')}`, '--log-level=error'],
    { stdio: ['ignore', 'inherit', 'inherit'] })
  for (let tries = 0; ; tries += 1) {
    const ready = await fetch(`http://127.0.0.1:${http}/_cerbos/health`).then(({ ok }) => ok, () => false)
    if (ready) break
    if (tries > 100 || server.exitCode !== null) throw new Error('Cerbos does not answer')
    await new Promise((again) => { setTimeout(again, 100) })
  }
  const requests = questions.map((question) => requestOf(question, http, null))
  return { name: 'Cerbos', port: http, requests, cpuMs: () => cpuOf(server.pid!), stop: () => end(server) }
}

function end(server: ChildProcess): void {
  server.removeAllListeners('exit').kill()
}

function freePort(): Promise<number> {
  const probe = createProbe()
  return new Promise((resolve) => {
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo
      probe.close(() => resolve(port))
    })
  })
}

/** Both are asked the first thousand: they have to decide alike, or the figures mean nothing. */
async function compareDecisions([one, other]: Target[]): Promise<string> {
  const lines = [new Line(one!.port), new Line(other!.port)]
  await Promise.all(lines.map(({ opened }) => opened))
  let permitted = 0
  for (let at = 0; at < 1000; at += 1) {
    const [a, b] = await Promise.all([lines[0]!.ask(one!.requests[at]!), lines[1]!.ask(other!.requests[at]!)])
    const decisions = [a, b].map((text) => (JSON.parse(text) as { decision: boolean }).decision)
    if (decisions[0] !== decisions[1]) throw new Error(`decided otherwise: ${one!.requests[at]!.toString()}\n${a}\n${b}`)
    if (decisions[0]) permitted += 1
  }
  for (const line of lines) line.close()
  return `1000 questions decided alike, ${permitted} of them permitted`
}

type Turn = Load & { serverCpuMs: number; databaseCpuMs: number }

async function turn(target: Target, connections: number, seconds: number): Promise<Turn> {
  const before = { server: target.cpuMs(), database: databaseCpuMs() }
  const done = await load(target.port, target.requests, connections, seconds)
  return { ...done, serverCpuMs: target.cpuMs() - before.server, databaseCpuMs: databaseCpuMs() - before.database }
}

function report(name: string, turns: Turn[]): number {
  const answers = turns.reduce((sum, one) => sum + one.answers, 0)
  const per = (of: (one: Turn) => number): string => (turns.reduce((sum, one) => sum + of(one), 0) / answers).toFixed(3)
  const times = turns.flatMap(({ milliseconds }) => milliseconds).toSorted((a, b) => a - b)
  const perSecond = answers / turns.reduce((sum, one) => sum + one.seconds, 0)
  process.stdout.write(`${name.padEnd(7)}${perSecond.toFixed(0).padStart(6)}/s  p50 ${quantile(times, 0.5).toFixed(1)} ms  ` +
    `p99 ${quantile(times, 0.99).toFixed(1)} ms  ${per((one) => one.serverCpuMs)} ms CPU in the server  ` +
    `${per((one) => one.databaseCpuMs)} ms in PostgreSQL\n`)
  return perSecond
}

async function main(people: number, seconds: number, turns: number, connections: number, given: string): Promise<void> {
  const server = given === '' ? await startTestServer() : { url: given, stop: async () => {} }
  const folder = mkdtempSync(join(tmpdir(), 'ecpa-authzen-'))
  const targets: Target[] = []
  try {
    await migrate(server.url)
    const { database, oidc } = await portal(server.url)
    const today = dayInTaipei(new Date())
    await loadDemo(database, {
      dataDir: folder, people, seal, today, applicationsOrigin: 'http://localhost:3001', webhrOrigin: 'http://localhost:3002', secretOf, grantsPerPerson: 3,
    })
    await database.pool.query('set role none; analyze')
    const { rows: [backend] } = await database.pool.query<{ pid: number }>('select pg_backend_pid() as pid')
    postmaster = parentOf(backend!.pid)
    await oidc.reload()
    const { rows } = await database.pool.query<{ code: string; needed: string | null; duty: boolean }>(
      `select a.application_code as code, c.derived_group as needed, a.duty_allowed as duty from application_version a
       join category_version c on c.application_code = a.application_code and c.category_code = 'use' and upper_inf(c.recorded)
       where upper_inf(a.recorded) and a.agency_root is null and a.in_service order by 1`)
    const questions = await makeQuestions(database, oidc.subOf, rows.map(({ code }) => code), QUESTIONS, today)
    const rank = (needed: string | null): number => RANK[needed as keyof typeof RANK] ?? 9
    const policy = policyOf(Object.fromEntries(rows.map(({ code, needed }) => [code, rank(needed)])),
      rows.filter(({ duty }) => duty).map(({ code }) => code))
    targets.push(await startOurs(server.url, questions))
    targets.push(await startCerbos(folder, policy, questions))
    process.stdout.write(`${await compareDecisions(targets)}\n`)
    for (const target of targets) await turn(target, connections, 2)
    const results = new Map<string, Turn[]>(targets.map(({ name }) => [name, []]))
    for (let n = 0; n < turns; n += 1) {
      for (const target of targets) results.get(target.name)!.push(await turn(target, connections, seconds))
    }
    const [ours = 0, theirs = 0] = [...results].map(([name, all]) => report(name, all))
    process.stdout.write(`eCPA / Cerbos: ${(ours / theirs).toFixed(2)}×\n`)
    await database.close()
  } finally {
    for (const { stop } of targets) stop()
    rmSync(folder, { recursive: true, force: true })
    await server.stop()
  }
}

const [, , first = '20000', second = '4', third = '3', fourth = '24', url = ''] = process.argv
if (first === 'serve') await serve(second)
else await main(Number(first), Number(second), Number(third), Number(fourth), url)
