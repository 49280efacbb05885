// R-CRT-5: a card that lies on a desk is nobody in particular, so whoever holds it says who they are before anything is changed.
import { sql } from 'kysely'
import { checkNationalId } from '../../core/national-id.ts'
import { change, refused } from '../../store/change.ts'
import { tellPersons } from '../../store/notices.ts'
import { proveOwnPassword } from '../me/own-password.ts'
import { hasFactor } from '../second-factor/prove-factor.ts'
import { forgetTries } from '../sign-in/attempts.ts'
import { mayHoldCard } from '../sign-in/card-holders.ts'
import { countFactorTry, lookAtFactor, tellOfFactor } from '../sign-in/factor-tries.ts'
import { lockAccount } from '../sign-in/lock-account.ts'
import { byPassword } from '../sign-in/sign-in-by-password.ts'
import { managersAbove } from './managers-above.ts'
import type { RawBuilder } from 'kysely'
import type { Day } from '../../core/days.ts'
import type { AccountState } from '../../core/facts.ts'
import type { AgencyCode } from '../../core/standing.ts'
import type { Change, Origin, Outcome } from '../../store/change.ts'
import type { Reader } from '../../store/database.ts'
import type { Actor } from '../../web/actor.ts'
import type { FactorKind } from '../second-factor/prove-factor.ts'
import type { Coming } from '../sign-in/coming.ts'
import type { FactorTry } from '../sign-in/factor-tries.ts'
import type { Busy } from '../sign-in/hashing-turns.ts'
import type { ProvedPassword, RefusedPassword } from '../sign-in/sign-in-by-password.ts'
import type { CardsSlice } from './slice.ts'

/** The password was right, and the account has a second factor (R-ACC-8): no code came, it proves nothing, or too many did. */
const CODE_REFUSALS = ['codeMissing', 'codeWrong', 'codeLocked'] as const
export type CodeRefusal = (typeof CODE_REFUSALS)[number]

export const isCodeRefusal = (answer: string | null): answer is CodeRefusal => CODE_REFUSALS.some((one) => one === answer)

/** `password`: the account is active, and its password has to be given. */
export type HolderRefusal = 'notAnId' | 'notOfAgency' | 'already' | 'password' | 'wrong' | 'locked' | CodeRefusal

export type NamedHolder = { named: true; verified: boolean } | { refused: HolderRefusal } | Busy

/** `chosen`: when the password of the account was (`LockedAccount`). */
type Candidate = { person: string; account: AccountState | null; chosen: string | null }

/** The person (by a condition on `p`) where they have a current post in the agency, or in one that manages it; null for anybody else. */
async function candidateOf(db: Reader, who: RawBuilder<unknown>, agency: AgencyCode, today: Day): Promise<Candidate | null> {
  const { rows: [row] } = await sql<Candidate>`
    select p.id::text as person, a.state as account, a.password_changed_at::text as chosen
    from person p left join account a on a.person_id = p.id
    where ${who} and ${await mayHoldCard(db, sql`p.id`, agency, today)}`.execute(db)
  return row ?? null
}

/** The code that came with a right password, counted before anybody looks; null: none came, or none is asked. */
async function countCode(slice: CardsSlice, person: string, { typed, ...given }: Coming & { typed: string }): Promise<FactorTry | null> {
  return typed === '' || !await hasFactor(slice.database.read, person) ? null : countFactorTry(slice, person, given)
}

/**
 * Whoever set up a second factor proves it here too, as at a sign-in: by what, null where none is asked, or why not. The caller holds the
 * account's row.
 */
async function proveCode(
  tx: Change, slice: CardsSlice, { person, tried, given }: { person: string; tried: FactorTry | null; given: Coming & { typed: string } },
): Promise<FactorKind | CodeRefusal | null> {
  if (!await hasFactor(tx.db, person)) return null
  if (tried === null) return 'codeMissing'
  return tried.locked ? 'codeLocked' : await lookAtFactor(tx, slice, tried, given) ?? 'codeWrong'
}

/** The refusal, with its event; whose password was given with the last code that is looked at is told. */
async function refuseCode<R>(tx: Change, { result, event }: Outcome<R>, tried: FactorTry | null): Promise<Outcome<R>> {
  const recorded = typeof event === 'string' ? event : await tx.record(event)
  if (tried !== null) await tellOfFactor(tx, recorded, tried, null)
  return { result, event: recorded }
}

/** What is typed to name a holder: whose account is active, with their password, and a code where they set up a second factor. */
export type HolderNaming = Coming & { actor: Actor; nationalId: string; password: string; typed: string }

/**
 * Names the holder of the card that this session signed in with. Once a session: another holder signs in anew. Whose account is
 * active confirms by it, and is told; of anybody else every manager above is told that nobody could confirm it.
 */
export async function nameHolder(
  slice: CardsSlice, origin: Origin, { actor, nationalId, password, ...given }: HolderNaming,
): Promise<NamedHolder> {
  const { database, seal } = slice
  const agency = actor.card!.agencyCode
  const no = (why: HolderRefusal, person: string | null): Outcome<NamedHolder> =>
    refused({ code: 'card.holder-refused', agency, person, detail: { why } }, { refused: why })
  const id = checkNationalId(nationalId)
  if (!id.ok) return { refused: 'notAnId' }
  const found = await candidateOf(database.read, sql`p.national_id_index = ${seal.indexNationalId(id.id)}`, agency, given.today)
  const active = found?.account === 'active'
  if (active && password === '') return { refused: 'password' }
  const proof = active ? await proveOwnPassword(slice, found.person, password, given.address) : null
  if (proof === 'busy') return { refused: proof }
  const tried = proof === 'right' ? await countCode(slice, found!.person, given) : null
  return change<NamedHolder>(database, origin, async (tx) => {
    const account = found === null ? null : await lockAccount(tx, found.person, given.today)
    // Under the session's lock: of two who name somebody at the same moment one is too late.
    await sql`select from session where id = ${actor.sessionId} for update`.execute(tx.db)
    const { rows } = await sql`select from session_holder where session_id = ${actor.sessionId}`.execute(tx.db)
    if (rows.length > 0) return no('already', null)
    if (found === null) return no('notOfAgency', null)
    const { person, chosen } = found
    if (proof !== null && proof !== 'right') return no(proof, person)
    // Looked at again: the account may have been activated or disabled meanwhile, its password been barred, or another been chosen.
    if (active && (account!.state !== 'active' || account!.barred || account!.chosen !== chosen)) return no('wrong', person)
    if (!active && account!.state === 'active') return no('password', person)
    const code = active ? await proveCode(tx, slice, { person, tried, given }) : null
    if (isCodeRefusal(code)) return refuseCode(tx, no(code, person), tried)
    const event = await tx.record({ code: 'card.holder-named', agency, person, detail: { verified: active } })
    await tx.db.insertInto('session_holder').values({
      session_id: actor.sessionId, card_agency: agency, person_id: person, verified_by: active ? 'password' : null, event_id: event,
    }).execute()
    // What asks for somebody who signed in after it began asks for the holder. To be named proves nothing: who is not verified is no fresher proof.
    if (active) await sql`update session set signed_in_at = now() where id = ${actor.sessionId}`.execute(tx.db)
    if (active) await tellPersons(tx, event, [person], { kind: 'card.holder-named', agency, reason: null })
    else await tellPersons(tx, event, await managersAbove(tx.db, agency, given.today), { kind: 'card.holder-unverified', agency, person, reason: null })
    if (tried !== null) await tellOfFactor(tx, event, tried, code)
    return { result: { named: true, verified: active }, event }
  })
}

/** Who says by their own account that they hold the card. */
export type HolderAccount = Coming & { actor: Actor; accountName: string; password: string; typed: string }
export type ProvedHolder = { named: true; verified: true } | RefusedPassword | { refused: 'notOfAgency' | CodeRefusal }

/**
 * An application asks who is there, and the card's session stands (2.9): account and password are typed here, as at any sign-in and
 * with the same limits, and no session of theirs opens. From then on they are the holder, whoever was named before.
 */
export function proveHolder(slice: CardsSlice, origin: Origin, { actor, ...given }: HolderAccount): Promise<ProvedHolder> {
  return byPassword<ProvedHolder>(slice, given, async (right) => {
    const counted = await countCode(slice, right.person, given)
    return change<ProvedHolder>(slice.database, origin, (tx) => takeHolder(tx, slice, { actor, given, right, counted }))
  })
}

type Taking = { actor: Actor; given: Omit<HolderAccount, 'actor'>; right: ProvedPassword; counted: FactorTry | null }

async function takeHolder(
  tx: Change, slice: CardsSlice, { actor, given, right: { person, chosen, tried }, counted }: Taking,
): Promise<Outcome<ProvedHolder>> {
  const agency = actor.card!.agencyCode
  const no = (why: 'notOfAgency' | 'wrong' | CodeRefusal): Outcome<ProvedHolder> =>
    refused({ code: 'card.holder-refused', agency, person, detail: { why } }, { refused: why })
  await forgetTries(tx.db, tried)
  const account = await lockAccount(tx, person, given.today)
  if (account.state !== 'active' || account.barred || account.chosen !== chosen) return no('wrong')
  if (await candidateOf(tx.db, sql`p.id = ${person}`, agency, given.today) === null) return no('notOfAgency')
  const code = await proveCode(tx, slice, { person, tried: counted, given })
  if (isCodeRefusal(code)) return refuseCode(tx, no(code), counted)
  const event = await tx.record({ code: 'card.holder-named', agency, person, detail: { verified: true } })
  await sql`
    insert into session_holder (session_id, card_agency, person_id, verified_by, event_id)
    select s.id, s.card_agency, ${person}, 'password', ${event}::bigint from session s where s.id = ${actor.sessionId} and s.ended_at is null for update of s
    on conflict (session_id) do update set person_id = excluded.person_id, verified_by = excluded.verified_by, named_at = now(), event_id = excluded.event_id`
    .execute(tx.db)
  // What asks for somebody who proved it after it began is answered by this.
  await sql`update session set signed_in_at = now() where id = ${actor.sessionId}`.execute(tx.db)
  await tellPersons(tx, event, [person], { kind: 'card.holder-named', agency, reason: null })
  if (counted !== null) await tellOfFactor(tx, event, counted, code)
  return { result: { named: true, verified: true }, event }
}
