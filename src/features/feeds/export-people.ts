/** Everybody's posts as they are known now, in the very format of the feed (4.5): sent back in, they change nothing. */
import { sql } from 'kysely'
import { csvLineOf, cellsOf, FEED_HEADING } from '../../core/feed-columns.ts'
import type { FeedRow } from '../../core/feed-columns.ts'
import { change } from '../../store/change.ts'
import type { Origin } from '../../store/change.ts'
import { snapshotRows } from '../../store/snapshot-rows.ts'
import type { Database, Reader } from '../../store/database.ts'
import type { Seal } from '../../store/seal.ts'

type KnownPost = Omit<FeedRow, 'nationalId'> & { sealed: Buffer; index: Buffer }

// By person, so that one ID is opened once; the order of their keys, so that nothing has to be sorted.
const POSTS = `
  select p.national_id_sealed as sealed, p.national_id_index as index, n.name, n.birth_date as "birthDate", n.email,
    o.agency_code as "agencyCode", o.kind as "postKind", o.unit, o.title, o.starts as "from", upper(v.valid) - 1 as "to",
    v.staff_category as "staffCategory", v.supervisor_level as "supervisorLevel", v.rank, v.job_series as "jobSeries", v.nature, v.section
  from person p
  join person_version n on n.person_id = p.id and upper_inf(n.recorded)
  join post o on o.person_id = p.id
  join post_version v on v.person_id = o.person_id and v.post_id = o.id and upper_inf(v.recorded)
  order by p.id, o.id`

/** Every post that is known now, past and future ones too, all as of one moment. */
export async function* knownPosts(database: Database, seal: Seal): AsyncGenerator<FeedRow> {
  let last: { index: Buffer; nationalId: string } | null = null
  for await (const { sealed, index, ...post } of snapshotRows<KnownPost>(database, POSTS)) {
    if (last === null || !last.index.equals(index)) last = { index, nationalId: seal.openNationalId({ sealed, index }) }
    yield { nationalId: last.nationalId, ...post }
  }
}

/** About how many there are, to tell how far the way is. */
export async function countKnownPosts(db: Reader): Promise<number> {
  const { count } = await db.selectFrom('post_version').select(({ fn }) => fn.countAll<string>().as('count'))
    .where(sql<boolean>`upper_inf(recorded)`).executeTakeFirstOrThrow()
  return Number(count)
}

const CHUNK_CHARACTERS = 64 * 1024

/** The feed as pieces of CSV, with an event before the first row and one that says how many went; `told` after each piece. */
export async function* exportPeople(database: Database, seal: Seal, origin: Origin, told: (rows: number) => void): AsyncGenerator<string> {
  let rows = 0
  let whole = false
  await change(database, origin, async () => ({ result: null, event: { code: 'people.export-begun' } }))
  try {
    let text = FEED_HEADING
    for await (const post of knownPosts(database, seal)) {
      text += csvLineOf(cellsOf(post))
      rows += 1
      if (text.length < CHUNK_CHARACTERS) continue
      yield text
      told(rows)
      text = ''
    }
    yield text
    whole = true
  } finally {
    await change(database, origin, async () => ({ result: null, event: { code: 'people.exported', detail: { rows, whole } } }))
  }
}
