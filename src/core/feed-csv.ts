/**
 * CSV (RFC 4180) into rows, piece by piece as the text comes: strict about quotation marks, exact about lines, and bounded.
 * A row by itself that is no CSV is told with its line; only a quotation mark that is never closed spoils what follows.
 */

/** One row of a file. `line`: where it begins, counted from 1 as editors do. */
export type TextRow = { line: number; cells: string[]; fault: 'quotes' | null }

/** Where the text can be read no further. */
export type TextRowFault = { code: 'rowTooLong' | 'openQuote'; line: number }

export type RowSplitter = {
  /** The rows that are whole with this piece; what is begun is kept for the next. */
  split(piece: string): TextRow[]
  /** The row that no line end follows. */
  end(): TextRow[]
  /** Set when the text can be read no further; nothing more comes then. */
  readonly fault: TextRowFault | null
  /** The line at which the text ends that came so far. */
  readonly line: number
}

const [QUOTE, COMMA, LINE_FEED, RETURN] = [0x22, 0x2c, 0x0a, 0x0d]

/** Splits rows of at most so many characters, ended by LF, CR LF or CR. Lines without anything are passed over. */
export function csvSplitter(longestRow: number): RowSplitter {
  let rest = ''
  let line = 1
  let fault: TextRowFault | null = null
  // A CR at the end of a piece may be half of a CR LF.
  const rowEndIn = (text: string, last: boolean): number => (last || text.charCodeAt(text.length - 1) !== RETURN ? text.length : text.length - 1)

  function read(text: string, last: boolean): TextRow[] {
    const rows: TextRow[] = []
    const limit = rowEndIn(text, last)
    let at = 0
    let nextQuote = text.indexOf('"')
    let nextReturn = text.indexOf('\r')
    let feed = text.indexOf('\n')
    while (at < text.length) {
      if (nextQuote !== -1 && nextQuote < at) nextQuote = text.indexOf('"', at)
      if (nextReturn !== -1 && nextReturn < at) nextReturn = text.indexOf('\r', at)
      if (feed !== -1 && feed < at) feed = text.indexOf('\n', at)
      // Nearly every row: no quotation mark, and no CR but before its LF.
      const end = feed !== -1 && nextReturn === feed - 1 ? nextReturn : feed
      if (feed !== -1 && (nextQuote === -1 || nextQuote > end) && (nextReturn === -1 || nextReturn >= end)) {
        if (end - at > longestRow) return stop('rowTooLong', rows)
        if (end > at) rows.push({ line, cells: text.slice(at, end).split(','), fault: null })
        line += 1
        at = feed + 1
        continue
      }
      const row = scanRow(text, at, limit, last)
      if ((row === null ? text.length : row.end) - at > longestRow) return stop(row === null && isOpen(text, at) ? 'openQuote' : 'rowTooLong', rows)
      if (row === null) {
        if (last) return stop('openQuote', rows)
        break
      }
      if (row.cells.length > 1 || row.cells[0] !== '' || row.fault !== null) rows.push({ line, cells: row.cells, fault: row.fault })
      line += row.lines
      at = row.end
    }
    rest = text.slice(at)
    return rows
  }

  function stop(code: TextRowFault['code'], rows: TextRow[]): TextRow[] {
    fault = { code, line }
    rest = ''
    return rows
  }

  return {
    split: (piece) => (fault === null ? read(rest + piece, false) : []),
    end: () => (fault === null && rest !== '' ? read(rest, true) : []),
    get fault() {
      return fault
    },
    get line() {
      return line + lineEndsIn(rest)
    },
  }
}

type Scanned = { cells: string[]; fault: 'quotes' | null; end: number; lines: number }

/** Whether the row that begins there, and does not end, is within quotation marks at the end of the text. */
const isOpen = (text: string, start: number): boolean => scanRow(text, start, text.length, true) === null

/** One row, letter by letter; null where it does not end in this text. `limit`: how far the text is certain. */
function scanRow(text: string, start: number, limit: number, last: boolean): Scanned | null {
  const cells: string[] = []
  let fault: 'quotes' | null = null
  let lines = 1
  let at = start
  for (;;) {
    let cell = ''
    let from = at
    if (text.charCodeAt(at) === QUOTE && at < limit) {
      for (from = at + 1; ; ) {
        const quote = text.indexOf('"', from)
        if (quote === -1) return null
        cell += text.slice(from, quote)
        from = quote + 1
        if (text.charCodeAt(from) !== QUOTE) break
        cell += '"'
        from += 1
      }
      // Whether a closing mark is one is told by what follows.
      if (from >= text.length && !last) return null
      lines += lineEndsIn(cell)
    }
    at = from
    while (at < limit && !isEnd(text.charCodeAt(at))) at += 1
    if (at >= limit && !last) return null
    const more = text.slice(from, at)
    // What stands beside quotation marks, or a mark within: whoever wrote it meant one thing, and others read another.
    if (more !== '' && (from !== start && text.charCodeAt(from - 1) === QUOTE || more.includes('"'))) fault = 'quotes'
    cells.push(cell + more)
    if (at >= limit) return { cells, fault, end: text.length, lines }
    if (text.charCodeAt(at) === COMMA) {
      at += 1
      continue
    }
    const pair = text.charCodeAt(at) === RETURN && text.charCodeAt(at + 1) === LINE_FEED
    return { cells, fault, end: at + (pair ? 2 : 1), lines }
  }
}

const isEnd = (sign: number): boolean => sign === COMMA || sign === LINE_FEED || sign === RETURN
const lineEndsIn = (cell: string): number => cell.match(/\r\n|\r|\n/g)?.length ?? 0
