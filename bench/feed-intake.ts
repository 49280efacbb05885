// Reading a people feed of a nation, beside a bare COPY of the same file in the same run: time, the process's memory, and how
// long its main thread, where others sign in, was kept from turning. Where nearly nobody is known yet, or everybody.
// And everybody as a feed again (`export people`).
// Run: node bin/node24.mjs bench/feed-intake.ts [people, 700000] [rounds, 2] [known: yes, no]
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { createReadStream, createWriteStream, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { from as copyFrom } from 'pg-copy-streams'
import { fileURLToPath } from 'node:url'
import { pino } from 'pino'
import { dayInTaipei } from '../src/core/days.ts'
import { FEED_COLUMNS } from '../src/core/feed-columns.ts'
import { loadDemo } from '../src/demo/load/load-demo.ts'
import { demoSecretOf } from '../src/demo/sample-applications/clients.ts'
import { exportPeople } from '../src/features/feeds/export-people.ts'
import { receiveFeed } from '../src/features/feeds/receive-feed.ts'
import { processOrigin } from '../src/store/change.ts'
import { openDatabase } from '../src/store/database.ts'
import { startEmbedded } from '../src/store/embedded.ts'
import { migrate } from '../src/store/migrate.ts'
import { createSeal } from '../src/store/seal.ts'
import { demoNation, writeFeedFile } from './feed-file.ts'
import type { Database } from '../src/store/database.ts'

const seal = createSeal({ dataKeys: [{ version: 1, key: Buffer.alloc(32, 1) }], indexKey: Buffer.alloc(32, 2) })
const quiet = pino({ level: 'error' }, pino.destination({ dest: '/dev/stderr', sync: true }))
const say = (line: string): void => void process.stdout.write(`${line}\n`)
const today = dayInTaipei(new Date())
const CHUNK_BYTES = 64 * 1024

type Measured = { seconds: number; cpu: number; most: number; delay: string }

/** The act's time, the process's own time and memory meanwhile, and the delays of its main thread. */
async function measured(act: () => Promise<unknown>): Promise<Measured> {
  const loop = monitorEventLoopDelay({ resolution: 1 })
  const began = performance.now()
  const cpu = process.cpuUsage()
  let most = 0
  const watching = setInterval(() => { most = Math.max(most, process.memoryUsage.rss()) }, 50)
  loop.enable()
  await act()
  loop.disable()
  clearInterval(watching)
  const { user, system } = process.cpuUsage(cpu)
  const ms = (nanoseconds: number): string => (nanoseconds / 1e6).toFixed(1)
  return {
    seconds: (performance.now() - began) / 1000, cpu: (user + system) / 1e6, most: most / 2 ** 20,
    delay: `p50 ${ms(loop.percentile(50))}, p99 ${ms(loop.percentile(99))}, most ${ms(loop.max)} ms`,
  }
}

async function bareCopy({ pool }: Database, path: string): Promise<void> {
  const client = await pool.connect()
  try {
    await client.query('set role none; set statement_timeout = 0')
    await client.query(`create table if not exists bare (${FEED_COLUMNS.map((column) => `"${column}" text`).join(', ')})`)
    await client.query('truncate bare')
    await pipeline(createReadStream(path, { highWaterMark: CHUNK_BYTES }), client.query(copyFrom('copy bare from stdin with (format csv, header)')))
  } finally {
    client.release(true)
  }
}

const received = (database: Database, path: string, more: { stages?: string[] } = {}): Promise<unknown> => {
  const began = performance.now()
  let last = ''
  return receiveFeed(database, seal, processOrigin('bench'), { personId: null, via: 'bench' }, createReadStream(path, { highWaterMark: CHUNK_BYTES }), {
    source: 'bench', kind: 'snapshot', asOf: today, today, atOnce: false, totalBytes: statSync(path).size,
    progress: ({ stage }) => {
      if (stage !== last) more.stages?.push(`${stage} from ${((performance.now() - began) / 1000).toFixed(1)} s`)
      last = stage
    },
  })
}

/** What is measured, in a process that has done nothing else. */
async function measure(url: string, path: string, rounds: number): Promise<void> {
  const database = openDatabase({ url, log: quiet })
  const told = (what: string, { seconds, cpu, most, delay }: Measured): void =>
    say(`${what.padEnd(12)} ${seconds.toFixed(1).padStart(6)} s, own processor ${cpu.toFixed(1).padStart(5)} s, memory at most ${most.toFixed(0).padStart(4)} MB, main thread late by ${delay}`)
  try {
    for (let round = 0; round < rounds; round += 1) {
      told('bare COPY', await measured(() => bareCopy(database, path)))
      const stages: string[] = []
      let answer: unknown
      told('a feed read', await measured(async () => { answer = await received(database, path, { stages }) }))
      say(`  ${stages.join(', ')}; ${JSON.stringify(answer)}`)
      await database.pool.query('set role none; set statement_timeout = 0; truncate feed_row; checkpoint; reset role')
    }
    told('everybody', await measured(async () => {
      await pipeline(Readable.from(exportPeople(database, seal, processOrigin('bench'), () => {})), createWriteStream('/dev/null'))
    }))
  } finally {
    await database.close()
  }
}

async function main(people: number, rounds: number, known: boolean): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'ecpa-feed-'))
  const server = await startEmbedded({ dataDir: folder })
  await migrate(server.url)
  const database = openDatabase({ url: server.url, log: quiet })
  try {
    const path = join(folder, 'people.csv')
    const rows = await writeFeedFile(path, demoNation(people, today), null)
    await loadDemo(database, {
      dataDir: folder, people: known ? people : 1000, seal, today, applicationsOrigin: 'http://localhost:3001', webhrOrigin: 'http://localhost:3002', secretOf: demoSecretOf(seal),
    })
    await database.pool.query('set role none; set statement_timeout = 0; analyze; checkpoint; reset role')
    say(`${rows.toLocaleString('en-US')} rows, ${(statSync(path).size / 1e6).toFixed(0)} MB, ${known ? people : 1000} people known`)
    const child = fork(fileURLToPath(import.meta.url), ['measure', server.url, path, String(rounds)], { execPath: process.execPath })
    await once(child, 'exit')
  } finally {
    await database.close()
    await server.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

const [, , first = '700000', second = '2', third = 'no', fourth = ''] = process.argv
if (first === 'measure') await measure(second, third, Number(fourth))
else await main(Number(first), Number(second), third === 'yes')
