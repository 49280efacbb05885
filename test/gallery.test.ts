// Every page in every state: nothing for axe to find, nothing cut off, nothing that asks another site.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { axe, newPage } from './browser.ts'
import { findGalleries, serveGalleries, type Shown } from './gallery.ts'

let shown: Shown[]
let stop: () => Promise<void>
before(async () => void ({ shown, stop } = await serveGalleries(await findGalleries())))
after(() => stop())

const looks = [
  { name: 'at a desk', width: 1280, language: 'zh-TW', colorScheme: 'light' },
  { name: 'on a phone, in English', width: 390, language: 'en', colorScheme: 'light' },
  { name: 'in the dark', width: 1280, language: 'zh-TW', colorScheme: 'dark' },
] as const

for (const { name, width, language, colorScheme } of looks) {
  test(`axe finds nothing on any page in any state ${name}`, async () => {
    assert.ok(shown.length > 20)
    const page = await newPage({ width })
    await page.emulateMedia({ colorScheme })
    const found: Record<string, unknown> = {}
    for (const { label, address } of shown) {
      await page.goto(`${address}?lang=${language}`)
      const violations = await axe(page)
      if (violations.length > 0) found[label] = violations
    }
    assert.deepEqual(found, {})
    await page.context().close()
  })
}

test('at 320 pixels no page must be scrolled sideways (WCAG 1.4.10)', async () => {
  const page = await newPage({ width: 320 })
  const wide: string[] = []
  for (const language of ['zh-TW', 'en']) {
    for (const { label, address } of shown) {
      await page.goto(`${address}?lang=${language}`)
      if (await page.evaluate('document.documentElement.scrollWidth > innerWidth')) wide.push(`${label} ${language}`)
    }
  }
  assert.deepEqual(wide, [])
  await page.context().close()
})

test('no page breaks its own content security policy or asks another site', async () => {
  const page = await newPage()
  const faults: string[] = []
  page.on('console', (message) => message.type() === 'error' && faults.push(message.text()))
  page.on('pageerror', (error) => faults.push(error.message))
  page.on('request', (request) => {
    if (!request.url().startsWith(new URL(shown[0]!.address).origin)) faults.push(request.url())
  })
  for (const { address } of shown) await page.goto(address)
  assert.deepEqual(faults, [])
  await page.context().close()
})
