import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { describe, it } from 'node:test'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { csvLineOf, FEED_COLUMNS, FEED_HEADING } from '../../core/feed-columns.ts'
import { nationalIdFrom } from '../../core/national-id.ts'
import { createSeal } from '../../store/seal.ts'
import { readFile } from './read-file.ts'
import { FeedRefused, LIMITS } from './reading.ts'
import type { FeedRefusal } from '../../core/feed-faults.ts'
import type { ReadLimits, ReadTotals } from './reading.ts'

const seal = createSeal({ dataKeys: [{ version: 1, key: randomBytes(32) }], indexKey: randomBytes(32) })

type Outcome = { totals: ReadTotals; lines: string[]; faults: string[] } | FeedRefusal

/** Reads the bytes in pieces of that size. */
async function read(bytes: Uint8Array, { size = 64 * 1024, limits = {}, kind = 'snapshot' }: { size?: number; limits?: Partial<ReadLimits>; kind?: 'snapshot' | 'delta' } = {}): Promise<Outcome> {
  const pieces = (async function* cut(): AsyncGenerator<Uint8Array> {
    for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
  })()
  const context = { today: '2026-11-23', asOf: '2026-11-23', agencies: new Map([['AAAAAAAAAA', { endedOn: null, successor: null }]]) }
  let lines = ''
  try {
    const { totals, faults } = await readFile(pieces, { feed: '7', kind, keys: seal.keysForThread(), context, limits: { ...LIMITS, ...limits } },
      async (some) => { lines += Buffer.from(some).toString() })
    const split = (text: string): string[] => text.split('\n').slice(0, -1)
    return { totals, lines: split(lines), faults: split(Buffer.from(faults).toString()) }
  } catch (error) {
    if (error instanceof FeedRefused) return error.refusal
    throw error
  }
}

const row = (serial: number, more: Partial<Record<(typeof FEED_COLUMNS)[number], string>> = {}): string =>
  csvLineOf(FEED_COLUMNS.map((column) => ({
    national_id: nationalIdFrom('A', `1${String(serial).padStart(7, '0')}`), name: '林𠀋明', birth_date: '1990-02-28', email: '',
    agency_code: 'AAAAAAAAAA', unit: '', title: '科員', staff_category: '', supervisor_level: '', rank: '', job_series: '',
    post_kind: 'appointment', nature: '', section: '', from: '2020-01-01', to: '', ...more,
  }[column])))

const rows = (count: number): string => Array.from({ length: count }, (_, at) => row(at)).join('')
const good = FEED_HEADING + rows(40)

const codeOf = (outcome: Outcome): string | null => ('code' in outcome ? outcome.code : null)
const countOf = (outcome: Outcome): number | null => ('totals' in outcome ? outcome.totals.rows : null)

describe('a file', () => {
  it('is read the same in whatever pieces it comes, packed or not', async () => {
    for (const file of [Buffer.from(good), gzipSync(good), Buffer.from(`\uFEFF${good}`), Buffer.concat([gzipSync(FEED_HEADING), gzipSync(rows(40))])]) {
      for (const size of [1, 2, 3, 7, 100_000]) assert.equal(countOf(await read(file, { size })), 40)
    }
  })

  it('is read with any line ends, and without the last', async () => {
    for (const end of ['\n', '\r\n', '\r']) {
      const text = good.replaceAll('\r\n', end)
      assert.equal(countOf(await read(Buffer.from(text))), 40)
      assert.equal(countOf(await read(Buffer.from(text.slice(0, -end.length)), { size: 11 })), 40)
    }
  })

  const refused: [what: string, file: Uint8Array | string, code: FeedRefusal['code'], limits?: Partial<ReadLimits>][] = [
    ['is empty', '', 'empty'],
    ['is a byte order mark', '\uFEFF', 'noHeading'],
    ['is blank', '\r\n\n', 'noHeading'],
    ['is packed nothing', gzipSync(''), 'empty'],
    ['is longer than may be', good, 'tooLarge', { bytes: 1000 }],
    ['unpacks to more than may be', gzipSync(good), 'unpackedTooLarge', { unpackedBytes: 1000 }],
    ['is a bomb without lines', gzipSync(Buffer.alloc(40_000_000)), 'rowTooLong'],
    ['is a bomb within its rows', gzipSync(FEED_HEADING + rows(1) + '\n'.repeat(40_000_000)), 'packedTooTightly'],
    ['is packed and broken off', gzipSync(good).subarray(0, -9), 'packedCutOff'],
    ['is packed and altered', gzipSync(good).fill(7, 60, 80), 'packedDamaged'],
    ['begins like a packed one', Uint8Array.of(0x1f, 0x8b), 'packedCutOff'],
    ['is packed, and something follows', Buffer.concat([gzipSync(good), randomBytes(64).fill(0x55, 0, 2)]), 'packedDamaged'],
    ['is a spreadsheet', Buffer.from('504b03041400060008000000210062ee9d685e010000900400', 'hex'), 'encoding'],
    ['has more rows than may be', good, 'tooManyRows', { rows: 39 }],
    ['has one endless line', `${FEED_HEADING}${'x'.repeat(30_000)}`, 'rowTooLong'],
    ['has an endless cell', `${FEED_HEADING}"${row(1).repeat(300)}`, 'openQuote'],
    ['is JSON, and no lines', `{"people":[${'{},'.repeat(10_000)}`, 'rowTooLong'],
  ]
  for (const [what, file, code, limits = {}] of refused) {
    it(`is turned away where it ${what}`, async () => assert.equal(codeOf(await read(Buffer.from(file as string), { limits })), code))
  }

  it('that is no UTF-8 is turned away with the place', async () => {
    const before = FEED_HEADING + rows(2)
    const then = (bytes: string): Buffer => Buffer.concat([Buffer.from(`${before}A123456789,M`), Buffer.from(bytes, 'hex'), Buffer.from('\r\n')])
    const place = { code: 'encoding', line: 4, byte: Buffer.byteLength(before) + 12 }
    for (const size of [1, 5, 100_000]) assert.deepEqual(await read(then('ff61'), { size }), { ...place, likely: null })
    // 林小明 as a spreadsheet writes it
    assert.deepEqual(await read(then('aa4ca470a9fa')), { ...place, likely: 'big5' })
    assert.deepEqual(await read(Buffer.from(`\uFEFF${good}`, 'utf16le')), { code: 'encoding', line: 1, byte: 0, likely: 'utf16' })
    assert.equal(codeOf(await read(Buffer.concat([Buffer.from(good), Buffer.of(0xe5, 0x8f)]))), 'encoding')
  })

  it('that is a report of rejected rows is a delta, never everybody', async () => {
    for (const text of [good, FEED_HEADING, FEED_HEADING.trim()]) {
      const report = Buffer.from(text.split('\r\n').map((line, at) => (line === '' ? line : at === 0 ? `line,column,reason,${line}` : `1,to,x,${line}`)).join('\r\n'))
      assert.equal(codeOf(await read(report)), 'reportAsSnapshot')
      assert.equal(countOf(await read(report, { kind: 'delta' })), text === good ? 40 : 0)
    }
  })

  it('with more bad rows than a report can hold is turned away with what they were', async () => {
    const bad = Array.from({ length: 20 }, (_, at) => row(at, { agency_code: 'BBBBBBBBBB', ...(at < 3 ? { title: '' } : {}) })).join('')
    assert.deepEqual(await read(Buffer.from(FEED_HEADING + rows(9) + bad), { limits: { faultyRows: 10 } }), { code: 'tooManyFaults', limit: 10, tally: [
      { column: 'agency_code', code: 'agencyUnknown', rows: 8 }, { column: 'title', code: 'required', rows: 3 }] })
  })

  it('has its lines made for COPY, whatever is in its cells', async () => {
    const outcome = await read(Buffer.from(FEED_HEADING + row(1, { unit: '一\\二', rank: '"甲",乙', section: '\\N' })))
    assert.ok('lines' in outcome)
    const cells = outcome.lines[0]!.split('\t')
    assert.deepEqual([cells.length, cells[8], cells[12], cells[16], cells[18]], [19, '一\\\\二', '"甲",乙', '\\\\N', '\\N'])
  })

  it('gives one ID one index, and seals it', async () => {
    const outcome = await read(Buffer.from(FEED_HEADING + row(1) + row(2) + row(1, { title: '專員' })))
    assert.ok('lines' in outcome)
    const ids = outcome.lines.map((line) => line.split('\t').slice(2, 4).map((hex) => Buffer.from(hex.replace(/^\\\\x/, ''), 'hex')))
    assert.deepEqual(ids.map(([sealed, index]) => seal.openNationalId({ sealed: sealed!, index: index! })),
      [1, 2, 1].map((serial) => nationalIdFrom('A', `1000000${serial}`)))
    assert.ok(ids[0]![1]!.equals(ids[2]![1]!))
  })

  it('of whatever bytes is read or turned away, and every row of it accounted for', async () => {
    const pieces = fc.oneof(
      fc.uint8Array({ maxLength: 30 }).map((bytes) => Buffer.from(bytes)),
      fc.constantFrom(row(1), row(2, { to: 'x' }), '"', ',', '\r', '\n', '\0', '\uFEFF', '中', '{"name":null}\n').map((text) => Buffer.from(text)),
    )
    await fc.assert(fc.asyncProperty(fc.boolean(), fc.boolean(), fc.array(pieces, { maxLength: 12 }), fc.integer({ min: 1, max: 300 }),
      async (heading, packed, parts, size) => {
        const whole = Buffer.concat([Buffer.from(heading ? FEED_HEADING : ''), ...parts])
        const outcome = await read(packed ? gzipSync(whole) : whole, { size })
        if ('code' in outcome) return
        const { totals: { rows: all, rejected }, lines, faults } = outcome
        assert.equal(lines.length, all - rejected)
        assert.equal(new Set(faults.map((line) => line.split('\t')[1])).size, rejected)
      }), { numRuns: 500 })
  })

  it('of packed bytes that were altered anywhere is read or turned away', async () => {
    const packed = gzipSync(good)
    await fc.assert(fc.asyncProperty(fc.nat({ max: packed.length - 1 }), fc.integer({ min: 1, max: 255 }), fc.nat({ max: packed.length }), async (at, by, end) => {
      const altered = Buffer.from(packed)
      altered[at]! ^= by
      for (const file of [altered, packed.subarray(0, end)]) {
        const outcome = await read(file, { size: 97 })
        if ('totals' in outcome && outcome.totals.rejected === 0) assert.ok(outcome.totals.rows <= 40)
      }
    }), { numRuns: 200 })
  })
})

