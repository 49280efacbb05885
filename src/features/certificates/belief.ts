// What a card was believed by may change between the moment when it was proved and the one when that counts: a responder is waited for,
// a card waits for its person. Whoever writes what a card proved holds belief still and asks again; whoever changes what is believed does
// so alone, so that of the two one is seen by the other: the session is ended with the others, or does not begin.
import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { listingOf } from './authority-rows.ts'
import type { Day } from '../../core/days.ts'
import type { Reader } from '../../store/database.ts'
import type { AgencyCardSays, PersonCard } from './check-card.ts'

// Any number that no other lock of ours has.
const BELIEF = 3_272_016_005

type Stamp = { code: string; event: string; fetched: string | null }

/** By which change each authority in use is as it is, and when its list came. */
export async function stampsOf(db: Reader): Promise<Stamp[]> {
  const { rows } = await sql<Stamp>`
    select a.code, a.event_id::text as event, extract(epoch from l.fetched_at)::text as fetched
    from certificate_authority a left join certificate_list l on l.authority = a.code
    where a.in_use order by a.code`.execute(db)
  return rows
}

/** All of them as one short text, which stays the same as long as they do. */
export const stampOfAll = (stamps: readonly Stamp[]): string => createHash('sha256').update(JSON.stringify(stamps)).digest('base64url')

/**
 * Whether nothing has changed since by which the card was believed: no authority, no list of one, nor what is listed of its certificate by
 * hand. In a transaction it stays so until the end; to be asked there before a session is touched.
 */
export async function isBelievedStill(db: Reader, card: PersonCard | AgencyCardSays, today: Day): Promise<boolean> {
  await sql`select pg_advisory_xact_lock_shared(${BELIEF})`.execute(db)
  if (stampOfAll(await stampsOf(db)) !== card.believedBy) return false
  const listing = await listingOf(db, card.authority, card.certificateSerial, today)
  if (card.kind === 'person') return listing?.agency !== null
  return card.mapped === 'list' ? listing?.agency === card.agency : listing === undefined
}

/** From here on until the transaction ends, nothing that a card proves is written but by whoever sees this change. */
export async function changeBelief(db: Reader): Promise<void> {
  await sql`select pg_advisory_xact_lock(${BELIEF})`.execute(db)
}
