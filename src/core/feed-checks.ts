/**
 * What each row of the people feed must satisfy by itself, as one list (spec 4.5). A row that fails is rejected alone, with
 * everything that is wrong with it; what takes more than one row to see is in feed-across.ts.
 */
import { isDay } from './days.ts'
import type { Day } from './days.ts'
import { FEED_COLUMNS } from './feed-columns.ts'
import type { FeedCells, FeedColumn, FeedRow, PostKind } from './feed-columns.ts'
import { quoted } from './feed-faults.ts'
import type { AgencyLife, RowFault, RowFaultCode } from './feed-faults.ts'
import { checkNationalId } from './national-id.ts'

export type CheckContext = {
  today: Day
  /** The day that the feed speaks of. */
  asOf: Day
  agencies: ReadonlyMap<string, AgencyLife>
}

type Detail = RowFault['detail']
type Failed = { code: RowFaultCode; detail?: Detail } | null
type Check = { column: FeedColumn; check: (cell: string, cells: FeedCells, context: CheckContext) => Failed }

/** The most characters of each column: the database's own limits (db/migrations/0004-people.sql). */
export const LONGEST: Record<FeedColumn, number> = {
  // Room for an ID with blanks, which are let pass as they are where somebody types one.
  national_id: 64, name: 100, birth_date: 10, email: 254, agency_code: 10, unit: 100, title: 100, staff_category: 10,
  supervisor_level: 20, rank: 60, job_series: 20, post_kind: 20, nature: 10, section: 100, from: 10, to: 10,
}

/** What a row cannot do without, of any kind. */
export const REQUIRED: readonly FeedColumn[] = ['national_id', 'name', 'birth_date', 'agency_code', 'title', 'post_kind', 'from']
const DAYS: readonly FeedColumn[] = ['birth_date', 'from', 'to']

// No name is made of them: control characters, half characters, what turns the direction of what stands around it.
const UNSAYABLE = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u200E\u200F\u202A-\u202E\u2066-\u2069\uFFFE\uFFFF]/u

// No civil servant was born before; and what is meant as "for ever" (9999-12-31) is written as a blank end.
const FIRST_BIRTH = '1900-01-01'
const FIRST_DAY = '1900-01-01'
const LAST_DAY = '2999-12-31'

const required = (cell: string): Failed => (cell === '' ? { code: 'required' } : null)
const day = (cell: string): Failed => (cell === '' || isDay(cell) ? null : { code: 'notADay', detail: { value: quoted(cell) } })

/** In code points, as the database counts; a text of so many units has no more of them. */
const lengthOf = (text: string, limit: number): number => (text.length <= limit ? text.length : [...text].length)
const length = (column: FeedColumn) => (cell: string): Failed =>
  lengthOf(cell, LONGEST[column]) > LONGEST[column] ? { code: 'tooLong', detail: { limit: LONGEST[column] } } : null

const ID_FAULTS = { empty: 'required', shape: 'idShape', oldResident: 'idOldResident', checksum: 'idCheckDigit' } as const

function nationalId(cell: string): Failed {
  const checked = checkNationalId(cell)
  // A blank one was told of already.
  return checked.ok || checked.code === 'empty' ? null : { code: ID_FAULTS[checked.code] }
}

function birthDate(cell: string, _: FeedCells, { today }: CheckContext): Failed {
  if (cell > today) return { code: 'bornInFuture' }
  return cell < FIRST_BIRTH ? { code: 'bornLongAgo', detail: { first: FIRST_BIRTH } } : null
}

// As a mail server takes one: a bare address without blanks, lists or names (store/outbox.ts sends to no other).
const ADDRESS = /^[^\s@,;<>"()]+@[^\s@,;<>"()]+$/
const email = (cell: string): Failed => (cell === '' || (cell.length >= 3 && ADDRESS.test(cell)) ? null : { code: 'email' })

/** A post may lie in the past of an agency that is no more, but not be held there now or later. */
function agency(cell: string, { from, to }: FeedCells, { agencies, asOf }: CheckContext): Failed {
  const life = agencies.get(cell)
  if (life === undefined) return { code: 'agencyUnknown', detail: { value: quoted(cell) } }
  const { endedOn, successor } = life
  const heldOn = from > asOf ? from : asOf
  if (endedOn === null || endedOn > heldOn || (to !== '' && to < heldOn)) return null
  return { code: 'agencyAbolished', detail: { value: cell, endedOn, successor } }
}

const postKind = (cell: string): Failed => (cell === 'appointment' || cell === 'concurrent' ? null : { code: 'postKind', detail: { value: quoted(cell) } })

/** 兼職性質 is what makes a post a concurrent one (R-STD-1 c): every concurrent post has it, and no other. */
function nature(cell: string, { post_kind: kind }: FeedCells): Failed {
  if (kind === 'concurrent') return cell === '' ? { code: 'natureMissing' } : null
  return kind === 'appointment' && cell !== '' ? { code: 'natureUnfit', detail: { value: quoted(cell) } } : null
}

const inRange = (cell: string): Failed => (cell === '' || (cell >= FIRST_DAY && cell <= LAST_DAY) ? null : { code: 'dayOutOfRange', detail: { first: FIRST_DAY, last: LAST_DAY } })
const beginning = (cell: string, { birth_date: born }: FeedCells): Failed => (cell <= born ? { code: 'beginsBeforeBirth' } : null)
const end = (cell: string, { from }: FeedCells): Failed => (cell !== '' && cell < from ? { code: 'endsBeforeItBegins' } : null)

const checkOf = (column: FeedColumn, check: Check['check']): Check => ({ column, check })

/** First whether the cells can be read at all; only then what they say. */
export const FORM_CHECKS: readonly Check[] = [
  ...REQUIRED.map((column) => checkOf(column, required)),
  ...FEED_COLUMNS.map((column) => checkOf(column, length(column))),
  ...DAYS.map((column) => checkOf(column, day)),
]

export const MEANING_CHECKS: readonly Check[] = [
  checkOf('national_id', nationalId),
  checkOf('birth_date', birthDate),
  checkOf('email', email),
  checkOf('post_kind', postKind),
  checkOf('nature', nature),
  checkOf('from', inRange),
  checkOf('to', inRange),
  checkOf('from', beginning),
  checkOf('to', end),
  checkOf('agency_code', agency),
]

/** The cells, in the order of `FEED_COLUMNS`, by their names; what stands around a value is not a part of it. */
export function named(cells: readonly string[]): FeedCells {
  const cell = (at: number): string => cells[at]!.trim()
  return {
    national_id: cell(0), name: cell(1), birth_date: cell(2), email: cell(3), agency_code: cell(4), unit: cell(5),
    title: cell(6), staff_category: cell(7), supervisor_level: cell(8), rank: cell(9), job_series: cell(10),
    post_kind: cell(11), nature: cell(12), section: cell(13), from: cell(14), to: cell(15),
  }
}

/** The row, or everything that is wrong with it. */
export function checkRow(cells: FeedCells, context: CheckContext): { row: FeedRow } | { faults: RowFault[] } {
  const faults = charactersAtFault(cells)
  const run = (checks: readonly Check[]): void => {
    for (const { column, check } of checks) {
      const failed = check(cells[column], cells, context)
      // One fault a column: what follows from the first tells nothing.
      if (failed !== null && !faults.some((one) => one.column === column)) {
        faults.push({ column, code: failed.code, detail: failed.detail ?? {} })
      }
    }
  }
  run(FORM_CHECKS)
  if (faults.length === 0) run(MEANING_CHECKS)
  else run(MEANING_CHECKS.filter(({ column }) => column === 'national_id' || column === 'email' || column === 'post_kind'))
  return faults.length === 0 ? { row: rowOf(cells) } : { faults }
}

function charactersAtFault(cells: FeedCells): RowFault[] {
  let all = ''
  // Apart, or two halves of different cells would make a whole.
  for (const column of FEED_COLUMNS) all += `${cells[column]} `
  if (!UNSAYABLE.test(all)) return []
  return FEED_COLUMNS.flatMap((column) => {
    const found = UNSAYABLE.exec(cells[column])
    if (found === null) return []
    const sign = `U+${found[0].codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`
    return [{ column, code: 'characters' as const, detail: { sign } }]
  })
}

function rowOf(cells: FeedCells): FeedRow {
  const checked = checkNationalId(cells.national_id)
  if (!checked.ok) throw new RangeError('a row that was not checked')
  return {
    nationalId: checked.id, name: cells.name, birthDate: cells.birth_date, email: cells.email || null,
    agencyCode: cells.agency_code, unit: cells.unit, title: cells.title, staffCategory: cells.staff_category,
    supervisorLevel: cells.supervisor_level, rank: cells.rank, jobSeries: cells.job_series,
    postKind: cells.post_kind as PostKind, nature: cells.nature, section: cells.section, from: cells.from,
    to: cells.to || null,
  }
}
