// 「待辦事項」: feeds that are held for somebody of the centre, and those that wait for whoever brought them.
import { sql } from 'kysely'
import { MOST_TODOS } from '../../web/todo.ts'
import { feedPageMessages } from './feed-page-messages.ts'
import { feedPath } from './feed-parts.tsx'
import type { Reader } from '../../store/database.ts'
import type { TodoSource } from '../../web/todo.ts'

type Row = { id: string; source: string; state: 'held' | 'ready'; since: Date }

/** Held feeds that another brought, and ready ones of one's own. */
export const feedTodos: TodoSource<Reader> = async (db, { personId, roles }) => {
  if (!roles.includes('central')) return []
  const { rows } = await sql<Row>`
    select id, source, state, coalesce(renewed_at, seen_at) as since from feed
    where not trial and decided_by is null
      and ((state = 'held' and submitted_by is distinct from ${personId})
        or (state = 'ready' and not at_once and submitted_by = ${personId}))
    order by id desc limit ${sql.lit(MOST_TODOS)}`.execute(db)
  const m = { 'zh-TW': feedPageMessages('zh-TW').todo, en: feedPageMessages('en').todo }
  return rows.map(({ id, source, state, since }) => ({
    kind: `feed.${state}`,
    title: { 'zh-TW': m['zh-TW'][state], en: m.en[state] },
    detail: { 'zh-TW': m['zh-TW'].detail(id, source), en: m.en.detail(id, source) },
    href: feedPath(id),
    since,
  }))
}
