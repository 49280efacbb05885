// Maintenance: announced on every page, then nobody is let in, neither people nor programs, until it is over.
import assert from 'node:assert/strict'
import { after, afterEach, before, describe, test } from 'node:test'
import { startWorld } from '../../../test/world.ts'
import { problemMessages } from '../../web/problem-messages.ts'
import { endMaintenance, findMaintenance, planMaintenance, watchMaintenance } from './maintenance.ts'
import type { Database } from '../../store/database.ts'
import type { World } from '../../../test/world.ts'

const HOUR = 3_600_000
const inHours = (hours: number): Date => new Date(Date.now() + hours * HOUR)
const closed = problemMessages('zh-TW').maintenance.title

describe('maintenance', () => {
  let world: World
  before(async () => { world = await startWorld() })
  after(async () => {
    await world.stop()
    assert.deepEqual(world.faults(), [])
  })
  afterEach(async () => void await endMaintenance(world.database, 'test'))

  /** Every process knows of it within seconds. */
  async function soon(isSo: () => Promise<boolean>): Promise<void> {
    const deadline = performance.now() + 20_000
    while (!(await isSo())) assert.ok(performance.now() < deadline, 'it never came to be so')
  }
  const home = () => world.visitor().ask('/')

  test('it is announced before, and everything goes on', async () => {
    await planMaintenance(world.database, { from: inHours(3), to: inHours(5), note: '更新 <b>憑證</b>', noteEn: 'New certificates' }, 'test')
    await soon(async () => (await home()).body.includes('系統維護預告'))
    const page = await home()
    assert.equal(page.status, 200)
    assert.ok(page.body.includes('更新 &lt;b&gt;憑證&lt;/b&gt;'))
    assert.equal((await (await world.signIn('wu.employee')).ask('/applications')).status, 200)
  })

  test('while it goes on nobody is let in, programs neither, and nothing is done; then all is as it was', async () => {
    const wu = await world.signIn('wu.employee')
    await planMaintenance(world.database, { from: inHours(-1), to: inHours(1), note: '資料庫升級', noteEn: null }, 'test')
    await soon(async () => (await home()).status === 503)
    for (const [path, visitor] of [['/', world.visitor()], ['/applications', wu], ['/no-such-page', wu], ['/oidc/authorize', wu],
      ['/.well-known/openid-configuration', world.visitor()], ['/scim/v2/Users', world.visitor()], ['/api/openapi.json', world.visitor()]] as const) {
      const answer = await visitor.ask(path)
      assert.equal(answer.status, 503, path)
      assert.equal(answer.headers['retry-after'], '600', path)
    }
    const page = await home()
    for (const words of [closed, '資料庫升級', '預計恢復']) assert.ok(page.body.includes(words), words)
    assert.equal((await world.visitor().ask('/api/openapi.json')).headers['content-type'], 'application/problem+json')
    assert.equal((await wu.ask('/sign-out', { method: 'POST', headers: { origin: wu.origin } })).status, 503)
    for (const path of ['/livez', '/readyz']) assert.equal((await world.visitor().ask(path)).status, 200, path)
    await endMaintenance(world.database, 'test')
    await soon(async () => (await home()).status === 200)
    assert.equal((await wu.ask('/applications')).status, 200, 'still signed in')
    assert.deepEqual((await world.events('maintenance.ended')).length > 0, true)
  })

  test('what is over is none, one replaces another, and both leave their event', async () => {
    await world.arrange(`insert into maintenance (starts, ends, event_id)
      values (now() - interval '2 hours', now() - interval '1 hour', (select max(id) from audit_event))`)
    assert.equal(await findMaintenance(world.database.read), null)
    await planMaintenance(world.database, { from: inHours(1), to: inHours(2), note: null, noteEn: null }, 'test')
    await planMaintenance(world.database, { from: inHours(2), to: inHours(3), note: '改期', noteEn: null }, 'test')
    assert.equal((await findMaintenance(world.database.read))?.note, '改期')
    assert.equal((await world.events('maintenance.planned')).at(-1)!.actor_process, 'test')
    assert.notEqual(await endMaintenance(world.database, 'test'), null)
    assert.equal(await endMaintenance(world.database, 'test'), null)
  })

  test('the database refuses a time that ends before it begins, that lasts longer than a week, and a change without its event', async () => {
    for (const [starts, ends] of [['1 hour', '0 hours'], ['0 hours', '8 days']]) {
      await assert.rejects(world.arrange(`insert into maintenance (starts, ends, event_id)
        values (now() + $1::interval, now() + $2::interval, (select max(id) from audit_event))`, [starts, ends]), /maintenance_ends/)
    }
    await assert.rejects(world.database.unaudited.insertInto('maintenance')
      .values({ starts: inHours(1), ends: inHours(2), note: null, note_en: null, event_id: '1' }).execute(), /event/i)
  })

  test('while the database is away, what was known last is known still', async () => {
    await planMaintenance(world.database, { from: inHours(-1), to: inHours(1), note: null, noteEn: null }, 'test')
    let away = false
    const quick = { get read() {
      if (away) throw new Error('away')
      return world.database.quick.read
    } } as Database['quick']
    const silent = () => {}
    let now = 0
    const watch = watchMaintenance({ quick }, { error: silent, warn: silent, info: silent, debug: silent }, () => now)
    assert.notEqual(await watch(), null)
    away = true
    now += 60_000
    assert.notEqual(await watch(), null)
    away = false
    await endMaintenance(world.database, 'test')
    assert.notEqual(await watch(), null, 'asked once in five seconds')
    now += 5_001
    assert.equal(await watch(), null)
  })
})
