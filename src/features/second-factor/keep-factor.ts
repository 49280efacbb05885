// What a person does with the second factor of their own account: set it up, new recovery codes, none any more.
import { sql } from 'kysely'
import { change, refused } from '../../store/change.ts'
import { tellPersons } from '../../store/notices.ts'
import { SECOND_FACTOR_PATH } from '../../web/second-factor.ts'
import { newRecoveryCodes, RECOVERY_CODES, recoveryHash, readTyped } from './recovery-codes.ts'
import { lockSelf } from '../sign-in/sessions.ts'
import { openSecret, sealSecret } from './prove-factor.ts'
import { fittingStep, newSecret } from './totp.ts'
import type { Kysely } from 'kysely'
import type { Change, EventId, Origin } from '../../store/change.ts'
import type { Database, Reader } from '../../store/database.ts'
import type { Tables } from '../../store/tables.ts'
import type { FactorSeal } from './prove-factor.ts'

export type FactorMeans = { database: Database; seal: FactorSeal }

/** The second factor as its person sees it. `left`: recovery codes that were not used yet. */
export type Factor = { setUpAt: Date; left: number }

/** The second factor of the person, or null. */
export async function findFactor(db: Reader, person: string): Promise<Factor | null> {
  const { rows: [factor] } = await sql<Factor>`
    select t.set_up_at as "setUpAt", (select count(*)::int from recovery_code r where r.person_id = t.person_id and r.used_at is null) as left
    from totp t where t.person_id = ${person}`.execute(db)
  return factor ?? null
}

// Time enough to find the telephone and to install an app.
const OFFER = sql`interval '30 minutes'`

/** The secret that is offered to this session: the same one when the page is loaded again, another after half an hour. */
export async function offerSecret({ database, seal }: FactorMeans, session: string, person: string): Promise<Buffer> {
  const { rows: [offer] } = await sql<{ sealed: Buffer }>`
    insert into totp_offer as o (session_id, sealed_secret) values (${session}, ${sealSecret(seal, person, newSecret())})
    on conflict (session_id) do update set
      sealed_secret = case when o.offered_at < now() - ${OFFER} then excluded.sealed_secret else o.sealed_secret end,
      offered_at = case when o.offered_at < now() - ${OFFER} then now() else o.offered_at end
    returning sealed_secret as sealed`.execute(database.unaudited)
  return openSecret(seal, person, offer!.sealed)
}

/** Takes away offers that nobody took up. A job runs it. */
export async function purgeOffers(db: Kysely<Tables>): Promise<void> {
  await sql`delete from totp_offer where offered_at < now() - ${OFFER}`.execute(db)
}

async function writeCodes({ db }: Change, seal: FactorSeal, event: EventId, person: string): Promise<string[]> {
  const codes = newRecoveryCodes()
  await db.insertInto('recovery_code').values(codes.map((code) => ({ person_id: person, code_hash: recoveryHash(seal, person, code), event_id: event }))).execute()
  return codes
}

/** Whose it is, and the session in which it is asked for: when that has ended meanwhile (「不是我」), nothing is done. */
export type Keeping = { person: string; session: string }

export type SetUp = { codes: string[] } | { refused: 'wrong' | 'late' | 'already' | 'ended' }

/** `session`: also to which the secret was offered; `typed`: a code of it, without which nothing counts. */
export type SettingUp = Keeping & { typed: string; now: Date }

/** Sets it up where the code is one of the secret that was offered, and answers the recovery codes, once. */
export function setUpFactor({ database, seal }: FactorMeans, origin: Origin, { person, session, typed, now }: SettingUp): Promise<SetUp> {
  const attempt = { code: 'account.second-factor-set-up' as const, person, detail: { codes: RECOVERY_CODES } }
  return change<SetUp>(database, origin, async (tx) => {
    if (!await lockSelf(tx.db, person, session)) return refused(attempt, { refused: 'ended' as const })
    if (await findFactor(tx.db, person) !== null) return refused(attempt, { refused: 'already' as const })
    const { rows: [offer] } = await sql<{ sealed: Buffer }>`
      select sealed_secret as sealed from totp_offer where session_id = ${session} and offered_at >= now() - ${OFFER}`.execute(tx.db)
    if (offer === undefined) return refused(attempt, { refused: 'late' as const })
    const read = readTyped(typed)
    const step = read?.kind === 'totp' ? fittingStep(openSecret(seal, person, offer.sealed), read.code, now, 0) : null
    if (step === null) return refused(attempt, { refused: 'wrong' as const })
    const event = await tx.record(attempt)
    await tx.db.insertInto('totp').values({ person_id: person, sealed_secret: offer.sealed, last_step: String(step), event_id: event }).execute()
    await tx.db.deleteFrom('totp_offer').where('session_id', '=', session).execute()
    // A session by password that has just brought a code of it is one that was proved by both; what a passkey or card proved stays so.
    await tx.db.updateTable('session').set({ second_factor: 'totp', second_factor_by: null }).where('id', '=', session).where('method', '=', 'password').execute()
    const codes = await writeCodes(tx, seal, event, person)
    await tellPersons(tx, event, [person], { kind: 'account.second-factor-set-up', reason: null, path: SECOND_FACTOR_PATH }, 'system')
    return { result: { codes }, event }
  })
}

type Renewed = { codes: string[] } | { refused: 'none' | 'ended' }

/** New recovery codes instead of all those before, used or not. */
export function renewCodes({ database, seal }: FactorMeans, origin: Origin, { person, session }: Keeping): Promise<Renewed> {
  const attempt = { code: 'account.recovery-codes-made' as const, person, detail: { codes: RECOVERY_CODES } }
  return change<Renewed>(database, origin, async (tx) => {
    if (!await lockSelf(tx.db, person, session)) return refused(attempt, { refused: 'ended' as const })
    if (await findFactor(tx.db, person) === null) return refused(attempt, { refused: 'none' as const })
    const event = await tx.record(attempt)
    await tx.db.deleteFrom('recovery_code').where('person_id', '=', person).execute()
    const codes = await writeCodes(tx, seal, event, person)
    await tellPersons(tx, event, [person], { kind: 'account.recovery-codes-made', reason: null, path: SECOND_FACTOR_PATH }, 'system')
    return { result: { codes }, event }
  })
}

/** Takes the app away with its recovery codes; false: there was none. A part of the caller's transaction, which holds the account. */
export async function dropFactor({ db }: Pick<Change, 'db'>, person: string): Promise<boolean> {
  const { numDeletedRows } = await db.deleteFrom('totp').where('person_id', '=', person).executeTakeFirst()
  return numDeletedRows > 0n
}

type Removed = { removed: true } | { refused: 'none' | 'ended' }

/** Takes it away with its recovery codes, and tells its person. */
export function removeFactor({ database }: Pick<FactorMeans, 'database'>, origin: Origin, { person, session }: Keeping): Promise<Removed> {
  const attempt = { code: 'account.second-factor-removed' as const, person }
  return change<Removed>(database, origin, async (tx) => {
    if (!await lockSelf(tx.db, person, session)) return refused(attempt, { refused: 'ended' as const })
    if (!await dropFactor(tx, person)) return refused(attempt, { refused: 'none' as const })
    const event = await tx.record(attempt)
    await tellPersons(tx, event, [person], { kind: 'account.second-factor-removed', reason: null, path: SECOND_FACTOR_PATH }, 'system')
    return { result: { removed: true as const }, event }
  })
}

/**
 * 「不是我」: takes away what a stranger may have set up since that sign-in (its event), the app with its codes or the codes alone, and
 * tells its person where it was the app. A part of the caller's transaction, which holds the account.
 */
export async function removeStrangersFactor(tx: Change, person: string, signIn: string): Promise<void> {
  await tx.db.deleteFrom('recovery_code').where('person_id', '=', person).where('event_id', '>', signIn).execute()
  const { numDeletedRows } = await tx.db.deleteFrom('totp').where('person_id', '=', person).where('event_id', '>', signIn).executeTakeFirst()
  if (numDeletedRows === 0n) return
  const event = await tx.record({ code: 'account.second-factor-removed', person })
  await tellPersons(tx, event, [person], { kind: 'account.second-factor-removed', reason: null, path: SECOND_FACTOR_PATH }, 'system')
}
