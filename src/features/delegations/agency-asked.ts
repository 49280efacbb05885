import { withoutDelegations } from '../../core/scope.ts'
import { manageAgency } from '../../store/managing.ts'
import { managedDefault } from '../../web/managed.ts'
import type { Day } from '../../core/days.ts'
import type { Database, Reader } from '../../store/database.ts'
import type { Managed } from '../../store/managing.ts'
import type { Seal } from '../../store/seal.ts'
import type { Actor } from '../../web/actor.ts'

export type DelegationSlice = { database: Database; seal: Seal }

/** Whether one of the ways lets the actor give and end: not a delegate's (R-SCP-3). */
export const mayDelegate = (managed: Managed): boolean => withoutDelegations(managed).ways.length > 0

/** The agency of the address, or the one that pages open with; null where the actor does not manage it. */
export async function agencyAsked(
  db: Reader, { actor, today }: { actor: Actor; today: Day }, code: string | undefined,
): Promise<Managed | null> {
  const asked = code ?? managedDefault(actor)
  return asked === null ? null : manageAgency(db, actor.authority, asked, today)
}
