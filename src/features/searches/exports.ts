// What every export has in common: who may run how many at once, the events at its beginning and its end, and one moment
// of which all of it speaks.
import { sql } from 'kysely'
import { wayText } from '../../core/scope.ts'
import { change } from '../../store/change.ts'
import { requestOrigin } from '../../store/request-origin.ts'
import { problem } from '../../web/reply.ts'
import { spreadsheet } from '../../web/spreadsheet.ts'
import type { AsOf } from '../../core/as-of.ts'
import type { Database, Reader } from '../../store/database.ts'
import type { Actor } from '../../web/actor.ts'
import type { Reply } from '../../web/reply.ts'
import type { PageRequest } from '../../web/route.ts'
import type { SheetRow } from '../../web/spreadsheet.ts'
import type { SearchName } from './slice.ts'

export type SearchRequest = PageRequest & { actor: Actor }

export type Format = 'csv' | 'xlsx'

export type Exported<C extends string> = {
  search: SearchName
  format: Format
  asOf: AsOf
  columns: readonly C[]
  /** What is asked of the database comes when the file is read, never for HEAD. */
  rows: () => AsyncIterable<SheetRow<C>>
  /** What was asked, as the events tell it: never a name or a national ID. */
  asked: { readonly [name: string]: string | boolean }
  /** Whose or what the file is about, where that is one person, agency or application. */
  person?: string
  agency?: string | null
  application?: string | null
}

// Somebody who wants both formats has both; more at once is a script, and each keeps the database busy.
const MOST_AT_ONCE = 2
const running = new Map<string, number>()

/** The ways by which the actor reaches what a search shows, as its event names them: "whose scope". */
export const waysOf = ({ authority }: Actor): string[] => authority.ways.slice(0, 20).map(wayText)

/**
 * As of today means as of this moment, for all of an export, however long it takes: the moment is the database's own, for
 * another clock may be behind what was just recorded.
 */
export async function pinned(db: Reader, asOf: AsOf): Promise<AsOf> {
  if (asOf.known !== 'now') return asOf
  const { rows } = await sql<{ now: Date }>`select now() + interval '1 millisecond' as now`.execute(db)
  return { ...asOf, known: rows[0]!.now }
}

async function* audited<C extends string>(
  database: Database, request: SearchRequest, { rows, search, format, asOf, asked, person, agency, application }: Exported<C>,
): AsyncGenerator<SheetRow<C>> {
  const session = request.actor.sessionId
  const origin = requestOrigin(request)
  const about = {
    ...(person === undefined ? {} : { person }), agency: agency ?? null, application: application ?? null,
  }
  const detail = { search, format, asOf: asOf.day, asked, ways: waysOf(request.actor) }
  let written = 0
  let whole = false
  running.set(session, (running.get(session) ?? 0) + 1)
  try {
    // Before the first row goes out: a file that was begun is known of, whatever happens to this process.
    await change(database, origin, async () => ({ result: null, event: { code: 'search.export-begun', ...about, detail } }))
    for await (const row of rows()) {
      yield row
      written += 1
    }
    whole = true
  } finally {
    const left = running.get(session)! - 1
    if (left === 0) running.delete(session)
    else running.set(session, left)
    await change(database, origin, async () => ({
      result: null, event: { code: 'search.exported', ...about, detail: { ...detail, rows: written, whole } },
    }))
  }
}

/** 「匯出 CSV」「匯出 XLSX」: everything found, streamed. */
export function exportReply<C extends string>(database: Database, request: SearchRequest, exported: Exported<C>): Reply {
  if ((running.get(request.actor.sessionId) ?? 0) >= MOST_AT_ONCE) return problem('tooMany', { retryAfterSeconds: 60 })
  const { format, search, asOf, columns } = exported
  const name = `${search}-${asOf.day}`
  return spreadsheet({ format, name, columns, rows: audited(database, request, exported) })
}
