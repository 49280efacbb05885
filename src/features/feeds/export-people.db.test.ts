import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import fc from 'fast-check'
import { carryThrough, TODAY, work } from '../../../test/feeds.ts'
import { AGENCIES, nameOf, nationalIdOf, personOf, seal, startWorld, WHO } from '../../../test/world.ts'
import { addDays } from '../../core/days.ts'
import { cellsOf, csvLineOf, FEED_HEADING } from '../../core/feed-columns.ts'
import { nationalIdFrom } from '../../core/national-id.ts'
import { processOrigin } from '../../store/change.ts'
import { exportPeople } from './export-people.ts'
import { receiveFeed } from './receive-feed.ts'
import type { FeedRow } from '../../core/feed-columns.ts'
import type { World } from '../../../test/world.ts'
import type { FeedAtWork } from './feed-at-work.ts'

const ORIGIN = processOrigin('test')

// What a cell may hold after it was checked: anything that is no control character, with no blank around it.
const text = (longest: number) => fc.string({ unit: fc.constantFrom(...'林𠀋明甲"\',;=+-@\\N '), maxLength: longest })
  .map((said) => said.trim())
const day = fc.integer({ min: -4000, max: 400 }).map((days) => addDays(TODAY, days))

const post = fc.record({
  serial: fc.nat({ max: 20 }), agencyCode: fc.constantFrom(AGENCIES.works, AGENCIES.secretariat, AGENCIES.school), unit: text(6),
  title: text(6).map((said) => said || '科員'), staffCategory: fc.constantFrom('', '02', '08'), supervisorLevel: fc.constantFrom('', '4'),
  rank: text(4), jobSeries: text(3), section: text(4), concurrent: fc.boolean(), from: day, lasts: fc.option(fc.nat({ max: 3000 })),
})

/** One person a serial, whatever their posts. */
const rowOf = ({ serial, concurrent, from, lasts, ...rest }: (typeof post extends fc.Arbitrary<infer P> ? P : never)): FeedRow => ({
  ...rest, nationalId: nationalIdFrom('B', `2${String(5_000_000 + serial)}`), name: `林${serial}"明,`, birthDate: '1970-03-01',
  email: serial % 3 === 0 ? null : `b${serial}@ecpa.example`, postKind: concurrent ? 'concurrent' : 'appointment',
  nature: concurrent ? '2' : '', from, to: lasts === null ? null : addDays(from, lasts),
})

describe('everybody as a feed', () => {
  let world: World
  before(async () => {
    world = await startWorld()
  })
  after(() => world.stop())

  async function exported(): Promise<string> {
    let file = ''
    for await (const piece of exportPeople(world.database, seal, ORIGIN, () => {})) file += piece
    return file
  }

  async function bring(file: string, kind: 'snapshot' | 'delta'): Promise<{ feed: string; rejected: number }> {
    const stream = (async function* once(): AsyncGenerator<Uint8Array> {
      yield Buffer.from(file)
    })()
    const received = await receiveFeed(world.database, seal, ORIGIN, { personId: personOf('chen.central'), via: 'test' }, stream,
      { source: 'people.csv', kind, asOf: TODAY, today: TODAY, atOnce: true })
    assert.ok('state' in received && received.state === 'received', JSON.stringify(received))
    return received
  }

  it('holds every post that is known, and sent back in changes nothing, whatever the posts are', async () => {
    const known = new Map<string, string>()
    const keyOf = (row: FeedRow): string => JSON.stringify([row.nationalId, row.agencyCode, row.postKind, row.unit, row.title, row.from])
    for (const posts of fc.sample(fc.uniqueArray(post.map(rowOf), { selector: keyOf, minLength: 1, maxLength: 40 }), { numRuns: 4, seed: 20261123 })) {
      const { feed, rejected } = await bring(FEED_HEADING + posts.map((row) => csvLineOf(cellsOf(row))).join(''), 'delta')
      assert.equal(rejected, 0)
      await carryThrough(world.database, feed)
      for (const row of posts) known.set(keyOf(row), csvLineOf(cellsOf(row)))

      const file = await exported()
      const ours = file.split('\r\n').slice(1, -1).filter((line) => line.startsWith('B2')).map((line) => `${line}\r\n`)
      assert.deepEqual(ours.toSorted(), [...known.values()].toSorted())

      const back = await bring(file, 'snapshot')
      const done: FeedAtWork = await work(world.database, back.feed)
      assert.deepEqual([back.rejected, done.state, done.counts],
        [0, 'applied', { newPersons: 0, changedPersons: 0, joins: 0, changes: 0, ends: 0 }])
    }
  })

  it('names everybody of this government, and is an event before its first row and after its last', async () => {
    const told = (await world.events('people.exported')).length
    const file = await exported()
    for (const who of WHO) assert.ok(file.includes(`\n${nationalIdOf(who)},${nameOf(who)},`), who)
    assert.deepEqual([(await world.events('people.export-begun')).length, (await world.events('people.exported')).length], [told + 1, told + 1])
    const { detail } = (await world.events('people.exported')).at(-1)!
    assert.deepEqual(detail, { rows: file.split('\r\n').length - 2, whole: true })
  })

  it('says that it was broken off where its reader went away', async () => {
    for await (const _ of exportPeople(world.database, seal, ORIGIN, () => {})) break
    assert.equal(((await world.events('people.exported')).at(-1)!['detail'] as { whole: boolean }).whole, false)
    // The connection went back.
    assert.equal((await exported()).startsWith(FEED_HEADING), true)
  })
})
