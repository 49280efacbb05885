// What the first page of 「我的專區」 says of the account, with the ways to where it is changed.
import { sql } from 'kysely'
import { sessionLives } from '../sign-in/sessions.ts'
import type { Reader } from '../../store/database.ts'
import type { SessionLimits } from '../sign-in/sessions.ts'

/** `waitingEmail`: an address that is to take the place of `email`. `passwordAt` null: there is no password. */
export type Overview = {
  accountName: string
  lastSignIn: Date | null
  sessions: number
  passwordAt: Date | null
  passwordBarred: boolean
  passkeys: number
  email: string | null
  emailConfirmed: boolean
  waitingEmail: string | null
}

/** The person's account at a glance. One statement. */
export async function loadOverview(db: Reader, person: string, limits: SessionLimits): Promise<Overview> {
  const { rows: [row] } = await sql<Overview>`
    select a.name as "accountName", a.last_sign_in_at as "lastSignIn", a.password_barred as "passwordBarred",
      case when a.password_hash is not null then a.password_changed_at end as "passwordAt",
      (select count(*)::int from passkey k where k.person_id = a.person_id and k.removed_at is null) as passkeys,
      a.email, a.email_confirmed_at is not null as "emailConfirmed",
      (select count(*)::int from session s where s.person_id = a.person_id and ${sessionLives(limits)}) as sessions,
      (select c.email from email_change c where c.person_id = a.person_id and c.state = 'waiting'
        and (c.confirmed_at is not null or c.expires_at > now())) as "waitingEmail"
    from account a where a.person_id = ${person}`.execute(db)
  return row!
}
