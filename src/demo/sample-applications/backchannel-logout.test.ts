import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, beforeEach, test } from 'node:test'
import { exportJWK, SignJWT } from 'jose'
import { sampleClients } from './clients.ts'
import { newBrowser, newKeys, startPeer } from '../../../test/openid-peer.ts'
import { openSessionStore } from './session-store.ts'
import { startSampleApplications } from './start.tsx'
import type { Peer } from '../../../test/openid-peer.ts'
import type { Visit } from './relying-party.ts'
import type { SampleApplications } from './start.tsx'

const EVENT = 'http://schemas.openid.net/event/backchannel-logout'
const silent = { info() {}, warn() {}, error() {} }
const applications = [{ code: 'A1', name: '人事資料報送服務網' }]
const dataDir = mkdtempSync(join(tmpdir(), 'logout-'))
const now = () => Math.floor(Date.now() / 1000)

let peer: Peer
let samples: SampleApplications
let browser: ReturnType<typeof newBrowser>
let sid = ''

before(async () => {
  const finder = await startPeer(() => [])
  await finder.stop()
  samples = await startSampleApplications({
    port: 0, portalOrigin: finder.issuer, applications, clientSecretOf: () => 'secret-for-a-test', dataDir, log: silent,
  })
  const clients = sampleClients(samples.origin, () => 'secret-for-a-test', applications)
  peer = await startPeer(() => clients, Number(new URL(finder.issuer).port))
  await samples.ready
})
after(async () => {
  await samples.stop()
  await peer.stop()
  rmSync(dataDir, { recursive: true })
})
beforeEach(async () => {
  browser = newBrowser()
  const { text } = await browser.go(`${samples.origin}/A1`)
  sid = /&quot;sid&quot;: &quot;([^&]+)/.exec(text)?.[1] ?? ''
  assert.ok(sid)
})

const post = (token: string) => fetch(`${samples.origin}/A1/backchannel-logout`, {
  method: 'POST', body: new URLSearchParams({ logout_token: token }),
})
const isSignedIn = async () => (await browser.go(`${samples.origin}/A1/`)).text.includes('王小明')

test('a genuine token with sid and sub ends that session and no other', async () => {
  const other = newBrowser()
  await other.go(`${samples.origin}/A1`)
  const response = await post(await peer.logoutToken({ sid, sub: 'wang' }))
  assert.equal(response.status, 200)
  assert.equal(response.headers.get('cache-control'), 'no-store')
  assert.equal(await isSignedIn(), false)
  assert.match((await other.go(`${samples.origin}/A1/`)).text, /王小明/)
})

test('a genuine token with sub only ends every session of that person', async () => {
  const other = newBrowser()
  await other.go(`${samples.origin}/A1`)
  assert.equal((await post(await peer.logoutToken({ sub: 'wang' }))).status, 200)
  assert.equal(await isSignedIn(), false)
  assert.match((await other.go(`${samples.origin}/A1/`)).text, /您目前沒有登入/)
})

test('a genuine token for another session or person ends nothing', async () => {
  for (const claims of [{ sid: 'other' }, { sub: 'other' }, { sid, sub: 'other' }]) {
    assert.equal((await post(await peer.logoutToken(claims))).status, 200)
  }
  assert.equal(await isSignedIn(), true)
})

test('a token used twice is refused the second time', async () => {
  const token = await peer.logoutToken({ sid: 'other', jti: 'once' })
  assert.equal((await post(token)).status, 200)
  assert.equal((await post(token)).status, 400)
  assert.equal((await post(await peer.logoutToken({ sid, jti: 'once' }))).status, 400)
  assert.equal(await isSignedIn(), true)
})

const FAULTY: Record<string, [fault: string, claims: Record<string, unknown>, header?: Record<string, unknown>]> = {
  'wrong audience': ['claims', { aud: 'a4' }],
  'wrong issuer': ['claims', { iss: 'http://localhost:1' }],
  'issued long ago': ['age', { iat: now() - 3600 }],
  'issued in the future': ['age', { iat: now() + 600, exp: now() + 900 }],
  expired: ['expired', { iat: now() - 200, exp: now() - 100 }],
  'no iat': ['claims', { iat: undefined }],
  'no exp': ['claims', { exp: undefined }],
  'no jti': ['claims', { jti: undefined }],
  'an empty jti': ['claims', { jti: '' }],
  'a nonce': ['nonce', { nonce: 'n' }],
  'an empty nonce': ['nonce', { nonce: '' }],
  'no events': ['claims', { events: undefined }],
  'another event': ['event', { events: { 'http://schemas.openid.net/event/other': {} } }],
  'events as text': ['event', { events: EVENT }],
  'an event that is no object': ['event', { events: { [EVENT]: true } }],
  'an event that is a list': ['event', { events: { [EVENT]: [] } }],
  'neither sid nor sub': ['subject', { sid: undefined }],
  'a sid that is no text': ['subject', { sid: { $ne: '' } }],
  'an ID token': ['type', { sub: 'wang' }, { typ: 'JWT' }],
  'no type': ['type', {}, { typ: undefined }],
  'an unknown key': ['signature', {}, { kid: 'nobody' }],
}
for (const [name, [fault, claims, header]] of Object.entries(FAULTY)) {
  test(`refused: ${name}`, async () => {
    const response = await post(await peer.logoutToken({ sid, ...claims }, header))
    assert.equal(response.status, 400)
    assert.deepEqual(await response.json(), { error: 'invalid_request', error_description: fault })
    assert.equal(await isSignedIn(), true)
  })
}

test('refused: forged signatures and other algorithms', async () => {
  const { privateKey: stranger } = await newKeys()
  const genuine = await peer.logoutToken({ sid })
  const [header, payload, signature] = genuine.split('.')
  const unsigned = Buffer.from(JSON.stringify({ alg: 'none', typ: 'logout+jwt' })).toString('base64url')
  const { x } = await exportJWK(peer.publicKey)
  const byPublicKey = await new SignJWT(JSON.parse(Buffer.from(payload!, 'base64url').toString()))
    .setProtectedHeader({ alg: 'HS256', kid: 'peer-1', typ: 'logout+jwt' }).sign(new TextEncoder().encode(x))
  const bySecret = await new SignJWT(JSON.parse(Buffer.from(payload!, 'base64url').toString()))
    .setProtectedHeader({ alg: 'HS256', typ: 'logout+jwt' }).sign(new TextEncoder().encode('secret-for-a-test'))
  const forged = [
    await peer.logoutToken({ sid }, {}, stranger), `${unsigned}.${payload}.`, `${unsigned}.${payload}.${signature}`,
    byPublicKey, bySecret, `${header}.${payload}.`, `${header}.${payload}`, 'x', '', 'a.b.c', `${genuine}x`,
  ]
  for (const token of forged) assert.equal((await post(token)).status, 400, token)
  assert.equal(await isSignedIn(), true)
  assert.equal((await post(genuine)).status, 200)
  assert.equal(await isSignedIn(), false)
})

test('refused: no form, two tokens, too much', async () => {
  const token = await peer.logoutToken({ sid })
  const address = `${samples.origin}/A1/backchannel-logout`
  const bodies: [string, string, number][] = [
    [JSON.stringify({ logout_token: token }), 'application/json', 400],
    [`logout_token=${token}&logout_token=${token}`, 'application/x-www-form-urlencoded', 400],
    [`logout_token=${'x'.repeat(100_000)}`, 'application/x-www-form-urlencoded', 413],
  ]
  for (const [body, type, status] of bodies) {
    assert.equal((await fetch(address, { method: 'POST', body, headers: { 'content-type': type } })).status, status)
  }
  assert.equal((await fetch(`${address}?logout_token=${token}`)).status, 404)
  assert.equal(await isSignedIn(), true)
})

test('a session that the portal ended before it was opened is not opened', () => {
  const folder = join(dataDir, 'store')
  const store = openSessionStore(folder)
  const visit = { sub: 's', sid: 'sid', issuedAt: 1000 } as Visit
  const notice = { sid: 'sid', sub: 's', jti: 'j', issuedAt: 1000, expiresAt: 1120 }
  assert.deepEqual(store.logOut('A1', notice, 1_000_000), { ended: 0 })
  assert.equal(store.open('A1', visit, 1_000_500), null)
  const later = store.open('A1', { ...visit, issuedAt: 1001 }, 1_001_000)
  assert.ok(later, 'a later token for the same sid is a new sign-in')
  assert.ok(store.open('A4', visit, 1_000_500), 'another application is not meant')
  store.logOut('A1', { ...notice, sid: null, jti: 'k' }, 1_002_000)
  assert.equal(store.open('A1', { ...visit, sid: 'new', issuedAt: 999 }, 1_000_500), null)
  store.close()
  writeFileSync(join(folder, 'sessions.sqlite'), 'this is no database, whatever its name says: '.repeat(100))
  const renewed = openSessionStore(folder)
  assert.ok(renewed.open('A1', visit, 1_000_500), 'a damaged file starts anew')
  renewed.close()
})

test('sessions end when left alone, and after a day’s work', () => {
  const store = openSessionStore(join(dataDir, 'clock'))
  const minute = 60_000
  const secret = store.open('A1', { sub: 's', sid: null, issuedAt: 0 } as Visit, 0)!
  const key = store.session('A1', secret, 29 * minute)?.key
  assert.ok(key)
  assert.equal(store.session('A4', secret, 0), null, 'one application’s secret opens no other')
  assert.equal(store.session('A1', secret, 30 * minute), null)
  for (let at = 0; at < 600; at += 20) store.seen(key, at * minute)
  assert.ok(store.session('A1', secret, 599 * minute))
  assert.equal(store.session('A1', secret, 600 * minute), null)
  store.close()
})
