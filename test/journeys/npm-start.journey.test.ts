// `npm start` itself: how it begins, what it says, how it ends, and that it goes on where it was.
import assert from 'node:assert/strict'
import { accessSync, chownSync, constants, readFileSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { after, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { asOwner, startDemo, temporaryFolder, type Demo, type Running, type Start } from '../demo-program.ts'
import { freePorts } from '../free-ports.ts'
import { ask, Visitor } from '../http.ts'
import { eventually, PASSWORD } from './steps.ts'

const { folder: dataDir, remove } = temporaryFolder()
const port = await freePorts()
const started: Running[] = []

after(async () => {
  for (const one of started) await one.stop()
  remove()
})

async function start(more: Partial<Start> = {}): Promise<Running> {
  const running = await startDemo({ port, dataDir, people: null, ...more })
  started.push(running)
  return running
}

const programs = ({ portal, applications, mailbox }: Demo) => Object.entries({ portal, applications, mailbox })
/** The status of a path, or null where nobody listens. */
const statusOf = (origin: string, path: string): Promise<number | null> =>
  ask(origin, path).then(({ status }) => status, () => null)

/** Ends as Ctrl-C on a terminal ends it; answers the seconds that it took. */
async function controlC(running: Running): Promise<number> {
  const began = performance.now()
  running.signal('SIGINT')
  assert.equal(await running.ended, 0, running.stderr().slice(-2000))
  return (performance.now() - began) / 1000
}

test('while it loads it is alive and not ready, and Ctrl-C ends it with 0', async () => {
  const running = await start({ people: 9000 })
  await eventually(async () => (await statusOf(running.portal, '/livez')) === 200, 'alive')
  await eventually(async () => (await statusOf(running.applications, '/livez')) === 200, 'alive')
  assert.equal(await statusOf(running.mailbox, '/livez'), 200)
  assert.equal(await statusOf(running.portal, '/readyz'), 503)
  assert.equal(await statusOf(running.applications, '/readyz'), 503)
  const page = await ask(running.portal, '/applications')
  assert.equal(page.status, 503)
  assert.match(page.body, /系統啟動中/)
  await eventually(async () => running.stderr().includes('people'), 'it loads people', 60)
  const seconds = await controlC(running)
  assert.ok(seconds < 15, `${seconds} s`)
  assert.equal(running.stdout(), '', 'it never said that it was ready')
})

test('npm start takes up what was half loaded, says one line when it is ready, and what it does not know', async () => {
  const running = await start({
    people: 9000, command: ['npm', 'start', '--'], env: { ECPA_PROT: '4000', ECPA_UNHEARD_OF: 'x' },
  })
  const milliseconds = await running.ready
  process.stdout.write(`the first start took ${(milliseconds / 1000).toFixed(1)} s\n`)
  const line = `eCPA ready: http://localhost:${port}`
  assert.equal(running.stdout().split('\n').filter((one) => one === line).length, 1)
  assert.ok(!running.stderr().includes('eCPA ready'))
  assert.match(running.stderr(), /^ECPA_PROT is not a setting and does nothing. Did you mean ECPA_PORT\?$/m)
  assert.match(running.stderr(), /^ECPA_UNHEARD_OF is not a setting and does nothing\.$/m)
  for (const [name, origin] of programs(running)) {
    assert.equal(await statusOf(origin, '/livez'), 200, name)
    assert.equal(await statusOf(origin, '/readyz'), 200, name)
    assert.ok(running.stderr().includes(origin), `it says where ${name} is`)
  }
  assert.ok(running.stderr().includes(dataDir))
})

test('people.csv holds the people whom the documents name, and all but two of them sign in', async () => {
  const [heading, ...rows] = readFileSync(join(dataDir, 'demo/people.csv'), 'utf8').trimEnd().split('\n')
  assert.equal(heading, 'account,name,national_id,birth_date,email,agency_code,role')
  const accounts = rows.map((row) => row.split(',')[0]!)
  assert.deepEqual(accounts.toSorted(), ['chang.unit', 'chen.central', 'ho.central', 'hsu.newcomer', 'huang.concurrent',
    'kuo.disabled', 'lee.officer', 'lin.auditor', 'liu.pending', 'tsai.delegate', 'wang.supervisor', 'wu.employee', 'yang.taipei'])
  for (const row of rows) {
    assert.match(row, /^[a-z.]+,[^,]{2,5},[A-Z][12]\d{8},\d{4}-\d\d-\d\d,[a-z.]+@ecpa\.example,[0-9A-Z]{10},[A-Za-z]+$/)
    const [account] = row.split(',')
    const { status } = await new Visitor(`http://localhost:${port}`).signIn(account!, PASSWORD)
    assert.equal(status, ['kuo.disabled', 'liu.pending'].includes(account!) ? 422 : 303, account)
  }
})

test('a second one on the same ports, or on the same data, says in a sentence that it cannot be, and ends with 1', async () => {
  const other = temporaryFolder()
  try {
    const samePorts = await start({ dataDir: other.folder })
    assert.equal(await samePorts.ended, 1)
    assert.match(samePorts.stderr(), /^Port \d+ is in use by another program\. Stop that one, or choose other ports: ECPA_PORT=4000 npm start$/m)
    const sameData = await start({ port: await freePorts() })
    assert.equal(await sameData.ended, 1)
    assert.match(sameData.stderr(), /^Another eCPA is using this data folder \(process \d+\)/m)
    for (const one of [samePorts, sameData]) {
      assert.equal(one.stdout(), '')
      assert.doesNotMatch(one.stderr(), /^\s+at |Error:/m, 'no trace of the program\'s inside')
    }
  } finally {
    other.remove()
  }
  assert.equal(await statusOf(`http://localhost:${port}`, '/readyz'), 200)
})

/** Marks something as a favourite, so that a later start can be asked for it. */
async function leaveMark(): Promise<Visitor> {
  const visitor = new Visitor(`http://localhost:${port}`)
  assert.equal((await visitor.signIn('wu.employee', PASSWORD)).status, 303)
  assert.equal((await visitor.submit('/applications/KM/favourite', { favourite: 'yes' }, '/switch')).status, 303)
  return visitor
}

/** The mark is still there, and so is the session that made it. */
async function findMark(visitor: Visitor): Promise<void> {
  const { status, body } = await visitor.ask('/applications')
  assert.equal(status, 200)
  assert.match(body, /aria-label="將 人事業務知識分享平台 移出常用"/)
}

let mark: Visitor

test('Ctrl-C ends npm start with 0 and everything with it', async () => {
  mark = await leaveMark()
  const running = started.find((one) => one.stdout().includes('eCPA ready'))!
  const seconds = await controlC(running)
  assert.ok(seconds < 15, `${seconds} s`)
  for (const [name, origin] of programs(running)) assert.equal(await statusOf(origin, '/livez'), null, name)
})

test('the second start is ready in seconds, with the data where it was', async () => {
  const running = await start()
  const seconds = (await running.ready) / 1000
  process.stdout.write(`the second start took ${seconds.toFixed(1)} s\n`)
  assert.equal(running.stdout(), `eCPA ready: http://localhost:${port}\n`, 'and the line is alone')
  assert.ok(seconds < 30, `${seconds} s`)
  await findMark(mark)

  // killed without a word: its database ends with it, and so do all its children
  process.kill(running.pid, 'SIGKILL')
  assert.equal(await running.ended, 137)
  for (const [name, origin] of programs(running)) {
    await eventually(async () => (await statusOf(origin, '/livez')) === null, `${name} has ended`)
  }
})

test('after kill -9 it starts again with everything that was there, on other ports too', async () => {
  const elsewhere = await freePorts()
  const running = await start({ port: elsewhere })
  const seconds = (await running.ready) / 1000
  process.stdout.write(`the start after kill -9 took ${seconds.toFixed(1)} s\n`)
  assert.ok(seconds < 60, `${seconds} s`)
  const moved = new Visitor(running.portal)
  assert.equal((await moved.signIn('wu.employee', PASSWORD)).headers.location, '/applications')
  await findMark(moved)
  // the sample applications have moved along
  assert.equal((await moved.ask('/applications/D6/open')).headers.location, `${running.applications}/D6`)
  const people = await asOwner(running, (client) => client.query<{ many: number }>('select count(*)::int as many from person'))
  assert.equal(people.rows[0]!.many, 9000 + 13)
  running.signal('SIGTERM')
  assert.equal(await running.ended, 0, running.stderr().slice(-2000))
})

test('what cannot be done is said before anything is done', async () => {
  const others = await start({ people: 500 })
  assert.equal(await others.ended, 1)
  assert.match(others.stderr(), /^The data in .* has 9000 generated people already\./m)
  for (const people of ['many', '0', '-1', '2000000', '1.5']) {
    const wrong = await start({ command: [...DEMO, '--people', people] })
    assert.equal(await wrong.ended, 2, people)
    assert.match(wrong.stderr(), /--people takes a whole number from 100 to 1000000|argument/, people)
  }
  const settings = await start({ env: { ECPA_SESSION_HOURS: 'long', ECPA_ORIGIN: 'nowhere' } })
  assert.equal(await settings.ended, 1)
  // all faults at once
  assert.match(settings.stderr(), /^ECPA_SESSION_HOURS /m)
  assert.match(settings.stderr(), /^ECPA_ORIGIN /m)
})

const DEMO = ['node', 'bin/ecpa.mjs', 'demo']
const NOBODY = 65_534
const isRoot = process.getuid?.() === 0

/** Whether everybody may read the project: one below somebody's closed home runs as that somebody alone. */
function everybodyReads(): boolean {
  let at = fileURLToPath(new URL('../../', import.meta.url))
  try {
    accessSync(join(at, 'node_modules'), constants.R_OK)
    for (; at !== dirname(at); at = dirname(at)) if ((statSync(at).mode & 0o005) !== 0o005) return false
    return true
  } catch {
    return false
  }
}

test('an ordinary user starts it as well as root does', {
  skip: !isRoot ? 'it is started as an ordinary user already' : !everybodyReads() && 'the project lies where only root reads it',
}, async () => {
  const own = temporaryFolder()
  try {
    chownSync(own.folder, NOBODY, NOBODY)
    const running = await start({ dataDir: join(own.folder, 'var'), port: await freePorts(), people: 100, uid: NOBODY, env: { HOME: own.folder } })
    await running.ready
    assert.equal((await new Visitor(running.portal).signIn('wu.employee', PASSWORD)).status, 303)
    assert.equal(statSync(join(own.folder, 'var/postgresql')).uid, NOBODY)
    await controlC(running)
  } finally {
    own.remove()
  }
})
