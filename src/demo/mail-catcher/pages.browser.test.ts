// What people see of the mailbox, and that a hostile mail does nothing in a real browser. SCREENSHOTS=folder keeps the
// pictures.
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { createTransport } from 'nodemailer'
import { axe, newPage, screenshot } from '../../../test/browser.ts'
import { startMailCatcher } from './start.tsx'
import type { AddressInfo } from 'node:net'
import type { Page } from 'playwright-core'
import type { MailCatcher } from './start.tsx'

const silent = { info() {}, warn() {}, error() {} }
const dataDir = mkdtempSync(join(tmpdir(), 'mail-pages-'))
const asked: string[] = []
const stranger = createServer((request, response) => {
  asked.push(request.url ?? '')
  response.setHeader('access-control-allow-origin', '*').end('<!doctype html><title>stranger</title>')
})
let catcher: MailCatcher
let elsewhere = ''

before(async () => {
  await new Promise<void>((resolve) => stranger.listen(0, '127.0.0.1', () => resolve()))
  elsewhere = `http://localhost:${(stranger.address() as AddressInfo).port}`
  catcher = await startMailCatcher({ httpPort: 0, smtpPort: 0, dataDir, log: silent })
  const transport = createTransport(catcher.smtpUrl)
  await transport.sendMail({
    from: 'no-reply@ecpa.example', to: 'wu@example.gov.tw, wang@example.gov.tw', subject: '重設密碼通知',
    text: '吳小姐您好：\n\n請在 30 分鐘內開啟下面的連結設定新密碼。\nhttp://localhost:3000/forgot-password/Zm9v\n\n人事服務網 敬上',
    html: '<h1 style="color:#245">重設密碼</h1><p>吳小姐您好，請在 30 分鐘內開啟連結。</p>',
  })
  await transport.sendMail({
    from: 'x@evil.example', to: 'wu@example.gov.tw', subject: '<script>alert(1)</script>', text: 'x',
    html: `<script>parent.document.title='taken';fetch('${elsewhere}/script')</script>
      <img src="${elsewhere}/img" onerror="fetch('${elsewhere}/onerror')">
      <link rel="stylesheet" href="${elsewhere}/css">
      <style>body{background:url(${elsewhere}/background)}</style><iframe src="${elsewhere}/frame"></iframe>
      <meta http-equiv="refresh" content="0;url=${elsewhere}/refresh"><svg onload="fetch('${elsewhere}/svg')"></svg>`,
  })
  const plain = { subject: '只有文字', text: '完畢' }
  await transport.sendMail({ from: 'no-reply@ecpa.example', to: 'wu@example.gov.tw', ...plain })
  transport.close()
})
after(async () => {
  await catcher.stop()
  stranger.close()
  rmSync(dataDir, { recursive: true })
})

async function looksRight(page: Page, name: string) {
  assert.deepEqual(await axe(page), [], name)
  const width = await page.evaluate<[number, number]>('[document.documentElement.scrollWidth, innerWidth]')
  assert.ok(width[0] <= width[1], `${name} is wider than the window`)
  await picture(page, name)
}

async function picture(page: Page, name: string) {
  const folder = process.env['SCREENSHOTS']
  if (folder) await screenshot(page, join(folder, `${name}.png`))
}

for (const width of [1280, 390]) {
  test(`the mailbox at ${width} pixels`, async () => {
    const page = await newPage({ width })
    await page.goto(catcher.origin)
    await looksRight(page, `mail-list-${width}`)
    await page.getByRole('link', { name: '只有文字' }).click()
    await looksRight(page, `mail-text-${width}`)
    await page.goBack()
    await page.getByRole('link', { name: '重設密碼通知' }).click()
    assert.equal(await page.getByRole('link', { name: /forgot-password/ }).getAttribute('rel'), 'noopener noreferrer')
    await page.getByText('HTML 內容').click()
    await page.frameLocator('iframe').getByRole('heading', { name: '重設密碼' }).waitFor()
    // Not judged by axe, which waits half a minute for an answer from inside a frame where no script runs.
    await picture(page, `mail-message-${width}`)
  })
}

test('a hostile mail runs nothing and loads nothing, in its frame or by itself', async () => {
  const page = await newPage()
  await page.goto(catcher.origin)
  await page.getByRole('link', { name: '<script>alert(1)</script>' }).click()
  await page.getByText('HTML 內容').click()
  const address = await page.locator('iframe').getAttribute('src')
  await page.waitForTimeout(500)
  assert.equal(await page.title(), '示範信箱')
  assert.deepEqual(asked, [], 'asked from inside the frame')
  await page.goto(catcher.origin + address, { waitUntil: 'commit' })
  await page.waitForTimeout(500)
  // By itself it may send its own window elsewhere, as any link may.
  const loaded = asked.filter((path) => path !== '/refresh' && path !== '/favicon.ico')
  assert.deepEqual(loaded, [], 'asked from its own page')
})

test('a page of another origin reads no mail', async () => {
  const page = await newPage()
  await page.goto(elsewhere)
  const reads = await page.evaluate<string[]>(`Promise.all(['cors', 'no-cors'].map((mode) =>
    fetch('${catcher.origin}/api/messages', { mode })
      .then((answer) => mode + ' ' + answer.type, () => mode + ' refused')))`)
  assert.deepEqual(reads, ['cors refused', 'no-cors refused'])
})

test('the mailbox is emptied by its button', async () => {
  const page = await newPage({ javaScript: false })
  await page.goto(catcher.origin)
  await page.getByRole('button', { name: '清空' }).click()
  assert.match(await page.getByRole('main').innerText(), /目前沒有信件/)
  await looksRight(page, 'mail-empty-1280')
})
