// Plans that wait for a second central administrator.
import { MOST_TODOS } from '../../web/todo.ts'
import { rocDayShort } from '../../core/roc-date.ts'
import type { Reader } from '../../store/database.ts'
import type { TodoSource } from '../../web/todo.ts'
import { waitingFor } from './list-plans.ts'
import { messages } from './messages.ts'

/** What was sent by somebody else, and this person may approve. */
export const restructuringTodos: TodoSource<Reader> = async (db, { personId, roles }) => {
  if (!roles.includes('central')) return []
  return (await waitingFor(db, personId, MOST_TODOS)).map(({ id, number, title, day, since }) => ({
    kind: 'restructuring.sent',
    title: { 'zh-TW': messages('zh-TW').todo, en: messages('en').todo },
    detail: { 'zh-TW': `${title}（第 ${number} 號，${rocDayShort(day)}）`, en: `${title} (no. ${number}, ${day})` },
    href: `/manage/restructurings/${id}`,
    since,
  }))
}
