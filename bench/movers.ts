// What follows from a feed at the size of a nation: so many posts with grants end at once, and what rested on them is suspended
// in the feed's transaction; that transaction undone; a day's work over everybody; the letters. Told are the seconds of each.
// Run: node bin/node24.mjs bench/movers.ts [people, 700000] [posts that end, 10000] [database url, loaded before or empty]
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { addDays, dayInTaipei } from '../src/core/days.ts'
import { loadDemo } from '../src/demo/load/load-demo.ts'
import { demoSecretOf } from '../src/demo/sample-applications/clients.ts'
import { followTheDay } from '../src/features/movers/follow-day.ts'
import { followFacts } from '../src/features/movers/follow-facts.ts'
import { reviveWhatFeedEnded } from '../src/features/movers/revive.ts'
import { tellTask } from '../src/features/movers/tell.ts'
import { change, processOrigin } from '../src/store/change.ts'
import { openDatabase } from '../src/store/database.ts'
import { migrate } from '../src/store/migrate.ts'
import { createSeal } from '../src/store/seal.ts'
import { startTestServer } from '../test/postgres-server.ts'
import type { Database } from '../src/store/database.ts'

const [, , people = '700000', posts = '10000', given = ''] = process.argv
const GRANTS_PER_PERSON = 3
const TODAY = dayInTaipei(new Date())
const seal = createSeal({ dataKeys: [{ version: 1, key: Buffer.alloc(32, 1) }], indexKey: Buffer.alloc(32, 2) })
const log = { error() {}, warn() {}, info() {}, debug() {} }
const say = (line: string): void => void process.stdout.write(`${line}\n`)

async function timed<T>(what: string, act: () => Promise<T>): Promise<T> {
  const began = performance.now()
  const done = await act()
  say(`${what}: ${((performance.now() - began) / 1000).toFixed(2)} s ${JSON.stringify(done)}`)
  return done
}

/** A feed by which the posts of the query end (or are again what they were), compared and not applied. */
async function feedOf(database: Database, kind: 'delta' | 'undo', undoes: string | null): Promise<string> {
  const { rows: [feed] } = await sql<{ id: string }>`insert into feed (kind, state, source, as_of, submitted_via, undoes_id, counts)
    values (${kind}, 'ready', 'bench', ${TODAY}, 'bench', ${undoes}, '{}') returning id`.execute(database.unaudited)
  const columns = sql`o.agency_code, o.kind, o.unit, o.title, o.starts, v.staff_category, v.supervisor_level, v.rank, v.job_series, v.nature, v.section`
  const from = undoes === null ? sql`
      select o.person_id, o.id, 'changed', true, ${columns}, daterange(lower(v.valid), ${TODAY}::date)
      from (select distinct on (g.person_id, g.post_id) g.person_id, g.post_id from permission_grant g
        where g.person_id is not null and upper_inf(g.recorded) and g.state = 'active' and (upper_inf(g.valid) or upper(g.valid) > ${TODAY}::date)
        order by g.person_id, g.post_id) e
      join post o on o.person_id = e.person_id and o.id = e.post_id
      join post_version v on v.person_id = o.person_id and v.post_id = o.id and upper_inf(v.recorded) and upper_inf(v.valid) and lower(v.valid) < ${TODAY}::date
      order by hashint8(o.id) limit ${Number(posts)}`
    : sql`
      select o.person_id, o.id, 'changed', false, ${columns}, daterange(lower(v.valid), null)
      from feed_post f join post o on o.person_id = f.person_id and o.id = f.post_id
      join post_version v on v.person_id = o.person_id and v.post_id = o.id and upper_inf(v.recorded) where f.feed_id = ${undoes}`
  await sql`insert into feed_post (feed_id, person_id, post_id, change, ends, agency_code, kind, unit, title, starts, staff_category,
      supervisor_level, rank, job_series, nature, section, valid)
    select ${feed!.id}, x.* from (${from}) x`.execute(database.unaudited)
  return feed!.id
}

/** As a feed is applied, with the seconds of what follows alone. */
function apply(database: Database, feed: string, undone: string | null) {
  return change(database, processOrigin('bench'), async (tx) => {
    const event = await tx.record({ code: 'people.generated', detail: { people: 0, seed: 'bench' } })
    await sql`update post_version v set recorded = closed(v.recorded) from feed_post f
      where f.feed_id = ${feed} and v.person_id = f.person_id and v.post_id = f.post_id and upper_inf(v.recorded)`.execute(tx.db)
    await sql`insert into post_version (person_id, post_id, version, staff_category, supervisor_level, rank, job_series, nature, section, valid, event_id)
      select f.person_id, f.post_id, 1 + (select max(version) from post_version v where v.person_id = f.person_id and v.post_id = f.post_id),
        f.staff_category, f.supervisor_level, f.rank, f.job_series, f.nature, f.section, f.valid, ${event}::bigint
      from feed_post f where f.feed_id = ${feed}`.execute(tx.db)
    await timed('  what follows', () => followFacts(tx, { event, feed, today: TODAY }))
    if (undone !== null) await timed('  what is revived', () => reviveWhatFeedEnded(tx, { event, undone, today: TODAY }))
    await sql`update feed set state = 'applied', applied_at = now(), event_id = ${event} where id = ${feed}`.execute(tx.db)
    return { result: null, event }
  })
}

/** All jobs of the task that wait, and those that they add. */
async function doJobs(database: Database): Promise<number> {
  const task = tellTask(() => new Date())
  for (let done = 0; ; done += 1) {
    const { rows: [job] } = await database.pool.query(`select j.id, j.payload from graphile_worker._private_jobs j
      join graphile_worker._private_tasks t on t.id = j.task_id where t.identifier = $1 order by j.id limit 1`, [task.name])
    if (job === undefined) return done
    await task.handle(job.payload, { database, attempt: 1, lastAttempt: false, signal: new AbortController().signal })
    await database.pool.query('delete from graphile_worker._private_jobs where id = $1', [job.id])
  }
}

const server = given === '' ? await startTestServer() : { url: given, stop: async () => {} }
const dataDir = mkdtempSync(join(tmpdir(), 'ecpa-bench-'))
await migrate(server.url)
const database = openDatabase({ url: server.url, maxConnections: 4, log })
try {
  const { rows: [known] } = await database.pool.query('select count(*)::int as n from person')
  if (known.n === 0) {
    await timed('the nation is loaded', async () => {
      await loadDemo(database, {
        dataDir, seal, today: TODAY, people: Number(people), grantsPerPerson: GRANTS_PER_PERSON, seed: 1,
        applicationsOrigin: 'http://localhost:3001', webhrOrigin: 'http://localhost:3002', secretOf: demoSecretOf(seal),
      })
      await database.pool.query('set role none; analyze; reset role')
    })
  }
  const { rows: [size] } = await database.pool.query(`select (select count(*)::int from person) as people,
    (select count(*)::int from permission_grant) as grants`)
  say(`${size.people} people, ${size.grants} grants; ${posts} posts end`)
  const feed = await feedOf(database, 'delta', null)
  await timed('a feed is applied', () => apply(database, feed, null))
  await timed('everybody is told', () => doJobs(database))
  const undo = await feedOf(database, 'undo', feed)
  await timed('it is undone', () => apply(database, undo, feed))
  await timed('everybody is told', () => doJobs(database))
  await timed('a day in which nothing ends', () => followTheDay(database, TODAY))
  await timed('the day after it', () => followTheDay(database, addDays(TODAY, 1)))
} finally {
  await database.close()
  await server.stop()
  rmSync(dataDir, { recursive: true })
}
