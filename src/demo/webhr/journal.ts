// Who did what in WebHR, for which agency. The database lets nobody alter or take away a line.
import type { Here } from './here.ts'
import type { Personnel } from './record.ts'

export type Deed = 'received' | 'entered' | 'changed' | 'withdrawn' | 'reported' | 'accountMade' | 'accountDisabled' | 'accountEnabled' | 'accountBound'
export type JournalLine = { at: Date, what: Deed, about: string, way: Here['way'], actor: string, actorName: string | null }

/** What is known of whoever acts. */
export type Actor = Pick<Here, 'way' | 'actor' | 'name'>

// A page of the menu; the file keeps all of it.
const LATEST = 20

/** Writes a line, in the transaction of what it tells. `about`: a name, never an ID. */
export function write({ database }: Personnel, agency: string, { what, about }: { what: Deed, about: string }, { way, actor, name }: Actor): void {
  database.prepare('insert into journal (at, agency, what, about, way, actor, actor_name) values (?, ?, ?, ?, ?, ?, ?)')
    .run(Date.now(), agency, what, about, way, actor, name)
}

/** The newest lines of the agency, newest first. */
export const latest = ({ database }: Personnel, agency: string): JournalLine[] =>
  database.prepare(`select * from journal where agency = ? order by id desc limit ${LATEST}`).all(agency).map((row) => ({
    at: new Date(Number(row['at'])), what: row['what'] as Deed, about: String(row['about']), way: row['way'] as Here['way'],
    actor: String(row['actor']), actorName: row['actor_name'] === null ? null : String(row['actor_name']),
  }))
