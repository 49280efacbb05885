/** A people feed as text, in either format, into the cells of its rows; and why it is no feed at all. */
import { FEED_COLUMNS, REPORT_COLUMNS } from './feed-columns.ts'
import { csvSplitter } from './feed-csv.ts'
import type { TextRow } from './feed-csv.ts'
import { quoted } from './feed-faults.ts'
import type { FeedRefusal, RowFault } from './feed-faults.ts'
import { lineSplitter, readJsonRow } from './feed-ndjson.ts'
import { nearestName } from './nearest-name.ts'

export type FeedFormat = 'csv' | 'ndjson'

/**
 * One row as it came: `cells` in the order of `FEED_COLUMNS`. Where a row had too many, those beyond the heading stand with
 * its last column, so that nothing is lost of it.
 */
export type RawRow = { line: number; cells: string[]; faults: RowFault[] }

export type FeedReader = {
  read(piece: string): RawRow[]
  end(): RawRow[]
  /** Set when the file is turned away; nothing more comes then. */
  readonly refusal: FeedRefusal | null
  /** Whether it is a report of rejected rows that somebody mended; known from the first rows on. */
  readonly isReport: boolean
  /** The line at which the text ends that came so far. */
  readonly line: number
}

// The longest row that passes its checks has some 1,200 characters: what is longer is some other file, or a quotation mark
// that swallows one.
export const LONGEST_ROW = 20_000

/** NDJSON begins with a brace, which no heading of ours does. */
export const formatOf = (firstByte: number): FeedFormat => (firstByte === 0x7b ? 'ndjson' : 'csv')

export function feedReader(format: FeedFormat): FeedReader {
  const splitter = format === 'csv' ? csvSplitter(LONGEST_ROW) : lineSplitter(LONGEST_ROW)
  let heading: Heading | null = null
  let refusal: FeedRefusal | null = null

  function rowsOf(found: TextRow[]): RawRow[] {
    if (refusal !== null) return []
    const rows: RawRow[] = []
    for (const row of found) {
      if (format === 'ndjson') rows.push({ line: row.line, ...readJsonRow(row.cells[0]!) })
      else if (heading !== null) rows.push(inOrder(row, heading))
      else {
        const read = readHeading(row.cells)
        if ('code' in read) {
          refusal = read
          return []
        }
        heading = read
      }
    }
    if (splitter.fault !== null) refusal = { ...splitter.fault, limit: LONGEST_ROW }
    return rows
  }

  return {
    read: (piece) => rowsOf(splitter.split(piece)),
    end() {
      const rows = rowsOf(splitter.end())
      if (format === 'csv' && heading === null) refusal ??= { code: 'noHeading' }
      return rows
    },
    get refusal() {
      return refusal
    },
    get isReport() {
      return heading?.isReport ?? false
    },
    get line() {
      return splitter.line
    },
  }
}

type Heading = {
  /** Of each of our columns, where it stands in the file; null where they stand as we write them. */
  places: readonly number[] | null
  width: number
  /** Whether it is a report that somebody mended, whose cells are written apart from formulas. */
  isReport: boolean
}

// More than fits in a sentence.
const MOST_NAMED = 5

function readHeading(written: readonly string[]): Heading | FeedRefusal {
  const names = written.map((name) => name.trim())
  const known: ReadonlySet<string> = new Set(FEED_COLUMNS)
  // A file that begins with its rows: nothing of somebody is repeated as the name of a column.
  if (!names.some((name) => known.has(name))) return { code: 'noHeading' }
  const isReport = REPORT_COLUMNS.every((name) => names.includes(name))
  const passed: ReadonlySet<string> = new Set(isReport ? REPORT_COLUMNS : [])
  const missing = FEED_COLUMNS.filter((name) => !names.includes(name))
  const unknown = names.filter((name) => !known.has(name) && !passed.has(name))
  if (unknown.length > 0) {
    const columns = unknown.slice(0, MOST_NAMED).map((name) => ({ name: quoted(name), nearest: nearestName(quoted(name), missing) }))
    return { code: 'columnsUnknown', columns }
  }
  if (missing.length > 0) return { code: 'columnsMissing', columns: missing }
  const twice = names.filter((name, at) => names.indexOf(name) !== at)
  if (twice.length > 0) return { code: 'columnsTwice', columns: [...new Set(twice)] }
  const asWritten = !isReport && FEED_COLUMNS.every((name, at) => names[at] === name)
  return { places: asWritten ? null : FEED_COLUMNS.map((name) => names.indexOf(name)), width: names.length, isReport }
}

function inOrder({ line, cells, fault }: TextRow, { places, width, isReport }: Heading): RawRow {
  const faults: RowFault[] = []
  if (fault !== null) faults.push({ column: null, code: fault, detail: {} })
  if (cells.length !== width) faults.push({ column: null, code: 'cellCount', detail: { cells: cells.length, columns: width } })
  const whole = cells.length > width ? [...cells.slice(0, width - 1), cells.slice(width - 1).join(',')] : cells
  if (places === null && whole.length === width) return { line, cells: whole, faults }
  const ordered = (places ?? FEED_COLUMNS.map((_, at) => at)).map((place) => whole[place] ?? '')
  return { line, cells: isReport ? ordered.map(withoutGuard) : ordered, faults }
}

// What a spreadsheet would take for a formula, also in full width or after blanks; and what was guarded already.
const GUARDED = /^'+\s*[=+\-@＝＋－＠\t\r\n]/
const FORMULA = /^'*\s*[=+\-@＝＋－＠\t\r\n]/

/**
 * A cell of our own report: what a spreadsheet would run gets an apostrophe in front, and `withoutGuard` takes it away
 * again, so that a mended report reads as the row did.
 */
export const withGuard = (cell: string): string => (FORMULA.test(cell) ? `'${cell}` : cell)
const withoutGuard = (cell: string): string => (GUARDED.test(cell) ? cell.slice(1) : cell)

