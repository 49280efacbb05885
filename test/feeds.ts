// Personnel feeds for tests that begin where a file has been read: its rows wait to be compared.
import { dayInTaipei } from '../src/core/days.ts'
import { approveFeed, applyReadyFeed, seenOf } from '../src/features/feeds/decide-feed.ts'
import { findFeed } from '../src/features/feeds/feed-at-work.ts'
import { workOnFeed } from '../src/features/feeds/pipeline.ts'
import { processOrigin } from '../src/store/change.ts'
import { nameOf, nationalIdOf, personOf, seal, WHO } from './world.ts'
import type { Day } from '../src/core/days.ts'
import type { FeedActor } from '../src/features/feeds/decide-feed.ts'
import type { FeedAtWork } from '../src/features/feeds/feed-at-work.ts'
import type { Database } from '../src/store/database.ts'
import type { Who, World } from './world.ts'

/** A row of the people feed (4.5), with the names of its columns in our own words. */
export type FeedFileRow = {
  nationalId: string
  name: string
  birthDate?: Day
  email?: string | null
  agency: string
  kind?: 'appointment' | 'concurrent'
  unit?: string
  title?: string
  from: Day
  to?: Day | null
  category?: string
  level?: string
  rank?: string
  nature?: string
}

export type StagedFeed = {
  kind?: 'snapshot' | 'delta'
  asOf?: Day
  rows: readonly FeedFileRow[]
  atOnce?: boolean
  submittedBy?: string | null
  trial?: boolean
  /** Whose rows were rejected alone. */
  rejected?: readonly string[]
}

const ORIGIN = processOrigin('test')
export const TODAY = dayInTaipei(new Date())

/** The record of the government's own people, as a file says it. */
export async function recordOf(world: Pick<World, 'sql'>): Promise<FeedFileRow[]> {
  const rows = await world.sql<Omit<FeedFileRow, 'nationalId' | 'name'> & { person: number }>(`
    select p.person_id::int as person, p.agency_code as agency, p.kind, p.unit, p.title, p.starts::text as from,
      (upper(v.valid) - 1)::text as to, v.staff_category as category, v.supervisor_level as level, v.nature
    from post p join post_version v on v.post_id = p.id and upper_inf(v.recorded)
    where p.person_id <= ${WHO.length} order by p.id`)
  return rows.map(({ person, ...post }) => {
    const who = WHO[person - 1]!
    return { ...post, nationalId: nationalIdOf(who), name: nameOf(who), email: `${who}@record.example` }
  })
}

/** A feed as it is when its file was read; answers its number. */
export async function stageFeed({ unaudited }: Pick<Database, 'unaudited'>, staged: StagedFeed): Promise<string> {
  const { kind = 'snapshot', asOf = TODAY, rows, atOnce = false, submittedBy = null, trial = false, rejected = [] } = staged
  const { id } = await unaudited.insertInto('feed').values({
    kind, state: 'received', source: 'people.csv', format: 'csv', as_of: asOf, at_once: atOnce, submitted_by: submittedBy,
    submitted_via: 'test', rows: rows.length + rejected.length, rejected_rows: rejected.length, trial,
  }).returning('id').executeTakeFirstOrThrow()
  if (rows.length > 0) {
    await unaudited.insertInto('feed_row').values(rows.map((row, at) => {
      const { sealed, index } = seal.sealNationalId(row.nationalId)
      return {
        feed_id: id, line: at + 2, national_id_sealed: sealed, national_id_index: index, name: row.name,
        birth_date: row.birthDate ?? '1980-01-01', email: row.email ?? null, agency_code: row.agency,
        kind: row.kind ?? 'appointment', unit: row.unit ?? '', title: row.title ?? '科員', starts: row.from,
        ends: row.to ?? null, staff_category: row.category ?? '', supervisor_level: row.level ?? '', rank: row.rank ?? '',
        job_series: '', nature: row.nature ?? '', section: '',
      }
    })).execute()
  }
  for (const [at, nationalId] of rejected.entries()) {
    await unaudited.insertInto('feed_fault').values({
      feed_id: id, line: rows.length + at + 2, field: 'title', code: 'tooLong', national_id_index: seal.indexNationalId(nationalId),
    }).execute()
  }
  return id
}

/** Somebody who may decide on feeds, whatever the record says of them by now. */
export const centralActor = (who: Who): FeedActor =>
  ({ personId: personOf(who), authority: { ways: [{ way: 'central', role: 'test', until: null }] } })

/** Goes on with the feed as the job does. */
export async function work(database: Database, id: string, today: Day = TODAY): Promise<FeedAtWork> {
  return (await workOnFeed({ database, origin: ORIGIN, today }, id))!
}

/** Has the feed applied, approving it where it is held. */
export async function carryThrough(database: Database, id: string, today: Day = TODAY): Promise<FeedAtWork> {
  const feed = await work(database, id, today)
  if (feed.state === 'applied') return feed
  const decision = { feed: id, seen: seenOf(feed) }
  const actor = centralActor('ho.central')
  const decided = feed.state === 'held'
    ? await approveFeed(database, ORIGIN, actor, { ...decision, note: '已確認' })
    : await applyReadyFeed(database, ORIGIN, actor, decision)
  if (!('decided' in decided)) throw new Error(`not decided: ${decided.refused}`)
  await work(database, id, today)
  return (await findFeed(database.read, id))!
}
