// The cards of persons: bound to an account at first use, given up, reported lost (R-CRT-2).
import { sql } from 'kysely'
import { cardMismatch } from '../../core/cards.ts'
import { change, refused } from '../../store/change.ts'
import { isUniqueViolation } from '../../store/faults.ts'
import { tellPersons } from '../../store/notices.ts'
import { isBelievedStill } from '../certificates/belief.ts'
import { endSessionsOf, lockSelf } from '../sign-in/sessions.ts'
import { sealedColumns } from './person-facts.ts'
import type { Day } from '../../core/days.ts'
import type { Change, EventId, Origin, Outcome } from '../../store/change.ts'
import type { Reader } from '../../store/database.ts'
import type { PersonCard } from '../certificates/check-card.ts'
import type { CardsSlice } from './slice.ts'

export type BoundCard = {
  id: string; person: string; subjectSerial: string; certificateSerial: string; validUntil: Date; boundAt: Date; lastUsedAt: Date | null
}

/** A person needs one, and another while it is being renewed. */
export const MOST_CARDS = 5

/** The cards of the person, the newest first. */
export async function listCards(db: Reader, person: string): Promise<BoundCard[]> {
  return db.selectFrom('person_card').select([
    'id', 'person_id as person', 'subject_serial as subjectSerial', 'certificate_serial as certificateSerial', 'valid_until as validUntil',
    'bound_at as boundAt', 'last_used_at as lastUsedAt',
  ]).where('person_id', '=', person).where('ended_at', 'is', null).orderBy('bound_at', 'desc').execute()
}

/** Whose card it is; null: nobody's yet. */
export async function ownerOf(db: Reader, { issuer, subjectSerial }: PersonCard): Promise<{ id: string; person: string } | null> {
  const row = await db.selectFrom('person_card').select(['id', 'person_id as person']).where('issuer', '=', issuer)
    .where('subject_serial', '=', subjectSerial).where('ended_at', 'is', null).executeTakeFirst()
  return row ?? null
}

/** Whether that very certificate was reported lost. */
export async function isLost(db: Reader, { issuer, certificateSerial }: PersonCard): Promise<boolean> {
  const row = await db.selectFrom('person_card').select('id').where('issuer', '=', issuer).where('certificate_serial', '=', certificateSerial)
    .where('ended_why', '=', 'lost').executeTakeFirst()
  return row !== undefined
}

/** `others`: it is bound to another account. `name`, `nationalId`: it is not this person's. `beliefChanged`: it is to be proved once more. */
export type BindRefusal = 'beliefChanged' | 'name' | 'nationalId' | 'lost' | 'others' | 'tooMany'
export type Bound = { bound: true; already: boolean } | { refused: BindRefusal }

/** Whose card it is to be. */
export type Binding = { person: string; card: PersonCard; today: Day }

/** Binds the card that was just proved to the account of the person, in the caller's transaction. The account is locked by it. */
export async function bindIn(tx: Change, { seal }: Pick<CardsSlice, 'seal'>, { person, card, today }: Binding): Promise<Outcome<Bound>> {
  const no = (why: BindRefusal): Outcome<Bound> =>
    refused({ code: 'session.card-refused', person, detail: { purpose: 'bind', why, certificate: card.certificateSerial } }, { refused: why })
  if (!await isBelievedStill(tx.db, card, today)) return no('beliefChanged')
  await sql`select from account where person_id = ${person} for update`.execute(tx.db)
  if (await isLost(tx.db, card)) return no('lost')
  const owner = await ownerOf(tx.db, card)
  if (owner !== null && owner.person !== person) return no('others')
  const { name, sealed, index } = await sealedColumns(tx.db, person)
  const mismatch = cardMismatch(card, { name, nationalId: seal.openNationalId({ sealed, index }) })
  if (mismatch !== null) return no(mismatch)
  if (owner !== null) return { result: { bound: true, already: true }, event: await noteUse(tx, owner.id, person, card) }
  if ((await listCards(tx.db, person)).length >= MOST_CARDS) return no('tooMany')
  const event = await tx.record({ code: 'card.bound', person, detail: { certificate: card.certificateSerial } })
  await tx.db.insertInto('person_card').values({
    person_id: person, issuer: card.issuer, subject_serial: card.subjectSerial, certificate_serial: card.certificateSerial,
    valid_until: card.validUntil, event_id: event,
  }).execute()
  await tellPersons(tx, event, [person], { kind: 'card.bound', reason: null }, 'system')
  return { result: { bound: true, already: false }, event }
}

/** Notes which certificate the card had when it was last used: a renewed one takes the place of the one before. */
export async function noteUse({ db, record }: Pick<Change, 'db' | 'record'>, id: string, person: string, card: PersonCard): Promise<EventId> {
  const event = await record({ code: 'card.used', person, detail: { certificate: card.certificateSerial } })
  await db.updateTable('person_card').set({
    certificate_serial: card.certificateSerial, valid_until: card.validUntil, last_used_at: sql<Date>`now()`,
  }).where('id', '=', id).execute()
  return event
}

/** `session`: the one in which it is asked for; when it has ended meanwhile (「不是我」), nothing is bound. */
export type OwnBinding = Binding & { session: string }
export type OwnBindRefusal = BindRefusal | 'ended'

/** Binds it for whoever is signed in, in the caller's transaction. */
export async function bindOwn(tx: Change, slice: Pick<CardsSlice, 'seal'>, { session, ...binding }: OwnBinding): Promise<Outcome<Bound | { refused: 'ended' }>> {
  const { person, card } = binding
  if (await lockSelf(tx.db, person, session)) return bindIn(tx, slice, binding)
  const attempt = { code: 'session.card-refused' as const, person, detail: { purpose: 'bind', why: 'ended', certificate: card.certificateSerial } }
  return refused(attempt, { refused: 'ended' as const })
}

/** The same as an act of its own. */
export const bindCard = (slice: CardsSlice, origin: Origin, binding: OwnBinding): Promise<Bound | { refused: OwnBindRefusal }> =>
  changeBinding<Bound | { refused: OwnBindRefusal }>(slice, origin, (tx) => bindOwn(tx, slice, binding))

/** A change that binds a card: one that somebody else binds at the same moment is theirs. */
export async function changeBinding<T>(
  { database }: Pick<CardsSlice, 'database'>, origin: Origin, work: (tx: Change) => Promise<Outcome<T>>,
): Promise<T | { refused: 'others' }> {
  try {
    return await change(database, origin, work)
  } catch (error) {
    if (isUniqueViolation(error, 'person_card_bound')) return { refused: 'others' }
    throw error
  }
}

/** `session`: the one in which it is asked for. `lost`: its certificate lets nobody in again. */
export type GivingUp = { id: string; person: string; session: string; lost: boolean }

/**
 * Gives the card up. Where it is lost, sessions elsewhere that a card proved end: whoever has it may be signed in. False: it is not a card
 * of this person, or the session has ended meanwhile.
 */
export function giveUpCard({ database }: Pick<CardsSlice, 'database'>, origin: Origin, { id, person, session, lost }: GivingUp): Promise<boolean> {
  return change(database, origin, async (tx): Promise<Outcome<boolean>> => {
    const goesOn = await lockSelf(tx.db, person, session)
    const { rows: [card] } = await sql<{ certificate: string }>`
      select certificate_serial as certificate from person_card where id = ${id} and person_id = ${person} and ended_at is null for update`.execute(tx.db)
    const why = lost ? 'lost' : 'unbound'
    if (!goesOn || card === undefined) {
      return { result: false, event: { code: 'card.given-up', person, detail: { certificate: '', why }, outcome: 'refused', refusal: 'notTheirs' } }
    }
    const event = await tx.record({ code: 'card.given-up', person, detail: { certificate: card.certificate, why } })
    await tx.db.updateTable('person_card').set({ ended_at: sql<Date>`now()`, ended_why: why, ended_event_id: event }).where('id', '=', id).execute()
    if (lost) await endSessionsOf(tx.db, person, 'certificateRefused', session, 'personCertificate')
    await tellPersons(tx, event, [person], { kind: 'card.given-up', reason: null }, 'system')
    return { result: true, event }
  })
}

/**
 * 「不是我」: gives up the cards that a stranger may have bound since that moment, and all of them where the sign-in itself was by one,
 * and tells their person. Each may be bound again by whoever signs in otherwise. A part of the caller's transaction, which holds the
 * account.
 */
export async function giveUpStrangersCards(tx: Change, person: string, { since, all }: { since: Date; all: boolean }): Promise<void> {
  const { rows } = await sql<{ id: string; certificate: string }>`
    select id, certificate_serial as certificate from person_card
    where person_id = ${person} and ended_at is null and (${all} or bound_at >= ${since}) order by bound_at for update`.execute(tx.db)
  for (const { id, certificate } of rows) {
    const event = await tx.record({ code: 'card.given-up', person, detail: { certificate, why: 'disowned' } })
    await tx.db.updateTable('person_card').set({ ended_at: sql<Date>`now()`, ended_why: 'unbound', ended_event_id: event }).where('id', '=', id).execute()
    await tellPersons(tx, event, [person], { kind: 'card.given-up', reason: null }, 'system')
  }
}
