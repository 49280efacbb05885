// Acts on somebody's account, each with a reason: 「停用」 and 「恢復啟用」 (R-ACC-7), 「結束所有工作階段」. Where an account is
// disabled, the database ends its sessions in the same transaction (db/migrations/0017-ends.sql), and the programs that
// were opened from them are told.
import { sql } from 'kysely'
import { decideAccountAct } from '../../core/account-acts.ts'
import { agencyOfWay, wayText } from '../../core/scope.ts'
import { change, refused } from '../../store/change.ts'
import { centralAdministrators } from '../../store/managers.ts'
import { tellPersons } from '../../store/notices.ts'
import { stillManaging } from '../../store/still-managing.ts'
import { endSessionsOf } from '../sign-in/sessions.ts'
import { lockCentre } from './lock-centre.ts'
import { loadAccountAct } from './load-account-act.ts'
import type { AccountActFacts, AccountRefused } from '../../core/account-acts.ts'
import type { AuditEvent } from '../../core/audit.ts'
import type { Day } from '../../core/days.ts'
import type { ManagementWay } from '../../core/scope.ts'
import type { Change, EventId, Origin } from '../../store/change.ts'
import type { Database } from '../../store/database.ts'
import type { AccountActor } from './load-account-act.ts'

/** The acts that need nothing but a reason. */
export type PlainAct = 'disable' | 'enable' | 'endSessions'

/** Whose account, what, and why. `person`: an id of one that is there. */
export type AccountChange = { person: string; act: PlainAct; reason: string; today: Day }

const KINDS = { disable: 'account.disabled', enable: 'account.enabled', endSessions: 'account.sessions-ended' } as const

function attempt({ person, act, reason }: AccountChange, way: ManagementWay | null, sessions: number): AuditEvent {
  const said = { reason, way: wayText(way) }
  // The agency whose manager acts, so that it stands among what happened for that agency.
  const agency = agencyOfWay(way)
  if (act === 'disable') return { code: KINDS.disable, person, agency, detail: { why: 'byHand', ...said } }
  if (act === 'enable') return { code: KINDS.enable, person, agency, detail: said }
  return { code: KINDS.endSessions, person, agency, detail: { sessions, ...said } }
}

async function tell(tx: Change, event: EventId, { target, today }: AccountActFacts, { act, reason }: AccountChange): Promise<void> {
  const kind = KINDS[act]
  await tellPersons(tx, event, [target.person], { kind, reason })
  if (target.roles.length === 0) return
  // What one administrator does to another, or to an auditor, all of the centre hear of.
  const others = (await centralAdministrators(tx.db, today)).filter((one) => one !== target.person)
  await tellPersons(tx, event, others, { kind, reason, person: target.person })
}

/** Does it, or refuses. */
export function changeAccount(
  database: Database, origin: Origin, actor: AccountActor, wish: AccountChange,
): Promise<{ changed: true } | AccountRefused> {
  const { person, act, today } = wish
  return change<{ changed: true } | AccountRefused>(database, origin, async (tx) => {
    // Two administrators who disable each other at the same moment would leave nobody.
    await lockCentre(tx)
    await sql`select from account where person_id = ${person} for update`.execute(tx.db)
    const facts = await loadAccountAct(tx.db, await stillManaging(tx, actor, today), person, today)
    const decided = decideAccountAct(facts, act)
    if ('refused' in decided) return refused(attempt(wish, null, 0), decided)
    const ended = act === 'endSessions' ? await endSessionsOf(tx.db, person, 'byManager') : 0
    // Before the account: the version of its state names the event.
    const event = await tx.record(attempt(wish, decided.way, ended))
    if (act !== 'endSessions') {
      await tx.db.updateTable('account').set({ state: act === 'disable' ? 'disabled' : 'active' })
        .where('person_id', '=', person).execute()
    }
    await tell(tx, event, facts, wish)
    return { result: { changed: true }, event }
  })
}
