// The searches that list by agency: 「應用系統權限查詢」, 「兼辦應用系統權限查詢」, 「權限類別內容查詢」. All of them are the list of
// src/store/access-list.ts, narrowed to what its reader may see today.
import { asOf } from '../../core/as-of.ts'
import { countAccess, listAccess } from '../../store/access-list.ts'
import { tellRows } from '../../store/access-told.ts'
import { loadCatalogue } from '../../store/access.ts'
import { PATIENCE_ASKED, PATIENCE_UNASKED, withPatience } from '../../store/patience.ts'
import { reachedOf } from '../../store/scope.ts'
import { cursorText, readCursor } from './cursor.ts'
import { pinned } from './exports.ts'
import { sheetRow, shownRow } from './shown-right.ts'
import type { AgencyNode } from '../../core/agency-tree.ts'
import type { AsOf } from '../../core/as-of.ts'
import type { Application } from '../../core/catalogue.ts'
import type { Day } from '../../core/days.ts'
import type { Authority } from '../../core/scope.ts'
import type { AccessCursor, AccessOrder, AccessQuery, AccessRow } from '../../store/access-list.ts'
import type { Language } from '../../web/language.ts'
import type { SheetRow } from '../../web/spreadsheet.ts'
import type { RightColumn, ShownRight } from './shown-right.ts'
import type { SearchName, SearchSlice } from './slice.ts'

/** What the form asks, read but not yet looked up; '' is not asked. */
export type ListAsked = {
  application: string
  category: string
  agency: string
  below: boolean
  by: AccessRow['by'] | ''
  sort: ListSort
}

/** By agency forwards or backwards; by name or last day where one agency alone is asked about. */
export const LIST_SORTS = ['agency', '-agency', 'name', '-name', 'until', '-until'] as const
export type ListSort = (typeof LIST_SORTS)[number]

/** Who asks, in which language, as of when. */
export type Asking = { authority: Authority; today: Day; asOf: AsOf; language: Language }

/** What was asked, found: `application` and `category` are in the catalogue, the agency may be seen. */
export type ListQuestion = ListAsked & { search: SearchName; found: Application; node: AgencyNode | null }

/** What is wrong with what was asked: an agency that is not there is one that may not be seen. */
export type ListProblem = 'application' | 'category' | 'agency'

export type ListPage = {
  rights: ShownRight[]
  /** In all; null where counting takes longer than anybody waits for who did not ask to. */
  count: number | null
  previous: string | null
  next: string | null
}

// About two screens at a desk.
export const ROWS_A_PAGE = 50
// Each batch reads the agency that it begins in from its first row, so not too few; what a batch brings is a megabyte or two of memory.
export const ROWS_A_BATCH = 1_000

/** The catalogue as it was known, and what has come since: of a day before it was known there is simply nobody. */
export async function catalogueOf({ database: { read } }: SearchSlice, { asOf: when, today }: Asking): Promise<Application[]> {
  const known = await loadCatalogue(read, when)
  if (when.known === 'now') return known
  const codes = new Set(known.map(({ code }) => code))
  const since = await loadCatalogue(read, { day: today, known: 'now' })
  return [...known, ...since.filter(({ code }) => !codes.has(code))]
}

/** Looks up what was asked. `null`: nothing was asked yet. */
export async function readQuestion(
  slice: SearchSlice, search: SearchName, asked: ListAsked, catalogue: readonly Application[], asking: Asking,
): Promise<{ question: ListQuestion } | { wrong: ListProblem } | null> {
  if (asked.application === '') return null
  const found = catalogue.find(({ code }) => code === asked.application)
  if (found === undefined) return { wrong: 'application' }
  const { category, agency } = asked
  if (category !== '' && !found.categories.some(({ code }) => code === category)) return { wrong: 'category' }
  if (agency === '') {
    return search === 'categories' ? { question: { ...asked, search, found, node: null } } : { wrong: 'agency' }
  }
  const reached = await reachedOf(slice.database.read, asking.authority, [agency], asking.asOf, asking.today)
  const node = reached.get(agency)
  return node === undefined ? { wrong: 'agency' } : { question: { ...asked, search, found, node } }
}

/** Whether the list may be ordered by names and days: it is made whole for that, so it has to be one agency's. */
export const isOneAgency = ({ agency, below }: ListAsked): boolean => agency !== '' && !below

/** The order that the list has; one that it cannot have is that by agency. */
export function orderOf(asked: ListAsked): { order: AccessOrder; descending: boolean } {
  const sort = isOneAgency(asked) || asked.sort.endsWith('agency') ? asked.sort : 'agency'
  const by = sort.replace('-', '')
  return { order: by === 'name' || by === 'until' ? by : 'key', descending: sort.startsWith('-') }
}

function queryOf(question: ListQuestion, { authority, today }: Asking, when: AsOf): AccessQuery {
  const { search, found, category, node, below, by } = question
  return {
    asOf: when, today, within: authority, applications: [found.code],
    ...(category === '' ? {} : { category }),
    ...(node === null ? {} : { agencies: below ? { below: node.code } : { codes: [node.code] } }),
    ...(search === 'duty-permissions' ? { by: 'duty' as const } : by === '' ? {} : { by }),
  }
}

const placeOf = ({ agency, person, application, category, reason, ordered }: AccessRow): AccessCursor =>
  ({ agency, person, application, category, reason, ordered })

/** A page of what was found, or null for a cursor that is none. `counted`: whether to take one's time for the count. */
export async function findPage(
  slice: SearchSlice, question: ListQuestion, asking: Asking, catalogue: readonly Application[],
  { after, before, counted }: { after: string; before: string; counted: boolean },
): Promise<ListPage | null> {
  const { database, seal } = slice
  const from = before === '' ? after : before
  const place = from === '' ? undefined : readCursor(seal, question.search, from) as AccessCursor | null
  if (place === null) return null
  const query = queryOf(question, asking, asking.asOf)
  const { order, descending } = orderOf(question)
  const back = before !== ''
  const listed = await listAccess(database.read, query, {
    size: ROWS_A_PAGE + 1, order, backwards: descending !== back, ...(place === undefined ? {} : { after: place }),
  })
  const more = listed.length > ROWS_A_PAGE
  const rows = back ? listed.slice(0, ROWS_A_PAGE).toReversed() : listed.slice(0, ROWS_A_PAGE)
  const [{ told, naming }, count] = await Promise.all([
    tellRows(database.read, rows, asking.asOf, catalogue),
    place === undefined && !more ? rows.length
      : withPatience(database, counted ? PATIENCE_ASKED : PATIENCE_UNASKED, (db) => countAccess(db, query)),
  ])
  const at = (row: AccessRow | undefined) => (row === undefined ? null : cursorText(seal, question.search, placeOf(row)))
  return {
    rights: told.map((row) => shownRow(row, seal, naming, asking.language)),
    count,
    previous: (back ? more : place !== undefined) ? at(rows[0]) : null,
    next: (back ? true : more) ? at(rows.at(-1)) : null,
  }
}

/** Everything found, batch by batch, as of one moment; nothing is held back of what was read. */
export async function* everythingFound(
  { database, seal }: SearchSlice, question: ListQuestion, asking: Asking, catalogue: readonly Application[],
): AsyncGenerator<SheetRow<RightColumn>> {
  const query = queryOf(question, asking, await pinned(database.read, asking.asOf))
  const { order, descending } = orderOf(question)
  for (let after: AccessCursor | undefined; ;) {
    const rows = await listAccess(database.read, query, {
      size: ROWS_A_BATCH, order, backwards: descending, ...(after === undefined ? {} : { after }),
    })
    const { told, naming } = await tellRows(database.read, rows, query.asOf, catalogue)
    for (const row of told) yield sheetRow(shownRow(row, seal, naming, asking.language))
    const last = rows.at(-1)
    if (last === undefined || rows.length < ROWS_A_BATCH) return
    after = placeOf(last)
  }
}

/** As of which moment a page asked for that day speaks (R-DAY-2). */
export const askedMoment = (day: Day | null, today: Day): AsOf => asOf(day ?? today, today)
