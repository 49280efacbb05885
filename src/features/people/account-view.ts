// An account as 「員工管理」 shows it: its state with its history, its sessions, and what the reader may do to it.
import { sql } from 'kysely'
import { decideAccountAct } from '../../core/account-acts.ts'
import { loadAccountAct } from './load-account-act.ts'
import type { AccountAct, AccountRefusal } from '../../core/account-acts.ts'
import type { Day } from '../../core/days.ts'
import type { AccountState } from '../../core/facts.ts'
import type { Reader } from '../../store/database.ts'
import type { SignInMethod } from '../../web/actor.ts'
import type { PlainAct } from './change-account.ts'
import type { AccountActor } from './load-account-act.ts'

/** A state since when, and what is known of how it came: by which act or rule, by whom, why. */
export type StateSince = {
  state: AccountState
  since: Date
  until: Date | null
  why: string | null
  reason: string | null
  by: string | null
}

/** `liveSessions`: how many have neither ended nor run out. `may`: what bars each act, null where nothing does. */
export type AccountView = {
  email: string | null
  emailConfirmed: boolean
  liveSessions: number
  history: StateSince[]
  may: Record<PlainAct | DeskAct, AccountRefusal | null>
}

/** The acts that have pages of their own: 「重設員工密碼」 and 「校正員工Email」. */
export type DeskAct = Extract<AccountAct, 'printResetSlip' | 'printActivationSlip' | 'correctEmail'>
const SHOWN_ACTS = ['disable', 'enable', 'endSessions', 'printResetSlip', 'printActivationSlip', 'correctEmail'] as const

/** A sign-in: how, from where, until when. */
export type SignIn = {
  /** The key of paging: the moment in microseconds. */
  key: string
  method: SignInMethod
  at: Date
  lastSeen: Date
  address: string | null
  userAgent: string | null
  live: boolean
  endedAt: Date | null
  endedWhy: string | null
}

/** `previous` and `next`: newer than the one, older than the other. */
export type SignInPage = { signIns: SignIn[]; previous: string | null; next: string | null }

// More changes of state than that are a fault of whoever writes them.
const MOST_STATES = 100
export const SIGN_INS_A_PAGE = 20

const IS_LIVE = sql`s.ended_at is null and s.expires_at > now()`

type Row = Pick<AccountView, 'email' | 'emailConfirmed' | 'liveSessions'>

async function historyOf(db: Reader, person: string): Promise<StateSince[]> {
  const { rows } = await sql<StateSince>`
    select s.state, lower(s.recorded) as since, upper(s.recorded) as until, e.detail ->> 'why' as why,
      e.detail ->> 'reason' as reason, n.name as "by"
    from account_state_version s
    left join audit_event e on e.id = s.event_id
    left join person_version n on n.person_id = e.actor_person_id and upper_inf(n.recorded)
    where (s.person_id = ${person} and upper_inf(s.recorded)) or (s.person_id = ${person} and not upper_inf(s.recorded))
    order by lower(s.recorded) desc limit ${sql.lit(MOST_STATES)}`.execute(db)
  return rows
}

/** The account of the person, as the actor may see it. */
export async function viewAccount(db: Reader, actor: AccountActor, person: string, today: Day): Promise<AccountView> {
  const { rows: [row] } = await sql<Row>`
    select a.email, a.email_confirmed_at is not null as "emailConfirmed",
      (select count(*)::int from session s where s.person_id = p.id and ${IS_LIVE}) as "liveSessions"
    from person p left join account a on a.person_id = p.id where p.id = ${person}`.execute(db)
  const facts = await loadAccountAct(db, actor, person, today)
  const bars = SHOWN_ACTS.map((act) => {
    const decided = decideAccountAct(facts, act)
    return [act, 'refused' in decided ? decided.refused : null] as const
  })
  return { ...row!, history: await historyOf(db, person), may: Object.fromEntries(bars) as AccountView['may'] }
}

/** The sign-ins of the person, the newest first: the page of those older than `before`, or newer than `after`. */
export async function listSignIns(
  db: Reader, person: string, { before, after }: { before?: string | undefined; after?: string | undefined },
): Promise<SignInPage> {
  const from = before ?? after
  const back = before === undefined && after !== undefined
  const place = from === undefined ? sql``
    : sql`and s.signed_in_at ${back ? sql`>` : sql`<`} 'epoch'::timestamptz + ${from}::bigint * interval '1 microsecond'`
  const order = back ? sql`asc` : sql`desc`
  const { rows } = await sql<SignIn>`
    select (extract(epoch from s.signed_in_at) * 1000000)::bigint::text as key, s.method, s.signed_in_at as at, s.last_seen_at as "lastSeen", host(s.address) as address,
      s.user_agent as "userAgent", (${IS_LIVE}) as live, s.ended_at as "endedAt",
      coalesce(s.ended_why, case when s.expires_at <= now() then 'expired' end) as "endedWhy"
    from session s where s.person_id = ${person} ${place}
    order by s.signed_in_at ${order} limit ${sql.lit(SIGN_INS_A_PAGE + 1)}`.execute(db)
  const more = rows.length > SIGN_INS_A_PAGE
  const signIns = back ? rows.slice(0, SIGN_INS_A_PAGE).toReversed() : rows.slice(0, SIGN_INS_A_PAGE)
  return {
    signIns,
    previous: (back ? more : from !== undefined) ? signIns[0]?.key ?? null : null,
    next: (back ? true : more) ? signIns.at(-1)?.key ?? null : null,
  }
}
