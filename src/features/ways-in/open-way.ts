// Opens and closes ways into an account for one use. What is mailed or printed is kept as a hash alone.
import { createHash, randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { wayLasts } from '../../core/ways-in.ts'
import { waySecret } from '../../store/way-secrets.ts'
import type { WayMedium, WayPurpose } from '../../core/ways-in.ts'
import type { Change, EventId } from '../../store/change.ts'
import type { Seal } from '../../store/seal.ts'

/** What the table knows a secret by. */
export const secretHash = (secret: string): Buffer => createHash('sha256').update(`way in\0${secret}`).digest()

/** Where a secret is taken in, by what it is for. */
export const WAY_PATHS = { newPassword: '/new-password', activation: '/activate', confirmEmail: '/confirm-email' } as const

/** Where a link or the picture on a slip leads: the secret stands behind the address that takes it in (`features/mail` writes it so). */
export const wayAddress = (purpose: WayPurpose, secret: string): `/${string}` => `${WAY_PATHS[purpose]}?way=${secret}`

/** `by`: who opens it, an id; null where nobody is signed in. `change`: the change of an address that is to be confirmed. `card`: seals for that way what the card said that proved it (medium `card`). */
export type NewWay = { person: string; purpose: WayPurpose; medium: WayMedium; by: string | null; change?: string; card?: (way: string) => Buffer }

/** Closes what is open for the person and purpose; answers how many that were. */
export async function closeWays({ db }: Pick<Change, 'db'>, person: string, purpose: WayPurpose, state: 'used' | 'replaced', event: EventId): Promise<number> {
  const { numUpdatedRows } = await db.updateTable('way_in').set({ state, closed_at: sql<Date>`now()`, closed_event_id: event })
    .where('person_id', '=', person).where('purpose', '=', purpose).where('state', '=', 'open').executeTakeFirst()
  return Number(numUpdatedRows)
}

/**
 * Opens a way, in the transaction of the act whose event is named, in place of the one before; the caller holds the account's
 * lock and has asked the law. `id` is what a letter names it by; `secret` goes onto paper, and nowhere else.
 */
export async function openWay(
  tx: Pick<Change, 'db'>, seal: Pick<Seal, 'index'>, event: EventId, { person, purpose, medium, by, change, card }: NewWay,
): Promise<{ id: string; secret: string; until: Date }> {
  await closeWays(tx, person, purpose, 'replaced', event)
  const id = randomUUID()
  const secret = waySecret(seal, id)
  const lasts = sql<Date>`now() + make_interval(secs => ${wayLasts(purpose, medium) / 1000})`
  const { expires_at: until } = await tx.db.insertInto('way_in').values({
    id, person_id: person, purpose, medium, secret_hash: secretHash(secret), opened_by: by, expires_at: lasts, event_id: event,
    email_change_id: change ?? null, card: card?.(id) ?? null,
  }).returning('expires_at').executeTakeFirstOrThrow()
  return { id, secret, until }
}
