// R-STD-3: who has no post any more can sign in for a while; a week before the end they are told, and then the account is
// disabled. Whoever comes back finds it open again, unless somebody else closed it for another reason.
import { sql } from 'kysely'
import { LEAVER_NOTICE_DAYS } from '../../core/leaving.ts'
import { closingOf, hasLeft } from '../../store/leaving.ts'
import { recordEach } from '../../store/record-each.ts'
import { holdsAny, touched } from './ground.ts'
import type { RawBuilder } from 'kysely'
import type { Day } from '../../core/days.ts'
import type { Change } from '../../store/change.ts'
import type { Cause } from './decisions.ts'
import type { Sight } from './ground.ts'

/** Those with an active account who have left, with the day on which it closes and since when that is known. */
const leavers = (today: Day, which: RawBuilder<boolean>): RawBuilder<unknown> => sql`
  select a.person_id, c.closes_on, c.known_at from account a cross join lateral (${closingOf(sql`a.person_id`)}) c
  where a.state = 'active' and ${hasLeft(sql`a.person_id`, today)} and ${which} order by a.person_id`

/** Warns and disables whose time has come; answers how many. */
export async function closeAccounts(
  tx: Change, cause: Cause, today: Day,
): Promise<{ leaversWarned: number; accountsDisabled: number }> {
  const warned = await recordEach(tx, {
    code: 'account.closing', person: sql`q.person_id`, detail: { on: sql`q.closes_on::text` },
    // Once for each time that they leave: what is known later may have moved the day.
    from: leavers(today, sql`c.closes_on > ${today}::date and c.closes_on <= ${today}::date + ${sql.lit(LEAVER_NOTICE_DAYS)} and not exists (
      select from feed_consequence w where w.kind = 'account' and w.change = 'warned' and w.person_id = a.person_id and w.at >= c.known_at)`),
  })
  await noteAccounts(tx, cause, 'account.closing', 'warned')
  await recordEach(tx, {
    code: 'account.disabled', person: sql`q.person_id`, detail: { why: sql`'noPost'`, reason: sql`''`, way: sql`''` },
    from: leavers(today, sql`c.closes_on <= ${today}::date`),
  })
  return { leaversWarned: warned, accountsDisabled: await setState(tx, cause, 'account.disabled', 'disabled') }
}

/** The people (`person_id`) whose account was disabled for having no post, and by nothing else, and who have one. */
export const accountsToOpen = (sight: Sight): RawBuilder<unknown> => sql`
  select s.person_id from account_state_version s
  join audit_event e on e.id = s.event_id and e.code = 'account.disabled' and e.detail ->> 'why' = 'noPost'
  where s.state = 'disabled' and upper_inf(s.recorded) and ${touched(sight, sql`s.person_id`)}
    and ${holdsAny(sql`s.person_id`, sight.today, 'now')}`

/** Enables their accounts again; answers how many. */
export async function openAccounts(tx: Change, cause: Cause, sight: Sight): Promise<number> {
  await recordEach(tx, {
    code: 'account.enabled', person: sql`q.person_id`, detail: { reason: sql`''`, way: sql`''` },
    from: sql`${accountsToOpen(sight)} order by s.person_id`,
  })
  return setState(tx, cause, 'account.enabled', 'enabled')
}

/** After the events, which the versions of the states name (db/migrations/0027). */
async function setState(
  tx: Change, cause: Cause, code: 'account.disabled' | 'account.enabled', change: 'disabled' | 'enabled',
): Promise<number> {
  const count = await noteAccounts(tx, cause, code, change)
  if (count === 0) return 0
  await sql`
    update account a set state = ${change === 'enabled' ? 'active' : 'disabled'} from feed_consequence c
    where c.transaction = pg_current_xact_id() and c.kind = 'account' and c.change = ${change} and a.person_id = c.person_id`.execute(tx.db)
  return count
}

async function noteAccounts(
  tx: Change, { event, feed }: Cause, code: 'account.closing' | 'account.disabled' | 'account.enabled', change: 'warned' | 'disabled' | 'enabled',
): Promise<number> {
  const { numAffectedRows = 0n } = await sql`
    insert into feed_consequence (feed_id, cause_id, kind, person_id, change, event_id)
    select ${feed}::bigint, ${event}::bigint, 'account', e.person_id, ${change}, e.id
    from audit_event e where e.transaction = pg_current_xact_id() and e.code = ${code} order by e.id`.execute(tx.db)
  return Number(numAffectedRows)
}
