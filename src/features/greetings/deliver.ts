// Cards arrive by a job, a card in a transaction: to those who are still here and do not block the sender. What is old is deleted.
import { sql } from 'kysely'
import { dayInTaipei } from '../../core/days.ts'
import { DRAFT_DAYS } from '../../core/greetings.ts'
import { change, processOrigin } from '../../store/change.ts'
import { canReceive } from './colleagues.ts'
import { mailGreeting } from './greeting-letter.ts'
import type { LetterLanguage } from '../../core/letter.ts'
import type { Change } from '../../store/change.ts'
import type { Database } from '../../store/database.ts'
import type { Task } from '../../store/jobs.ts'

/** The task that delivers what is due. */
export const DELIVER = 'greetings.deliver'

const BATCH = 200

/** Another process has delivered it, or its sender took it back. */
class NotDueAnyMore extends Error {}

type Due = { sender: string; receivers: number; active: boolean }
type Outcome = 'arrived' | 'gone' | 'blocked'
type Arrival = { id: string; outcome: Outcome; email: string | null; language: LetterLanguage | null }

/** Settles what becomes of each receiver. Who blocks the sender counts as reached: nobody is told that they do. */
async function settle({ db }: Change, id: string, sender: string): Promise<Arrival[]> {
  const { rows } = await sql<Arrival>`
    update greeting_receiver r set outcome = o.outcome, arrived_at = case o.outcome when 'arrived' then now() end
    from (
      select w.id, w.person_id, case when not ${canReceive(sql`w.person_id`, dayInTaipei(new Date()))} then 'gone'
        when exists (select from greeting_block b where b.person_id = w.person_id and b.sender_id = ${sender}) then 'blocked'
        else 'arrived' end as outcome
      from greeting_receiver w where w.greeting_id = ${id}
    ) o join account a on a.person_id = o.person_id
    where r.id = o.id
    returning r.id, r.outcome, case when a.email_confirmed_at is not null then a.email end as email, a.language`.execute(db)
  return rows
}

async function deliverOne(database: Pick<Database, 'unaudited'>, id: string): Promise<void> {
  await change(database, processOrigin(DELIVER), async (tx) => {
    const { rows: [due] } = await sql<Due>`
      select g.sender_id::text as sender, g.receivers, a.state = 'active' as active
      from greeting g join account a on a.person_id = g.sender_id
      where g.id = ${id} and g.sent_at is not null and g.delivered_at is null and g.taken_back_at is null and g.due_at <= now()
      for update of g skip locked`.execute(tx.db)
    if (due === undefined) throw new NotDueAnyMore()
    const { sender, receivers, active } = due
    if (!active) {
      await tx.db.updateTable('greeting').set({ taken_back_at: sql<Date>`now()` }).where('id', '=', id).execute()
      return { result: null, event: { code: 'greeting.taken-back', person: sender, detail: { greeting: id, why: 'senderDisabled' } } }
    }
    const arrivals = await settle(tx, id, sender)
    const missed = arrivals.filter(({ outcome }) => outcome === 'gone').length
    await tx.db.updateTable('greeting').set({ delivered_at: sql<Date>`now()`, missed }).where('id', '=', id).execute()
    for (const { id: received, outcome, email, language } of arrivals) {
      if (outcome === 'arrived' && email !== null) await mailGreeting(tx, { to: email, language: language ?? 'zh-TW', received })
    }
    return { result: null, event: { code: 'greeting.delivered', person: sender, detail: { greeting: id, receivers, missed } } }
  })
}

/** Delivers all that is due. One that fails keeps none of the others waiting, and is tried again with the next. */
export async function deliverDue(database: Pick<Database, 'unaudited' | 'read'>, signal: AbortSignal): Promise<void> {
  const failures: unknown[] = []
  for (let after = { due: new Date(0), id: '00000000-0000-0000-0000-000000000000' }; !signal.aborted;) {
    const { rows } = await sql<{ id: string; due: Date }>`
      select id, due_at as due from greeting where sent_at is not null and delivered_at is null and taken_back_at is null
        and due_at <= now() and (due_at, id) > (${after.due}, ${after.id}::uuid)
      order by due_at, id limit ${sql.lit(BATCH)}`.execute(database.read)
    for (const { id } of rows) {
      if (signal.aborted) return
      await deliverOne(database, id).catch((error: unknown) => {
        if (!(error instanceof NotDueAnyMore)) failures.push(error)
      })
    }
    const last = rows.at(-1)
    if (last === undefined || rows.length < BATCH) break
    after = last
  }
  if (failures.length > 0) throw failures[0]
}

/** Deletes cards that are old, drafts that nobody went on with, and searches that count no more. `days`: ECPA_GREETING_DAYS. */
export async function purgeGreetings({ unaudited }: Pick<Database, 'unaudited'>, days: number): Promise<void> {
  await sql`delete from greeting where sent_at is not null
    and coalesce(delivered_at, taken_back_at) < now() - make_interval(days => ${days})`.execute(unaudited)
  await sql`delete from greeting where sent_at is null
    and changed_at < now() - make_interval(days => ${sql.lit(DRAFT_DAYS)})`.execute(unaudited)
  await sql`delete from greeting_search where searched_at < now() - interval '1 hour'`.execute(unaudited)
}

/** The jobs of this slice: what is due arrives within a minute, what was sent for today at once. */
export const greetingTasks = (days: number): Task[] => [
  { name: DELIVER, every: '* * * * *', handle: (_, { database, signal }) => deliverDue(database, signal) },
  { name: 'greetings.purge', every: '20 * * * *', handle: (_, { database }) => purgeGreetings(database, days) },
]
