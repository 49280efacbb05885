// By `acr_values` or an essential claim an application asks for more than a password: whoever has it is asked once.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { decodeJwt } from 'jose'
import { codeFor, exchange } from '../../../test/oidc/flow.ts'
import { startWorld } from '../../../test/oidc/world.ts'
import type { World } from '../../../test/oidc/world.ts'

describe('an application that asks for more than a password', () => {
  let world: World
  before(async () => { world = await startWorld() })
  after(() => world.stop())

  test('who has a passkey is asked for it once where a password is less than was asked for, and goes on with it', async () => {
    const browser = await world.signIn('wu')
    await world.sql(`with e as (insert into audit_event (code, outcome, actor_process) values ('people.generated', 'done', 'test') returning id),
      h as (insert into passkey_holder (person_id, handle) select person_id, sha256('h') from session where id = $1 returning person_id)
      insert into passkey (person_id, place, credential_id, public_key, counter, transports, name, backup_eligible, backed_up, event_id)
      select h.person_id, 1, sha256('c'), sha256('k'), 0, '{}', 'x', false, false, e.id from h, e`, [browser.sessionId])
    const acr = 'urn:ecpa:acr:passkey'
    for (const more of [{ acr_values: acr }, { claims: `{"id_token":{"acr":{"essential":true,"value":"${acr}"}}}` }]) {
      const { redirect } = await codeFor(browser, more)
      assert.equal(redirect.pathname, '/', JSON.stringify(more))
      const id = redirect.searchParams.get('continue')!
      assert.equal((await world.provider.waiting(id))!.needs, 'passkey')
      // By password once more: it is not asked a second time, and the client hears that it was not met.
      await world.sql(`update session set signed_in_at = now(), method = 'password' where id = $1`, [browser.sessionId])
      const back = await browser.get(`/oidc/authorize/${id}`)
      assert.equal(new URL(back.headers.get('location')!).searchParams.get('error'), 'unmet_authentication_requirements')
    }
    const { redirect, verifier } = await codeFor(browser, { acr_values: acr })
    await world.sql(`update session set signed_in_at = now(), method = 'passkey' where id = $1`, [browser.sessionId])
    const back = await browser.get(`/oidc/authorize/${redirect.searchParams.get('continue')!}`)
    const code = new URL(back.headers.get('location')!).searchParams.get('code')!
    const tokens = await exchange(world, { code, verifier })
    const claims = decodeJwt(tokens.id_token)
    assert.deepEqual([claims['acr'], claims['amr']], [acr, ['pop', 'user', 'mfa']])
    assert.equal((await codeFor(await world.signIn('wu'), { acr_values: acr, prompt: 'none' })).redirect.searchParams.get('error'), 'unmet_authentication_requirements')
    await world.sql(`begin; insert into audit_event (code, outcome, actor_process) values ('people.generated', 'done', 'test'); delete from passkey; commit`)
  })

  test('who has a card bound is asked for it once where less was brought than was asked for, and goes on with it', async () => {
    const acr = 'urn:ecpa:acr:person-certificate'
    const browser = await world.signIn('wu')
    const unmet = async (more = {}) => (await codeFor(browser, { acr_values: acr, ...more })).redirect.searchParams.get('error')
    assert.equal(await unmet(), 'unmet_authentication_requirements')
    await world.sql(`with e as (insert into audit_event (code, outcome, actor_process) values ('people.generated', 'done', 'test') returning id)
      insert into person_card (person_id, issuer, subject_serial, certificate_serial, valid_until, event_id)
      select s.person_id, 'CN=CA', '1', '1', now() + interval '1 year', e.id from session s, e where s.id = $1`, [browser.sessionId])
    assert.equal(await unmet({ prompt: 'none' }), 'unmet_authentication_requirements')
    for (const method of ['password', 'passkey']) {
      await world.sql('update session set method = $2::sign_in_method where id = $1', [browser.sessionId, method])
      const { redirect } = await codeFor(browser, { acr_values: acr })
      assert.equal(redirect.pathname, '/', method)
      assert.equal((await world.provider.waiting(redirect.searchParams.get('continue')!))!.needs, 'card')
    }
    // A card is more than a passkey, and asked for where there is no passkey.
    await world.sql(`update session set method = 'password' where id = $1`, [browser.sessionId])
    const { redirect } = await codeFor(browser, { acr_values: 'urn:ecpa:acr:passkey' })
    assert.equal((await world.provider.waiting(redirect.searchParams.get('continue')!))!.needs, 'passkey')
    const { redirect: asked, verifier } = await codeFor(browser, { claims: `{"id_token":{"acr":{"essential":true,"value":"${acr}"}}}` })
    const id = asked.searchParams.get('continue')!
    assert.equal((await world.provider.waiting(id))!.needs, 'card')
    await world.sql(`update session set signed_in_at = now(), method = 'personCertificate' where id = $1`, [browser.sessionId])
    const back = await browser.get(`/oidc/authorize/${id}`)
    const tokens = await exchange(world, { code: new URL(back.headers.get('location')!).searchParams.get('code')!, verifier })
    assert.equal(decodeJwt(tokens.id_token)['acr'], acr)
    // Who is not signed in is told beforehand.
    const { redirect: first } = await codeFor(world.browser(), { acr_values: acr })
    assert.equal((await world.provider.waiting(first.searchParams.get('continue')!))!.needs, 'card')
    const { redirect: cards } = await codeFor(world.browser(), { client_id: 'cert' })
    assert.equal((await world.provider.waiting(cards.searchParams.get('continue')!))!.needs, 'passkey')
    await world.sql(`begin; insert into audit_event (code, outcome, actor_process) values ('people.generated', 'done', 'test'); delete from person_card; commit`)
  })
})
