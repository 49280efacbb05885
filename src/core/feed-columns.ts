/** The columns of the people feed (spec 4.5): one row a post, in CSV or NDJSON. */
import type { Day } from './days.ts'

/** In the order in which we write them; a file may have them in any. */
export const FEED_COLUMNS = [
  'national_id', 'name', 'birth_date', 'email', 'agency_code', 'unit', 'title', 'staff_category', 'supervisor_level',
  'rank', 'job_series', 'post_kind', 'nature', 'section', 'from', 'to',
] as const

export type FeedColumn = (typeof FEED_COLUMNS)[number]

/**
 * What the report of rejected rows has beside them: the line of the file, the column at fault, and why. A file that has
 * them is a report that somebody mended, and they are passed over.
 */
export const REPORT_COLUMNS = ['line', 'column', 'reason'] as const

/** The cells of one row, as written. */
export type FeedCells = Readonly<Record<FeedColumn, string>>

export type PostKind = 'appointment' | 'concurrent'

/** One row that passed its checks. Blank texts are '', an open end is null. */
export type FeedRow = {
  nationalId: string
  name: string
  birthDate: Day
  email: string | null
  agencyCode: string
  unit: string
  title: string
  staffCategory: string
  supervisorLevel: string
  rank: string
  jobSeries: string
  postKind: PostKind
  nature: string
  section: string
  from: Day
  to: Day | null
}

/** The cells of a row, in the order of `FEED_COLUMNS`. */
export const cellsOf = (row: FeedRow): string[] => [
  row.nationalId, row.name, row.birthDate, row.email ?? '', row.agencyCode, row.unit, row.title, row.staffCategory,
  row.supervisorLevel, row.rank, row.jobSeries, row.postKind, row.nature, row.section, row.from, row.to ?? '',
]

// RFC 4180 asks for quotes around commas, quotes and line ends.
const QUOTED = /[",\r\n]/

/** One line of CSV with its end, the values to the letter: what reads it reads the same. */
export function csvLineOf(cells: readonly string[]): string {
  let line = ''
  for (let at = 0; at < cells.length; at += 1) {
    const cell = cells[at]!
    if (at > 0) line += ','
    line += QUOTED.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell
  }
  return `${line}\r\n`
}

/** The heading of a feed in CSV, as a line. */
export const FEED_HEADING = csvLineOf(FEED_COLUMNS)
