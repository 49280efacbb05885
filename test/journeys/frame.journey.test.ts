// The frame around every page of the whole program: words, language, keyboard, phone, and a page at twice its size.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { newPage } from '../browser.ts'
import { asOwner } from '../demo-program.ts'
import { checkPage, checkWidth, fillSignIn, signIn, signOut, visit } from './steps.ts'
import { sharedDemo } from './shared-demo.ts'

const demo = await sharedDemo()
const { portal, applications } = demo

/** Every page that wu.employee can come to, by its path and its status. */
const PAGES: readonly (readonly [path: string, status: number])[] = [
  ['/', 200], ['/applications', 200], ['/applications?q=%E5%AD%B8%E7%BF%92', 200], ['/applications/A4/why-not', 403],
  ['/applications/E1/why-not', 403], ['/applications/B5/why-not', 403], ['/applications/D6/why-not', 200], ['/switch', 200],
  ['/sign-out/confirm', 200], ['/sign-in/problem/clientUnknown', 400], ['/nowhere', 404], ['/sign-in/password', 405],
  ['/applications?q=1&q=2', 400],
]

/** 「民國 115 年 11 月 23 日 星期一」 of today in Taipei. */
function todayInRoc(): RegExp {
  const parts = new Intl.DateTimeFormat('zh-TW-u-ca-roc', {
    timeZone: 'Asia/Taipei', year: 'numeric', month: 'numeric', day: 'numeric', weekday: 'long',
  }).formatToParts(new Date())
  const of = (type: string): string => parts.find((part) => part.type === type)!.value
  return new RegExp(`^民國 ${of('year')} 年 ${of('month')} 月 ${of('day')} 日 ${of('weekday')}$`)
}

test('every page of somebody signed in has the frame, in words that people search by', async () => {
  const page = await newPage()
  await signIn(page, demo, 'wu.employee')
  for (const [path, status] of PAGES) {
    assert.equal((await visit(page, portal + path)).status(), status, path)
    const banner = page.getByRole('banner')
    assert.ok(await banner.getByRole('link', { name: '人事服務網 eCPA' }).isVisible(), path)
    assert.match(await banner.getByRole('time').innerText(), todayInRoc(), path)
    assert.equal(await banner.getByRole('link', { name: 'English' }).count(), 1, path)
    assert.ok(await banner.getByRole('button', { name: '登出' }).isVisible(), path)
    assert.ok(await banner.getByRole('link', { name: '首頁' }).isVisible(), path)
    assert.ok(await banner.getByRole('link', { name: '應用系統' }).isVisible(), path)
    const line = page.getByRole('region', { name: '登入身分' })
    assert.match(await line.innerText(), /使用者\s*吳文傑[\s\S]*登入方式\s*帳號密碼[\s\S]*身分\s*一般公務人員[\s\S]*機關\s*高雄市政府秘書處\s*397010000A/, path)
    assert.ok(await line.getByRole('link', { name: '切換機關' }).isVisible(), path)
    if (path !== '/') {
      const crumbs = page.getByRole('navigation', { name: '現在位置' })
      assert.match(await crumbs.innerText(), /^現在位置：\s*首頁/, path)
      assert.equal(await crumbs.locator('[aria-current=page]').innerText(), await page.getByRole('heading', { level: 1 }).innerText(), path)
    }
    assert.equal(await page.getByRole('heading', { level: 1 }).count(), 1, path)
    assert.match(await page.title(), / － 人事服務網 eCPA$/, path)
    assert.equal(await page.getAttribute('html', 'lang'), 'zh-Hant-TW', path)
    assert.ok(await page.getByRole('contentinfo').getByText('客服電話').isVisible(), path)
  }
  await page.context().close()
})

test('signed out, the home page says what is done with personal data, and nothing is left of anybody', async () => {
  const page = await newPage()
  await page.goto(portal)
  assert.match(await page.getByRole('main').innerText(), /重要訊息[\s\S]*個人資料保護法/)
  assert.equal(await page.getByRole('region', { name: '登入身分' }).count(), 0)
  assert.equal(await page.getByRole('button', { name: '登出' }).count(), 0)
  for (const name of ['行政院業務區', '銓敘部業務區', '憑證登入問題']) {
    assert.match((await page.getByRole('link', { name }).getAttribute('href'))!, /^https:\/\//, name)
  }
  await page.context().close()
})

test('whoever signs out is told so, once', async () => {
  const page = await newPage()
  await signIn(page, demo, 'wu.employee')
  await signOut(page, demo)
  await page.locator(':focus', { hasText: '您已登出' }).waitFor()
  await page.reload()
  assert.equal(await page.getByText('您已登出').count(), 0)
  await page.context().close()
})

/** What is Chinese on an English page and not marked as being so. */
const chineseLeft = (page: Page): Promise<string[]> => page.evaluate(`(() => {
  const left = []
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (/[\\u4e00-\\u9fff]/.test(node.data) && !node.parentElement.closest('[lang^=zh]')) left.push(node.data.trim())
  }
  for (const one of document.querySelectorAll('[title],[aria-label],[placeholder],[alt]')) {
    for (const name of ['title', 'aria-label', 'placeholder', 'alt']) {
      const text = one.getAttribute(name) ?? ''
      if (/[\\u4e00-\\u9fff]/.test(text) && !one.closest('[lang^=zh]')) left.push(text)
    }
  }
  return left
})()`)

/** Names of people, agencies, units and applications are data, and there is no English of them. */
const withoutData = (texts: string[], data: readonly string[]): string[] =>
  texts.filter((text) => /[\u4e00-\u9fff]/.test(data.reduce((left, one) => left.replaceAll(one, ''), text)))

/** By the link to English and back again, on the same page, with no Chinese left in between but for data. */
async function thereAndBack(page: Page, path: string, data: readonly string[]): Promise<void> {
  await visit(page, portal + path)
  const chinese = await page.getByRole('heading', { level: 1 }).innerText()
  await page.getByRole('banner').getByRole('link', { name: 'English' }).click()
  await page.waitForLoadState()
  assert.equal(new URL(page.url()).pathname, new URL(portal + path).pathname, path)
  assert.equal(await page.getAttribute('html', 'lang'), 'en', path)
  assert.match(await page.title(), / – eCPA$/, path)
  assert.deepEqual(withoutData(await chineseLeft(page), data), [], path)
  await page.getByRole('banner').getByRole('link', { name: '中文' }).click()
  await page.waitForLoadState()
  assert.equal(await page.getAttribute('html', 'lang'), 'zh-Hant-TW', path)
  assert.equal(await page.getByRole('heading', { level: 1 }).innerText(), chinese, path)
}

test('one link makes every page English and one makes it Chinese again, on the same page', async () => {
  const page = await newPage()
  await signIn(page, demo, 'wu.employee')
  const data = await namesShown(page)
  for (const [path, status] of PAGES) if (status < 404) await thereAndBack(page, path, data)
  await page.context().close()
})

test('the language is switched on a page that does not exist, too', async () => {
  const page = await newPage()
  await signIn(page, demo, 'wu.employee')
  const data = await namesShown(page)
  for (const [path, status] of PAGES) if (status === 404) await thereAndBack(page, path, data)
  await page.context().close()
})

/** The names that the catalogue and the agencies gave, as the database has them. */
async function namesShown(page: Page): Promise<string[]> {
  // the last one is what was searched for
  const own = ['吳文傑', '文書科', '「人事」', '學習']
  await page.goto(`${portal}/applications`)
  const shown = await page.getByRole('main').locator('a[href*="/open"], a[href*="/why-not"]').evaluateAll(
    (links) => links.map((link) => `${link.textContent} ${link.getAttribute('aria-label') ?? ''}`))
  const { rows } = await asOwner(demo, (client) => client.query<{ text: string }>(`
    select name as text from agency_version where upper_inf(recorded)
      and agency_code in ('397010000A', '397000000A', '397210000A', 'A58000000A')
    union select name from application_version where upper_inf(recorded)
    union select description from application_version where upper_inf(recorded)
    union select heading from application_version where upper_inf(recorded)`))
  assert.ok(shown.length > 30)
  // the longest first: a short name may be part of a longer one
  return [...own, ...rows.map(({ text }) => text)].filter(Boolean).toSorted((a, b) => b.length - a.length)
}

test('without a mouse: sign in, search, open', async () => {
  const page = await newPage()
  await page.goto(portal)
  await page.keyboard.press('Tab')
  assert.equal(await focused(page), '跳到主要內容')
  await page.keyboard.press('Enter')
  await tabTo(page, '帳號')
  await page.keyboard.type('wu.employee')
  await page.keyboard.press('Tab')
  await page.keyboard.type('ecpa-demo-2026')
  await page.keyboard.press('Enter')
  await page.waitForURL(`${portal}/applications`)
  await tabTo(page, '搜尋應用系統')
  await page.keyboard.type('D6')
  await page.keyboard.press('Enter')
  await page.waitForURL(`${portal}/applications?q=D6`)
  await tabTo(page, /終身學習入口網$/)
  await page.keyboard.press('Enter')
  await page.waitForURL(`${applications}/D6`)
  await tabTo(page, '登出')
  await page.keyboard.press('Enter')
  await page.waitForURL(`${applications}/D6/?state=signed-out`)
  await page.context().close()
})

/** The name of what has the focus, and that it can be seen to have it. */
async function focused(page: Page): Promise<string> {
  const [name, seen, tabbed] = await page.evaluate(`(() => {
    const one = document.activeElement
    const style = getComputedStyle(one)
    const label = one.labels?.[0]?.textContent ?? one.getAttribute('aria-label') ?? one.textContent
    const { width, height } = one.getBoundingClientRect()
    const outlined = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2
    return [label.trim(), width > 0 && height > 0 && (outlined || style.boxShadow !== 'none'), one.tabIndex >= 0 && one !== document.body]
  })()`) as [string, boolean, boolean]
  // what is led to by a link and cannot be operated shows nothing
  if (tabbed) assert.ok(seen, `the focus on ${name} is seen`)
  return name
}

/** Presses Tab until that has the focus. */
async function tabTo(page: Page, wanted: string | RegExp): Promise<void> {
  const met: string[] = []
  for (let presses = 0; presses < 150; presses++) {
    const name = await focused(page)
    if (typeof wanted === 'string' ? name === wanted : wanted.test(name)) return
    met.push(name)
    await page.keyboard.press('Tab')
  }
  assert.fail(`Tab never came to ${wanted}: ${met.join(' | ')}`)
}

test('a refused sign-in puts the focus on what is wrong, and from there into the field', async () => {
  for (const javaScript of [true, false]) {
    const page = await newPage({ javaScript })
    await page.goto(portal)
    await page.getByRole('region', { name: '帳號登入' }).getByRole('button', { name: '登入', exact: true }).click()
    await page.waitForLoadState()
    await page.locator(':focus', { hasText: '請輸入帳號' }).waitFor()
    await page.getByRole('alert').getByRole('link', { name: '請輸入密碼' }).click()
    await page.keyboard.type('x')
    if (javaScript) assert.equal(await page.getByLabel('密碼', { exact: true }).inputValue(), 'x')
    assert.equal(await page.getByLabel('密碼', { exact: true }).getAttribute('aria-invalid'), 'true')
    await page.context().close()
  }
})

test('the access keys U, C, Z and S lead to their regions', async () => {
  const page = await newPage()
  await signIn(page, demo, 'wu.employee')
  // a browser without a window does not act on access keys: what they stand on is pressed instead
  const keyed = page.locator('[accesskey]')
  const keys = await keyed.evaluateAll((marked) => marked.map((one) => one.getAttribute('accesskey')!))
  assert.deepEqual(keys.toSorted(), ['C', 'S', 'U', 'Z'])
  for (const [key, region] of [['U', 'banner'], ['C', 'main'], ['Z', 'contentinfo']] as const) {
    const marker = page.locator(`[accesskey=${key}]`)
    const hash = (await marker.getAttribute('href'))!
    await marker.focus()
    await page.keyboard.press('Enter')
    await page.waitForURL((url) => url.hash === hash)
    const target = page.getByRole(region).locator(hash).or(page.getByRole(region).and(page.locator(hash)))
    assert.equal(await target.count(), 1, key)
  }
  assert.equal(await page.locator('[accesskey=S]').getAttribute('type'), 'search')
  assert.ok(await page.getByRole('contentinfo').getByText('快速鍵').isVisible())
  const searchKey = page.getByRole('contentinfo').getByText('S 搜尋')
  assert.ok(await searchKey.last().isVisible())
  await page.goto(`${portal}/todo`)
  assert.equal(await page.locator('[accesskey=S]').count(), 0)
  assert.ok(!await searchKey.last().isVisible(), 'a key that leads nowhere here')
  await page.context().close()
})

for (const width of [390, 640]) {
  // 640 pixels are a window of 1280 at 200 %
  test(`no page is wider than a window of ${width} pixels, in either language`, async () => {
    const page = await newPage({ width, javaScript: false })
    await page.goto(portal)
    await checkWidth(page, 'home, signed out')
    await fillSignIn(page, 'nobody', 'x')
    await checkWidth(page, 'a refused sign-in')
    await fillSignIn(page, 'wu.employee')
    for (const language of ['zh-TW', 'en']) {
      for (const [path, status] of PAGES) {
        if (status === 405) continue
        await page.goto(`${portal}${path}${path.includes('?') ? '&' : '?'}lang=${language}`)
        await checkWidth(page, `${path} in ${language}`)
      }
    }
    await page.goto(`${applications}/D6`)
    await checkWidth(page, 'D6')
    await page.context().close()
  })
}

test('axe finds nothing on any page, in English and in the dark too', async () => {
  const page = await newPage({ width: 390 })
  await signIn(page, demo, 'wu.employee')
  await page.emulateMedia({ colorScheme: 'dark' })
  for (const [path, status] of PAGES) {
    if (status === 405) continue
    await page.goto(`${portal}${path}${path.includes('?') ? '&' : '?'}lang=en`)
    await checkPage(page, `${path} in English, dark`)
  }
  await page.emulateMedia({ colorScheme: 'light' })
  for (const [path] of PAGES) {
    await page.goto(portal + path)
    await checkPage(page, `${path} in English, light`)
  }
  await page.context().close()
})
