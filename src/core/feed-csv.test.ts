import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { csvLineOf } from './feed-columns.ts'
import { csvSplitter } from './feed-csv.ts'
import type { RowSplitter, TextRow } from './feed-csv.ts'

const all = (splitter: RowSplitter, pieces: readonly string[]): TextRow[] =>
  [...pieces.flatMap((piece) => splitter.split(piece)), ...splitter.end()]

const read = (...pieces: string[]): TextRow[] => all(csvSplitter(10_000), pieces)
const cellsOf = (rows: readonly TextRow[]): string[][] => rows.map(({ cells }) => cells)

/** The text cut into pieces at those places. */
const cut = (text: string, places: readonly number[]): string[] => {
  const at = [0, ...places.map((place) => place % (text.length + 1)).toSorted((a, b) => a - b), text.length]
  return at.slice(1).map((end, index) => text.slice(at[index], end))
}

// What CSV is made of, and what it stumbles over.
const cell = fc.stringMatching(/^[a,"\r\n 中]{0,6}$/)
const lineEnd = fc.constantFrom('\n', '\r\n', '\r')
const places = fc.array(fc.nat(), { maxLength: 6 })
const number = (lines: readonly TextRow[]): number[] => lines.map(({ line }) => line)

describe('CSV in pieces', () => {
  it('reads what was written, whatever the line ends and wherever the pieces end', () => {
    fc.assert(fc.property(fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { maxLength: 6 }), lineEnd, places, (rows, end, at) => {
      const text = rows.map((row) => csvLineOf(row).replace(/\r\n$/, end)).join('')
      const found = read(...cut(text, at))
      assert.deepEqual(cellsOf(found), rows)
      assert.ok(found.every(({ fault }) => fault === null))
    }), { numRuns: 2_000 })
  })

  it('reads what another reader of CSV reads', () => {
    fc.assert(fc.property(fc.stringMatching(/^[a,"\r\n]{0,30}$/), (text) => {
      let theirs: string[][]
      try {
        theirs = parse(text, { relax_column_count: true, record_delimiter: ['\r\n', '\n', '\r'] })
          .filter((row: string[]) => row.length > 1 || row[0] !== '')
      } catch {
        return
      }
      const splitter = csvSplitter(10_000)
      const found = all(splitter, [text])
      assert.equal(splitter.fault, null)
      assert.deepEqual(cellsOf(found), theirs)
    }), { numRuns: 5_000 })
  })

  it('reads the same in pieces as at once, also what is no CSV', () => {
    fc.assert(fc.property(fc.stringMatching(/^[a,"\r\n]{0,40}$/), places, (text, at) => {
      const [once, split] = [csvSplitter(25), csvSplitter(25)]
      assert.deepEqual(all(split, cut(text, at)), all(once, [text]))
      assert.deepEqual(split.fault, once.fault)
    }), { numRuns: 5_000 })
  })

  it('tells where each row begins as an editor counts lines', () => {
    assert.deepEqual(number(read('a,b\r\n"x\r\ny\nz",b\r\n\r\nc,d\r\n')), [1, 2, 6])
    assert.deepEqual(number(read('a,b\r"x\ry",b\rc,d\r')), [1, 2, 4])
  })

  it('rejects a row with stray quotation marks alone, and reads on', () => {
    const found = read('a,b\nx"y,1\n"x"y,2\n"x" ,3\n""x"",4\nc,d\n')
    assert.deepEqual(found.map(({ fault }) => fault), [null, 'quotes', 'quotes', 'quotes', 'quotes', null])
  })

  it('stops at a quotation mark that is never closed, and at a row without end', () => {
    const open = csvSplitter(100)
    assert.deepEqual(cellsOf(all(open, ['a,b\n1,"2\n', 'x,y\n'.repeat(10)])), [['a', 'b']])
    assert.deepEqual(open.fault, { code: 'openQuote', line: 2 })
    const swallowing = csvSplitter(100)
    assert.deepEqual(cellsOf(all(swallowing, ['a,b\n1,"2\n', 'x,y\n'.repeat(100)])), [['a', 'b']])
    assert.deepEqual(swallowing.fault, { code: 'openQuote', line: 2 })
    const long = csvSplitter(100)
    all(long, ['a,b\n', 'x'.repeat(60), 'x'.repeat(60)])
    assert.deepEqual(long.fault, { code: 'rowTooLong', line: 2 })
    assert.deepEqual(long.split('more\n'), [])
  })
})
