// Requests of programs that are sent again under the same Idempotency-Key: answered as before, never done twice. A key names
// what was taken in; where nothing was, because the file broke off or was none, it can be used again.
import { sql } from 'kysely'
import type { Database } from '../../store/database.ts'

type RequestName = { client: string; key: string }

/** `claimed`: nobody has used it for anything that stands. `coming`: its file comes now. `feed`: what it has brought. */
export type Claim = 'claimed' | 'coming' | { feed: string }

// Longer than any file may take: whoever claimed it before and brought nothing is no more.
const STALE = '1 hour'

// Programs send a request again within minutes, or days after a failure that somebody had to look at.
const KEPT = '30 days'

/** Claims the name for a file that comes now. */
export async function claimRequest({ unaudited }: Database, { client, key }: RequestName): Promise<Claim> {
  const { rows } = await sql`
    insert into feed_request as r (client_id, key) values (${client}, ${key})
    on conflict (client_id, key) do update set feed_id = null, begun_at = now()
      where (r.feed_id is null and r.begun_at < now() - ${STALE}::interval)
        or exists (select from feed f where f.id = r.feed_id and f.state in ('interrupted', 'refused'))
    returning 1`.execute(unaudited)
  if (rows.length > 0) return 'claimed'
  const { rows: [row] } = await sql<{ feed: string | null }>`
    select feed_id as feed from feed_request where client_id = ${client} and key = ${key}`.execute(unaudited)
  // Purged between the two: as if nobody had used it, but whoever asks has to ask again.
  return row === undefined || row.feed === null ? 'coming' : { feed: row.feed }
}

/** Says what the request has brought; null: nothing, and the name is free again. */
export async function concludeRequest({ unaudited }: Database, { client, key }: RequestName, feed: string | null): Promise<void> {
  const mine = sql`client_id = ${client} and key = ${key} and feed_id is null`
  await (feed === null ? sql`delete from feed_request where ${mine}` : sql`update feed_request set feed_id = ${feed} where ${mine}`)
    .execute(unaudited)
}

/** Forgets names that nobody sends again any more. A job runs it. */
export async function purgeRequests({ unaudited }: Pick<Database, 'unaudited'>): Promise<void> {
  await sql`delete from feed_request where begun_at < now() - ${KEPT}::interval`.execute(unaudited)
}
