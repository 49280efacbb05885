// Signing in under attack: whether the time of an answer tells existing accounts from invented ones, over 1,000 wrong tries each,
// spread so that no account is locked; and what happens when 200 sign-ins a second are offered for a minute, to them and to
// somebody who is signed in already.
// Run: node bin/node24.mjs bench/sign-in.ts [tries, 1000] [seconds of flood, 60] [sign-ins a second, 200] [data folder]
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { Agent, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { quantile } from './load.ts'

const [, , tries = '1000', flood = '60', perSecond = '200', dataDir = join(tmpdir(), 'ecpa-bench-sign-in')] = process.argv
const PEOPLE = 12_000
const PORT = 14_500
const ORIGIN = `http://localhost:${PORT}`
const PASSWORD = 'ecpa-demo-2026'
const root = fileURLToPath(new URL('../', import.meta.url))
const agent = new Agent({ keepAlive: true, maxSockets: 1000 })
const say = (line: string): void => void process.stdout.write(`${line}\n`)

function startPortal(): Promise<ChildProcess> {
  const child = spawn(process.execPath, ['--import', join(root, 'src/load-tsx.mjs'), join(root, 'src/main.ts'), 'demo', '--people', String(PEOPLE)], {
    env: { ...process.env, ECPA_PORT: String(PORT), ECPA_CARD_DESK_PORT: String(PORT + 4), ECPA_DATA_DIR: dataDir, ECPA_LOG_LEVEL: 'error', ECPA_SIGNIN_ADDRESS_LIMIT: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  return new Promise((resolve, reject) => {
    createInterface(child.stdout!).on('line', (line) => { if (line.startsWith('eCPA ready')) resolve(child) })
    child.once('exit', (code) => reject(new Error(`the portal ended with ${code}`)))
  })
}

type Answer = { status: number; cookies: string[]; body: string }

function call(method: string, path: string, cookie: string, body?: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const headers = { cookie, ...(body === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' }) }
    const outgoing = request(`${ORIGIN}${path}`, { method, agent, headers }, (incoming) => {
      const parts: Buffer[] = []
      incoming.on('data', (part: Buffer) => parts.push(part)).on('end', () =>
        resolve({ status: incoming.statusCode ?? 0, cookies: incoming.headers['set-cookie'] ?? [], body: Buffer.concat(parts).toString() }))
    })
    outgoing.on('error', reject)
    outgoing.end(body)
  })
}

type Form = { cookie: string; field: string; token: string }

/** One browser's form, which many tries are sent from: what is measured is the try. */
async function openForm(): Promise<Form> {
  const page = await call('GET', '/', '')
  const [, field = '', token = ''] = /type="hidden" name="([^"]+)" value="([^"]+)"/.exec(page.body) ?? []
  return { cookie: page.cookies.map((one) => one.split(';')[0]).join('; '), field, token }
}

const send = ({ cookie, field, token }: Form, account: string, password: string): Promise<Answer> =>
  call('POST', '/sign-in/password', cookie, new URLSearchParams({ [field]: token, account, password }).toString())

const account = (n: number): string => `p${String(n).padStart(6, '0')}`

/** The two samples as the Mann–Whitney test compares them: |z| below 2 is what chance alone gives nineteen times of twenty. */
function mannWhitney(one: readonly number[], other: readonly number[]): number {
  const ranked = [...one.map((value) => ({ value, own: true })), ...other.map((value) => ({ value, own: false }))].toSorted((a, b) => a.value - b.value)
  const ranks = ranked.reduce((sum, { own }, at) => sum + (own ? at + 1 : 0), 0)
  const [n, m] = [one.length, other.length]
  return (ranks - n * (n + 1) / 2 - n * m / 2) / Math.sqrt(n * m * (n + m + 1) / 12)
}

async function timing(): Promise<void> {
  const form = await openForm()
  const samples = { existing: [] as number[], missing: [] as number[] }
  for (let n = 0; n < 20; n += 1) await send(form, account(9000 + n), 'wrong password')
  for (let n = 0; n < Number(tries); n += 1) {
    // Which goes first changes, so that neither always follows the other.
    for (const kind of (n % 2 === 0 ? ['existing', 'missing'] : ['missing', 'existing']) as ('existing' | 'missing')[]) {
      const name = kind === 'existing' ? account(100 + n) : `nobody${String(n).padStart(6, '0')}`
      const began = performance.now()
      const { status } = await send(form, name, 'wrong password')
      if (status !== 422) throw new Error(`${name}: ${status}`)
      samples[kind].push(performance.now() - began)
    }
  }
  say(`Mann–Whitney z ${mannWhitney(samples.existing, samples.missing).toFixed(2)}`)
  for (const [kind, milliseconds] of Object.entries(samples)) {
    milliseconds.sort((a, b) => a - b)
    say(`${kind}: ${milliseconds.length} wrong tries, p50 ${quantile(milliseconds, 0.5).toFixed(2)} ms, p95 ${quantile(milliseconds, 0.95).toFixed(2)} ms`)
  }
}

function told(milliseconds: readonly number[]): string {
  const sorted = milliseconds.toSorted((a, b) => a - b)
  return `${sorted.length}, p50 ${quantile(sorted, 0.5).toFixed(0)} ms, p99 ${quantile(sorted, 0.99).toFixed(0)} ms, most ${sorted.at(-1)!.toFixed(0)} ms`
}

/** Looks at the home of somebody who is signed in, ten times a second, until told to stop. */
function bystander(cookie: string): { stop: () => Promise<number[]> } {
  const seen: number[] = []
  let on = true
  const looking = (async () => {
    while (on) {
      const began = performance.now()
      const { status } = await call('GET', '/', cookie)
      if (status !== 200) throw new Error(`home: ${status}`)
      seen.push(performance.now() - began)
      await pause(100)
    }
  })()
  return { stop: async () => { on = false; await looking; return seen } }
}

async function flooded(): Promise<void> {
  const form = await openForm()
  const { cookies } = await send(form, account(50), PASSWORD)
  const session = cookies.find((one) => one.startsWith('__Host-ecpa='))!.split(';')[0]!
  const calm = bystander(session)
  await pause(5000)
  say(`home of somebody signed in, before: ${told(await calm.stop())}`)
  const answers: Record<string, number[]> = {}
  const meanwhile = bystander(session)
  const sent: Promise<void>[] = []
  const began = performance.now()
  const offered = Number(perSecond) * Number(flood)
  for (let n = 0; n < offered; n += 1) {
    const wait = began + n * 1000 / Number(perSecond) - performance.now()
    if (wait > 1) await pause(wait)
    const at = performance.now()
    sent.push(send(form, account(20 + n % (PEOPLE - 1000)), PASSWORD).then(({ status }) => void (answers[status] ??= []).push(performance.now() - at)))
  }
  await Promise.all(sent)
  const seconds = (performance.now() - began) / 1000
  say(`${offered} sign-ins offered in ${flood} s: ${((answers['303']?.length ?? 0) / seconds).toFixed(1)} a second let in`)
  for (const [status, milliseconds] of Object.entries(answers)) say(`  answered ${status}: ${told(milliseconds)}`)
  say(`home of somebody signed in, meanwhile: ${told(await meanwhile.stop())}`)
}

const portal = await startPortal()
try {
  await timing()
  await flooded()
} finally {
  portal.kill('SIGINT')
  await new Promise((resolve) => { portal.once('exit', resolve) })
  agent.destroy()
}
