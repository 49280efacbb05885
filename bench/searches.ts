// 進階搜尋 at the size of a nation (spec 5.1): the first pages and counts as a browser gets them, the reasons of one person,
// and exports of everything with the memory of the portal while they run. The portal is a process of its own.
// Run: node bin/node24.mjs bench/searches.ts [people, 700000] [duties, 50000] [rounds, 15] [database url, loaded before or empty]
import { createHash, randomBytes } from 'node:crypto'
import { fork } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { pino } from 'pino'
import { assemblePortal } from '../src/commands/portal.ts'
import { decide } from '../src/core/access.ts'
import { dayInTaipei } from '../src/core/days.ts'
import { loadDemo } from '../src/demo/load/load-demo.ts'
import { demoSecretOf } from '../src/demo/sample-applications/clients.ts'
import { readSettings } from '../src/settings.ts'
import { loadPersonFacts } from '../src/store/access.ts'
import { openDatabase } from '../src/store/database.ts'
import { migrate } from '../src/store/migrate.ts'
import { createSeal } from '../src/store/seal.ts'
import { createServer } from '../src/web/server.ts'
import { startTestServer } from '../test/postgres-server.ts'
import type { Database } from '../src/store/database.ts'

const ORIGIN = 'http://localhost:3000'
// What makes two million grants of 700,000 people.
const GRANTS_PER_PERSON = 3
// 高雄市政府, with 592 agencies below it.
const LEAD = '397000000A'
const seal = createSeal({ dataKeys: [{ version: 1, key: Buffer.alloc(32, 1) }], indexKey: Buffer.alloc(32, 2) })
const quiet = pino({ level: 'error' }, pino.destination({ dest: '/dev/stderr', sync: true }))
const say = (line: string): void => void process.stdout.write(`${line}\n`)

async function serve(url: string): Promise<void> {
  const read = readSettings({ ECPA_ORIGIN: ORIGIN }, 'demo')
  if ('faults' in read) throw new Error(JSON.stringify(read.faults))
  const database = openDatabase({ url, log: quiet })
  const { app } = await assemblePortal({ settings: read.settings, log: quiet, database, seal, smtpUrl: null })
  process.send?.(await createServer({ app }).listen(0, '127.0.0.1'))
}

/** Duties between agencies drawn by lot until there are so many; the demonstration has fewer than a nation. */
async function fillDuties(database: Database, duties: number): Promise<void> {
  const { pool } = database
  await pool.query('begin; set local role none')
  await pool.query(`insert into audit_event (code, outcome, actor_process) values ('people.generated', 'done', 'bench')`)
  await pool.query(`
    insert into concurrent_duty (id, application_code, acting_code, served_code, valid, reason, event_id)
    select gen_random_uuid(), a.application_code, s.superior_code, s.agency_code, '[2020-01-01,)', 'bench', (select max(id) from audit_event)
    from agency_version s join application_version a on a.duty_allowed and upper_inf(a.recorded)
    where upper_inf(s.recorded) and s.superior_code is not null
      and not exists (select from concurrent_duty d where d.served_code = s.agency_code and d.application_code = a.application_code)
    order by hashtext(s.agency_code || a.application_code)
    limit greatest(0, $1 - (select count(*) from concurrent_duty))`, [duties])
  await pool.query('commit')
  await pool.query('set role none; analyze; reset role')
}

async function signIn(database: Database, account: string): Promise<string> {
  const token = randomBytes(32).toString('base64url')
  await database.pool.query(`insert into session (token_hash, person_id, method, expires_at)
    select $1, person_id, 'password', now() + interval '8 hours' from account where name = $2`,
  [createHash('sha256').update(token).digest(), account])
  return `__Host-ecpa=${token}`
}

type Got = { status: number; bytes: number; body: string; milliseconds: number }

/** `keep`: whether the body is wanted; one that is not is counted and let go. */
function get(port: number, path: string, cookie: string, keep = true): Promise<Got> {
  const begun = performance.now()
  return new Promise((resolve, reject) => {
    request({ port, host: '127.0.0.1', path, headers: { cookie } }, (incoming) => {
      const chunks: Buffer[] = []
      let bytes = 0
      incoming.on('data', (chunk: Buffer) => {
        bytes += chunk.length
        if (keep) chunks.push(chunk)
      })
      incoming.on('error', reject).on('end', () => resolve({
        status: incoming.statusCode ?? 0, bytes, body: Buffer.concat(chunks).toString(), milliseconds: performance.now() - begun,
      }))
    }).on('error', reject).end()
  })
}

const middle = (times: number[], share = 0.5): string =>
  times.toSorted((a, b) => a - b)[Math.min(times.length - 1, Math.floor(times.length * share))]!.toFixed(0)

async function pages(port: number, cookies: Record<string, string>, person: string, rounds: number): Promise<void> {
  const asked: [name: string, who: string, path: string][] = [
    ['應用系統權限查詢, A4, lead agency and those below', 'wang', `permissions?application=A4&agency=${LEAD}&below=yes`],
    ['the same of D6 (everybody)', 'wang', `permissions?application=D6&agency=${LEAD}&below=yes`],
    ['the same, counted', 'wang', `permissions?application=A4&agency=${LEAD}&below=yes&count=yes`],
    ['one agency by name', 'wang', 'permissions?application=D6&agency=397040000E&sort=name'],
    ['兼辦應用系統權限查詢, A4, those below', 'wang', `duty-permissions?application=A4&agency=${LEAD}&below=yes`],
    ['權限類別內容查詢, the nation', 'chen', 'categories?category=D6%3Ause'],
    ['權限群組內容查詢, everybody below', 'wang', `groups?group=%3Aemployee&agency=${LEAD}&below=yes`],
    ['可用應用系統查詢', 'wang', `applications?person=${person}`],
    ['可用兼辦應用系統查詢', 'wang', `duty-applications?person=${person}`],
  ]
  for (const [name, who, path] of asked) {
    const times: number[] = []
    let last = ''
    for (let round = -2; round < rounds; round += 1) {
      const { status, milliseconds, body } = await get(port, `/search/${path}`, cookies[who]!)
      if (status !== 200) throw new Error(`${path}: ${status}`)
      if (round >= 0) times.push(milliseconds)
      last = body
    }
    const count = /class="count">共 ([\d,]+) 筆/.exec(last)?.[1] ?? 'not counted'
    say(`${name.padEnd(46)} p50 ${middle(times).padStart(5)} ms  p90 ${middle(times, 0.9).padStart(5)} ms  (${count})`)
  }
}

/** The picker of people: a name is sent, and what it leads to is the page that is measured. */
async function pickers(port: number, cookies: Record<string, string>, rounds: number): Promise<void> {
  const ask = '/pick/person?to=%2Fmanage%2Fgrants'
  for (const [who, name] of [['wang', '淑芬'], ['wang', '陳'], ['chen', '淑芬'], ['chen', '陳'], ['chen', '陳淑芬']] as const) {
    const csrf = /name="csrf" value="([^"]+)"/.exec((await get(port, ask, cookies[who]!)).body)![1]!
    const fields = new URLSearchParams({ csrf, to: '/manage/grants', name })
    const answer = await fetch(`http://127.0.0.1:${port}/pick/person`, {
      method: 'POST', redirect: 'manual', body: fields, headers: { cookie: cookies[who]!, origin: ORIGIN, 'sec-fetch-site': 'same-origin' },
    })
    const path = answer.headers.get('location') ?? ''
    const times: number[] = []
    for (let round = -2; round < rounds; round += 1) {
      const { status, milliseconds } = await get(port, path, cookies[who]!)
      if (status !== 200) throw new Error(`${path}: ${status}`)
      if (round >= 0) times.push(milliseconds)
    }
    say(`${`挑選人員, ${name} (${who})`.padEnd(46)} p50 ${middle(times).padStart(5)} ms  p90 ${middle(times, 0.9).padStart(5)} ms`)
  }
}

async function exports(port: number, pid: number, cookies: Record<string, string>): Promise<void> {
  const asked: [name: string, who: string, path: string][] = [
    ['D6 of the lead agency and those below', 'wang', `application=D6&agency=${LEAD}&below=yes`],
    ['D6 of the nation', 'chen', 'category=D6%3Ause'],
  ]
  const memory = (): number => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))![1]) / 1024
  for (const [name, who, query] of asked) {
    for (const format of ['csv', 'xlsx']) {
      const curve = [memory()]
      const watching = setInterval(() => curve.push(memory()), 250)
      const search = query.startsWith('category') ? 'categories' : 'permissions'
      const { status, bytes, milliseconds } = await get(port, `/search/${search}.${format}?${query}`, cookies[who]!, false)
      clearInterval(watching)
      if (status !== 200) throw new Error(`${query}: ${status}`)
      const tenths = Array.from({ length: 10 }, (_, at) => curve[Math.floor(at * curve.length / 10)]!.toFixed(0))
      say(`${name}, ${format}: ${(bytes / 1e6).toFixed(1)} MB in ${(milliseconds / 1000).toFixed(1)} s; `
        + `MB of the portal by tenths: ${tenths.join(' ')}, most ${Math.max(...curve).toFixed(0)}`)
    }
  }
}

async function reasonsOfOne(database: Database, people: number): Promise<void> {
  const times: number[] = []
  for (let at = 0; at < 600; at += 1) {
    const person = String(1 + Math.floor(Math.random() * people))
    const begun = performance.now()
    decide(await loadPersonFacts(database.read, person, { day: dayInTaipei(new Date()), known: 'now' }))
    times.push(performance.now() - begun)
  }
  const sorted = times.slice(100).toSorted((a, b) => a - b)
  say(`reasons of one person for all applications: p50 ${sorted[250]!.toFixed(1)} ms, p99 ${sorted[495]!.toFixed(1)} ms`)
}

async function main(people: number, duties: number, rounds: number, given: string): Promise<void> {
  const server = given === '' ? await startTestServer() : { url: given, stop: async () => {} }
  const folder = mkdtempSync(join(tmpdir(), 'ecpa-searches-'))
  await migrate(server.url)
  const database = openDatabase({ url: server.url, maxConnections: 1, log: quiet })
  const child = fork(fileURLToPath(import.meta.url), ['serve', server.url], { execPath: process.execPath })
  try {
    const port = await new Promise<number>((resolve, reject) => {
      child.once('message', (said) => resolve(Number(said))).once('exit', (code) => reject(new Error(`the portal ended with ${code}`)))
    })
    await loadDemo(database, {
      dataDir: folder, people, seal, today: dayInTaipei(new Date()), applicationsOrigin: 'http://localhost:3001', webhrOrigin: 'http://localhost:3002',
      secretOf: demoSecretOf(seal), grantsPerPerson: GRANTS_PER_PERSON,
    })
    await fillDuties(database, duties)
    const { rows: [size] } = await database.pool.query<Record<string, string>>(`select (select count(*) from person) as people,
      (select count(*) from agency_version where upper_inf(recorded)) as agencies, (select count(*) from permission_grant) as grants,
      (select count(*) from concurrent_duty) as duties`)
    say(Object.entries(size!).map(([what, count]) => `${Number(count).toLocaleString('en-US')} ${what}`).join(', '))
    const cookies = { wang: await signIn(database, 'wang.supervisor'), chen: await signIn(database, 'chen.central') }
    const { rows: [lee] } = await database.pool.query<{ key: string }>(
      `select p.key from person p join account a on a.person_id = p.id where a.name = 'lee.officer'`)
    await reasonsOfOne(database, people)
    await pages(port, cookies, lee!.key, rounds)
    await pickers(port, cookies, rounds)
    await exports(port, child.pid!, cookies)
  } finally {
    child.removeAllListeners('exit')
    child.kill()
    await database.close()
    rmSync(folder, { recursive: true, force: true })
    await server.stop()
  }
}

const [, , first = '700000', second = '50000', third = '15', url = ''] = process.argv
if (first === 'serve') await serve(second)
else await main(Number(first), Number(second), Number(third), url)
