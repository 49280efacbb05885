// kill -9 in each stage of a feed, at each step: all of it is done or nothing, and whoever comes next goes on with it. So with a
// database that goes away and comes back.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { after, before, describe, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { startJobs } from '../../store/jobs.ts'
import { centralActor, stageFeed, TODAY, work } from '../../../test/feeds.ts'
import type { FeedFileRow } from '../../../test/feeds.ts'
import { nationalIdFrom } from '../../core/national-id.ts'
import { processOrigin } from '../../store/change.ts'
import { AGENCIES, nameOf, nationalIdOf, startWorld } from '../../../test/world.ts'
import type { World } from '../../../test/world.ts'
import { applyReadyFeed, seenOf } from './decide-feed.ts'
import { findFeed } from './feed-at-work.ts'
import { feedTasks, lookAfterFeeds, purgeFeeds } from './feed-tasks.ts'
import { workOnFeed } from './pipeline.ts'

const CHILD = fileURLToPath(new URL('../../../test/feed-child.ts', import.meta.url))
const SECONDS = 20

let world: World
let url: string

const rows = (round: number): FeedFileRow[] => [
  { nationalId: nationalIdOf('wu.employee'), name: `${nameOf('wu.employee')}${round}`, agency: AGENCIES.works, unit: '工程科', from: TODAY },
  ...Array.from({ length: 30 }, (_, n) => ({
    nationalId: nationalIdFrom('K', `1${String(1_000_000 + round * 100 + n)}`), name: '新人', agency: AGENCIES.secretariat, from: TODAY,
  })),
]

async function workInChild(feed: string, stage?: string, step?: number): Promise<NodeJS.Signals | number | null> {
  const child = spawn(process.execPath, [CHILD, url, feed, TODAY, ...(stage === undefined ? [] : [stage, String(step)])], { stdio: 'inherit' })
  const [code, signal] = await once(child, 'exit') as [number | null, NodeJS.Signals | null]
  return signal ?? code
}

const facts = (): Promise<unknown[]> => world.sql(`
  select (select count(*)::int from person) as persons, (select count(*)::int from person_version) as names,
    (select count(*)::int from account) as accounts, (select count(*)::int from post) as posts,
    (select count(*)::int from post_version) as versions, (select count(*)::int from audit_event where code = 'feed.applied') as events`)

describe('a feed whose worker is killed', () => {
  before(async () => {
    world = await startWorld()
    url = world.databaseUrl
  })
  after(() => world.stop())

  const points: [stage: string, step: number][] = [
    ...[0, 1, 2, 3, 4].map((step): [string, number] => ['compare', step]), ['preview', 0],
    ...[0, 1, 2, 3, 4, 5, 6, 7].map((step): [string, number] => ['apply', step]),
  ]
  for (const [round, [stage, step]] of points.entries()) {
    test(`in ${stage}, at step ${step}: not done, and then done whole`, async () => {
      const feed = await stageFeed(world.database, { kind: 'delta', rows: rows(round), atOnce: true })
      const counted = await facts()
      assert.equal(await workInChild(feed, stage, step), 'SIGKILL')
      assert.deepEqual(await facts(), counted)
      assert.notEqual((await findFeed(world.database.read, feed))!.state, 'applied')

      const done = await work(world.database, feed)
      assert.deepEqual([done.state, done.counts], ['applied', { newPersons: 30, changedPersons: 1, joins: round === 0 ? 31 : 30, changes: 0, ends: 0 }])
      const [known] = counted as Record<string, number>[]
      assert.deepEqual(await facts(), [{
        persons: known!.persons! + 30, names: known!.names! + 31, accounts: known!.accounts! + 30,
        posts: known!.posts! + done.counts!.joins, versions: known!.versions! + done.counts!.joins, events: known!.events! + 1,
      }])
    })
  }

  test('is found by the jobs, when it has not been seen for a minute, and done', async () => {
    const feed = await stageFeed(world.database, { kind: 'delta', rows: rows(50), atOnce: true })
    assert.equal(await workInChild(feed, 'apply', 3), 'SIGKILL')
    await lookAfterFeeds(world.database)
    const waiting = () => world.sql(`select key from graphile_worker._private_jobs where key = $1`, [`feeds.work ${feed}`])
    // Seen just now: perhaps its worker is only slow.
    assert.deepEqual(await waiting(), [])
    await world.sql(`update feed set seen_at = now() - interval '2 minutes' where id = $1`, [feed])
    await lookAfterFeeds(world.database)
    assert.equal((await waiting()).length, 1)
    const jobs = await startJobs({ database: world.database, tasks: feedTasks, log: { error() {}, warn() {}, info() {}, debug() {} }, pollMilliseconds: 50 })
    const deadline = performance.now() + SECONDS * 1000
    while ((await findFeed(world.database.read, feed))!.state !== 'applied') {
      assert.ok(performance.now() < deadline, 'not applied in time')
      await pause(50)
    }
    await jobs.stop()
  })

  test('is left to the queue while that is going to try again, and given up where everybody can see it when it is not', async () => {
    // What a plan would do is drawn up by the plan: nobody can compare it here, however often.
    const [plan] = await world.sql<{ id: string }>(`insert into feed (kind, state, source, as_of, submitted_via, seen_at)
      values ('restructuring', 'received', 'plan', current_date, 'test', now() - interval '2 minutes') returning id`)
    const { id } = plan!
    await lookAfterFeeds(world.database)
    const job = () => world.sql<{ attempts: number }>('select attempts from graphile_worker._private_jobs where key = $1', [`feeds.work ${id}`])
    assert.deepEqual(await job(), [{ attempts: 0 }])
    await world.sql('update graphile_worker._private_jobs set attempts = 2 where key = $1', [`feeds.work ${id}`])
    await lookAfterFeeds(world.database)
    assert.deepEqual(await job(), [{ attempts: 2 }])

    const [goOn] = feedTasks
    const at = (attempt: number) => goOn!.handle({ feed: id }, { database: world.database, attempt, lastAttempt: attempt === 5, signal: new AbortController().signal })
    await assert.rejects(at(4))
    assert.equal((await findFeed(world.database.read, id))!.state, 'received')
    await assert.rejects(at(5))
    assert.equal((await findFeed(world.database.read, id))!.state, 'interrupted')
    assert.equal((await world.events('feed.given-up')).length, 1)
  })

  test('two that work on it at once apply it once', async () => {
    const feed = await stageFeed(world.database, { kind: 'delta', rows: rows(51), atOnce: true })
    const counted = await facts() as { events: number }[]
    await Promise.all([workInChild(feed), workInChild(feed), work(world.database, feed)])
    assert.equal((await findFeed(world.database.read, feed))!.state, 'applied')
    assert.equal((await facts() as { events: number }[])[0]!.events, counted[0]!.events + 1)
  })

  test('a dry run that was cut off is gone after a while, and nothing else is', async () => {
    const trial = await stageFeed(world.database, { kind: 'delta', rows: rows(52), trial: true })
    assert.equal(await workInChild(trial, 'compare', 3), 'SIGKILL')
    await purgeFeeds(world.database)
    assert.notEqual(await findFeed(world.database.read, trial), null)
    await world.sql(`update feed set seen_at = now() - interval '11 minutes'`)
    await purgeFeeds(world.database)
    assert.equal(await findFeed(world.database.read, trial), null)
    assert.deepEqual(await world.sql(`select feed_id from feed_row where feed_id = $1`, [trial]), [])
    const others = await stageFeed(world.database, { kind: 'delta', rows: rows(53) })
    await assert.rejects(world.database.unaudited.deleteFrom('feed').where('id', '=', others).execute(), { code: '23000' })
  })

  test('whose connection is cut while it is applied is done by the next try', async () => {
    const feed = await stageFeed(world.database, { kind: 'delta', rows: rows(54), atOnce: true })
    const counted = await facts()
    let cut = false
    await assert.rejects(cutting(feed, async () => {
      cut = true
      const applying = await world.sql(`select pg_terminate_backend(pid) from pg_locks
        where locktype = 'advisory' and granted and objid::bigint = 3272016023
          and database = (select oid from pg_database where datname = current_database())`)
      assert.equal(applying.length, 1)
    }))
    assert.ok(cut)
    assert.deepEqual(await facts(), counted)
    assert.equal((await work(world.database, feed)).state, 'applied')
  })

  test('a decision that was written is carried out by whoever goes on', async () => {
    const feed = await work(world.database, await stageFeed(world.database, { kind: 'delta', rows: rows(55) }))
    await applyReadyFeed(world.database, processOrigin('test'), centralActor('chen.central'), { feed: feed.id, seen: seenOf(feed) })
    assert.equal(await workInChild(feed.id, 'apply', 7), 'SIGKILL')
    assert.equal((await work(world.database, feed.id)).state, 'applied')
  })
})

/** Works on the feed and has its connection cut at the last step. */
async function cutting(feed: string, cut: () => Promise<void>): Promise<void> {
  let cuts: Promise<void> | null = null
  await workOnFeed({
    database: world.database, origin: processOrigin('test'), today: TODAY,
    told: ({ stage, done }) => { if (stage === 'apply' && done === 6) cuts = cut() },
  }, feed).finally(() => cuts)
}
