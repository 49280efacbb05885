import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { claimsOf, codeFor, exchange, refresh, tokensFor, userinfo } from '../../../test/oidc/flow.ts'
import { AGENCY, startWorld } from '../../../test/oidc/world.ts'
import { timeOrderedId } from './reference.ts'
import type { World } from '../../../test/oidc/world.ts'

describe('the code flow', () => {
  let world: World
  before(async () => { world = await startWorld() })
  after(() => world.stop())

  test('somebody signed in comes back with a code at once, and the tokens tell who may do what', async () => {
    const browser = await world.signIn('wu')
    const { code, verifier, redirect } = await codeFor(browser)
    assert.equal(`${redirect.origin}${redirect.pathname}`, 'http://localhost:9999/callback')
    assert.equal(redirect.searchParams.get('state'), 'st&te')
    assert.equal(redirect.searchParams.get('iss'), world.origin)
    const tokens = await exchange(world, { code, verifier })
    assert.deepEqual(world.faults(), [])
    assert.equal(tokens.status, 200, JSON.stringify(tokens))
    const claims = claimsOf(tokens.id_token)
    const ecpa = {
      agency: AGENCY, standing: 'employee', method: 'password', application: 'D6',
      for: [{ agency: AGENCY, categories: ['use'], by: 'birthright', until: null }],
    }
    assert.deepEqual(claims.ecpa, ecpa)
    assert.equal(claims.acr, 'urn:ecpa:acr:password')
    const { status, body } = await userinfo(world, tokens.access_token)
    assert.equal(status, 200)
    assert.deepEqual(body, {
      sub: claims.sub, name: '人員1', preferred_username: 'wu.employee', email: 'wu@example.gov.tw', email_verified: true, ecpa,
    })
    const next = await refresh(world, tokens.refresh_token)
    assert.equal(next.status, 200, JSON.stringify(next))
    assert.equal((await userinfo(world, next.access_token)).status, 200)
    assert.notEqual((await tokensFor(world, browser)).access_token, tokens.access_token)
  })

  test('the purge takes what is over and leaves what lives', async () => {
    const browser = await world.signIn('wu')
    const tokens = await tokensFor(world, browser)
    await codeFor(world.browser())
    const old = timeOrderedId(Date.now() - 8 * 86_400_000)
    await world.sql(`insert into oidc_grant (id, session_id, client_id, redirect_uri, scope) values ($1, $1, 'c', 'x', 'openid')`, [old])
    await world.sql(`insert into oidc_interaction (id, payload, expires_at) values ('an-old-interaction-1', '{}', now() - interval '1 s')`)
    await world.sql(`insert into oidc_assertion (id, expires_at) values ('old', now() - interval '1 s'), ('new', now() + interval '1 h')`)
    await world.provider.tasks.find(({ name }) => name === 'oidc.purge')!.handle({}, {} as never)
    assert.deepEqual(await world.sql('select from oidc_grant where id = $1', [old]), [])
    assert.equal((await userinfo(world, tokens.access_token)).status, 200)
    assert.equal((await world.sql('select from oidc_interaction')).length, 1)
    assert.deepEqual(await world.sql('select id from oidc_assertion'), [{ id: 'new' }])
  })
})
