// Two strict clients, unmodified, each with its own checks of everything we send.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import * as oauth from 'oauth4webapi'
import * as openid from 'openid-client'
import { REDIRECT, SECRET, startWorld } from '../../../test/oidc/world.ts'
import type { Browser, World } from '../../../test/oidc/world.ts'

describe('strict clients', () => {
  let world: World
  let browser: Browser
  before(async () => {
    world = await startWorld()
    browser = await world.signIn('wu')
  })
  after(() => world.stop())

  const follow = async (address: URL): Promise<URL> =>
    new URL((await browser.get(address.href)).headers.get('location') ?? '')

  for (const [clientId, how] of [
    ['c', openid.ClientSecretBasic(SECRET)], ['p', openid.ClientSecretPost(SECRET)], ['rs', openid.ClientSecretBasic(SECRET)],
    ['pub', openid.None()],
  ] as const) {
    test(`openid-client as ${clientId}`, async () => {
      const alg = clientId === 'rs' ? 'RS256' : 'ES256'
      const config = await openid.discovery(new URL(world.origin), clientId, { id_token_signed_response_alg: alg }, how,
        { execute: [openid.allowInsecureRequests, openid.enableNonRepudiationChecks] })
      const verifier = openid.randomPKCECodeVerifier()
      const [state, nonce] = [openid.randomState(), openid.randomNonce()]
      const back = await follow(openid.buildAuthorizationUrl(config, {
        redirect_uri: REDIRECT, scope: 'openid profile email ecpa', state, nonce, max_age: '3600',
        code_challenge: await openid.calculatePKCECodeChallenge(verifier), code_challenge_method: 'S256',
      }))
      const tokens = await openid.authorizationCodeGrant(config, back,
        { pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce, idTokenExpected: true, maxAge: 3600 })
      const { sub } = tokens.claims()!
      const info = await openid.fetchUserInfo(config, tokens.access_token, sub)
      assert.equal((info.ecpa as { standing: string }).standing, 'employee')
      const next = await openid.refreshTokenGrant(config, tokens.refresh_token!)
      assert.equal(next.claims()?.sub, sub)
      await openid.tokenRevocation(config, next.refresh_token!)
      await assert.rejects(openid.fetchUserInfo(config, next.access_token, sub))
      const logout = openid.buildEndSessionUrl(config, { id_token_hint: next.id_token!, state: 'x',
        post_logout_redirect_uri: 'http://localhost:9999/bye' })
      assert.equal(logout.pathname, '/oidc/logout')
    })
  }

  test('oauth4webapi', async () => {
    const loose = { [oauth.allowInsecureRequests]: true }
    const issuer = new URL(world.origin)
    const as = await oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, loose))
    const client: oauth.Client = { client_id: 'c', id_token_signed_response_alg: 'ES256' }
    const verifier = oauth.generateRandomCodeVerifier()
    const nonce = oauth.generateRandomNonce()
    const request = new URL(as.authorization_endpoint!)
    for (const [name, value] of Object.entries({
      client_id: 'c', redirect_uri: REDIRECT, response_type: 'code', scope: 'openid ecpa', nonce, state: 's',
      code_challenge: await oauth.calculatePKCECodeChallenge(verifier), code_challenge_method: 'S256',
    })) request.searchParams.set(name, value)
    const parameters = oauth.validateAuthResponse(as, client, await follow(request), 's')
    const by = oauth.ClientSecretBasic(SECRET)
    const answer = await oauth.authorizationCodeGrantRequest(as, client, by, parameters, REDIRECT, verifier, loose)
    const tokens = await oauth.processAuthorizationCodeResponse(as, client, answer,
      { expectedNonce: nonce, requireIdToken: true })
    await oauth.validateApplicationLevelSignature(as, answer, loose)
    const { sub } = oauth.getValidatedIdTokenClaims(tokens)!
    const info = await oauth.processUserInfoResponse(as, client, sub,
      await oauth.userInfoRequest(as, client, tokens.access_token, loose))
    assert.equal((info.ecpa as { application: string }).application, 'D6')
  })

  test('an answer with the issuer of somebody else would be noticed (mix-up): ours always names us, errors too', async () => {
    const loose = { [oauth.allowInsecureRequests]: true }
    const issuer = new URL(world.origin)
    const as = await oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, loose))
    const back = await follow(new URL(`/oidc/authorize?client_id=c&response_type=code&scope=openid&state=s&redirect_uri=${REDIRECT}`, world.origin))
    assert.throws(() => oauth.validateAuthResponse(as, { client_id: 'c' }, back, 's'), oauth.AuthorizationResponseError)
    assert.throws(() => oauth.validateAuthResponse({ ...as, issuer: 'https://other.example' }, { client_id: 'c' }, back, 's'),
      /iss/)
  })
})
