// 「使用手冊」 against the program: every label that it speaks of is on the screens of its task, letter by letter and in both
// languages, every picture shows the page as it is now, every page is light, and every function leads to its task.
import assert from 'node:assert/strict'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { after, before, describe, test } from 'node:test'
import { CHAPTERS, helpFor, PLACED, taskPath } from '../src/features/guide/chapters.ts'
import { FIRST_STEPS, NEWCOMERS } from '../src/features/guide/first-steps.ts'
import { guideRoutes } from '../src/features/guide/routes.tsx'
import { DRAWN } from '../src/features/guide/pictures.ts'
import { createApp } from '../src/web/app.ts'
import { createServer } from '../src/web/server.ts'
import { cssInUse } from './css-in-use.ts'
import { findGalleries, htmlOf, serveGalleries } from './gallery.ts'
import { COMMAND, fileOf, FOLDER, HEAVIEST, printOf, stateOf, wantedPictures } from './guide-pictures.ts'
import { HEAVIEST_PAGE, total, weigh } from './page-weights.ts'
import type { Both, Task } from '../src/features/guide/content.ts'
import { LANGUAGES, type Language } from '../src/web/language.ts'

let gallery: Awaited<ReturnType<typeof serveGalleries>>
before(async () => { gallery = await serveGalleries(await findGalleries()) })
after(() => gallery.stop())

const kept = new Map<string, Promise<string>>()
function pageOf(screen: string, language: Language): Promise<string> {
  const key = `${screen} ${language}`
  const found = kept.get(key) ?? htmlOf(stateOf(gallery.shown, { screen } as { screen: string; alt: Both }), language)
  kept.set(key, found)
  return found
}

const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': '\'' }
const unescaped = (text: string): string => text.replaceAll(/&(#?\w+);/g, (whole, name: string) => ENTITIES[name] ?? whole)

/** What a page says, as one sees it: the texts of its elements, whole and without marks around them. */
function saidOn(html: string): Set<string> {
  const texts = html.replaceAll(/<(script|style|template)\b[\s\S]*?<\/\1>/g, '').split(/<[^>]*>/)
  const names = [...html.matchAll(/\s(?:aria-label|title|alt|value)="([^"]+)"/g)].map(([, name]) => name!)
  return new Set([...texts, ...names].map((text) => unescaped(text).trim().replace(/^[（(](.*)[）)]$/, '$1').replace(/[（(]\d+[）)]$/, '').trim()))
}

const labelsIn = (text: string, language: Language): string[] =>
  [...text.matchAll(language === 'en' ? /“([^”]+)”/g : /「([^」]+)」/g)].map(([, label]) => label!)

const textsOf = ({ title, lead, steps, troubles = [] }: Task): Both[] => [title, lead, ...steps, ...troubles.flatMap(({ when, so }) => [when, so])]

async function labelsMissing(screens: readonly string[], texts: readonly Both[]): Promise<string[]> {
  const missing: string[] = []
  for (const language of LANGUAGES) {
    const said = new Set<string>()
    for (const screen of screens) for (const text of saidOn(await pageOf(screen, language))) said.add(text)
    missing.push(...texts.flatMap((text) => labelsIn(text[language], language)).filter((label) => !said.has(label)))
  }
  return missing
}

describe('what the manual says is on the screens', () => {
  test('every label of every task, in both languages', async () => {
    const wrong: Record<string, string[]> = {}
    for (const { task, chapter } of PLACED) {
      const missing = await labelsMissing(task.screens, textsOf(task))
      if (missing.length > 0) wrong[`${chapter.slug}/${task.slug}`] = missing
    }
    assert.deepEqual(wrong, {}, 'a label is no longer what the screens say: put the manual right')
  })

  test('every label of 「新手上路」 and of what leads to the chapters', async () => {
    const steps = [...FIRST_STEPS, ...NEWCOMERS]
    for (const { title, says, tasks } of steps) {
      assert.deepEqual(await labelsMissing([...tasks.flatMap(({ screens }) => screens), 'frame-employee'], [title, says]), [], title['zh-TW'])
    }
    for (const { lead, tasks } of CHAPTERS) assert.deepEqual(await labelsMissing(tasks.flatMap(({ screens }) => screens), [lead]), [])
  })

  test('a label that no screen has is found', async () => {
    const screens = ['home-signed-out']
    assert.deepEqual(await labelsMissing(screens, [{ 'zh-TW': '按「登入」與「啟用帳號」', 'en': 'Press “Sign in”' }]), [])
    assert.deepEqual(await labelsMissing(screens, [{ 'zh-TW': '按「登 入」', 'en': 'Press “Sign” or “sign in”' }]), ['登 入', 'Sign', 'sign in'])
  })

  test('every sentence is there in both languages, the English one in English', () => {
    for (const { task } of PLACED) {
      for (const text of textsOf(task)) {
        for (const language of LANGUAGES) assert.match(text[language], /\S/, task.slug)
        assert.doesNotMatch(text.en.replaceAll(/“[^”]*”/g, ''), /\p{Script=Han}|「/u, task.slug)
      }
      assert.ok(task.steps.length >= 2 && task.steps.length <= 8, task.slug)
    }
  })
})

describe('the pictures', () => {
  test('show the pages as they are now', async () => {
    const stale: string[] = []
    for (const { name, picture, language } of wantedPictures()) {
      if (DRAWN[name]?.of !== printOf(await pageOf(picture.screen, language), picture)) stale.push(name)
    }
    assert.deepEqual(stale, [], `what these show has changed since they were drawn. Draw them anew: ${COMMAND}`)
  })

  test('are all there and none is left over, each small, all of them below 2 MB', () => {
    const wanted = wantedPictures().map(({ name }) => name)
    assert.deepEqual(Object.keys(DRAWN).toSorted(), wanted)
    assert.deepEqual(readdirSync(FOLDER).toSorted(), wanted.map((name) => `${name}.webp`))
    const sizes = wanted.map((name) => statSync(fileOf(name)).size)
    assert.ok(wanted.every((name) => existsSync(fileOf(name))))
    assert.ok(Math.max(...sizes) <= HEAVIEST, `the heaviest has ${Math.max(...sizes)} bytes`)
    assert.ok(sizes.reduce((sum, size) => sum + size, 0) < 2_000_000)
  })

  test('are stale by another word or another rule that touches them, and by nothing else', async () => {
    const picture = { screen: 'switch-two', alt: { 'zh-TW': '', 'en': '' } }
    const html = await pageOf('switch-two', 'zh-TW')
    const css = 'h1 { color: red } .choice input { width: 1px }'
    const print = (changed: string, rules = css) => printOf(changed, picture, rules)
    assert.equal(print(html), print(await htmlOf(stateOf(gallery.shown, picture), 'zh-TW')), 'asked for twice it is the same')
    assert.notEqual(print(html), print(html.replace('切換</button>', '更換</button>')))
    assert.notEqual(print(html), print(html, css.replace('1px', '2px')))
    assert.equal(print(html), print(html, `${css} .nowhere { width: 2px } @media print { h1 { color: #000 } }`))
    assert.equal(print(html), print(html.replace('</header>', '<p>news</p></header>')))
  })

  test('of a stylesheet count the rules that may touch the page', () => {
    const css = '/* x */ .a, .b { x: 1 } p:not(.c) { x: 2 } table td { x: 3 } @media screen { #d > p::before { x: 4 } } a[href^="#e"]:hover { x: 5 }'
    assert.equal(cssInUse(css, '<p class="b f" id="d">'), '.b{x: 1}\np:not(.c){x: 2}\n@media screen\n#d > p::before{x: 4}')
    assert.equal(cssInUse(css, '<a href="#e">'), '@media screen\na[href^="#e"]:hover{x: 5}')
  })
})

describe('the pages', () => {
  test('of every task with all that they load stay below 50 KB', async () => {
    const { origin, stop } = await servePublic()
    try {
      for (const path of ['/guide', '/manual', ...CHAPTERS.map(({ slug }) => `/manual/${slug}`), ...PLACED.map(({ task }) => taskPath(task))]) {
        for (const language of LANGUAGES) {
          const all = total(await weigh(origin + path, language))
          assert.ok(all < HEAVIEST_PAGE, `${path} in ${language}: ${all} bytes`)
        }
      }
    } finally {
      await stop()
    }
  })

  test('have addresses of their own, and 「說明」 of a function leads to its task', () => {
    const paths = PLACED.map(({ task }) => taskPath(task))
    assert.equal(new Set(paths).size, paths.length)
    assert.ok(PLACED.every(({ task, chapter }) => task.slug !== 'print' && /^[a-z][a-z-]*$/.test(task.slug) && /^[a-z][a-z-]*$/.test(chapter.slug)))
    for (const { also = [] } of CHAPTERS) for (const task of also) assert.ok(paths.includes(taskPath(task)))
    assert.equal(helpFor('/manage/grants/new'), '/manual/personnel-supervisor/give-a-grant')
    assert.equal(helpFor('/manage/duties/requests/12'), '/manual/personnel-supervisor/request-a-duty-across-lines')
    assert.equal(helpFor('/manage'), '/manual/personnel-supervisor/begin-managing')
    assert.equal(helpFor('/activate/card'), '/manual/employee/activate-by-card')
    assert.equal(helpFor('/manage/people/k3y'), '/manual/central-administrator/find-a-person')
    assert.equal(helpFor('/manage/people/k3y/account/disable'), '/manual/central-administrator/act-on-an-account')
    assert.equal(helpFor('/manage/people/roles/12'), '/manual/central-administrator/roles-at-the-centre')
    assert.equal(helpFor('/manage/applications/D6/categories/use'), '/manual/central-administrator/application-categories')
    assert.equal(helpFor('/manage/agencieses'), '/manual/personnel-supervisor/begin-managing')
    assert.equal(helpFor('/manual'), null)
    assert.equal(helpFor('/'), null)
  })
})

/** The manual alone, as everybody reads it. */
async function servePublic(): Promise<{ origin: string; stop: () => Promise<void> }> {
  const app = createApp({
    routes: guideRoutes(), origin: 'http://localhost', formKey: Buffer.alloc(32, 7), findActor: async () => null,
    log: { info: () => {}, error: (facts) => console.error(facts) },
    contact: { office: { 'zh-TW': '總處', 'en': 'Centre' }, phone: '1', email: 'a@b.tw', hours: { 'zh-TW': '日', 'en': 'day' } },
  })
  const server = createServer({ app })
  const port = await server.listen(0, '127.0.0.1')
  return { origin: `http://localhost:${port}`, stop: () => server.stop(0) }
}

