import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { seen, sessionOf, startTestPortal, TOKENS } from './test-portal.tsx'

type Portal = Awaited<ReturnType<typeof startTestPortal>>
let portal: Portal
before(async () => void (portal = await startTestPortal()))
after(() => portal.stop())

const employee = sessionOf(TOKENS.employee)

/** The token with one character changed to another. */
const withOther = (token: string, at: number): string =>
  token.slice(0, at) + (token[at] === 'x' ? 'y' : 'x') + token.slice(at + 1)

test('every reply carries the security headers, whatever it is', async () => {
  const { csrf, cookie } = await portal.openForm()
  const replies = await Promise.all([
    portal.ask('GET', '/'),
    portal.ask('GET', '/mine', { cookie: employee }),
    portal.ask('GET', '/none'),
    portal.ask('GET', '//none'),
    portal.ask('DELETE', '/'),
    portal.ask('GET', '/broken'),
    portal.ask('GET', '/api/broken'),
    portal.ask('GET', '/file'),
    portal.ask('GET', '/things/A4'),
    portal.ask('GET', '/mine'),
    portal.ask('POST', '/form', { cookie, body: { csrf } }),
    portal.ask('POST', '/form', { body: {} }),
  ])
  for (const { headers, status } of replies) {
    assert.match(String(headers['content-security-policy']), /^default-src 'none';.*frame-ancestors 'none'/, `${status}`)
    assert.doesNotMatch(String(headers['content-security-policy']), /unsafe/)
    assert.equal(headers['x-content-type-options'], 'nosniff')
    assert.equal(headers['x-frame-options'], 'DENY')
    assert.equal(headers['referrer-policy'], 'same-origin')
    assert.equal(headers['cross-origin-opener-policy'], 'same-origin')
    assert.equal(headers['cross-origin-resource-policy'], 'same-origin')
    assert.match(String(headers['permissions-policy']), /camera=\(\)/)
    assert.equal(headers['cache-control'], 'no-store')
    assert.match(String(headers['x-request-id']), /^[0-9a-f-]{13}$/)
    assert.equal(headers['strict-transport-security'], undefined)
    assert.equal(headers['x-powered-by'], undefined)
  }
})

test('a page of ours allows its own scripts and styles and nothing else', async () => {
  const { headers } = await portal.ask('GET', '/')
  assert.equal(
    headers['content-security-policy'],
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; " +
      "form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
  )
})

test('a route loosens only what it names', async () => {
  const { headers } = await portal.ask('GET', '/opens')
  assert.match(String(headers['content-security-policy']), /form-action 'self' https:\/\/one\.example https:\/\/two\.example;/)
  assert.match(String(headers['content-security-policy']), /img-src 'self' data: http:\/\/localhost:61161;/)
  assert.equal(headers['cross-origin-opener-policy'], 'same-origin-allow-popups')
})

test('over https every reply says so for two years, assets and mounts too', async (t) => {
  const mounts = [{ prefix: '/oidc' as const, handler: (_: unknown, outgoing: { end: (text: string) => unknown }) =>
    void outgoing.end('mounted') }]
  const secure = await startTestPortal({ origin: 'https://ecpa.example.gov.tw', mounts })
  t.after(() => secure.stop())
  const page = await secure.ask('GET', '/')
  const asset = /href="(\/assets\/[^"]+\.css)"/.exec(page.text)![1]!
  for (const path of ['/', asset, '/oidc/x', '/none']) {
    const { headers } = await secure.ask('GET', path)
    assert.equal(headers['strict-transport-security'], 'max-age=63072000; includeSubDomains', path)
    assert.equal(headers['x-content-type-options'], 'nosniff', path)
  }
})

test('a form is taken with its token, answers 303 and hands out the session in a __Host- cookie', async () => {
  const { csrf, cookie } = await portal.openForm()
  const answer = await portal.ask('POST', '/form', { cookie, body: { csrf, account: ' wu ', password: 'x' } })
  assert.equal(answer.status, 303)
  assert.equal(answer.headers.location, '/form?done=yes')
  assert.deepEqual(seen.forms.at(-1), { account: 'wu', password: 'x', roles: [] })
  assert.match(answer.cookies[0]!, /^__Host-ecpa-told=[\w-]{43}; Path=\/; Secure; HttpOnly; SameSite=Lax$/)
  assert.deepEqual(answer.cookies.slice(1), [`__Host-ecpa=${TOKENS.employee}; Path=/; Secure; HttpOnly; SameSite=Lax`])
  const out = await portal.openForm(employee)
  const left = await portal.ask('POST', '/sign-out', { cookie: employee, body: { csrf: out.csrf } })
  assert.match(left.cookies[0]!, /^__Host-ecpa=; Path=\/; Secure; HttpOnly; SameSite=Lax; Max-Age=0$/)
})

test('CSRF: no token, another browser\'s, another session\'s, and a changed one are refused', async () => {
  const mine = await portal.openForm()
  const other = await portal.openForm()
  const inSession = await portal.openForm(employee)
  const body = { account: 'wu', password: 'x' }
  const takenSoFar = seen.forms.length
  const tries = [
    { cookie: mine.cookie, body },
    { cookie: mine.cookie, body: { ...body, csrf: '' } },
    { cookie: mine.cookie, body: { ...body, csrf: other.csrf } },
    { cookie: mine.cookie, body: { ...body, csrf: inSession.csrf } },
    { cookie: employee, body: { ...body, csrf: mine.csrf } },
    { cookie: sessionOf(TOKENS.supervisor), body: { ...body, csrf: inSession.csrf } },
    { body: { ...body, csrf: mine.csrf } },
    ...[0, 20, 40].map((at) => ({ cookie: mine.cookie, body: { ...body, csrf: withOther(mine.csrf, at) } })),
  ]
  for (const one of tries) assert.equal((await portal.ask('POST', '/form', one)).status, 403)
  assert.equal(seen.forms.length, takenSoFar)
  assert.equal((await portal.ask('POST', '/form', { cookie: mine.cookie, body: { ...body, csrf: mine.csrf } })).status, 303)
})

test('two tokens of one browser differ, and both hold', async () => {
  const first = await portal.openForm()
  const second = await portal.openForm(first.cookie)
  assert.notEqual(first.csrf, second.csrf)
  for (const csrf of [first.csrf, second.csrf]) {
    const answer = await portal.ask('POST', '/form', { cookie: first.cookie, body: { csrf, account: 'wu', password: 'x' } })
    assert.equal(answer.status, 303)
  }
})

test('a change that comes from another site is refused, token or not', async () => {
  const { csrf, cookie } = await portal.openForm()
  const from = (headers: Record<string, string>) => portal.ask('POST', '/only-post', { cookie, body: { csrf }, headers })
  const reached = seen.reached.length
  for (const headers of [
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { origin: 'http://localhost:3001' },
    { origin: 'https://localhost:3000' },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { 'sec-fetch-site': 'none' },
    { 'sec-fetch-site': 'same-origin', origin: 'https://evil.example' },
    { 'sec-fetch-site': 'cross-site', origin: 'http://localhost:3000' },
    { origin: 'http://evil.example', host: 'evil.example' },
  ]) {
    assert.equal((await from(headers)).status, 403, JSON.stringify(headers))
  }
  assert.equal(seen.reached.length, reached)
  assert.equal((await from({ 'sec-fetch-site': 'same-origin', origin: 'http://localhost:3000' })).status, 303)
})

test('the Host header and its kin change nothing', async (t) => {
  const games = { host: 'evil.example', 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'https', forwarded: 'host=evil.example' }
  for (const path of ['/', '/mine', '/form', '/none', '/?lang=en']) {
    const { text, headers } = await portal.ask('GET', path, { headers: games })
    assert.doesNotMatch(text + JSON.stringify(headers), /evil\.example/, path)
  }
  const heard: Record<string, unknown>[] = []
  const mounted = await startTestPortal({ mounts: [{ prefix: '/oidc', handler: (incoming, outgoing) => {
    heard.push(incoming.headers)
    outgoing.end()
  } }] })
  t.after(() => mounted.stop())
  await mounted.ask('GET', '/oidc/auth', { headers: games })
  const { host, forwarded, 'x-forwarded-host': forwardedHost, 'x-forwarded-proto': protocol } = heard[0]!
  assert.deepEqual([host, forwarded, forwardedHost, protocol], ['localhost:3000', undefined, 'localhost:3000', 'http'])
})

test('a mount gets its own paths by whole segments, and only canonical ones', async (t) => {
  const mounted = await startTestPortal({ mounts: [{ prefix: '/oidc', handler: (_, outgoing) => void outgoing.end('mounted') }] })
  t.after(() => mounted.stop())
  const got = async (path: string) => (await mounted.ask('GET', path)).text === 'mounted'
  assert.deepEqual(
    [await got('/oidc'), await got('/oidc/a/b?c=d'), await got('/oidcx'), await got('//oidc/a'), await got('/x/../oidc/a')],
    [true, true, false, false, false],
  )
  for (const path of ['/oidc/../manage', '/oidc/./a', '/oidc//a', '/oidc/%2e%2e/manage', '/oidc/a%2fb', '/oidc/a\\b']) {
    assert.equal(await got(path), false, path)
  }
})

test('a fault of a mount leaves through the same door', async (t) => {
  const mounted = await startTestPortal({ mounts: [{ prefix: '/oidc', handler: () => Promise.reject(new Error('secret value')) }] })
  t.after(() => mounted.stop())
  const { status, text, headers } = await mounted.ask('GET', '/oidc/a')
  assert.equal(status, 500)
  assert.match(text, new RegExp(String(headers['x-request-id'])))
  assert.doesNotMatch(text, /secret/)
})

test('an English page has no punctuation of Chinese, in the frame or in a problem', async () => {
  const cookie = `${sessionOf(TOKENS.central)}; __Host-ecpa-language=en`
  const { text } = await portal.ask('GET', '/busy', { cookie })
  assert.match(text, /<html lang="en">/)
  assert.match(text, /Central administrator/)
  assert.doesNotMatch(text, /[：、，。；（）]/)
})
