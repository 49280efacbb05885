import { randomUUID } from 'node:crypto'
import { chmodSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

/** A message as `GET /api/messages` tells it (spec 4.2). `text` and `html` are empty where the message has none. */
export type CaughtMessage = {
  id: string
  /** When it was caught, ISO 8601 in UTC. */
  date: string
  from: string
  /** Whom it was handed over for, blind copies too. */
  to: string[]
  subject: string
  text: string
  html: string
}

/** What the catcher knows of a message before it is kept. */
export type NewMessage = Omit<CaughtMessage, 'id' | 'date'> & { attachments: { name: string, bytes: number }[] }
export type KeptMessage = CaughtMessage & Pick<NewMessage, 'attachments'>

// A demo mails by the dozen, a load test by the thousand: the newest are what anybody looks at.
const MOST_MESSAGES = 1_000
const MOST_BYTES = 25 * 1024 * 1024

export type Mailbox = ReturnType<typeof openMailbox>

/** Opens the mailbox kept in `folder`, which is made where missing. When full, the oldest messages make room. */
export function openMailbox(folder: string, limits = { messages: MOST_MESSAGES, bytes: MOST_BYTES }) {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const file = join(folder, 'mailbox.sqlite')
  const database = new DatabaseSync(file)
  chmodSync(file, 0o600)
  database.exec(`
    pragma journal_mode = wal; pragma synchronous = normal; pragma busy_timeout = 2000; pragma secure_delete = on;
    create table if not exists messages (
      number integer primary key autoincrement, id text not null unique, bytes integer not null, message text not null)
      strict`)
  const add = database.prepare('insert into messages (id, bytes, message) values (?, ?, ?)')
  const drop = database.prepare(`delete from messages where number in (
    select number from (
      select number, row_number() over newest_first as place, sum(bytes) over newest_first as bytes_so_far from messages
      window newest_first as (order by number desc rows unbounded preceding))
    where place > ? or bytes_so_far > ?)`)
  const newest = database.prepare('select message from messages order by number desc')
  const one = database.prepare('select message from messages where id = ?')
  const clear = database.prepare('delete from messages')
  const read = (row: Record<string, unknown> | undefined) =>
    row ? JSON.parse(String(row['message'])) as KeptMessage : null

  return {
    /** Keeps a message; a message larger than the whole mailbox is not kept. */
    keep(message: NewMessage, now: Date): CaughtMessage {
      const kept: KeptMessage = { id: randomUUID(), date: now.toISOString(), ...message }
      const json = JSON.stringify(kept)
      database.exec('begin immediate')
      try {
        add.run(kept.id, Buffer.byteLength(json), json)
        drop.run(limits.messages, limits.bytes)
        database.exec('commit')
      } catch (error) {
        database.exec('rollback')
        throw error
      }
      return kept
    },
    /** All messages, newest first: 25 MB at most. */
    all: (): KeptMessage[] => newest.all().map((row) => read(row)!),
    one: (id: string): KeptMessage | null => read(one.get(id)),
    clear: (): void => void clear.run(),
    close: (): void => database.close(),
  }
}
