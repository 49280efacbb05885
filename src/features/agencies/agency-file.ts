/**
 * Reads the public agency file 「行政院所屬中央及地方機關代碼」 (data.gov.tw dataset 7307; spec 4.4): bytes in, rows and
 * notices out. Nothing is guessed: parents come from 主管機關代碼 alone, 裁撤註記 alone decides what is live, and what
 * cannot be taken as it stands is told with its line.
 */
import { CsvError, parse } from 'csv-parse/sync'
import type { Day } from '../../core/days.ts'
import { rocFileDay } from '../../core/roc-date.ts'
import { tieAgencies } from './agency-file-ties.ts'
import { decodeAgencyFile } from './agency-file-text.ts'

export type AgencyRow = {
  /** Ten letters and digits. */
  code: string
  name: string
  /** From the newer header only. */
  nameEn: string | null
  zip: string
  address: string
  phone: string
  fax: string
  /** The parent's code, always one that is in the file; null for a root and where `superiorMissing` is set. */
  superiorCode: string | null
  /** The parent's code as written (or blank), where no such agency is in the file or the line of parents loops. */
  superiorMissing?: string
  level: number | null
  effective: Day | null
  abolished: Day | null
  live: boolean
  /** Always a code that is in the file, and never in a loop. */
  successorCode: string | null
  successorFrom: Day | null
  /** Always a code that is in the file. */
  predecessorCode: string | null
}

/** What was odd. With the first six the row was left out, with the others it was taken. */
export type AgencyNoticeCode =
  | 'wrongFieldCount' | 'badCode' | 'duplicateCode' | 'missingName' | 'nameTooLong' | 'badAbolitionMark'
  | 'fieldCut' | 'badDate' | 'badLevel' | 'privateCharacter' | 'unknownColumn'
  | 'ownSuperior' | 'superiorMissing' | 'superiorLoop' | 'superiorAbolished'
  | 'successorSelf' | 'successorMissing' | 'successorLoop' | 'predecessorMissing'
  | 'liveWithAbolitionDate' | 'abolishedBeforeEffective' | 'doubledName'

/** `line`: the line of the file where the row begins, from 1. `detail`: the value or the codes that it is about. */
export type AgencyNotice = { line: number; code: AgencyNoticeCode; detail: string }

export type AgencyFileRefusal =
  | { refused: 'tooLarge' | 'encoding' | 'empty' }
  | { refused: 'malformed'; line: number }
  | { refused: 'tooManyRows'; limit: number }
  | { refused: 'missingColumns' | 'doubledColumns'; columns: string[] }

export type AgencyFile = { agencies: AgencyRow[]; notices: AgencyNotice[] }

export const AGENCY_FILE_COLUMNS = [
  '機關代碼', '機關名稱', '郵遞區號', '機關地址', '機關電話', '主管機關代碼', '主管機關名稱', '傳真', '機關生效日期',
  '機關裁撤日期', '機關層級', '裁撤註記', '新機關代碼', '新機關名稱', '新機關生效日', '舊機關代碼', '舊機關名稱',
] as const
export const ENGLISH_NAME_COLUMN = '機關英文名稱'
type Column = (typeof AGENCY_FILE_COLUMNS)[number] | typeof ENGLISH_NAME_COLUMN

// More than ten times the file of today (15,841): what is longer is some other file.
const MOST_ROWS = 200_000
// Twice and more the longest of today's file (31, 57, 20 and 5 characters).
const LONGEST = { name: 100, address: 200, phone: 50, zip: 10, nameEn: 200 }
// One row of today's file has under 400 characters; a quotation mark that is never closed must not swallow the file.
const LONGEST_ROW = 20_000

type Record = { record: string[]; info: { lines: number } }

/** A row on its way: the fields by column, and where to tell what is odd about it. */
type Row = { field: (column: Column) => string; tell: (code: AgencyNoticeCode, detail: string) => void }

const oneLine = (text: string): string => text.replace(/[\s\u3000]+/g, ' ').trim()

function readRecords(text: string): Record[] | AgencyFileRefusal {
  try {
    return parse(text, {
      info: true, relax_column_count: true, skip_empty_lines: true, record_delimiter: ['\r\n', '\n', '\r'],
      max_record_size: LONGEST_ROW, to: MOST_ROWS + 2,
    }) as unknown as Record[]
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    return { refused: 'malformed', line: Number(error['lines'] ?? 0) }
  }
}

/** Finds the columns by their names, in whatever order; unknown ones are told and passed over. */
function readHeader(header: string[], notices: AgencyNotice[]): Map<string, number> | AgencyFileRefusal {
  const names = header.map(oneLine)
  const known: ReadonlySet<string> = new Set([...AGENCY_FILE_COLUMNS, ENGLISH_NAME_COLUMN])
  const missing = AGENCY_FILE_COLUMNS.filter((column) => !names.includes(column))
  if (missing.length > 0) return { refused: 'missingColumns', columns: missing }
  const doubled = names.filter((name, at) => known.has(name) && names.indexOf(name) !== at)
  if (doubled.length > 0) return { refused: 'doubledColumns', columns: doubled }
  for (const name of names) {
    if (!known.has(name)) notices.push({ line: 1, code: 'unknownColumn', detail: name.slice(0, 50) })
  }
  return new Map(names.map((name, at) => [name, at]))
}

function readDay({ field, tell }: Row, column: Column): Day | null {
  const text = field(column)
  const read = rocFileDay(text)
  if (!read.ok) tell('badDate', `${column} ${text.slice(0, 20)}`)
  return read.ok ? read.day : null
}

function readLevel({ field, tell }: Row): number | null {
  const text = field('機關層級')
  if (/^[1-9]$/.test(text)) return Number(text)
  if (text !== '') tell('badLevel', text.slice(0, 20))
  return null
}

function cut({ tell }: Row, column: Column, text: string, longest: number): string {
  if (text.length <= longest) return text
  tell('fieldCut', column)
  return text.slice(0, longest)
}

/** 「07-7995678-」 has no extension and 「07--」 no number at all: the form that the file was made from left its dashes. */
function readPhone(row: Row, column: '機關電話' | '傳真'): string {
  const text = row.field(column).replace(/^-+|-+$/g, '')
  return cut(row, column, /^\d{0,4}$/.test(text) ? '' : text, LONGEST.phone)
}

/** The abolition mark as read, or null where it says something that this program does not know. */
function readLive({ field }: Row): boolean | null {
  const mark = field('裁撤註記')
  return mark === '' || mark === '否' ? true : mark === '是' ? false : null
}

/** One row by itself; its ties to other rows are still as written. Null: left out, and told why. */
function readAgency(row: Row, seen: ReadonlyMap<string, unknown>): AgencyRow | null {
  const { field, tell } = row
  const code = field('機關代碼')
  const name = field('機關名稱')
  const live = readLive(row)
  if (!/^[0-9A-Z]{10}$/.test(code)) return tell('badCode', code.slice(0, 20)), null
  if (seen.has(code)) return tell('duplicateCode', code), null
  if (name === '') return tell('missingName', code), null
  if (name.length > LONGEST.name) return tell('nameTooLong', code), null
  if (live === null) return tell('badAbolitionMark', `${code} ${field('裁撤註記').slice(0, 20)}`), null
  const odd = /[\p{Cc}\p{Co}\ufffd]/u.exec(name + field('機關地址'))
  if (odd !== null) tell('privateCharacter', `${code} U+${odd[0].charCodeAt(0).toString(16).toUpperCase()}`)
  return {
    code,
    name,
    nameEn: cut(row, ENGLISH_NAME_COLUMN, field(ENGLISH_NAME_COLUMN), LONGEST.nameEn) || null,
    zip: cut(row, '郵遞區號', field('郵遞區號'), LONGEST.zip),
    address: cut(row, '機關地址', field('機關地址'), LONGEST.address),
    phone: readPhone(row, '機關電話'),
    fax: readPhone(row, '傳真'),
    superiorCode: field('主管機關代碼'),
    level: readLevel(row),
    effective: readDay(row, '機關生效日期'),
    abolished: readDay(row, '機關裁撤日期'),
    live,
    successorCode: field('新機關代碼') || null,
    successorFrom: readDay(row, '新機關生效日'),
    predecessorCode: field('舊機關代碼') || null,
  }
}

/**
 * Reads the whole file from its bytes: cp950, or UTF-8 with or without byte order mark; columns by name in any order,
 * with or without 機關英文名稱. A file that is not this file is refused whole; an odd row never is more than told. The
 * first of two rows with one code counts.
 */
export function readAgencyFile(bytes: Uint8Array): AgencyFile | AgencyFileRefusal {
  const text = decodeAgencyFile(bytes)
  if (typeof text !== 'string') return text
  const records = readRecords(text)
  if ('refused' in records) return records
  if (records.length - 1 > MOST_ROWS) return { refused: 'tooManyRows', limit: MOST_ROWS }
  const [header, ...rows] = records
  if (header === undefined) return { refused: 'empty' }
  const notices: AgencyNotice[] = []
  const columns = readHeader(header.record, notices)
  if ('refused' in columns) return columns

  const agencies = new Map<string, AgencyRow>()
  const lines = new Map<string, number>()
  let line = header.info.lines + 1
  let countedTwice = 0
  for (const { record, info } of rows) {
    const beginsAt = line
    // The parser counts a CR LF within quotation marks as two lines; editors, and people, count one.
    for (const cell of record) countedTwice += cell.split('\r\n').length - 1
    line = info.lines + 1 - countedTwice
    const tell: Row['tell'] = (code, detail) => notices.push({ line: beginsAt, code, detail })
    if (record.length !== columns.size) {
      tell('wrongFieldCount', String(record.length))
      continue
    }
    const agency = readAgency({ field: (column) => oneLine(record[columns.get(column) ?? -1] ?? ''), tell }, agencies)
    if (agency === null) continue
    agencies.set(agency.code, agency)
    lines.set(agency.code, beginsAt)
  }
  tieAgencies(agencies, (agency, code, detail) => notices.push({ line: lines.get(agency.code)!, code, detail }))
  return { agencies: [...agencies.values()], notices: notices.toSorted((a, b) => a.line - b.line) }
}
