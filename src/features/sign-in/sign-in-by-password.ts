// 帳號登入: account name and password (R-ACC-2).
import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'kysely'
import { change, processOrigin } from '../../store/change.ts'
import { isClosed } from '../../store/leaving.ts'
import { addressFailures, countAddressFailure, countTry, forgetTries, LOCK_MINUTES, MOST_TRIES } from './attempts.ts'
import { LONGEST_PASSWORD, passwordLength, verifyPassword } from './password-hash.ts'
import { endSession, openSession, renewSession } from './sessions.ts'
import type { Kysely } from 'kysely'
import type { Day } from '../../core/days.ts'
import type { Outcome } from '../../store/change.ts'
import type { Database, Reader } from '../../store/database.ts'
import type { Tables } from '../../store/tables.ts'
import type { NewSession, SessionLimits } from './sessions.ts'

/** What sign-in needs of the installation. */
export type SignInMeans = {
  database: Database
  /** A keyed hash, so that the table of failures names neither people nor addresses. */
  subjectOf: (kind: 'name' | 'address', value: string) => Buffer
  limits: SessionLimits
  /** Failures from one address in a quarter of an hour before answers slow down; 0: never (ECPA_SIGNIN_ADDRESS_LIMIT). */
  addressLimit: number
}

export type Credentials = {
  accountName: string
  password: string
  today: Day
  address: string
  userAgent: string
  requestId: string
  /** The session that this browser held until now, if any: it ends. */
  previousSession: string | null
}

/** `wrong` says nothing of which part was wrong, nor whether the account exists, is pending or disabled. */
export type SignInAnswer =
  | { signedIn: true; token: string }
  | { refused: 'wrong' }
  | { refused: 'locked'; minutes: number }

// Long enough that guessing from one address is hopeless, short enough that a whole agency behind it can still work.
const SLOWED_MILLISECONDS = 3000

type FoundAccount = { person_id: string; state: string; password_hash: string | null }

/** Who left longer ago than the rule allows is as good as disabled, whether or not it was written (R-STD-3, R-DAY-4). */
async function findAccount(db: Reader, name: string, today: Day): Promise<FoundAccount | undefined> {
  const { rows } = await sql<FoundAccount>`
    select a.person_id, a.password_hash,
      case when a.state = 'active' and ${isClosed(sql`a.person_id`, today)} then 'disabled' else a.state::text end as state
    from account a where a.name = ${name}`.execute(db)
  return rows[0]
}

/** How an account name is compared: as it is stored, in lower case. */
export function foldAccountName(typed: string): string {
  return typed.normalize('NFKC').trim().toLowerCase()
}

/**
 * Signs in by password and opens a session. Whether the account exists or not, the same statements run, the same hash is
 * computed and the same words come back (R-ACC-2). Whatever token the browser held before is worth nothing afterwards.
 */
export async function signInByPassword(means: SignInMeans, given: Credentials): Promise<SignInAnswer> {
  const { database, subjectOf, addressLimit } = means
  const name = foldAccountName(given.accountName)
  const nameSubject = subjectOf('name', name)
  const addressSubject = subjectOf('address', given.address)
  const [{ locked }, account, failures] = await Promise.all([
    countTry(database.unaudited, nameSubject),
    findAccount(database.read, name, given.today),
    addressFailures(database.unaudited, addressSubject),
  ])
  if (addressLimit > 0 && failures >= addressLimit) await pause(SLOWED_MILLISECONDS)
  if (locked) return refuse(means, given, { account, addressSubject, why: 'locked' })
  const active = account?.state === 'active' ? account : undefined
  const fits = passwordLength(given.password) <= LONGEST_PASSWORD
  const right = await verifyPassword(active?.password_hash ?? null, fits ? given.password : '')
  if (active === undefined || !right || !fits) return refuse(means, given, { account, addressSubject, why: 'wrong' })
  return open(means, given, active.person_id, nameSubject)
}

type Refusal = { account: FoundAccount | undefined; addressSubject: Buffer; why: 'wrong' | 'locked' }

async function refuse(means: SignInMeans, given: Credentials, refusal: Refusal): Promise<SignInAnswer> {
  const { account, addressSubject, why } = refusal
  await change(means.database, signInOrigin(given), async (tx) => {
    await countAddressFailure(tx.db, addressSubject)
    return {
      result: null,
      event: why === 'locked'
        ? { code: 'session.sign-in-locked', person: account?.person_id ?? null,
            detail: { failures: MOST_TRIES, minutes: LOCK_MINUTES } }
        : { code: 'session.sign-in-failed', person: account?.person_id ?? null,
            detail: { method: 'password', why: account === undefined ? 'unknown' : account.state } },
    }
  })
  return why === 'locked' ? { refused: 'locked', minutes: LOCK_MINUTES } : { refused: 'wrong' }
}

async function open(
  means: SignInMeans, given: Credentials, personId: string, nameSubject: Buffer,
): Promise<SignInAnswer> {
  return change(means.database, signInOrigin(given), async ({ db }): Promise<Outcome<SignInAnswer>> => {
    await forgetTries(db, nameSubject)
    // Looked at again under lock: the account may have been disabled while its password was being checked.
    const { numUpdatedRows } = await db.updateTable('account').set({ last_sign_in_at: sql`now()` })
      .where('person_id', '=', personId).where('state', '=', 'active').executeTakeFirst()
    if (numUpdatedRows === 0n) {
      return {
        result: { refused: 'wrong' as const },
        event: { code: 'session.sign-in-failed', person: personId, detail: { method: 'password', why: 'disabled' } },
      }
    }
    const { token } = await sessionFor(db, { personId, method: 'password', ...given }, given.previousSession, means.limits)
    return {
      result: { signedIn: true as const, token },
      event: { code: 'session.signed-in', person: personId, detail: { method: 'password' } },
    }
  })
}

/** Signing in again goes on with the session there is; somebody else's (or a dead one) ends. */
async function sessionFor(
  db: Kysely<Tables>, session: NewSession, previous: string | null, limits: SessionLimits,
): Promise<{ token: string }> {
  const renewed = previous === null ? null : await renewSession(db, previous, session, limits)
  if (renewed !== null) return renewed
  if (previous !== null) await endSession(db, previous, 'signedOut')
  return openSession(db, session, limits)
}

const signInOrigin = ({ address, requestId }: Credentials) =>
  ({ ...processOrigin('sign-in'), address, requestId })
