// What every file of 進階搜尋 has in common, beside what all files have: one moment of which all of it speaks.
import { sql } from 'kysely'
import { wayText } from '../../core/scope.ts'
import { recordedRows } from '../../store/exported.ts'
import { MOST_WAYS } from '../../store/list-seen.ts'
import { requestOrigin } from '../../store/request-origin.ts'
import { exportReply } from '../../web/export-reply.ts'
import type { AsOf } from '../../core/as-of.ts'
import type { Database, Reader } from '../../store/database.ts'
import type { Exported } from '../../store/exported.ts'
import type { Actor } from '../../web/actor.ts'
import type { Reply } from '../../web/reply.ts'
import type { PageRequest } from '../../web/route.ts'
import type { SheetRow } from '../../web/spreadsheet.ts'
import type { SearchName } from './slice.ts'

export type SearchRequest = PageRequest & { actor: Actor }

export type SearchFile<C extends string> = Omit<Exported, 'list'> & {
  search: SearchName
  columns: readonly C[]
  /** What is asked of the database comes when the file is read, never for HEAD. */
  rows: () => AsyncIterable<SheetRow<C>>
}

/** The ways by which the actor reaches what a search shows, as its event names them: "whose scope". */
export const waysOf = ({ authority }: Actor): string[] => authority.ways.slice(0, MOST_WAYS).map(wayText)

/**
 * As of today means as of this moment, for all of an export, however long it takes: the moment is the database's own, for
 * another clock may be behind what was just recorded.
 */
export async function pinned(db: Reader, asOf: AsOf): Promise<AsOf> {
  if (asOf.known !== 'now') return asOf
  const { rows } = await sql<{ now: Date }>`select now() + interval '1 millisecond' as now`.execute(db)
  return { ...asOf, known: rows[0]!.now }
}

/** A search as a file. */
export function searchFile<C extends string>(
  database: Database, request: SearchRequest, { search, columns, rows, ...exported }: SearchFile<C>,
): Reply {
  const { actor } = request
  return exportReply(actor, {
    format: exported.format, name: `${search}-${exported.asOf.day}`, columns,
    rows: recordedRows(database, requestOrigin(request), actor.authority, { list: search, ...exported }, rows),
  })
}
