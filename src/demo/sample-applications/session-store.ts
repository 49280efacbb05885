// The sessions of the sample applications, kept in a file of their own: a relying party is another organisation's
// program, so it has no place in the portal's database, and people who were signed in before a restart are afterwards.
// The secrets of the browsers are kept as hashes; the file is readable by its owner only.
import { createHash, randomBytes } from 'node:crypto'
import { chmodSync, mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { inOneOf } from '../local-program/sqlite.ts'
import type { InOne } from '../local-program/sqlite.ts'
import type { Visit } from './relying-party.ts'
import type { LogoutNotice } from './logout-token.ts'

const VERSION = 2
const SCHEMA = `
  create table sign_ins (
    state_hash text primary key, application text not null, browser_hash text not null, nonce text not null,
    code_verifier text not null, agency text, started_at integer not null) strict, without rowid;
  create index on_start on sign_ins (started_at);
  create table sessions (
    secret_hash text primary key, application text not null, sub text not null, sid text, form_token text not null,
    visit text not null, signed_in_at integer not null, seen_at integer not null, shown integer not null)
    strict, without rowid;
  create index on_subject on sessions (application, sub);
  create table logouts (
    application text not null, jti text not null, sid text, sub text, issued_at integer not null,
    keep_until integer not null, primary key (application, jti)) strict, without rowid;
  pragma user_version = ${VERSION};
`
const MINUTE = 60_000
// Somebody who fetches a card or a forgotten password comes back within this time.
const SIGN_IN_LIFE = 60 * MINUTE
// As the portal's own sessions: an idle limit for the desk that was left, and a working day.
export const IDLE_LIFE = 30 * MINUTE
export const WHOLE_LIFE = 10 * 60 * MINUTE
// A logout is remembered at least as long as a sign-in that was under way when it came.
const LOGOUT_MEMORY = SIGN_IN_LIFE
// Anybody on this machine may start sign-ins; beyond this many the oldest are forgotten.
const MOST_SIGN_INS = 10_000

/** `agency`: on whose behalf the portal said that the application is opened, if it said so. */
export type StartedSignIn = { nonce: string, codeVerifier: string, agency: string | null }
/** `startedAt`: milliseconds since 1970. */
export type TakenSignIn = StartedSignIn & { startedAt: number }
export type Session = {
  key: string
  formToken: string
  visit: Visit
  signedInAt: Date
  /** Whether the page has been shown since the sign-in. */
  shown: boolean
}
export type SessionStore = ReturnType<typeof openSessionStore>

const hash = (secret: string): string => createHash('sha256').update(secret).digest('base64url')
/** A secret for a cookie or a form: 256 random bits. */
export const newSecret = (): string => randomBytes(32).toString('base64url')

function openFile(folder: string): DatabaseSync {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const file = join(folder, 'sessions.sqlite')
  const open = () => {
    const database = new DatabaseSync(file)
    chmodSync(file, 0o600)
    database.exec('pragma journal_mode = wal; pragma synchronous = normal; pragma busy_timeout = 2000')
    const version = database.prepare('pragma user_version').get()?.['user_version']
    if (version === 0) database.exec(`begin; ${SCHEMA} commit`)
    if (version === 0 || version === VERSION) return database
    database.close()
    return null
  }
  const renew = () => {
    for (const ending of ['', '-wal', '-shm']) rmSync(file + ending, { force: true })
    return open()
  }
  // Sessions are worth a sign-in, no more: a file of another version or a damaged one starts anew.
  let database: DatabaseSync | null
  try {
    database = open()
  } catch (error) {
    if (!isDamage(error)) throw error
    database = null
  }
  const opened = database ?? renew()
  if (!opened) throw new Error('the file of the sample applications’ sessions cannot be made')
  return opened
}

/** SQLITE_CORRUPT (11) and SQLITE_NOTADB (26). */
const isDamage = (error: unknown): boolean =>
  error instanceof Error && 'errcode' in error && (error.errcode === 11 || error.errcode === 26)

function prepare(database: DatabaseSync) {
  const sql = (text: string) => database.prepare(text)
  return {
    addSignIn: sql('insert into sign_ins values (?, ?, ?, ?, ?, ?, ?)'),
    takeSignIn: sql(`delete from sign_ins
      where state_hash = ? and application = ? and browser_hash = ? and started_at > ?
      returning nonce, code_verifier, agency, started_at`),
    sweepSignIns: sql(`delete from sign_ins where started_at <= ? or started_at <
      (select started_at from sign_ins order by started_at desc limit 1 offset ${MOST_SIGN_INS})`),
    sweepSessions: sql('delete from sessions where seen_at <= ? or signed_in_at <= ?'),
    sweepLogouts: sql('delete from logouts where keep_until <= ?'),
    addSession: sql('insert into sessions values (?, ?, ?, ?, ?, ?, ?, ?, 0)'),
    session: sql(`select * from sessions
      where secret_hash = ? and application = ? and seen_at > ? and signed_in_at > ?`),
    seen: sql('update sessions set seen_at = ?, shown = 1 where secret_hash = ?'),
    reread: sql('update sessions set visit = ? where secret_hash = ?'),
    endSession: sql('delete from sessions where secret_hash = ?'),
    endOf: sql(`delete from sessions
      where application = ?1 and (?2 is null or sid = ?2) and (?3 is null or sub = ?3)`),
    addLogout: sql('insert or ignore into logouts values (?, ?, ?, ?, ?, ?)'),
    // A token issued in the very second of the logout counts as ended where the logout names the same session; where it
    // names all sessions of a person, a new sign-in in that second must not be taken for an old one.
    loggedOut: sql(`select 1 from logouts where application = ?1
      and ((sid is not null and sid = ?2 and issued_at >= ?4) or (sid is null and sub = ?3 and issued_at > ?4))`),
  }
}

type Parts = { statements: ReturnType<typeof prepare>, inOne: InOne }

/** Opens the sessions kept in `folder`, which is made where missing. `now` is milliseconds since 1970 everywhere. */
export function openSessionStore(folder: string) {
  const database = openFile(folder)
  const parts: Parts = { statements: prepare(database), inOne: inOneOf(database) }
  return { ...signInsOf(parts), ...sessionsOf(parts), ...logoutsOf(parts), close: (): void => database.close() }
}

function signInsOf({ statements, inOne }: Parts) {
  return {
    /** Remembers a sign-in that was started, for the browser that holds `browserSecret`. */
    startSignIn(of: StartedSignIn & { application: string, state: string, browserSecret: string }, now: number): void {
      inOne(() => {
        statements.sweepSignIns.run(now - SIGN_IN_LIFE)
        statements.sweepSessions.run(now - IDLE_LIFE, now - WHOLE_LIFE)
        statements.sweepLogouts.run(now)
        const { application, state, browserSecret, nonce, codeVerifier, agency } = of
        statements.addSignIn.run(hash(state), application, hash(browserSecret), nonce, codeVerifier, agency, now)
      })
    },

    /** The started sign-in of that state and browser, once; null where there is none (any longer). */
    takeSignIn(application: string, state: string, browserSecret: string, now: number): TakenSignIn | null {
      const row = statements.takeSignIn.get(hash(state), application, hash(browserSecret), now - SIGN_IN_LIFE)
      if (!row) return null
      const { nonce, code_verifier: codeVerifier, agency, started_at: startedAt } = row
      return {
        nonce: String(nonce), codeVerifier: String(codeVerifier), agency: agency === null ? null : String(agency), startedAt: Number(startedAt),
      }
    },
  }
}

function sessionsOf({ statements, inOne }: Parts) {
  return {
    /** Opens a session and answers its secret, or null where the portal has ended it in the meantime. */
    open(application: string, visit: Visit, now: number): string | null {
      return inOne(() => {
        if (statements.loggedOut.get(application, visit.sid, visit.sub, visit.issuedAt)) return null
        const secret = newSecret()
        const { sub, sid } = visit
        statements.addSession.run(hash(secret), application, sub, sid, newSecret(), JSON.stringify(visit), now, now)
        return secret
      })
    },

    /** The live session of that secret. */
    session(application: string, secret: string, now: number): Session | null {
      const row = statements.session.get(hash(secret), application, now - IDLE_LIFE, now - WHOLE_LIFE)
      if (!row) return null
      return {
        key: String(row['secret_hash']),
        formToken: String(row['form_token']),
        visit: JSON.parse(String(row['visit'])) as Visit,
        signedInAt: new Date(Number(row['signed_in_at'])),
        shown: row['shown'] === 1,
      }
    },

    /** Notes that the page of the session is being shown. */
    seen: (key: string, now: number): void => void statements.seen.run(now, key),
    /** Replaces what the portal said of the visitor; false where the session has ended meanwhile. */
    reread: (key: string, visit: Visit): boolean => statements.reread.run(JSON.stringify(visit), key).changes === 1,
    end: (key: string): void => void statements.endSession.run(key),
  }
}

function logoutsOf({ statements, inOne }: Parts) {
  return {
    /** Ends the sessions a genuine logout token names; null where the token has been here before. */
    logOut(application: string, notice: LogoutNotice, now: number): { ended: number } | null {
      return inOne(() => {
        const { jti, sid, sub, issuedAt, expiresAt } = notice
        const keepUntil = Math.max(expiresAt * 1000 + MINUTE, now + LOGOUT_MEMORY)
        if (statements.addLogout.run(application, jti, sid, sub, issuedAt, keepUntil).changes === 0) return null
        return { ended: Number(statements.endOf.run(application, sid, sub).changes) }
      })
    },
  }
}
