import assert from 'node:assert/strict'
import { test } from 'node:test'
import { refusalOf, registrationSchema } from './registration.ts'

const SECRET = 'x'.repeat(32)
const PRODUCTION = { demo: false, hasSecret: false }
const client = (more: object = {}) => registrationSchema.parse({
  application: 'A4', clientId: 'a4', clientSecret: SECRET, redirectUris: ['https://app.example/callback'], ...more,
})
const keys = { tokenEndpointAuthMethod: 'private_key_jwt', clientSecret: null }
const jwk = { kty: 'EC', crv: 'P-256', x: 'x', y: 'y' }

test('what 4.3a leaves out has its default', () => {
  const { tokenEndpointAuthMethod, idTokenSignedResponseAlg, requirePkce, scopes } = client()
  assert.deepEqual({ tokenEndpointAuthMethod, idTokenSignedResponseAlg, requirePkce, scopes }, {
    tokenEndpointAuthMethod: 'client_secret_basic', idTokenSignedResponseAlg: 'ES256', requirePkce: true,
    scopes: ['openid', 'profile', 'email', 'ecpa'],
  })
})

for (const [refusal, registration, circumstances = PRODUCTION] of [
  [null, {}],
  [null, { redirectUris: ['http://localhost:3001/A4/callback'] }],
  [null, { clientSecret: null }, { demo: false, hasSecret: true }],
  [null, { ...keys, jwks: { keys: [jwk] } }],
  [null, { ...keys, jwksUri: 'https://app.example/jwks' }],
  [null, { tokenEndpointAuthMethod: 'none', clientSecret: null }],
  [null, { backchannelLogoutUri: 'http://localhost:3001/logout', clientSecret: 'short-one' }, { demo: true, hasSecret: false }],
  ['redirectUri', { redirectUris: ['http://app.example/callback'] }],
  ['redirectUri', { redirectUris: ['https://app.example/callback#x'] }],
  ['redirectUri', { redirectUris: ['https://app.example/*'] }],
  ['redirectUri', { redirectUris: ['https://user@app.example/'] }],
  ['redirectUri', { redirectUris: ['https://app.example/a/../b'] }],
  ['redirectUri', { redirectUris: ['https://APP.example/'] }],
  ['redirectUri', { redirectUris: ['javascript:alert(1)'] }],
  ['redirectUri', { redirectUris: ['/callback'] }],
  ['postLogoutRedirectUri', { postLogoutRedirectUris: ['http://app.example/'] }],
  ['backchannelLogoutUri', { backchannelLogoutUri: 'http://localhost:3001/logout' }],
  ['backchannelLogoutUri', { backchannelLogoutUri: 'http://10.0.0.1/' }, { demo: true, hasSecret: false }],
  ['secretMissing', { clientSecret: null }],
  ['secretTooShort', { clientSecret: 'x'.repeat(31) }],
  ['secretNotWanted', { tokenEndpointAuthMethod: 'none' }],
  ['keysMissing', keys],
  ['keysMissing', { ...keys, jwks: { keys: [jwk] }, jwksUri: 'https://app.example/jwks' }],
  ['keysNotWanted', { jwksUri: 'https://app.example/jwks' }],
  ['privateKeyShown', { ...keys, jwks: { keys: [{ ...jwk, d: 'secret' }] } }],
  ['jwksUri', { ...keys, jwksUri: 'http://app.example/jwks' }],
  ['pkceForPublic', { tokenEndpointAuthMethod: 'none', clientSecret: null, requirePkce: false }],
  ['openidMissing', { scopes: ['profile'] }],
] as const) {
  test(`${refusal ?? 'allowed'}: ${JSON.stringify(registration)}`, () => {
    assert.equal(refusalOf(client(registration), circumstances), refusal)
  })
}

test('a field we do not know is a mistake, not something to pass over', () => {
  assert.throws(() => client({ redirectUri: 'https://app.example/' }))
})
