// Cards as their receivers and their senders have them. Of another's card there is nothing: it is found by the number and its person.
import { sql } from 'kysely'
import { isPicture } from '../../core/greetings.ts'
import { UUID } from '../../core/uuid.ts'
import { agencyToday, colleagueColumns, toColleague } from './colleagues.ts'
import { receiversOf } from './draft.ts'
import { openWords } from './sealed-words.ts'
import type { RawBuilder } from 'kysely'
import type { Day } from '../../core/days.ts'
import type { Picture } from '../../core/greetings.ts'
import type { Reader } from '../../store/database.ts'
import type { Seal } from '../../store/seal.ts'
import type { Colleague, ColleagueRow } from './colleagues.ts'
import type { Receiver } from './draft.ts'

export const GREETINGS_A_PAGE = 20

/** A page of a list; `next`: after which it goes on. */
export type PageOf<T> = { greetings: T[]; next: string | null }

/**
 * A card as it came, without its words. `picture` null: a drawing that is there no more. `colleague`: who sent it, where they worked
 * then.
 */
export type ReceivedHead = { id: string; picture: Picture | null; colleague: Colleague; arrivedAt: Date; unread: boolean }
export type Received = ReceivedHead & { words: string; blocked: boolean }

/** A card as it was sent, without its words. `first`: one of the receivers. */
export type SentHead = {
  id: string; picture: Picture | null; deliverOn: Day; receivers: number; first: string
  deliveredAt: Date | null; missed: number | null; takenBackAt: Date | null
}
/** `colleague`: the sender, where they worked then. */
export type Sent = Omit<SentHead, 'first'> & { words: string; colleague: Colleague; to: Receiver[] }

const pictureOf = (code: string): Picture | null => (isPicture(code) ? code : null)

function pageOf<T extends { id: string }>(rows: T[]): PageOf<T> {
  const greetings = rows.slice(0, GREETINGS_A_PAGE)
  return { greetings, next: rows.length > GREETINGS_A_PAGE ? greetings.at(-1)!.id : null }
}

const idOrNone = (id: string): string | null => (UUID.test(id) ? id : null)

type ReceivedRow = ColleagueRow & Omit<ReceivedHead, 'picture' | 'colleague'> & { picture: string }

const receivedColumns: RawBuilder<ReceivedRow> = sql`
  r.id, c.picture, r.arrived_at as "arrivedAt", r.read_at is null as unread, ${colleagueColumns(sql`c.sender_id`, sql`c.sender_agency`)}`

/** That `r`, a receiver's of the card `c`, is there for the person: it arrived, and they did not throw it away. */
const isThere = (person: string) => sql`r.person_id = ${person} and r.arrived_at is not null and r.deleted_at is null`

/** What the person received, the newest first; `after`: it goes on behind this one of theirs. */
export async function listReceived(db: Reader, person: string, after?: string): Promise<PageOf<ReceivedHead>> {
  const beyond = after === undefined ? sql`` : sql`and (r.arrived_at, r.id) < (
    select l.arrived_at, l.id from greeting_receiver l where l.id = ${idOrNone(after)}::uuid and l.person_id = ${person})`
  const { rows } = await sql<ReceivedRow>`select ${receivedColumns} from greeting_receiver r join greeting c on c.id = r.greeting_id
    where ${isThere(person)} ${beyond} order by r.arrived_at desc, r.id desc limit ${sql.lit(GREETINGS_A_PAGE + 1)}`.execute(db)
  return pageOf(rows.map((row) => ({ ...toColleague(row), picture: pictureOf(row.picture) })))
}

/** A card that the person received; null: there is none of that number for them. */
export async function findReceived(db: Reader, seal: Pick<Seal, 'open'>, person: string, id: string): Promise<Received | null> {
  const { rows: [row] } = await sql<ReceivedRow & { greeting: string; sealed: Buffer; blocked: boolean }>`
    select ${receivedColumns}, c.id as greeting, c.words_sealed as sealed,
      exists (select from greeting_block b where b.person_id = ${person} and b.sender_id = c.sender_id) as blocked
    from greeting_receiver r join greeting c on c.id = r.greeting_id where r.id = ${idOrNone(id)}::uuid and ${isThere(person)}`.execute(db)
  if (row === undefined) return null
  const { greeting, sealed, ...rest } = row
  return { ...toColleague(rest), picture: pictureOf(row.picture), words: openWords(seal, greeting, sealed) }
}

type SentRow = Omit<SentHead, 'picture' | 'first'> & { picture: string }

const sentColumns: RawBuilder<SentRow> = sql`
  c.id, c.picture, c.deliver_on::text as "deliverOn", c.receivers::int as receivers, c.delivered_at as "deliveredAt",
  c.missed::int as missed, c.taken_back_at as "takenBackAt"`

/** What the person sent, the newest first; `after`: it goes on behind this one of theirs. */
export async function listSent(db: Reader, person: string, after?: string): Promise<PageOf<SentHead>> {
  const beyond = after === undefined ? sql`` : sql`and (c.sent_at, c.id) < (
    select l.sent_at, l.id from greeting l where l.id = ${idOrNone(after)}::uuid and l.sender_id = ${person})`
  const { rows } = await sql<SentRow & { first: string }>`
    select ${sentColumns}, (
      select n.name from greeting_receiver r join person_version n on n.person_id = r.person_id and upper_inf(n.recorded)
      where r.greeting_id = c.id order by r.place limit 1) as first
    from greeting c where c.sender_id = ${person} and c.sent_at is not null ${beyond}
    order by c.sent_at desc, c.id desc limit ${sql.lit(GREETINGS_A_PAGE + 1)}`.execute(db)
  return pageOf(rows.map((row) => ({ ...row, picture: pictureOf(row.picture) })))
}

/** A card that the person sent; null: there is none of that number of theirs. */
export async function findSent(db: Reader, seal: Pick<Seal, 'open'>, person: string, id: string): Promise<Sent | null> {
  const { rows: [row] } = await sql<SentRow & ColleagueRow & { sealed: Buffer }>`
    select ${sentColumns}, c.words_sealed as sealed, ${colleagueColumns(sql`c.sender_id`, sql`c.sender_agency`)}
    from greeting c where c.id = ${idOrNone(id)}::uuid and c.sender_id = ${person} and c.sent_at is not null`.execute(db)
  if (row === undefined) return null
  const { sealed, ...rest } = row
  return { ...toColleague(rest), picture: pictureOf(row.picture), words: openWords(seal, row.id, sealed), to: await receiversOf(db, row.id) }
}

/** A sender whose cards the person does not get. */
export type Blocked = { id: string; colleague: Colleague; blockedAt: Date }

/** All whom the person blocks: 200 at most. */
export async function listBlocked(db: Reader, person: string, today: Day): Promise<Blocked[]> {
  const { rows } = await sql<ColleagueRow & Omit<Blocked, 'colleague'>>`
    select b.id, b.blocked_at as "blockedAt", ${colleagueColumns(sql`b.sender_id`, sql`b.agency`)}
    from (
      select id, sender_id, blocked_at, ${agencyToday(sql`sender_id`, today)} as agency from greeting_block where person_id = ${person}
    ) b
    order by b.blocked_at desc, b.id`.execute(db)
  return rows.map(toColleague)
}
