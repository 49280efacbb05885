/**
 * Takes a file of the personnel feed in (spec 4.5): the first stage of the pipeline. What becomes of it is told by its row
 * `feed`, from before its first byte on; its rows wait in `feed_row` when it has arrived whole, and are nowhere otherwise.
 */
import { sql } from 'kysely'
import type { Day } from '../../core/days.ts'
import type { FeedInterruption, FeedRefusal } from '../../core/feed-faults.ts'
import type { Change, Origin } from '../../store/change.ts'
import { withLoader } from '../../store/copy.ts'
import type { Loader } from '../../store/copy.ts'
import type { Database } from '../../store/database.ts'
import { isDatabaseAway, isDiskFull } from '../../store/faults.ts'
import type { Seal } from '../../store/seal.ts'
import { loadAgencyLives } from './agency-lives.ts'
import { checkAcrossRows } from './check-across-rows.ts'
import { beginFeed, file, interruptFeed, refuseFeed, sayHowFar } from './feed-record.ts'
import type { NamedFeed, Submitter } from './feed-record.ts'
import { FeedInterrupted, Reading } from './read-in-thread.ts'
import { FAULT_COLUMNS, FeedRefused, LIMITS, ROW_COLUMNS } from './reading.ts'
import type { ReadLimits } from './reading.ts'

export type { Submitter } from './feed-record.ts'

export type FeedArrival = {
  /** By which name it came: a file's, without its folder, or an address. */
  source: string
  kind: 'snapshot' | 'delta'
  /** The day that it speaks of. */
  asOf: Day
  today: Day
  /** Whether it is applied as soon as it is judged, unless it is held. */
  atOnce: boolean
  /** A dry run: it is looked at like any other, never applied, and leaves no event. */
  trial?: boolean
  /** How many bytes there are of it, where that is known: fewer, and it was broken off. */
  totalBytes?: number | null
  /** Is told every second how far it is. */
  progress?: (far: FeedProgress) => void
  /** Ends it; the feed counts as interrupted. */
  signal?: AbortSignal
  limits?: Partial<ReadLimits>
}

/** `stage`: first the file is read, then its rows are held against one another and against what is known. */
export type FeedProgress = { feed: string; stage: 'read' | 'compare'; bytes: number; totalBytes: number | null; rows: number }

/** What became of it. `rejected`: how many of the rows were rejected alone. */
export type FeedReceived =
  | { feed: string; state: 'received'; rows: number; rejected: number }
  | { feed: string; state: 'refused'; refusal: FeedRefusal }
  | { feed: string; state: 'interrupted'; why: FeedInterruption }
  /** As many files as can be read at a time are being read; there is no feed of it. */
  | { refused: 'busy' }

// Each takes a thread, a connection, and a core while it lasts.
const MOST_AT_ONCE = 2
let atWork = 0

/**
 * Reads the stream to its end, or until the file is known to be none (then the rest of the stream is left: its iterator is
 * told to return). Throws faults of ours, and nothing that a file or its sender can bring about.
 */
export async function receiveFeed(
  database: Database, seal: Seal, origin: Origin, submitter: Submitter, stream: AsyncIterable<Uint8Array>, arrival: FeedArrival,
): Promise<FeedReceived> {
  if (atWork >= MOST_AT_ONCE) return { refused: 'busy' }
  atWork += 1
  try {
    const named = await beginFeed(database, origin, submitter, arrival)
    return await read(database, seal, origin, stream, named, arrival)
  } finally {
    atWork -= 1
  }
}

async function read(
  database: Database, seal: Seal, origin: Origin, stream: AsyncIterable<Uint8Array>, named: NamedFeed, arrival: FeedArrival,
): Promise<FeedReceived> {
  const { today, asOf, totalBytes = null, signal = null } = arrival
  const { feed } = named
  const limits = { ...LIMITS, ...arrival.limits }
  const context = { today, asOf, agencies: await loadAgencyLives(database.read) }
  const reading = new Reading({ feed, kind: arrival.kind, keys: seal.keysForThread(), context, limits }, { stream, totalBytes, signal })
  const watch = watched(database, feed, reading, arrival)
  const staging = withLoader(database, (loader) => stage(loader, { seal, origin, named, reading, arrival, limits, watch }))
    .finally(async () => {
      await reading.stop()
      await watch.end()
    })
  try {
    return { feed, state: 'received', ...await staging }
  } catch (error) {
    return await concluded(database, origin, named, error)
  }
}

/** Files what ended it before its time; throws what is a fault of ours, when it is filed. */
async function concluded(database: Database, origin: Origin, named: NamedFeed, error: unknown): Promise<FeedReceived> {
  const { feed } = named
  if (error instanceof FeedRefused) {
    await refuseFeed(database, origin, named, error.refusal)
    return { feed, state: 'refused', refusal: error.refusal }
  }
  const why = error instanceof FeedInterrupted ? error.why : isDiskFull(error) ? 'diskFull' : isDatabaseAway(error) ? 'databaseAway' : null
  // Where the database cannot be told, the feed is found later, by when it was last seen (markInterrupted).
  await interruptFeed(database, origin, named, why ?? 'stopped').catch((failed: unknown) => {
    if (why === null || why === 'brokenOff' || why === 'stopped') throw failed
  })
  if (why === null) throw error
  return { feed, state: 'interrupted', why }
}

type Watch = { stage: FeedProgress['stage']; end: () => Promise<void> }

const SECOND = 1000

/** Says every second, to whoever asked and in the feed's row, how far it is. */
function watched(database: Database, feed: string, reading: Reading, { totalBytes = null, progress = () => {} }: FeedArrival): Watch {
  let saying: Promise<void> = Promise.resolve()
  let busy = false
  const watch: Watch = {
    stage: 'read',
    async end() {
      clearInterval(timer)
      await saying
    },
  }
  const timer = setInterval(() => {
    const { bytes, rows } = reading
    progress({ feed, stage: watch.stage, bytes, totalBytes, rows })
    if (busy) return
    busy = true
    // A database that is away is noticed where the rows go.
    saying = sayHowFar(database, feed, { bytes, totalBytes, rows }).catch(() => {}).finally(() => { busy = false })
  }, SECOND)
  return watch
}

type Staged = { rows: number; rejected: number }

type Staging = {
  seal: Seal; origin: Origin; named: NamedFeed; reading: Reading; arrival: FeedArrival; limits: ReadLimits; watch: Watch
}

/** All in one transaction: the rows with their faults are there when it commits, or nothing is. */
async function stage(loader: Loader, { seal, origin, named, reading, arrival, limits, watch }: Staging): Promise<Staged> {
  const { feed, source } = named
  let begun = false
  return file(loader.database, origin, named, async (tx) => {
    // The bytes come once.
    if (begun) throw new FeedInterrupted('databaseAway')
    begun = true
    await loader.copyLinesIn('feed_row', ROW_COLUMNS, reading.lines())
    const { totals } = reading
    await loader.copyLinesIn('feed_fault', FAULT_COLUMNS, reading.faults)
    watch.stage = 'compare'
    const across = await checkAcrossRows(tx, seal, {
      feed, rejected: totals.rejected, tally: totals.tally, limit: limits.faultyRows,
    })
    const { rows } = totals
    const rejected = totals.rejected + across
    // A delta may have nothing to tell; a snapshot of nobody would be the end of everybody's posts.
    if (rows === 0 && arrival.kind === 'snapshot') throw new FeedRefused({ code: 'noRows' })
    await conclude(tx, feed, { rows, rejected, totals })
    const sha256 = Buffer.from(totals.sha256).toString('hex')
    return { result: { rows, rejected }, event: { code: 'feed.received', detail: { feed, source, sha256, rows, rejected } } }
  })
}

async function conclude(
  { db }: Pick<Change, 'db'>, feed: string, { rows, rejected, totals }: Staged & { totals: Reading['totals'] },
): Promise<void> {
  const { numAffectedRows } = await sql`
    update feed set state = 'received', format = ${totals.format}, bytes = ${totals.bytes}, sha256 = ${Buffer.from(totals.sha256)},
      rows = ${rows}, rejected_rows = ${rejected}, done = ${totals.bytes}, total = ${totals.bytes}, stage = null, seen_at = now()
    where id = ${feed} and state = 'receiving'`.execute(db)
  // Somebody took it for gone, and said so to whoever sent it.
  if (numAffectedRows !== 1n) throw new FeedInterrupted('stopped')
}
