// A request that nobody decided in time is over by being evaluated live; a job tells the sides of it, each request once.
import { sql } from 'kysely'
import { dayInTaipei } from '../../core/days.ts'
import { change, processOrigin } from '../../store/change.ts'
import { isUniqueViolation } from '../../store/faults.ts'
import { nearestManagers } from '../../store/managers.ts'
import { tellPersons } from '../../store/notices.ts'
import { standing } from './list-requests.ts'
import { tellSides } from './tell-sides.ts'
import type { Day } from '../../core/days.ts'
import type { AgencyCode } from '../../core/standing.ts'
import type { Change } from '../../store/change.ts'
import type { Database } from '../../store/database.ts'
import type { Task } from '../../store/jobs.ts'

type Expired = {
  id: string; number: string; round: number; acting: AgencyCode; served: AgencyCode; side: 'acting' | 'served'
  applications: string[]; from: Day; to: Day | null; reason: string | null
}

// Some dozens expire in a month; what is left over is told the next time.
const AT_ONCE = 200

async function expiredOn({ read }: Pick<Database, 'read'>, today: Day): Promise<Expired[]> {
  const { rows } = await sql<Expired>`
    select r.id, r.number, r.round, r.acting_code as acting, r.served_code as served, r.drafted_for as side, c.applications,
      lower(c.valid) as "from", upper(c.valid) - 1 as "to", c.reason
    from duty_request r
    join duty_request_content c on c.request_id = r.id and c.content = r.content
    where r.state not in ('decided', 'withdrawn') and ${standing(today)} = 'expired'
      and not exists (select from duty_request_expiry e where e.request_id = r.id and e.round = r.round)
    order by r.touched_at limit ${sql.lit(AT_ONCE)}`.execute(read)
  return rows
}

async function tell(tx: Change, expired: Expired, today: Day) {
  const { id, number, round, acting, served, side, applications, from, to, reason } = expired
  const event = await tx.record({ code: 'duty.request-expired', agency: served, detail: { request: `F000199-${number}`, acting, round } })
  await tx.db.insertInto('duty_request_expiry').values({ request_id: id, round, event_id: event }).execute()
  const told = {
    kind: 'duty-request.expired' as const, acting, served, applications, from, to, reason, note: null,
    path: `/manage/duties/requests/${id}` as const,
  }
  // A draft that was never sent is nobody's but the drafting side's.
  if (round > 0) await tellSides(tx, event, { acting, served }, today, told, true)
  else await tellPersons(tx, event, await nearestManagers(tx.db, side === 'acting' ? acting : served, today), told)
  return { result: null, event }
}

/** Tells of every request that has expired and was not told of yet. */
export async function tellExpired(database: Database, today: Day): Promise<number> {
  const expired = await expiredOn(database, today)
  for (const one of expired) {
    await change(database, processOrigin('duty requests'), (tx) => tell(tx, one, today)).catch((error: unknown) => {
      // Another process told of it at the same moment.
      if (!isUniqueViolation(error)) throw error
    })
  }
  return expired.length
}

/** Soon after each day begins in Taipei, and again by noon for what a night without a server left. */
export const dutyTasks = (database: Database): Task[] => [
  { name: 'duty-requests.tell-expired', every: '5 4,16 * * *', handle: async () => void await tellExpired(database, dayInTaipei(new Date())) },
]
