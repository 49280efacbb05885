// The one command's runner: `npm test [-- PART-OF-A-FILE-NAME …]`. Type check and lint first, then every test file, then
// those that touch the database again on another version of PostgreSQL where the machine has one. The last line is the
// count of everything, alone; it exits non-zero when anything failed or nothing ran.
import { spawnSync } from 'node:child_process'
import { globSync, readdirSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { run, type EventData } from 'node:test'
import { spec } from 'node:test/reporters'
import { fileURLToPath } from 'node:url'
import { environmentOf, startSharedDemo } from './demo-program.ts'
import { startTestServer } from './postgres-server.ts'

const root = fileURLToPath(new URL('../', import.meta.url))
const out = (text: string) => process.stdout.write(`${text}\n`)

/** Two cores: a third file would only wait, and fewer than two would leave the database idle. */
const filesAtOnce = Math.min(2, availableParallelism())

let passed = 0
let failed = 0
const failures: string[] = []

function fail(title: string, detail: string): void {
  failed++
  failures.push(`✖ ${title}\n${detail.trimEnd().replaceAll(/^/gm, '    ')}`)
}

/** Runs one of the project's tools and counts it as one test. */
function check(title: string, command: string, ...args: string[]): void {
  out(`\n── ${title}`)
  const began = performance.now()
  const { status, stdout, stderr, error } = spawnSync(process.execPath, [join(root, 'node_modules', command), ...args], {
    cwd: root, encoding: 'utf8', maxBuffer: 64 * 2 ** 20,
  })
  const took = `${((performance.now() - began) / 1000).toFixed(1)} s`
  if (status === 0) {
    passed++
    out(`✔ ${title} (${took})`)
  } else {
    fail(title, `${stdout ?? ''}${stderr ?? ''}${error?.message ?? ''}`)
    out(`✖ ${title} (${took})`)
  }
}

/** Runs test files, each in a process of its own, tells of each file as it ends, and of failures in full at the very end. */
async function runFiles(title: string, files: string[], environment: Record<string, string>): Promise<void> {
  out(`\n── ${title}: ${files.length} ${files.length === 1 ? 'file' : 'files'}`)
  Object.assign(process.env, environment)
  const preloaded = ['../src/load-tsx.mjs', './deadline.mjs'].map((file) => new URL(file, import.meta.url).href)
  const stream = run({
    files: files.map((file) => join(root, file)), concurrency: filesAtOnce, cwd: root,
    execArgv: preloaded.flatMap((url) => ['--import', url]),
  })
  const tally = new Map<string, Count>()
  const of = (file = '') => tally.get(file) ?? tally.set(file, newCount()).get(file)!
  const faults = new spec()
  let faultText = ''
  faults.on('data', (chunk: Buffer) => { faultText += chunk.toString() })

  for await (const event of stream) {
    const { type, data } = event
    // An error that came when its test had ended fails the file; what it was is told here alone.
    const late = type === 'test:diagnostic' && data.message.includes('asynchronous activity')
    if (type === 'test:stdout' || type === 'test:stderr' || late) {
      const count = of(data.file)
      count.output = `${count.output}${data.message}${late ? '\n' : ''}`.slice(-longestOutput)
    } else if (type === 'test:pass' || type === 'test:fail') {
      countTest(event, of(data.file ?? data.name), files)
      if (type === 'test:fail') faults.write(event)
    } else if (type === 'test:summary' && data.file) {
      tellFile(data.file.slice(root.length), of(data.file))
    }
  }
  faults.end()
  for (const file of files) {
    const count = of(join(root, file))
    passed += count.passed
    failed += count.failed
    if (count.passed + count.failed + count.skipped.length === 0) fail(`${title}: ${file}`, 'holds no test')
    if (count.failed > 0 && count.output) failures.push(`what ${file} wrote:\n${count.output}`)
  }
  if (faultText) failures.push(`${title}:\n${faultText}`)
}

interface Count { passed: number, failed: number, skipped: string[], ms: number, output: string }

const newCount = (): Count => ({ passed: 0, failed: 0, skipped: [], ms: 0, output: '' })

/** Of what a file wrote, the end is enough to see why it failed. */
const longestOutput = 20_000

type Ended = { type: 'test:pass', data: EventData.TestPass } | { type: 'test:fail', data: EventData.TestFail }

function countTest({ type, data }: Ended, count: Count, files: string[]): void {
  const isFile = data.nesting === 0 && files.some((file) => data.name === file || data.name === join(root, file))
  count.ms += data.nesting === 0 && !isFile ? data.details.duration_ms : 0
  if (type === 'test:fail') {
    // a test that failed only because one inside it did is not counted beside it
    const { error } = data.details
    if ('failureType' in error && error.failureType === 'subtestsFailed') return
    count.failed++
    if (isFile) out(`✖ ${data.name.replace(root, '')}  ended badly${howItEnded(error)}`)
  } else if (data.skip !== undefined) {
    count.skipped.push(typeof data.skip === 'string' ? `${data.name}: ${data.skip}` : data.name)
  } else if (data.details.type !== 'suite' && data.todo === undefined && !isFile) {
    // a file without a test passes as if it were one itself
    count.passed++
  }
}

/** How the process of a test file ended, in which no test failed: it crashed, or failed to clear up after itself. */
function howItEnded(error: object): string {
  const { exitCode, signal } = error as { exitCode?: number | null, signal?: string | null }
  return `${typeof exitCode === 'number' ? `, exit code ${exitCode}` : ''}${signal ? `, ${signal}` : ''}`
}

function tellFile(file: string, count: Count): void {
  const skips = count.skipped.map((one) => `\n    skipped: ${one}`).join('')
  out(`${count.failed ? '✖' : '✔'} ${file}  ${count.passed} passed` +
    `${count.failed ? `, ${count.failed} failed` : ''} (${(count.ms / 1000).toFixed(1)} s)${skips}`)
}

/** The machine's own PostgreSQL of a major version that we do not bring: the oldest one that we support. */
function otherPostgres(): { version: number, binaries: string } | undefined {
  const folder = '/usr/lib/postgresql'
  try {
    const version = readdirSync(folder).map(Number).filter((one) => one >= 15 && one !== 18).toSorted((a, b) => a - b)[0]
    return version ? { version, binaries: join(folder, String(version)) } : undefined
  } catch {
    return undefined
  }
}

async function onServer(title: string, files: string[], binaries?: string): Promise<void> {
  const server = await startTestServer(binaries)
  try {
    await runFiles(title, files, { ECPA_TEST_DATABASE_URL: server.url })
  } finally {
    await server.stop()
  }
}

/** The whole program is started once for all journeys: that takes ten seconds. */
async function walkJourneys(journeys: string[]): Promise<void> {
  const title = 'journeys through the whole program'
  try {
    const demo = await startSharedDemo()
    try {
      await runFiles(title, journeys, environmentOf(demo))
    } finally {
      await demo.stop()
    }
  } catch (fault) {
    fail(title, String(fault))
  }
}

const wanted = process.argv.slice(2)
const files = globSync(['src/**/*.test.{ts,tsx}', 'test/**/*.test.{ts,tsx}', 'bench/**/*.test.ts'], { cwd: root }).toSorted()
  .filter((file) => wanted.length === 0 || wanted.some((part) => file.includes(part)))
const given = process.env.ECPA_TEST_DATABASE_URL

if (wanted.length === 0) {
  check('types', 'typescript/bin/tsc')
  check('lint', 'oxlint/bin/oxlint')
}
if (files.length === 0) fail('tests', `no test file has a name with ${wanted.join(' or ')}`)
const journeys = files.filter((file) => file.endsWith('.journey.test.ts'))
const others = files.filter((file) => !journeys.includes(file))
if (others.length > 0 && given) await runFiles('tests on the database given', others, {})
else if (others.length > 0) await onServer('tests', others)
if (journeys.length > 0) await walkJourneys(journeys)

const other = otherPostgres()
const touchDatabase = files.filter((file) => file.endsWith('.db.test.ts'))
if (other && !given && touchDatabase.length > 0) {
  await onServer(`tests on PostgreSQL ${other.version}`, touchDatabase, other.binaries)
}

if (failures.length > 0) out(`\n── failures\n\n${failures.join('\n\n')}`)
out(`\n${passed} passed, ${failed} failed`)
process.exitCode = failed > 0 || passed === 0 ? 1 : 0
