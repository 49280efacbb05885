// R-CRT-5: a card that lies on a desk is nobody in particular, so whoever holds it says who they are before anything is changed.
import { sql } from 'kysely'
import { checkNationalId } from '../../core/national-id.ts'
import { managersOf } from '../../core/scope.ts'
import { loadTree } from '../../store/agency-tree.ts'
import { change, refused } from '../../store/change.ts'
import { standingOfPost } from '../../store/standing.ts'
import { tellPersons } from '../../store/notices.ts'
import { proveOwnPassword } from '../me/own-password.ts'
import { forgetTries } from '../sign-in/attempts.ts'
import { lockAccount } from '../sign-in/lock-account.ts'
import { byPassword } from '../sign-in/sign-in-by-password.ts'
import { managersAbove } from './managers-above.ts'
import type { RawBuilder } from 'kysely'
import type { Day } from '../../core/days.ts'
import type { AccountState } from '../../core/facts.ts'
import type { AgencyCode } from '../../core/standing.ts'
import type { Outcome } from '../../store/change.ts'
import type { Origin } from '../../store/change.ts'
import type { Reader } from '../../store/database.ts'
import type { Actor } from '../../web/actor.ts'
import type { Coming } from '../sign-in/coming.ts'
import type { RefusedPassword } from '../sign-in/sign-in-by-password.ts'
import type { CardsSlice } from './slice.ts'

/** `password`: the account is active, and its password has to be given. */
export type HolderRefusal = 'notAnId' | 'notOfAgency' | 'already' | 'password' | 'wrong' | 'locked'

export type NamedHolder = { named: true; verified: boolean } | { refused: HolderRefusal }

type Candidate = { person: string; account: AccountState | null }

/** The person (by a condition on `p`) where they have a current post in the agency, or in one that manages it; null for anybody else. */
async function candidateOf(db: Reader, who: RawBuilder<unknown>, agency: AgencyCode, today: Day): Promise<Candidate | null> {
  const tree = await loadTree(db, [agency], { day: today, known: 'now' })
  const { rows: [row] } = await sql<Candidate>`
    select p.id::text as person, a.state as account
    from person p left join account a on a.person_id = p.id
    where ${who} and exists (
      select from post o join post_version w on w.person_id = o.person_id and w.post_id = o.id
        and upper_inf(w.recorded) and w.valid @> ${today}::date
      where o.person_id = p.id and o.agency_code = any(${[agency, ...managersOf(agency, tree)]}::text[])
        and ${standingOfPost('o', 'w')} is not null)`.execute(db)
  return row ?? null
}

/**
 * Names the holder of the card that this session signed in with. Once a session: another holder signs in anew. Whose account is
 * active confirms with its password, and is told; of anybody else every manager above is told that nobody could confirm it.
 */
export async function nameHolder(
  slice: CardsSlice, origin: Origin, { actor, nationalId, password, today }: { actor: Actor; nationalId: string; password: string; today: Day },
): Promise<NamedHolder> {
  const { database, seal } = slice
  const agency = actor.card!.agencyCode
  const no = (why: HolderRefusal | 'nobody', person: string | null, answer: HolderRefusal): Outcome<NamedHolder> => {
    const { event } = refused({ code: 'card.holder-refused', agency, person, detail: { why } }, { refused: answer })
    return { result: { refused: answer }, event }
  }
  const id = checkNationalId(nationalId)
  if (!id.ok) return { refused: 'notAnId' }
  const found = await candidateOf(database.read, sql`p.national_id_index = ${seal.indexNationalId(id.id)}`, agency, today)
  const active = found?.account === 'active'
  if (active && password === '') return { refused: 'password' }
  const proof = active ? await proveOwnPassword(slice, found.person, password) : null
  return change<NamedHolder>(database, origin, async (tx) => {
    // Under the session's lock: of two who name somebody at the same moment one is too late.
    await sql`select from session where id = ${actor.sessionId} for update`.execute(tx.db)
    const { rows } = await sql`select from session_holder where session_id = ${actor.sessionId}`.execute(tx.db)
    if (rows.length > 0) return no('already', null, 'already')
    if (found === null) return no('notOfAgency', null, 'notOfAgency')
    if (proof !== null && proof !== 'right') return no(proof, found.person, proof)
    const { person } = found
    const event = await tx.record({ code: 'card.holder-named', agency, person, detail: { verified: active } })
    await tx.db.insertInto('session_holder').values({
      session_id: actor.sessionId, card_agency: agency, person_id: person, verified_by: active ? 'password' : null, event_id: event,
    }).execute()
    // What asks for somebody who signed in after it began asks for the holder.
    await sql`update session set signed_in_at = now() where id = ${actor.sessionId}`.execute(tx.db)
    if (active) await tellPersons(tx, event, [person], { kind: 'card.holder-named', agency, reason: null })
    else await tellPersons(tx, event, await managersAbove(tx.db, agency, today), { kind: 'card.holder-unverified', agency, person, reason: null })
    return { result: { named: true, verified: active }, event }
  })
}

/** Who says by their own account that they hold the card. */
export type HolderAccount = Coming & { actor: Actor; accountName: string; password: string }
export type ProvedHolder = { named: true; verified: true } | RefusedPassword | { refused: 'notOfAgency' }

/**
 * An application asks who is there, and the card's session stands (2.9): account and password are typed here, as at any sign-in and
 * with the same limits, and no session of theirs opens. From then on they are the holder, whoever was named before.
 */
export function proveHolder(slice: CardsSlice, origin: Origin, { actor, ...given }: HolderAccount): Promise<ProvedHolder> {
  const { database } = slice
  const agency = actor.card!.agencyCode
  return byPassword<ProvedHolder>(slice, given, ({ person, chosen, tried }) => change<ProvedHolder>(database, origin, async (tx) => {
    const no = (why: 'notOfAgency' | 'wrong'): Outcome<ProvedHolder> =>
      refused({ code: 'card.holder-refused', agency, person, detail: { why } }, { refused: why })
    await forgetTries(tx.db, tried)
    const account = await lockAccount(tx, person, given.today)
    if (account.state !== 'active' || account.barred || account.chosen !== chosen) return no('wrong')
    if (await candidateOf(tx.db, sql`p.id = ${person}`, agency, given.today) === null) return no('notOfAgency')
    const event = await tx.record({ code: 'card.holder-named', agency, person, detail: { verified: true } })
    await sql`
      insert into session_holder (session_id, card_agency, person_id, verified_by, event_id)
      select s.id, s.card_agency, ${person}, 'password', ${event}::bigint from session s where s.id = ${actor.sessionId} and s.ended_at is null for update of s
      on conflict (session_id) do update set person_id = excluded.person_id, verified_by = excluded.verified_by, named_at = now(), event_id = excluded.event_id`
      .execute(tx.db)
    // What asks for somebody who proved it after it began is answered by this.
    await sql`update session set signed_in_at = now() where id = ${actor.sessionId}`.execute(tx.db)
    await tellPersons(tx, event, [person], { kind: 'card.holder-named', agency, reason: null })
    return { result: { named: true, verified: true }, event }
  }))
}
