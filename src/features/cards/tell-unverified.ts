// R-CRT-5: what a holder whose account is not active changes is told to every manager above, a session's acts together.
import { sql } from 'kysely'
import { isChange } from '../../core/audit-cards.ts'
import { dayInTaipei } from '../../core/days.ts'
import { tellPersons } from '../../store/notices.ts'
import { managersAbove } from './managers-above.ts'
import type { EventId } from '../../store/change.ts'
import type { Database } from '../../store/database.ts'
import type { Task } from '../../store/jobs.ts'

/** `last`: the number of the last event. */
type Acts = { agency: string; last: EventId; codes: string[] }

// One session's acts of a minute fit a sentence; more of them are told in the next.
const MOST_CODES = 5

/** Tells of the acts that nobody was told of yet; answers of how many sessions there were some. */
export function tellUnverified(database: Pick<Database, 'unaudited'>, now: Date): Promise<number> {
  return database.unaudited.transaction().execute(async (db) => {
    // Who comes second at the same moment finds them told.
    const { rows } = await sql<Acts>`
      with fresh as (
        insert into unverified_act_told (event_id)
        select e.id from audit_event e
        where e.actor_unverified and e.outcome = 'done' and not exists (select from unverified_act_told t where t.event_id = e.id)
        on conflict do nothing returning event_id
      )
      select h.card_agency as agency, max(e.id)::text as last, array_agg(e.code order by e.id) as codes
      from fresh f join audit_event e on e.id = f.event_id join session_holder h on h.session_id = e.session_id
      group by h.session_id, h.card_agency`.execute(db)
    let told = 0
    for (const { agency, last, codes } of rows) {
      const changes = [...new Set(codes.filter(isChange))]
      if (changes.length === 0) continue
      const more = changes.length > MOST_CODES ? '…' : ''
      const to = await managersAbove(db, agency, dayInTaipei(now))
      await tellPersons({ db }, last, to, {
        kind: 'card.unverified-act', agency, act: `${changes.slice(0, MOST_CODES).join(', ')}${more}`, reason: null,
      })
      told += 1
    }
    return told
  })
}

/** Every minute. */
export const unverifiedTasks: readonly Task[] = [{
  name: 'cards.tell-unverified',
  every: '* * * * *',
  handle: async (_, { database }) => void await tellUnverified(database, new Date()),
}]
