// The card that somebody is writing: one at a time, kept as it is typed, with receivers added and removed one by one. Nothing of it is
// an event before it is sent.
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { isPicture, MOST_RECEIVERS } from '../../core/greetings.ts'
import { isUniqueViolation } from '../../store/faults.ts'
import { colleagueColumns, toColleague } from './colleagues.ts'
import { foundAt } from './find-receivers.ts'
import { openWords, sealWords } from './sealed-words.ts'
import type { Kysely } from 'kysely'
import type { Day } from '../../core/days.ts'
import type { Picture } from '../../core/greetings.ts'
import type { Reader } from '../../store/database.ts'
import type { Tables } from '../../store/tables.ts'
import type { Colleague, ColleagueRow } from './colleagues.ts'
import type { GreetingSlice } from './slice.ts'

/** Somebody whom a card is for, by the place that they have in it. */
export type Receiver = { place: number; colleague: Colleague }

/** `version` counts its changes. */
export type OwnDraft = {
  id: string; version: number; picture: Picture | null; words: string | null; deliverOn: Day | null; receivers: Receiver[]
}

/** The receivers of a card, in the order in which they were chosen. */
export async function receiversOf(db: Reader, greeting: string): Promise<Receiver[]> {
  const { rows } = await sql<ColleagueRow & { place: number }>`
    select r.place::int as place, ${colleagueColumns(sql`r.person_id`, sql`r.agency_code`)}
    from greeting_receiver r where r.greeting_id = ${greeting} order by r.place`.execute(db)
  return rows.map(toColleague)
}

type Row = { id: string; version: number; picture: string | null; sealed: Buffer | null; deliverOn: Day | null }

/** The card that the person is writing; null: none. */
export async function findDraft({ seal }: Pick<GreetingSlice, 'seal'>, db: Reader, person: string): Promise<OwnDraft | null> {
  const { rows: [row] } = await sql<Row>`select id, version, picture, words_sealed as sealed, deliver_on::text as "deliverOn"
    from greeting where sender_id = ${person} and sent_at is null`.execute(db)
  if (row === undefined) return null
  const { sealed, picture, ...rest } = row
  return {
    ...rest, picture: isPicture(picture) ? picture : null, words: sealed === null ? null : openWords(seal, row.id, sealed),
    receivers: await receiversOf(db, row.id),
  }
}

/** Whether the person is writing one. */
export async function hasDraft(db: Reader, person: string): Promise<boolean> {
  const { rows } = await sql`select from greeting where sender_id = ${person} and sent_at is null`.execute(db)
  return rows.length > 0
}

async function lockDraft(db: Kysely<Tables>, person: string): Promise<string | null> {
  const { rows: [row] } = await sql<{ id: string }>`
    select id from greeting where sender_id = ${person} and sent_at is null for update`.execute(db)
  return row?.id ?? null
}

const counted = (db: Kysely<Tables>, id: string) =>
  sql`update greeting set version = version + 1, changed_at = now() where id = ${id}`.execute(db)

export type Written = { picture: Picture; words: string; deliverOn: Day | null }

/** Keeps what was written, in the card that there is or in a new one. */
export async function saveDraft({ database, seal }: GreetingSlice, person: string, { picture, words, deliverOn }: Written): Promise<void> {
  const save = () => database.unaudited.transaction().execute(async (db) => {
    const known = await lockDraft(db, person)
    const id = known ?? randomUUID()
    const values = { picture, words_sealed: sealWords(seal, id, words), deliver_on: deliverOn }
    if (known === null) {
      await db.insertInto('greeting').values({ id, sender_id: person, ...values }).execute()
      return
    }
    await db.updateTable('greeting').set(values).where('id', '=', id).execute()
    await counted(db, id)
  })
  try {
    await save()
  } catch (error) {
    // Begun in two windows at once: it is one card.
    if (!isUniqueViolation(error, 'greeting_draft')) throw error
    await save()
  }
}

/** `noDraft`: there is no card to add to; `notFound`: this session found nobody there. */
export type AddingRefusal = 'noDraft' | 'notFound' | 'full'

/** Adds the one at that place of what the session found; who is in it already stays once. */
export function addReceiver(
  { database }: GreetingSlice, { person, session }: { person: string; session: string }, { query, at }: { query: string; at: number },
): Promise<{ added: true } | { refused: AddingRefusal }> {
  return database.unaudited.transaction().execute(async (db) => {
    const draft = await lockDraft(db, person)
    if (draft === null) return { refused: 'noDraft' }
    const hit = await foundAt(db, session, query, at)
    if (hit === null) return { refused: 'notFound' }
    const { rows: [room] } = await sql<{ place: number | null; chosen: boolean }>`
      select exists (select from greeting_receiver where greeting_id = ${draft} and person_id = ${hit.person}) as chosen,
        (select min(n) from generate_series(1, ${sql.lit(MOST_RECEIVERS)}) n
          where n not in (select place from greeting_receiver where greeting_id = ${draft})) as place`.execute(db)
    if (room!.chosen) return { added: true }
    if (room!.place === null) return { refused: 'full' }
    await db.insertInto('greeting_receiver')
      .values({ greeting_id: draft, place: room!.place, person_id: hit.person, agency_code: hit.agency }).execute()
    await counted(db, draft)
    return { added: true }
  })
}

/** Takes away the receiver at that place; one who is not there any more needs nothing. */
export async function removeReceiver({ database }: GreetingSlice, person: string, place: number): Promise<void> {
  await database.unaudited.transaction().execute(async (db) => {
    const draft = await lockDraft(db, person)
    if (draft === null) return
    await db.deleteFrom('greeting_receiver').where('greeting_id', '=', draft).where('place', '=', place).execute()
    await counted(db, draft)
  })
}

/** Throws the card away that the person is writing. */
export async function discardDraft({ database }: GreetingSlice, person: string): Promise<void> {
  await database.unaudited.deleteFrom('greeting').where('sender_id', '=', person).where('sent_at', 'is', null).execute()
}
