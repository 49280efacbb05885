// Shows every page in every state: `node bin/node24.mjs test/gallery.ts OUT_DIR [NAME_PREFIX]` makes pictures of them all
// at 1280 and 390 pixels and at 200 % zoom, in both languages.
import { randomBytes } from 'node:crypto'
import { globSync } from 'node:fs'
import { join } from 'node:path'
import { argv } from 'node:process'
import { fileURLToPath } from 'node:url'
import { createApp } from '../src/web/app.ts'
import { COOKIE } from '../src/web/cookies.ts'
import { CSRF_FIELD } from '../src/web/csrf.ts'
import { galleryAddress, galleryRoutes, type Gallery } from '../src/web/gallery/gallery.ts'
import { createServer } from '../src/web/server.ts'
import { LANGUAGES, type Language } from '../src/web/language.ts'

const root = fileURLToPath(new URL('../', import.meta.url))
// A fixed morning, so that two runs can be compared.
const morning = new Date('2026-11-23T01:30:00Z')

/** All galleries of the project, by the name of their file. */
export async function findGalleries(): Promise<Gallery[]> {
  const files = globSync('src/**/*.gallery.tsx', { cwd: root }).toSorted()
  const modules = await Promise.all(files.map((file) => import(join(root, file)) as Promise<{ pages: Gallery[] }>))
  return modules.flatMap(({ pages }) => pages)
}

export interface Shown {
  /** `name-state` */
  label: string
  address: string
}

/** Serves the galleries by the real pipeline on a free port. */
export async function serveGalleries(galleries: Gallery[]): Promise<{ shown: Shown[]; stop: () => Promise<void> }> {
  const app = createApp({
    routes: galleryRoutes(galleries),
    origin: 'http://localhost',
    formKey: randomBytes(32),
    findActor: async () => null,
    log: { info: () => {}, error: (facts) => console.error(facts) },
    contact: {
      office: { 'zh-TW': '行政院人事行政總處', en: 'Directorate-General of Personnel Administration' },
      phone: '(02) 2397-9298',
      email: 'service@example.gov.tw',
      hours: { 'zh-TW': '週一至週五 8:30–17:30', en: 'Monday to Friday 8:30–17:30' },
    },
    clock: () => morning,
  })
  const server = createServer({ app })
  const port = await server.listen(0, '127.0.0.1')
  const shown = galleries.flatMap(({ name, states }) =>
    Object.keys(states).map((state) => ({
      label: `${name}-${state}`,
      address: `http://localhost:${port}${galleryAddress(name, state)}`,
    })),
  )
  return { shown, stop: () => server.stop(0) }
}

/** What is sent of a state, in that language. */
export async function htmlOf({ address }: Shown, language: Language): Promise<string> {
  const reply = await fetch(address, { headers: { cookie: `${COOKIE.language}=${language}` } })
  return reply.text()
}

/** What was sent, without what differs from request to request: form tokens, the folder of the assets, and the reference of a problem. */
export function withoutTokens(html: string): string {
  return html.replaceAll(new RegExp(`(name="${CSRF_FIELD}" value=")[^"]*`, 'g'), '$1').replaceAll(/\/assets\/[^/"]+\//g, '/assets/')
    .replaceAll(/<code>[0-9a-f]{8}-[0-9a-f]{4}<\/code>/g, '<code></code>')
}

/** The widths pages are looked at: a desk, a phone, and the desk at 200 % zoom (half as many CSS pixels). */
export const WIDTHS = { 'desk': 1280, 'phone': 390, 'zoom-200': 640 }

async function makePictures(folder: string, prefix: string): Promise<void> {
  // Who only weighs or validates pages starts no browser.
  const { launchBrowser, newPage, screenshot } = await import('./browser.ts')
  const { shown, stop } = await serveGalleries(await findGalleries())
  for (const [size, width] of Object.entries(WIDTHS)) {
    const page = await newPage({ width })
    for (const { label, address } of shown.filter((one) => one.label.startsWith(prefix))) {
      for (const language of LANGUAGES) {
        await page.goto(`${address}?lang=${language}`)
        await screenshot(page, join(folder, `${label}.${size}.${language}.png`))
      }
    }
    await page.context().close()
  }
  await (await launchBrowser()).close()
  await stop()
}

if (argv[1] === fileURLToPath(import.meta.url)) {
  const [folder, prefix = ''] = argv.slice(2)
  if (folder === undefined) {
    console.error('usage: node bin/node24.mjs test/gallery.ts OUT_DIR [NAME_PREFIX]')
    process.exit(2)
  }
  await makePictures(folder, prefix)
}
