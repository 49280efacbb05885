import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { gzipSync } from 'node:zlib'
import { AGENCIES, nationalIdOf, personOf, seal, startWorld } from '../../../test/world.ts'
import { cellsOf, csvLineOf, FEED_COLUMNS, FEED_HEADING } from '../../core/feed-columns.ts'
import { nationalIdFrom } from '../../core/national-id.ts'
import { processOrigin } from '../../store/change.ts'
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

  it('is interrupted where its bytes break off, and leaves no rows', async () => {
    const answer = await receive((async function* broken() {
      yield Buffer.from(csvOf(post()))
      throw new Error('the line went dead')
    })())
    assert.deepEqual('state' in answer && answer.state === 'interrupted' ? answer.why : answer, 'brokenOff')
    const [left] = await world.sql<{ count: string }>('select count(*) from feed_row r join feed f on f.id = r.feed_id where f.state <> $1', ['received'])
    assert.equal(left!.count, '0')
  })
})
