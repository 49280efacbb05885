import assert from 'node:assert/strict'
import { connect } from 'node:net'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { after, before, test } from 'node:test'
import { sampleActors } from './gallery/sample-actors.ts'
import { seen, sessionOf, startTestPortal, TOKENS } from './test-portal.tsx'
import type { Actor } from './actor.ts'

type Portal = Awaited<ReturnType<typeof startTestPortal>>
let portal: Portal
before(async () => void (portal = await startTestPortal()))
after(() => portal.stop())

const employee = sessionOf(TOKENS.employee)
const supervisor = sessionOf(TOKENS.supervisor)

/** Sends bytes as they are, because clients straighten what they send. */
function raw(text: string, port = portal.port): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = ''
    const socket = connect(port, '127.0.0.1', () => socket.write(text))
    socket.setEncoding('utf8').on('data', (chunk: string) => (answer += chunk))
    socket.on('close', () => resolve(answer))
    socket.on('error', reject)
  })
}
const rawGet = (target: string) => raw(`GET ${target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`)

test('each act opens to those it is for', async () => {
  const status = async (path: string, cookie?: string) =>
    (await portal.ask('GET', path, cookie === undefined ? {} : { cookie })).status
  const central = sessionOf(TOKENS.central)
  assert.deepEqual([await status('/mine'), await status('/mine', employee)], [303, 200])
  assert.deepEqual(
    [await status('/manage'), await status('/manage', employee), await status('/manage', supervisor)], [303, 403, 200],
  )
  assert.deepEqual(
    [await status('/central'), await status('/central', supervisor), await status('/central', central)], [303, 403, 200],
  )
})

test('who is not signed in is led to sign-in and back; a program and a change are told', async () => {
  const led = await portal.ask('GET', '/mine?x=1&y=%E4%B8%AD')
  assert.equal(led.headers.location, '/?next=%2Fmine%3Fx%3D1%26y%3D%25E4%25B8%25AD')
  assert.equal((await portal.ask('POST', '/sign-out', { body: {} })).status, 401)
  const told = await portal.ask('GET', '/api/mine')
  assert.equal(told.status, 401)
  assert.equal(told.headers['content-type'], 'application/problem+json')
})

test('what is dangerous asks for a fresh proof: a page leads to it and back, what is sent too late is not done', async (t) => {
  const now = Date.parse('2026-11-23T01:30:00Z')
  let minutesAgo = 0
  const own = await startTestPortal({ actorOf: () => ({ ...sampleActors.employee, signedInAt: new Date(now - minutesAgo * 60_000) }) })
  t.after(() => own.stop())
  const form = await own.openForm(sessionOf(TOKENS.employee))
  const send = (path: string, headers: Record<string, string> = {}) =>
    own.ask('POST', path, { cookie: form.cookie, body: { csrf: form.csrf }, headers })
  const read = () => own.ask('GET', '/danger?of=them', { cookie: form.cookie })
  seen.reached.length = 0

  minutesAgo = 6
  assert.equal((await read()).status, 200)
  // Whoever opened the page just in time still has minutes to fill it in; whoever opens it now is asked first.
  minutesAgo = 9
  assert.equal((await read()).headers.location, '/sign-in/again?next=%2Fdanger%3Fof%3Dthem')
  assert.equal((await send('/danger')).status, 303)
  assert.deepEqual(seen.reached.splice(0), ['/danger'])

  minutesAgo = 11
  const late = await send('/danger')
  assert.equal(late.status, 403)
  assert.match(late.text, /請再次驗證身分[\s\S]*href="\/sign-in\/again\?next=%2Fdanger"/)
  // Where there is no page at the address, the browser says which page it was; what leads elsewhere is not followed.
  const referer = (address: string) => send('/danger/only-post', { referer: address })
  assert.match((await referer('http://localhost:3000/danger?of=1')).text, /again\?next=%2Fdanger%3Fof%3D1"/)
  for (const other of ['http://localhost:3000.evil.example/x', 'http://localhost:3000//evil.example', 'http://localhost:30001/']) {
    assert.match((await referer(other)).text, /again\?next=%2F"/, other)
  }
  assert.deepEqual(seen.reached, [])
  assert.equal((await own.ask('GET', '/mine', { cookie: form.cookie })).status, 200)
})

test('a session that is no more is taken from the browser; malformed tokens are never looked up', async () => {
  const gone = await portal.ask('GET', '/mine', { cookie: '__Host-ecpa=no-such-session-0123' })
  assert.equal(gone.status, 303)
  assert.match(gone.cookies[0]!, /^__Host-ecpa=; .*Max-Age=0$/)
  for (const cookie of ['__Host-ecpa=short', "__Host-ecpa=' or 1=1 -- 01234567", 'x__Host-ecpa=employee-token-0123456789']) {
    const { status, cookies } = await portal.ask('GET', '/mine', { cookie })
    assert.deepEqual([status, cookies], [303, []], cookie)
  }
})

test('a path with two readings is none of ours', async () => {
  for (const path of [
    '//manage', '/manage/', '/manage//', '/./manage', '/x/../manage', '/manage/.', '/manage/..', '/%6danage', '/manage%2f',
    '/%2e%2e/manage', '/manage%00', '/manage%0a', '/manage;x=1', '/manage\\', '/\\manage', '/manage%5c', '/%252e/manage',
    '/manage%', '/manage%zz', '/things/%41%34', '/things/A%204', '/manage"', '/manage|', '/manage%e4%b8', '/MANAGE',
  ]) {
    assert.match(await rawGet(path), /^HTTP\/1\.1 (404|400) /, path)
  }
  assert.match(await rawGet('http://evil.example/manage'), /^HTTP\/1\.1 404 /)
  assert.match(await rawGet('*'), /^HTTP\/1\.1 404 /)
  assert.match(await rawGet('/things/A4'), /^HTTP\/1\.1 200 /)
})

test('what is too long or not HTTP is refused', async () => {
  assert.match(await rawGet(`/${'a'.repeat(1_001)}`), /^HTTP\/1\.1 414 /)
  assert.match(await rawGet(`/?q=${'a'.repeat(4_001)}`), /^HTTP\/1\.1 414 /)
  assert.match(await raw(`GET / HTTP/1.1\r\nHost: x\r\nCookie: ${'a'.repeat(20_000)}\r\n\r\n`), /^HTTP\/1\.1 431 /)
  assert.match(await raw('NOT HTTP\r\n\r\n'), /^HTTP\/1\.1 400 /)
  assert.match(await raw('GET / HTTP/1.1\r\n\r\n'), /^HTTP\/1\.1 400 /)
})

test('a connection that asks nothing is closed without a word, one that breaks off in the middle of asking is told', async (t) => {
  const own = await startTestPortal({ headMs: 200 })
  t.after(() => own.stop())
  // A browser opens connections before it needs them: any word would be taken for the answer to what it asks next.
  assert.equal(await raw('', own.port), '')
  assert.match(await raw('GET / HTTP/1.1\r\nHost: x\r\n', own.port), /^HTTP\/1\.1 408 /)
})

test('a form of more than 64 KB is refused, told beforehand or not', async () => {
  const { csrf, cookie } = await portal.openForm()
  const fill = (length: number) => new URLSearchParams({ csrf, account: 'wu', password: 'x'.repeat(length) }).toString()
  const overhead = fill(0).length
  const told = (length: number) => portal.ask('POST', '/form', { cookie, body: fill(length) })
  assert.equal((await told(65_536 - overhead)).status, 303)
  assert.equal((await told(65_537 - overhead)).status, 413)
  const untold = await raw(
    `POST /form HTTP/1.1\r\nHost: x\r\nConnection: close\r\nCookie: ${cookie}\r\nTransfer-Encoding: chunked\r\n` +
      `Content-Type: application/x-www-form-urlencoded\r\n\r\n11171\r\n${'a'.repeat(0x11171)}\r\n0\r\n\r\n`,
  )
  assert.match(untold, /^HTTP\/1\.1 413 /)
  const notSent = await raw(
    `POST /form HTTP/1.1\r\nHost: x\r\nConnection: close\r\nCookie: ${cookie}\r\nContent-Length: 99999999\r\n` +
      'Content-Type: application/x-www-form-urlencoded\r\n\r\n',
  )
  assert.match(notSent, /^HTTP\/1\.1 413 /)
})

test('too many fields, a field twice and a NUL are refused', async () => {
  const { csrf, cookie } = await portal.openForm()
  const send = async (rest: string) => (await portal.ask('POST', '/form', { cookie, body: `csrf=${csrf}&${rest}` })).status
  assert.equal(await send(`account=wu&password=x${'&roles=a'.repeat(197)}`), 303)
  assert.equal(await send(`account=wu&password=x${'&roles=a'.repeat(198)}`), 400)
  assert.equal(await send('account=wu&account=chen&password=x'), 400)
  assert.equal(await send('account=w%00u&password=x'), 400)
})

test('only plain forms are read', async () => {
  const { csrf, cookie } = await portal.openForm()
  const body = `csrf=${csrf}&account=wu&password=x`
  for (const headers of [
    { 'content-type': 'application/json' },
    { 'content-type': 'text/plain' },
    { 'content-type': 'multipart/form-data; boundary=x' },
    { 'content-encoding': 'gzip' },
  ]) {
    assert.equal((await portal.ask('POST', '/form', { cookie, body, headers })).status, 415, JSON.stringify(headers))
  }
})

test('a form with faults comes back with 422, what was typed, and never the password', async () => {
  const { csrf, cookie } = await portal.openForm()
  const wrong = await portal.ask('POST', '/form', { cookie, body: { csrf, account: 'x'.repeat(30), password: 'hunter2' } })
  assert.equal(wrong.status, 422)
  assert.match(wrong.text, /<title>錯誤：表單/)
  assert.match(wrong.text, /class="errors" role="alert"/)
  assert.match(wrong.text, /<a href="#field-account">內容太長，最多 20 個字<\/a>/)
  assert.match(wrong.text, new RegExp(`id="field-account"[^>]*aria-invalid="true"[^>]*value="${'x'.repeat(30)}"`))
  assert.doesNotMatch(wrong.text, /hunter2/)
  assert.deepEqual(seen.shown.at(-1)!.typed, { account: ['x'.repeat(30)], roles: [] })
  const empty = await portal.ask('POST', '/form', { cookie, body: { csrf, account: ' ', password: '' } })
  assert.match(empty.text, /請輸入帳號/)
  assert.match(empty.text, /請輸入密碼/)
  const refusedByLaw = await portal.ask('POST', '/form', { cookie, body: { csrf, account: 'taken', password: 'hunter2' } })
  assert.equal(refusedByLaw.status, 422)
  assert.match(refusedByLaw.text, /帳號已有人使用/)
  assert.match(refusedByLaw.text, /value="taken"/)
  assert.doesNotMatch(refusedByLaw.text, /hunter2/)
})

test('what is typed comes back as text, never as markup', async () => {
  const { csrf, cookie } = await portal.openForm()
  const account = '"><script>alert(1)</script>'
  const { text } = await portal.ask('POST', '/form', { cookie, body: { csrf, account, password: 'x' } })
  assert.doesNotMatch(text, /<script>alert/)
  assert.match(text, /&quot;&gt;&lt;script&gt;/)
})

test('a query is read by its schema: lists, one of a few, the rest dropped or refused', async () => {
  const read = async (query: string) => {
    const { status, text } = await portal.ask('GET', `/things/A4?${query}`)
    return status === 200 ? JSON.parse(text).query : status
  }
  assert.deepEqual(await read('sort=name&agency=1&agency=2&other=x'), { sort: 'name', agency: ['1', '2'] })
  assert.deepEqual([await read('sort=no'), await read('sort=name&sort=code')], [400, 400])
  assert.equal((await portal.ask('GET', '/things/new')).text.includes('the new one'), true)
})

test('?lang is kept in a cookie and leads back; the account\'s language comes after the browser\'s', async () => {
  const switched = await portal.ask('GET', '/things/A4?sort=name&lang=en')
  assert.equal(switched.status, 303)
  assert.equal(switched.headers.location, '/things/A4?sort=name')
  assert.match(switched.cookies[0]!, /^__Host-ecpa-language=en; Path=\/; Secure; HttpOnly; SameSite=Lax; Max-Age=31536000$/)
  const langOf = async (cookie?: string) =>
    /<html lang="([^"]+)"/.exec((await portal.ask('GET', '/', cookie === undefined ? {} : { cookie })).text)![1]
  assert.equal(await langOf(), 'zh-Hant-TW')
  assert.equal(await langOf('__Host-ecpa-language=en'), 'en')
  assert.equal(await langOf('__Host-ecpa-language=xx'), 'zh-Hant-TW')
  assert.equal(await langOf(employee), 'en')
  assert.equal(await langOf(`${employee}; __Host-ecpa-language=zh-TW`), 'zh-Hant-TW')
  assert.equal((await portal.ask('GET', '/?lang=xx')).status, 200)
  const { csrf, cookie } = await portal.openForm()
  const again = await portal.ask('POST', '/form', { cookie, body: { csrf, account: '', password: '' } })
  assert.match(again.text, /class="language" href="\/form\?lang=en"/)
})

test('a fault says nothing outside but the request\'s name, and nothing personal in the log', async () => {
  for (const path of ['/broken', '/unrendered', '/api/broken']) {
    portal.log.length = 0
    const { status, text, headers } = await portal.ask('GET', path)
    assert.equal(status, 500, path)
    assert.match(text, new RegExp(String(headers['x-request-id'])), path)
    assert.doesNotMatch(text, /secret|national|duplicate|\.tsx?|at /, path)
    const logged = JSON.stringify(portal.log)
    assert.match(logged, new RegExp(String(headers['x-request-id'])), path)
    assert.doesNotMatch(logged, /A123456789/, path)
  }
  assert.match(JSON.stringify(portal.log), /Error/)
  const away = await portal.ask('GET', '/away')
  assert.equal(away.status, 503)
  const busy = await portal.ask('GET', '/busy')
  assert.deepEqual([busy.status, busy.headers['retry-after']], [429, '60'])
})

test('the log names the route, never what was typed', async () => {
  portal.log.length = 0
  await portal.ask('GET', '/things/A123456789?sort=name&agency=secret')
  await portal.ask('GET', '/A123456789')
  const { csrf, cookie } = await portal.openForm()
  await portal.ask('POST', '/form', { cookie, body: { csrf, account: 'wu.employee', password: 'hunter2' } })
  assert.deepEqual(
    portal.log.map((line) => (({ method, path, status }: Record<string, unknown>) => [method, path, status])({ ...line })),
    [['GET', '/things/:code', 200], ['GET', '(none)', 404], ['GET', '/form', 200], ['POST', '/form', 303]],
  )
  assert.doesNotMatch(JSON.stringify(portal.log), /A123|secret|hunter|employee/)
})

test('another method than the route\'s is told which there are; HEAD is GET without a body', async () => {
  const { status, headers } = await portal.ask('GET', '/only-post')
  assert.deepEqual([status, headers.allow], [405, 'POST'])
  assert.equal((await portal.ask('PUT', '/form')).headers.allow, 'GET, POST')
  const head = await portal.ask('HEAD', '/')
  assert.deepEqual([head.status, head.text, Number(head.headers['content-length']) > 500], [200, '', true])
})

test('a file comes whole, with a name that survives Chinese and quotes', async () => {
  const { headers, text } = await portal.ask('GET', '/file')
  assert.equal(text, 'a,b\n1,2\n')
  assert.equal(
    headers['content-disposition'],
    `attachment; filename="____1_.csv"; filename*=UTF-8''%E5%90%8D%E5%86%8A%20%221%22.csv`,
  )
  assert.match(String(headers['content-security-policy']), /sandbox/)
})

test('whoever goes away amid a file is no fault, and what makes the file is told', async () => {
  portal.log.length = 0
  const left = new Promise<void>((resolve) => void (seen.left = resolve))
  const socket = connect(portal.port, '127.0.0.1', () => socket.write('GET /endless HTTP/1.1\r\nHost: x\r\n\r\n'))
  socket.once('data', () => socket.destroy())
  await left
  while (portal.log.length === 0) await new Promise(setImmediate)
  assert.deepEqual(portal.log.map((line) => (line as { path: string; fault?: object }).fault), [undefined])
})

test('who asks for much at once waits for their own turn, and nobody else does', async (t) => {
  const actors: Record<string, Actor> = { [TOKENS.supervisor]: sampleActors.supervisor, [TOKENS.central]: sampleActors.central }
  const busy = await startTestPortal({ actorOf: (token) => ({ ...actors[token]!, sessionId: token, personId: token }) })
  t.after(() => busy.stop())
  const taken = await Promise.all(Array.from({ length: 4 }, async () => {
    const socket = connect(busy.port, '127.0.0.1', () => socket.write(
      `GET /managed-endless HTTP/1.1\r\nHost: x\r\nCookie: ${supervisor}\r\n\r\n`))
    await new Promise<void>((resolve) => void socket.once('data', () => resolve()))
    return socket.pause()
  }))
  const asked = Array.from({ length: 17 }, () => busy.ask('GET', '/manage', { cookie: supervisor }))
  const refused = await Promise.race(asked)
  assert.deepEqual([refused.status, refused.headers['retry-after']], [429, '10'])
  assert.equal((await busy.ask('GET', '/mine', { cookie: supervisor })).status, 200, 'what is one person\'s own')
  assert.equal((await busy.ask('GET', '/central', { cookie: sessionOf(TOKENS.central) })).status, 200, 'another person')
  for (const socket of taken) socket.destroy()
  const statuses = (await Promise.all(asked)).map(({ status }) => status)
  assert.deepEqual(statuses.toSorted(), [...Array.from({ length: 16 }, () => 200), 429])
})

test('who waited for their turn is who they are by then: signed out, or a manager no longer, they are answered as such', async (t) => {
  const manager = { ...sampleActors.supervisor, signedInAt: new Date('2026-11-23T01:29:00Z') }
  // Signed out; a manager no longer, and proved too long ago.
  for (const [then, read, changed] of [[null, 303, 401], [{ ...sampleActors.employee, signedInAt: new Date(0) }, 403, 403]] as const) {
    let actor: Actor | null = manager
    const busy = await startTestPortal({ actorOf: () => actor })
    t.after(() => busy.stop())
    const form = await busy.openForm(supervisor)
    const taken = await Promise.all(Array.from({ length: 4 }, async () => {
      const socket = connect(busy.port, '127.0.0.1', () => socket.write(
        `GET /managed-endless HTTP/1.1\r\nHost: x\r\nCookie: ${supervisor}\r\n\r\n`))
      await new Promise<void>((resolve) => void socket.once('data', () => resolve()))
      return socket.pause()
    }))
    seen.reached = []
    const asked = [
      busy.ask('GET', '/manage', { cookie: supervisor }),
      busy.ask('POST', '/danger/only-post', { cookie: supervisor, body: { csrf: form.csrf } }),
    ]
    // By then both have been read, and wait: what comes after them on its own is answered.
    for (let asks = 0; asks < 5; asks += 1) await busy.ask('GET', '/mine', { cookie: supervisor })
    actor = then
    for (const socket of taken) socket.destroy()
    assert.deepEqual((await Promise.all(asked)).map(({ status }) => status), [read, changed])
    assert.deepEqual(seen.reached, [])
    // The turns that they had are free again.
    actor = manager
    assert.deepEqual((await Promise.all(Array.from({ length: 20 }, () => busy.ask('GET', '/manage', { cookie: supervisor })))).map(({ status }) => status),
      Array.from({ length: 20 }, () => 200))
  }
})

test('a file is taken no further by who is signed out, or manages no longer, while it comes', async (t) => {
  for (const then of [null, sampleActors.employee, { ...sampleActors.supervisor, authority: { ways: [] } }]) {
    let actor: Actor | null = sampleActors.supervisor
    const slow = await startTestPortal({ actorOf: () => actor, provedForMs: 0 })
    t.after(() => slow.stop())
    const left = new Promise<void>((resolve) => void (seen.left = resolve))
    const head = `GET /managed-endless HTTP/1.1\r\nHost: x\r\nCookie: ${supervisor}\r\n\r\n`
    const socket = connect(slow.port, '127.0.0.1', () => socket.write(head))
    const closed = new Promise<void>((resolve) => void socket.once('close', () => resolve()))
    await new Promise<void>((resolve) => void socket.once('data', () => resolve()))
    actor = then
    socket.on('error', () => {}).resume()
    await Promise.all([left, closed])
    assert.deepEqual(slow.log.map((line) => (line as { fault?: object }).fault), [undefined])
  }
})

test('assets are kept for good under their hash, packed, and fetched anew under another', async () => {
  const { text } = await portal.ask('GET', '/')
  const [address] = /\/assets\/[^"]+\.css/.exec(text)!
  const kept = await portal.ask('GET', address)
  assert.equal(kept.headers['cache-control'], 'public, max-age=31536000, immutable')
  assert.equal(kept.headers['content-encoding'], undefined)
  const packed = await portal.ask('GET', address, { headers: { 'accept-encoding': 'gzip, br' } })
  assert.equal(packed.headers['content-encoding'], 'br')
  assert.ok(Number(packed.headers['content-length']) < kept.text.length / 3)
  assert.equal((await portal.ask('GET', '/assets/000000000000/app.css')).headers['cache-control'], 'no-cache')
  for (const path of ['/assets', '/assets/x', '/assets/x/y.css', '/assets/x/y/app.css', '/assets/x/app.ts']) {
    assert.equal((await portal.ask('GET', path)).status, 404, path)
  }
})

test('a public page with all that it loads stays far below 50 KB on the way', async () => {
  const { text } = await portal.ask('GET', '/')
  const parts = new Set([...text.matchAll(/"(\/assets\/[^"]+)"/g)].map(([, address]) => address!))
  const sizes = await Promise.all([...parts].map(async (address) =>
    Number((await portal.ask('GET', address, { headers: { 'accept-encoding': 'br' } })).headers['content-length'])))
  assert.ok(sizes.length === 3 && sizes.reduce((sum, size) => sum + size, text.length) < 20_000, sizes.join())
})

test('the client\'s address is the connection\'s, or what the trusted proxy added', async (t) => {
  await portal.ask('GET', '/', { headers: { 'x-forwarded-for': '6.6.6.6' } })
  assert.deepEqual(seen.clients.at(-1), { address: '127.0.0.1', userAgent: '', browser: null, way: null, left: false, binding: null })
  const behind = await startTestPortal({ trustedProxies: ['127.0.0.1'] })
  t.after(() => behind.stop())
  await behind.ask('GET', '/', { headers: { 'x-forwarded-for': '6.6.6.6, 10.0.0.9', 'user-agent': 'test' } })
  assert.deepEqual(seen.clients.at(-1), { address: '10.0.0.9', userAgent: 'test', browser: null, way: null, left: false, binding: null })
})

test('a program behind a mount is told the true address of the client, whatever the client says', async (t) => {
  const told: unknown[] = []
  const mount = {
    prefix: '/mounted' as const,
    handler: (incoming: IncomingMessage, outgoing: ServerResponse) => {
      told.push(incoming.headers['x-forwarded-for'])
      outgoing.end()
    },
  }
  const alone = await startTestPortal({ mounts: [mount] })
  t.after(() => alone.stop())
  await alone.ask('GET', '/mounted', { headers: { 'x-forwarded-for': '6.6.6.6' } })
  const behind = await startTestPortal({ mounts: [mount], trustedProxies: ['127.0.0.1'] })
  t.after(() => behind.stop())
  await behind.ask('GET', '/mounted', { headers: { 'x-forwarded-for': '6.6.6.6, 10.0.0.9' } })
  assert.deepEqual(told, ['127.0.0.1', '10.0.0.9'])
})
