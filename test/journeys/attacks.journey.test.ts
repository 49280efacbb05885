// The running program under those who want in: requests that no page of ours sends.
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { test } from 'node:test'
import { newPage } from '../browser.ts'
import { ask, sendRaw, tokenIn, Visitor, type Ask } from '../http.ts'
import { fillSignIn, PASSWORD, signIn } from './steps.ts'
import { sharedDemo } from './shared-demo.ts'

const demo = await sharedDemo()
const { portal, applications } = demo
const COOKIE = '__Host-ecpa'

async function signedIn(account: string): Promise<Visitor> {
  const visitor = new Visitor(portal)
  assert.equal((await visitor.signIn(account, PASSWORD)).headers.location, '/applications')
  return visitor
}

const isFavourite = async (visitor: Visitor, name: string): Promise<boolean> =>
  (await visitor.ask('/applications')).body.includes(`aria-label="將 ${name} 移出常用"`)

const FAVOURITE = '/applications/KM/favourite'
const KM = '人事業務知識分享平台'

test('a change is made by a form of the same session alone', async () => {
  const [one, other] = [await signedIn('p000120'), await signedIn('p000121')]
  const stranger = new Visitor(portal)
  const token = tokenIn(await one.ask('/switch'))
  const foreign = { others: tokenIn(await other.ask('/switch')), strangers: tokenIn(await stranger.ask('/')) }
  const own = { origin: portal, 'sec-fetch-site': 'same-origin' }
  const fields = { favourite: 'yes' }
  const refused: Record<string, Ask> = {
    'no token': { body: new URLSearchParams(fields), headers: own },
    'an empty token': { body: new URLSearchParams({ ...fields, csrf: '' }), headers: own },
    'another session\'s token': { body: new URLSearchParams({ ...fields, csrf: foreign.others }), headers: own },
    'a token from before sign-in': { body: new URLSearchParams({ ...fields, csrf: foreign.strangers }), headers: own },
    'a token changed by one letter': {
      body: new URLSearchParams({ ...fields, csrf: token.replace(/.$/, (last) => (last === 'A' ? 'E' : 'A')) }), headers: own,
    },
    'another origin': { body: new URLSearchParams({ ...fields, csrf: token }), headers: { origin: 'https://evil.example' } },
    'the sample applications\' origin': { body: new URLSearchParams({ ...fields, csrf: token }), headers: { origin: applications } },
    'no origin at all': { body: new URLSearchParams({ ...fields, csrf: token }), headers: { origin: 'null' } },
    'another site': { body: new URLSearchParams({ ...fields, csrf: token }), headers: { 'sec-fetch-site': 'cross-site' } },
    'a sister site': { body: new URLSearchParams({ ...fields, csrf: token }), headers: { 'sec-fetch-site': 'same-site' } },
    'the token in the address': { body: new URLSearchParams(fields), headers: own },
  }
  for (const [what, how] of Object.entries(refused)) {
    const path = what === 'the token in the address' ? `${FAVOURITE}?csrf=${token}` : FAVOURITE
    const answer = await one.ask(path, { method: 'POST', ...how })
    assert.equal(answer.status, 403, what)
    assert.equal(await isFavourite(one, KM), false, what)
  }
  for (const type of ['application/json', 'text/plain', 'multipart/form-data; boundary=x']) {
    const body = `{"csrf":"${token}","favourite":"yes"}`
    const answer = await one.ask(FAVOURITE, { method: 'POST', body, headers: { ...own, 'content-type': type } })
    assert.equal(answer.status, 415, type)
  }
  for (const [path, from] of [['/sign-out', '/'], ['/switch', '/'], ['/sign-out/confirm', '/']] as const) {
    const answer = await one.ask(path, { method: 'POST', body: new URLSearchParams({ csrf: tokenIn(await stranger.ask(from)) }), headers: own })
    assert.equal(answer.status, 403, path)
  }
  // whoever could sign a victim in as the attacker could read what the victim then does
  const login = await new Visitor(portal).ask('/sign-in/password', {
    method: 'POST', body: new URLSearchParams({ account: 'p000121', password: PASSWORD, csrf: foreign.strangers }), headers: own,
  })
  assert.equal(login.status, 403)
  for (const path of [FAVOURITE, '/sign-out', '/sign-in/password']) {
    assert.equal((await one.ask(`${path}?favourite=yes&csrf=${token}`)).status, 405, `GET ${path}`)
  }
  assert.equal((await one.ask(FAVOURITE, { method: 'POST', body: new URLSearchParams({ ...fields, csrf: token }), headers: own })).status, 303)
  assert.equal(await isFavourite(one, KM), true)
  assert.equal(await isFavourite(other, KM), false, 'and nobody else\'s')
  await one.submit(FAVOURITE, { favourite: 'no' }, '/switch')
  assert.equal(await isFavourite(one, KM), false)
})

test('fields that no form of ours has change nothing', async () => {
  const visitor = new Visitor(portal)
  const answer = await visitor.signIn('tsai.delegate', PASSWORD, {
    method: 'personCertificate', standing: 'hrSupervisor', personId: '1', person_id: '1', actor: 'chen.central', state: 'active',
    sessionId: '00000000-0000-0000-0000-000000000000', 'agency[]': 'A58000000A', __proto__: 'x', constructor: 'x',
  })
  assert.equal(answer.headers.location, '/applications')
  const line = /<section class="standing"[\s\S]*?<\/section>/.exec((await visitor.ask('/applications')).body)![0]
  assert.ok(line.includes('帳號密碼') && !line.includes('憑證'), line)
  const own = /[0-9A-Z]{10}/.exec(line)![0]
  assert.ok(!/人事主管/.test(line), line)

  const switched = await visitor.submit('/switch', { agency: 'A58000000A', standing: 'hrSupervisor' }, '/applications')
  assert.equal(switched.status, 422)
  assert.ok((await visitor.ask('/applications')).body.includes(own))

  const victim = await signedIn('p000123')
  const favourite = await visitor.submit('/applications/KM/favourite', { favourite: 'yes', person_id: '1', account: 'p000123' }, '/switch')
  assert.equal(favourite.status, 303)
  assert.equal(await isFavourite(victim, KM), false)
  // two values where there is one: whoever checks the first and whoever uses the second must not differ
  const twice = new URLSearchParams([
    ['csrf', tokenIn(await visitor.ask('/switch'))], ['favourite', 'no'], ['favourite', 'yes'],
  ])
  assert.equal((await visitor.ask(FAVOURITE, { method: 'POST', body: twice, headers: { origin: portal } })).status, 400)
})

test('an address has one reading or none', async () => {
  const visitor = await signedIn('wu.employee')
  const none = [
    '//applications', '/applications/', '/applications//', '/Applications', '/APPLICATIONS', '/%61pplications',
    '/applications%2F', '/applications%00', '/applications;x=1', '/./applications', '/x/../applications', '/%2e%2e/applications',
    '/applications/..', '/applications\\D6\\open', '/applications/D6%2Fopen', '/applications/D6%5copen', '/applications//D6/open',
    '/applications/D6/open/', '/applications/D6/OPEN', '/applications/%44%36/open', '/applications/d6/open', '/applications/D6/open%20',
    '/applications/D6/../A4/open', '/applications/A4/why-not/../../D6/open', '/applications/D6%0d%0aX:1/open', '/applications/％44/open',
    '/oidc//authorize', '/OIDC/authorize', '/oidc/authorize/', '/oidc/%61uthorize', '/oidc/./authorize', '/oidc/../applications',
    '/oidc%2fauthorize', '/oidcx', '/.well-known//openid-configuration', '/.well-known/openid-configuration/', '/%2ewell-known/openid-configuration',
    '/assets/../applications', '/assets/%2e%2e/settings.ts', '/assets/..%2f..%2fsettings.ts', '/readyz/', '/livez%00',
  ].map((path) => Buffer.from(path).toString('latin1'))
  for (const path of none) {
    const text = await sendRaw(portal, `GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nCookie: ${COOKIE}=${visitor.cookies.get(COOKIE)}\r\n\r\n`)
    assert.match(text, /^HTTP\/1\.1 40[04] /, path)
    assert.doesNotMatch(text, /^location:/im, path)
  }
  for (const path of ['/applications', '/applications/D6/open', '/.well-known/openid-configuration']) {
    assert.ok([200, 303].includes((await visitor.ask(path)).status), path)
  }
})

test('whatever Host says, every address is the portal\'s own', async () => {
  const evil = 'evil.example'
  const headers = {
    host: evil, 'x-forwarded-host': evil, 'x-forwarded-proto': 'https', 'x-forwarded-port': '666', forwarded: `host=${evil};proto=https`,
    'x-original-url': '/applications', 'x-rewrite-url': '/applications', 'x-forwarded-prefix': '/evil',
  }
  for (const path of ['/', '/applications', '/applications/D6/open', '/nowhere', '/?lang=en', '/.well-known/openid-configuration', '/readyz',
    '/oidc/authorize?client_id=d6', '/sign-out/confirm']) {
    const { status, headers: answered, body } = await ask(portal, path, { headers })
    assert.ok(status < 500, `${path}: ${status}`)
    assert.doesNotMatch(JSON.stringify(answered) + body, /evil|:666/, path)
  }
  const { body } = await ask(portal, '/.well-known/openid-configuration', { headers })
  assert.equal((JSON.parse(body) as { issuer: string }).issuer, portal)
  const absolute = await sendRaw(portal, `GET http://${evil}/applications HTTP/1.1\r\nHost: ${evil}\r\nConnection: close\r\n\r\n`)
  assert.match(absolute, /^HTTP\/1\.1 40[04] /)
  assert.match(await sendRaw(portal, 'GET / HTTP/1.1\r\nConnection: close\r\n\r\n'), /^HTTP\/1\.1 400 /)
  // a name of a foreign site that leads to this machine reaches no sample application either
  assert.equal((await ask(applications, '/D6', { headers: { host: evil } })).status, 421)
  assert.equal((await ask(demo.mailbox, '/api/messages', { headers: { host: evil } })).status, 421)
})

test('two readings of one request are no request', async () => {
  for (const head of [
    'Content-Length: 5\r\nTransfer-Encoding: chunked', 'Content-Length: 5\r\nContent-Length: 6', 'Transfer-Encoding: chunked, identity',
    'Content-Length: +5', 'Content-Length: 0x5', 'Transfer-Encoding : chunked', ' Folded: yes',
  ]) {
    const text = await sendRaw(portal, `POST /sign-in/password HTTP/1.1\r\nHost: localhost\r\n${head}\r\n\r\n0\r\n\r\nGET /applications HTTP/1.1\r\nHost: x\r\n\r\n`)
    assert.match(text, /^HTTP\/1\.1 400 /, head)
    assert.equal(text.match(/HTTP\/1\.1/g)!.length, 1, head)
  }
})

test('what is too large is refused in words, and the program goes on', async () => {
  const visitor = new Visitor(portal)
  const csrf = tokenIn(await visitor.ask('/'))
  const send = (body: string) =>
    visitor.ask('/sign-in/password', { method: 'POST', body, headers: { origin: portal } })
  assert.equal((await send(`csrf=${csrf}&account=a&password=${'x'.repeat(70_000)}`)).status, 413)
  assert.equal((await send(Array.from({ length: 300 }, (_, at) => `f${at}=1`).join('&'))).status, 400)
  assert.equal((await send(`csrf=${csrf}&account=${'a'.repeat(250)}&password=x`)).status, 422)
  assert.equal((await send(`csrf=${csrf}&account=a&password=${'x'.repeat(2000)}`)).status, 422)
  assert.equal((await send(`csrf=${csrf}&account=%00%FF%FE&password=%00`)).status, 400)
  assert.equal((await visitor.ask(`/?next=/${'x'.repeat(5000)}`)).status, 414)
  assert.equal((await visitor.ask('/', { headers: { 'x-large': 'x'.repeat(20_000) } })).status, 431)
  // a body without end is cut off
  const endless = await send('x'.repeat(20_000_000)).then(({ status }) => String(status), ({ code }: { code: string }) => code)
  assert.match(endless, /^(?:413|EPIPE|ECONNRESET)$/)
  assert.equal((await visitor.ask('/readyz')).status, 200)
})

const ASTRAY = [
  '//evil.example', '///evil.example', '/\\evil.example', '\\\\evil.example', '\\/evil.example', 'https://evil.example', 'evil.example',
  'javascript:alert(1)', 'data:text/html,x', '/%0d%0aSet-Cookie:x=1\r\nX: 1', '/x\r\nLocation: https://evil.example', '/\tevil.example',
  ' //evil.example', '/\u0000//evil.example', '/x\\..\\..\\evil', '/／evil.example', 'http:evil.example', '//localhost@evil.example',
]

test('after signing in nobody is led astray', async () => {
  for (const next of ASTRAY) {
    const shown = await new Visitor(portal).ask(`/?next=${encodeURIComponent(next)}`)
    assert.ok(shown.status === 200 || shown.status === 400, `${next}: ${shown.status}`)
    assert.doesNotMatch(shown.body, /name="next"/, next)
    const visitor = new Visitor(portal)
    const { status, headers } = await visitor.signIn('p000124', PASSWORD, { next })
    assert.ok(status === 400 || (status === 303 && headers.location === '/applications'), `${next}: ${status} ${headers.location}`)
    if (status === 400) assert.equal(headers.location, undefined)
    assert.equal((headers['set-cookie'] ?? []).some((set) => set.startsWith('x=')), false)
  }
  for (const waiting of ['x', '../../evil', 'a'.repeat(40), 'https://evil.example']) {
    const { headers } = await new Visitor(portal).signIn('p000124', PASSWORD, { continue: waiting })
    assert.equal(headers.location, '/applications', waiting)
  }
  const { headers } = await new Visitor(portal).signIn('p000124', PASSWORD, { next: '/switch?x=1' })
  assert.equal(headers.location, '/switch?x=1')
  const quoted = await new Visitor(portal).ask(`/?next=${encodeURIComponent('/"><script>alert(1)</script>')}`)
  assert.doesNotMatch(quoted.body, /<script>alert/)
})

test('the provider leads nobody to an address that is not registered', async () => {
  const visitor = await signedIn('wu.employee')
  const evil = encodeURIComponent('https://evil.example/D6/callback')
  const near = encodeURIComponent(`${applications}/D6/callback/../../evil`)
  for (const uri of [evil, near, encodeURIComponent(`${applications}@evil.example/D6/callback`)]) {
    const request = `response_type=code&client_id=d6&scope=openid&code_challenge=${'x'.repeat(43)}&code_challenge_method=S256&redirect_uri=${uri}`
    const answer = await visitor.ask(`/oidc/authorize?${request}`)
    assert.deepEqual([answer.status, answer.headers.location], [400, undefined], uri)
    const leave = await visitor.ask(`/oidc/logout?client_id=d6&post_logout_redirect_uri=${uri}`)
    assert.doesNotMatch(leave.headers.location ?? '', /evil/, uri)
  }
  const confirm = await visitor.submit('/sign-out/confirm', { client: 'd6', to: 'https://evil.example' }, '/switch')
  assert.deepEqual([confirm.status, confirm.headers.location], [303, '/'])
})

test('a sign-in that somebody else began ends in no application', async () => {
  const attacker = await newPage({ javaScript: false })
  await attacker.goto(`${applications}/D6`)
  assert.match(attacker.url(), new RegExp(`^${portal}/\\?continue=`))
  const victim = await newPage({ javaScript: false })
  await victim.goto(attacker.url())
  await fillSignIn(victim, 'p000125')
  assert.ok(!(await victim.content()).includes('誰登入了'), victim.url())
  for (const page of [victim, attacker]) {
    await page.goto(`${applications}/D6/`)
    assert.equal(await page.getByText('您目前沒有登入這個系統。').count(), 1)
    await page.context().close()
  }
})

test('every answer carries the headers that keep others off, and no page shows in a frame', async (t) => {
  const visitor = await signedIn('wu.employee')
  for (const path of ['/', '/applications', '/applications/A4/why-not', '/applications/B5/why-not', '/switch', '/nowhere', '/sign-out/confirm',
    '/applications/D6/open', '/sign-in/password', '/applications/%2e', '/oidc/authorize?client_id=nobody']) {
    const { headers } = await visitor.ask(path)
    const policy = String(headers['content-security-policy'])
    for (const rule of ["default-src 'none'", "script-src 'self'", "style-src 'self'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'"]) {
      assert.ok(policy.includes(rule), `${path}: ${policy}`)
    }
    assert.doesNotMatch(policy, /unsafe|\*/, path)
    assert.equal(headers['x-frame-options'], 'DENY', path)
    assert.equal(headers['x-content-type-options'], 'nosniff', path)
    // The page with 「憑證登入」 has to hear from the window of the signing component (4.7).
    assert.equal(headers['cross-origin-opener-policy'], path === '/' ? 'same-origin-allow-popups' : 'same-origin', path)
    assert.equal(headers['referrer-policy'], 'same-origin', path)
    assert.match(String(headers['cache-control']), /no-store/, path)
    assert.equal(headers['x-powered-by'], undefined, path)
    assert.equal(headers['access-control-allow-origin'], undefined, path)
  }
  const framing = createServer((_, outgoing) => {
    outgoing.setHeader('content-type', 'text/html')
    outgoing.end(`<iframe src="${portal}/applications"></iframe><iframe src="${portal}/"></iframe><iframe src="${applications}/D6/"></iframe>`)
  }).listen(0, '127.0.0.1')
  await once(framing, 'listening')
  t.after(() => framing.close())
  const page = await newPage()
  await signIn(page, demo, 'wu.employee')
  await page.goto(`http://localhost:${(framing.address() as AddressInfo).port}/`)
  const inside = await Promise.all(page.frames().slice(1).map((frame) => frame.content()))
  assert.equal(inside.length, 3)
  for (const content of inside) assert.doesNotMatch(content, /人事服務網|吳文傑|範例應用系統/)
  await page.context().close()
})
