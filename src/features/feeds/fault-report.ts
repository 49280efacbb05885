/**
 * The rows of a feed that were rejected alone, as a CSV file to mend and send back (4.5): the columns as they came, with the
 * line, the column at fault and the reason in front. It holds national IDs, for nobody could mend a masked one: it is for
 * central administrators, and taking it is an event.
 */
import { sql } from 'kysely'
import { csvLineOf, FEED_COLUMNS, REPORT_COLUMNS } from '../../core/feed-columns.ts'
import type { FaultCode, RowFault } from '../../core/feed-faults.ts'
import { withGuard } from '../../core/feed-reader.ts'
import { change } from '../../store/change.ts'
import type { Origin } from '../../store/change.ts'
import type { Database, Reader } from '../../store/database.ts'
import type { Seal } from '../../store/seal.ts'
import type { Language } from '../../web/language.ts'
import { faultSentence } from './fault-messages.ts'
import { REJECTED_ROW } from './reading.ts'
import { rejectedRowContext } from './row-writer.ts'

export type RejectedRow = { line: number; cells: readonly string[]; faults: readonly RowFault[] }

// A few hundred kilobytes.
const ROWS_AT_ONCE = 500
const BOM = '\uFEFF'

/** How many rows of the feed were rejected alone and can be had. */
export async function countRejected(db: Reader, feed: string): Promise<number> {
  const { rows: [counted] } = await sql<{ count: number }>`
    select count(*)::integer as count from feed_fault where feed_id = ${feed} and row_sealed is not null`.execute(db)
  return counted!.count
}

/** The rejected rows by their lines, with all their faults. */
export async function* rejectedRows(db: Reader, seal: Seal, feed: string): AsyncGenerator<RejectedRow> {
  const context = rejectedRowContext(feed)
  for (let after = 0; ;) {
    const { rows } = await sql<{ line: number; sealed: Buffer; faults: RowFault[] }>`
      select f.line, f.row_sealed as sealed, (
        select json_agg(json_build_object('column', one.field, 'code', one.code, 'detail', one.detail) order by one.id)
        from feed_fault one where one.feed_id = f.feed_id and one.line = f.line
      ) as faults
      from feed_fault f where f.feed_id = ${feed} and f.line > ${after} and f.row_sealed is not null
      order by f.line limit ${ROWS_AT_ONCE}`.execute(db)
    for (const { line, sealed, faults } of rows) {
      yield { line, faults, cells: JSON.parse(seal.open(REJECTED_ROW, sealed, context).toString()) as string[] }
    }
    if (rows.length < ROWS_AT_ONCE) return
    after = rows.at(-1)!.line
  }
}

/**
 * The report as pieces of CSV. Cells that a spreadsheet would take for a formula stand behind an apostrophe, which reading
 * the report back takes away again (`withGuard`). The event is written before the first row is given.
 */
export async function* faultReport(
  database: Database, seal: Seal, origin: Origin, feed: string, language: Language,
): AsyncGenerator<string> {
  const rows = await countRejected(database.read, feed)
  await change(database, origin, async () => ({ result: null, event: { code: 'feed.report-taken', detail: { feed, rows } } }))
  let text = BOM + csvLineOf([...REPORT_COLUMNS, ...FEED_COLUMNS])
  let held = 0
  for await (const { line, cells, faults } of rejectedRows(database.read, seal, feed)) {
    const columns = [...new Set(faults.map(({ column }) => column ?? ''))].filter((column) => column !== '').join(' ')
    text += csvLineOf([String(line), columns, reasonOf(faults, language), ...cells.map(withGuard)])
    held += 1
    if (held % ROWS_AT_ONCE !== 0) continue
    yield text
    text = ''
  }
  yield text
}

/** Everything that is wrong with a row; which column each is about, where they are several. */
function reasonOf(faults: readonly RowFault[], language: Language): string {
  const sentences = faults.map(({ column, code, detail }) => {
    const sentence = faultSentence(code as FaultCode, detail)[language]
    return faults.length > 1 && column !== null ? `${column}: ${sentence}` : sentence
  })
  // A value that is quoted in a sentence may begin one.
  return withGuard(sentences.join(language === 'en' ? '; ' : '；'))
}
