// Prints the page of the people feed: for whoever makes such a file, its columns, why a row is rejected and a file turned away.
import { LONGEST, REQUIRED } from '../src/core/feed-checks.ts'
import { FEED_COLUMNS, REPORT_COLUMNS } from '../src/core/feed-columns.ts'
import { LONGEST_ROW } from '../src/core/feed-reader.ts'
import { FAULT_CODES, faultSentence } from '../src/features/feeds/fault-messages.ts'
import { LIMITS } from '../src/features/feeds/reading.ts'
import { feedRefusalSentence } from '../src/features/feeds/refusal-messages.ts'
import type { FeedColumn } from '../src/core/feed-columns.ts'
import type { FeedRefusal } from '../src/core/feed-faults.ts'

const SAYS: Record<FeedColumn, [zh: string, en: string]> = {
  national_id: ['身分證號或新式統一證號', 'national ID, or resident number of the kind since 2021'],
  name: ['姓名', 'name; another name of a known ID is a rename'],
  birth_date: ['出生日期', 'birth date'],
  email: ['電子郵件', 'mail address of the personnel record'],
  agency_code: ['服務機關代碼', 'code of the agency, which must be known, and live while the post is held'],
  unit: ['單位', 'unit'],
  title: ['職稱', 'title'],
  staff_category: ['人員區分', '`08` makes a personnel officer (R-STD-1)'],
  supervisor_level: ['主管級別', 'not blank makes a supervisor (R-STD-2)'],
  rank: ['官職等', 'rank and grade'],
  job_series: ['職系', 'job series'],
  post_kind: ['現職或兼職', '`appointment` or `concurrent`'],
  nature: ['兼職性質', 'of a concurrent post, and of no other; `5` makes a personnel officer (R-STD-1)'],
  section: ['科別', 'section'],
  from: ['起日', 'first day of the post; may lie in the future'],
  to: ['迄日', 'last day of the post; blank while it is open'],
}

const KEY: ReadonlySet<FeedColumn> = new Set(['national_id', 'agency_code', 'post_kind', 'unit', 'title', 'from'])

// Their form says how long they are.
const FORMED: ReadonlySet<FeedColumn> = new Set(['national_id', 'birth_date', 'agency_code', 'post_kind', 'from', 'to'])

/** One of each, with our own limits where it has one. */
const REFUSALS: readonly FeedRefusal[] = [
  { code: 'empty' }, { code: 'noHeading' }, { code: 'columnsMissing', columns: ['from', 'to'] },
  { code: 'columnsUnknown', columns: [{ name: 'birthdate', nearest: 'birth_date' }] }, { code: 'columnsTwice', columns: ['name'] },
  { code: 'encoding', line: 7, byte: 1234, likely: 'big5' }, { code: 'openQuote', line: 7, limit: LONGEST_ROW },
  { code: 'rowTooLong', line: 7, limit: LONGEST_ROW }, { code: 'noRows' }, { code: 'reportAsSnapshot' },
  { code: 'tooLarge', limit: LIMITS.bytes }, { code: 'unpackedTooLarge', limit: LIMITS.unpackedBytes },
  { code: 'packedTooTightly', limit: LIMITS.packedRatio }, { code: 'packedDamaged' }, { code: 'packedCutOff' },
  { code: 'tooManyRows', limit: LIMITS.rows },
  { code: 'tooManyFaults', limit: LIMITS.faultyRows, tally: [{ column: 'agency_code', code: 'agencyUnknown', rows: 49_000 }] },
]

// Stands for whatever a sentence quotes.
const figures = new Proxy({}, { get: (_, name) => `‹${String(name)}›` })

const table = (heading: string[], rows: string[][]): string =>
  [heading, heading.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')

export const feedPage = (): string => `# The people feed

<!-- Generated from src/core/feed-*.ts and src/features/feeds by test/write-generated.ts; do not edit. -->

One row a post, in UTF-8: CSV (RFC 4180) whose first line names the columns, in any order, or NDJSON, an object with these names
in each line, whose values are texts or null. Either may be packed with gzip. Days are written \`2026-01-31\`. What stands around a
value is no part of it.

${table(['column', '欄位', 'what it says', 'must be given', 'longest', 'tells posts apart'], FEED_COLUMNS.map((column) => {
    const [zh, en] = SAYS[column]
    return [`\`${column}\``, zh, en, REQUIRED.includes(column) ? 'yes' : '', FORMED.has(column) ? '' : String(LONGEST[column]), KEY.has(column) ? 'yes' : '']
  }))}

A snapshot names every post that is held on its day; a delta sets the other columns of the posts that it names.

## Rows that are rejected alone

They stand in a report with the columns ${REPORT_COLUMNS.map((column) => `\`${column}\``).join(', ')} in front, which are passed over when it is
mended and sent back as a delta. A cell that a spreadsheet would take for a formula stands there behind an apostrophe, which is
taken away again. A snapshot ends no post of somebody who has a rejected row.

${table(['code', 'in Chinese', 'in English'], FAULT_CODES.map((code) => {
    const said = faultSentence(code, figures)
    return [`\`${code}\``, said['zh-TW'], said.en]
  }))}

## Files that are turned away whole

${table(['code', 'in Chinese, for example', 'in English'], REFUSALS.map((refusal) => {
    const said = feedRefusalSentence(refusal)
    return [`\`${refusal.code}\``, said['zh-TW'], said.en]
  }))}
`
