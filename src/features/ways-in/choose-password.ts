// A new password by a link or slip for one use (R-ACC-3, R-ACC-4): all sessions end, other ways to one are closed, the person is told.
import { sql } from 'kysely'
import { change } from '../../store/change.ts'
import { tellPersons } from '../../store/notices.ts'
import { hashIfAllowed } from '../sign-in/password-rules.ts'
import { forgetTriesOf, slowDown } from '../sign-in/attempts.ts'
import { endSessionsOf } from '../sign-in/sessions.ts'
import { closeWays } from './open-way.ts'
import { openWayOf, proveWay, wayRefused } from './prove-way.ts'
import type { Origin, Outcome } from '../../store/change.ts'
import type { Identity, WayRefused } from './prove-way.ts'
import type { WaysSlice } from './slice.ts'

/** What was typed: the secret, who the holder of a slip says to be, and the password. */
export type Choosing = { typed: string; identity: Identity; password: string }

/** Sets the password, or refuses. */
export async function choosePassword(
  slice: WaysSlice, origin: Origin, { typed, identity, password }: Choosing,
): Promise<{ chosen: true } | WayRefused> {
  const { database, subjectOf } = slice
  await slowDown(slice, origin.address)
  // Before the transaction: both take their time on purpose. Without a way that is open, neither is done.
  const seen = await openWayOf(database.read, 'newPassword', typed)
  const looked = seen === null ? null : await slice.turns.during(origin.address, () => hashIfAllowed(database.read, seen.person, password))
  const refusal = looked !== null && 'refused' in looked ? looked.refused : null
  if (refusal === 'busy') return { refused: refusal }
  return change(database, origin, async (tx): Promise<Outcome<{ chosen: true } | WayRefused>> => {
    const proved = await proveWay(tx, slice, 'newPassword', typed, identity)
    if ('outcome' in proved) return proved.outcome
    const { person, medium, account, accountName } = proved.way
    if (account !== 'active') return wayRefused('newPassword', person, 'notActive', 'notActive')
    if (refusal !== null) return wayRefused('newPassword', person, refusal, refusal)
    // Opened only now, after it was looked for.
    if (looked === null || !('hash' in looked)) return wayRefused('newPassword', person, 'unknown', 'wrong')
    const sessions = await endSessionsOf(tx.db, person, 'passwordChanged')
    const event = await tx.record({ code: 'account.password-chosen', person, detail: { by: medium, sessions } })
    await closeWays(tx, person, 'newPassword', 'used', event)
    await tx.db.updateTable('account').set({ password_hash: looked.hash, password_changed_at: sql<Date>`clock_timestamp()` }).where('person_id', '=', person).execute()
    // Whoever was locked out by wrong tries is not any more.
    await forgetTriesOf(tx.db, person, subjectOf('name', accountName!))
    await tellPersons(tx, event, [person], { kind: 'account.password-chosen', reason: null }, 'system')
    return { result: { chosen: true }, event }
  })
}
