// What people see, in a real browser: that its cookies hold, that nothing is forbidden by the pages' own policy, that
// axe finds nothing. SCREENSHOTS=folder keeps the pictures.
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { axe, newPage, screenshot } from '../../../test/browser.ts'
import { freePorts } from '../../../test/free-ports.ts'
import { ACCESS, startPeer } from '../../../test/openid-peer.ts'
import { sampleClients } from './clients.ts'
import { startSampleApplications } from './start.tsx'
import type { Page } from 'playwright-core'
import type { Peer } from '../../../test/openid-peer.ts'
import type { SampleApplications } from './start.tsx'

const silent = { info() {}, warn() {}, error() {} }
const applications = [
  {
    code: 'A1', name: '人事資料報送服務網', nameEn: 'Personnel data reporting',
    categories: [{ code: 'report-submit', name: '報送資料權限', nameEn: 'Report submission' }],
  },
  { code: 'WebHRT', name: 'WebHR(測試)' }, { code: 'D6', name: '終身學習入口網' },
  { code: 'AC', name: '全國軍公教人員生活津貼申請暨稽核系統' }, { code: 'RTCMP', name: '公教人員退休撫卹試算系統' },
]
const NAMES: Record<string, string> = { '397210000A': '高雄市政府人事處', '397010000A': '高雄市政府秘書處' }
const dataDir = mkdtempSync(join(tmpdir(), 'sample-pages-'))
let peer: Peer
let samples: SampleApplications

before(async () => {
  const portalPort = await freePorts()
  samples = await startSampleApplications({
    port: 0, portalOrigin: `http://localhost:${portalPort}`, applications, clientSecretOf: () => 'secret-for-a-test', dataDir, log: silent,
    agencyName: (code) => NAMES[code],
  })
  const clients = sampleClients(samples.origin, () => 'secret-for-a-test', applications)
  peer = await startPeer(() => clients, portalPort)
  await samples.ready
})
after(async () => {
  await samples.stop()
  await peer.stop()
  rmSync(dataDir, { recursive: true })
})

async function looksRight(page: Page, name: string) {
  assert.deepEqual(await axe(page), [], name)
  const width = await page.evaluate<[number, number]>('[document.documentElement.scrollWidth, innerWidth]')
  assert.ok(width[0] <= width[1], `${name} is wider than the window`)
  const folder = process.env['SCREENSHOTS']
  if (folder) await screenshot(page, join(folder, `${name}.png`))
}

for (const width of [1280, 390]) {
  test(`the pages at ${width} pixels, without script`, async () => {
    const page = await newPage({ width, javaScript: false })
    const violated: string[] = []
    // Of our own pages only: the portal's stand-in has no icon, and the browser complains of that when it gets to it.
    page.on('console', (message) => {
      if (message.type() === 'error' && message.location().url.startsWith(samples.origin)) violated.push(message.text())
    })
    await page.goto(samples.origin)
    await looksRight(page, `sample-index-${width}`)
    peer.law.access = { ...ACCESS, for: [...ACCESS.for, {
      agency: '397070100Y', categories: ['report-submit', 'use'], by: 'grant', until: '2027-12-31',
    }] }
    await page.getByRole('link', { name: '人事資料報送服務網' }).click()
    await page.waitForURL(`${samples.origin}/A1`)
    assert.equal(await page.getByRole('row').count(), 4)
    await looksRight(page, `sample-signed-in-${width}`)
    const cookies = await page.context().cookies()
    const own = cookies.filter(({ name }) => name.startsWith('__Host-sample'))
    assert.ok(own.length >= 2)
    assert.ok(own.every(({ secure, httpOnly, sameSite }) => secure && httpOnly && sameSite === 'Lax'))
    await page.getByRole('button', { name: '重新讀取權限' }).click()
    assert.match(await page.getByRole('status').innerText(), /已重新讀取/)
    await page.getByText('收到的原始資料').click()
    await looksRight(page, `sample-raw-claims-${width}`)
    await page.getByRole('link', { name: 'English' }).click()
    await looksRight(page, `sample-english-${width}`)
    await page.getByRole('button', { name: 'Sign out' }).click()
    assert.ok(page.url().startsWith(peer.issuer), 'the page’s policy lets its form lead to the portal')
    await page.goto(`${samples.origin}/A1/?state=signed-out&lang=zh-TW`)
    await looksRight(page, `sample-signed-out-${width}`)
    assert.deepEqual(violated, [])
    peer.law.access = { ...ACCESS }
  })

  test(`the refusals at ${width} pixels`, async () => {
    const page = await newPage({ width, javaScript: false })
    peer.law.refusal = 'access_denied'
    await page.goto(`${samples.origin}/A1`)
    peer.law.refusal = null
    await looksRight(page, `sample-denied-${width}`)
    const whyNot = await page.getByRole('link', { name: '看看為什麼' }).getAttribute('href')
    assert.equal(whyNot, `${peer.issuer}/applications/A1/why-not`)
    await page.goto(`${samples.origin}/A1/callback?state=x&code=y`)
    await looksRight(page, `sample-lost-${width}`)
    await page.goto(`${samples.origin}/nothing`)
    await looksRight(page, `sample-not-found-${width}`)
  })
}
