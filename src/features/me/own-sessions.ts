// Where somebody is signed in now, and the ends they put to it. However a session ends, the database has the applications that
// were opened from it told (db/migrations/0009-oidc.sql).
import { sql } from 'kysely'
import { readBrowser } from '../../core/browsers.ts'
import { change } from '../../store/change.ts'
import { endSession, endSessionsOf, sessionLives } from '../sign-in/sessions.ts'
import type { BrowserRead } from '../../core/browsers.ts'
import type { Origin } from '../../store/change.ts'
import type { Database, Reader } from '../../store/database.ts'
import type { SessionLimits } from '../sign-in/sessions.ts'

/** `applications`: the names of those that were signed in to from it. */
export type OwnSession = {
  id: string
  method: string
  since: Date
  lastUsed: Date
  address: string | null
  browser: BrowserRead
  applications: string[]
}

// Who has more open than a page shows ends them all at once.
const MOST_SHOWN = 50

type Row = Omit<OwnSession, 'browser'> & { userAgent: string | null }

/** The person's living sessions, this one first, then the latest used. One statement. */
export async function listOwnSessions(db: Reader, person: string, current: string, limits: SessionLimits): Promise<OwnSession[]> {
  const { rows } = await sql<Row>`
    select s.id, s.method, s.signed_in_at as since, s.last_seen_at as "lastUsed", host(s.address) as address, s.user_agent as "userAgent",
      coalesce((
        select array_agg(distinct v.name order by v.name) from oidc_session_client o
        join oidc_client c on c.client_id = o.client_id
        join application_version v on v.application_code = c.application_code and upper_inf(v.recorded)
        where o.session_id = s.id), '{}') as applications
    from session s where s.person_id = ${person} and ${sessionLives(limits)}
    order by s.id = ${current}::uuid desc, s.last_seen_at desc limit ${sql.lit(MOST_SHOWN)}`.execute(db)
  return rows.map(({ userAgent, ...row }) => ({ ...row, browser: readBrowser(userAgent ?? '') }))
}

/** Ends one session of the person's; false when there is no living one of that id. */
export async function endOwnSession(database: Database, origin: Origin, person: string, id: string): Promise<boolean> {
  const { rows } = await sql`select from session where id = ${id}::uuid and person_id = ${person} and ended_at is null`.execute(database.read)
  if (rows.length === 0) return false
  return change(database, origin, async (tx) => {
    const ended = await endSession(tx.db, id, 'byUser')
    return { result: ended, event: { code: 'session.ended', person, detail: { why: 'byUser', sessions: ended ? 1 : 0 } } }
  })
}

/** Ends all sessions of the person's but this one; answers how many those were. */
export function endOtherSessions(database: Database, origin: Origin, person: string, current: string): Promise<number> {
  return change(database, origin, async (tx) => {
    const sessions = await endSessionsOf(tx.db, person, 'byUser', current)
    return { result: sessions, event: { code: 'session.ended', person, detail: { why: 'byUser', sessions } } }
  })
}
