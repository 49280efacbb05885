// The whole program as `npm start` runs it, for the journeys: on free ports, with a data folder and few people of its own.
import { spawn, type ChildProcess } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { runningEmbedded } from '../src/store/embedded-running.ts'
import { freePorts } from './free-ports.ts'

const root = fileURLToPath(new URL('../', import.meta.url))

/** Some 8,000 agencies are live: enough people that the larger ones have more than one, and few enough to load in seconds. */
const PEOPLE = 9000

/** Where the programs of one demonstration are. */
export interface Demo {
  port: number
  /** Origins: the portal, the sample applications, WebHR, the mail catcher, the card desk. */
  portal: string
  applications: string
  webhr: string
  mailbox: string
  desk: string
  dataDir: string
}

/** A demonstration that was started here. */
export interface Running extends Demo {
  /** Milliseconds from the start to the line that says so; rejects with what it wrote when it ends before. */
  ready: Promise<number>
  /** The exit code, or 128 and the number of the signal, when all its output has been read. */
  ended: Promise<number>
  /** What it wrote so far. */
  stdout: () => string
  stderr: () => string
  /** Of the command that was started. */
  pid: number
  /** As a terminal does it: to the whole process group. */
  signal: (name: NodeJS.Signals) => void
  /** Ends it as Ctrl-C does. */
  stop: () => Promise<void>
}

export interface Start {
  port?: number
  dataDir: string
  /** Null: what the data folder has, or the default. */
  people?: number | null
  env?: Record<string, string>
  /** What `npm start` runs unless told; the arguments of the program are put after it. */
  command?: readonly string[]
  uid?: number
  cwd?: string
}

// Its usual port is one for the whole machine, and several demonstrations run here.
const DESK_AFTER = 4

/** The command of package.json's `start`. */
const COMMAND = ['setpriv', '--pdeathsig=KILL', 'node', 'bin/ecpa.mjs', 'demo']

export const demoAt = (port: number, dataDir: string): Demo => ({
  port, dataDir,
  portal: `http://localhost:${port}`, applications: `http://localhost:${port + 1}`, webhr: `http://localhost:${port + 2}`,
  mailbox: `http://localhost:${port + 3}`,
  desk: `http://localhost:${port + DESK_AFTER}`,
})

/** A data folder that the database's user can reach, gone when `remove` is called. */
export function temporaryFolder(): { folder: string, remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'ecpa-demo-'))
  chmodSync(folder, 0o711)
  // the database of a program that was killed writes for some seconds more
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true, maxRetries: 15 }) }
}

/** Starts the program and answers at once; see `ready`. */
export async function startDemo(start: Start): Promise<Running> {
  const { dataDir, people = PEOPLE, command = COMMAND, env = {} } = start
  const port = start.port ?? await freePorts()
  const [file, ...args] = [...command, ...(people === null ? [] : ['--people', String(people)])]
  const began = performance.now()
  const child = spawn(file!, args, {
    cwd: start.cwd ?? root, detached: true, stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...withoutOurs(process.env), ECPA_PORT: String(port), ECPA_CARD_DESK_PORT: String(port + DESK_AFTER), ECPA_DATA_DIR: dataDir, ...env },
    ...(start.uid === undefined ? {} : { uid: start.uid, gid: start.uid }),
  })
  return { ...demoAt(port, dataDir), ...watch(child, `eCPA ready: http://localhost:${port}`, began) }
}

/** What npm and the test runner tell their children is not for the program. */
const withoutOurs = (env: NodeJS.ProcessEnv) =>
  Object.fromEntries(Object.entries(env).filter(([name]) => !/^(?:npm_|ECPA_|NODE_)/.test(name)))

function watch(child: ChildProcess, line: string, began: number) {
  const written = { stdout: '', stderr: '' }
  const { promise: ready, resolve: isReady, reject } = Promise.withResolvers<number>()
  const { promise: ended, resolve: hasEnded } = Promise.withResolvers<number>()
  child.stdout!.setEncoding('utf8').on('data', (text: string) => {
    written.stdout += text
    if (written.stdout.split('\n').slice(0, -1).includes(line)) isReady(performance.now() - began)
  })
  child.stderr!.setEncoding('utf8').on('data', (text: string) => { written.stderr += text })
  child.on('error', reject)
  child.on('close', (code, signal) => {
    hasEnded(code ?? (signal === 'SIGKILL' ? 137 : 128))
    reject(new Error(`it ended before it was ready (${code ?? signal}):\n${written.stderr}`))
  })
  // whoever only waits for the end does not care
  ready.catch(() => {})
  const signal = (name: NodeJS.Signals) => {
    if (child.exitCode === null && child.signalCode === null) process.kill(-child.pid!, name)
  }
  return {
    pid: child.pid!, ready, ended, signal, stdout: () => written.stdout, stderr: () => written.stderr,
    stop: async () => {
      signal('SIGINT')
      await ended
    },
  }
}

/** Starts the demonstration that all journeys of a run share, and waits for it. `stop` rejects when it has ended before. */
export async function startSharedDemo(): Promise<Running> {
  const { folder, remove } = temporaryFolder()
  const demo = await startDemo({ dataDir: folder })
  try {
    await demo.ready
  } catch (fault) {
    remove()
    throw fault
  }
  let over: number | undefined
  void demo.ended.then((code) => { over = code })
  const stop = async () => {
    const early = over
    await demo.stop()
    remove()
    if (early !== undefined) throw new Error(`it ended by itself with ${early}:\n${demo.stderr().slice(-2000)}`)
  }
  return { ...demo, stop }
}

/** How test/all.ts tells its journeys of the demonstration that it has started. */
export const environmentOf = ({ port, dataDir }: Demo) => ({ ECPA_TEST_DEMO: JSON.stringify({ port, dataDir }) })

/** Asks the demonstration's database as its owner, each call a transaction of its own. */
export async function asOwner<T>({ dataDir }: Demo, act: (client: pg.Client) => Promise<T>): Promise<T> {
  const url = new URL(runningEmbedded(dataDir)!)
  url.pathname = '/ecpa'
  const client = new pg.Client({ connectionString: url.href })
  await client.connect()
  try {
    await client.query('begin')
    const result = await act(client)
    await client.query('commit')
    return result
  } finally {
    await client.end()
  }
}
