// The portal at the size of a nation (spec 5.1): sign-in held against the bare hash, the home page, 「應用系統」, and the law
// for one person. The portal is `ecpa demo` in a process of its own; what counts is its CPU per request, by which a process
// would be busy, and PostgreSQL's is told beside it. The first run loads the nation.
// Run: node bin/node24.mjs bench/portal.ts [people, 700000] [data folder] [seconds a scenario, 5]
import { hash, verify } from '@node-rs/argon2'
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { decide } from '../src/core/access.ts'
import { dayInTaipei } from '../src/core/days.ts'
import { loadPersonFacts } from '../src/store/access.ts'
import { openDatabase } from '../src/store/database.ts'
import { sealFor } from '../src/commands/installation.ts'
import { addressesOf, clientIdOf, demoSecretOf } from '../src/demo/sample-applications/clients.ts'
import { joinOrStartLocal } from '../src/store/local-database.ts'
import { call, CONCURRENT, ssoFlow } from './sso-flow.ts'
import type { Visit } from './sso-flow.ts'

const [, , people = '700000', dataDir = join(tmpdir(), 'ecpa-bench'), seconds = '5'] = process.argv
const PORT = 14_300
const ORIGIN = `http://localhost:${PORT}`
const PASSWORD = 'ecpa-demo-2026'
const root = fileURLToPath(new URL('../', import.meta.url))

type Scenario = { name: string; one: () => Promise<void> }

/** Signs in as a person does: the form, then its answer. Answers the session's cookie. */
async function signIn(account: string): Promise<string> {
  const form = await call('GET', `${ORIGIN}/`)
  const [, field, token] = /type="hidden" name="([^"]+)" value="([^"]+)"/.exec(form.body) ?? []
  if (token === undefined || field === undefined) throw new Error('the sign-in form has no token')
  const { status, cookies } = await call('POST', `${ORIGIN}/sign-in/password`,
    { 'cookie': form.cookies.map((cookie) => cookie.split(';')[0]).join('; '), 'content-type': 'application/x-www-form-urlencoded' },
    new URLSearchParams({ [field]: token, account, password: PASSWORD }).toString())
  const session = cookies.find((cookie) => cookie.startsWith('__Host-ecpa='))?.split(';')[0]
  if (status !== 303 || session === undefined) throw new Error(`${account} could not sign in: ${status}`)
  return session
}

const account = (index: number): string => `p${String(index).padStart(6, '0')}`
let next = 11
const nextAccount = (): string => {
  next = next >= Number(people) ? 11 : next + 1
  return account(next)
}

function startPortal(): Promise<ChildProcess> {
  const began = performance.now()
  const child = spawn(process.execPath, ['--import', join(root, 'src/load-tsx.mjs'), join(root, 'src/main.ts'), 'demo', '--people', people], {
    env: { ...process.env, ECPA_PORT: String(PORT), ECPA_DATA_DIR: dataDir, ECPA_LOG_LEVEL: 'error' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  return new Promise((resolve, reject) => {
    createInterface(child.stdout!).on('line', (line) => {
      if (!line.startsWith('eCPA ready')) return
      process.stdout.write(`ready after ${((performance.now() - began) / 1000).toFixed(1)} s\n`)
      resolve(child)
    })
    child.once('exit', (code) => reject(new Error(`the portal ended with ${code}`)))
  })
}

// proc(5): user and system time are the 14th and 15th fields, in hundredths of a second.
function cpuMs(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)!.split(' ')
  return (Number(fields[11]) + Number(fields[12])) * 10
}

// The processes of this portal's own server work in its cluster's folder.
const isPostgres = (pid: string): boolean => {
  try {
    return readlinkSync(`/proc/${pid}/cwd`).startsWith(dataDir)
  } catch {
    return false
  }
}
const databaseCpuMs = (): number => readdirSync('/proc').filter((pid) => /^\d+$/.test(pid) && isPostgres(pid))
  .reduce((sum, pid) => sum + cpuMs(Number(pid)), 0)

const memoryMb = (pid: number): number => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))![1]) / 1024

function percentile(sorted: number[], share: number): string {
  return (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0).toFixed(1)
}

async function measure({ name, one }: Scenario, portal: number): Promise<number> {
  const times: number[] = []
  const before = { portal: cpuMs(portal), database: databaseCpuMs() }
  const began = performance.now()
  const until = began + Number(seconds) * 1000
  await Promise.all(Array.from({ length: CONCURRENT }, async () => {
    while (performance.now() < until) {
      const at = performance.now()
      await one()
      times.push(performance.now() - at)
    }
  }))
  const wall = (performance.now() - began) / 1000
  const each = (cpuMs(portal) - before.portal) / times.length
  const database = (databaseCpuMs() - before.database) / times.length
  const sorted = times.toSorted((a, b) => a - b)
  process.stdout.write(`${name.padEnd(34)}${(times.length / wall).toFixed(0).padStart(7)}/s  `
    + `p50 ${percentile(sorted, 0.5)} ms  p99 ${percentile(sorted, 0.99)} ms  CPU ${each.toFixed(3)} ms a request `
    + `(${(1000 / each).toFixed(0)}/s a core), PostgreSQL ${database.toFixed(3)} ms\n`)
  return each
}

/** The CPU of one verification by itself, in this process, as the portal asks for it. */
async function bareHash(): Promise<number> {
  const stored = await hash(PASSWORD, { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 })
  const before = process.cpuUsage()
  for (let done = 0; done < 200; done += 4) await Promise.all([1, 2, 3, 4].map(() => verify(stored, PASSWORD)))
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000 / 200
}

/** The employee on the way to D6, with the secret that the demonstration gave that client. */
function visit(cookie: string): Visit {
  const seal = sealFor({ mode: 'demo', dataKeys: null, indexKey: null }, dataDir)
  return {
    origin: ORIGIN, cookie, clientId: clientIdOf('D6'), secret: demoSecretOf(seal)('D6'),
    redirect: addressesOf(`http://localhost:${PORT + 1}`, 'D6').callback,
  }
}

async function law(): Promise<void> {
  const local = await joinOrStartLocal({ dataDir, log: () => {} })
  const database = openDatabase({ url: local.url, maxConnections: 1, log: { error() {}, warn() {}, info() {}, debug() {} } })
  const day = dayInTaipei(new Date())
  const times: number[] = []
  for (let at = 0; at < 2000; at += 1) {
    const person = String(1 + Math.floor(Math.random() * Number(people)))
    const began = performance.now()
    decide(await loadPersonFacts(database.read, person, { day, known: 'now' }))
    times.push(performance.now() - began)
  }
  const sorted = times.slice(100).toSorted((a, b) => a - b)
  process.stdout.write(`reasons of one person, all applications: p50 ${percentile(sorted, 0.5)} ms, p99 ${percentile(sorted, 0.99)} ms\n`)
  await database.close()
}

const portal = await startPortal()
const pid = portal.pid!
try {
  const cookie = await signIn('wang.supervisor')
  const employee = await signIn('wu.employee')
  const page = (path: string, who: string) => async () => {
    const { status } = await call('GET', `${ORIGIN}${path}`, { cookie: who })
    if (status !== 200) throw new Error(`${path}: ${status}`)
  }
  await measure({ name: '(warming up)', one: page('/', cookie) }, pid)
  await measure({ name: 'home, not signed in', one: async () => void await call('GET', `${ORIGIN}/`) }, pid)
  await measure({ name: 'home, signed in', one: page('/', cookie) }, pid)
  await measure({ name: '「應用系統」 of an employee', one: page('/applications', employee) }, pid)
  await measure({ name: '「應用系統」 of a supervisor', one: page('/applications', cookie) }, pid)
  await measure({ name: 'SSO flow: authorize, token, userinfo', one: () => ssoFlow(visit(employee)) }, pid)
  const alone = await bareHash()
  const whole = await measure({ name: 'sign-in: form, password, home', one: async () => {
    const session = await signIn(nextAccount())
    await call('GET', `${ORIGIN}/`, { cookie: session })
  } }, pid)
  process.stdout.write(`the bare hash: CPU ${alone.toFixed(2)} ms; a sign-in to the home page costs ${(whole / alone).toFixed(2)}× it\n`)
  await law()
  process.stdout.write(`memory of the portal: ${memoryMb(pid).toFixed(0)} MB\n`)
} finally {
  portal.removeAllListeners('exit')
  portal.kill('SIGINT')
}
