// What only a browser can tell of the frame: its cookies, its policies, its keyboard, and that it needs no script.
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, test } from 'node:test'
import { seen, startTestPortal } from '../src/web/test-portal.tsx'
import { newPage } from './browser.ts'
import { freePorts } from './free-ports.ts'

let portal: Awaited<ReturnType<typeof startTestPortal>>
let origin: string

before(async () => {
  const port = await freePorts()
  origin = `http://localhost:${port}`
  portal = await startTestPortal({ origin, at: port })
})
after(() => portal.stop())

for (const javaScript of [false, true]) {
  const how = javaScript ? 'with script' : 'without script'

  test(`a form is refused, put right and taken ${how}; the browser keeps the cookies on http://localhost`, async () => {
    const page = await newPage({ javaScript })
    await page.goto(`${origin}/form`)
    await page.getByLabel('帳號').fill('taken')
    await page.getByLabel('密碼').fill('hunter2')
    await page.getByRole('button', { name: '登入' }).click()
    await page.waitForLoadState()
    assert.equal(await page.title(), '錯誤：表單 － 人事服務網 eCPA')
    const summary = page.getByRole('alert')
    assert.match(await summary.innerText(), /帳號已有人使用/)
    await page.locator('.errors:focus').waitFor()
    await summary.getByRole('link').click()
    await page.keyboard.type('wu')
    assert.equal(await page.getByLabel('密碼').inputValue(), '')
    await page.getByLabel('密碼').fill('hunter2')
    await page.getByLabel('帳號').fill('wu')
    await page.getByRole('button', { name: '登入' }).click()
    assert.equal(page.url(), `${origin}/form?done=yes`)
    await page.locator(':focus', { hasText: '已完成' }).waitFor()
    const cookies = await page.context().cookies()
    assert.deepEqual(
      cookies.map(({ name, secure, httpOnly, sameSite }) => [name, secure, httpOnly, sameSite].join(' ')).toSorted(),
      ['__Host-ecpa true true Lax', '__Host-ecpa-form true true Lax', '__Host-ecpa-told true true Lax'],
    )
    await page.getByRole('button', { name: 'Sign out' }).click()
    assert.equal(page.url(), `${origin}/`)
    assert.equal((await page.context().cookies()).some(({ name }) => name === '__Host-ecpa'), false)
    await page.context().close()
  })

  test(`the language is switched by a link and stays ${how}`, async () => {
    const page = await newPage({ javaScript })
    await page.goto(`${origin}/form`)
    await page.getByRole('link', { name: 'English' }).click()
    assert.equal(page.url(), `${origin}/form`)
    await page.goto(origin)
    assert.equal(await page.getAttribute('html', 'lang'), 'en')
    await page.getByRole('link', { name: '中文' }).click()
    assert.equal(await page.getAttribute('html', 'lang'), 'zh-Hant-TW')
    await page.context().close()
  })
}

test('a form that ends at another site gets there only from a page that allows it', async (t) => {
  const arrived: string[] = []
  const other = createServer((incoming, outgoing) => {
    if (incoming.url === '/arrived') arrived.push(incoming.url)
    outgoing.end('arrived')
  }).listen(0, '127.0.0.1')
  await once(other, 'listening')
  t.after(() => other.close())
  const to = `http://localhost:${(other.address() as AddressInfo).port}`
  const page = await newPage()
  await page.goto(`${origin}/leaves?to=${to}`)
  await page.getByRole('button', { name: 'go' }).click()
  await page.waitForURL(`${to}/arrived`)
  arrived.length = 0
  const stopped = page.waitForEvent('console', (message) => message.text().includes('form-action'))
  await page.goto(`${origin}/stays?to=${to}`)
  await page.getByRole('button', { name: 'go' }).click()
  await stopped
  assert.deepEqual(arrived, [])
  await page.context().close()
})

test('a form of another site reaches no handler, whatever the browser holds', async (t) => {
  const other = createServer((_, outgoing) => {
    outgoing.setHeader('content-type', 'text/html')
    outgoing.end(`<form method=post action="${origin}/only-post"><button>win</button></form>`)
  }).listen(0, '127.0.0.1')
  await once(other, 'listening')
  t.after(() => other.close())
  const page = await newPage()
  await page.goto(`${origin}/form`)
  await page.goto(`http://localhost:${(other.address() as AddressInfo).port}/`)
  const [answer] = await Promise.all([page.waitForResponse(`${origin}/only-post`), page.getByRole('button').click()])
  assert.equal(answer.status(), 403)
  assert.deepEqual(seen.reached, [])
  await page.context().close()
})

test('the keyboard meets the skip link first, and the access keys lead to their regions', async () => {
  const page = await newPage()
  await page.goto(`${origin}/form`)
  await page.keyboard.press('Tab')
  assert.equal(await page.evaluate('document.activeElement.textContent'), '跳到主要內容')
  await page.keyboard.press('Enter')
  assert.equal(await page.evaluate('document.activeElement.id'), 'content')
  const keys = await page.locator('[accesskey]').evaluateAll(
    (marked) => marked.map((one) => `${one.getAttribute('accesskey')} ${one.getAttribute('title')} ${one.textContent}`),
  )
  assert.deepEqual(keys, ['U 上方導覽區 :::', 'C 主要內容區 :::', 'Z 頁尾資訊區 :::'])
  // Three colons are no name for whoever hears them.
  for (const name of ['上方導覽區', '主要內容區', '頁尾資訊區']) assert.equal(await page.getByRole('link', { name, exact: true }).count(), 1, name)
  await page.context().close()
})
