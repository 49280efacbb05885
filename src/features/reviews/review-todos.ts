// 「待辦事項」: the reviews that wait for somebody.
import { sql } from 'kysely'
import { startOfDayInTaipei } from '../../core/days.ts'
import { withoutCentre } from '../../core/scope.ts'
import { managedAgencies } from '../../store/scope.ts'
import { showDay } from '../../web/days.ts'
import { MOST_TODOS } from '../../web/todo.ts'
import { REVIEWS_PATH } from './addresses.ts'
import { campaignMessages } from './campaign-messages.ts'
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

type Waiting = { id: string; title: string; due: Day; left: number; since: Date }

/** Campaigns with something undecided at the agencies of one's offices; the centre hears of those that nobody else manages. */
async function campaignTodos(db: Reader, { authority, personId }: PersonActor, today: Day): Promise<TodoItem[]> {
  const offices = withoutCentre(authority)
  if (offices.ways.length === 0) return []
  const { rows } = await sql<Waiting>`
    with managed as materialized (${managedAgencies(offices, { day: today, known: 'now' })})
    select c.id, c.title, c.due, count(*)::int as left, c.started_at as since
    from review_item i join review_campaign c on c.id = i.campaign_id
    where i.open and i.decision is null and i.agency_code in (select agency_code from managed) and c.due >= ${today}::date
      and i.person_id is distinct from ${personId}
    group by c.id order by c.started_at desc limit ${sql.lit(MOST_TODOS)}`.execute(db)
  return rows.map(({ id, title, due, left, since }) => ({
    kind: 'review.campaign',
    title: both((language) => campaignMessages(language).todo),
    detail: both((language) => campaignMessages(language).todoDetail(title, left, showDay(due, language))),
    href: `${REVIEWS_PATH}/campaigns/${id}`,
    since,
  }))
}

/** What waits for this person on 「授權檢視」. */
export const reviewTodos: TodoSource<Reader> = async (db, actor, today) =>
  (await Promise.all([handoverTodos(db, actor, today), campaignTodos(db, actor, today)])).flat()
