// 「重設員工密碼」: a manager opens a way to a new password, or to the activation, and never sees or sets a password (R-ACC-4).
import { sql } from 'kysely'
import { decideAccountAct } from '../../core/account-acts.ts'
import { agencyOfWay, wayText } from '../../core/scope.ts'
import { change, refused } from '../../store/change.ts'
import { tellBesideLetter, tellPersons } from '../../store/notices.ts'
import { stillManaging } from '../../store/still-managing.ts'
import { loadAccountAct } from '../people/load-account-act.ts'
import { openWay } from '../ways-in/open-way.ts'
import { mailWay } from '../ways-in/way-letters.ts'
import type { AccountAct, AccountRefused } from '../../core/account-acts.ts'
import type { AuditEvent } from '../../core/audit.ts'
import type { Day } from '../../core/days.ts'
import type { LetterLanguage } from '../../core/letter.ts'
import type { ManagementWay } from '../../core/scope.ts'
import type { Change, EventId, Origin } from '../../store/change.ts'
import type { AccountActor } from '../people/load-account-act.ts'
import type { ResetsSlice } from './slice.ts'

/** How the way reaches the person. */
export type OpenAct = Extract<AccountAct, 'sendResetLink' | 'printResetSlip' | 'printActivationSlip'>

const KINDS = {
  sendResetLink: 'account.reset-link-sent', printResetSlip: 'account.reset-slip-printed', printActivationSlip: 'account.activation-slip-printed',
} as const

function attempt(act: OpenAct, person: string, way: ManagementWay | null): AuditEvent {
  return { code: KINDS[act], person, agency: agencyOfWay(way), detail: { way: wayText(way) } }
}

/** To the confirmed address, which the law has asked for: one letter, which says who sends it. */
async function mailLink(tx: Change, event: EventId, person: string, way: string): Promise<void> {
  const telling = await tellBesideLetter(tx, event, person, { kind: KINDS.sendResetLink, reason: null })
  const { email, language } = await tx.db.selectFrom('account').select(['email', 'language']).where('person_id', '=', person).executeTakeFirstOrThrow()
  await mailWay(tx, 'newPassword', { to: email!, language: (language ?? 'zh-TW') as LetterLanguage, way, telling })
}

/** The link is on its way, or what is to be printed, this once. */
export type Opened = { sent: true } | { secret: string; until: Date }

/** Opens the way in place of any before, and tells the person; or refuses. `person`: an id of one that is there. */
export function openAccountWay(
  { database, seal }: ResetsSlice, origin: Origin, actor: AccountActor, { person, act, today }: { person: string; act: OpenAct; today: Day },
): Promise<Opened | AccountRefused> {
  return change<Opened | AccountRefused>(database, origin, async (tx) => {
    await sql`select from account where person_id = ${person} for update`.execute(tx.db)
    const decided = decideAccountAct(await loadAccountAct(tx.db, await stillManaging(tx, actor, today), person, today), act)
    if ('refused' in decided) return refused(attempt(act, person, null), decided)
    const event = await tx.record(attempt(act, person, decided.way))
    const medium = act === 'sendResetLink' ? 'link' as const : 'slip' as const
    const purpose = act === 'printActivationSlip' ? 'activation' as const : 'newPassword' as const
    const opened = await openWay(tx, seal, event, { person, purpose, medium, by: actor.personId })
    if (act === 'sendResetLink') {
      await mailLink(tx, event, person, opened.id)
      return { result: { sent: true }, event }
    }
    await tellPersons(tx, event, [person], { kind: KINDS[act], reason: null })
    return { result: opened, event }
  })
}
