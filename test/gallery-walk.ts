// Every page in every state: nothing for axe to find, nothing cut off, nothing that asks another site. The states are
// shared out among the files gallery-N.test.ts, which run side by side.
import assert from 'node:assert/strict'
import { axe, newPage } from './browser.ts'
import type { Page } from 'playwright-core'
import { findGalleries, serveGalleries, type Shown } from './gallery.ts'

// Colours are all that the dark changes.
const looks = [
  { name: 'at a desk', width: 1280, language: 'zh-TW', colorScheme: 'light', rules: undefined },
  { name: 'on a phone, in English', width: 390, language: 'en', colorScheme: 'light', rules: undefined },
  { name: 'in the dark', width: 1280, language: 'zh-TW', colorScheme: 'dark', rules: ['color-contrast'] },
] as const

const isTooWide = (page: Page): Promise<boolean> => page.evaluate('document.documentElement.scrollWidth > innerWidth')

/** How many files share the states. */
export const SHARES = 12

/** One walk through the states of a share. */
export type Walk = { name: string; walk: () => Promise<void> }

/** The share's states: those whose number leaves `share` (from 0) by `SHARES`. */
export async function serveShare(share: number): Promise<{ shown: Shown[]; stop: () => Promise<void> }> {
  const { shown, stop } = await serveGalleries(await findGalleries())
  return { shown: shown.filter((_, at) => at % SHARES === share), stop }
}

/** axe in each of the looks, and that no page is wider than its window. */
export const axeWalks = (shown: () => readonly Shown[]): Walk[] => looks.map(({ name, width, language, colorScheme, rules }) => ({
  name: `axe finds nothing on any page in any state ${name}, and none is wider than the window`,
  walk: async () => {
    assert.ok(shown().length > 0)
    const page = await newPage({ width })
    await page.emulateMedia({ colorScheme })
    const found: Record<string, unknown> = {}
    for (const { label, address } of shown()) {
      await page.goto(`${address}?lang=${language}`)
      const violations = await axe(page, rules === undefined ? undefined : [...rules])
      if (violations.length > 0) found[label] = violations
      if (await isTooWide(page)) found[`${label} is too wide`] = width
    }
    assert.deepEqual(found, {})
    await page.context().close()
  },
}))

/** The narrowest window in both languages, and what the pages ask for. */
export const narrowWalk = (shown: () => readonly Shown[]): Walk => ({
  name: 'at 320 pixels no page must be scrolled sideways (WCAG 1.4.10), and none breaks its own policy or asks another site',
  walk: async () => {
    const page = await newPage({ width: 320 })
    // The gallery has pages alone: nobody answers there what is asked before passkeys are offered where a name is typed.
    await page.addInitScript('PublicKeyCredential.isConditionalMediationAvailable = async () => false')
    const faults: string[] = []
    page.on('console', (message) => message.type() === 'error' && faults.push(message.text()))
    page.on('pageerror', (error) => faults.push(error.message))
    page.on('request', (request) => {
      if (!request.url().startsWith(new URL(shown()[0]!.address).origin)) faults.push(request.url())
    })
    for (const language of ['zh-TW', 'en']) {
      for (const { label, address } of shown()) {
        await page.goto(`${address}?lang=${language}`)
        if (await isTooWide(page)) faults.push(`${label} ${language} is too wide`)
      }
    }
    assert.deepEqual(faults, [])
    await page.context().close()
  },
})
