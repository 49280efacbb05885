// Draws the pictures of 「使用手冊」 from the gallery: `node bin/node24.mjs --import ./src/load-tsx.mjs test/guide-pictures.ts`
// draws those whose page has changed since, and takes away those that no task shows any more.
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { argv } from 'node:process'
import { fileURLToPath } from 'node:url'
import { PLACED } from '../src/features/guide/chapters.ts'
import { DRAWN, pictureName, type Drawn } from '../src/features/guide/pictures.ts'
import { launchBrowser, newPage } from './browser.ts'
import { cssInUse } from './css-in-use.ts'
import { findGalleries, htmlOf, serveGalleries, withoutTokens, type Shown } from './gallery.ts'
import type { Page } from 'playwright-core'
import type { Picture } from '../src/features/guide/content.ts'
import { LANGUAGES, type Language } from '../src/web/language.ts'

/** The command, as a failing test tells it. */
export const COMMAND = 'node bin/node24.mjs --import ./src/load-tsx.mjs test/guide-pictures.ts'

const root = fileURLToPath(new URL('../', import.meta.url))
export const FOLDER = join(root, 'src/web/public/pictures')
const LIST = join(root, 'src/features/guide/pictures.json')
const CSS = readFileSync(join(root, 'src/web/public/app.css'), 'utf8')
// Whatever else goes into how a picture is drawn: another number draws all of them anew.
const VERSION = 2

/** A page with a menu beside it is given the room for it, so that the pages themselves come out about equally wide. */
const widthFor = (html: string): number => (html.includes('with-menu') ? 1000 : 816)
const HIGHEST = 620
/** Bytes of a picture: with style, script and text a page of the manual stays below 50 KB. */
export const HEAVIEST = 22_000
const QUALITIES = [62, 50, 40, 30, 20, 15]

/** A picture to be drawn in a language. */
export type Wanted = { name: string; picture: Picture; language: Language }

/** Every picture that a task shows. Throws where two tasks want other parts of one screen: they would be one file. */
export function wantedPictures(): Wanted[] {
  const parts = new Map<string, string>()
  const pictures = new Map<string, Picture>()
  for (const { task: { picture, slug } } of PLACED) {
    if (picture === undefined) continue
    const part = picture.part ?? ''
    if ((parts.get(picture.screen) ?? part) !== part) throw new Error(`${slug} shows another part of ${picture.screen} than a task before it`)
    parts.set(picture.screen, part)
    pictures.set(picture.screen, picture)
  }
  return [...pictures.values()].flatMap((picture) =>
    LANGUAGES.map((language) => ({ name: pictureName(picture, language), picture, language })))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
}

const contentOf = (html: string): string => withoutTokens(html.slice(html.indexOf('<main'), html.indexOf('</main>')))

/** What a picture is drawn of, in few characters: what the page says, the rules that may touch it, and how it is drawn. */
export function printOf(html: string, { part = '' }: Picture, css = CSS): string {
  const content = contentOf(html)
  return createHash('sha256').update(`${VERSION}\0${part}\0${content}\0${cssInUse(css, content)}`).digest('base64url').slice(0, 16)
}

export function stateOf(shown: readonly Shown[], { screen }: Picture): Shown {
  const found = shown.find(({ label }) => label === screen)
  if (found === undefined) throw new Error(`the gallery has no state ${screen}`)
  return found
}

/** Where on the page the part is, faded out where it is too high; null where there is no such part. */
function boxOf(page: Page, part: string): Promise<{ x: number; y: number; width: number; height: number } | null> {
  return page.evaluate(`(() => {
    for (const one of document.querySelectorAll('main .marker, main .menu-jump')) one.style.display = 'none'
    const found = document.querySelector(${JSON.stringify(part === '' ? 'main' : `main :is(${part})`)})
    if (found === null) return null
    const { x, y, width, height } = found.getBoundingClientRect()
    const edge = 12
    const whole = height + 2 * edge
    const box = { x: x - edge, y: y + scrollY - edge, width: width + 2 * edge, height: Math.min(${HIGHEST}, whole) }
    if (whole > box.height) {
      const fade = document.createElement('div')
      fade.style.cssText = \`position: absolute; z-index: 9; left: \${box.x}px; top: \${box.y + box.height - 56}px; width: \${box.width}px; height: 56px; \`
        + 'background: linear-gradient(to bottom, rgb(247 245 240 / 0), rgb(247 245 240))'
      document.body.append(fade)
    }
    return Object.fromEntries(Object.entries(box).map(([side, pixels]) => [side, Math.round(pixels)]))
  })()`)
}

async function draw(shown: readonly Shown[], { name, picture, language }: Wanted): Promise<Drawn> {
  const state = stateOf(shown, picture)
  const html = await htmlOf(state, language)
  const page = await newPage({ width: widthFor(html), locale: language })
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
  await page.addInitScript('PublicKeyCredential.isConditionalMediationAvailable = async () => false')
  await page.goto(`${state.address}?lang=${language}`)
  await page.evaluate('document.fonts.ready')
  const clip = await boxOf(page, picture.part ?? '')
  if (clip === null) throw new Error(`${picture.screen} has no ${picture.part ?? ''}`)
  const devtools = await page.context().newCDPSession(page)
  for (const quality of QUALITIES) {
    const { data } = await devtools.send('Page.captureScreenshot', { format: 'webp', quality, clip: { ...clip, scale: 1 }, captureBeyondViewport: true })
    writeFileSync(fileOf(name), Buffer.from(data, 'base64'))
    if (statSync(fileOf(name)).size <= HEAVIEST) break
  }
  await page.context().close()
  return { width: clip.width, height: clip.height, of: printOf(html, picture) }
}

export const fileOf = (name: string): string => join(FOLDER, `${name}.webp`)

/** A line for each, so that two who draw different ones do not meet. */
function keepList(drawn: Readonly<Record<string, Drawn>>): void {
  const lines = Object.keys(drawn).toSorted().map((name) => `  ${JSON.stringify(name)}: ${JSON.stringify(drawn[name])}`)
  writeFileSync(LIST, `{\n${lines.join(',\n')}\n}\n`)
}

async function drawAll(): Promise<void> {
  mkdirSync(FOLDER, { recursive: true })
  const wanted = wantedPictures()
  const screens = new Set(wanted.map(({ picture }) => picture.screen))
  const { shown, stop } = await serveGalleries(await findGalleries())
  const drawn: Record<string, Drawn> = {}
  for (const one of wanted) {
    const html = await htmlOf(stateOf(shown, one.picture), one.language)
    const known = DRAWN[one.name]
    if (known?.of === printOf(html, one.picture) && existsSync(fileOf(one.name))) {
      drawn[one.name] = known
      continue
    }
    drawn[one.name] = await draw(shown, one)
    console.log(`${one.name}  ${drawn[one.name]!.width} × ${drawn[one.name]!.height}, ${statSync(fileOf(one.name)).size} bytes`)
  }
  keepList(drawn)
  for (const file of readdirSync(FOLDER)) if (!(file.replace(/\.webp$/, '') in drawn)) rmSync(join(FOLDER, file))
  console.log(`${screens.size} screens`)
  await (await launchBrowser()).close()
  await stop()
}

if (argv[1] === fileURLToPath(import.meta.url)) await drawAll()
