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
  const waiting = db.selectFrom('application_todo').where('person_id', '=', personId).where('withdrawn_at', 'is', null)
  const asking = await waiting.select('application_code').distinct().execute()
  if (asking.length === 0) return []
  const facts = await loadPersonFacts(db, personId, { day: today, known: 'now' })
  const theirs = asking.map(({ application_code: code }) => code)
    .filter((application) => decide(facts, { application }).some(({ reasons }) => reasons.length > 0))
  if (theirs.length === 0) return []
  const names = new Map(facts.catalogue.map(({ code, name }) => [code, `${code} ${name}`]))
  const rows = await waiting.select(['application_code', 'title', 'title_en', 'link', 'deadline', 'added_at'])
    .where('application_code', 'in', theirs).orderBy('added_at', 'desc').limit(MOST_TODOS).execute()
  return rows.map(({ application_code: code, title, title_en: en, link, deadline, added_at: since }) => ({
    kind: 'application.asks', title: { 'zh-TW': title, en: en ?? title },
    detail: { 'zh-TW': detail('zh-TW', names.get(code)!, deadline), en: detail('en', names.get(code)!, deadline) },
    href: link as `https://${string}`, since,
  }))
}

const detail = (language: 'zh-TW' | 'en', name: string, deadline: Day | null): string =>
  messages(language).fromApplication(name, deadline === null ? null : showDay(deadline, language))
