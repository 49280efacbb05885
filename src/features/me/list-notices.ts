// The notices of one person: the newest first, a page by key.
import { sql } from 'kysely'
import type { Telling } from '../../core/told.ts'
import type { Database, Reader } from '../../store/database.ts'

/** `id` counts up with time and is the key of paging. */
export type MyNotice = { id: string; at: Date; unread: boolean; telling: Telling }

/** Which page: the first, the one of notices older than a key, or of those newer than it. */
export type NoticePlace = { before?: string | undefined; after?: string | undefined }

/** `previous` and `next` are keys: newer than the one, older than the other. `newest`: the newest of all of the person's. */
export type NoticePage = { notices: MyNotice[]; previous: string | null; next: string | null; newest: string | null }

const PAGE = 10

type Row = { telling_id: string; read_at: Date | null; content: Telling; told_at: Date; newest: string }

/** One page of a person's notices. One statement. */
export async function listNotices(db: Reader, person: string, { before, after }: NoticePlace): Promise<NoticePage> {
  const place = after !== undefined ? sql`and n.telling_id > ${after} order by n.telling_id`
    : sql`${before === undefined ? sql`` : sql`and n.telling_id < ${before}`} order by n.telling_id desc`
  // The page is taken before anything is joined: of somebody with many notices the planner would walk all tellings.
  const { rows } = await sql<Row>`
    with shown as materialized (
      select n.telling_id, n.read_at from notice n where n.person_id = ${person} ${place} limit ${PAGE + 1}
    )
    select s.telling_id, s.read_at, t.content, t.told_at,
      (select max(m.telling_id) from notice m where m.person_id = ${person}) as newest
    from shown s join telling t on t.id = s.telling_id
    order by s.telling_id ${after === undefined ? sql`desc` : sql``}`.execute(db)
  const more = rows.length > PAGE
  const shown = rows.slice(0, PAGE)
  if (after !== undefined) shown.reverse()
  const [first, last] = [shown[0], shown.at(-1)]
  const newer = after === undefined ? before !== undefined : more
  const older = after === undefined ? more : true
  return {
    notices: shown.map((row) => ({ id: row.telling_id, at: row.told_at, unread: row.read_at === null, telling: row.content })),
    previous: newer && first !== undefined ? first.telling_id : null,
    next: older && last !== undefined ? last.telling_id : null,
    newest: first?.newest ?? null,
  }
}

/** Marks as read what the person was told up to that notice: not what came while they were reading. */
export async function markRead({ unaudited }: Pick<Database, 'unaudited'>, person: string, until: string): Promise<void> {
  await unaudited.updateTable('notice').set({ read_at: sql`now()` })
    .where('person_id', '=', person).where('telling_id', '<=', until).where('read_at', 'is', null).execute()
}
