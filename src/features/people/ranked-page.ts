// Pages by key of a list that is made whole each time, because one person, or the centre, has some dozens of them.
import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import type { Reader } from '../../store/database.ts'

/** `before`: how many come before the page; `previous` and `next`: the `after` of those pages, '' for the first. */
export type RankedPage<Row> = { rows: Row[]; total: number; before: number; previous: string | null; next: string | null }

/** A list as a query whose rows have `key` (text), and its order, which ends in what tells its rows apart. */
export type RankedList = { listed: RawBuilder<unknown>; order: RawBuilder<unknown> }

/** The page after the row of that key ('' for the first). Moments come as texts, as JSON writes them. */
export async function rankedPage<Row extends { key: string }>(
  db: Reader, { listed, order }: RankedList, after: string, size: number,
): Promise<RankedPage<Row>> {
  const { rows } = await sql<{ total: number; n: number; row: Row }>`
    with listed as materialized (${listed}),
    ranked as materialized (select *, row_number() over (order by ${order}) as n from listed),
    start as (select coalesce((select n from ranked where key = ${after}), 0) as n)
    select (select count(*)::int from ranked) as total, r.n::int as n, to_jsonb(r) - 'n' as row
    from ranked r, start where r.n > greatest(start.n - ${sql.lit(size)}, 0) and r.n <= start.n + ${sql.lit(size)}
    order by r.n`.execute(db)
  const started = after === '' ? 0 : rows.find(({ row }) => row.key === after)?.n ?? 0
  const page = rows.filter(({ n }) => n > started)
  const total = rows[0]?.total ?? 0
  const back = started - size
  return {
    rows: page.map(({ row }) => row), total, before: started,
    previous: started === 0 ? null : back <= 0 ? '' : rows.find(({ n }) => n === back)?.row.key ?? '',
    next: started + page.length < total ? page.at(-1)!.row.key : null,
  }
}
