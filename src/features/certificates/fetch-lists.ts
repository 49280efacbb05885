// Fetches the revocation lists of the authorities in use, apart from any sign-in: from the addresses that are configured and no others
// (never from one that a certificate names), within limits, and never an older one than there is.
import { sql } from 'kysely'
import { takenUpCrl } from '../../pki/index.ts'
import { download } from './download.ts'
import { endRefused, endRevoked } from './end-refused.ts'
import { indexList } from './index-list.ts'
import type { AlgorithmName } from '../../pki/index.ts'
import type { Database, Reader } from '../../store/database.ts'
import type { Task } from '../../store/jobs.ts'
import type { DownloadFault } from './download.ts'
import type { IndexedList, ListFault } from './index-list.ts'

/** Why there is no new list. `older`: it is no newer than the one there is. */
export type FetchFault = ListFault | DownloadFault | 'older'

// Five times the largest that is known.
const MOST_BYTES = 100_000_000
const LONGEST_MS = 120_000

type Due = { code: string; certificate: Buffer; algorithms: AlgorithmName[] | null; list_url: string; number: string | null }

/** A list is fetched anew when half of its time is over, at the latest a day after it was fetched; after a failure every ten minutes. */
async function due(database: Pick<Database, 'read'>, now: Date): Promise<Due[]> {
  const { rows } = await sql<Due>`
    select a.code, a.certificate, a.algorithms, a.list_url, l.number::text as number
    from certificate_authority a left join certificate_list l on l.authority = a.code
    where a.in_use and a.revocation <> 'ocsp' and (l.authority is null or l.fetched_at < ${now}::timestamptz - interval '1 day'
      or ${now}::timestamptz > l.this_update + (l.next_update - l.this_update) / 2)
    order by a.code`.execute(database.read)
  return rows
}

async function fetchOne(database: Pick<Database, 'unaudited'>, { code, certificate, algorithms, list_url: url, number }: Due, now: Date): Promise<FetchFault | null> {
  const bytes = await download(url, { mostBytes: MOST_BYTES, longestMs: LONGEST_MS, accept: 'application/pkix-crl, */*' })
  const indexed = 'fault' in bytes ? bytes : await indexList({ list: bytes, authority: certificate, algorithms, now })
  if ('fault' in indexed) return indexed.fault
  if (number !== null && BigInt(indexed.number) < BigInt(number)) return 'older'
  return await keep(database, code, indexed, now) ? null : 'older'
}

/**
 * The database refuses an older one by itself; of two processes at once the newer wins. Whoever is signed in by a certificate that is
 * revoked now is so no longer, nor by one of an authority that is.
 */
function keep({ unaudited }: Pick<Database, 'unaudited'>, code: string, list: IndexedList, now: Date): Promise<boolean> {
  return unaudited.transaction().execute(async (tx) => {
    if (!await write(tx, code, list)) return false
    await endRevoked(tx, code, takenUpCrl(list.kept))
    await endRefused(tx, now)
    return true
  })
}

async function write(db: Reader, code: string, list: IndexedList): Promise<boolean> {
  const { rows } = await sql`
    insert into certificate_list (authority, number, this_update, next_update, entries, kept)
    values (${code}, ${list.number}::numeric, ${list.thisUpdate}, ${list.nextUpdate}, ${list.entries}, ${Buffer.from(list.kept)})
    on conflict (authority) do update set number = excluded.number, this_update = excluded.this_update, next_update = excluded.next_update,
      entries = excluded.entries, kept = excluded.kept, fetched_at = now()
    where certificate_list.number <= excluded.number and certificate_list.this_update <= excluded.this_update
    returning authority`.execute(db)
  return rows.length > 0
}

async function noteTry({ unaudited }: Pick<Database, 'unaudited'>, code: string, fault: FetchFault | null, now: Date): Promise<void> {
  await sql`
    insert into certificate_list_try as t (authority, tried_at, succeeded_at, fault)
    values (${code}, ${now}, ${fault === null ? now : null}, ${fault})
    on conflict (authority) do update set tried_at = excluded.tried_at, fault = excluded.fault,
      succeeded_at = coalesce(excluded.succeeded_at, t.succeeded_at)`.execute(unaudited)
}

/** Fetches what is due, one after another; answers what became of each, by code. What fails leaves the list that there was. */
export async function fetchLists(database: Pick<Database, 'read' | 'unaudited'>, now: Date): Promise<Map<string, FetchFault | null>> {
  const done = new Map<string, FetchFault | null>()
  for (const one of await due(database, now)) {
    const fault = await fetchOne(database, one, now)
    await noteTry(database, one.code, fault, now)
    done.set(one.code, fault)
  }
  return done
}

/** Every ten minutes. */
export const listTasks: readonly Task[] = [{
  name: 'certificates.fetch-lists', every: '*/10 * * * *', handle: async (_, { database }) => void await fetchLists(database, new Date()),
}]
