import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { createRemoteJWKSet, decodeProtectedHeader, jwtVerify } from 'jose'
import { tokensFor, refresh, userinfo } from '../../../test/oidc/flow.ts'
import { seal, startWorld } from '../../../test/oidc/world.ts'
import { processOrigin } from '../../store/change.ts'
import { createSeal } from '../../store/seal.ts'
import { loadKeys, rotateKeys } from './keys.ts'
import type { World } from '../../../test/oidc/world.ts'

describe('keys', () => {
  let world: World
  before(async () => { world = await startWorld() })
  after(() => world.stop())

  const jwks = async () => (await (await fetch(`${world.origin}/oidc/jwks`)).json() as { keys: { kid: string; alg: string }[] }).keys
  const rotate = async () => {
    const rotated = await rotateKeys(world.database, seal, processOrigin('keys rotate'))
    await world.provider.reload()
    return rotated
  }

  test('rotation uses the key that was announced, and what was given before is still believed', async () => {
    const browser = await world.signIn('wu')
    const old = await tokensFor(world, browser)
    const announced = new Set((await jwks()).map(({ kid }) => kid))
    const { current } = await rotate()
    assert.equal(current.length, 2)
    for (const kid of current) assert.ok(announced.has(kid), 'published before it was used')
    const fresh = await tokensFor(world, browser)
    assert.ok(current.includes(decodeProtectedHeader(fresh.id_token).kid!))
    assert.notEqual(decodeProtectedHeader(fresh.id_token).kid, decodeProtectedHeader(old.id_token).kid)
    const keys = createRemoteJWKSet(new URL(`${world.origin}/oidc/jwks`))
    const subs = await Promise.all([old, fresh].map(async ({ id_token: token }) => (await jwtVerify(token, keys)).payload.sub))
    assert.equal(subs[0], subs[1], 'the same person stays the same')
    assert.equal((await userinfo(world, old.access_token)).status, 200)
    assert.equal((await refresh(world, old.refresh_token)).status, 200)
    assert.equal((await jwks()).length, 6)
  })

  test('a process that has not heard of a rotation believes what others sign already', async () => {
    const { reference: [, next] } = await loadKeys(world.database, seal)
    await rotateKeys(world.database, seal, processOrigin('keys rotate'))
    const { reference: [current] } = await loadKeys(world.database, seal)
    assert.deepEqual(current, next)
  })

  test('keys retired longer than anything lives are removed, and only those', async () => {
    await world.sql(`insert into audit_event (code, outcome, actor_process) values ('keys.rotated', 'done', 'test');
      update oidc_key set retired_at = now() - interval '49 hours' where state = 'retired' and use = 'RS256'`)
    await rotate()
    const rows = await world.sql(`select use, count(*)::int as count from oidc_key where state = 'retired' group by use order by use`)
    assert.deepEqual(rows, [{ use: 'ES256', count: 3 }, { use: 'RS256', count: 1 }, { use: 'reference', count: 3 }])
  })

  test('several processes that start at once on an empty database agree', async () => {
    await world.sql(`insert into audit_event (code, outcome, actor_process) values ('keys.rotated', 'done', 'test');
      delete from oidc_key`)
    const editions = await Promise.all([1, 2, 3].map(async () => (await loadKeys(world.database, seal)).edition))
    assert.equal(new Set(editions).size, 1)
    await world.provider.reload()
  })

  test('nothing of a key stands in the database in clear, and another data key opens none', async () => {
    const rows = await world.sql('select sealed from oidc_key') as { sealed: Buffer }[]
    for (const { sealed } of rows) assert.equal(sealed.includes('PRIVATE') || sealed.includes(Buffer.from('2a8648ce3d', 'hex')), false)
    const other = createSeal({ dataKeys: [{ version: 1, key: Buffer.alloc(32, 9) }], indexKey: Buffer.alloc(32, 2) })
    await assert.rejects(loadKeys(world.database, other), /SealFault|Altered/)
  })

  test('each rotation is an event', async () => {
    const [row] = await world.sql(`select detail from audit_event where code = 'keys.rotated' and actor_process = 'keys rotate' limit 1`)
    assert.match(JSON.stringify(row), /ES256/)
  })
})
