// What people who want in would try (RFC 9700; the classes of 5.2 that touch tokens). Each guard here was seen to matter.
import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { after, before, describe, test } from 'node:test'
import { SignJWT, exportJWK, generateKeyPair } from 'jose'
import {
  askToken, authorize, authorizePath, basic, challengeOf, claimsOf, codeFor, exchange, newVerifier, refresh, tokensFor,
  userinfo,
} from '../../../test/oidc/flow.ts'
import { Browser, REDIRECT, SECRET, startWorld } from '../../../test/oidc/world.ts'
import type { World } from '../../../test/oidc/world.ts'

let world: World
const suite = (name: string, tests: () => void) => describe(name, () => {
  before(async () => { world = await startWorld() })
  after(() => world.stop())
  tests()
})

const OTHER = basic('other', `${SECRET}2`)

suite('codes and proof keys', () => {
  test('the code of another client is worth nothing, and is not used up by the thief', async () => {
    const got = await codeFor(await world.signIn('wu'))
    assert.equal((await exchange(world, got, OTHER)).error, 'invalid_grant')
    assert.equal((await exchange(world, got)).status, 200)
  })
  test('PKCE is asked for, and only as S256', async () => {
    const browser = await world.signIn('wu')
    for (const parameters of [
      {}, { code_challenge: newVerifier() }, { code_challenge: newVerifier(), code_challenge_method: 'plain' },
    ]) {
      const redirect = await authorize(browser, parameters)
      assert.equal(redirect.searchParams.get('error'), 'invalid_request')
      assert.equal(redirect.searchParams.get('code'), null)
    }
  })
  test('a missing, wrong or plain verifier is refused, and the right one still works', async () => {
    const got = await codeFor(await world.signIn('wu'))
    for (const verifier of [undefined, newVerifier(), challengeOf(got.verifier)]) {
      assert.equal((await exchange(world, { code: got.code, verifier })).error, 'invalid_grant')
    }
    assert.equal((await exchange(world, got)).status, 200)
  })
  test('a verifier where there was no challenge is refused (downgrade)', async () => {
    const { redirect } = await codeFor(await world.signIn('wu'), { client_id: 'rs', code_challenge: null, code_challenge_method: null })
    const code = redirect.searchParams.get('code') ?? ''
    assert.equal((await exchange(world, { code, verifier: newVerifier() }, basic('rs', SECRET))).error, 'invalid_grant')
  })
  test('a client registered without PKCE must send a nonce', async () => {
    const redirect = await authorize(await world.signIn('wu'), { client_id: 'rs', nonce: null })
    assert.equal(redirect.searchParams.get('error'), 'invalid_request')
  })
  test('of many that bring a code at the same moment one gets tokens, and then none has any', async () => {
    const got = await codeFor(await world.signIn('wu'))
    const answers = await Promise.all(Array.from({ length: 8 }, () => exchange(world, got)))
    const given = answers.filter(({ status }) => status === 200)
    assert.equal(given.length, 1)
    assert.equal((await userinfo(world, given[0]!.access_token)).status, 401)
  })
  test('another redirect_uri at the token endpoint is refused', async () => {
    const got = await codeFor(await world.signIn('wu'))
    assert.equal((await exchange(world, got, undefined, { redirect_uri: `${REDIRECT}/` })).error, 'invalid_grant')
  })
  test('an expired code is refused', async () => {
    const { references } = await referenceTools()
    const browser = await world.signIn('wu')
    const { code, verifier } = await codeFor(browser)
    assert.equal((await exchange(world, { code: references.expired(code), verifier })).error, 'invalid_grant')
  })
})

/** Remakes references with the deployment's own key, as only we could: to see that what they say is held to. */
async function referenceTools() {
  const { loadKeys } = await import('./keys.ts')
  const { readReference, writeReference } = await import('./reference.ts')
  const { seal } = await import('../../../test/oidc/world.ts')
  const { reference: [key] } = await loadKeys(world.database, seal)
  return { references: {
    expired: (code: string) => writeReference({ ...readReference(code, 'code', [key!])!, expires: 1_000_000 }, key!),
    as: (value: string, from: 'access' | 'refresh' | 'code', kind: 'access' | 'refresh' | 'code') =>
      writeReference({ ...readReference(value, from, [key!])!, kind }, key!),
  } }
}

suite('redirect addresses', () => {
  for (const address of [
    'http://localhost:9999/Callback', 'http://localhost:9999/callback/', 'http://localhost:9999/callback?x=1',
    'http://localhost:9999/callback#x', 'http://localhost:9999/callback%2f', 'http://localhost:9999/%63allback',
    'http://localhost:9999/a/../callback', 'http://evil@localhost:9999/callback', 'http://localhost:9999@evil.example/callback',
    'http://localhost.evil.example:9999/callback', 'http://localhost:9998/callback', 'https://localhost:9999/callback',
    'HTTP://localhost:9999/callback', 'http://LOCALHOST:9999/callback', 'http://127.0.0.1:9999/callback',
    'http://localhost:9999//callback', '//localhost:9999/callback', 'javascript:alert(1)', ' http://localhost:9999/callback',
    'http://localhost:9999/callback ', 'http://localhost:9999\\@evil.example/callback', '',
  ]) {
    test(`not to ${JSON.stringify(address)}`, async () => {
      const verifier = newVerifier()
      const response = await (await world.signIn('wu')).get(authorizePath({
        redirect_uri: address, code_challenge: challengeOf(verifier), code_challenge_method: 'S256',
      }))
      assert.equal(response.status, 400)
      assert.equal(response.headers.get('location'), null)
    })
  }
  test('nor to none, nor to two', async () => {
    const browser = await world.signIn('wu')
    assert.equal((await browser.get(authorizePath({ redirect_uri: null }))).status, 400)
    assert.equal((await browser.get(`${authorizePath()}&redirect_uri=https://evil.example/`)).status, 400)
  })
})

suite('tokens', () => {
  test('one refresh token after the other; an old one ends them all', async () => {
    const first = await tokensFor(world, await world.signIn('wu'))
    const second = await refresh(world, first.refresh_token)
    assert.equal(second.status, 200)
    assert.equal((await refresh(world, first.refresh_token)).error, 'invalid_grant')
    assert.equal((await refresh(world, second.refresh_token)).error, 'invalid_grant')
    for (const token of [first.access_token, second.access_token]) assert.equal((await userinfo(world, token)).status, 401)
  })
  test('of many that bring a refresh token at the same moment one gets tokens at most', async () => {
    const { refresh_token: token } = await tokensFor(world, await world.signIn('wu'))
    const answers = await Promise.all(Array.from({ length: 8 }, () => refresh(world, token)))
    assert.ok(answers.filter(({ status }) => status === 200).length <= 1)
  })
  test('another client cannot refresh, and does no harm by trying', async () => {
    const { refresh_token: token } = await tokensFor(world, await world.signIn('wu'))
    assert.equal((await refresh(world, token, OTHER)).error, 'invalid_grant')
    assert.equal((await refresh(world, token)).status, 200)
  })
  test('one kind of token is no other kind, not even with our signature, until its code was used', async () => {
    const browser = await world.signIn('wu')
    const tokens = await tokensFor(world, browser)
    assert.equal((await userinfo(world, tokens.refresh_token)).status, 401)
    assert.equal((await refresh(world, tokens.access_token)).error, 'invalid_grant')
    const { code } = await codeFor(browser)
    assert.equal((await userinfo(world, code)).status, 401)
    const { references } = await referenceTools()
    assert.equal((await userinfo(world, references.as(code, 'code', 'access'))).status, 401)
    assert.equal((await refresh(world, references.as(code, 'code', 'refresh'))).error, 'invalid_grant')
  })
  test('a token with any bit changed, or spelt otherwise, is none', async () => {
    const { access_token: token } = await tokensFor(world, await world.signIn('wu'))
    assert.equal((await userinfo(world, token)).status, 200)
    const bytes = Buffer.from(token, 'base64url')
    for (let at = 0; at < bytes.length; at += 5) {
      const changed = Buffer.from(bytes)
      changed[at] = (changed[at] ?? 0) ^ 1
      assert.equal((await userinfo(world, changed.toString('base64url'))).status, 401)
    }
    for (const spelt of [`${token}=`, `${token}AA`, token.replaceAll('_', '/').replaceAll('-', '+').concat('=')]) {
      assert.equal((await userinfo(world, spelt)).status >= 400, true)
    }
  })
  test('a token in the address is refused', async () => {
    const { access_token: token } = await tokensFor(world, await world.signIn('wu'))
    assert.equal((await fetch(`${world.origin}/oidc/userinfo?access_token=${token}`)).status, 400)
  })
})

suite('what ends a session ends everything', () => {
  const ends: Record<string, string> = {
    'signing out': `update session set ended_at = now(), ended_why = 'signedOut' where id = $1`,
    'the absolute limit': `update session set expires_at = now() - interval '1 second' where id = $1`,
    'the idle limit': `update session set last_seen_at = now() - interval '31 minutes' where id = $1`,
    'the last day without a second factor': `update session set second_factor_by = current_date - 1 where id = $1`,
    'a notice to be agreed to first': `update session set agreement_asked = true where id = $1`,
    'the row being gone': `delete from session where id = $1`,
  }
  for (const [how, statement] of Object.entries(ends)) {
    test(how, async () => {
      const browser = await world.signIn('wu')
      const tokens = await tokensFor(world, browser)
      const pending = await codeFor(browser)
      await world.sql(statement, [browser.sessionId])
      await assertOver(browser, tokens, pending)
    })
  }
  test('the account being disabled', async () => {
    const browser = await world.signIn('wu')
    const tokens = await tokensFor(world, browser)
    const pending = await codeFor(browser)
    const event = `insert into audit_event (code, outcome, actor_process) values ('session.ended', 'done', 'test');`
    await world.sql(`${event} update account set state = 'disabled' where person_id = 1`)
    await assertOver(browser, tokens, pending)
    // Not by its session alone, which ends with it: were that open still, it would be nobody's.
    await world.sql('update session set ended_at = null, ended_why = null where id = $1', [browser.sessionId])
    await assertOver(browser, tokens, pending)
    await world.sql(`${event} update account set state = 'active' where person_id = 1`)
  })
  async function assertOver(
    browser: Browser, tokens: { access_token: string; refresh_token: string }, pending: { code: string; verifier: string },
  ): Promise<void> {
    assert.equal((await userinfo(world, tokens.access_token)).status, 401)
    assert.equal((await refresh(world, tokens.refresh_token)).error, 'invalid_grant')
    assert.equal((await exchange(world, pending)).error, 'invalid_grant')
    assert.equal((await codeFor(browser)).redirect.pathname, '/')
    assert.equal((await codeFor(browser, { prompt: 'none' })).redirect.searchParams.get('error'), 'login_required')
  }
  test('the right being lost: no code, no exchange, no refresh, no claims', async () => {
    const browser = await world.signIn('chang')
    const hr = basic('hr', SECRET)
    const tokens = await exchange(world, await codeFor(browser, { client_id: 'hr' }), hr)
    assert.equal(tokens.status, 200)
    const pending = await codeFor(browser, { client_id: 'hr' })
    await world.sql(`with e as (insert into audit_event (code, outcome, actor_process) values ('people.generated', 'done', 'test') returning id),
      closing as (update post_version set recorded = tstzrange(lower(recorded), now()) where person_id = 2 returning post_id)
      insert into post_version (person_id, post_id, version, valid, event_id) select 2, post_id, 2, '[2020-01-01,2020-02-01)', (select id from e) from closing`)
    assert.equal((await exchange(world, pending, hr)).error, 'invalid_grant')
    assert.equal((await refresh(world, tokens.refresh_token, hr)).error, 'invalid_grant')
    assert.equal((await userinfo(world, tokens.access_token)).status, 401)
    assert.equal((await codeFor(browser, { client_id: 'hr' })).redirect.pathname, '/applications/A4/why-not')
  })
})

suite('who may not use the application', () => {
  test('is sent to the explanation, and the client hears nothing', async () => {
    const { redirect } = await codeFor(await world.signIn('wu'), { client_id: 'hr' })
    assert.equal(redirect.href, 'http://portal/applications/A4/why-not')
  })
  test('unless it asked with prompt=none', async () => {
    const { redirect } = await codeFor(await world.signIn('wu'), { client_id: 'hr', prompt: 'none' })
    assert.equal(redirect.searchParams.get('error'), 'access_denied')
    assert.equal(redirect.searchParams.get('code'), null)
  })
  test('who has no post may use nothing', async () => {
    assert.equal((await codeFor(await world.signIn('left'))).redirect.pathname, '/applications/D6/why-not')
  })
  test('R-USE-5: a password does not open what requires a certificate; a card does, a passkey where it is allowed', async () => {
    const by = async (method: string) => (await codeFor(await world.signIn('wu', method), { client_id: 'cert' })).redirect
    assert.equal((await by('password')).href, 'http://portal/applications/B5/why-not?missing=certificate')
    assert.notEqual((await by('personCertificate')).searchParams.get('code'), null)
    assert.notEqual((await by('passkey')).searchParams.get('code'), null)
  })
  test('an acr that is not met is told to the client; one that is not ours asks for nothing', async () => {
    const browser = await world.signIn('wu')
    const asked = async (acr: string) => (await codeFor(browser, { acr_values: acr })).redirect.searchParams
    assert.equal((await asked('urn:ecpa:acr:person-certificate')).get('error'), 'unmet_authentication_requirements')
    assert.notEqual((await asked('1 2')).get('code'), null)
    const claims = '{"id_token":{"acr":{"essential":true,"value":"urn:ecpa:acr:passkey"}}}'
    assert.equal((await codeFor(browser, { claims })).redirect.searchParams.get('error'), 'unmet_authentication_requirements')
  })
  test('every refusal and every issue is an event, and none of them holds a token', async () => {
    const browser = await world.signIn('wu')
    const tokens = await tokensFor(world, browser)
    await refresh(world, tokens.refresh_token)
    await codeFor(browser, { client_id: 'hr' })
    const events = await world.sql('select code, outcome, application, detail from audit_event where session_id = $1 order by id',
      [browser.sessionId])
    assert.deepEqual(events.map(({ code, outcome, application }) => [code, outcome, application]), [
      ['oidc.token-issued', 'done', 'D6'], ['oidc.token-issued', 'done', 'D6'],
      ['application.refused', 'refused', 'A4'],
    ])
    assert.equal(JSON.stringify(events).includes(tokens.access_token), false)
  })
})

suite('whose sign-in it is', () => {
  test('a request that waits goes on only in the browser that made it, and once', async () => {
    const browser = world.browser()
    const { redirect, verifier } = await codeFor(browser)
    assert.equal(redirect.pathname, '/')
    const id = redirect.searchParams.get('continue') ?? ''
    assert.deepEqual(await world.provider.waiting(id), {
      id, clientId: 'c', again: false, needs: null, loginHint: null, redirectUri: REDIRECT, application: 'D6',
      applicationName: '應用 D6', address: `/oidc/authorize/${id}`, origins: ['http://localhost:9999'],
    })
    const victim = await world.signIn('wu')
    assert.equal((await victim.get(`/oidc/authorize/${id}`)).status, 400)
    browser.cookies.set('__Host-ecpa', (await world.signIn('wu')).cookies.get('__Host-ecpa')!)
    const resume = new Map(browser.cookies)
    const back = new URL((await browser.get(`/oidc/authorize/${id}`)).headers.get('location') ?? '')
    assert.equal((await exchange(world, { code: back.searchParams.get('code') ?? '', verifier })).status, 200)
    for (const [name, value] of resume) browser.cookies.set(name, value)
    assert.equal((await browser.get(`/oidc/authorize/${id}`)).status, 400)
  })
  test('the provider sets no cookie of the portal, and its own only over secure channels', async () => {
    const sent = (await world.browser().get(authorizePath({ code_challenge: challengeOf('x'), code_challenge_method: 'S256' })))
    const cookies = sent.headers.getSetCookie()
    assert.equal(cookies.length, 1)
    assert.match(cookies[0]!, /^__Secure-ecpa-resume=[\w-]+; path=\/oidc\/authorize\/[\w-]+; expires=[^;]+; samesite=lax; secure; httponly$/i)
    assert.deepEqual((await (await world.signIn('wu')).get(authorizePath())).headers.getSetCookie(), [])
  })
  test('no other spelling of an address reaches the provider around us', async () => {
    const browser = await world.signIn('wu')
    for (const path of ['/oidc/Logout', '/oidc/logout/', '/oidc/logout/confirm', '/oidc/logout/success', '/oidc/AUTHORIZE',
      '/oidc/authorize/', '/OIDC/token', '/oidc/%61uthorize', '/interaction/x', '/oidc/par', '/oidc/introspect', '/oidc/reg']) {
      assert.equal((await browser.get(path)).status, 404, path)
    }
  })
})

suite('client authentication', () => {
  test('a wrong secret, another way, or none is refused', async () => {
    const got = await codeFor(await world.signIn('wu'))
    for (const [authorization, fields] of [
      [basic('c', 'wrong'), {}], [null, { client_id: 'c' }], [null, { client_id: 'c', client_secret: 'wrong' }],
      [basic('nobody', SECRET), {}], [basic('c', SECRET.toUpperCase()), {}],
    ] as const) {
      const answer = await exchange(world, got, authorization, fields)
      assert.equal(answer.error, 'invalid_client', JSON.stringify(answer))
      assert.equal(answer.status, 401)
    }
  })
  test('private_key_jwt: signed by the registered key, for us, once; nothing signed with HMAC or not at all', async () => {
    const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true })
    const jwk = await exportJWK(publicKey)
    await world.register({ application: 'D6', clientId: 'jwt', tokenEndpointAuthMethod: 'private_key_jwt', jwks: { keys: [{ ...jwk, alg: 'ES256', use: 'sig' }] } })
    const claims = { iss: 'jwt', sub: 'jwt', aud: world.origin }
    const assertion = (more: object = {}, key = privateKey) => new SignJWT({ ...claims, jti: newVerifier(), ...more })
      .setProtectedHeader({ alg: 'ES256' }).setExpirationTime('1m').setIssuedAt().sign(key)
    const browser = await world.signIn('wu')
    const by = async (jwt: string) => exchange(world, await codeFor(browser, { client_id: 'jwt' }), null, {
      client_id: 'jwt', client_assertion: jwt,
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    })
    const good = await assertion()
    const first = await by(good)
    assert.equal(first.status, 200, JSON.stringify(first))
    assert.equal((await by(good)).error, 'invalid_client', 'a second time')
    assert.equal((await by(await assertion({ aud: 'https://other.example' }))).error, 'invalid_client')
    assert.equal((await by(await assertion({}, (await generateKeyPair('ES256')).privateKey))).error, 'invalid_client')
    const body = Buffer.from(JSON.stringify({ ...claims, jti: 'x', exp: Date.now() / 1000 + 60 })).toString('base64url')
    const none = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${body}.`
    assert.equal((await by(none)).error, 'invalid_client')
    const head = `${Buffer.from('{"alg":"HS256"}').toString('base64url')}.${body}`
    const mac = createHmac('sha256', JSON.stringify(jwk)).update(head).digest('base64url')
    assert.equal((await by(`${head}.${mac}`)).error, 'invalid_client')
  })
  test('a client that is removed gets nothing any more', async () => {
    await world.register({ application: 'D6', clientId: 'gone', clientSecret: SECRET })
    const got = await codeFor(await world.signIn('wu'), { client_id: 'gone' })
    await world.sql(`insert into audit_event (code, outcome, actor_process) values ('catalogue.applied', 'done', 'test');
      delete from oidc_client where client_id = 'gone'`)
    await world.provider.reload()
    assert.equal((await exchange(world, got, basic('gone', SECRET))).error, 'invalid_client')
  })
  test('only grants we give', async () => {
    for (const grant of ['password', 'implicit', 'urn:ietf:params:oauth:grant-type:device_code']) {
      assert.equal((await askToken(world, { grant_type: grant, username: 'x', password: 'x' })).error, 'unsupported_grant_type')
    }
    assert.equal((await authorize(await world.signIn('wu'), { response_type: 'id_token token' })).searchParams.get('code'), null)
  })
})

suite('id_token_hint', () => {
  test('unsigned, HMAC-signed with the public key, of another issuer or another client: refused', async () => {
    const browser = await world.signIn('wu')
    const tokens = await tokensFor(world, browser)
    const body = tokens.id_token.split('.')[1] ?? ''
    const head = (alg: string) => Buffer.from(JSON.stringify({ alg })).toString('base64url')
    const { keys } = await (await fetch(`${world.origin}/oidc/jwks`)).json() as { keys: object[] }
    const hmac = createHmac('sha256', JSON.stringify(keys[0])).update(`${head('HS256')}.${body}`).digest('base64url')
    const foreign = await new SignJWT(claimsOf(tokens.id_token)).setProtectedHeader({ alg: 'ES256' })
      .sign((await generateKeyPair('ES256')).privateKey)
    for (const hint of [`${head('none')}.${body}.`, `${head('HS256')}.${body}.${hmac}`, foreign, 'x.y.z']) {
      const { redirect } = await codeFor(browser, { id_token_hint: hint, prompt: 'none' })
      assert.equal(redirect.searchParams.get('error'), 'invalid_request')
    }
    const { redirect } = await codeFor(browser, { id_token_hint: tokens.id_token, prompt: 'none', client_id: 'other' })
    assert.equal(redirect.searchParams.get('error'), 'invalid_request')
  })
})
