// Cards in a real browser, from the desk's drawer to the application that asks for one: the component's window, the PIN, what goes
// wrong and how it is said.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newPage } from '../browser.ts'
import { ask } from '../http.ts'
import { checkPage, fillSignIn, signIn, standingLine } from './steps.ts'
import { sharedDemo } from './shared-demo.ts'
import type { Page } from 'playwright-core'

const demo = await sharedDemo()
const { portal, desk } = demo
const PIN = '123456'

async function atDesk(act: 'insert' | 'remove' | 'unlock', card: string): Promise<void> {
  const { status } = await ask(desk, `/desk/${act}`, { method: 'POST', body: JSON.stringify({ card }), headers: { 'content-type': 'application/json' } })
  assert.equal(status, 200)
}
async function onlyCard(...ids: string[]): Promise<void> {
  const cards = JSON.parse((await ask(desk, '/desk/cards')).body) as { id: string; inserted: boolean }[]
  for (const { id, inserted } of cards) if (inserted && !ids.includes(id)) await atDesk('remove', id)
  for (const id of ids) await atDesk('insert', id)
}
const box = (page: Page) => page.getByRole('region', { name: '憑證登入' })
async function byCard(page: Page, pin = PIN): Promise<void> {
  await box(page).getByLabel('PIN碼').fill(pin)
  await box(page).getByRole('button', { name: '登入', exact: true }).click()
}
const says = async (page: Page, sentence: RegExp): Promise<void> => {
  await box(page).getByRole('status').filter({ hasText: sentence }).waitFor()
}

test('a card that is new waits for the password once; then it signs in alone and opens what needs it', async () => {
  await onlyCard('wu')
  const page = await newPage()
  await page.goto(portal)
  await byCard(page)
  await page.getByText('這張自然人憑證還沒有連結帳號').waitFor()
  await checkPage(page, 'a card that is bound to nobody')
  await fillSignIn(page, 'wu.employee')
  await page.getByRole('heading', { name: '連結自然人憑證' }).waitFor()
  await checkPage(page, 'binding a card')
  await page.getByRole('button', { name: '連結並繼續' }).click()
  await page.waitForURL(`${portal}/applications`)
  assert.match(await standingLine(page), /自然人憑證/)
  await page.getByRole('button', { name: '登出' }).click()
  await page.waitForURL(`${portal}/`)

  await byCard(page)
  await page.waitForURL(`${portal}/applications`)
  assert.match(await standingLine(page), /自然人憑證/)
  await page.goto(`${portal}/applications/B5/open`)
  await page.waitForURL(/\/B5/)
  assert.equal(new URL(page.url()).origin, demo.applications)

  const other = await newPage()
  await signIn(other, demo, 'wu.employee')
  await other.goto(`${portal}/applications/B5/open`)
  await checkPage(other, 'an application that needs a card')
  await other.getByRole('link', { name: '以憑證驗證並開啟' }).click()
  await checkPage(other, 'proving it by card')
  await byCard(other)
  await other.waitForURL(/\/B5/)
  assert.equal(new URL(other.url()).origin, demo.applications)
})

test('a wrong PIN counts, the third locks the card, and each is said in plain words', async () => {
  await onlyCard('wang')
  const page = await newPage({ width: 390 })
  await page.goto(portal)
  await byCard(page, '12')
  await says(page, /6 到 8 位數字/)
  for (const [pin, sentence] of [['654321', /還可以再試兩次/], ['654321', /只剩最後一次/], ['654321', /已經鎖住/], [PIN, /已經鎖住/]] as const) {
    await byCard(page, pin)
    await says(page, sentence)
  }
  await checkPage(page, 'a card that is locked')
  await atDesk('unlock', 'wang')
})

test('without a card, with a bad one, with two, and without the component', async () => {
  await onlyCard()
  const page = await newPage()
  await page.goto(portal)
  await byCard(page)
  await says(page, /讀卡機裡沒有卡片/)
  for (const [id, sentence] of [['expired', /已經過期/], ['revoked', /已經廢止/], ['unknown-issuer', /不是由本系統認可/], ['no-digital-signature', /用途不是簽章/]] as const) {
    await onlyCard(id)
    await page.goto(portal)
    await byCard(page)
    await page.getByRole('alert').filter({ hasText: sentence }).waitFor()
    await checkPage(page, `the card ${id}`)
  }
  await onlyCard('expired', 'agency-397210000A')
  await page.goto(portal)
  await box(page).getByRole('button', { name: '選擇卡片' }).click()
  await says(page, /請選擇卡片/)
  await box(page).getByLabel('使用的卡片').selectOption({ label: '高雄市政府人事處 (Virtual Card Reader 0)' })
  await byCard(page)
  await page.getByText('登入成功！由於您使用「機關憑證」登入，因此您只能進入「此頁面」。').waitFor()
  await checkPage(page, 'the agency’s card is in')
  const alone = await newPage()
  await alone.route(`${desk}/popupForm`, (route) => route.abort())
  await alone.context().route(`${desk}/popupForm`, (route) => route.abort())
  await alone.goto(portal)
  await byCard(alone)
  await says(alone, /沒有找到憑證元件/)
})

test('the desk’s own page moves cards, and says how it is with them', async () => {
  await onlyCard()
  const page = await newPage({ width: 390 })
  await page.goto(desk)
  await checkPage(page, 'the card desk')
  await page.getByRole('button', { name: '插入 wu', exact: true }).click()
  await page.getByRole('button', { name: '取出 wu', exact: true }).waitFor()
  await page.getByLabel('每次都回報').selectOption('noReader')
  await page.getByRole('button', { name: '設定' }).click()
  const portalPage = await newPage()
  await portalPage.goto(portal)
  await byCard(portalPage)
  await says(portalPage, /沒有找到讀卡機/)
  await page.getByLabel('每次都回報').selectOption('none')
  await page.getByRole('button', { name: '設定' }).click()
  await page.getByLabel('每次都回報').waitFor()
})
