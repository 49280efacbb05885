// What becomes of a passkey that there is: another name, or none any more.
import { sql } from 'kysely'
import { change, refused } from '../../store/change.ts'
import { tellPersons } from '../../store/notices.ts'
import { lockSelf } from '../sign-in/sessions.ts'
import type { Change, EventId, Origin } from '../../store/change.ts'
import type { Database } from '../../store/database.ts'

type Kept = { done: true } | { refused: 'notFound' }
type Removed = Kept | { refused: 'ended' }

/** `passkey`: an id as the address has it; of somebody else's it is not found. */
export type Keeping = { person: string; passkey: string }

async function lockOwn({ db }: Pick<Change, 'db'>, { person, passkey }: Keeping): Promise<boolean> {
  const { rows } = await sql`
    select from passkey where id = ${passkey}::uuid and person_id = ${person} and removed_at is null for update`.execute(db)
  return rows.length > 0
}

/** Gives it another name. */
export function renamePasskey(database: Database, origin: Origin, { name, ...which }: Keeping & { name: string }): Promise<Kept> {
  const event = { code: 'account.passkey-renamed' as const, person: which.person, detail: { passkey: which.passkey } }
  return change<Kept>(database, origin, async (tx) => {
    if (!await lockOwn(tx, which)) return refused(event, { refused: 'notFound' as const })
    await tx.db.updateTable('passkey').set({ name }).where('id', '=', which.passkey).execute()
    return { result: { done: true as const }, event }
  })
}

/**
 * Takes it away, and tells its person; not for a session that has ended meanwhile (「不是我」). Sessions that were opened with it go on:
 * they end where sessions are ended.
 */
export function removePasskey(database: Database, origin: Origin, { session, ...which }: Keeping & { session: string }): Promise<Removed> {
  const attempt = { code: 'account.passkey-removed' as const, person: which.person, detail: { passkey: which.passkey } }
  return change<Removed>(database, origin, async (tx) => {
    if (!await lockSelf(tx.db, which.person, session)) return refused(attempt, { refused: 'ended' as const })
    if (!await lockOwn(tx, which)) return refused(attempt, { refused: 'notFound' as const })
    const event = await tx.record(attempt)
    await tx.db.updateTable('passkey').set({ removed_at: sql<Date>`now()`, removed_event_id: event }).where('id', '=', which.passkey).execute()
    await tellPersons(tx, event, [which.person], { kind: 'account.passkey-removed', reason: null, path: '/me/passkeys' }, 'system')
    return { result: { done: true as const }, event }
  })
}

/**
 * 「不是我」: those that a stranger may have added since that moment, and all of them where the sign-in itself was by one. They
 * are locked. A part of the caller's transaction, which holds the account.
 */
export async function strangersPasskeys({ db }: Pick<Change, 'db'>, person: string, { since, all }: { since: Date; all: boolean }): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from passkey where person_id = ${person} and removed_at is null and (${all} or created_at >= ${since}) for update`.execute(db)
  return rows.map(({ id }) => id)
}

/** Takes those away with the event. A part of the caller's transaction. */
export async function removeThose({ db }: Pick<Change, 'db'>, event: EventId, passkeys: readonly string[]): Promise<void> {
  if (passkeys.length === 0) return
  await db.updateTable('passkey').set({ removed_at: sql<Date>`now()`, removed_event_id: event }).where('id', 'in', passkeys).execute()
}
