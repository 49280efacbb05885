// What holds a feed, who may decide on it, and what becomes of a decision when another feed was applied first.
import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, test } from 'node:test'
import { addDays, dayBefore } from '../../core/days.ts'
import { nationalIdFrom } from '../../core/national-id.ts'
import { change, processOrigin } from '../../store/change.ts'
import { carryThrough, centralActor, recordOf, stageFeed, TODAY, work } from '../../../test/feeds.ts'
import type { FeedFileRow } from '../../../test/feeds.ts'
import { AGENCIES, nationalIdOf, personOf, postOf, seal, startWorld } from '../../../test/world.ts'
import type { Who, World } from '../../../test/world.ts'
import { applyFeed } from './apply-feed.ts'
import { applyReadyFeed, approveFeed, LONGEST_NOTE, rejectFeed, seenOf } from './decide-feed.ts'
import { findFeed } from './feed-at-work.ts'
import type { FeedAtWork } from './feed-at-work.ts'
import { purgeFeeds } from './feed-tasks.ts'
import { makeUndo } from './undo-feed.ts'

const ORIGIN = processOrigin('test')
const CHEN = centralActor('chen.central')
const HO = centralActor('ho.central')

let world: World

/** So many people more, so that two in a hundred are more than nobody. */
const crowd = (count: number, from = 0): FeedFileRow[] => Array.from({ length: count }, (_, n) => ({
  nationalId: nationalIdFrom('H', `1${String(1_000_000 + from + n)}`), name: '眾人', agency: AGENCIES.taipeiSecretariat, unit: '文書科',
  from: '2021-01-01',
}))

const without = (rows: FeedFileRow[], ...who: Who[]): FeedFileRow[] =>
  rows.filter(({ nationalId }) => !who.some((one) => nationalIdOf(one) === nationalId))

const posts = (): Promise<unknown[]> => world.sql(`select person_id, post_id, valid from post_version where upper_inf(recorded) order by 1, 2`)
const decisionOn = (feed: FeedAtWork) => ({ feed: feed.id, seen: seenOf(feed) })
const stateOf = async ({ id }: FeedAtWork): Promise<string> => (await findFeed(world.database.read, id))!.state
const newest = async (code: string) => (await world.events(code)).at(-1) as { outcome: string; detail: Record<string, unknown> }

describe('feeds are decided', () => {
  let all: FeedFileRow[]

  before(async () => {
    world = await startWorld()
    all = [...await recordOf(world), ...crowd(200)]
    const first = await carryThrough(world.database, await stageFeed(world.database, { rows: all }))
    assert.deepEqual([first.state, first.heldFor], ['applied', null])
  })
  after(() => world.stop())
  beforeEach(async () => {
    // As it was, whatever a test did.
    await carryThrough(world.database, await stageFeed(world.database, { rows: all }))
  })

  describe('what holds one', () => {
    const reasons = async (rows: FeedFileRow[], more: { kind?: 'delta'; asOf?: string } = {}): Promise<unknown> => {
      const feed = await work(world.database, await stageFeed(world.database, { rows, ...more }))
      assert.equal(feed.state, feed.heldFor === null ? 'ready' : 'held')
      await rejectFeed(world.database, ORIGIN, CHEN, { ...decisionOn(feed), note: '試' })
      return feed.heldFor
    }
    const open = (): number => all.length

    test('more than two in a hundred posts that end', async () => {
      const most = Math.floor(open() / 50)
      assert.equal(await reasons(all.slice(0, -most)), null)
      assert.deepEqual(await reasons(all.slice(0, -most - 1)),
        [{ code: 'cutsShort', cutShort: most + 1, openPosts: open() }])
    })

    test('posts that a delta has end, though each of them is held today still', async () => {
      const few = crowd(10).map((row) => ({ ...row, to: TODAY }))
      assert.deepEqual(await reasons(few, { kind: 'delta' }), [{ code: 'cutsShort', cutShort: 10, openPosts: open() }])
    })

    test('an agency whose last officer leaves, by whichever field they were one', async () => {
      assert.deepEqual(await reasons(without(all, 'yang.taipei')),
        [{ code: 'lastOfficers', count: 1, agencies: [{ agency: AGENCIES.taipeiPersonnelOffice, officers: 1 }] }])
      // One of two is not the last.
      assert.equal(await reasons(without(all, 'chang.unit')), null)
      assert.deepEqual(await reasons(without(all, 'chang.unit', 'tsao.education')),
        [{ code: 'lastOfficers', count: 1, agencies: [{ agency: AGENCIES.education, officers: 2 }] }])
      // Still there, and no longer 兼辦人事.
      const changed = all.map((row) => (row.nature === '5' ? { ...row, nature: '1' } : row))
      assert.deepEqual(await reasons(changed),
        [{ code: 'lastOfficers', count: 1, agencies: [{ agency: AGENCIES.school, officers: 1 }] }])
    })

    test('not where another comes in their place, in the same feed', async () => {
      const successor = { nationalId: nationalIdFrom('H', '12000001'), name: '新任', agency: AGENCIES.taipeiPersonnelOffice, category: '08',
        level: '2', from: TODAY }
      assert.equal(await reasons([...without(all, 'yang.taipei'), successor]), null)
      assert.notEqual(await reasons([...without(all, 'yang.taipei'), { ...successor, from: addDays(TODAY, 1) }]), null)
    })

    test('a day before that of the last snapshot, and not what says nothing new', async () => {
      const asOf = dayBefore(TODAY)
      assert.equal(await reasons(all, { asOf }), null)
      assert.deepEqual(await reasons([...all, ...crowd(1, 500)], { asOf }), [{ code: 'olderThanApplied', asOf, lastSnapshot: TODAY }])
    })

    test('nobody left at the centre, not one of two', async () => {
      assert.equal(await reasons(without(all, 'ho.central')), null)
      assert.deepEqual(await reasons(without(all, 'chen.central', 'ho.central')), [{ code: 'lastCentral', count: 2 }])
    })

    test('a whole city that is missing is held with both figures, turned down, and leaves no trace in the record', async () => {
      const counted = await posts()
      const city = all.filter(({ agency }) => !agency.startsWith('379'))
      const feed = await work(world.database, await stageFeed(world.database, { rows: city, submittedBy: personOf('chen.central') }))
      assert.deepEqual(feed.heldFor!.map(({ code }) => code), ['cutsShort', 'lastOfficers'])
      assert.deepEqual(await rejectFeed(world.database, ORIGIN, CHEN, { ...decisionOn(feed), note: '檔案不全' }), { decided: true })
      assert.deepEqual(await posts(), counted)
      await work(world.database, feed.id)
      assert.equal(await stateOf(feed), 'rejected')
    })
  })

  test('nobody loses a post of whom a snapshot says something that could not be read', async () => {
    const rows = without(all, 'yang.taipei', 'lo.taipei')
    const feed = await carryThrough(world.database, await stageFeed(world.database, { rows, rejected: [nationalIdOf('yang.taipei')] }))
    assert.deepEqual([feed.heldFor, feed.counts!.ends], [null, 1])
    const open = await world.sql<{ id: string }>(`select post_id as id from post_version
      where person_id in (${personOf('yang.taipei')}, ${personOf('lo.taipei')}) and upper_inf(recorded) and upper_inf(valid)`)
    assert.deepEqual(open, [{ id: postOf('yang.taipei') }])
  })

  describe('by whom', () => {
    const held = async (): Promise<FeedAtWork> => work(world.database, await stageFeed(world.database, {
      rows: without(all, 'yang.taipei'), submittedBy: CHEN.personId,
    }))

    test('a held feed is approved by another central administrator than brought it, and applied', async () => {
      const feed = await held()
      const approve = (actor = CHEN, note = '已查證', seen = seenOf(feed)) =>
        approveFeed(world.database, ORIGIN, actor, { feed: feed.id, seen, note })
      assert.deepEqual(await approve(), { refused: 'ownFeed' })
      assert.equal((await newest('feed.approved')).outcome, 'refused')
      assert.deepEqual(await approve({ personId: personOf('wang.supervisor'), authority: { ways: [{ way: 'agencyCard', agency: AGENCIES.centre }] } }),
        { refused: 'notCentral' })
      assert.deepEqual(await approve(HO, '  '), { refused: 'noteMissing' })
      assert.deepEqual(await approve(HO, '長'.repeat(LONGEST_NOTE + 1)), { refused: 'noteTooLong' })
      assert.deepEqual(await approve(HO, '已查證', seenOf({ ...feed, baseId: '0' })), { refused: 'changedMeanwhile' })
      assert.equal(await stateOf(feed), 'held')

      assert.deepEqual(await approve(HO, `已向 ${nationalIdOf('yang.taipei')} 查證`), { decided: true })
      assert.deepEqual(await approve(HO), { refused: 'changedMeanwhile' })
      // The note is kept, and no national ID with it.
      assert.doesNotMatch(JSON.stringify(await newest('feed.approved')), new RegExp(nationalIdOf('yang.taipei')))
      await work(world.database, feed.id)
      assert.equal(await stateOf(feed), 'applied')
      assert.deepEqual(await world.sql(`select upper(valid)::text as ended from post_version
        where post_id = ${postOf('yang.taipei')} and upper_inf(recorded)`), [{ ended: TODAY }])
    })

    test('the database itself lets nobody approve what they brought', async () => {
      const feed = await held()
      await world.database.unaudited.updateTable('feed').set({ decided_by: CHEN.personId, decided_at: new Date() }).where('id', '=', feed.id).execute()
      await assert.rejects(work(world.database, feed.id), { constraint: 'another_decides' })
      assert.equal(await stateOf(feed), 'held')
      assert.deepEqual((await posts()).length, all.length)
      await world.database.unaudited.updateTable('feed').set({ decided_by: null, decided_at: null }).where('id', '=', feed.id).execute()
    })

    test('a feed that nothing speaks against waits until it is asked to be applied', async () => {
      const feed = await work(world.database, await stageFeed(world.database, { rows: [...all, ...crowd(1, 900)], submittedBy: CHEN.personId }))
      assert.equal(feed.state, 'ready')
      assert.equal((await work(world.database, feed.id)).state, 'ready')
      assert.deepEqual(await applyReadyFeed(world.database, ORIGIN, HO, { feed: '999999', seen: '' }), { refused: 'unknown' })
      assert.deepEqual(await applyReadyFeed(world.database, ORIGIN, CHEN, decisionOn(feed)), { decided: true })
      const jobs = await world.sql(`select payload from graphile_worker._private_jobs where key = 'feeds.work ${feed.id}'`)
      assert.deepEqual(jobs, [{ payload: { feed: feed.id } }])
      assert.equal((await work(world.database, feed.id)).state, 'applied')
      const event = await newest('feed.applied')
      assert.deepEqual([event.detail.joins, event.detail.newPersons, event.detail.ends], [1, 1, 0])
    })

    test('one that is to be applied at once is, unless it is held', async () => {
      const rows = [...all, ...crowd(1, 901)]
      assert.equal((await work(world.database, await stageFeed(world.database, { rows, atOnce: true }))).state, 'applied')
      assert.equal((await work(world.database, await stageFeed(world.database, { rows: without(rows, 'yang.taipei'), atOnce: true }))).state, 'held')
    })
  })

  describe('when another came first', () => {
    const rename = (rows: FeedFileRow[], who: Who, name: string): FeedFileRow[] =>
      rows.map((row) => (row.nationalId === nationalIdOf(who) ? { ...row, name } : row))

    test('a decided feed that would do the same is applied', async () => {
      const feed = await work(world.database, await stageFeed(world.database, { kind: 'delta', rows: rename(all, 'wu.employee', '吳改名').filter(({ name }) => name === '吳改名') }))
      await carryThrough(world.database, await stageFeed(world.database, { kind: 'delta', rows: crowd(1, 910) }))
      await applyReadyFeed(world.database, ORIGIN, CHEN, decisionOn(feed))
      assert.equal((await work(world.database, feed.id)).state, 'applied')
      assert.deepEqual((await findFeed(world.database.read, feed.id))!.renewedAt, null)
    })

    test('one that would do something else is looked at again, and then applied as it is then', async () => {
      const feed = await work(world.database, await stageFeed(world.database, { rows: rename(all, 'wu.employee', '吳改名') }))
      // The snapshot knows nothing of whom the other feed brought, and would end their post.
      await carryThrough(world.database, await stageFeed(world.database, { kind: 'delta', rows: crowd(1, 911) }))
      await applyReadyFeed(world.database, ORIGIN, CHEN, decisionOn(feed))
      const again = await work(world.database, feed.id)
      assert.deepEqual([again.state, again.decidedBy, again.counts!.ends], ['ready', null, 1])
      assert.notEqual(again.renewedAt, null)
      assert.equal((await newest('feed.overtaken')).detail.feed, feed.id)
      assert.deepEqual(await applyReadyFeed(world.database, ORIGIN, CHEN, decisionOn(feed)), { refused: 'changedMeanwhile' })
      assert.deepEqual(await applyReadyFeed(world.database, ORIGIN, CHEN, decisionOn(again)), { decided: true })
      assert.equal((await work(world.database, feed.id)).state, 'applied')
    })

    test('nothing is applied upon other facts than it was compared with', async () => {
      const feed = await work(world.database, await stageFeed(world.database, { kind: 'delta', rows: crowd(1, 912) }))
      await carryThrough(world.database, await stageFeed(world.database, { kind: 'delta', rows: crowd(1, 913) }))
      const done = await change(world.database, ORIGIN, async (tx) => {
        const result = await applyFeed(tx, { id: feed.id, today: TODAY })
        return { result, event: { code: 'feed.asked-to-apply', detail: { feed: feed.id, source: '' } } }
      })
      assert.deepEqual(done, { refused: 'baseMoved' })
    })

    test('somebody who was entered by hand meanwhile is not entered twice', async () => {
      const [row] = crowd(1, 914)
      const feed = await work(world.database, await stageFeed(world.database, { kind: 'delta', rows: [row!] }))
      const { sealed, index } = seal.sealNationalId(row!.nationalId)
      await world.arrange(`insert into person (national_id_sealed, national_id_index) values ($1, $2)`, [sealed, index])
      await applyReadyFeed(world.database, ORIGIN, CHEN, decisionOn(feed))
      const again = await work(world.database, feed.id)
      assert.deepEqual([again.state, again.counts!.newPersons, again.counts!.changedPersons], ['ready', 0, 1])
    })
  })

  describe('undone', () => {
    test('only the last feed, once, and not while another undoing waits', async () => {
      const earlier = await carryThrough(world.database, await stageFeed(world.database, { kind: 'delta', rows: crowd(1, 920) }))
      const last = await carryThrough(world.database, await stageFeed(world.database, { kind: 'delta', rows: crowd(1, 921) }))
      const undo = (feed: string, actor = CHEN) => makeUndo(world.database, ORIGIN, actor, { feed, today: TODAY })
      assert.deepEqual(await undo(earlier.id), { refused: 'notLast' })
      assert.deepEqual(await undo('999999'), { refused: 'unknown' })
      assert.deepEqual(await undo(last.id, { ...CHEN, authority: { ways: [] } }), { refused: 'notCentral' })
      const made = await undo(last.id)
      assert.ok('made' in made)
      assert.deepEqual(await undo(last.id), { refused: 'askedAlready' })
      assert.equal((await carryThrough(world.database, made.made)).state, 'applied')
      assert.deepEqual(await undo(last.id), { refused: 'notLast' })
    })

    test('what was read twice can be undone still: the second time said nothing', async () => {
      const rows = crowd(1, 922)
      const first = await carryThrough(world.database, await stageFeed(world.database, { kind: 'delta', rows }))
      await carryThrough(world.database, await stageFeed(world.database, { kind: 'delta', rows }))
      await purgeFeeds(world.database)
      const made = await makeUndo(world.database, ORIGIN, CHEN, { feed: first.id, today: TODAY })
      assert.ok('made' in made, JSON.stringify(made))
      assert.deepEqual((await carryThrough(world.database, made.made)).counts, { newPersons: 0, changedPersons: 0, joins: 0, changes: 0, ends: 1 })
    })

    test('an undoing before which another feed was applied is refused', async () => {
      const last = await carryThrough(world.database, await stageFeed(world.database, { kind: 'delta', rows: crowd(1, 923) }))
      const made = await makeUndo(world.database, ORIGIN, CHEN, { feed: last.id, today: TODAY })
      assert.ok('made' in made)
      const undoing = await work(world.database, made.made)
      await carryThrough(world.database, await stageFeed(world.database, { kind: 'delta', rows: crowd(1, 924) }))
      await applyReadyFeed(world.database, ORIGIN, CHEN, decisionOn(undoing))
      assert.equal((await work(world.database, made.made)).state, 'refused')
    })
  })

  test('what is not needed any more is forgotten: rows of decided feeds, differences that cannot be undone', async () => {
    await carryThrough(world.database, await stageFeed(world.database, { kind: 'delta', rows: crowd(1, 930) }))
    const last = await carryThrough(world.database, await stageFeed(world.database, { kind: 'delta', rows: crowd(1, 931) }))
    const waiting = await work(world.database, await stageFeed(world.database, { kind: 'delta', rows: crowd(1, 932) }))
    await purgeFeeds(world.database)
    const kept = await world.sql<{ table: string; feed: string }>(`
      select distinct 'row' as table, feed_id as feed from feed_row union select distinct 'post', feed_id from feed_post order by 1, 2`)
    const undecided = await world.sql<{ id: string }>(`select id from feed where state in ('ready', 'held') order by id`)
    assert.deepEqual(kept.filter(({ table }) => table === 'row').map(({ feed }) => feed), undecided.map(({ id }) => id))
    assert.deepEqual(new Set(kept.filter(({ table }) => table === 'post').map(({ feed }) => feed)),
      new Set([...undecided.map(({ id }) => id), last.id]))
    assert.ok(undecided.some(({ id }) => id === waiting.id))
  })

  test('rejected rows are kept for a season, to be mended', async () => {
    const { id } = await carryThrough(world.database, await stageFeed(world.database, { kind: 'delta', rows: crowd(1, 940), rejected: [nationalIdOf('wu.employee')] }))
    const kept = async () => (await world.sql(`select from feed_fault where feed_id = ${id}`)).length
    await purgeFeeds(world.database)
    assert.equal(await kept(), 1)
    await world.sql(`update feed set seen_at = now() - interval '91 days' where id = ${id}`)
    await purgeFeeds(world.database)
    assert.equal(await kept(), 0)
  })
})
