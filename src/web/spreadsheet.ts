// Tables to keep: CSV and XLSX of any length, streamed at the pace of the reader, with the same values in both.
import { cellText, CHUNK_CHARACTERS } from './cells.ts'
import { download } from './reply.ts'
import { xlsxFile } from './xlsx.ts'
import type { Cell, SheetRow } from './cells.ts'
import type { DownloadReply } from './reply.ts'

export type { Cell, SheetRow } from './cells.ts'

/** `name`: of the file, without its ending. `columns`: the names in the first row, in order. */
export type Sheet<C extends string> = {
  format: 'csv' | 'xlsx'
  name: string
  columns: readonly C[]
  rows: AsyncIterable<SheetRow<C>>
}

const BOM = '\uFEFF'

/**
 * The rows as a file to keep. Nothing is asked of `rows` before the file is sent (never for HEAD), one row is waited for at
 * a time, and `rows` is told (`return`) when the reader goes away.
 */
export function spreadsheet<C extends string>({ format, name, columns, rows }: Sheet<C>): DownloadReply {
  return format === 'csv'
    ? download(`${name}.csv`, 'text/csv; charset=utf-8', csvFile(columns, rows))
    : download(`${name}.xlsx`, 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', xlsxFile(columns, rows))
}

// RFC 4180 asks for quotes around commas, quotes and line ends; the other separators some programs read are quoted too.
const QUOTED = /[",;\t\r\n]|^\s|\s$/

function csvCell(cell: Cell): string {
  if (cell === null) return ''
  if (typeof cell === 'number') return String(cell)
  const text = cellText(cell)
  return QUOTED.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

const csvLine = (cells: readonly Cell[]): string => `${cells.map(csvCell).join(',')}\r\n`

async function* csvFile<C extends string>(columns: readonly C[], rows: AsyncIterable<SheetRow<C>>): AsyncGenerator<string> {
  let text = BOM + csvLine(columns)
  for await (const row of rows) {
    text += csvLine(columns.map((column) => row[column]))
    if (text.length < CHUNK_CHARACTERS) continue
    yield text
    text = ''
  }
  yield text
}
