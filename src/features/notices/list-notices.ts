// What a reader finds on 「最新公告」: pinned ones first, then the newest, by key.
import { sql } from 'kysely'
import { searchWords } from '../../core/search-text.ts'
import { addressedTo, noticeColumns, shownNow, toNotice } from './notice-rows.ts'
import { isId } from './slice.ts'
import type { RawBuilder } from 'kysely'
import type { Day } from '../../core/days.ts'
import type { Reader } from '../../store/database.ts'
import type { Notice, ReaderOf } from './notice-rows.ts'

export type NoticePage = { notices: Notice[]; total: number; previous: string | null; next: string | null }

export const NOTICES_A_PAGE = 20

/** From where a page goes on: after this announcement, or before it; neither: the first page. */
export type Turn = { after?: string | undefined; before?: string | undefined }

type Asked = { reader: ReaderOf; today: Day; search: string }

function matching({ reader, today, search }: Asked): RawBuilder<boolean> {
  const words = searchWords(search).map((word) => sql` and strpos(v.folded, ${word}) > 0`)
  return sql`${shownNow} and ${addressedTo(reader, today)}${words.length === 0 ? sql`` : sql.join(words, sql``)}`
}

const placeOf = (id: string): RawBuilder<unknown> =>
  sql`(select c.pinned, c.publish_at, c.announcement_id from announcement_version c where c.announcement_id = ${id} and upper_inf(c.recorded))`

/** A page of what the reader may read and what holds all words of the search, and how many there are of them in all. */
export async function listNotices(db: Reader, asked: Asked, turn: Turn = {}, size = NOTICES_A_PAGE): Promise<NoticePage> {
  const at = [turn.after, turn.before].find((one) => one !== undefined && isId(one))
  const back = at !== undefined && at === turn.before
  const beyond = at === undefined ? sql`` : sql`and (v.pinned, v.publish_at, v.announcement_id) ${back ? sql`>` : sql`<`} ${placeOf(at)}`
  const way = back ? sql`asc` : sql`desc`
  const { rows } = await sql<Parameters<typeof toNotice>[0]>`
    select ${noticeColumns} from announcement_version v join announcement a on a.id = v.announcement_id
    where ${matching(asked)} ${beyond}
    order by v.pinned ${way}, v.publish_at ${way}, v.announcement_id ${way} limit ${sql.lit(size + 1)}`.execute(db)
  const { rows: [counted] } = await sql<{ total: number }>`
    select count(*)::int as total from announcement_version v where ${matching(asked)}`.execute(db)
  const more = rows.length > size
  const found = rows.slice(0, size).map(toNotice)
  const notices = back ? found.toReversed() : found
  return {
    notices, total: counted!.total,
    previous: (back ? more : at !== undefined) ? notices[0]?.id ?? null : null,
    next: (back ? true : more) ? notices.at(-1)?.id ?? null : null,
  }
}

/** The first few of the list, for 「首頁」 and for the feed. */
export async function newestNotices(db: Reader, reader: ReaderOf, today: Day, most: number): Promise<Notice[]> {
  const { rows } = await sql<Parameters<typeof toNotice>[0]>`
    select ${noticeColumns} from announcement_version v join announcement a on a.id = v.announcement_id
    where ${shownNow} and ${addressedTo(reader, today)}
    order by v.pinned desc, v.publish_at desc, v.announcement_id desc limit ${sql.lit(most)}`.execute(db)
  return rows.map(toNotice)
}
