// Random snapshots and deltas over a small government, one after the other: after each, what is known is what a few lines
// of arithmetic over the files say, and what was known before it is known still, as of then.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import fc from 'fast-check'
import { addDays, dayBefore } from '../../core/days.ts'
import type { Day } from '../../core/days.ts'
import { nationalIdFrom } from '../../core/national-id.ts'
import { processOrigin } from '../../store/change.ts'
import { carryThrough, centralActor, stageFeed, TODAY, work } from '../../../test/feeds.ts'
import type { FeedFileRow } from '../../../test/feeds.ts'
import { AGENCIES, nameOf, nationalIdOf, seal, startWorld, WHO } from '../../../test/world.ts'
import type { World } from '../../../test/world.ts'
import { makeUndo } from './undo-feed.ts'

const SEED = Number(process.env.ECPA_FEED_SEED ?? Date.now() % 2 ** 31)
const RUNS = Number(process.env.ECPA_FEED_RUNS ?? 6)

type File = { kind: 'snapshot' | 'delta'; asOf: Day; rows: FeedFileRow[]; undo: boolean }

const IDS = [0, 1, 2, 3, 4].map((n) => nationalIdFrom('F', `1000000${n}`))
const day = fc.integer({ min: -4, max: 4 }).map((count) => addDays(TODAY, count))

/** Few of each kind, so that files meet the same posts again and again; some are of people whom the government has. */
const row = fc.record({
  nationalId: fc.constantFrom(...IDS, nationalIdOf('lee.officer'), nationalIdOf('sun.employee')),
  agency: fc.constantFrom(AGENCIES.secretariat, AGENCIES.works),
  kind: fc.constantFrom('appointment' as const, 'concurrent' as const),
  unit: fc.constantFrom('', '人事室'),
  from: day,
  length: fc.option(fc.integer({ min: 0, max: 6 }), { nil: null }),
  category: fc.constantFrom('', '08'),
  level: fc.constantFrom('', '3'),
})

const people = fc.tuple(...[...IDS, 0, 1].map(() => fc.record({
  name: fc.constantFrom('王大明', '王小明'), email: fc.constantFrom(null, 'a@record.example', 'b@record.example'),
  birthDate: fc.constantFrom('1980-01-01', '1981-02-03'),
})))

const file: fc.Arbitrary<File> = fc.record({
  kind: fc.constantFrom('snapshot' as const, 'delta' as const), asOf: day, drawn: fc.array(row, { maxLength: 8 }), people,
  undo: fc.boolean(),
}).map(({ kind, asOf, drawn, people: said, undo }) => {
  const ids = [...IDS, nationalIdOf('lee.officer'), nationalIdOf('sun.employee')]
  const rows = drawn.map(({ length, from, ...rest }) => ({
    ...rest, ...said[ids.indexOf(rest.nationalId)]!, from, to: length === null ? null : addDays(from, length),
    nature: rest.kind === 'concurrent' ? '1' : '',
  }))
  return { kind, asOf, undo, rows: [...new Map(rows.map((one) => [identityOf(one), one])).values()] }
})

const identityOf = ({ nationalId, agency, kind = 'appointment', unit = '', title = '科員', from }: FeedFileRow): string =>
  [nationalId, agency, kind, unit, title, from].join(' ')

/** What is known: posts by their identity, and what is said of persons. */
type Known = { posts: Map<string, FeedFileRow>; persons: Map<string, string> }

const personText = ({ name, birthDate = '1980-01-01', email = null }: FeedFileRow): string => `${name} ${birthDate} ${email ?? '-'}`

/** The whole of what the pipeline has to come to. */
function read({ posts, persons }: Known, { kind, asOf, rows }: File): Known {
  const then = new Map(posts)
  for (const one of rows) then.set(identityOf(one), one)
  if (kind === 'snapshot') {
    const named = new Set(rows.map(identityOf))
    for (const [identity, post] of posts) {
      if (named.has(identity) || (post.to ?? asOf) < asOf) continue
      if (post.from >= asOf) then.delete(identity)
      else then.set(identity, { ...post, to: dayBefore(asOf) })
    }
  }
  return { posts: then, persons: new Map([...persons, ...rows.map((one) => [one.nationalId, personText(one)] as const)]) }
}

const postText = (post: FeedFileRow): string =>
  [identityOf(post), post.category ?? '', post.level ?? '', post.nature ?? '', post.from, post.to ?? '-'].join(' ')

const textOf = ({ posts, persons }: Known): string[] =>
  [...[...posts.values()].map(postText), ...[...persons].map((one) => one.join(' '))].toSorted()

/** What the database knows, or knew at that instant. */
async function known(world: World, instant = 'infinity'): Promise<string[]> {
  const ids = new Map([...IDS, ...WHO.map(nationalIdOf)].map((id) => [seal.indexNationalId(id).toString('hex'), id]))
  const posts = await world.sql<{ index: string } & Record<string, string>>(`
    select encode(n.national_id_index, 'hex') as index, concat_ws(' ', p.agency_code, p.kind, p.unit, p.title, p.starts,
      v.staff_category, v.supervisor_level, v.nature, lower(v.valid), coalesce((upper(v.valid) - 1)::text, '-')) as said
    from post_version v join post p on p.person_id = v.person_id and p.id = v.post_id join person n on n.id = p.person_id
    where case when $1 = 'infinity' then upper_inf(v.recorded) else v.recorded @> $1::timestamptz end`, [instant])
  const persons = await world.sql<{ index: string } & Record<string, string>>(`
    select encode(n.national_id_index, 'hex') as index, concat_ws(' ', v.name, v.birth_date, coalesce(v.email, '-')) as said
    from person_version v join person n on n.id = v.person_id
    where case when $1 = 'infinity' then upper_inf(v.recorded) else v.recorded @> $1::timestamptz end`, [instant])
  return [...posts, ...persons].map(({ index, said }) => `${ids.get(index)} ${said}`).toSorted()
}

/** The government's own people, as a file would say them. */
async function beginning(world: World): Promise<Known> {
  const posts = await world.sql<{ person: number; agency: string; kind: 'appointment'; unit: string; title: string; from: Day;
    category: string; level: string; nature: string }>(`
    select p.person_id::int as person, p.agency_code as agency, p.kind, p.unit, p.title, p.starts::text as from,
      v.staff_category as category, v.supervisor_level as level, v.nature
    from post p join post_version v on v.post_id = p.id and upper_inf(v.recorded)`)
  const rows = posts.map(({ person, ...post }): FeedFileRow => {
    const who = WHO[person - 1]!
    return { ...post, nationalId: nationalIdOf(who), name: nameOf(who), email: `${who}@record.example`, to: null }
  })
  return read({ posts: new Map(), persons: new Map() }, { kind: 'delta', asOf: TODAY, rows, undo: false })
}

const versions = (world: World): Promise<unknown[]> => world.sql(
  `select (select count(*) from post_version) as posts, (select count(*) from person_version) as persons, (select count(*) from account) as accounts`)

describe('files of the feed, one after the other', () => {
  const worlds: World[] = []
  before(() => process.stdout.write(`ECPA_FEED_SEED=${SEED}\n`))
  after(async () => {
    for (const world of worlds) await world.stop()
  })

  test('what is known is what they say, twice says nothing, undone is as before, and the past stays', async () => {
    await fc.assert(fc.asyncProperty(fc.array(file, { minLength: 1, maxLength: 5 }), async (files) => {
      const world = await startWorld()
      worlds.push(world)
      const { database } = world
      let now = await beginning(world)
      const past: [Date, string[]][] = []
      const remember = async (): Promise<void> => {
        const [moment] = await world.sql<{ at: Date }>('select now() as at')
        past.push([moment!.at, textOf(now)])
      }
      await remember()
      for (const one of files) {
        const then = read(now, one)
        const applied = await carryThrough(database, await stageFeed(database, one))
        assert.equal(applied.state, 'applied')
        assert.deepEqual(await known(world), textOf(then))
        // Everybody whom a file brought has an account, 未啟用.
        assert.deepEqual(await world.sql(`select id from person where not exists (select from account where person_id = id)`), [])

        const counted = await versions(world)
        const again = await carryThrough(database, await stageFeed(database, one))
        assert.deepEqual([again.state, again.counts], ['applied', { newPersons: 0, changedPersons: 0, joins: 0, changes: 0, ends: 0 }])
        assert.deepEqual(await versions(world), counted)

        const saidSomething = Object.values(applied.counts!).some((count) => count > 0)
        if (one.undo && saidSomething) {
          await undoFeed(world, applied.id)
          // Whom it brought stay, without posts; the names that it changed are as they were.
          const brought = [...then.persons].filter(([id]) => !now.persons.has(id))
          assert.deepEqual(await known(world), textOf({ posts: now.posts, persons: new Map([...now.persons, ...brought]) }))
          await undoFeed(world, await lastFeed(world))
          assert.deepEqual(await known(world), textOf(then))
        }
        now = then
        await remember()
      }
      for (const [moment, said] of past) assert.deepEqual(await known(world, moment.toISOString()), said)
      assert.deepEqual(world.faults(), [])
    }), { numRuns: RUNS, seed: SEED })
  })
})

async function lastFeed(world: World): Promise<string> {
  const [feed] = await world.sql<{ id: string }>(`select id from feed where not said_nothing order by applied_at desc limit 1`)
  return feed!.id
}

async function undoFeed({ database }: World, feed: string): Promise<void> {
  const made = await makeUndo(database, processOrigin('test'), centralActor('chen.central'), { feed, today: TODAY })
  assert.ok('made' in made, JSON.stringify(made))
  const done = await carryThrough(database, made.made)
  assert.equal(done.state, 'applied')
  assert.equal((await work(database, made.made)).state, 'applied')
}
