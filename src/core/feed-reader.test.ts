import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { csvLineOf, FEED_COLUMNS, REPORT_COLUMNS } from './feed-columns.ts'
import { feedReader, withGuard } from './feed-reader.ts'
import type { FeedFormat, RawRow } from './feed-reader.ts'
import type { FeedRefusal } from './feed-faults.ts'

function read(text: string, format: FeedFormat = 'csv'): { rows: RawRow[]; refusal: FeedRefusal | null } {
  const reader = feedReader(format)
  const rows = [...reader.read(text), ...reader.end()]
  return { rows, refusal: reader.refusal }
}

const CELLS = FEED_COLUMNS.map((column) => `${column}!`)
const json = (more: Record<string, unknown> = {}): string =>
  `${JSON.stringify({ ...Object.fromEntries(FEED_COLUMNS.map((column) => [column, `${column}!`])), ...more })}\n`

describe('the heading of a feed', () => {
  for (const [what, heading, refusal] of [
    ['is missing', ['A123456789', '林小明'], { code: 'noHeading' }],
    ['lacks a column', FEED_COLUMNS.slice(1), { code: 'columnsMissing', columns: ['national_id'] }],
    ['names one twice', [...FEED_COLUMNS, 'name'], { code: 'columnsTwice', columns: ['name'] }],
    ['misspells one', FEED_COLUMNS.map((name) => (name === 'birth_date' ? 'birthdate' : name)),
      { code: 'columnsUnknown', columns: [{ name: 'birthdate', nearest: 'birth_date' }] }],
    ['has one more', [...FEED_COLUMNS, 'remark'], { code: 'columnsUnknown', columns: [{ name: 'remark', nearest: null }] }],
    ['is one of other names, an ID among them', [...FEED_COLUMNS.slice(1), 'A123456789'],
      { code: 'columnsUnknown', columns: [{ name: 'A12****789', nearest: null }] }],
    ['has a part of a report', [...FEED_COLUMNS, 'line'], { code: 'columnsUnknown', columns: [{ name: 'line', nearest: null }] }],
  ] as const) {
    it(`refuses the file where it ${what}`, () => assert.deepEqual(read(csvLineOf(heading)), { rows: [], refusal }))
  }

  it('says which column is which', () => {
    const order = [...FEED_COLUMNS].toReversed()
    assert.deepEqual(read(csvLineOf(order) + csvLineOf([...CELLS].toReversed())).rows, [{ line: 2, cells: CELLS, faults: [] }])
  })
})

describe('a row of CSV', () => {
  it('is told where it has too few cells or too many, and loses none', () => {
    const { rows } = read(csvLineOf(FEED_COLUMNS) + csvLineOf(CELLS.slice(0, 3)) + csvLineOf([...CELLS, 'more', 'still']))
    assert.deepEqual(rows.map(({ faults }) => faults.map(({ code }) => code)), [['cellCount'], ['cellCount']])
    assert.deepEqual(rows[0]!.cells, [...CELLS.slice(0, 3), ...Array.from({ length: 13 }, () => '')])
    assert.equal(rows[1]!.cells.at(-1), 'to!,more,still')
  })

  it('of a report reads as it did before the report was made', () => {
    const cell = fc.stringMatching(/^['=+@\-＝ a"\n]{0,6}$/)
    fc.assert(fc.property(fc.array(cell, { minLength: 16, maxLength: 16 }), (cells) => {
      const report = csvLineOf([...REPORT_COLUMNS, ...FEED_COLUMNS]) + csvLineOf(['7', 'to', 'reason', ...cells.map(withGuard)])
      assert.deepEqual(read(report).rows[0]!.cells, cells)
      for (const guarded of cells.map(withGuard)) assert.doesNotMatch(guarded, /^\s*[=+\-@＝]/)
    }), { numRuns: 2_000 })
  })
})

describe('a row of NDJSON', () => {
  const faultsOf = (text: string): string[] =>
    read(text, 'ndjson').rows.flatMap(({ faults }) => faults.map(({ column, code }) => `${column} ${code}`))

  it('is an object with every column once, in any order', () => {
    assert.deepEqual(read(json() + json({ to: null }), 'ndjson').rows.map(({ line, cells }) => [line, cells]),
      [[1, CELLS], [2, [...CELLS.slice(0, 15), '']]])
    assert.deepEqual(faultsOf(json() + json({ email: null })), [])
  })

  for (const [what, text, faults] of [
    ['is no JSON', '{"national_id": \n', ['null json']],
    ['is a list', '[]\n', ['null json']],
    ['lacks a column', json({ to: undefined }), ['to keyMissing']],
    ['has one more', json({ remark: '' }), ['null keyUnknown']],
    ['has a number', json({ supervisor_level: 4 }), ['supervisor_level notText']],
    ['has an object', json({ unit: { to: '' } }), ['unit notText']],
    ['has a column twice', json().replace('}', ',"n\\u0061me":"another"}'), ['null keyTwice']],
    ['has __proto__', json().replace('}', ',"__proto__":"x"}'), ['null keyUnknown']],
  ] as const) {
    it(`is rejected alone where it ${what}`, () => assert.deepEqual(faultsOf(text + json()), faults))
  }

  it('may hold texts that look like names', () => assert.deepEqual(faultsOf(json({ unit: '"name":', title: '\\"to":' })), []))
})
