import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { addressesOf, sampleClients } from './clients.ts'
import { freePorts } from '../../../test/free-ports.ts'
import { ACCESS, newBrowser, newKeys, startPeer } from '../../../test/openid-peer.ts'
import { startSampleApplications } from './start.tsx'
import type { Peer } from '../../../test/openid-peer.ts'
import type { SampleApplications } from './start.tsx'

const APPLICATIONS = [
  {
    code: 'A1', name: '人事資料報送服務網', nameEn: 'Personnel data reporting',
    categories: [{ code: 'report-submit', name: '報送資料權限', nameEn: 'Report submission' }],
  },
  { code: 'D6', name: '終身學習入口網' },
]
const secretOf = (code: string) => `secret-of-${code}:with%and+and/=`
const silent = { info() {}, warn() {}, error() {} }
const dataDir = mkdtempSync(join(tmpdir(), 'sample-applications-'))

let peer: Peer
let samples: SampleApplications
let origin = ''
const start = (port: number, portalOrigin: string) => startSampleApplications({
  port, portalOrigin, applications: APPLICATIONS, clientSecretOf: secretOf, dataDir, log: silent,
  agencyName: (code) => code === '397210000A' ? '高雄市政府人事處' : undefined,
})
const status = (path: string) => fetch(origin + path).then((response) => response.status)

before(async () => {
  // Both must know each other's port before they start: the applications begin first and wait for a portal, as in life; and they come
  // back at theirs.
  const portalPort = await freePorts()
  samples = await start(portalPort + 1, `http://localhost:${portalPort}`)
  origin = samples.origin
  assert.equal(await status('/readyz'), 503)
  assert.equal(await status('/livez'), 200)
  assert.match((await newBrowser().go(`${origin}/A1`)).text, /還在等人事服務網啟動/)
  peer = await startPeer(() => sampleClients(origin, secretOf, APPLICATIONS), portalPort, newKeys())
  await samples.ready
  assert.equal(await status('/readyz'), 200)
})
after(async () => {
  await samples.stop()
  await peer.stop()
  rmSync(dataDir, { recursive: true })
})

test('opening an application signs in and shows who came, for whom and why', async () => {
  const browser = newBrowser()
  const page = await browser.go(`${origin}/A1`)
  assert.equal(page.address, `${origin}/A1`)
  assert.equal(page.status, 200)
  const told = [
    '範例應用系統', '王小明', 'wang.supervisor', '人事主管', '自然人憑證', 'urn:ecpa:acr:person-certificate', '397010000A',
    '高雄市政府人事處', '職務本有', '兼辦', '報送資料權限', '民國 116 年 6 月 30 日', '未定期限', '登出', '回人事服務網',
  ]
  for (const words of told) assert.ok(page.text.includes(words), words)
  assert.doesNotMatch(page.text, /不一致。/)
  assert.match(page.headers.get('content-security-policy') ?? '', /default-src 'none'/)
  const names = [...browser.cookies.keys()].filter((name) => name.startsWith('__Host-sample'))
  assert.deepEqual(names.toSorted(), ['a1', 'a1-start'].map((end) => `__Host-sample-${new URL(origin).port}-${end}`))
})

test('opened for an agency: it is shown, first in the list, and once reading the rights again', async () => {
  const browser = newBrowser()
  const served = '397010000A'
  const opened = (text: string) => /<dt>代表機關<\/dt><dd>[\s\S]*?<\/dd>/.exec(text)?.[0] ?? ''
  const page = await browser.go(`${origin}/A1?agency=${served}`)
  assert.equal(page.address, `${origin}/A1`)
  assert.match(opened(page.text), new RegExp(`${served}`))
  assert.ok(/<tbody>[\s\S]*?<\/tr>/.exec(page.text)?.[0].includes(served), 'the first row')
  assert.match(opened((await browser.send(page, '/A1/reread')).text), new RegExp(served))
  // the person went back to the portal and chose another one
  assert.match(opened((await browser.go(`${origin}/A1?agency=397210000A`)).text), /高雄市政府人事處/)
  // a link that somebody made up gives nothing
  const foreign = await browser.go(`${origin}/A1?agency=379210000A`)
  assert.match(opened(foreign.text), /379210000A[\s\S]*人事服務網沒有提供這個機關的權限/)
  const broken = await browser.go(`${origin}/A1?agency=%3Cscript%3E`)
  assert.match(opened(broken.text), /379210000A/)
  assert.equal(opened((await newBrowser().go(`${origin}/A1`)).text), '')
})

test('English is spoken to whoever asks, and remembered', async () => {
  const browser = newBrowser()
  await browser.go(`${origin}/A1`)
  const { text } = await browser.go(`${origin}/A1/?lang=en`)
  assert.match(text, /Sample application[\s\S]*Personnel supervisor[\s\S]*2027-06-30/)
  assert.match((await browser.go(`${origin}/A1/`)).text, /Sign out/)
})

test('codes are exact and unknown ones are not found', async () => {
  for (const path of ['/a1', '/ZZ', '/ZZ/', '/A1/nothing', '/__proto__', '/constructor/']) {
    assert.equal(await status(path), 404, path)
  }
})

test('signing out ends the session here and at the portal and does not sign in again', async () => {
  const browser = newBrowser()
  const page = await browser.go(`${origin}/A1`)
  const asked = await browser.send(page, '/A1/sign-out')
  assert.ok(asked.address.startsWith(peer.issuer))
  const action = /action="([^"]+)"/.exec(asked.text)?.[1] ?? ''
  const left = await browser.send(asked, action, { logout: 'yes' })
  assert.equal(left.address, `${origin}/A1/?state=signed-out`)
  assert.match(left.text, /您已登出。/)
  assert.match((await browser.go(`${origin}/A1?stay`)).text, /您目前沒有登入/)
})

test('signing out at the portal by another application ends the session of this one', async () => {
  const browser = newBrowser()
  assert.match((await browser.go(`${origin}/A1`)).text, /王小明/)
  peer.law.access = { ...ACCESS, application: 'D6' }
  const other = await browser.go(`${origin}/D6`)
  peer.law.access = { ...ACCESS }
  assert.match(other.text, /王小明/)
  assert.match((await browser.go(`${origin}/A1/`)).text, /王小明/)
  const asked = await browser.send(other, '/D6/sign-out')
  await browser.send(asked, /action="([^"]+)"/.exec(asked.text)?.[1] ?? '', { logout: 'yes' })
  assert.match((await browser.go(`${origin}/A1/`)).text, /您目前沒有登入/)
})

test('a form from elsewhere, or without its token, changes nothing', async () => {
  const browser = newBrowser()
  await browser.go(`${origin}/A1`)
  const attempts: RequestInit[] = [
    { headers: { origin: 'http://localhost:9' } },
    { headers: { origin: peer.issuer, 'sec-fetch-site': 'same-site' } },
    { headers: { origin, 'sec-fetch-site': 'same-origin' }, body: new URLSearchParams({ form_token: 'guess' }) },
    {},
  ]
  for (const attempt of attempts) {
    assert.equal((await browser.go(`${origin}/A1/sign-out`, { method: 'POST', ...attempt })).status, 403)
  }
  assert.match((await browser.go(`${origin}/A1/`)).text, /王小明/)
})

test('the portal’s refusals are explained and end an earlier session', async () => {
  const browser = newBrowser()
  await browser.go(`${origin}/A1`)
  const expected = {
    access_denied: [403, '看看為什麼'], login_required: [403, '請先登入'], temporarily_unavailable: [503, '暫時'],
  }
  for (const [error, [code, words]] of Object.entries(expected)) {
    peer.law.refusal = error
    const stranger = newBrowser()
    const page = await stranger.go(`${origin}/A1`)
    assert.equal(page.status, code)
    assert.ok(page.text.includes(String(words)) && page.text.includes(error), error)
  }
  peer.law.refusal = 'access_denied'
  browser.cookies.forEach((_, name) => name.startsWith('_session') && browser.cookies.delete(name))
  assert.equal((await browser.go(`${origin}/A1/sign-in`)).status, 403)
  peer.law.refusal = null
  assert.match((await browser.go(`${origin}/A1/`)).text, /您目前沒有登入/)
})

test('a callback nobody waits for is refused: invented, of another browser, used before', async () => {
  const invented = await newBrowser().go(`${origin}/A1/callback?code=c&state=s&iss=${peer.issuer}`)
  assert.equal(invented.status, 400)
  const [mine, theirs] = [newBrowser(), newBrowser()]
  await theirs.go(`${origin}/A1?stay`)
  const toPortal = (await mine.once(`${origin}/A1`)).headers.get('location')!
  let step = toPortal
  for (let count = 0; !step.startsWith(`${origin}/A1/callback`); count++) {
    const { headers } = await mine.once(step)
    assert.ok(headers.has('location') && count < 20)
    step = new URL(headers.get('location')!, step).href
  }
  assert.equal((await theirs.go(step)).status, 400)
  assert.match((await mine.go(step)).text, /王小明/)
  assert.match((await mine.go(step)).text, /登入沒有完成/)
})

test('an answer for another application, or without the claim, is not believed', async () => {
  for (const access of [{ ...ACCESS, application: 'A4' }, { ...ACCESS, standing: 'king' }, {}]) {
    peer.law.access = access
    const page = await newBrowser().go(`${origin}/A1`)
    assert.equal(page.status, 502)
    assert.match(page.text, /無法採信/)
  }
  peer.law.access = { ...ACCESS }
})

test('ID token and userinfo that disagree are shown as disagreeing', async () => {
  peer.law.userinfoDiffers = true
  const page = await newBrowser().go(`${origin}/A1`)
  peer.law.userinfoDiffers = false
  assert.match(page.text, /role="alert">身分權杖與 userinfo 的 ecpa 內容不一致/)
})

test('reading again shows the law of now, twice at once as well, and ends a session whose access ended', async () => {
  const browser = newBrowser()
  const page = await browser.go(`${origin}/A1`)
  peer.law.access = { ...ACCESS, for: [{ ...ACCESS.for[0], until: '2030-01-31' }] }
  const [again, twice] = await Promise.all([browser.send(page, '/A1/reread'), browser.send(page, '/A1/reread')])
  for (const read of [again, twice]) assert.match(read.text, /民國 119 年 1 月 31 日/)
  assert.doesNotMatch(again.text, /397010000A/)
  peer.law.access = {}
  const refused = await browser.send(page, '/A1/reread')
  assert.equal(refused.status, 502)
  peer.law.access = { ...ACCESS }
  await endAllGrants(browser)
  const ended = await browser.send(page, '/A1/reread')
  assert.equal(ended.status, 403)
  assert.match(ended.text, /已經結束/)
  assert.match((await browser.go(`${origin}/A1/`)).text, /您目前沒有登入/)
})

/** Ends at the portal what stands behind this browser's tokens, without telling the application. */
async function endAllGrants(browser: ReturnType<typeof newBrowser>) {
  const session = await peer.provider.Session.find(browser.cookies.get('_session') ?? '')
  const grantId = session?.grantIdFor('a1')
  assert.ok(grantId)
  await (await peer.provider.Grant.find(grantId))?.destroy()
}

test('a long list is fetched from the portal, and from nowhere else', async () => {
  const { for: _, ...rest } = ACCESS
  peer.law.access = { ...rest, forUrl: `${peer.issuer}/long-list` }
  const browser = newBrowser()
  const page = await browser.go(`${origin}/A1`)
  assert.match(page.text, /AG99[\s\S]*1 \/ 3/)
  assert.match((await browser.go(`${origin}/A1/?page=3`)).text, /AG249/)
  for (const forUrl of ['http://localhost:1/long-list', `${peer.issuer}/long-list?astray`, `${peer.issuer}/nothing`]) {
    peer.law.access = { ...rest, forUrl }
    assert.match((await newBrowser().go(`${origin}/A1`)).text, /no_list_of_agencies/)
  }
  peer.law.access = { ...ACCESS }
})

test('who comes anew from the portal is shown by its present word; who reloads stays', async () => {
  const browser = newBrowser()
  await browser.go(`${origin}/A1`)
  peer.law.access = { ...ACCESS, standing: 'employee' }
  assert.match((await browser.go(`${origin}/A1`)).text, /人事主管/)
  assert.match((await browser.go(`${origin}/A1`, { headers: { 'sec-fetch-site': 'same-site' } })).text, /<dd>一般<\/dd>/)
  peer.law.access = { ...ACCESS }
})

test('other names for this machine are refused or led to localhost', async () => {
  const { port } = new URL(origin)
  const { request } = await import('node:http')
  const asked = (host: string) => new Promise<[number | undefined, string | undefined]>((resolve, reject) => {
    const sent = request({ port, host: '127.0.0.1', path: '/A1/?x=1', headers: { host } }, (response) => {
      response.resume()
      resolve([response.statusCode, response.headers.location])
    })
    sent.on('error', reject).end()
  })
  assert.equal((await asked('evil.example'))[0], 421)
  assert.equal((await asked(`evil.example:${port}`))[0], 421)
  assert.deepEqual(await asked(`127.0.0.1:${port}`), [307, `${origin}/A1/?x=1`])
})

test('the holder of an agency card is shown as that', async () => {
  peer.law.access = {
    ...ACCESS, standing: 'none', method: 'agencyCertificate',
    for: [{ agency: '397210000A', categories: ['report-submit'], by: 'agencyCard', until: null }],
  }
  peer.law.holder = 'the-holder'
  const { text } = await newBrowser().go(`${origin}/A1`)
  peer.law.access = { ...ACCESS }
  peer.law.holder = null
  for (const words of ['無（持機關憑證）', '持卡人識別碼', 'the-holder', 'reason agencyCard']) assert.ok(text.includes(words))
})

test('a restart keeps who was signed in', async () => {
  const browser = newBrowser()
  await browser.go(`${origin}/A1`)
  await samples.stop()
  samples = await start(Number(new URL(origin).port), peer.issuer)
  await samples.ready
  assert.match((await browser.go(`${origin}/A1/`)).text, /王小明/)
})

test('a taken port is said', async () => {
  await assert.rejects(start(Number(new URL(origin).port), peer.issuer), { code: 'EADDRINUSE' })
  await assert.rejects(start(0, 'http://portal.example'), /neither https nor on this machine/)
})

test('the registrations have the shape of configuration as code', () => {
  assert.deepEqual(sampleClients('http://localhost:3001', () => '…', [{ code: 'A4' }]), [{
    application: 'A4', clientId: 'a4', clientSecret: '…', redirectUris: ['http://localhost:3001/A4/callback'],
    postLogoutRedirectUris: ['http://localhost:3001/A4/'],
    backchannelLogoutUri: 'http://localhost:3001/A4/backchannel-logout',
    tokenEndpointAuthMethod: 'client_secret_basic', idTokenSignedResponseAlg: 'ES256', requirePkce: true,
    scopes: ['openid', 'profile', 'email', 'ecpa', 'authzen', 'todos'],
  }])
  assert.equal(addressesOf('http://localhost:3001', 'D6').launch, 'http://localhost:3001/D6')
})
