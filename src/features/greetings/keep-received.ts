// What a receiver does with a card: opens it, throws it away, blocks its sender. None of it is told to the sender.
import { sql } from 'kysely'
import { MOST_BLOCKED } from '../../core/greetings.ts'
import { UUID } from '../../core/uuid.ts'
import { change, refused } from '../../store/change.ts'
import { lockPerson } from './lock-person.ts'
import type { Origin } from '../../store/change.ts'
import type { Database } from '../../store/database.ts'

type Kept = { id: string; person: string }

/** Notes that the receiver opened it. */
export async function markRead({ unaudited }: Pick<Database, 'unaudited'>, { id, person }: Kept): Promise<void> {
  await unaudited.updateTable('greeting_receiver').set({ read_at: sql<Date>`now()` })
    .where('id', '=', id).where('person_id', '=', person).where('arrived_at', 'is not', null).where('read_at', 'is', null).execute()
}

/** Throws it away, for the receiver alone; false: there is no such card for them. */
export async function throwAway({ unaudited }: Pick<Database, 'unaudited'>, { id, person }: Kept): Promise<boolean> {
  if (!UUID.test(id)) return false
  const { numUpdatedRows } = await unaudited.updateTable('greeting_receiver').set({ deleted_at: sql<Date>`now()` })
    .where('id', '=', id).where('person_id', '=', person).where('arrived_at', 'is not', null).where('deleted_at', 'is', null)
    .executeTakeFirstOrThrow()
  return numUpdatedRows > 0n
}

export type BlockRefusal = 'notFound' | 'manyBlocked'

/** Blocks the sender of a card that the person received. Cards that came before stay. */
export function blockSender(
  database: Database, origin: Origin, { id, person }: Kept,
): Promise<{ blocked: true } | { refused: BlockRefusal }> {
  const event = { code: 'greeting.sender-blocked' as const, person }
  return change<{ blocked: true } | { refused: BlockRefusal }>(database, origin, async ({ db }) => {
    await lockPerson(db, person)
    const { rows: [card] } = await sql<{ sender: string; blocked: number }>`
      select g.sender_id::text as sender, (select count(*)::int from greeting_block b where b.person_id = r.person_id) as blocked
      from greeting_receiver r join greeting g on g.id = r.greeting_id
      where r.id = ${UUID.test(id) ? id : null}::uuid and r.person_id = ${person}
        and r.arrived_at is not null and r.deleted_at is null`.execute(db)
    if (card === undefined) return refused(event, { refused: 'notFound' as const })
    if (card.blocked >= MOST_BLOCKED) return refused(event, { refused: 'manyBlocked' as const })
    await sql`insert into greeting_block (person_id, sender_id) values (${person}, ${card.sender}) on conflict do nothing`.execute(db)
    return { result: { blocked: true as const }, event }
  })
}

/** Lets the cards of a sender in again; false: the person blocks nobody under that number. */
export function unblockSender(
  database: Database, origin: Origin, { id, person }: Kept,
): Promise<{ unblocked: true } | { refused: 'notFound' }> {
  const event = { code: 'greeting.sender-unblocked' as const, person }
  return change<{ unblocked: true } | { refused: 'notFound' }>(database, origin, async ({ db }) => {
    const { numDeletedRows } = await db.deleteFrom('greeting_block')
      .where('id', '=', UUID.test(id) ? id : null).where('person_id', '=', person).executeTakeFirstOrThrow()
    return numDeletedRows === 0n ? refused(event, { refused: 'notFound' as const }) : { result: { unblocked: true as const }, event }
  })
}
