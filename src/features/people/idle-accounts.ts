// R-ACC-7: accounts that nobody signs in to. A job of the night tells their people, and a fortnight later at the earliest disables
// what is still idle, a batch in a transaction; sessions end by the database (0017-ends.sql). Managers enable as they do any other.
import { sql } from 'kysely'
import { addDays, dayInTaipei } from '../../core/days.ts'
import { IDLE_NOTICE_DAYS, idleNoticeAfter, whoMayBeDisabled } from '../../core/idle-accounts.ts'
import { change, processOrigin } from '../../store/change.ts'
import { centralAdministrators } from '../../store/managers.ts'
import { tellPersons } from '../../store/notices.ts'
import { lockCentre } from './lock-centre.ts'
import type { RawBuilder } from 'kysely'
import type { Change } from '../../store/change.ts'
import type { Database, Reader } from '../../store/database.ts'
import type { Task } from '../../store/jobs.ts'

// A sign-in waits no longer than such a batch takes, a quarter of a second.
const BATCH = 200

/** An account that is idle; `since`: when somebody was last here, or when it was activated or enabled. */
type Idle = { person: string; since: Date }

/** Active accounts that have been idle for so many days, after that person in the order of persons; `which` says more of account `a`. */
export const idleAccounts = (days: number, after: string, which: RawBuilder<boolean>) => sql<Idle>`
  select a.person_id::text as person, i.since from account a
  join account_state_version s on s.person_id = a.person_id and upper_inf(s.recorded) and s.person_id > ${after}::bigint
  cross join lateral (select greatest(a.last_sign_in_at, lower(s.recorded)) as since) i
  where a.state = 'active' and a.person_id > ${after}::bigint and i.since < now() - make_interval(days => ${days}) and ${which}
  order by a.person_id limit ${sql.lit(BATCH)} for update of a skip locked`

const notWarned = sql<boolean>`(a.idle_warned_at is null or a.idle_warned_at < i.since)`
const warnedInTime = sql<boolean>`(a.idle_warned_at >= i.since and a.idle_warned_at <= now() - make_interval(days => ${sql.lit(IDLE_NOTICE_DAYS)}))`

/** Tells the next of those whose time comes near; answers the last person, null at the end. */
async function warnNext(tx: Change, idleDays: number, after: string): Promise<string | null> {
  const { rows } = await idleAccounts(idleNoticeAfter(idleDays), after, notWarned).execute(tx.db)
  const soonest = addDays(dayInTaipei(new Date()), IDLE_NOTICE_DAYS)
  for (const { person, since } of rows) {
    const due = addDays(dayInTaipei(since), idleDays)
    const day = due > soonest ? due : soonest
    const event = await tx.record({ code: 'account.idle-warned', person, detail: { on: day } })
    await tx.db.updateTable('account').set({ idle_warned_at: sql<Date>`now()` }).where('person_id', '=', person).execute()
    await tellPersons(tx, event, [person], { kind: 'idle.warned', number: idleNoticeAfter(idleDays), day, reason: null }, 'system')
  }
  return rows.length < BATCH ? null : rows.at(-1)!.person
}

/** Who is at the centre, whoever was here last first. */
async function administratorsByPresence(db: Reader): Promise<string[]> {
  const all = await centralAdministrators(db, dayInTaipei(new Date()))
  const { rows } = await sql<{ person: string }>`
    select person_id::text as person from account where person_id = any(${all}::bigint[]) order by last_sign_in_at desc nulls last, person_id`.execute(db)
  return rows.map(({ person }) => person)
}

/** Disables the next of those whose time has come; answers the last person, null at the end. */
async function disableNext(tx: Change, idleDays: number, after: string): Promise<string | null> {
  // Nobody else counts administrators meanwhile.
  await lockCentre(tx)
  const { rows } = await idleAccounts(idleDays, after, warnedInTime).execute(tx.db)
  const gone = whoMayBeDisabled(rows.map(({ person }) => person), await administratorsByPresence(tx.db))
  for (const person of gone) {
    // Before the account: the version of its state names the event.
    const event = await tx.record({ code: 'account.disabled', person, detail: { why: 'idle', reason: '', way: '' } })
    await tx.db.updateTable('account').set({ state: 'disabled' }).where('person_id', '=', person).execute()
    await tellPersons(tx, event, [person], { kind: 'idle.disabled', number: idleDays, reason: null }, 'system')
  }
  return rows.length < BATCH ? null : rows.at(-1)!.person
}

type Next = (tx: Change, idleDays: number, after: string) => Promise<string | null>

async function throughAll(database: Pick<Database, 'unaudited'>, idleDays: number, next: Next, signal: AbortSignal): Promise<void> {
  for (let after: string | null = '0'; after !== null && !signal.aborted;) {
    const from: string = after
    after = await change(database, processOrigin('accounts.idle'), async (tx) => {
      const last = await next(tx, idleDays, from)
      return { result: last, event: { code: 'accounts.idle-looked-at', detail: { days: idleDays } } }
    })
  }
}

/** Tells and disables all whose time has come. Bears being done twice, and being stopped in between. */
export async function followIdleness(database: Pick<Database, 'unaudited'>, idleDays: number, signal: AbortSignal): Promise<void> {
  await throughAll(database, idleDays, disableNext, signal)
  await throughAll(database, idleDays, warnNext, signal)
}

/** The job of the night; none where accounts never become idle (ECPA_IDLE_DAYS=0). */
export const idleTasks = (idleDays: number): Task[] => (idleDays === 0 ? [] : [{
  name: 'accounts.idle', every: '5 19 * * *', handle: (_, { database, signal }) => followIdleness(database, idleDays, signal),
}])
