import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { gzipSync } from 'node:zlib'
import { parse } from 'csv-parse/sync'
import { AGENCIES, nameOf, nationalIdOf, personOf, seal, startWorld } from '../../../test/world.ts'
import { cellsOf, csvLineOf, FEED_COLUMNS, FEED_HEADING } from '../../core/feed-columns.ts'
import { nationalIdFrom } from '../../core/national-id.ts'
import { processOrigin } from '../../store/change.ts'
import { faultReport } from './fault-report.ts'
import { receiveFeed } from './receive-feed.ts'
import type { FeedRow } from '../../core/feed-columns.ts'
import type { World } from '../../../test/world.ts'
import type { FeedArrival, FeedReceived } from './receive-feed.ts'

const TODAY = '2026-11-23'

const idOf = (serial: number): string => nationalIdFrom('A', `1${String(serial).padStart(7, '0')}`)

const post = (more: Partial<FeedRow> = {}): FeedRow => ({
  nationalId: idOf(1), name: '林小明', birthDate: '1990-02-28', email: 'ming@ecpa.example', agencyCode: AGENCIES.secretariat,
  unit: '文書科', title: '科員', staffCategory: '02', supervisorLevel: '', rank: '薦任第六職等', jobSeries: 'A101',
  postKind: 'appointment', nature: '', section: '', from: '2020-01-01', to: null, ...more,
})

const csvOf = (...rows: FeedRow[]): string => FEED_HEADING + rows.map((row) => csvLineOf(cellsOf(row))).join('')

async function* piecesOf(file: string | Uint8Array, size = 1_000): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(file)
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

describe('a file of the people feed', () => {
  let world: World
  before(async () => {
    world = await startWorld()
  })
  after(() => world.stop())

  const receive = (file: string | Uint8Array | AsyncIterable<Uint8Array>, more: Partial<FeedArrival> = {}): Promise<FeedReceived> =>
    receiveFeed(world.database, seal, processOrigin('test'), { personId: personOf('chen.central'), via: 'test' },
      typeof file === 'string' || file instanceof Uint8Array ? piecesOf(file) : file,
      { source: 'people.csv', kind: 'snapshot', asOf: TODAY, today: TODAY, atOnce: false, ...more })
  const received = async (...given: Parameters<typeof receive>) => {
    const answer = await receive(...given)
    assert.ok('state' in answer && answer.state === 'received', JSON.stringify(answer))
    return answer
  }
  const rowsOf = (feed: string) => world.sql('select * from feed_row where feed_id = $1 order by line', [feed])
  const faultsOf = (feed: string) => world.sql<{ line: number; field: string | null; code: string }>(
    'select line, field, code from feed_fault where feed_id = $1 order by line, id', [feed])

  it('waits in rows of its own, with its IDs sealed', async () => {
    const answer = await received(csvOf(post(), post({ nationalId: idOf(2), email: null, to: '2027-01-31' })))
    assert.deepEqual({ rows: answer.rows, rejected: answer.rejected }, { rows: 2, rejected: 0 })
    const [first, second] = await rowsOf(answer.feed)
    assert.equal(seal.openNationalId({ sealed: first!['national_id_sealed'] as Buffer, index: first!['national_id_index'] as Buffer }), idOf(1))
    assert.deepEqual([first!['line'], first!['email'], second!['email'], second!['unit']], [2, 'ming@ecpa.example', null, '文書科'])
    const [feed] = await world.sql('select state, format, rows, rejected_rows, submitted_by, octet_length(sha256) as digest from feed where id = $1', [answer.feed])
    assert.deepEqual(feed, { state: 'received', format: 'csv', rows: 2, rejected_rows: 0, submitted_by: personOf('chen.central'), digest: 32 })
    assert.deepEqual((await world.events('feed.received')).map(({ detail }) => (detail as { rows: number }).rows), [2])
  })

  it('reads the same packed, as NDJSON, with a byte order mark, and with its columns in another order', async () => {
    const rows = [post(), post({ nationalId: idOf(2), unit: '第一科,"甲"\n', name: '林"大"同' })].map((row) => ({ ...row, unit: row.unit.trim() }))
    const json = rows.map((row) => `${JSON.stringify(Object.fromEntries(cellsOf(row).map((cell, at) => [FEED_COLUMNS[at], cell || null])))}\n`).join('')
    const turned = [[...FEED_COLUMNS].toReversed(), ...rows.map((row) => cellsOf(row).toReversed())].map(csvLineOf).join('')
    const all = []
    for (const file of [csvOf(...rows), gzipSync(csvOf(...rows)), json, gzipSync(json), `\uFEFF${csvOf(...rows)}`, turned]) {
      const { feed } = await received(file)
      all.push((await rowsOf(feed)).map(({ national_id_index: index, name, unit, starts }) => [(index as Buffer).toString('hex'), name, unit, String(starts)]))
    }
    for (const one of all) assert.deepEqual(one, all[0])
  })

  it('has bad rows rejected alone, each with everything that is wrong with it', async () => {
    const { feed, rows, rejected } = await received(csvOf(
      post(), post({ nationalId: 'A123456780' }), post({ nationalId: idOf(3), agencyCode: 'X00000000X', to: '2019-12-31' }),
      post({ nationalId: idOf(4), nature: '5' }), post({ nationalId: idOf(5), postKind: 'concurrent' }),
    ))
    assert.deepEqual([rows, rejected, (await rowsOf(feed)).length], [5, 4, 1])
    assert.deepEqual((await faultsOf(feed)).map(({ line, field, code }) => `${line} ${field} ${code}`), [
      '3 national_id idCheckDigit', '4 to endsBeforeItBegins', '4 agency_code agencyUnknown', '5 nature natureUnfit',
      '6 nature natureMissing'])
  })

  it('has rows rejected that contradict one another, or who is known', async () => {
    const known = { nationalId: nationalIdOf('wu.employee'), birthDate: '1955-05-05' }
    const { feed, rejected } = await received(csvOf(
      post(), post({ title: '專員', birthDate: '1991-02-28' }),
      post({ nationalId: idOf(2) }), post({ nationalId: idOf(2) }),
      post({ nationalId: idOf(3), to: '2027-01-01' }), post({ nationalId: idOf(3) }),
      post({ ...known }), post({ nationalId: idOf(4) }),
    ))
    assert.equal(rejected, 6)
    assert.deepEqual((await faultsOf(feed)).map(({ line, code }) => `${line} ${code}`), [
      '2 twoBirthDates', '3 twoBirthDates', '5 postTwice', '6 postTwice', '7 postTwice', '8 otherPerson'])
    assert.deepEqual((await rowsOf(feed)).map(({ line }) => line), [4, 9])
  })

  it('is turned away whole where it is no feed, and leaves nothing but why', async () => {
    const answer = await receive('national_id,name\nA123456789,林小明\n')
    assert.deepEqual(answer, { feed: 'state' in answer ? answer.feed : '', state: 'refused', refusal: {
      code: 'columnsMissing', columns: FEED_COLUMNS.filter((column) => column !== 'national_id' && column !== 'name'),
    } })
  })

  it('may correct the birth date of a person whose name is known, or the name, but not both at once', async () => {
    const known = { nationalId: nationalIdOf('wu.employee'), name: nameOf('wu.employee'), birthDate: '1980-01-01' }
    const [{ birthDate }] = await world.sql<{ birthDate: string }>(
      'select birth_date::text as "birthDate" from person_version where person_id = $1', [personOf('wu.employee')]) as [{ birthDate: string }]
    for (const [change, rejected] of [
      [{}, 0], [{ birthDate: '1955-05-05' }, 0], [{ birthDate, name: '吳改名' }, 0], [{ birthDate: '1955-05-05', name: '另一人' }, 1],
    ] as const) {
      assert.equal((await received(csvOf(post({ ...known, birthDate, ...change })))).rejected, rejected, JSON.stringify(change))
    }
    // One row with the known name speaks for the others.
    const both = csvOf(post({ ...known, birthDate: '1955-05-05' }), post({ ...known, birthDate: '1955-05-05', name: '吳改名', title: '專員' }))
    assert.equal((await received(both)).rejected, 0)
  })

  it('is turned away whole with more faults than a report can hold, by themselves or beside one another', async () => {
    const bad = Array.from({ length: 6 }, (_, at) => post({ nationalId: idOf(at), agencyCode: 'X00000000X' }))
    const twice = Array.from({ length: 6 }, (_, at) => post({ nationalId: idOf(100 + Math.floor(at / 2)), to: at % 2 ? null : '2027-01-01' }))
    for (const [rows, tally] of [
      [bad, [{ column: 'agency_code', code: 'agencyUnknown', rows: 6 }]],
      [[...bad.slice(3), ...twice], [{ column: null, code: 'postTwice', rows: 6 }, { column: 'agency_code', code: 'agencyUnknown', rows: 3 }]],
    ] as const) {
      const answer = await receive(csvOf(...rows), { limits: { faultyRows: 5 } })
      assert.ok('state' in answer && answer.state === 'refused')
      assert.deepEqual(answer.refusal, { code: 'tooManyFaults', limit: 5, tally })
      assert.deepEqual([await rowsOf(answer.feed), await faultsOf(answer.feed)], [[], []])
      const [{ state, refusal }] = await world.sql('select state, refusal from feed where id = $1', [answer.feed]) as [Record<string, unknown>]
      assert.deepEqual([state, refusal], ['refused', answer.refusal])
    }
  })

  it('of nobody is taken as a delta, and not as a snapshot', async () => {
    assert.equal((await received(FEED_HEADING, { kind: 'delta' })).rows, 0)
    const answer = await receive(FEED_HEADING)
    assert.deepEqual('state' in answer && answer.state === 'refused' && answer.refusal, { code: 'noRows' })
  })

  it('as a dry run leaves no event', async () => {
    const count = async (): Promise<unknown> => world.sql('select count(*) from audit_event')
    const counted = await count()
    const { feed } = await received(csvOf(post(), post({ nationalId: 'x' })), { trial: true })
    await receive('', { trial: true })
    assert.deepEqual(await count(), counted)
    assert.equal((await rowsOf(feed)).length, 1)
    await world.sql('delete from feed where id = $1', [feed])
    assert.deepEqual([await rowsOf(feed), await faultsOf(feed)], [[], []])
  })

  it('repeats no national ID in its row or its events, whatever the file is called and holds', async () => {
    const id = idOf(7)
    const source = `${id} 的資料.csv`
    await receive(`${id},林小明\n`, { source })
    await receive(`national_id,${id}\n`, { source })
    await received(csvOf(post({ unit: id, name: id, agencyCode: id, birthDate: id, from: id, email: id, nature: id })), { source })
    const told = await world.sql(`select (select string_agg(f::text, '') from feed f) || (select string_agg(e::text, '') from audit_event e)
      || (select string_agg(detail::text, '') from feed_fault) as told`)
    assert.ok(!JSON.stringify(told).includes(id))
  })

  it('gives its rejected rows out as a report that can be mended and sent back', async () => {
    const bad = [post({ nationalId: 'X1' }), post({ agencyCode: 'X00000000X', unit: '=cmd|calc', title: "'=1", name: '林"小",明' }), post({ to: '2019-01-01', from: '' })]
    const { feed } = await received(csvOf(post({ nationalId: idOf(8) }), ...bad, post({ nationalId: idOf(9) }), post({ nationalId: idOf(9) })))
    let report = ''
    for await (const piece of faultReport(world.database, seal, processOrigin('test'), feed, 'zh-TW')) report += piece
    assert.deepEqual((await world.events('feed.report-taken')).map(({ detail }) => detail), [{ feed, rows: 4 }])
    const [heading, ...lines] = parse(report, { bom: true }) as string[][]
    assert.deepEqual(heading, ['line', 'column', 'reason', ...FEED_COLUMNS])
    assert.deepEqual(lines.map(([line, column]) => `${line} ${column}`), ['3 national_id', '4 agency_code', '5 from', '7 '])
    assert.ok(lines.every(([, , reason]) => reason !== '') && !lines.flat().some((cell) => /^[=+@-]/.test(cell)))
    const cells = (row: FeedRow): string[] => cellsOf(row)
    assert.deepEqual(lines[0]!.slice(3), cells(bad[0]!))

    // Sent back as it is, it has the same faults; mended, none.
    const again = await received(report, { kind: 'delta' })
    assert.deepEqual((await faultsOf(again.feed)).map(({ line, field, code }) => `${line} ${field} ${code}`), [
      '2 national_id idShape', '3 agency_code agencyUnknown', '4 from required'])
    const mended = report.replace('X1', idOf(1)).replaceAll('X00000000X', AGENCIES.works).replace(/,,2019-01-01/, ',2018-01-01,2019-01-01')
    const last = await received(mended, { kind: 'delta' })
    assert.deepEqual([last.rows, last.rejected], [4, 0])
    assert.deepEqual((await rowsOf(last.feed)).map(({ unit, title, name }) => [unit, title, name])[1], ['=cmd|calc', "'=1", '林"小",明'])
  })
})
