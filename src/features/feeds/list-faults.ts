// What is wrong with the rows of a feed that were rejected alone, line by line.
import { sql } from 'kysely'
import type { FeedColumn } from '../../core/feed-columns.ts'
import type { FaultCode, RowFault } from '../../core/feed-faults.ts'
import type { Reader } from '../../store/database.ts'
import { faultSentence } from './fault-messages.ts'

/** `says`: the reason in words, with the value at fault where it tells nothing of a person. */
export type ListedFault = RowFault & { id: string; line: number; says: Record<'zh-TW' | 'en', string> }

export type FaultPage = { faults: ListedFault[]; total: number; next: string | null }
export const FAULTS_A_PAGE = 100

/** Faults by their code, with the rows that have it. */
export type FaultCount = { code: FaultCode; column: FeedColumn | null; rows: number }

type Row = { id: string; line: number; field: FeedColumn | null; code: FaultCode; detail: RowFault['detail'] }

/** The page after the fault `after` ('' for the first), in the order of the lines. `code` null: all of them. */
export async function listFaults(
  db: Reader, feed: string, { code, after }: { code: FaultCode | null; after: string }, size = FAULTS_A_PAGE,
): Promise<FaultPage> {
  const wanted = sql`feed_id = ${feed} ${code === null ? sql`` : sql`and code = ${code}`}`
  const { rows: [count] } = await sql<{ total: number }>`select count(*)::int as total from feed_fault where ${wanted}`.execute(db)
  const [line = '', id = ''] = after.split('.')
  const { rows } = await sql<Row>`
    select id, line, field, code, detail from feed_fault where ${wanted}
      ${after === '' ? sql`` : sql`and (line, id) > (${line}::integer, ${id}::bigint)`}
    order by line, id limit ${sql.lit(size + 1)}`.execute(db)
  const faults = rows.slice(0, size).map(({ id: own, line: at, field, ...fault }) =>
    ({ id: own, line: at, column: field, ...fault, says: faultSentence(fault.code, fault.detail) }))
  const last = faults.at(-1)
  return { faults, total: count!.total, next: rows.length > size && last !== undefined ? `${last.line}.${last.id}` : null }
}

/** How many rows have each fault, the most frequent first. */
export async function countFaults(db: Reader, feed: string): Promise<FaultCount[]> {
  const { rows } = await sql<FaultCount>`
    select code, field as column, count(distinct line)::int as rows from feed_fault where feed_id = ${feed}
    group by code, field order by rows desc, code, field`.execute(db)
  return rows
}
