// What COPY takes, as text: made where the rows are, in whatever thread.

/** What a column may be given: a Buffer for `bytea`, and otherwise what reads as PostgreSQL reads it. */
export type CopyValue = string | number | boolean | Buffer | null

const ESCAPES: Record<string, string> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' }

/** A row as COPY reads text (PostgreSQL manual, COPY, "Text Format"). */
export function lineOf(row: readonly CopyValue[]): string {
  let line = ''
  for (let at = 0; at < row.length; at += 1) {
    const value = row[at]!
    if (at > 0) line += '\t'
    if (value === null) line += '\\N'
    else if (typeof value === 'string') line += /[\\\t\n\r]/.test(value) ? value.replace(/[\\\t\n\r]/g,
      (one) => ESCAPES[one]!) : value
    else if (typeof value === 'object') line += `\\\\x${value.toString('hex')}`
    else line += String(value)
  }
  return `${line}\n`
}
