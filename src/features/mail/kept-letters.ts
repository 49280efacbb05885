// What an operator sees of the outbox and does about it: what waits, what was given up, and why. Neither addresses nor what a
// letter says leave the database by this way, but the domain of a mailbox, which tells whose server it is that says no.
import { sql } from 'kysely'
import { change, processOrigin } from '../../store/change.ts'
import { queueLetter } from '../../store/outbox.ts'
import type { Kysely } from 'kysely'
import type { Database, Reader } from '../../store/database.ts'
import type { Tables } from '../../store/tables.ts'

export type KeptLetter = {
  id: string
  state: 'waiting' | 'sending' | 'dead'
  writtenAt: Date
  attempts: number
  /** Of the address, what stands after the `@`. */
  domain: string
  /** The mail server's last words, without addresses; null when it was not asked yet. */
  failure: string | null
}

const MOST_LISTED = 200

/** What was not sent, the oldest first, and how many there are in all. `dead`: only what was given up. */
export async function keptLetters(db: Reader, { dead }: { dead: boolean }): Promise<{ letters: KeptLetter[]; of: number }> {
  const { rows } = await sql<KeptLetter & { of: number }>`
    select id, attempts, failure, written_at as "writtenAt", split_part(recipient, '@', 2) as domain, count(*) over ()::int as of,
      case when given_up_at is not null then 'dead' when leased_until > now() then 'sending' else 'waiting' end as state
    from mail where given_up_at is not null or (not ${dead} and sent_at is null)
    order by written_at, id limit ${MOST_LISTED}`.execute(db)
  return { letters: rows.map(({ of: _, ...letter }) => letter), of: rows[0]?.of ?? 0 }
}

export type MailState = { dead: number; waiting: number; oldestMinutes: number | null }

/** How the outbox is: how many letters were given up, how many wait, and for how long the oldest of those. */
export async function mailState(db: Reader): Promise<MailState> {
  const { rows: [row] } = await sql<MailState>`
    select (select count(*)::int from mail where given_up_at is not null) as dead, count(*)::int as waiting,
      floor(extract(epoch from now() - min(written_at)) / 60)::int as "oldestMinutes"
    from mail where sent_at is null and given_up_at is null`.execute(db)
  return row!
}

/** One letter by its id, all that were given up, or all that wait for their next try. */
export type Letters = { id: string } | 'dead' | 'waiting'

/** Puts the letters to sending again, from the first try on; answers how many. None of a letter that was sent or is being sent. */
export function retryLetters(database: Pick<Database, 'unaudited'>, which: Letters, by: string): Promise<number> {
  return change(database, processOrigin(by), async (tx) => {
    const { rows } = await sql<{ id: string }>`
      update mail set given_up_at = null, attempts = 0
      where sent_at is null and leased_until is null and ${meant(which)} returning id`.execute(tx.db)
    for (const { id } of rows) await queueLetter(tx, id)
    return { result: rows.length, event: { code: 'mail.retried', detail: { which: nameOf(which), letters: rows.length } } }
  })
}

/** Deletes letters that were given up; answers how many. What waits is never dropped. */
export function dropLetters(database: Pick<Database, 'unaudited'>, which: Exclude<Letters, 'waiting'>, by: string): Promise<number> {
  return change(database, processOrigin(by), async (tx) => {
    const gone = await drop(tx.db, which)
    return { result: gone, event: { code: 'mail.dropped', detail: { which: nameOf(which), letters: gone } } }
  })
}

async function drop(db: Kysely<Tables>, which: Letters): Promise<number> {
  const { rows } = await sql`delete from mail where given_up_at is not null and ${meant(which)} returning id`.execute(db)
  return rows.length
}

const nameOf = (which: Letters): string => (typeof which === 'string' ? which : which.id)

function meant(which: Letters) {
  if (which === 'dead') return sql`given_up_at is not null`
  return which === 'waiting' ? sql`given_up_at is null` : sql`id = ${which.id}::uuid`
}
