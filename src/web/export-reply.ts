// The files that one session may take at once.
import { problem } from './reply.ts'
import { spreadsheet } from './spreadsheet.ts'
import type { Actor } from './actor.ts'
import type { Reply } from './reply.ts'
import type { Sheet, SheetRow } from './spreadsheet.ts'

export type Format = Sheet<string>['format']

/** Both formats of every list, each at its list's own address with this ending. */
export const FORMATS: readonly Format[] = ['csv', 'xlsx']

// Somebody who wants both formats has both; more at once is a script, and each keeps the database busy.
const MOST_AT_ONCE = 2
const running = new Map<string, number>()

async function* counted<Row>(session: string, rows: AsyncIterable<Row>): AsyncGenerator<Row> {
  running.set(session, (running.get(session) ?? 0) + 1)
  try {
    yield* rows
  } finally {
    const left = running.get(session)! - 1
    if (left === 0) running.delete(session)
    else running.set(session, left)
  }
}

/** 「匯出 CSV」「匯出 XLSX」: everything found, streamed. */
export function exportReply<C extends string>({ sessionId }: Actor, sheet: Sheet<C>): Reply {
  if ((running.get(sessionId) ?? 0) >= MOST_AT_ONCE) return problem('tooMany', { retryAfterSeconds: 60 })
  const rows: AsyncIterable<SheetRow<C>> = counted(sessionId, sheet.rows)
  return spreadsheet({ ...sheet, rows })
}
