// An XLSX file (ISO/IEC 29500, the transitional parts that every program reads) as a stream: the sheets first, and what
// lists them last, for only then is it known how many there are.
import { Readable } from 'node:stream'
import { finished } from 'node:stream/promises'
import { ZipFile } from 'yazl'
import { cellText, CHUNK_CHARACTERS } from './cells.ts'
import type { Cell, SheetRow } from './cells.ts'

// A sheet ends here in every program; what is more goes on in the next one, under the same heading.
const ROWS_A_SHEET = 1_048_576
// A sheet is nine tenths markup: the lower levels pack it nearly as well in half the time.
const COMPRESSION = { compressionLevel: 3 }

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006'
const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const TYPES = 'application/vnd.openxmlformats-officedocument.spreadsheetml'

// Cell formats by their place in the list: 0 plain, 1 the heading, 2 text that stays as it is when somebody edits it.
const STYLES = `${XML}<styleSheet xmlns="${MAIN}">`
  + '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
  + '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>'
  + '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
  + '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
  + '<cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
  + '<xf numFmtId="49" fontId="1" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1"/>'
  + '<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs></styleSheet>'

const SHEET_HEAD = `${XML}<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0">`
  + '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
  + '<sheetFormatPr defaultColWidth="18" defaultRowHeight="15"/><sheetData>'
const SHEET_FOOT = '</sheetData></worksheet>'

const ESCAPED: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '\r': '&#13;' }
// A spreadsheet reads _x000D_ in a text as the character of that number.
const NUMBERED = /_(?=x[0-9A-Fa-f]{4}_)/g

const xmlText = (text: string): string =>
  text.replace(NUMBERED, '_x005F_').replace(/[&<>\r]/g, (sign) => ESCAPED[sign]!)

function xmlCell(cell: Cell, style: number): string {
  if (cell === null) return '<c/>'
  if (typeof cell === 'number') return `<c><v>${cell}</v></c>`
  return `<c s="${style}" t="inlineStr"><is><t xml:space="preserve">${xmlText(cellText(cell))}</t></is></c>`
}

const xmlRow = (cells: readonly Cell[], style: number): string =>
  `<row>${cells.map((cell) => xmlCell(cell, style)).join('')}</row>`

/** Rows one by one, that can be looked at before they are taken. */
class Source<C extends string> {
  readonly #rows: AsyncIterator<SheetRow<C>>
  #next: Promise<IteratorResult<SheetRow<C>>> | null = null

  constructor(rows: AsyncIterable<SheetRow<C>>) {
    this.#rows = rows[Symbol.asyncIterator]()
  }

  async isOver(): Promise<boolean> {
    return (await (this.#next ??= this.#rows.next())).done === true
  }

  async take(): Promise<SheetRow<C> | null> {
    const next = await (this.#next ?? this.#rows.next())
    this.#next = null
    return next.done === true ? null : next.value
  }

  async leave(): Promise<void> {
    await this.#rows.return?.()
  }
}

async function* sheetXml<C extends string>(columns: readonly C[], source: Source<C>, most: number): AsyncGenerator<string> {
  let text = SHEET_HEAD + xmlRow(columns, 1)
  for (let written = 1; written < most; written += 1) {
    const row = await source.take()
    if (row === null) break
    text += xmlRow(columns.map((column) => row[column]), 2)
    if (text.length < CHUNK_CHARACTERS) continue
    yield text
    text = ''
  }
  yield text + SHEET_FOOT
}

const relations = (entries: readonly [target: string, kind: string][]): string =>
  `${XML}<Relationships xmlns="${PACKAGE}/relationships">${entries.map(([target, kind], at) =>
    `<Relationship Id="r${at + 1}" Type="${RELATIONS}/${kind}" Target="${target}"/>`).join('')}</Relationships>`

/** The parts that name the `sheets` sheets. */
function listingParts(sheets: number): [path: string, xml: string][] {
  const numbers = Array.from({ length: sheets }, (_, at) => at + 1)
  const override = (part: string, type: string) => `<Override PartName="/xl/${part}" ContentType="${TYPES}.${type}+xml"/>`
  return [
    ['xl/styles.xml', STYLES],
    ['xl/workbook.xml', `${XML}<workbook xmlns="${MAIN}" xmlns:r="${RELATIONS}"><sheets>${numbers.map((n) =>
      `<sheet name="${n}" sheetId="${n}" r:id="r${n}"/>`).join('')}</sheets></workbook>`],
    ['xl/_rels/workbook.xml.rels', relations([
      ...numbers.map((n): [string, string] => [`worksheets/sheet${n}.xml`, 'worksheet']), ['styles.xml', 'styles'],
    ])],
    ['[Content_Types].xml', `${XML}<Types xmlns="${PACKAGE}/content-types">`
      + '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
      + '<Default Extension="xml" ContentType="application/xml"/>' + override('workbook.xml', 'sheet.main')
      + override('styles.xml', 'styles') + numbers.map((n) => override(`worksheets/sheet${n}.xml`, 'worksheet')).join('')
      + '</Types>'],
  ]
}

/** The file in chunks. `rowsASheet` (heading included) is smaller than the formats' own only for tests. */
export async function* xlsxFile<C extends string>(
  columns: readonly C[], rows: AsyncIterable<SheetRow<C>>, rowsASheet = ROWS_A_SHEET,
): AsyncGenerator<Uint8Array> {
  const zip = new ZipFile()
  const source = new Source(rows)
  const output = zip.outputStream as Readable
  let sheet: Readable | null = null

  async function fill(): Promise<void> {
    let sheets = 0
    zip.addBuffer(Buffer.from(relations([['xl/workbook.xml', 'officeDocument']])), '_rels/.rels')
    do {
      sheets += 1
      sheet = Readable.from(sheetXml(columns, source, rowsASheet), { objectMode: false })
      zip.addReadStream(sheet, `xl/worksheets/sheet${sheets}.xml`, COMPRESSION)
      await finished(sheet)
    } while (!(await source.isOver()))
    for (const [path, xml] of listingParts(sheets)) zip.addBuffer(Buffer.from(xml), path)
    zip.end()
  }

  // A fault of the rows, or of the zip, ends the file as a fault of its own.
  const filled = fill().catch((fault: unknown) => void output.destroy(fault as Error))
  zip.on('error', (fault) => output.destroy(fault as Error))
  try {
    for await (const chunk of output) yield chunk as Uint8Array
    await filled
  } finally {
    // The reader may have gone: nothing upstream hears of that by itself.
    ;(sheet as Readable | null)?.destroy()
    await filled
    await source.leave()
  }
}
