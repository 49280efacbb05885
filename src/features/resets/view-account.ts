// An account as the two pages show it: its address, what waits, and what bars each act.
import { sql } from 'kysely'
import { decideAccountAct } from '../../core/account-acts.ts'
import { loadAccountAct } from '../people/load-account-act.ts'
import { openEmailChange } from './email-changes.ts'
import type { AccountAct, AccountRefusal } from '../../core/account-acts.ts'
import type { Day } from '../../core/days.ts'
import type { Reader } from '../../store/database.ts'
import type { AccountActor } from '../people/load-account-act.ts'
import type { EmailChange } from './email-changes.ts'

/** The acts of the two pages. */
export type DeskAct = Exclude<AccountAct, 'disable' | 'enable' | 'endSessions'>
const DESK_ACTS = ['sendResetLink', 'printResetSlip', 'printActivationSlip', 'correctEmail', 'removeSecondFactor'] as const satisfies DeskAct[]

/** `liveSessions`: how many would end. `bars`: the refusal of each act, null where nothing bars it. `rests`: as in the law. */
export type DeskView = {
  email: string | null
  emailConfirmed: boolean
  liveSessions: number
  waiting: (EmailChange & { own: boolean }) | null
  bars: Record<DeskAct, AccountRefusal | null>
  rests: Date | 'confirmed' | null
}

/** The account of the person (an id of one whom the actor may look at). */
export async function viewDesk(db: Reader, actor: AccountActor, person: string, today: Day): Promise<DeskView> {
  const { rows: [row] } = await sql<Pick<DeskView, 'email' | 'emailConfirmed' | 'liveSessions'>>`
    select a.email, a.email_confirmed_at is not null as "emailConfirmed",
      (select count(*)::int from session s where s.person_id = p.id and s.ended_at is null and s.expires_at > now()) as "liveSessions"
    from person p left join account a on a.person_id = p.id where p.id = ${person}`.execute(db)
  const facts = await loadAccountAct(db, actor, person, today)
  const waiting = await openEmailChange(db, person)
  const bars = DESK_ACTS.map((act) => {
    const decided = decideAccountAct(facts, act)
    return [act, 'refused' in decided ? decided.refused : null] as const
  })
  return {
    ...row!, bars: Object.fromEntries(bars) as DeskView['bars'], rests: facts.actor.rests,
    waiting: waiting === null ? null : { ...waiting, own: waiting.proposedBy === waiting.person },
  }
}
