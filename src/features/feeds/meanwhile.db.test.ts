// While a feed is being applied, its facts written and not yet committed: people sign in and work, managers give and take, and
// nobody waits for it.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { addDays } from '../../core/days.ts'
import { change, processOrigin } from '../../store/change.ts'
import { recordOf, stageFeed, TODAY, work } from '../../../test/feeds.ts'
import { send } from '../../../test/forms.ts'
import { AGENCIES, keyOf, nationalIdOf, personOf, postOf, startWorld } from '../../../test/world.ts'
import type { World } from '../../../test/world.ts'
import { applyFeed } from './apply-feed.ts'

const ORIGIN = processOrigin('test')
let world: World

/** Does that while the feed stands applied in a transaction that is open still; whoever waits for it, fails. */
async function whileApplying(feed: string, act: () => Promise<void>): Promise<void> {
  await change(world.database, ORIGIN, async (tx) => {
    // In so small a government one is more than two in a hundred.
    await tx.db.updateTable('feed').set({ decided_by: personOf('ho.central'), decided_at: new Date() }).where('id', '=', feed).execute()
    const applied = await applyFeed(tx, { id: feed, today: TODAY })
    assert.ok(!('refused' in applied))
    await act()
    return { result: undefined, event: applied.event }
  })
}

describe('while a feed is being applied', () => {
  before(async () => {
    world = await startWorld()
  })
  after(() => world.stop())

  test('people sign in, work, and are granted rights, and whatever they are given gives nothing once their post is gone', async () => {
    const [wang, wu] = [await world.signIn('wang.supervisor'), await world.signIn('wu.employee')]
    // Whose sessions and accounts are touched are those whom the feed moves.
    const rows = (await recordOf(world)).filter(({ nationalId }) => nationalId !== nationalIdOf('wu.employee'))
      .map((row) => (row.nationalId === nationalIdOf('wang.supervisor') ? { ...row, name: '王更名', level: '3' } : row))
    const feed = await work(world.database, await stageFeed(world.database, { rows }))
    const grant = { agency: AGENCIES.secretariat, application: 'A5', category: 'use', person: keyOf('wu.employee'), to: addDays(TODAY, 30), reason: '支援業務' }

    await whileApplying(feed.id, async () => {
      // At sign-in an account is written; the longest that it may wait is told to the database.
      await world.arrange(`set local lock_timeout = '1s'; update account set last_sign_in_at = now()`)
      const anew = await world.signIn('wu.employee')
      for (const visitor of [wu, anew]) assert.equal((await visitor.ask('/applications')).status, 200)
      assert.equal((await send(wang, '/manage/grants/new', grant, `/manage/grants/new?agency=${grant.agency}&application=A5&person=${grant.person}`)).status, 303)
      assert.equal((await wu.ask('/applications/A5/open')).headers.location, 'http://localhost:3001/A5')
    })

    assert.deepEqual(await world.sql(`select upper(valid)::text as until from post_version where post_id = ${postOf('wu.employee')} and upper_inf(recorded)`),
      [{ until: TODAY }])
    assert.equal((await wu.ask('/applications/A5/open')).headers.location, '/applications/A5/why-not')
    assert.deepEqual(await world.sql(`select count(*)::int as grants from permission_grant where person_id = ${personOf('wu.employee')} and upper_inf(recorded)`),
      [{ grants: 1 }])
    assert.deepEqual(world.faults(), [])
  })
})
