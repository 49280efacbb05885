// A manager takes away a second factor whose telephone and recovery codes are lost (R-ACC-8), within the limits of R-ACC-4.
import { sql } from 'kysely'
import { decideAccountAct } from '../../core/account-acts.ts'
import { agencyOfWay, wayText } from '../../core/scope.ts'
import { change, refused } from '../../store/change.ts'
import { tellPersons } from '../../store/notices.ts'
import { stillManaging } from '../../store/still-managing.ts'
import { loadAccountAct } from '../people/load-account-act.ts'
import { dropFactor } from '../second-factor/keep-factor.ts'
import type { AccountRefused } from '../../core/account-acts.ts'
import type { AuditEvent } from '../../core/audit.ts'
import type { Day } from '../../core/days.ts'
import type { ManagementWay } from '../../core/scope.ts'
import type { Origin } from '../../store/change.ts'
import type { AccountActor } from '../people/load-account-act.ts'
import type { ResetsSlice } from './slice.ts'

function attempt(person: string, way: ManagementWay | null): AuditEvent {
  return { code: 'account.second-factor-reset', person, agency: agencyOfWay(way), detail: { way: wayText(way) } }
}

/** Takes it away with its recovery codes, and tells its person; or refuses. `person`: an id of one that is there. */
export function removeLostFactor(
  { database }: Pick<ResetsSlice, 'database'>, origin: Origin, actor: AccountActor, { person, today }: { person: string; today: Day },
): Promise<{ removed: true } | AccountRefused> {
  return change<{ removed: true } | AccountRefused>(database, origin, async (tx) => {
    await sql`select from account where person_id = ${person} for update`.execute(tx.db)
    const decided = decideAccountAct(await loadAccountAct(tx.db, await stillManaging(tx, actor, today), person, today), 'removeSecondFactor')
    if ('refused' in decided) return refused(attempt(person, null), decided)
    const event = await tx.record(attempt(person, decided.way))
    await dropFactor(tx, person)
    await tellPersons(tx, event, [person], { kind: 'account.second-factor-reset', reason: null })
    return { result: { removed: true }, event }
  })
}
