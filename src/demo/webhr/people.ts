// Whom an agency knows in WebHR.
import { maskNationalId } from '../../core/national-id.ts'
import type { Personnel } from './record.ts'
import type { FoundPerson, FoundPost } from './reporting.ts'

export type KnownPerson = {
  id: number, name: string, birthDate: string | null, email: string | null, masked: string
  /** What the portal said of their posts, and when; null of somebody who was entered here. */
  received: { at: Date, posts: FoundPost[] } | null
}

// The newest are what somebody works on.
const MOST_SHOWN = 50

const personIn = ({ seal }: Pick<Personnel, 'seal'>) => (row: Record<string, unknown>): KnownPerson => ({
  id: Number(row['id']), name: String(row['name']), birthDate: row['birth_date'] === null ? null : String(row['birth_date']),
  email: row['email'] === null ? null : String(row['email']), masked: maskNationalId(idIn({ seal }, row)),
  received: row['posts'] === null ? null : { at: new Date(Number(row['received_at'])), posts: JSON.parse(String(row['posts'])) as FoundPost[] },
})

const idIn = ({ seal }: Pick<Personnel, 'seal'>, row: Record<string, unknown>): string =>
  seal.openNationalId({ sealed: Buffer.from(row['national_id_sealed'] as Uint8Array), index: Buffer.from(row['national_id_index'] as Uint8Array) })

/** Keeps what the portal said of somebody; answers their number. A birth date, which it never says, stays as it was entered. */
export function keepReceived({ database, seal }: Personnel, agency: string, nationalId: string, { name, email, posts }: FoundPerson): number {
  const { sealed, index } = seal.sealNationalId(nationalId)
  const row = database.prepare(`insert into person (agency, national_id_index, national_id_sealed, name, email, posts, received_at)
    values (?, ?, ?, ?, ?, ?, ?) on conflict (agency, national_id_index) do update
    set name = excluded.name, email = excluded.email, posts = excluded.posts, received_at = excluded.received_at returning id`)
    .get(agency, index, sealed, name, email, JSON.stringify(posts), Date.now())
  return Number(row!['id'])
}

/** The number of whoever has that ID; null where the agency knows nobody. */
export function numberOf({ database, seal }: Personnel, agency: string, nationalId: string): number | null {
  const row = database.prepare('select id from person where agency = ? and national_id_index = ?').get(agency, seal.indexNationalId(nationalId))
  return row === undefined ? null : Number(row['id'])
}

export type EnteredPerson = { nationalId: string, name: string, birthDate: string, email: string | null }

/** Keeps what was entered of somebody; answers their number. */
export function keepEntered({ database, seal }: Personnel, agency: string, { nationalId, name, birthDate, email }: EnteredPerson): number {
  const { sealed, index } = seal.sealNationalId(nationalId)
  const row = database.prepare(`insert into person (agency, national_id_index, national_id_sealed, name, birth_date, email)
    values (?, ?, ?, ?, ?, ?) on conflict (agency, national_id_index) do update
    set name = excluded.name, birth_date = excluded.birth_date, email = excluded.email returning id`)
    .get(agency, index, sealed, name, birthDate, email)
  return Number(row!['id'])
}

/** Those whom the agency received, newest first. */
export const receivedBy = (personnel: Personnel, agency: string): KnownPerson[] =>
  personnel.database.prepare(`select * from person where agency = ? and received_at is not null order by received_at desc, id desc limit ${MOST_SHOWN}`)
    .all(agency).map(personIn(personnel))

/** Somebody whom the agency knows, with the ID in clear for a report; null for anybody else's. */
export function personOf(personnel: Personnel, agency: string, id: number): (KnownPerson & { nationalId: string }) | null {
  const row = personnel.database.prepare('select * from person where agency = ? and id = ?').get(agency, id)
  return row === undefined ? null : { ...personIn(personnel)(row), nationalId: idIn(personnel, row) }
}
