// What an actor manages when their act's turn has come: an act may wait for what somebody else holds, and that may be the very one who
// disables the account, ends the session, the post or the delegation. Who the actor was when the request came is then long past.
import { sql } from 'kysely'
import { isOfCentre } from '../core/scope.ts'
import { loadAuthority, loadOffices } from './scope.ts'
import type { Day } from '../core/days.ts'
import type { Authority, ManagementWay } from '../core/scope.ts'
import type { AgencyCode } from '../core/standing.ts'
import type { Change } from './change.ts'

/** What one way has that no other has: the same post, card, delegation or role makes the same way. */
const keyOf = (way: ManagementWay): string => {
  if (way.way === 'central') return `central ${way.role}`
  return way.way === 'delegation' ? `delegation ${way.delegation}` : `${way.way} ${way.agency}`
}

async function isLive({ db, origin }: Pick<Change, 'db' | 'origin'>): Promise<boolean> {
  const { rows } = await sql`
    select from session where id = ${origin.sessionId} and ended_at is null and expires_at > now()`.execute(db)
  return rows.length > 0
}

/** Of these ways those that hold still, in a session that lives. */
async function heldOf({ db, origin }: Pick<Change, 'db' | 'origin'>, ways: ManagementWay[], today: Day): Promise<ManagementWay[]> {
  const person = origin.actor?.personId ?? null
  // A card's session ends with what it rests on; whoever holds the card manages by it alone.
  if (person === null || ways.every(({ way }) => way === 'agencyCard')) return ways
  const now = await loadAuthority(db, person, { day: today, known: 'now' })
  const held = new Set(now.ways.map(keyOf))
  return ways.filter((way) => way.way === 'agencyCard' || held.has(keyOf(way)))
}

/**
 * The actor of the transaction's session with those ways of managing that hold still, for the law to decide by. Ask it once the transaction
 * holds what it changes: what others commit after that comes after the act. A way that the actor did not come with is not added; what comes
 * without a session is as it was.
 */
export async function stillManaging<A extends { authority: Authority }>(
  tx: Pick<Change, 'db' | 'origin'>, actor: A, today: Day,
): Promise<A> {
  const { ways } = actor.authority
  if (tx.origin.sessionId === null || ways.length === 0) return actor
  return { ...actor, authority: { ways: await isLive(tx) ? await heldOf(tx, ways, today) : [] } }
}

/** Whether the actor is of the centre still, where an act is the centre's alone. To be asked as `stillManaging` is. */
export async function stillOfCentre(tx: Pick<Change, 'db' | 'origin'>, actor: { authority: Authority }, today: Day): Promise<boolean> {
  return isOfCentre((await stillManaging(tx, actor, today)).authority)
}

/** As `stillManaging`, of whoever acts as an officer too: of `offices`, the agencies where they are 人事人員 or more, those that hold still. */
export async function stillInOffice<A extends { authority: Authority; offices: readonly AgencyCode[] }>(
  tx: Pick<Change, 'db' | 'origin'>, actor: A, today: Day,
): Promise<A> {
  const person = tx.origin.actor?.personId ?? null
  if (person === null || actor.offices.length === 0) return stillManaging(tx, actor, today)
  if (tx.origin.sessionId === null) return actor
  if (!await isLive(tx)) return { ...actor, authority: { ways: [] }, offices: [] }
  const held = await loadOffices(tx.db, person, { day: today, known: 'now' })
  return {
    ...actor, authority: { ways: await heldOf(tx, actor.authority.ways, today) }, offices: actor.offices.filter((office) => held.includes(office)),
  }
}
