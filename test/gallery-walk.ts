// Every page in every state: nothing for axe to find, nothing cut off, nothing that asks another site. The states are
// shared out among the files gallery-N.test.ts, which run side by side.
import assert from 'node:assert/strict'
import { axe, newPage } from './browser.ts'
import type { Page } from 'playwright-core'
import { findGalleries, serveGalleries, type Shown } from './gallery.ts'

// A page is loaded once a language. What else there is to see of it, it shows when the window or the light changes.
const looks = [
  { name: 'at a desk and in the dark', width: 1280, language: 'zh-TW', dark: true },
  { name: 'on a phone, in English', width: 390, language: 'en', dark: false },
] as const

/** CSS pixels to which a page must fit in either language: a window of 1280, and the same at 400 % (WCAG 1.4.10). */
const WIDTHS = [320, 1280]

const isTooWide = (page: Page): Promise<boolean> => page.evaluate('document.documentElement.scrollWidth > innerWidth')

/** How many files share the states. */
export const SHARES = 6

/** One walk through the states of a share. */
export type Walk = { name: string; walk: () => Promise<void> }

/** The share's states: those whose number leaves `share` (from 0) by `SHARES`. */
export async function serveShare(share: number): Promise<{ shown: Shown[]; stop: () => Promise<void> }> {
  const { shown, stop } = await serveGalleries(await findGalleries())
  return { shown: shown.filter((_, at) => at % SHARES === share), stop }
}

/** axe in each of the looks, the width of each page, and what the pages ask for. */
export const walks = (shown: () => readonly Shown[]): Walk[] => looks.map(({ name, width, language, dark }) => ({
  name: `axe finds nothing on any page in any state ${name}, none is wider than its window, and none breaks its own policy or asks another site`,
  walk: async () => {
    assert.ok(shown().length > 0)
    const faults: Record<string, unknown> = {}
    const page = await newPage({ width })
    // Colours that are on their way from one to the other are neither's.
    await page.emulateMedia({ reducedMotion: 'reduce' })
    // The gallery has pages alone: nobody answers there what is asked before passkeys are offered where a name is typed.
    await page.addInitScript('PublicKeyCredential.isConditionalMediationAvailable = async () => false')
    const told: string[] = []
    page.on('console', (message) => message.type() === 'error' && told.push(message.text()))
    page.on('pageerror', (error) => told.push(error.message))
    page.on('request', (request) => {
      if (!request.url().startsWith(new URL(shown()[0]!.address).origin)) told.push(request.url())
    })
    const { height } = page.viewportSize()!
    for (const { label, address } of shown()) {
      await page.goto(`${address}?lang=${language}`)
      const found: unknown[] = await axe(page)
      if (await isTooWide(page)) found.push(`wider than ${width}`)
      if (dark) {
        await page.emulateMedia({ colorScheme: 'dark' })
        found.push(...await axe(page, ['color-contrast']))
        await page.emulateMedia({ colorScheme: 'light' })
      }
      for (const other of WIDTHS.filter((one) => one !== width)) {
        await page.setViewportSize({ width: other, height })
        if (await isTooWide(page)) found.push(`wider than ${other}`)
      }
      await page.setViewportSize({ width, height })
      found.push(...told.splice(0))
      if (found.length > 0) faults[label] = found
    }
    assert.deepEqual(faults, {})
    await page.context().close()
  },
}))
