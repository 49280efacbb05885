// R-CRT-5: a card that lies on a desk is nobody in particular, so whoever holds it says who they are before anything is changed.
import { sql } from 'kysely'
import { checkNationalId } from '../../core/national-id.ts'
import { managersOf } from '../../core/scope.ts'
import { loadTree } from '../../store/agency-tree.ts'
import { change, refused } from '../../store/change.ts'
import { standingOfPost } from '../../store/standing.ts'
import { tellPersons } from '../../store/notices.ts'
import { proveOwnPassword } from '../me/own-password.ts'
import { managersAbove } from './managers-above.ts'
import type { Day } from '../../core/days.ts'
import type { AccountState } from '../../core/facts.ts'
import type { AgencyCode } from '../../core/standing.ts'
import type { Outcome } from '../../store/change.ts'
import type { Origin } from '../../store/change.ts'
import type { Reader } from '../../store/database.ts'
import type { Actor } from '../../web/actor.ts'
import type { CardsSlice } from './slice.ts'

/** `password`: the account is active, and its password has to be given. */
export type HolderRefusal = 'notAnId' | 'notOfAgency' | 'already' | 'password' | 'wrong' | 'locked'

export type NamedHolder = { named: true; verified: boolean } | { refused: HolderRefusal }

type Candidate = { person: string; account: AccountState | null }

/** The person with that ID and a current post in the agency, or in one that manages it; null for anybody else. */
async function candidateOf(db: Reader, index: Buffer, agency: AgencyCode, today: Day): Promise<Candidate | null> {
  const tree = await loadTree(db, [agency], { day: today, known: 'now' })
  const { rows: [row] } = await sql<Candidate>`
    select p.id::text as person, a.state as account
    from person p left join account a on a.person_id = p.id
    where p.national_id_index = ${index} and exists (
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
  const found = await candidateOf(database.read, seal.indexNationalId(id.id), agency, today)
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
