/**
 * What takes more than one row of a people feed to see (4.5): one ID is one person, and one post stands once. Each decision is
 * made of the few rows that may be at fault; which those are is asked of the database (features/feeds/check-across-rows.ts).
 */
import type { Day } from './days.ts'
import type { AcrossFaultCode, RowFault } from './feed-faults.ts'

/** A fault with the line of its row. */
export type LineFault = RowFault & { line: number; code: AcrossFaultCode }

// Of many lines, the first few tell where to look.
const MOST_LINES = 5
const listed = (lines: readonly number[]): string =>
  `${lines.slice(0, MOST_LINES).join(', ')}${lines.length > MOST_LINES ? ' …' : ''}`

/** Rows of one ID that have more than one birth date: none of them can be believed. `id`: whatever tells IDs apart. */
export function twoBirthDates(rows: readonly { id: string; line: number; birthDate: Day }[]): LineFault[] {
  return [...Map.groupBy(rows, ({ id }) => id).values()].flatMap((same) => {
    const dates = [...new Set(same.map(({ birthDate }) => birthDate))].toSorted()
    if (dates.length < 2) return []
    const lines = listed(same.map(({ line }) => line))
    return same.map(({ line }) => ({ line, column: 'birth_date' as const, code: 'twoBirthDates' as const, detail: { dates: dates.join(', '), lines } }))
  })
}

/**
 * Rows of one post (the same ID, agency, kind, unit, title and beginning). Rows that are the same in everything are one that
 * was written twice, and the first counts; where they differ, nobody knows which one is meant. `post`: whatever tells
 * posts apart; `rest`: all that is not the key.
 */
export function postsTwice(rows: readonly { post: number; line: number; rest: string }[]): LineFault[] {
  return [...Map.groupBy(rows, ({ post }) => post).values()].flatMap((same) => {
    if (same.length < 2) return []
    const inOrder = same.toSorted((a, b) => a.line - b.line)
    const isOne = new Set(same.map(({ rest }) => rest)).size === 1
    const lines = listed(inOrder.map(({ line }) => line))
    return inOrder.slice(isOne ? 1 : 0).map(({ line }) => ({ line, column: null, code: 'postTwice' as const, detail: { lines } }))
  })
}
