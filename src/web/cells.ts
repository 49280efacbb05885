// The cells of a table to keep, as both formats say them.

/** What a cell can hold. Days are given as ISO text, null is an empty cell. */
export type Cell = string | number | null

/** One row by the names of its columns. */
export type SheetRow<C extends string> = Readonly<Record<C, Cell>>

// Enough that a chunk is worth its way to the socket, little enough that the event loop turns meanwhile.
export const CHUNK_CHARACTERS = 32_768

// What a spreadsheet takes for the beginning of a formula, also in full width or after blanks.
const FORMULA = /^(?:[\t\r\n]|\s*[=+\-@＝＋－＠])/
// What no XML can hold, so that both formats say the same: control characters and halves of surrogate pairs.
// oxlint-disable-next-line no-control-regex -- they are what it looks for
const UNSAYABLE = /[\0-\x08\x0B\x0C\x0E-\x1F\uFFFE\uFFFF]|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g

/**
 * The text of a cell in either format. What would be a formula gets an apostrophe in front: in CSV because a spreadsheet
 * would run it, in XLSX (where text is text) because somebody will save that as CSV.
 */
export function cellText(text: string): string {
  const said = text.replace(UNSAYABLE, '\uFFFD')
  return FORMULA.test(said) ? `'${said}` : said
}
