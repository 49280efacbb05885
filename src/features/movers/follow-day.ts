// What nobody's feed tells: a post whose last day is over (R-DAY-4). The law gives nothing by it any more, without anybody's
// hand; the day's work writes down what that means, so that people are told and managers see what waits for them.
import { dayInTaipei } from '../../core/days.ts'
import { change, processOrigin } from '../../store/change.ts'
import { followFacts } from './follow-facts.ts'
import type { Day } from '../../core/days.ts'
import type { Database } from '../../store/database.ts'
import type { Task } from '../../store/jobs.ts'
import type { Followed } from './follow-facts.ts'

/** Has the decisions of all people follow the posts of that day. */
export function followTheDay(database: Pick<Database, 'unaudited'>, today: Day): Promise<Followed> {
  return change(database, processOrigin('movers'), async (tx) => {
    const event = await tx.record({ code: 'day.followed', detail: { day: today } })
    return { result: await followFacts(tx, { event, feed: null, today }), event }
  })
}

/** Soon after each day begins in Taipei, and again by noon for what a night without a server left. */
export const moverTasks = (database: Database): Task[] => [
  { name: 'movers.follow-day', every: '3 4,16 * * *', handle: async () => void await followTheDay(database, dayInTaipei(new Date())) },
]
