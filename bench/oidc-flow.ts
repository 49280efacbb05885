// One sign-in to an application for somebody signed in (authorize → token → userinfo): bare oidc-provider in memory
// against ours on PostgreSQL, in one run and by turns. Each server is a process of its own; its own CPU is what counts,
// and PostgreSQL's is told beside it. Run: node bin/node24.mjs bench/oidc-flow.ts [seconds a turn] [turns]
import { fork } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { migrate } from '../src/store/migrate.ts'
import { GOVERNMENT, openSession, REDIRECT, SECRET } from '../test/oidc/government.ts'
import { startTestServer } from '../test/postgres-server.ts'
import { serveBare, serveOurs } from './oidc-servers.ts'
import { agent, CONCURRENT, ssoFlow } from './sso-flow.ts'
import type { Ready } from './oidc-servers.ts'
import type { Visit } from './sso-flow.ts'

const [, , first = '4', second = '4', databaseUrl = ''] = process.argv

type Target = { name: string; server: ChildProcess; ready: Ready }
type Turn = { flows: number; seconds: number; serverCpuMs: number; databaseCpuMs: number }

const visit = (ready: Ready): Visit => ({ ...ready, clientId: 'c', secret: SECRET, redirect: REDIRECT })

const cpuOf = (server: ChildProcess): Promise<number> => new Promise((resolve) => {
  server.once('message', (message) => resolve((message as { cpuMs: number }).cpuMs))
  server.send('cpu')
})

/** CPU of all PostgreSQL processes of this machine in milliseconds; what ended meanwhile is not counted. */
function databaseCpuMs(): number {
  return readdirSync('/proc').filter((name) => /^\d+$/.test(name)).reduce((sum, pid) => {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
      if (!stat.includes('(postgres)')) return sum
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
      return sum + (Number(fields[11]) + Number(fields[12])) * 10
    } catch {
      return sum
    }
  }, 0)
}

async function turn({ server, ready }: Target, seconds: number): Promise<Turn> {
  const before = { cpu: await cpuOf(server), database: databaseCpuMs() }
  const begun = performance.now()
  const end = begun + seconds * 1000
  let flows = 0
  await Promise.all(Array.from({ length: CONCURRENT }, async () => {
    while (performance.now() < end) {
      await ssoFlow(visit(ready))
      flows += 1
    }
  }))
  return {
    flows, seconds: (performance.now() - begun) / 1000,
    serverCpuMs: await cpuOf(server) - before.cpu, databaseCpuMs: databaseCpuMs() - before.database,
  }
}

function start(name: string, ...args: string[]): Promise<Target> {
  const server = fork(fileURLToPath(import.meta.url), ['serve', name, ...args], { execPath: process.execPath })
  return new Promise((resolve, reject) => {
    server.once('message', (ready) => resolve({ name, server, ready: ready as Ready }))
    server.once('exit', (code) => reject(new Error(`${name} ended with ${code}`)))
  })
}

const median = (numbers: number[]): number => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0

async function prepare(url: string): Promise<string> {
  await migrate(url)
  const owner = new pg.Client({ connectionString: url })
  await owner.connect()
  const { rows } = await owner.query('select from person limit 1')
  if (rows.length === 0) await owner.query(GOVERNMENT)
  const { token } = await openSession(owner, 'wu', 'password')
  await owner.end()
  return token
}

async function compare(seconds: number, turns: number): Promise<void> {
  const database = databaseUrl === '' ? await startTestServer() : { url: databaseUrl, stop: async () => {} }
  const targets: Target[] = []
  try {
    targets.push(await start('bare'), await start('ours', database.url, await prepare(database.url)))
    for (const target of targets) await turn(target, 2)
    const results = new Map<string, Turn[]>(targets.map(({ name }) => [name, []]))
    for (let n = 0; n < turns; n += 1) {
      for (const target of targets) results.get(target.name)!.push(await turn(target, seconds))
    }
    report(results)
  } finally {
    for (const { server } of targets) server.removeAllListeners('exit').kill()
    agent.destroy()
    await database.stop()
  }
}

function report(results: Map<string, Turn[]>): void {
  const figures = [...results].map(([name, turns]) => ({
    name,
    perSecond: median(turns.map(({ flows, seconds }) => flows / seconds)),
    server: median(turns.map(({ flows, serverCpuMs }) => serverCpuMs / flows)),
    database: median(turns.map(({ flows, databaseCpuMs: ms }) => ms / flows)),
  }))
  for (const { name, perSecond, server, database } of figures) {
    process.stdout.write(`${name.padEnd(5)} ${perSecond.toFixed(0).padStart(5)} flows/s  ` +
      `${server.toFixed(2)} ms CPU a flow in the server  ${database.toFixed(2)} ms in PostgreSQL\n`)
  }
  const [bare, ours] = figures
  if (bare === undefined || ours === undefined) return
  process.stdout.write(`ours / bare: ${(ours.perSecond / bare.perSecond).toFixed(2)}× flows/s, ` +
    `${(bare.server / ours.server).toFixed(2)}× by the server's CPU\n`)
}

if (first === 'serve') {
  await (second === 'bare' ? serveBare() : serveOurs(databaseUrl, process.argv[5] ?? ''))
} else {
  await compare(Number(first), Number(second))
}
