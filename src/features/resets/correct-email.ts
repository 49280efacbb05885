// 「校正員工Email」: a manager corrects an address with the employee's consent, or takes a change back (R-ACC-4).
import { sql } from 'kysely'
import { decideAccountAct } from '../../core/account-acts.ts'
import { change, refused } from '../../store/change.ts'
import { stillManaging } from '../../store/still-managing.ts'
import { loadAccountAct } from '../people/load-account-act.ts'
import { proposeEmail, withdrawEmail } from './email-changes.ts'
import type { AccountRefused } from '../../core/account-acts.ts'
import type { AuditEvent } from '../../core/audit.ts'
import type { Day } from '../../core/days.ts'
import type { EmailRefused } from '../../core/email-changes.ts'
import type { ManagementWay } from '../../core/scope.ts'
import type { Change, Origin } from '../../store/change.ts'
import type { Database } from '../../store/database.ts'
import type { AccountActor } from '../people/load-account-act.ts'
import type { Proposed } from './email-changes.ts'
import type { ResetsSlice } from './slice.ts'

/** By which way the actor may correct the address of the person, the account locked. */
async function mayCorrect(tx: Change, actor: AccountActor, person: string, today: Day): Promise<{ way: ManagementWay } | AccountRefused> {
  await sql`select from account where person_id = ${person} for update`.execute(tx.db)
  return decideAccountAct(await loadAccountAct(tx.db, await stillManaging(tx, actor, today), person, today), 'correctEmail')
}

/** `person`: an id of one that is there. */
export type Correction = { person: string; email: string; consented: boolean; today: Day }

/** Proposes the address, which takes effect when it is confirmed; or refuses. */
export function correctEmail(
  slice: ResetsSlice, origin: Origin, actor: AccountActor, { person, email, consented, today }: Correction,
): Promise<Proposed | AccountRefused | EmailRefused> {
  return change<Proposed | AccountRefused | EmailRefused>(slice.database, origin, async (tx) => {
    const decided = await mayCorrect(tx, actor, person, today)
    if ('refused' in decided) {
      const attempt: AuditEvent = { code: 'account.email-proposed', person, detail: { change: '', own: false, consented, way: '' } }
      return refused(attempt, decided)
    }
    return proposeEmail(tx, slice, { person, by: actor.personId!, email, consented, way: decided.way })
  })
}

/** Takes back the change of that number, whoever proposed it; or refuses. */
export function withdrawCorrection(
  database: Database, origin: Origin, actor: AccountActor, { person, id, today }: { person: string; id: string; today: Day },
): Promise<{ withdrawn: true } | AccountRefused | EmailRefused> {
  return change<{ withdrawn: true } | AccountRefused | EmailRefused>(database, origin, async (tx) => {
    const decided = await mayCorrect(tx, actor, person, today)
    if ('refused' in decided) {
      const attempt: AuditEvent = { code: 'account.email-withdrawn', person, detail: { change: id, why: 'byHand', way: '' } }
      return refused(attempt, decided)
    }
    return withdrawEmail(tx, { person, id, way: decided.way })
  })
}
