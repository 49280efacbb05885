// The provider behind the portal's own server: its pages, its problems and signing out with the person's word.
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { after, before, describe, test } from 'node:test'
import { authorizePath, challengeOf, codeFor, newVerifier, tokensFor } from '../../../test/oidc/flow.ts'
import { Browser, startWorld } from '../../../test/oidc/world.ts'
import { dayInTaipei } from '../../core/days.ts'
import { createApp } from '../../web/app.ts'
import { createServer } from '../../web/server.ts'
import { findActor } from '../sign-in/find-actor.ts'
import { oidcRoutes, pagesOf } from './routes.tsx'
import type { World } from '../../../test/oidc/world.ts'
import type { PortalServer } from '../../web/server.ts'

const BYE = 'http://localhost:9999/bye'

describe('the provider in the portal', () => {
  let world: World
  let server: PortalServer
  let origin: string
  before(async () => {
    const texts = { 'zh-TW': '人事單位', en: 'Personnel' }
    const silent = { info: () => {}, error: () => {} }
    world = await startWorld()
    const app = createApp({
      routes: oidcRoutes({ oidc: world.provider, endSession: world.endSession }), origin: world.origin,
      formKey: Buffer.alloc(32, 3), log: silent, contact: { office: texts, phone: '1', email: 'a@b.tw', hours: texts },
      findActor: (token) => findActor(world.database, token, dayInTaipei(new Date()), { idleMinutes: 30, hours: 8 }),
    })
    world.showBy(pagesOf(app))
    server = createServer({ app, mounts: world.provider.prefixes.map((prefix) => ({ prefix, handler: world.provider.handler })) })
    origin = `http://localhost:${await server.listen(0, '127.0.0.1')}`
  })
  after(async () => {
    await server.stop(0)
    await world.stop()
  })

  const at = (browser: Browser): Browser => {
    const here = new Browser(origin, null)
    for (const [name, value] of browser.cookies) here.cookies.set(name, value)
    return here
  }

  test('the page that posts an answer to an application runs its own script and no other, and is never framed', async () => {
    const verifier = newVerifier()
    const response = await at(await world.signIn('wu')).get(authorizePath({
      response_mode: 'form_post', state: '"><script>', code_challenge: challengeOf(verifier), code_challenge_method: 'S256',
    }))
    const body = await response.text()
    assert.match(body, /name="code"/)
    assert.equal(body.split('<script>').length, 2)
    const policy = response.headers.get('content-security-policy') ?? ''
    assert.match(policy, /default-src 'none'/)
    assert.match(policy, /frame-ancestors 'none'/)
    const script = /<script>([^]*?)<\/script>/.exec(body)?.[1] ?? ''
    assert.ok(policy.includes(`script-src 'self' 'sha256-${createHash('sha256').update(script).digest('base64')}'`), policy)
    assert.doesNotMatch(policy, /unsafe/)
    assert.equal(response.headers.get('x-frame-options'), 'DENY')
  })

  test('a redirect address that is not registered is told on a page of the portal, and leads nowhere', async () => {
    const response = await at(await world.signIn('wu')).get(authorizePath({ redirect_uri: 'https://evil.example/' }))
    assert.equal(response.status, 400)
    const html = await response.text()
    assert.match(html, /返回網址不符/)
    assert.equal(html.includes('evil.example'), false)
    assert.match(response.headers.get('content-security-policy') ?? '', /default-src 'none'/)
    assert.equal(response.headers.get('x-frame-options'), 'DENY')
  })

  test('an unknown client and a request that waits no longer have words of their own', async () => {
    const browser = at(await world.signIn('wu'))
    assert.match(await (await browser.get(authorizePath({ client_id: 'nobody' }))).text(), /尚未登錄/)
    assert.match(await (await browser.get(`/oidc/authorize/${'x'.repeat(21)}`)).text(), /已經失效/)
  })

  test('without an ID token the person is asked, and only their own answer signs them out', async () => {
    const signedIn = await world.signIn('wu')
    await codeFor(signedIn)
    const browser = at(signedIn)
    const asked = await browser.get(`/oidc/logout?${new URLSearchParams({ client_id: 'c', post_logout_redirect_uri: BYE, state: 's' })}`)
    const page = await browser.get(asked.headers.get('location') ?? '')
    const html = await page.text()
    assert.match(html, /「應用 D6」要求將您登出/)
    assert.match(page.headers.get('content-security-policy') ?? '', /form-action 'self' http:\/\/localhost:9999;/)
    const fields = new URLSearchParams([...html.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)]
      .map(([, name = '', value = '']): [string, string] => [name, value]))
    const send = (body: URLSearchParams) => browser.get('/sign-out/confirm', {
      method: 'POST', body, headers: { origin: world.origin, 'content-type': 'application/x-www-form-urlencoded' },
    })
    const forged = new URLSearchParams(fields)
    for (const name of [...forged.keys()].filter((one) => !['client', 'to', 'state'].includes(one))) forged.delete(name)
    assert.equal((await send(forged)).status, 403)
    assert.equal((await world.sql('select ended_at from session where id = $1', [signedIn.sessionId]))[0]?.ended_at, null)
    const done = await send(fields)
    assert.deepEqual([done.status, done.headers.get('location')], [303, `${BYE}?state=s`])
    assert.notEqual((await world.sql('select ended_at from session where id = $1', [signedIn.sessionId]))[0]?.ended_at, null)
    assert.equal(browser.cookies.has('__Host-ecpa'), false)
  })

  test('an address that is not registered is forgotten on the way', async () => {
    const browser = at(world.browser())
    const response = await browser.get(`/sign-out/confirm?${new URLSearchParams({ client: 'c', to: 'https://evil.example/' })}`)
    assert.equal(response.headers.get('location'), '/')
  })

  test('the host of a request is not believed', async () => {
    const { id_token: token } = await tokensFor(world, await world.signIn('wu'))
    assert.equal(JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString()).iss, world.origin)
    const document = await (await fetch(`${origin}/.well-known/openid-configuration`)).json() as { issuer: string }
    assert.equal(document.issuer, world.origin)
  })
})
