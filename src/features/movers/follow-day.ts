// What nobody's feed tells: a post whose last day is over, a fortnight without a decision, a month without a post (R-DAY-4). The law gives nothing by
// them any more, without anybody's hand; the day's work writes down what that means, so that people are told and managers see
// what waits for them. Whether it was done makes no difference to access.
import { sql } from 'kysely'
import { dayInTaipei } from '../../core/days.ts'
import { change, processOrigin } from '../../store/change.ts'
import { endUndecided } from './end-undecided.ts'
import { followFacts } from './follow-facts.ts'
import { closeAccounts } from './leavers.ts'
import type { Day } from '../../core/days.ts'
import type { Database } from '../../store/database.ts'
import type { Followed } from './follow-facts.ts'

export type DayFollowed = Followed & Awaited<ReturnType<typeof endUndecided>> & Awaited<ReturnType<typeof closeAccounts>>

/** Has the decisions of all people follow the posts of that day, ends what lapsed, and closes the accounts of leavers. Bears being done twice. */
export function followTheDay(database: Pick<Database, 'unaudited'>, today: Day): Promise<DayFollowed> {
  return change(database, processOrigin('movers'), async (tx) => {
    const event = await tx.record({ code: 'day.followed', detail: { day: today } })
    const lapsed = await endUndecided(tx, event, today)
    const followed = await followFacts(tx, { event, feed: null, today })
    const result = { ...followed, ...lapsed, ...await closeAccounts(tx, { event, feed: null }, today) }
    await tx.db.insertInto('followed_day').values({ day: today })
      .onConflict((conflict) => conflict.column('only_one').doUpdateSet({ day: today })).execute()
    return { result, event }
  })
}

/** Whether that day was followed already. */
export async function isDayFollowed({ read }: Pick<Database, 'read'>, today: Day): Promise<boolean> {
  const { rows } = await sql<{ done: boolean }>`select exists (select from followed_day where day >= ${today}) as done`.execute(read)
  return rows[0]!.done
}

/** Looked for every few minutes: soon after a day begins in Taipei, and soon after a start where the night went without. */
export async function followIfNewDay(database: Database, clock: () => Date): Promise<void> {
  const today = dayInTaipei(clock())
  if (!await isDayFollowed(database, today)) await followTheDay(database, today)
}
