/** Reads the catalogue as tables (4.3a): the headers of data/applications.csv and of data/categories.csv. */
import { CsvError, parse } from 'csv-parse/sync'
import { pathText } from './configuration-faults.ts'
import { configurationSchema } from './configuration.ts'
import type { ConfigurationFault, FaultCode, ShapeFaultCode } from './configuration-faults.ts'
import type { Path, ReadConfiguration } from './read-configuration.ts'

type Cell = { field: string; read: 'text' | 'flag' | 'code' }
type Row = { line: number; values: Record<string, unknown> }
/** What the rows say, and the line of each place in it. */
type Told = { applications: unknown[]; lines: Map<string, number> }
type Table = { columns: Record<string, Cell | null>; tell: (rows: Row[]) => Told }

const text = (field: string): Cell => ({ field, read: 'text' })
const flag = (field: string): Cell => ({ field, read: 'flag' })
/** A blank cell is no code. */
const codeOrNothing = (field: string): Cell => ({ field, read: 'code' })

const APPLICATIONS: Table = {
  columns: {
    code: text('code'), name: text('name'), category: text('category'), description: text('description'),
    audience: text('audience'),
    // Says where the audience was taken from; nothing in the program asks.
    audience_source: null,
    grantable: flag('grantable'), requires_certificate: flag('requiresCertificate'),
    passkey_allowed: flag('passkeyAllowed'),
    open_to_agency_card: flag('openToAgencyCard'), duty_allowed: flag('dutyAllowed'),
    second_manager: flag('secondManager'),
    agency_root: codeOrNothing('agencyRoot'), test: flag('test'), remark: text('remark'),
  },
  tell: (rows) => ({
    applications: rows.map((row) => row.values),
    lines: new Map(rows.map((row, at) => [pathText(['applications', at]), row.line])),
  }),
}

/** The rows of one application become one that mentions nothing but these categories. */
const CATEGORIES: Table = {
  columns: {
    application: text('application'), code: text('code'), name_zh: text('name'), name_en: text('nameEn'),
    derived_group: text('derivedGroup'), hand_out: text('handOut'),
  },
  tell(rows) {
    const applications: { code: unknown; categories: unknown[] }[] = []
    const lines = new Map<string, number>()
    for (const { line, values: { application, ...category } } of rows) {
      let at = applications.findIndex((one) => one.code === application)
      if (at < 0) {
        at = applications.push({ code: application, categories: [] }) - 1
        lines.set(pathText(['applications', at]), line)
      }
      const within = applications[at]!.categories.push(category) - 1
      lines.set(pathText(['applications', at, 'categories', within]), line)
    }
    return { applications, lines }
  },
}

// The catalogue has forty applications and as many categories.
const MOST_ROWS = 1_000
// The longest row is under 300 characters; a quotation mark that is never closed must not swallow the file.
const LONGEST_ROW = 10_000

type ParsedRecord = { record: string[]; info: { lines: number } }

/** Reads a table from its text. Its columns are found by name, in any order; none may be missing or unknown. */
export function readConfigurationTable(source: string): ReadConfiguration {
  let records: ParsedRecord[]
  try {
    records = parse(source, {
      bom: true, info: true, relax_column_count: true, skip_empty_lines: true, max_record_size: LONGEST_ROW,
      to: MOST_ROWS + 2,
    }) as unknown as ParsedRecord[]
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    return { faults: [fault('syntax', Number(error['lines'] ?? 0) || null, error.message)] }
  }
  const [header, ...body] = records
  if (header === undefined) return { faults: [fault('empty', null, '')] }
  if (body.length > MOST_ROWS) return { faults: [fault('tooManyRows', null, String(MOST_ROWS))] }
  const names = header.record.map((name) => name.trim())
  const table = [APPLICATIONS, CATEGORIES].find(({ columns }) => sameNames(Object.keys(columns), names))
  if (table === undefined) return { faults: [fault('wrongHeader', 1, names.join(',').slice(0, 200))] }
  return readRows(table, names, header, body)
}

const fault = (code: FaultCode, line: number | null, detail: string, path: Path = []): ConfigurationFault =>
  ({ code, line, path, detail })

const sameNames = (wanted: string[], given: string[]): boolean =>
  wanted.length === given.length && wanted.every((name) => given.includes(name))

function readRows(table: Table, names: string[], header: ParsedRecord, body: ParsedRecord[]): ReadConfiguration {
  const faults: ConfigurationFault[] = []
  const rows: Row[] = []
  let next = header.info.lines + 1
  for (const { record, info } of body) {
    const line = next
    next = info.lines + 1
    if (record.length === names.length) rows.push({ line, values: readCells(table, names, record, line, faults) })
    else faults.push(fault('wrongFieldCount', line, `${record.length} ≠ ${names.length}`))
  }
  const { applications, lines } = table.tell(rows)
  const lineOf = (path: Path): number | null => {
    for (let length = path.length; length > 0; length -= 1) {
      const line = lines.get(pathText(path.slice(0, length)))
      if (line !== undefined) return line
    }
    return null
  }
  const read = configurationSchema.safeParse({ version: 1, applications }, { reportInput: true })
  if (!read.success) {
    for (const issue of read.error.issues) {
      const path = issue.path.filter((step) => typeof step !== 'symbol')
      // A cell that was no yes or no has been told already, and is left out of the row.
      if (issue.code === 'unrecognized_keys' || (issue.code === 'invalid_type' && issue.input === undefined)) continue
      faults.push(fault(issue.message as ShapeFaultCode, lineOf(path), String(issue.input ?? '').slice(0, 50), path))
    }
  }
  if (faults.length > 0 || !read.success) return { faults: faults.toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0)) }
  return { configuration: read.data, lineOf }
}

function readCells(table: Table, names: string[], record: string[], line: number, faults: ConfigurationFault[]):
Row['values'] {
  const values: Row['values'] = {}
  for (const [at, name] of names.entries()) {
    const cell = table.columns[name]
    const value = record[at]!.trim()
    if (!cell) continue
    if (cell.read === 'code') values[cell.field] = value === '' ? null : value
    else if (cell.read === 'text') values[cell.field] = value
    else if (value === 'yes' || value === 'no') values[cell.field] = value === 'yes'
    else faults.push(fault('yesOrNo', line, value.slice(0, 50), [name]))
  }
  return values
}
