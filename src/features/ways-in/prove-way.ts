// Whether what was typed is a way in that may be used now. Whoever has no secret learns nothing; a slip also asks who one is.
import { timingSafeEqual } from 'node:crypto'
import { sql } from 'kysely'
import { dayInTaipei } from '../../core/days.ts'
import { isWayOpen, readSecret } from '../../core/ways-in.ts'
import { refused } from '../../store/change.ts'
import { isClosed } from '../../store/leaving.ts'
import { tellPersons } from '../../store/notices.ts'
import { countAddressFailure } from '../sign-in/attempts.ts'
import { secretHash } from './open-way.ts'
import type { Day } from '../../core/days.ts'
import type { AccountState } from '../../core/facts.ts'
import type { StandingWay, WayMedium, WayPurpose } from '../../core/ways-in.ts'
import type { Change, Outcome } from '../../store/change.ts'
import type { Reader } from '../../store/database.ts'
import type { Seal } from '../../store/seal.ts'
import type { Busy } from '../sign-in/hashing-turns.ts'
import type { PasswordRefusal } from '../sign-in/password-rules.ts'
import type { WaysSlice } from './slice.ts'

/** Why a way is not taken. `wrong` says nothing of which part was wrong, nor whether there is such a secret. */
export type WayRefusal = 'wrong' | 'notActive' | 'notPending' | Busy['refused'] | PasswordRefusal
export type WayRefused = { refused: WayRefusal }

/** `account`: as it is in effect; who left longer ago than the rule allows is disabled, whether or not it was written. */
export type FoundWay = StandingWay & {
  id: string; person: string; medium: WayMedium; changeId: string | null; openedBy: string | null; failures: number; now: Date
  card: Buffer | null
  account: AccountState; accountName: string | null; passwordHash: string | null
}

/** Who the holder of a slip says to be; null where nothing readable was typed. */
export type Identity = { nationalId: string | null; birthDate: Day | null }

const query = (purpose: WayPurpose, typed: string) => {
  const secret = readSecret(typed)
  return sql<FoundWay>`
    select w.id, w.person_id::text as person, w.medium, w.state, w.expires_at as "expiresAt", w.email_change_id as "changeId", w.failures, w.card,
      w.opened_by::text as "openedBy",
      now() as now, a.name as "accountName", a.password_hash as "passwordHash",
      case when ${isClosed(sql`a.person_id`, dayInTaipei(new Date()))} then 'disabled' else a.state::text end as account
    from way_in w join account a on a.person_id = w.person_id
    where w.secret_hash = ${secretHash(secret ?? '')} and w.purpose = ${purpose} and ${secret !== null}`
}

/** The open way of that secret, for a page to ask by; null for any other. */
export async function openWayOf(db: Reader, purpose: WayPurpose, typed: string): Promise<FoundWay | null> {
  const { rows: [way] } = await query(purpose, typed).execute(db)
  return way !== undefined && isWayOpen(way, way.now) ? way : null
}

async function isThePerson(db: Reader, seal: Pick<Seal, 'indexNationalId'>, person: string, { nationalId, birthDate }: Identity): Promise<boolean> {
  const { rows: [row] } = await sql<{ index: Buffer; born: boolean }>`
    select p.national_id_index as index, coalesce(v.birth_date = ${birthDate}::date, false) as born
    from person p join person_version v on v.person_id = p.id and upper_inf(v.recorded) where p.id = ${person}`.execute(db)
  const index = seal.indexNationalId(nationalId ?? '')
  return row !== undefined && timingSafeEqual(index, row.index) && row.born
}

/** A refusal with its event. `why` is for the log alone. */
export function wayRefused(purpose: WayPurpose, person: string | null, why: string, answer: WayRefusal): Outcome<WayRefused> {
  return refused({ code: 'account.way-refused', person, detail: { purpose, why } }, { refused: answer })
}

async function countFailure(
  tx: Change, { wrongCodes }: Pick<WaysSlice, 'wrongCodes'>, { id, failures, person, openedBy }: FoundWay, purpose: WayPurpose,
): Promise<Outcome<WayRefused>> {
  const spoiled = failures + 1 >= wrongCodes
  const outcome = wayRefused(purpose, person, spoiled ? 'spoiled' : 'wrongPerson', 'wrong')
  if (!spoiled) {
    await tx.db.updateTable('way_in').set({ failures: failures + 1 }).where('id', '=', id).execute()
    return outcome
  }
  const event = await tx.record(outcome.event as Exclude<typeof outcome.event, string>)
  await tx.db.updateTable('way_in').set({ failures: failures + 1, state: 'spoiled', closed_at: sql<Date>`now()`, closed_event_id: event })
    .where('id', '=', id).execute()
  // The person, and whoever printed it: a slip that somebody else holds.
  const told = { kind: 'account.way-spoiled', reason: null } as const
  await tellPersons(tx, event, [person], told, 'system')
  if (openedBy !== null) await tellPersons(tx, event, [openedBy], { ...told, person }, 'system')
  return { ...outcome, event }
}

/**
 * Proves a way under lock, so that tries at the same moment are counted one after another: the secret, that it is open, and of
 * a slip and of an activation without a card the national ID and birth date. Answers the way, or the refusal as the act's outcome; what was wrong
 * counts for the address, too.
 */
export async function proveWay(
  tx: Change, slice: Pick<WaysSlice, 'seal' | 'subjectOf' | 'wrongCodes'>, purpose: WayPurpose, typed: string, identity: Identity,
): Promise<{ way: FoundWay } | { outcome: Outcome<WayRefused> }> {
  const proved = await tryWay(tx, slice, purpose, typed, identity)
  if ('outcome' in proved) await countAddressFailure(tx.db, slice.subjectOf('address', tx.origin.address ?? ''))
  return proved
}

async function tryWay(
  tx: Change, slice: Pick<WaysSlice, 'seal' | 'wrongCodes'>, purpose: WayPurpose, typed: string, identity: Identity,
): ReturnType<typeof proveWay> {
  const { rows: [seen] } = await query(purpose, typed).execute(tx.db)
  if (seen === undefined) return { outcome: wayRefused(purpose, null, 'unknown', 'wrong') }
  // The account before the way, in the order in which whoever opens one takes them.
  await sql`select from account where person_id = ${seen.person} for update`.execute(tx.db)
  await sql`select from way_in where id = ${seen.id} for update`.execute(tx.db)
  const { rows: [way] } = await query(purpose, typed).execute(tx.db)
  if (way === undefined || !isWayOpen(way, way.now)) return { outcome: wayRefused(purpose, seen.person, 'unknown', 'wrong') }
  // A card was asked for both before it opened the way.
  const asks = way.medium !== 'card' && (way.medium === 'slip' || purpose === 'activation')
  if (asks && !await isThePerson(tx.db, slice.seal, way.person, identity)) return { outcome: await countFailure(tx, slice, way, purpose) }
  return { way }
}
