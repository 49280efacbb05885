// A file that does not arrive: whatever happened, there is a feed that says so, and nothing of its rows.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { after, before, describe, it } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { cellsOf, csvLineOf, FEED_HEADING } from '../../core/feed-columns.ts'
import { nationalIdFrom } from '../../core/national-id.ts'
import { processOrigin } from '../../store/change.ts'
import { AGENCIES, seal, startWorld } from '../../../test/world.ts'
import type { World } from '../../../test/world.ts'
import { markInterrupted } from './feed-record.ts'
import { receiveFeed } from './receive-feed.ts'
import type { FeedArrival, FeedReceived } from './receive-feed.ts'

const TODAY = '2026-11-23'
const ORIGIN = processOrigin('test')

const lines = (first: number, count: number): Buffer => Buffer.from(Array.from({ length: count }, (_, at) => csvLineOf(cellsOf({
  nationalId: nationalIdFrom('A', `1${String(first + at).padStart(7, '0')}`), name: '林小明', birthDate: '1990-02-28', email: null,
  agencyCode: AGENCIES.secretariat, unit: '文書科', title: '科員', staffCategory: '02', supervisorLevel: '', rank: '', jobSeries: '',
  postKind: 'appointment', nature: '', section: '', from: '2020-01-01', to: null,
}))).join(''))

// Rows enough that some are on their way into the database before the rest has come.
const MANY = 5_000

/** A sender who waits after the first rows until the test has done what it does. */
function slow(meanwhile: () => Promise<void>): AsyncIterable<Uint8Array> {
  return (async function* send(): AsyncGenerator<Uint8Array> {
    yield Buffer.from(FEED_HEADING)
    yield lines(0, MANY)
    await meanwhile()
    yield lines(MANY, MANY)
  })()
}

async function until<T>(ask: () => Promise<T | undefined>): Promise<T> {
  for (;;) {
    const found = await ask()
    if (found !== undefined) return found
    await pause(20)
  }
}

describe('a file that does not arrive whole', () => {
  let world: World
  before(async () => {
    world = await startWorld()
  })
  after(() => world.stop())

  const receive = (stream: AsyncIterable<Uint8Array>, more: Partial<FeedArrival> = {}): Promise<FeedReceived> =>
    receiveFeed(world.database, seal, ORIGIN, { personId: null, via: 'test' }, stream,
      { source: 'people.csv', kind: 'snapshot', asOf: TODAY, today: TODAY, atOnce: false, ...more })
  const rowsLeft = async (): Promise<number> => (await world.sql<{ count: number }>('select count(*)::int from feed_row'))[0]!.count
  /** The one that copies rows in. */
  const copying = () => until(async () => (await world.sql<{ pid: number }>(
    `select pid from pg_stat_activity where query like 'copy "feed_row"%' and state = 'active' and datname = current_database()`))[0]?.pid)
  const stateOf = async (feed: string) => (await world.sql<{ state: string; why: string | null }>(
    `select state, refusal->>'code' as why from feed where id = $1`, [feed]))[0]!
  const assertInterrupted = async (received: FeedReceived, why: string): Promise<void> => {
    assert.ok('feed' in received, JSON.stringify(received))
    assert.deepEqual(received, { feed: received.feed, state: 'interrupted', why })
    assert.deepEqual(await stateOf(received.feed), { state: 'interrupted', why })
    assert.equal(await rowsLeft(), 0)
    const events = await world.events('feed.interrupted')
    assert.equal((events.at(-1)!['detail'] as { feed: string }).feed, received.feed)
  }

  it('because its sender broke off', () => assert.doesNotReject(async () =>
    assertInterrupted(await receive(slow(async () => {
      await copying()
      throw new Error('the line went dead')
    })), 'brokenOff')))

  it('because its end is missing', async () => {
    await assertInterrupted(await receive(slow(async () => {}), { totalBytes: 10_000_000 }), 'brokenOff')
  })

  it('because it was stopped', async () => {
    const stop = new AbortController()
    await assertInterrupted(await receive(slow(async () => {
      await copying()
      stop.abort()
    }), { signal: stop.signal }), 'stopped')
    await assertInterrupted(await receive(slow(async () => {}), { signal: AbortSignal.abort() }), 'stopped')
  })

  it('because the database has no room left', async () => {
    await world.sql(`create function no_room() returns trigger language plpgsql as $$
      begin raise exception 'could not extend file: No space left on device' using errcode = 'disk_full'; end $$`)
    await world.sql('create trigger no_room before insert on feed_row for each row when (new.line = 4000) execute function no_room()')
    try {
      await assertInterrupted(await receive(slow(async () => {})), 'diskFull')
    } finally {
      await world.sql('drop trigger no_room on feed_row')
    }
  })

  it('because the database went away', async () => {
    await assertInterrupted(await receive(slow(async () => {
      await world.sql('select pg_terminate_backend($1)', [await copying()])
    })), 'databaseAway')
  })

  it('because whoever took it in was killed: found when it has not been seen for a while, and filed once', async () => {
    const child = spawn(process.execPath, [...process.execArgv, fileURLToPath(new URL('../../../test/receive-child.ts', import.meta.url)), world.databaseUrl, TODAY],
      { stdio: ['pipe', 'inherit', 'inherit'] })
    child.stdin.write(FEED_HEADING)
    child.stdin.write(lines(0, MANY))
    await copying()
    const feed = await until(async () => (await world.sql<{ id: string }>(`select id from feed where state = 'receiving' and rows > 0`))[0]?.id)
    child.kill('SIGKILL')
    await once(child, 'exit')
    assert.equal(await markInterrupted(world.database, ORIGIN), 0)
    assert.deepEqual([await stateOf(feed), await rowsLeft()], [{ state: 'receiving', why: null }, 0])

    await world.sql(`update feed set seen_at = now() - interval '3 minutes' where id = $1`, [feed])
    assert.equal(await markInterrupted(world.database, ORIGIN), 1)
    assert.deepEqual(await stateOf(feed), { state: 'interrupted', why: 'stopped' })
    assert.equal(await markInterrupted(world.database, ORIGIN), 0)
  })

  it('and cannot any more, when it was taken for gone', async () => {
    const received = await receive(slow(async () => {
      await copying()
      await world.sql(`update feed set seen_at = now() - interval '3 minutes' where state = 'receiving'`)
      assert.equal(await markInterrupted(world.database, ORIGIN), 1)
    }))
    assert.ok('state' in received && received.state === 'interrupted')
    assert.deepEqual([await stateOf(received.feed), await rowsLeft()], [{ state: 'interrupted', why: 'stopped' }, 0])
  })

  it('is sent again, and arrives', async () => {
    const received = await receive(slow(async () => {}))
    assert.ok('state' in received && received.state === 'received')
    assert.equal(await rowsLeft(), 2 * MANY)
  })

  it('is asked to come later when two are being read', async () => {
    let go = (): void => {}
    const gone = new Promise<void>((resolve) => { go = resolve })
    const first = [receive(slow(() => gone)), receive(slow(() => gone))]
    assert.deepEqual(await receive(slow(async () => {})), { refused: 'busy' })
    go()
    for (const received of await Promise.all(first)) assert.ok('state' in received && received.state === 'received')
  })
})
