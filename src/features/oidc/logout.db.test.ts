// OIDF's RP-initiated and back-channel logout certification plans, module by module.
import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, describe, test } from 'node:test'
import { createRemoteJWKSet, decodeProtectedHeader, jwtVerify } from 'jose'
import { claimsOf, codeFor, exchange, tokensFor, userinfo } from '../../../test/oidc/flow.ts'
import { basic } from '../../../test/oidc/flow.ts'
import { SECRET, startWorld } from '../../../test/oidc/world.ts'
import type { Browser, World } from '../../../test/oidc/world.ts'

const BYE = 'http://localhost:9999/bye'
let world: World

const logoutPath = (fields: Record<string, string>) => `/oidc/logout?${new URLSearchParams(fields)}`
const isOver = async (browser: Browser): Promise<boolean> =>
  (await world.sql('select ended_at from session where id = $1', [browser.sessionId]))[0]?.ended_at !== null

async function signedIn() {
  const browser = await world.signIn('wu')
  const tokens = await tokensFor(world, browser)
  return { browser, hint: tokens.id_token, tokens }
}

async function logout(browser: Browser, fields: Record<string, string>) {
  const response = await browser.get(logoutPath(fields))
  return { status: response.status, to: response.headers.get('location'), text: await response.text() }
}

describe('oidcc-rp-initiated-logout-certification-test-plan', () => {
  before(async () => { world = await startWorld() })
  after(() => world.stop())

  test('oidcc-rp-initiated-logout', async () => {
    const { browser, hint, tokens } = await signedIn()
    const { status, to } = await logout(browser, { id_token_hint: hint, post_logout_redirect_uri: BYE, state: 's & t' })
    assert.deepEqual([status, to], [303, `${BYE}?state=s+%26+t`])
    assert.equal(await isOver(browser), true)
    assert.equal(browser.cookies.has('__Host-ecpa'), false)
    assert.equal((await userinfo(world, tokens.access_token)).status, 401)
    assert.equal((await codeFor(browser, { prompt: 'none' })).redirect.searchParams.get('error'), 'login_required')
  })
  test('oidcc-rp-initiated-logout-no-state', async () => {
    const { browser, hint } = await signedIn()
    assert.equal((await logout(browser, { id_token_hint: hint, post_logout_redirect_uri: BYE })).to, BYE)
  })
  test('oidcc-rp-initiated-logout-no-post-logout-redirect-uri', async () => {
    const { browser, hint } = await signedIn()
    assert.equal((await logout(browser, { id_token_hint: hint, state: 's' })).to, '/')
    assert.equal(await isOver(browser), true)
  })
  for (const [module, fields, asked] of [
    ['oidcc-rp-initiated-logout-no-params', {}, '/sign-out/confirm?'],
    ['oidcc-rp-initiated-logout-only-state', { state: 's' }, '/sign-out/confirm?state=s'],
    ['oidcc-rp-initiated-logout-no-id-token-hint', { post_logout_redirect_uri: BYE }, '/sign-out/confirm?'],
    ['with the client instead of a hint', { client_id: 'c', post_logout_redirect_uri: BYE },
      `/sign-out/confirm?client=c&to=${encodeURIComponent(BYE)}`],
  ] as const) {
    test(`${module}: the person is asked first`, async () => {
      const { browser } = await signedIn()
      assert.equal((await logout(browser, fields)).to, asked)
      assert.equal(await isOver(browser), false)
    })
  }
  for (const [module, change] of [
    ['oidcc-rp-initiated-logout-bad-post-logout-redirect-uri', { post_logout_redirect_uri: 'https://evil.example/' }],
    ['oidcc-rp-initiated-logout-query-added-to-post-logout-redirect-uri', { post_logout_redirect_uri: `${BYE}?x=1` }],
    ['oidcc-rp-initiated-logout-bad-id-token-hint', { id_token_hint: 'not.a.token' }],
    ['another client than the hint is for', { client_id: 'other' }],
    ['a client that does not exist', { id_token_hint: '', client_id: 'nobody' }],
  ] as const) {
    test(`${module}: nothing happens and nobody is sent anywhere`, async () => {
      const { browser, hint } = await signedIn()
      const { status, to, text } = await logout(browser, { id_token_hint: hint, post_logout_redirect_uri: BYE, ...change })
      assert.deepEqual([status, to], [400, null])
      assert.match(text, /requestBroken/)
      assert.equal(await isOver(browser), false)
    })
  }
  test('oidcc-rp-initiated-logout-modified-id-token-hint', async () => {
    const { browser, hint } = await signedIn()
    const [head, , signature] = hint.split('.')
    const body = Buffer.from(JSON.stringify({ ...claimsOf(hint), sub: 'somebody' })).toString('base64url')
    assert.equal((await logout(browser, { id_token_hint: `${head}.${body}.${signature}` })).status, 400)
    assert.equal(await isOver(browser), false)
  })
  test("another person's ID token signs nobody out unasked", async () => {
    const { hint } = await signedIn()
    const other = await world.signIn('chang')
    assert.match((await logout(other, { id_token_hint: hint, post_logout_redirect_uri: BYE })).to ?? '', /^\/sign-out\/confirm\?/)
    assert.equal(await isOver(other), false)
  })
  test('who is not signed in any more goes back to the application', async () => {
    const { hint } = await signedIn()
    assert.equal((await logout(world.browser(), { id_token_hint: hint, post_logout_redirect_uri: BYE })).to, BYE)
  })
  test('a form from the application works as well', async () => {
    const { browser, hint } = await signedIn()
    const posted = await fetch(`${world.origin}/oidc/logout`, {
      method: 'POST', redirect: 'manual', body: new URLSearchParams({ id_token_hint: hint, post_logout_redirect_uri: BYE }),
    })
    assert.equal(posted.status, 303)
    assert.equal((await browser.get(posted.headers.get('location') ?? '')).headers.get('location'), BYE)
    assert.equal(await isOver(browser), true)
  })
  test('a parameter given twice is refused', async () => {
    const { browser, hint } = await signedIn()
    const path = `${logoutPath({ id_token_hint: hint, post_logout_redirect_uri: BYE })}&post_logout_redirect_uri=${BYE}`
    assert.equal((await browser.get(path)).status, 400)
  })
})

describe('oidcc-backchannel-rp-initiated-logout-certification-test-plan', () => {
  let application: Server
  let heard: string[] = []
  let status = 200
  before(async () => {
    world = await startWorld()
    application = createServer((incoming, outgoing) => {
      let body = ''
      incoming.on('data', (chunk) => { body += chunk })
      incoming.on('end', () => {
        heard.push(body)
        outgoing.writeHead(status, { location: 'http://localhost:1/' }).end()
      })
    })
    await new Promise<void>((done) => { application.listen(0, '127.0.0.1', done) })
    const backchannelLogoutUri = `http://localhost:${(application.address() as AddressInfo).port}/backchannel`
    await world.register({ application: 'D6', clientId: 'back', clientSecret: SECRET, backchannelLogoutUri, postLogoutRedirectUris: [BYE] })
  })
  after(async () => {
    application.close()
    await world.stop()
  })

  const jobs = async () => (await world.sql(`select payload from graphile_worker._private_jobs j
    join graphile_worker._private_tasks t on t.id = j.task_id where t.identifier = 'oidc.back-channel-logout' order by j.id`))
    .map(({ payload }) => payload as { sessionId: string; clientId: string })
  const work = (payload: unknown) => world.provider.tasks.find(({ name }) => name === 'oidc.back-channel-logout')!
    .handle(payload, {} as never)

  test('oidcc-backchannel-logout-discovery-endpoint-verification', async () => {
    const document = await (await fetch(`${world.origin}/.well-known/openid-configuration`)).json() as Record<string, unknown>
    assert.equal(document.backchannel_logout_supported, true)
    assert.equal(document.backchannel_logout_session_supported, true)
  })

  test('oidcc-backchannel-rp-initiated-logout', async () => {
    const browser = await world.signIn('wu')
    const tokens = await exchange(world, await codeFor(browser, { client_id: 'back' }), basic('back', SECRET))
    await tokensFor(world, browser)
    const known = claimsOf(tokens.id_token)
    await logout(browser, { id_token_hint: tokens.id_token, post_logout_redirect_uri: BYE })
    const told = (await jobs()).filter(({ sessionId }) => sessionId === browser.sessionId)
    assert.deepEqual(told, [{ sessionId: browser.sessionId, clientId: 'back' }])
    heard = []
    await work(told[0])
    assert.equal(heard.length, 1)
    const token = new URLSearchParams(heard[0]).get('logout_token') ?? ''
    assert.equal(decodeProtectedHeader(token).typ, 'logout+jwt')
    const keys = createRemoteJWKSet(new URL(`${world.origin}/oidc/jwks`))
    const { payload } = await jwtVerify(token, keys, { issuer: world.origin, audience: 'back', typ: 'logout+jwt' })
    assert.deepEqual(payload.events, { 'http://schemas.openid.net/event/backchannel-logout': {} })
    assert.deepEqual([payload.sub, payload.sid], [known.sub, known.sid])
    assert.equal('nonce' in payload, false)
    assert.equal(typeof payload.jti, 'string')
  })

  test('whoever ends a session, by whatever statement, the applications are told', async () => {
    const browser = await world.signIn('wu')
    await codeFor(browser, { client_id: 'back' })
    await world.sql(`update session set ended_at = now(), ended_why = 'byManager' where id = $1`, [browser.sessionId])
    assert.deepEqual((await jobs()).at(-1), { sessionId: browser.sessionId, clientId: 'back' })
    const count = (await jobs()).length
    await world.sql('update session set ended_at = ended_at where id = $1', [browser.sessionId])
    assert.equal((await jobs()).length, count)
  })

  test('an application that does not take it is told again later; one that redirects is not followed', async () => {
    const job = (await jobs()).at(-1)
    for (status of [500, 302, 400]) await assert.rejects(work(job), /expected 200 OK/)
    status = 204
    await work(job)
  })

  test('an application that hangs is left alone for a while, and keeps no other waiting', async () => {
    let calls = 0
    const hanging = createServer(() => { calls++ })
    await new Promise<void>((done) => { hanging.listen(0, '127.0.0.1', done) })
    const backchannelLogoutUri = `http://localhost:${(hanging.address() as AddressInfo).port}/`
    await world.register({ application: 'D6', clientId: 'hangs', clientSecret: SECRET, backchannelLogoutUri })
    const browser = await world.signIn('wu')
    await codeFor(browser, { client_id: 'hangs' })
    await codeFor(browser, { client_id: 'back' })
    await world.sql(`update session set ended_at = now(), ended_why = 'byManager' where id = $1`, [browser.sessionId])
    heard = []
    status = 200
    try {
      for (let times = 0; times < 5; times++) await assert.rejects(work({ sessionId: browser.sessionId, clientId: 'hangs' }))
      await work({ sessionId: browser.sessionId, clientId: 'back' })
    } finally {
      hanging.closeAllConnections()
      hanging.close()
    }
    assert.equal(calls, 1)
    assert.equal(heard.length, 1)
  })

  test('a living session, a client that is gone, and nonsense send nothing', async () => {
    const browser = await world.signIn('wu')
    heard = []
    await work({ sessionId: browser.sessionId, clientId: 'back' })
    await work({ sessionId: browser.sessionId, clientId: 'gone' })
    await assert.rejects(work({ sessionId: 'x' }))
    assert.deepEqual(heard, [])
  })
})
