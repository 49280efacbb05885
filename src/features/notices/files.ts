// The files of an announcement: added, removed, handed out.
import { createHash, randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { judgeFile } from '../../core/attachments.ts'
import { decideAttaching } from '../../core/notices.ts'
import { change, refused } from '../../store/change.ts'
import { isId } from './slice.ts'
import { factsOf, lockNotice, wayOf } from './write-notice.ts'
import type { Readable } from 'node:stream'
import type { FileFault, FileKind } from '../../core/attachments.ts'
import type { AuditEvent } from '../../core/audit.ts'
import type { WritingRefusal } from '../../core/notices.ts'
import type { Origin } from '../../store/change.ts'
import type { Database, Reader } from '../../store/database.ts'
import type { Writing } from './write-notice.ts'

/** A file as lists show it; `bytes`: its size. */
export type AttachedFile = { id: string; name: string; kind: FileKind; bytes: number; addedAt: Date }

/** Why a file is not taken. */
export type FileRefusal = FileFault | WritingRefusal | 'tooMany' | 'tooLarge'

/** The files of the announcement, in the order in which they came. */
export async function filesOf(db: Reader, notice: string): Promise<AttachedFile[]> {
  const { rows } = await sql<AttachedFile>`select id, name, kind, bytes, added_at as "addedAt" from announcement_file
    where announcement_id = ${notice} and removed_at is null order by added_at, id`.execute(db)
  return rows
}

/** A file of the announcement; null: it has none of that number. */
export async function findFile(db: Reader, notice: string, file: string): Promise<AttachedFile | null> {
  if (!isId(notice) || !isId(file)) return null
  const { rows: [row] } = await sql<AttachedFile>`select id, name, kind, bytes, added_at as "addedAt" from announcement_file
    where announcement_id = ${notice} and id = ${file} and removed_at is null`.execute(db)
  return row ?? null
}

// What a reader who takes the file slowly costs meanwhile; its row is read anew for each.
const PIECE_BYTES = 65_536

/** What is in the file, a piece at a time as its reader takes them: whoever opens it many times over holds none of it in memory. */
export async function* contentOf(db: Reader, { id, bytes }: Pick<AttachedFile, 'id' | 'bytes'>): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes; at += PIECE_BYTES) {
    const { rows: [row] } = await sql<{ piece: Buffer }>`
      select substring(content from ${at + 1} for ${sql.lit(PIECE_BYTES)}) as piece from announcement_file where id = ${id}`.execute(db)
    yield row!.piece
  }
}

/** All of the file as it is sent, or that there is more of it than `most` bytes. */
export async function readWhole(content: Readable, most: number): Promise<Buffer | 'tooLarge'> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of content) {
    size += (chunk as Buffer).length
    if (size > most) return 'tooLarge'
    chunks.push(chunk as Buffer)
  }
  return Buffer.concat(chunks)
}

/** Adds a file to the announcement: `name` as `fileNameOf` made it. Refused also for what is not what its name says. */
export function attachFile(
  database: Database, origin: Origin, writing: Writing,
  { notice: id, name, content, most }: { notice: string; name: string; content: Buffer; most: number },
): Promise<{ attached: string } | { refused: FileRefusal }> {
  const judged = judgeFile(name, content)
  return change<{ attached: string } | { refused: FileRefusal }>(database, origin, async (tx) => {
    const notice = await lockNotice(tx, id)
    const agency = notice?.agency?.code ?? null
    const facts = await factsOf(tx, writing, agency, null, notice)
    const file = randomUUID()
    const sha256 = createHash('sha256').update(content).digest()
    const kind = 'kind' in judged ? judged.kind : ''
    const tried: AuditEvent<'announcement.file-added'> = {
      code: 'announcement.file-added', agency,
      detail: { announcement: notice?.id ?? '', file, name, kind, bytes: content.length, sha256: sha256.toString('hex'), way: wayOf(facts) },
    }
    const bar = notice === null ? 'notFound' : decideAttaching(facts, { files: (await filesOf(tx.db, id)).length, most })
    if (bar !== null) return refused(tried, { refused: bar })
    if ('refused' in judged) return refused(tried, judged)
    const event = await tx.record(tried)
    await tx.db.insertInto('announcement_file')
      .values({ id: file, announcement_id: id, name, kind: judged.kind, bytes: content.length, sha256, content, event_id: event }).execute()
    return { result: { attached: file }, event }
  })
}

/** Takes a file away from the announcement: nobody is handed it any more, and its row tells that it was there. */
export function removeFile(
  database: Database, origin: Origin, writing: Writing, { notice: id, file }: { notice: string; file: string },
): Promise<{ removed: true } | { refused: FileRefusal }> {
  return change<{ removed: true } | { refused: FileRefusal }>(database, origin, async (tx) => {
    const notice = await lockNotice(tx, id)
    const agency = notice?.agency?.code ?? null
    const facts = await factsOf(tx, writing, agency, null, notice)
    const found = notice === null ? null : await findFile(tx.db, id, file)
    const tried: AuditEvent<'announcement.file-removed'> = {
      code: 'announcement.file-removed', agency,
      detail: { announcement: notice?.id ?? '', file: found?.id ?? '', name: found?.name ?? '', way: wayOf(facts) },
    }
    const bar = decideAttaching(facts, null) ?? (found === null ? 'notFound' : null)
    if (bar !== null) return refused(tried, { refused: bar })
    const event = await tx.record(tried)
    await sql`update announcement_file set removed_at = now(), removed_event_id = ${event} where id = ${file}`.execute(tx.db)
    return { result: { removed: true }, event }
  })
}
