/** NDJSON into rows: one object a line, whose names are the feed's columns and whose values are texts, or null for a blank. */
import { FEED_COLUMNS } from './feed-columns.ts'
import type { FeedColumn } from './feed-columns.ts'
import type { RowSplitter, TextRow, TextRowFault } from './feed-csv.ts'
import { quoted } from './feed-faults.ts'
import type { RowFault } from './feed-faults.ts'

/** Splits lines of at most so many characters; each is one cell, the JSON text. */
export function lineSplitter(longestRow: number): RowSplitter {
  let rest = ''
  let line = 1
  let fault: TextRowFault | null = null
  function read(text: string, last: boolean): TextRow[] {
    const rows: TextRow[] = []
    let at = 0
    while (at < text.length) {
      const feed = text.indexOf('\n', at)
      const end = feed === -1 ? text.length : feed
      if (end - at > longestRow) {
        fault = { code: 'rowTooLong', line }
        rest = ''
        return rows
      }
      if (feed === -1 && !last) break
      const said = text.slice(at, end).trim()
      if (said !== '') rows.push({ line, cells: [said], fault: null })
      line += 1
      at = end + 1
    }
    rest = text.slice(at)
    return rows
  }
  return {
    split: (piece) => (fault === null ? read(rest + piece, false) : []),
    end: () => (fault === null && rest !== '' ? read(rest, true) : []),
    get fault() {
      return fault
    },
    get line() {
      return line
    },
  }
}

const columns: ReadonlySet<string> = new Set(FEED_COLUMNS)
// A text, and whether a colon follows: then it is a name. Values hold no objects, so that every name is the row's own.
const TEXTS = /"(?:[^"\\]|\\.)*"\s*(:)?/g

/** The cells of the line in the order of `FEED_COLUMNS`; those that cannot be read are blank, and told. */
export function readJsonRow(text: string): { cells: string[]; faults: RowFault[] } {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    value = undefined
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { cells: FEED_COLUMNS.map(() => ''), faults: [{ column: null, code: 'json', detail: {} }] }
  }
  const faults: RowFault[] = []
  const cells = FEED_COLUMNS.map((column) => cellOf(value as Record<string, unknown>, column, faults))
  const names = Object.keys(value)
  const unknown = names.find((name) => !columns.has(name))
  if (unknown !== undefined) faults.push({ column: null, code: 'keyUnknown', detail: { value: quoted(unknown) } })
  // JSON.parse takes the last of two values of one name; the next reader might take the first.
  else if (faults.length === 0 && namesIn(text) > names.length) faults.push({ column: null, code: 'keyTwice', detail: {} })
  return { cells, faults }
}

function cellOf(value: Record<string, unknown>, column: FeedColumn, faults: RowFault[]): string {
  if (!Object.hasOwn(value, column)) {
    faults.push({ column, code: 'keyMissing', detail: {} })
    return ''
  }
  const cell = value[column]
  if (typeof cell === 'string') return cell
  if (cell !== null) faults.push({ column, code: 'notText', detail: {} })
  return typeof cell === 'number' || typeof cell === 'boolean' ? String(cell) : ''
}

function namesIn(text: string): number {
  let names = 0
  for (const [, colon] of text.matchAll(TEXTS)) if (colon !== undefined) names += 1
  return names
}
