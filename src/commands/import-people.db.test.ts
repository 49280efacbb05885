// `ecpa import people` as an operator runs it: the program in a process of its own, a file, a terminal that reads along.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { nationalIdFrom } from '../core/national-id.ts'
import { temporaryFolder } from '../../test/demo-program.ts'
import { AGENCIES, INDEX_KEY, DATA_KEY, nameOf, nationalIdOf, startWorld } from '../../test/world.ts'
import type { World } from '../../test/world.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))
const HEADING = 'national_id,name,birth_date,email,agency_code,unit,title,staff_category,supervisor_level,rank,job_series,post_kind,nature,section,from,to\n'

let world: World
let folder: string
let remove: () => void

type Ran = { code: number | null; out: string; err: string }

async function ecpa(...args: string[]): Promise<Ran> {
  const child = spawn(process.execPath, ['--import', join(root, 'src/load-tsx.mjs'), join(root, 'src/main.ts'), ...args], {
    env: { PATH: process.env.PATH, LANG: 'en_GB.UTF-8', ECPA_DATA_DIR: folder, ECPA_DATABASE_URL: world.databaseUrl, ECPA_LOG_LEVEL: 'error' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const [out, err, code] = await Promise.all([text(child.stdout), text(child.stderr),
    new Promise<number | null>((resolve) => { child.once('exit', resolve) })])
  return { code, out, err }
}

const importing = (rows: string, ...more: string[]): Promise<Ran> => {
  const path = join(folder, 'people.csv')
  writeFileSync(path, HEADING + rows)
  return ecpa('import', 'people', path, ...more)
}

const row = (id: string, name: string, more: { agency?: string; title?: string; from?: string; to?: string; category?: string } = {}): string =>
  `${id},${name},1980-01-01,,${more.agency ?? AGENCIES.works},工程科,${more.title ?? '技士'},${more.category ?? ''},,,,appointment,,,${more.from ?? '2024-01-01'},${more.to ?? ''}\n`

const newcomer = (n: number): string => nationalIdFrom('M', `1${String(3_000_000 + n)}`)
const crowd = Array.from({ length: 100 }, (_, n) => row(newcomer(n), '眾人')).join('')

/** How many rows each table has, of which a dry run may leave nothing. */
async function everything(): Promise<Record<string, string>> {
  const tables = ['feed', 'feed_row', 'feed_fault', 'feed_person', 'feed_post', 'audit_event', 'person', 'person_version', 'post',
    'post_version', 'account']
  const [counts] = await world.sql<Record<string, string>>(
    `select ${tables.map((table) => `(select count(*) from ${table}) as ${table}`).join(', ')}`)
  return counts!
}

describe('ecpa import people', () => {
  before(async () => {
    world = await startWorld()
    const made = temporaryFolder()
    folder = made.folder
    remove = made.remove
    mkdirSync(join(folder, 'demo'))
    writeFileSync(join(folder, 'demo/keys.json'), JSON.stringify({
      dataKeys: [{ version: 1, key: DATA_KEY.toString('base64') }], indexKey: INDEX_KEY.toString('base64'),
    }))
  })
  after(async () => {
    await world.stop()
    remove()
  })

  test('tells in a dry run what it then does, and the second time that there is nothing to change', async () => {
    const rows = crowd + row(nationalIdOf('wu.employee'), '吳改名', { agency: AGENCIES.works })
    const counted = await everything()
    const dry = await importing(rows, '--delta', '--dry-run', '--json')
    assert.deepEqual([dry.code, await everything()], [0, counted], dry.err)
    const real = await importing(rows, '--delta', '--json')
    assert.equal(real.code, 0, real.err)
    const [foretold, done] = [dry, real].map(({ out }) => JSON.parse(out) as Record<string, unknown>)
    const figures = { kind: 'delta', source: 'people.csv', rows: 101, rejected: 0, newPersons: 100, changedPersons: 1, joins: 101, changes: 0, ends: 0, heldFor: null }
    for (const [name, value] of Object.entries(figures)) assert.deepEqual([foretold![name], done![name]], [value, value], name)
    assert.deepEqual([foretold!.applied, foretold!.feed, done!.applied, done!.state], [false, null, true, 'applied'])

    const again = await importing(rows, '--delta')
    assert.equal(again.code, 0)
    // Who gains and loses what is the same, too, with the figures kept with the feed.
    const access = (one: Record<string, unknown>): unknown => (one.preview as { access: unknown }).access
    assert.notDeepEqual(access(done!), [])
    assert.deepEqual(access(foretold!), access(done!))
    assert.match(again.out, /101 rows, 0 of them rejected\n.*0 begin, 0 change, 0 end\n.*\nNothing to change\.\n$/)
  })

  test('what is exported and imported again changes nothing', async () => {
    const exported = await ecpa('export', 'people')
    assert.equal(exported.code, 0, exported.err)
    const path = join(folder, 'exported.csv')
    writeFileSync(path, exported.out)
    const { code, out } = await ecpa('import', 'people', path, '--json')
    const { rejected, newPersons, changedPersons, joins, changes, ends } = JSON.parse(out) as Record<string, number>
    assert.deepEqual([code, rejected, newPersons, changedPersons, joins, changes, ends], [0, 0, 0, 0, 0, 0, 0])
  })

  test('what takes an agency its last officer is held, with the number of the feed; a dry run says so and ends well', async () => {
    const rows = row(nationalIdOf('yang.taipei'), nameOf('yang.taipei'), { agency: AGENCIES.taipeiPersonnelOffice, title: '副處長', from: '2020-01-01', to: '2024-12-31' })
      .replace('工程科', '')
    const dry = await importing(rows, '--delta', '--dry-run')
    assert.equal(dry.code, 0, dry.err)
    assert.match(dry.out, /applications \(people who gain and lose them\): [^]*personnel officers: 0 more, 1 fewer/)
    assert.match(dry.out, /would be held: 1 agency would be without any personnel officer \(officers now\): 379210000A \(1\)/)
    const { code, out, err } = await importing(rows, '--delta')
    assert.equal(code, 1)
    assert.match(out, /held: 1 agency [^]*Not applied\.\n$/)
    const [held] = await world.sql<{ id: string }>(`select id from feed where state = 'held'`)
    assert.match(err, new RegExp(`The feed ${held!.id} is held until a central administrator approves it`))
    assert.deepEqual(await world.sql(`select upper_inf(v.valid) as open from post_version v join post p on p.id = v.post_id
      where p.agency_code = $1 and upper_inf(v.recorded)`, [AGENCIES.taipeiPersonnelOffice]), [{ open: true }])
  })

  test('rows that are wrong are rejected alone, and written to be mended', async () => {
    const report = join(folder, 'report.csv')
    const rows = row(newcomer(500), '對') + row('A123456780', '錯') + row(newcomer(501), '錯', { agency: 'ZZZZZZZZZZ' })
    const { code, out, err } = await importing(rows, '--delta')
    assert.equal(code, 0, err)
    assert.match(out, /3 rows, 2 of them rejected/)
    assert.match(err, /--report FILE/)
    const again = await importing(rows, '--delta', '--report', report)
    assert.equal(again.code, 0, again.err)
    assert.equal(statSync(report).mode & 0o777, 0o600)
    const reported = readFileSync(report, 'utf8').trim().split('\n')
    assert.equal(reported.length, 3)
    assert.match(reported[1]!, /national_id.*A123456780/)
    // Nothing of the IDs is told on the terminal.
    for (const id of ['A123456780', newcomer(500), newcomer(501)]) assert.ok(![out, err, again.out, again.err].join('').includes(id))
  })

  test('a file that is none is turned away whole, with a sentence', async () => {
    const path = join(folder, 'none.csv')
    writeFileSync(path, 'name,id\n王,1\n')
    const { code, out, err } = await ecpa('import', 'people', path)
    assert.deepEqual([code, out], [1, ''])
    assert.match(err, /heading/i)
    const dry = await ecpa('import', 'people', path, '--dry-run', '--json')
    assert.equal(dry.code, 1)
    assert.equal((JSON.parse(dry.out) as { applied: boolean }).applied, false)
  })

  test('is told how it is used', async () => {
    assert.equal((await ecpa('import', 'people')).code, 2)
    assert.equal((await ecpa('import', 'people', 'x', '--as-of', 'soon')).code, 2)
    const missing = await ecpa('import', 'people', join(folder, 'nothing.csv'))
    assert.deepEqual([missing.code, missing.err], [1, `There is no file ${join(folder, 'nothing.csv')}.\n`])
  })
})
