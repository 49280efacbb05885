// 「環境檢測」 in a real browser, with the card desk in each of its states, and what it still tells without script and without cookies.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { newPage } from '../browser.ts'
import { ask } from '../http.ts'
import { checkPage } from './steps.ts'
import { sharedDemo } from './shared-demo.ts'
import type { Page } from 'playwright-core'

const { portal, desk } = await sharedDemo()

async function insertOnly(...ids: string[]): Promise<void> {
  const cards = JSON.parse((await ask(desk, '/desk/cards')).body) as { id: string; inserted: boolean }[]
  const move = (act: string, card: string) =>
    ask(desk, `/desk/${act}`, { method: 'POST', body: JSON.stringify({ card }), headers: { 'content-type': 'application/json' } })
  for (const { id, inserted } of cards) if (inserted && !ids.includes(id)) await move('remove', id)
  for (const id of ids) await move('insert', id)
}
const failWith = (fault: string) => ask(desk, '/desk/fail', {
  method: 'POST', body: new URLSearchParams({ fault }).toString(),
  headers: { 'content-type': 'application/x-www-form-urlencoded', origin: desk, 'sec-fetch-site': 'same-origin' },
})
after(() => failWith('none'))

const row = (page: Page, item: string) => page.getByRole('row').filter({ has: page.getByRole('rowheader', { name: item, exact: true }) })
const says = (page: Page, item: string, state: string, sentence: RegExp) =>
  row(page, item).filter({ hasText: state }).filter({ hasText: sentence }).waitFor()
const over = (page: Page) => page.getByRole('status').filter({ hasText: '檢測完成' }).waitFor()

async function open(page: Page): Promise<void> {
  await page.goto(`${portal}/environment`)
  await over(page)
}
const read = (page: Page) => page.getByRole('button', { name: '檢測讀卡機與卡片' }).click()

test('everything is well, and the card is named: from 「首頁」 by keyboard', async () => {
  await insertOnly('wu')
  const page = await newPage({ width: 390 })
  await page.goto(portal)
  await page.getByRole('link', { name: '環境檢測', exact: true }).focus()
  await page.keyboard.press('Enter')
  await page.waitForURL(`${portal}/environment`)
  await over(page)
  await says(page, '瀏覽器', '正常', /Chrome \d+/)
  await says(page, 'JavaScript', '正常', /執行/)
  await says(page, 'Cookie', '正常', /接受/)
  await says(page, '電腦時間', '正常', /與伺服器相差不到 1 秒|與伺服器相差 \d+ 秒/)
  await says(page, '憑證元件', '正常', /已經找到/)
  await says(page, '卡片', '尚未檢測', /檢測讀卡機與卡片/)
  await checkPage(page, 'what is found without a window')
  await page.getByRole('button', { name: '檢測讀卡機與卡片' }).focus()
  await page.keyboard.press('Enter')
  await says(page, '憑證元件', '正常', /版本 \d/)
  await says(page, '讀卡機', '正常', /已經找到讀卡機/)
  await says(page, '卡片', '正常', /Virtual Card Reader 0/)
  await page.getByRole('status').filter({ hasText: '7 項正常，0 項要處理' }).waitFor()
  await checkPage(page, 'everything is well')
})

test('no reader, no card, a card that cannot sign in, a component that forbids, and a window that is closed', async () => {
  await insertOnly()
  const page = await newPage()
  await open(page)
  await read(page)
  await says(page, '卡片', '要處理', /讀卡機裡沒有卡片/)
  await says(page, '讀卡機', '正常', /已經找到/)
  await checkPage(page, 'no card')
  await insertOnly('no-digital-signature')
  await read(page)
  await says(page, '卡片', '要處理', /沒有可以用來登入的憑證/)
  for (const [fault, item, sentence] of [
    ['noReader', '讀卡機', /沒有找到讀卡機/], ['noCertificate', '卡片', /沒有可以使用的憑證/], ['expired', '卡片', /已經過期/],
    ['notYetValid', '卡片', /尚未生效/], ['domain', '憑證元件', /不允許本網站/], ['site', '憑證元件', /不允許本網站/], ['cancelled', '憑證元件', /沒有讀完/],
  ] as const) {
    await failWith(fault)
    await read(page)
    await says(page, item, '要處理', sentence)
  }
  await says(page, '讀卡機', '尚未檢測', /要先找到憑證元件/)
  await failWith('none')
})

test('a component that does not run, a clock that is wrong and a browser that is too old', async () => {
  const page = await newPage()
  await page.context().route(`${desk}/**`, (route) => route.abort())
  await page.addInitScript('{ const real = Date.now; Date.now = () => real() - 3_600_000; delete HTMLDialogElement.prototype.showModal }')
  await open(page)
  await says(page, '憑證元件', '要處理', /請安裝讀卡機的憑證元件/)
  await says(page, '讀卡機', '尚未檢測', /要先找到憑證元件/)
  await says(page, '電腦時間', '要處理', /慢 (3599|3600|3601) 秒/)
  await says(page, '瀏覽器', '要處理', /太舊/)
  await checkPage(page, 'much to be mended')
  await read(page)
  await says(page, '憑證元件', '要處理', /沒有找到憑證元件/)
})

test('without script it says what the server sees: a cookie after the first request, or none', async () => {
  const page = await newPage({ javaScript: false })
  await page.goto(`${portal}/environment`)
  await page.getByRole('heading', { name: /只能檢測伺服器看得到的項目/ }).waitFor()
  await says(page, 'JavaScript', '要處理', /沒有執行/)
  await says(page, 'Cookie', '尚未檢測', /第一次連線/)
  await says(page, '瀏覽器', '尚未檢測', /Chrome/)
  await checkPage(page, 'without script')
  await page.getByRole('link', { name: '重新檢測' }).click()
  await says(page, 'Cookie', '正常', /接受/)
  await page.context().clearCookies()
  await page.reload()
  await says(page, 'Cookie', '要處理', /請在瀏覽器的設定中允許/)
  assert.equal(await page.getByRole('button', { name: '檢測讀卡機與卡片' }).isVisible(), false)
})
