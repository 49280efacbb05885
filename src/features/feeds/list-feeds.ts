// The feeds there are, filtered, sorted and paged by key; and one of them, as its page shows it. Dry runs are none.
import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import type { Day } from '../../core/days.ts'
import type { Reader } from '../../store/database.ts'
import type { FeedCounts, FeedKind, FeedState } from './feed-at-work.ts'

/** Somebody of the centre, as lists name them. */
export type Named = { name: string; accountName: string | null }

/** `by` null: a program or a command brought it, `via` says which. `decided`: somebody has, and it is yet to be done. */
export type ListedFeed = {
  id: string
  kind: FeedKind
  state: FeedState
  source: string
  asOf: Day
  receivedAt: Date
  via: string
  by: Named | null
  rows: number
  rejectedRows: number
  counts: FeedCounts | null
  decided: boolean
}

export const SHOWN = ['open', 'applied', 'ended', 'all'] as const
export type Shown = (typeof SHOWN)[number]
export const SORTED = ['received', 'asOf', 'rows'] as const
export type Sorted = (typeof SORTED)[number]
export const KINDS = ['snapshot', 'delta', 'undo', 'restructuring'] as const satisfies readonly FeedKind[]

export type FeedFilter = { shown: Shown; kind: FeedKind | null; sort: Sorted; descending: boolean }

/** `before`: how many come before the page; `previous` and `next`: the `after` of those pages. */
export type FeedPage = { feeds: ListedFeed[]; total: number; before: number; previous: string | null; next: string | null }

export const FEEDS_A_PAGE = 50

const STATES: Record<Exclude<Shown, 'all'>, readonly FeedState[]> = {
  open: ['receiving', 'received', 'ready', 'held'], applied: ['applied'], ended: ['refused', 'rejected', 'interrupted'],
}

/** The name of a person now, with the account's. */
export const namedPerson = (column: RawBuilder<unknown>): RawBuilder<Named | null> => sql`(
  select json_build_object('name', v.name, 'accountName', a.name) from person_version v
  left join account a on a.person_id = v.person_id
  where v.person_id = ${column} and upper_inf(v.recorded))`

function order({ sort, descending }: FeedFilter): RawBuilder<unknown> {
  const way = descending ? sql`desc` : sql`asc`
  const column = { received: sql`id`, asOf: sql`as_of`, rows: sql`rows` }[sort]
  return sql`${column} ${way}, id desc`
}

const found = ({ shown, kind }: FeedFilter): RawBuilder<unknown> => sql`
  from feed f where not f.trial
    ${shown === 'all' ? sql`` : sql`and f.state = any(${[...STATES[shown]]}::feed_state[])`}
    ${kind === null ? sql`` : sql`and f.kind = ${kind}::feed_kind`}`

/** The page after the feed `after` ('' for the first). A feed a day, and some more by programs: thousands in years. */
export async function listFeeds(db: Reader, filter: FeedFilter, after: string, size = FEEDS_A_PAGE): Promise<FeedPage> {
  const { rows: [place] } = await sql<{ total: number; before: number; previous: string | null; ids: string[] }>`
    with ranked as materialized (
      select f.id, row_number() over (order by ${order(filter)}) as n ${found(filter)}
    ),
    start as (select coalesce((select n from ranked where id::text = ${after}), 0) as n)
    select (select count(*)::int from ranked) as total, start.n::int as before,
      (select id::text from ranked where n = start.n - ${sql.lit(size)}) as previous,
      array(select id::text from ranked r where r.n > start.n and r.n <= start.n + ${sql.lit(size)} order by r.n) as ids
    from start`.execute(db)
  const { total, before, previous, ids } = place!
  return {
    feeds: await describe(db, ids), total, before,
    previous: before === 0 ? null : previous ?? '',
    next: before + ids.length < total ? ids.at(-1)! : null,
  }
}

async function describe(db: Reader, ids: string[]): Promise<ListedFeed[]> {
  if (ids.length === 0) return []
  const { rows } = await sql<ListedFeed>`
    select f.id, f.kind, f.state, f.source, f.as_of as "asOf", f.received_at as "receivedAt", f.submitted_via as via,
      ${namedPerson(sql`f.submitted_by`)} as by, f.rows, f.rejected_rows as "rejectedRows", f.counts,
      f.decided_by is not null and f.state in ('ready', 'held') as decided
    from unnest(${ids}::bigint[]) with ordinality as wanted (id, at) join feed f using (id) order by wanted.at`.execute(db)
  return rows
}

/** Each feed of the filter, a thousand at a time: for a file to keep. */
export async function* allFeeds(db: Reader, filter: FeedFilter): AsyncGenerator<ListedFeed> {
  for (let after: string | null = ''; after !== null;) {
    const page: FeedPage = await listFeeds(db, filter, after, 1000)
    yield* page.feeds
    after = page.next
  }
}
