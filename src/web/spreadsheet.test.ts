import assert from 'node:assert/strict'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { test } from 'node:test'
import { promisify } from 'node:util'
import { deflate } from 'node:zlib'
import fc from 'fast-check'
import { readCsv, readXlsx, readZip } from '../../test/spreadsheet.ts'
import { spreadsheet } from './spreadsheet.ts'
import { xlsxFile } from './xlsx.ts'
import type { Cell, SheetRow } from './spreadsheet.ts'

const deflated = promisify<Buffer, Buffer>(deflate)

const COLUMNS = ['name', 'reason', 'count'] as const
type Column = (typeof COLUMNS)[number]
type Row = SheetRow<Column>

async function* given(rows: readonly Row[]): AsyncGenerator<Row> {
  for (const row of rows) yield row
}
const fileOf = (format: 'csv' | 'xlsx', rows: AsyncIterable<Row>) =>
  spreadsheet({ format, name: '名冊', columns: COLUMNS, rows }).body as AsyncIterable<string | Uint8Array>
const bytesOf = (format: 'csv' | 'xlsx', rows: readonly Row[]) => buffer(Readable.from(fileOf(format, given(rows))))
const row = (name: Cell, reason: Cell = null, count: Cell = null): Row => ({ name, reason, count })

test('both formats say the same, whatever is in a cell', async () => {
  const text = fc.string({ unit: 'binary', maxLength: 12 })
  const cell = fc.oneof(text, fc.constantFrom('', 'a,b', '"', '\r\n', ' x ', '_x000D_', '=1', '臺', '𠮷'), fc.constant(null),
    fc.integer())
  const some = fc.array(fc.tuple(cell, cell, cell).map(([name, reason, count]) => row(name, reason, count)), { maxLength: 5 })
  await fc.assert(fc.asyncProperty(some, async (rows) => {
    const csv = readCsv(await bytesOf('csv', rows))
    assert.deepEqual(csv[0], [...COLUMNS])
    assert.equal(csv.length, rows.length + 1)
    assert.deepEqual(readXlsx(await bytesOf('xlsx', rows)), [csv])
    for (const [at, line] of csv.slice(1).entries()) {
      for (const [n, said] of line.entries()) {
        const was = rows[at]![COLUMNS[n]!]
        if (typeof was !== 'string') continue
        assert.doesNotMatch(said, /^\s*[=+\-@＝＋－＠]|^[\t\r\n]/)
        // Nothing is lost but what neither can hold, nothing added but the apostrophe.
        const bare = (whole: string) => (whole.startsWith("'") ? whole.slice(1) : whole)
        if (was.isWellFormed() && !/[\p{Cc}\uFFFE\uFFFF]/u.test(was)) assert.equal(bare(said), bare(was))
      }
    }
  }), { numRuns: 300 })
})

test('what a spreadsheet would run is made harmless in both formats', async () => {
  const evil = [
    '=HYPERLINK("http://evil.example","x")', '+1+1', '-1+1', '@SUM(A1)', '\t=1', '\r=1', '\n=1', '＝1+1', '＠x', ' =1',
    "=cmd|' /C calc'!A0",
  ]
  const csv = readCsv(await bytesOf('csv', evil.map((text) => row(text))))
  assert.deepEqual(csv.slice(1).map(([name]) => name), evil.map((text) => `'${text}`))
  // A number is a number, also below zero.
  assert.deepEqual(readCsv(await bytesOf('csv', [row('王', null, -5)]))[1], ['王', '', '-5'])
  const sheet = readZip(await bytesOf('xlsx', evil.map((text) => row(text)))).get('xl/worksheets/sheet1.xml')!.toString()
  assert.doesNotMatch(sheet, /<f>|<f /)
})

test('a separator of other countries cannot open a second cell', async () => {
  const text = (await bytesOf('csv', [row('a;=1+1'), row('a\t=1+1')])).toString()
  assert.match(text, /"a;=1\+1"/)
  assert.match(text, /"a\t=1\+1"/)
})

test('what does not fit one sheet goes on in the next, under the same heading', async () => {
  const rows = Array.from({ length: 7 }, (_, n) => row(`${n}`))
  const sheetsOf = async (most: number) =>
    readXlsx(await buffer(Readable.from(xlsxFile(COLUMNS, given(rows), most)))).map((sheet) => sheet.map(([name]) => name))
  assert.deepEqual(await sheetsOf(4), [['name', '0', '1', '2'], ['name', '3', '4', '5'], ['name', '6']])
  assert.deepEqual((await sheetsOf(8)).length, 1)
  assert.deepEqual(readXlsx(await bytesOf('xlsx', [])), [[[...COLUMNS]]])
})

for (const format of ['csv', 'xlsx'] as const) {
  test(`${format}: rows are made at the pace of the reader, and told when the reader goes away`, async () => {
    const state = { made: 0, told: false }
    async function* endless(): AsyncGenerator<Row> {
      try {
        for (;;) {
          state.made += 1
          yield row(`${state.made} ${Math.random()}`, 'x'.repeat(200), state.made)
        }
      } finally {
        state.told = true
      }
    }
    const file = fileOf(format, endless())[Symbol.asyncIterator]()
    // The packing is done by threads: what they were given before these blocks, they have done when these are done.
    const letItRunAhead = async () => {
      for (let n = 0; n < 20; n += 1) await deflated(Buffer.alloc(500_000, String(n)))
    }
    // 1 MB of text is 4,000 of these rows; the buffers on the way hold two. Unheld, it would be a hundred thousand.
    await file.next()
    await letItRunAhead()
    assert.ok(state.made < 8_000, `${state.made} rows while nobody reads`)
    assert.equal(state.told, false)
    await file.return!()
    assert.equal(state.told, true)
    const { made } = state
    await letItRunAhead()
    assert.equal(state.made, made, 'nothing is made for whoever has gone')
  })

  test(`${format}: a fault of the rows is the fault of the file`, async () => {
    async function* broken(): AsyncGenerator<Row> {
      yield row('1')
      throw new Error('the database went away')
    }
    await assert.rejects(buffer(Readable.from(fileOf(format, broken()))), /the database went away/)
  })
}
