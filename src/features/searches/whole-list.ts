// Pages of a list that is all there, because what one person has is some thousand rights at the most.
import { cursorText, readCursor } from './cursor.ts'
import { ROWS_A_PAGE } from './list-search.ts'
import type { Seal } from '../../store/seal.ts'
import type { ShownRight } from './shown-right.ts'
import type { SearchName } from './slice.ts'

/** `from` counts from 1; `previous` and `next` are places for an address. */
export type WholePage<Row> = { rows: Row[]; count: number; from: number; previous: string | null; next: string | null }

type Place = { readonly [name: string]: string }

/** What tells a person's rights apart. */
export const placeOfRight = ({ application, category, agency, why, from }: ShownRight): Place =>
  ({ application, category, agency, why, from })

/** A page of the list by key; null for a cursor that is none. */
export function pageOf<Row>(
  seal: Seal, search: SearchName, list: readonly Row[], placeOf: (row: Row) => Place,
  { after, before }: { after: string; before: string },
): WholePage<Row> | null {
  const from = before === '' ? after : before
  const place = from === '' ? undefined : readCursor(seal, search, from)
  if (place === null) return null
  // Where the row is no more, the list begins anew.
  const at = place === undefined ? -1 : list.findIndex((row) => JSON.stringify(placeOf(row)) === JSON.stringify(place))
  const start = before === '' ? at + 1 : Math.max(0, at - ROWS_A_PAGE)
  const rows = list.slice(start, start + ROWS_A_PAGE)
  const link = (row: Row | undefined) => (row === undefined ? null : cursorText(seal, search, placeOf(row)))
  return {
    rows, count: list.length, from: start + 1,
    previous: start === 0 ? null : link(rows[0]),
    next: start + rows.length < list.length ? link(rows.at(-1)) : null,
  }
}
