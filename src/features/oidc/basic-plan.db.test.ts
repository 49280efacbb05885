// OIDF's basic and config certification plans, module by module, by the names that the plans give them. The signature and
// claim checks of every module are those of `verified` below: an independent reading of the token.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { createRemoteJWKSet, decodeProtectedHeader, jwtVerify } from 'jose'
import {
  askToken, authorize, authorizePath, basic, challengeOf, claimsOf, codeFor, exchange, newVerifier, refresh, tokensFor,
  userinfo,
} from '../../../test/oidc/flow.ts'
import { REDIRECT, SECRET, startWorld } from '../../../test/oidc/world.ts'
import type { Browser, World } from '../../../test/oidc/world.ts'

let world: World
let browser: Browser

/** The plan in a world of its own. */
const plan = (name: string, modules: () => void) => describe(name, () => {
  before(async () => {
    world = await startWorld()
    browser = await world.signIn('wu')
  })
  after(() => world.stop())
  modules()
})

async function verified(idToken: string, audience = 'c', algorithm = 'ES256') {
  const keys = createRemoteJWKSet(new URL(`${world.origin}/oidc/jwks`))
  const { payload } = await jwtVerify(idToken, keys, { issuer: world.origin, audience, algorithms: [algorithm] })
  return payload
}

const succeeds = async (parameters: Record<string, string | null>) => {
  const tokens = await tokensFor(world, browser, parameters)
  assert.equal(tokens.status, 200, JSON.stringify(tokens))
  return { tokens, claims: await verified(tokens.id_token) }
}

const errorOf = async (parameters: Record<string, string | null>, by: Browser = browser): Promise<string | null> => {
  const { redirect } = await codeFor(by, parameters)
  assert.equal(redirect.searchParams.get('iss'), world.origin)
  assert.equal(redirect.searchParams.get('state'), 'st&te')
  return redirect.searchParams.get('error')
}

plan('oidcc-basic-certification-test-plan', () => {
  test('oidcc-server', async () => {
    const { tokens, claims } = await succeeds({})
    assert.equal(tokens.token_type, 'Bearer')
    assert.equal(claims.nonce, 'n-1')
    assert.deepEqual(claims.aud, 'c')
    assert.ok(Math.abs(Number(claims.iat) - Date.now() / 1000) < 10)
    assert.ok(Number(claims.exp) > Date.now() / 1000)
    assert.match(String(claims.sub), /^[A-Za-z0-9_-]{22}$/)
  })
  test('oidcc-response-type-missing', async () => {
    const redirect = await authorize(browser, { response_type: null })
    assert.equal(redirect.searchParams.get('error'), 'invalid_request')
  })
  test('oidcc-idtoken-signature', async () => {
    const { tokens } = await succeeds({})
    const { alg, kid } = decodeProtectedHeader(tokens.id_token)
    assert.equal(alg, 'ES256')
    assert.equal(typeof kid, 'string')
    const { code } = await codeFor(browser, { client_id: 'rs', code_challenge: null, code_challenge_method: null })
    const other = await exchange(world, { code }, basic('rs', SECRET))
    assert.equal(decodeProtectedHeader(other.id_token).alg, 'RS256')
    await verified(other.id_token, 'rs', 'RS256')
  })
  test('oidcc-idtoken-unsigned: unsigned ID tokens cannot be registered for', async () => {
    const discovery = await (await fetch(`${world.origin}/.well-known/openid-configuration`)).json() as Record<string, string[]>
    assert.deepEqual(discovery.id_token_signing_alg_values_supported?.toSorted(), ['ES256', 'RS256'])
    await assert.rejects(world.register({ application: 'D6', clientId: 'x', clientSecret: SECRET, idTokenSignedResponseAlg: 'none' }))
  })
  test('oidcc-userinfo-get', async () => {
    const { tokens, claims } = await succeeds({})
    const { status, body } = await userinfo(world, tokens.access_token)
    assert.equal(status, 200)
    assert.equal(body.sub, claims.sub)
  })
  test('oidcc-userinfo-post-header', async () => {
    const { tokens } = await succeeds({})
    const response = await fetch(`${world.origin}/oidc/userinfo`,
      { method: 'POST', headers: { authorization: `Bearer ${tokens.access_token}` } })
    assert.equal(response.status, 200)
  })
  test('oidcc-userinfo-post-body', async () => {
    const { tokens } = await succeeds({})
    const body = new URLSearchParams({ access_token: tokens.access_token })
    assert.equal((await fetch(`${world.origin}/oidc/userinfo`, { method: 'POST', body })).status, 200)
  })
  test('oidcc-ensure-request-without-nonce-succeeds-for-code-flow', async () => {
    const { claims } = await succeeds({ nonce: null })
    assert.equal('nonce' in claims, false)
  })
  for (const [module, scope, told] of [
    ['oidcc-scope-profile', 'openid profile', ['name', 'preferred_username']],
    ['oidcc-scope-email', 'openid email', ['email', 'email_verified']],
    ['oidcc-scope-address', 'openid address', []],
    ['oidcc-scope-phone', 'openid phone', []],
    ['oidcc-scope-all', 'openid profile email address phone ecpa', ['ecpa', 'email', 'email_verified', 'name', 'preferred_username']],
    ['oidcc-ensure-other-scope-order-succeeds', 'email openid', ['email', 'email_verified']],
  ] as const) {
    test(module, async () => {
      const { tokens } = await succeeds({ scope })
      const { body } = await userinfo(world, tokens.access_token)
      assert.deepEqual(Object.keys(body).toSorted(), [...told, 'sub'].toSorted())
    })
  }
  for (const [module, parameters] of [
    ['oidcc-display-page', { display: 'page' }],
    ['oidcc-display-popup', { display: 'popup' }],
    ['oidcc-max-age-10000', { max_age: '10000' }],
    ['oidcc-ensure-request-with-unknown-parameter-succeeds', { extra: 'foobar' }],
    ['oidcc-login-hint', { login_hint: 'wu.employee' }],
    ['oidcc-ui-locales', { ui_locales: 'zh-TW en' }],
    ['oidcc-claims-locales', { claims_locales: 'zh-TW' }],
    ['oidcc-ensure-request-with-acr-values-succeeds', {
      acr_values: 'urn:ecpa:acr:password urn:ecpa:acr:passkey urn:ecpa:acr:person-certificate urn:ecpa:acr:agency-certificate',
    }],
    ['oidcc-ensure-request-with-valid-pkce-succeeds', {}],
  ] as const) {
    test(module, async () => {
      const { claims } = await succeeds(parameters)
      assert.equal(claims.acr, 'urn:ecpa:acr:password')
      assert.equal(typeof claims.auth_time, 'number')
    })
  }
  test('oidcc-prompt-login', () => signsInAgain({ prompt: 'login' }))
  test('oidcc-max-age-1', async () => {
    await world.sql(`update session set signed_in_at = now() - interval '5 seconds' where id = $1`, [browser.sessionId])
    await signsInAgain({ max_age: '1' })
  })

  /** The person is sent to sign in though signed in, simply coming back is not enough, and a new sign-in is. */
  async function signsInAgain(parameters: Record<string, string>): Promise<void> {
    const person = await world.signIn('wu')
    await world.sql(`update session set signed_in_at = now() - interval '5 seconds' where id = $1`, [person.sessionId])
    const first = await verified((await tokensFor(world, person)).id_token)
    const { redirect: signIn, verifier } = await codeFor(person, parameters)
    assert.equal(signIn.pathname, '/')
    const id = signIn.searchParams.get('continue') ?? ''
    assert.equal((await world.provider.waiting(id))?.again, true)
    const again = new URL((await person.get(`/oidc/authorize/${id}`)).headers.get('location') ?? '')
    assert.equal(again.pathname, '/', 'coming back without signing in')
    const anew = await world.signIn('wu')
    person.cookies.set('__Host-ecpa', anew.cookies.get('__Host-ecpa')!)
    const back = await person.get(`/oidc/authorize/${again.searchParams.get('continue')}`)
    const code = new URL(back.headers.get('location') ?? '').searchParams.get('code') ?? ''
    const tokens = await exchange(world, { code, verifier })
    const claims = await verified(tokens.id_token)
    assert.ok(Number(claims.auth_time) > Number(first.auth_time))
    assert.equal(claims.sub, first.sub)
  }

  test('oidcc-prompt-none-not-logged-in', async () => {
    assert.equal(await errorOf({ prompt: 'none' }, world.browser()), 'login_required')
  })
  test('oidcc-prompt-none-logged-in', async () => {
    const { claims } = await succeeds({ prompt: 'none' })
    assert.equal(claims.nonce, 'n-1')
  })
  test('oidcc-id-token-hint', async () => {
    const { tokens, claims } = await succeeds({})
    const again = await succeeds({ prompt: 'none', id_token_hint: tokens.id_token })
    assert.equal(again.claims.sub, claims.sub)
    assert.equal(await errorOf({ prompt: 'none', id_token_hint: tokens.id_token }, await world.signIn('chang')), 'login_required')
  })
  test('oidcc-codereuse', async () => {
    const { code, verifier } = await codeFor(browser)
    assert.equal((await exchange(world, { code, verifier })).status, 200)
    assert.equal((await exchange(world, { code, verifier })).error, 'invalid_grant')
  })
  test('oidcc-codereuse-30seconds: late reuse is refused too, and what the code gave ends', async () => {
    const { code, verifier } = await codeFor(browser)
    const tokens = await exchange(world, { code, verifier })
    await world.sql(`update oidc_grant set code_used_at = code_used_at - interval '30 seconds'`)
    assert.equal((await exchange(world, { code, verifier })).error, 'invalid_grant')
    assert.equal((await userinfo(world, tokens.access_token)).status, 401)
    assert.equal((await refresh(world, tokens.refresh_token)).error, 'invalid_grant')
  })
  test('oidcc-ensure-registered-redirect-uri', async () => {
    const response = await browser.get(authorizePath({ redirect_uri: `${REDIRECT}/other` }))
    assert.equal(response.status, 400)
    assert.match(await response.text(), /redirectUnknown/)
  })
  test('oidcc-ensure-post-request-succeeds', async () => {
    const verifier = newVerifier()
    const body = new URL(authorizePath({ code_challenge: challengeOf(verifier), code_challenge_method: 'S256' }), world.origin)
    const posted = await fetch(`${world.origin}/oidc/authorize`,
      { method: 'POST', body: body.searchParams, redirect: 'manual' })
    assert.equal(posted.status, 303)
    const back = await browser.get(posted.headers.get('location') ?? '')
    const code = new URL(back.headers.get('location') ?? '').searchParams.get('code') ?? ''
    assert.equal((await exchange(world, { code, verifier })).status, 200)
  })
  test('oidcc-server-client-secret-post', async () => {
    const { code, verifier } = await codeFor(browser, { client_id: 'p' })
    const tokens = await exchange(world, { code, verifier }, null, { client_id: 'p', client_secret: SECRET })
    await verified(tokens.id_token, 'p')
  })
  test('oidcc-request-uri-unsigned-supported-correctly-or-rejected-as-unsupported', async () => {
    assert.equal(await errorOf({ request_uri: 'https://rp.example/request.jwt' }), 'request_uri_not_supported')
  })
  test('oidcc-unsigned-request-object-supported-correctly-or-rejected-as-unsupported', async () => {
    assert.equal(await errorOf({ request: 'e30.e30.' }), 'request_not_supported')
  })
  test('oidcc-claims-essential', async () => {
    const { tokens } = await succeeds({ scope: 'openid', claims: '{"userinfo":{"name":{"essential":true}}}' })
    assert.equal((await userinfo(world, tokens.access_token)).body.name, '人員1')
    const other = await succeeds({ scope: 'openid', claims: '{"id_token":{"name":null}}' })
    assert.equal(other.claims.name, '人員1')
  })
  test('oidcc-refresh-token', async () => {
    const { tokens, claims } = await succeeds({})
    const next = await refresh(world, tokens.refresh_token)
    assert.equal(next.status, 200)
    assert.notEqual(next.access_token, tokens.access_token)
    const later = await verified(next.id_token)
    for (const name of ['sub', 'aud', 'iss', 'auth_time', 'acr']) assert.deepEqual(later[name], claims[name], name)
    assert.equal((await askToken(world, { grant_type: 'refresh_token', refresh_token: next.refresh_token },
      basic('other', `${SECRET}2`))).error, 'invalid_grant')
    assert.equal((await refresh(world, next.refresh_token)).status, 200)
  })
})

plan('oidcc-config-certification-test-plan', () => {
  test('oidcc-discovery-endpoint-verification', async () => {
    const document = await (await fetch(`${world.origin}/.well-known/openid-configuration`)).json() as Record<string, unknown>
    assert.equal(document.issuer, world.origin)
    const places = {
      authorization_endpoint: '/oidc/authorize', token_endpoint: '/oidc/token', userinfo_endpoint: '/oidc/userinfo',
      jwks_uri: '/oidc/jwks', end_session_endpoint: '/oidc/logout', revocation_endpoint: '/oidc/revoke',
    }
    for (const [name, path] of Object.entries(places)) assert.equal(document[name], world.origin + path)
    assert.deepEqual(document.response_types_supported, ['code'])
    assert.deepEqual(document.subject_types_supported, ['pairwise'])
    assert.deepEqual(document.code_challenge_methods_supported, ['S256'])
    assert.deepEqual(document.scopes_supported, ['openid', 'profile', 'email', 'ecpa', 'authzen', 'scim', 'todos', 'feed'])
    assert.deepEqual(document.grant_types_supported, ['authorization_code', 'refresh_token', 'client_credentials'])
    assert.deepEqual(document.token_endpoint_auth_methods_supported,
      ['client_secret_basic', 'client_secret_post', 'private_key_jwt', 'none'])
    assert.equal(document.authorization_response_iss_parameter_supported, true)
    assert.equal(document.claims_parameter_supported, true)
    assert.equal(document.backchannel_logout_supported, true)
    assert.equal(document.backchannel_logout_session_supported, true)
    const other = await (await fetch(`${world.origin}/.well-known/oauth-authorization-server`)).json() as Record<string, unknown>
    assert.deepEqual(other, document)
  })
  test('oidcc-discovery-jwks-uri-keys: public keys only, each with a name and a use, the next ones already there', async () => {
    const { keys } = await (await fetch(`${world.origin}/oidc/jwks`)).json() as { keys: Record<string, string>[] }
    assert.deepEqual(keys.map(({ alg }) => alg).toSorted(), ['ES256', 'ES256', 'RS256', 'RS256'])
    assert.equal(new Set(keys.map(({ kid }) => kid)).size, 4)
    for (const key of keys) {
      assert.equal(key.use, 'sig')
      for (const secret of ['d', 'p', 'q', 'dp', 'dq', 'qi', 'k']) assert.equal(key[secret], undefined, secret)
    }
  })
  test('the host and the target of a request change nothing of what we say of ourselves', async () => {
    const document = await (await fetch(`${world.origin}/.well-known/openid-configuration`,
      { headers: { 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'https' } })).json() as Record<string, unknown>
    assert.equal(document.token_endpoint, `${world.origin}/oidc/token`)
    assert.deepEqual(claimsOf((await tokensFor(world, browser)).id_token).iss, world.origin)
  })
})
