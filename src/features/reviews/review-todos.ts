// 「待辦事項」: the reviews that wait for somebody.
import { startOfDayInTaipei } from '../../core/days.ts'
import { REVIEWS_PATH } from './addresses.ts'
import { waitingReviews } from './handover-reviews.ts'
import { messages } from './messages.ts'
import type { Day } from '../../core/days.ts'
import type { Reader } from '../../store/database.ts'
import type { PersonActor } from '../../web/actor.ts'
import type { Language } from '../../web/language.ts'
import type { TodoItem, TodoSource } from '../../web/todo.ts'

const both = (say: (language: Language) => string): Record<Language, string> => ({ 'zh-TW': say('zh-TW'), en: say('en') })

async function handoverTodos(db: Reader, actor: PersonActor, today: Day): Promise<TodoItem[]> {
  const reviews = await waitingReviews(db, actor.personId, actor.standings, today)
  return reviews.map(({ id, agency, agencyName, standing, opensOn }) => ({
    kind: `review.handover-${standing === 'hr' ? 'officer' : 'supervisor'}`,
    title: both((language) => messages(language).todo.handover[standing]),
    agency: { code: agency, name: agencyName },
    href: `${REVIEWS_PATH}?view=handover&review=${id}` as const,
    since: startOfDayInTaipei(opensOn),
  }))
}

/** What waits for this person on 「授權檢視」. */
export const reviewTodos: TodoSource<Reader> = (db, actor, today) => handoverTodos(db, actor, today)
