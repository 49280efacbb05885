/**
 * Applies a feed whose difference stands: facts change, and with them what rests on them (R-JML-1), all in the caller's
 * transaction, under one event. What it writes is what was compared, judged and looked at, or nothing.
 */
import { sql } from 'kysely'
import type { Change, EventId } from '../../store/change.ts'
import { closed } from '../../store/periods.ts'
import { followFacts } from '../movers/follow-facts.ts'
import { reviveWhatFeedEnded } from '../movers/revive.ts'
import { findFeed, lastApplied, takeTime } from './feed-at-work.ts'
import type { FeedAtWork, FeedCounts, Statements } from './feed-at-work.ts'
import { Overtaken } from './overtaken.ts'
import type { StepProgress } from './compare-feed.ts'

/** What was applied, under which event. */
export type Applied = { event: EventId; counts: FeedCounts }

/** `baseMoved`: the difference was taken from facts that have changed since; nothing was written. */
export type NotApplied = { refused: 'baseMoved' }

// Feeds are applied one at a time, whoever applies them. Any number that no other lock of ours has.
const TURN = 3_272_016_023

/** Waits until no other feed is being applied; until the transaction ends, none will be. */
export async function takeTurn(db: Statements): Promise<void> {
  await sql`select pg_advisory_xact_lock(${TURN})`.execute(db)
  const last = await lastApplied(db)
  const { rows: [clock] } = await sql<{ now: Date }>`select now() as now`.execute(db)
  // This transaction began before the one it waited for ended, and would record its facts as known before that one's.
  if (last !== null && last.appliedAt >= clock!.now) throw new BegunTooEarly()
}

/** To `change` it is a serialization failure: the act begins again, later. */
class BegunTooEarly extends Error {
  override readonly name = 'BegunTooEarly'
  readonly code = '40001'
}

/**
 * Applies the feed in the act's transaction. Its difference must stand upon the last applied feed; `counts` are what it
 * comes to. The feed is `applied` afterwards, under the event that is answered.
 */
export async function applyFeed(
  tx: Change, { id, today, progress = () => {} }: { id: string; today: string; progress?: StepProgress },
): Promise<Applied | NotApplied> {
  await takeTime(tx.db)
  await takeTurn(tx.db)
  const feed = await findFeed(tx.db, id)
  if (feed === null || feed.counts === null) throw new RangeError('a feed that was not compared')
  if (await isOutdated(tx.db, feed)) return { refused: 'baseMoved' }
  const { counts } = feed
  const event = await tx.record({ code: 'feed.applied', detail: {
    feed: id, kind: feed.kind, source: feed.source, sha256: feed.sha256?.toString('hex') ?? '', asOf: feed.asOf, ...counts,
  } })
  await writeFacts(tx.db, id, event, progress)
  progress(STEPS - 1, STEPS)
  await followFacts(tx, { event, feed: id, today })
  if (feed.undoesId !== null) await reviveWhatFeedEnded(tx, { event, undone: feed.undoesId, today })
  const { numUpdatedRows } = await tx.db.updateTable('feed').set({
    state: 'applied', applied_at: sql<Date>`now()`, event_id: event, stage: null, done: '0', total: null,
  }).where('id', '=', id).where('state', '=', feed.state).executeTakeFirst()
  // Whoever brought it has given it up meanwhile.
  if (numUpdatedRows !== 1n) throw new Overtaken()
  return { event, counts }
}

/** Whether facts have changed since the difference was taken: by another feed, or by a person entered by hand (R-CEN-1). */
async function isOutdated(db: Statements, feed: FeedAtWork): Promise<boolean> {
  const last = await lastApplied(db)
  if ((last?.id ?? null) !== feed.baseId) return true
  const { rows } = await sql`select from feed_person f join person p on p.national_id_index = f.national_id_index
    where f.feed_id = ${feed.id} and f.change = 'new' limit 1`.execute(db)
  return rows.length > 0
}

// Those of the facts, and what follows from them.
const STEPS = 8

/** In the order of their keys, so that indexes grow at their ends. */
async function writeFacts(db: Statements, id: string, event: EventId, progress: StepProgress): Promise<void> {
  const steps = [writePersons, closePersonVersions, writePersonVersions, writeAccounts, writePosts, closePostVersions,
    writePostVersions]
  for (const [at, step] of steps.entries()) {
    progress(at, STEPS)
    await step(db, id, event)
  }
}

async function writePersons(db: Statements, id: string): Promise<void> {
  await sql`
    insert into person (id, national_id_sealed, national_id_index)
    select person_id, national_id_sealed, national_id_index from feed_person
    where feed_id = ${id} and change = 'new' order by person_id`.execute(db)
}

async function closePersonVersions(db: Statements, id: string): Promise<void> {
  await sql`
    update person_version v set recorded = ${closed} from feed_person f
    where f.feed_id = ${id} and f.change = 'changed' and v.person_id = f.person_id and upper_inf(v.recorded)`.execute(db)
}

async function writePersonVersions(db: Statements, id: string, event: EventId): Promise<void> {
  await sql`
    insert into person_version (person_id, version, name, birth_date, email, event_id)
    select person_id, 1, name, birth_date, email, ${event}::bigint from feed_person
    where feed_id = ${id} and change = 'new' order by person_id`.execute(db)
  await sql`
    insert into person_version (person_id, version, name, birth_date, email, event_id)
    select f.person_id, 1 + coalesce((select max(v.version) from person_version v where v.person_id = f.person_id), 0),
      f.name, f.birth_date, f.email, ${event}::bigint
    from feed_person f where f.feed_id = ${id} and f.change = 'changed' order by f.person_id`.execute(db)
}

/** R-ACC-1: 未啟用, until its person takes it. */
async function writeAccounts(db: Statements, id: string): Promise<void> {
  await sql`
    insert into account (person_id, state)
    select person_id, 'pending' from feed_person where feed_id = ${id} and change = 'new' order by person_id`.execute(db)
}

async function writePosts(db: Statements, id: string): Promise<void> {
  await sql`
    insert into post (id, person_id, agency_code, kind, unit, title, starts)
    select f.post_id, f.person_id, f.agency_code, f.kind, f.unit, f.title, f.starts from feed_post f
    where f.feed_id = ${id} and f.change = 'new'
      and not exists (select from post p where p.person_id = f.person_id and p.id = f.post_id)
    order by f.person_id, f.post_id`.execute(db)
}

async function closePostVersions(db: Statements, id: string): Promise<void> {
  await sql`
    update post_version v set recorded = ${closed} from feed_post f
    where f.feed_id = ${id} and f.change <> 'new' and v.person_id = f.person_id and v.post_id = f.post_id
      and upper_inf(v.recorded)`.execute(db)
}

async function writePostVersions(db: Statements, id: string, event: EventId): Promise<void> {
  await sql`
    insert into post_version (person_id, post_id, version, staff_category, supervisor_level, rank, job_series, nature,
      section, valid, event_id)
    select f.person_id, f.post_id, 1 + coalesce(k.version, 0), f.staff_category, f.supervisor_level, f.rank, f.job_series,
      f.nature, f.section, f.valid, ${event}::bigint
    from feed_post f
    left join (
      select v.person_id, v.post_id, max(v.version) as version
      from post_version v join feed_post f on f.feed_id = ${id} and f.person_id = v.person_id and f.post_id = v.post_id
      group by v.person_id, v.post_id
    ) k on k.person_id = f.person_id and k.post_id = f.post_id
    where f.feed_id = ${id} and f.valid is not null
    order by f.person_id, f.post_id`.execute(db)
}
