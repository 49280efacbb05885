// Items of applications: added once a request, withdrawn by the application alone, cleared away when they are old.
import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { MOST_OPEN } from '../../core/application-todos.ts'
import { change, refused } from '../../store/change.ts'
import { isUniqueViolation } from '../../store/faults.ts'
import type { TodoAsked } from '../../core/application-todos.ts'
import type { Origin } from '../../store/change.ts'
import type { Database } from '../../store/database.ts'
import type { Caller } from '../../web/program-route.ts'

/** Whose item: of a client of that application. */
export type TodoClient = { application: string; clientId: string; address: string | null }
export type Added = { id: string; addedAt: Date }

export const originOf = ({ clientId, address }: Pick<Caller, 'clientId'> & { address: string | null }): Origin =>
  ({ actor: null, sessionId: null, process: `client ${clientId}`, address, requestId: null })

/** What tells a request from another under the same key. */
export const digestOf = (subject: string, { title, titleEn, link, deadline }: TodoAsked): Buffer =>
  createHash('sha256').update(JSON.stringify([subject, title, titleEn, link, deadline])).digest()

/** What was added under that key of the application; `other`: it asked for something else. */
export async function addedUnder(
  { read }: Pick<Database, 'read'>, application: string, key: string, digest: Buffer,
): Promise<Added | 'other' | null> {
  const row = await read.selectFrom('application_todo').select(['id', 'added_at', 'request_sha256'])
    .where('application_code', '=', application).where('idempotency_key', '=', key).executeTakeFirst()
  if (row === undefined) return null
  return row.request_sha256.equals(digest) ? { id: row.id, addedAt: row.added_at } : 'other'
}

type Adding = { person: string; asked: TodoAsked; key: string; digest: Buffer }

/** Adds it. `sameKey`: another request under this key came first; `full`: too many wait for this person. */
export async function addTodo(
  database: Database, client: TodoClient, { person, asked, key, digest }: Adding,
): Promise<Added | { refused: 'full' } | 'sameKey'> {
  const { application, clientId } = client
  try {
    return await change<Added | { refused: 'full' }>(database, originOf(client), async ({ db }) => {
      await sql`select pg_advisory_xact_lock(hashtextextended(${`todos ${application} ${person}`}, 0))`.execute(db)
      const { n } = await db.selectFrom('application_todo').select(({ fn }) => fn.countAll<string>().as('n'))
        .where('person_id', '=', person).where('application_code', '=', application).where('withdrawn_at', 'is', null)
        .executeTakeFirstOrThrow()
      if (Number(n) >= MOST_OPEN) {
        return refused({ code: 'todo.added', person, application, detail: { client: clientId, todo: '' } }, { refused: 'full' as const })
      }
      const { title, titleEn, link, deadline } = asked
      const { id, added_at: addedAt } = await db.insertInto('application_todo').values({
        application_code: application, person_id: person, title, title_en: titleEn, link, deadline, idempotency_key: key, request_sha256: digest,
      }).returning(['id', 'added_at']).executeTakeFirstOrThrow()
      return { result: { id, addedAt }, event: { code: 'todo.added', person, application, detail: { client: clientId, todo: id } } }
    })
  } catch (fault) {
    if (isUniqueViolation(fault, 'application_todo_request')) return 'sameKey'
    throw fault
  }
}

/** Another request withdrew it first: there is no second event. */
class WithdrawnMeanwhile extends Error {}

/** Takes it from the person's list; again, nothing more. False: the application has no such item. */
export async function withdrawTodo(database: Database, client: TodoClient, id: string): Promise<boolean> {
  const { application, clientId } = client
  const row = await database.read.selectFrom('application_todo').select(['person_id', 'withdrawn_at'])
    .where('id', '=', id).where('application_code', '=', application).executeTakeFirst()
  if (row === undefined || row.withdrawn_at !== null) return row !== undefined
  try {
    await change(database, originOf(client), async ({ db }) => {
      const { numUpdatedRows } = await db.updateTable('application_todo').set({ withdrawn_at: sql<Date>`now()` })
        .where('id', '=', id).where('application_code', '=', application).where('withdrawn_at', 'is', null).executeTakeFirstOrThrow()
      if (numUpdatedRows === 0n) throw new WithdrawnMeanwhile()
      return {
        result: null, event: { code: 'todo.withdrawn', person: row.person_id, application, detail: { client: clientId, todo: id } },
      }
    })
  } catch (fault) {
    if (!(fault instanceof WithdrawnMeanwhile)) throw fault
  }
  return true
}

// A request may be sent again for as long as an application remembers that it had no answer.
const KEPT = { withdrawn: '30 days', afterDeadline: '90 days', without: '180 days' }

/** Clears away what was withdrawn long ago, and what nobody will do any more. */
export async function purgeTodos({ unaudited }: Pick<Database, 'unaudited'>): Promise<void> {
  await sql`delete from application_todo where withdrawn_at < now() - ${KEPT.withdrawn}::interval
    or (added_at < now() - ${KEPT.without}::interval and deadline is null)
    or deadline < now() - ${KEPT.afterDeadline}::interval`.execute(unaudited)
}
