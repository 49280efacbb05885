// 帳號登入: account name and password (R-ACC-2).
import { sql } from 'kysely'
import { browserCode, readBrowser } from '../../core/browsers.ts'
import { LONGEST_PASSWORD, passwordLength } from '../../core/passwords.ts'
import { change } from '../../store/change.ts'
import { isClosed } from '../../store/leaving.ts'
import { secondFactorBy } from '../second-factor/asked-of.ts'
import { hasFactor } from '../second-factor/prove-factor.ts'
import { countAddressFailure, countTry, forgetTries, slowDown } from './attempts.ts'
import { originOf } from './coming.ts'
import { enter } from './enter.ts'
import { browserOf, isKnownBrowser } from './known-browsers.ts'
import { lockAccount } from './lock-account.ts'
import { waitForFactor } from './second-wait.ts'
import { hashPassword, isOutdatedHash, verifyPassword } from './password-hash.ts'
import type { Day } from '../../core/days.ts'
import type { FactorRule } from '../../core/second-factor.ts'
import type { Busy, HashingTurns } from './hashing-turns.ts'
import type { Outcome } from '../../store/change.ts'
import type { Database, Reader } from '../../store/database.ts'
import type { SlowingMeans, Tried, TryLimits } from './attempts.ts'
import type { Coming } from './coming.ts'
import type { EnterMeans } from './enter.ts'

/** What sign-in needs of the installation. */
export type SignInMeans = EnterMeans & SlowingMeans & {
  database: Database
  tries: TryLimits
  /** Of whom a second factor is asked (ECPA_SECOND_FACTOR_FOR, …_GRACE_DAYS). */
  factorRule: FactorRule
  /** Whose password is looked at when. */
  turns: Pick<HashingTurns, 'during'>
}

export type Credentials = Coming & { accountName: string; password: string }

/** `wrong` says nothing of which part was wrong, nor whether the account exists, is pending or disabled. */
export type RefusedPassword =
  | { refused: 'wrong' }
  | { refused: 'locked'; minutes: number }
  | Busy

export type SignInAnswer =
  | { signedIn: true; token: string; browser: string }
  /** The password is right, and no session open: the account has a second factor, which this browser is asked for. */
  | { secondFactor: true }
  | RefusedPassword

type FoundAccount = { person_id: string; state: string; password_hash: string | null; chosen: string | null }

/**
 * Who left longer ago than the rule allows is as good as disabled, whether or not it was written (R-STD-3, R-DAY-4). `barred`:
 * its person said 「不是我」, and no newer password was chosen since.
 */
async function findAccount(db: Reader, name: string, today: Day): Promise<FoundAccount | undefined> {
  const { rows } = await sql<FoundAccount>`
    select a.person_id, a.password_hash, a.password_changed_at::text as chosen,
      case when a.state = 'active' and ${isClosed(sql`a.person_id`, today)} then 'disabled'
        when a.state = 'active' and a.password_barred then 'barred' else a.state::text end as state
    from account a where a.name = ${name}`.execute(db)
  return rows[0]
}

/** How an account name is compared: as it is stored, in lower case. */
export function foldAccountName(typed: string): string {
  return typed.normalize('NFKC').trim().toLowerCase()
}

/**
 * Whose password was right, of an account that was active then. `chosen`: when it was (`LockedAccount`), for whoever chooses another
 * meanwhile keeps the old one out; `tried`: by what the try was counted; `renewed`: its hash under today's parameters.
 */
export type ProvedPassword = { person: string; chosen: string | null; tried: Tried; renewed: { was: string; is: string } | null }

/** Signs in by password and opens a session. Whatever token the browser held before is worth nothing afterwards. */
export const signInByPassword = (means: SignInMeans, given: Credentials): Promise<SignInAnswer> =>
  byPassword(means, given, (proved) => open(means, given, proved))

/**
 * Looks at a password and goes on where it is right. Whether the account exists or not, the same statements run, the same hash is
 * computed and the same words come back (R-ACC-2). `goOn` looks at the account again, under lock.
 */
export async function byPassword<T>(means: SignInMeans, given: Credentials, goOn: (proved: ProvedPassword) => Promise<T>): Promise<T | RefusedPassword> {
  await slowDown(means, given.address)
  return means.turns.during(given.address, async () => {
    const looked = await tryPassword(means, given)
    return 'refused' in looked ? looked : goOn(looked)
  })
}

async function tryPassword(means: SignInMeans, given: Credentials): Promise<ProvedPassword | RefusedPassword> {
  const { database, subjectOf } = means
  const name = foldAccountName(given.accountName)
  const addressSubject = subjectOf('address', given.address)
  const account = await findAccount(database.read, name, given.today)
  const tried = await whoseTry(means, given.browser, name, account)
  const { locked } = await countTry(database.unaudited, tried, means.tries)
  if (locked) return refuse(means, given, { account, addressSubject, why: 'locked' })
  const active = account?.state === 'active' ? account : undefined
  const fits = passwordLength(given.password) <= LONGEST_PASSWORD
  const right = await verifyPassword(active?.password_hash ?? null, fits ? given.password : '')
  if (active === undefined || !right || !fits) return refuse(means, given, { account, addressSubject, why: 'wrong' })
  const renewed = isOutdatedHash(active.password_hash!) ? { was: active.password_hash!, is: await hashPassword(given.password) } : null
  return { person: active.person_id, chosen: active.chosen, tried, renewed }
}

// Nobody's: what is asked of the browsers of a name that does not exist.
const NOBODY = '0'

/**
 * By what the try is counted: by the browser, where its cookie is one that the account's own person signed in with, else by the
 * name. What is asked of the database depends on whether there is a cookie, and not on whether there is such an account.
 */
async function whoseTry(
  { database, subjectOf }: SignInMeans, cookie: string | null, name: string, account: FoundAccount | undefined,
): Promise<Tried> {
  const person = account?.person_id ?? NOBODY
  if (cookie !== null) {
    const subject = subjectOf('browser', browserOf(person, cookie))
    if (await isKnownBrowser(database.read, person, subject)) return { kind: 'browser', subject }
  }
  return { kind: 'name', subject: subjectOf('name', name) }
}

type Refusal = { account: FoundAccount | undefined; addressSubject: Buffer; why: 'wrong' | 'locked' }

async function refuse(means: SignInMeans, given: Credentials, refusal: Refusal): Promise<RefusedPassword> {
  const { account, addressSubject, why } = refusal
  await change(means.database, originOf(given), async (tx) => {
    await countAddressFailure(tx.db, addressSubject)
    return {
      result: null,
      event: why === 'locked'
        ? { code: 'session.sign-in-locked', person: account?.person_id ?? null,
            detail: { failures: means.tries.most, minutes: means.tries.lockMinutes, browser: agentOf(given) } }
        : failed(given, account?.person_id ?? null, account === undefined ? 'unknown' : account.state),
    }
  })
  return why === 'locked' ? { refused: 'locked', minutes: means.tries.lockMinutes } : { refused: 'wrong' }
}

async function open(means: SignInMeans, given: Credentials, { person: personId, chosen, tried, renewed }: ProvedPassword): Promise<SignInAnswer> {
  return change(means.database, originOf(given), async (tx): Promise<Outcome<SignInAnswer>> => {
    await forgetTries(tx.db, tried)
    // Looked at again under lock: the account may have been disabled while its password was being checked, or the password
    // have been barred, or another been chosen.
    const account = await lockAccount(tx, personId, given.today)
    if (account.state !== 'active' || account.barred || account.chosen !== chosen) {
      const why = account.state === 'active' && account.barred ? 'barred' : account.state
      return { result: { refused: 'wrong' as const }, event: failed(given, personId, why) }
    }
    // The same password under today's parameters: when it was chosen stays as it was.
    if (renewed !== null) {
      await tx.db.updateTable('account').set({ password_hash: renewed.is })
        .where('person_id', '=', personId).where('password_hash', '=', renewed.was).execute()
    }
    if (await hasFactor(tx.db, personId)) {
      await waitForFactor(tx, given.holds, personId)
      return { result: { secondFactor: true as const }, event: { code: 'session.second-factor-asked', person: personId, detail: { method: 'password', browser: agentOf(given) } } }
    }
    const by = await secondFactorBy(tx, means.factorRule, personId, given.today)
    const { result, event } = await enter(tx, means, { ...given, personId, method: 'password', secondFactorBy: by })
    return { result: { signedIn: true as const, ...result }, event }
  })
}

const agentOf = ({ userAgent }: Credentials): string => browserCode(readBrowser(userAgent))

const failed = (given: Credentials, person: string | null, why: string) =>
  ({ code: 'session.sign-in-failed' as const, person, detail: { method: 'password', why, browser: agentOf(given) } })
