// What applications ask of the person: shown while the application says so and the law lets the person use it.
import { decide } from '../../core/access.ts'
import { loadPersonFacts } from '../../store/access.ts'
import { showDay } from '../../web/days.ts'
import { MOST_TODOS } from '../../web/todo.ts'
import { messages } from './messages.ts'
import type { Day } from '../../core/days.ts'
import type { Reader } from '../../store/database.ts'
import type { TodoSource } from '../../web/todo.ts'

/** 「待辦事項」: items of applications that are the person's today, the newest first. */
export const applicationTodos: TodoSource<Reader> = async (db, { personId }, today) => {
  const rows = await db.selectFrom('application_todo').select(['application_code', 'title', 'title_en', 'link', 'deadline', 'added_at'])
    .where('person_id', '=', personId).where('withdrawn_at', 'is', null).orderBy('added_at', 'desc').limit(MOST_TODOS).execute()
  if (rows.length === 0) return []
  const facts = await loadPersonFacts(db, personId, { day: today, known: 'now' })
  const theirs = new Map(facts.catalogue.filter(({ code }) => decide(facts, { application: code }).some(({ reasons }) => reasons.length > 0))
    .map(({ code, name }) => [code, `${code} ${name}`]))
  return rows.flatMap(({ application_code: code, title, title_en: en, link, deadline, added_at: since }) => {
    const name = theirs.get(code)
    if (name === undefined) return []
    return [{
      kind: 'application.asks', title: { 'zh-TW': title, en: en ?? title },
      detail: { 'zh-TW': detail('zh-TW', name, deadline), en: detail('en', name, deadline) },
      href: link as `https://${string}`, since,
    }]
  })
}

const detail = (language: 'zh-TW' | 'en', name: string, deadline: Day | null): string =>
  messages(language).fromApplication(name, deadline === null ? null : showDay(deadline, language))
