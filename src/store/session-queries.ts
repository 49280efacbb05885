// Searches whose words must not stand in an address: the address holds an opaque number that answers to the session alone.
import { sql } from 'kysely'
import type { Kysely } from 'kysely'
import { maskNationalIdsIn } from '../core/national-id.ts'
import { UUID } from '../core/uuid.ts'
import type { Reader } from './database.ts'
import type { Tables } from './tables.ts'

/** What JSON holds. A national ID goes in as `Seal.indexNationalId` gives it, never in clear. */
export type QueryCriteria = { readonly [name: string]: string | number | boolean | null | readonly string[] }

// A working day; whoever comes back later asks anew.
const HOURS = 12
// More than anybody leafs back through; the oldest give way.
const MOST_KEPT = 100
// A national ID that somebody types where a name belongs is not kept either. What is looked for by its index is no text.
const INDEX = /^[0-9a-f]{64}$/
const withoutIds = (_: string, value: unknown): unknown =>
  (typeof value === 'string' && !INDEX.test(value) ? maskNationalIdsIn(value) : value)

/** Keeps what this session asked for and answers its number. `kind` (`pick-person`) names the page that may read it. */
export async function keepQuery(
  db: Kysely<Tables>, sessionId: string, kind: string, criteria: QueryCriteria,
): Promise<string> {
  const { id } = await db.insertInto('session_query').values({ session_id: sessionId, kind, criteria: JSON.stringify(criteria, withoutIds) })
    .returning('id').executeTakeFirstOrThrow()
  await sql`delete from session_query where id in (
    select id from session_query where session_id = ${sessionId} order by kept_at desc offset ${sql.lit(MOST_KEPT)})`.execute(db)
  return id
}

/** What was kept under the number by this very session for this kind of search, or null. The caller checks its shape. */
export async function readQuery(db: Reader, sessionId: string, kind: string, id: string): Promise<unknown> {
  if (!UUID.test(id)) return null
  const { rows } = await sql<{ criteria: unknown }>`select criteria from session_query
    where id = ${id} and session_id = ${sessionId} and kind = ${kind}
      and kept_at > now() - make_interval(hours => ${sql.lit(HOURS)})`.execute(db)
  return rows[0]?.criteria ?? null
}

/** Takes away what is too old, and what sessions that are over asked for. A job runs it. */
export async function purgeQueries(db: Kysely<Tables>): Promise<void> {
  await sql`delete from session_query q using session s
    where s.id = q.session_id and (q.kept_at <= now() - make_interval(hours => ${sql.lit(HOURS)})
      or s.ended_at is not null or s.expires_at <= now())`.execute(db)
}
