// 啟用帳號 by a printed slip or a mailed code (R-ACC-1b, c): 未啟用 becomes 啟用, with account name, password and an address that is asked whether it is read.
import { sql } from 'kysely'
import { change, refuse } from '../../store/change.ts'
import { isUniqueViolation } from '../../store/faults.ts'
import { proposeEmail } from '../resets/email-changes.ts'
import { hashPassword } from '../sign-in/password-hash.ts'
import { closeWays } from './open-way.ts'
import { openWayOf, proveWay, wayRefused } from './prove-way.ts'
import type { Origin, Outcome } from '../../store/change.ts'
import type { Identity, WayRefused } from './prove-way.ts'
import type { WaysSlice } from './slice.ts'

/** `name`: of the shape that account names have; `email`: an address that can be written to. */
export type Activating = { typed: string; identity: Identity; name: string; password: string; email: string }

/** Activates the account, or refuses. */
export async function activateAccount(
  { database, seal }: WaysSlice, origin: Origin, { typed, identity, name, password, email }: Activating,
): Promise<{ activated: true } | WayRefused> {
  // Before the transaction, and only for whoever has a slip.
  const hash = await openWayOf(database.read, 'activation', typed) === null ? null : await hashPassword(password)
  const attempt = change(database, origin, async (tx): Promise<Outcome<{ activated: true } | WayRefused>> => {
    const proved = await proveWay(tx, seal, 'activation', typed, identity)
    if ('outcome' in proved) return proved.outcome
    const { person, account, medium } = proved.way
    if (hash === null) return wayRefused('activation', person, 'unknown', 'wrong')
    if (account === 'disabled') return wayRefused('activation', person, 'notActive', 'notActive')
    if (account !== 'pending') return wayRefused('activation', person, 'notPending', 'notPending')
    const event = await tx.record({ code: 'account.activated', person, detail: { how: medium === 'slip' ? 'slip' : 'mail' } })
    await closeWays(tx, person, 'activation', 'used', event)
    await tx.db.updateTable('account').set({ state: 'active', name, password_hash: hash, password_changed_at: sql<Date>`now()` })
      .where('person_id', '=', person).execute()
    const asked = await proposeEmail(tx, seal, { person, by: person, email, consented: false, way: null })
    if (typeof asked.event !== 'string') await tx.record(asked.event)
    return { result: { activated: true }, event }
  })
  return attempt.catch((error: unknown) => {
    // The database knows best whether a name is taken; the slip stays good.
    if (!isUniqueViolation(error, 'account_name_key')) throw error
    return refuse(database, origin, { code: 'account.way-refused', detail: { purpose: 'activation', why: 'nameTaken' } }, { refused: 'nameTaken' as const })
  })
}
