// Cards in a real browser, from the desk's drawer to the application that asks for one: the component's window, the PIN, what goes
// wrong and how it is said; and 「環境檢測」. One file, for the desk has one set of readers.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { dayInTaipei } from '../../src/core/days.ts'
import { fixedPeople } from '../../src/demo/nation/fixed-people.ts'
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

test('activating by card: whose account is active is told so, and who is not the card’s person learns nothing', async () => {
  await onlyCard('wu')
  const wu = fixedPeople(dayInTaipei(new Date())).find(({ label }) => label === 'wu.employee')!
  const page = await newPage({ width: 390 })
  await page.goto(`${portal}/activate`)
  await page.getByRole('link', { name: '以自然人憑證啟用' }).click()
  await checkPage(page, 'activating by card')
  for (const [born, sentence] of [['1950-01-01', /和人事資料不符/], [wu.birthDate, /已經啟用過/]] as const) {
    await page.getByLabel('身分證號').fill(wu.nationalId)
    await page.getByLabel('出生日期').fill(born)
    await page.getByLabel('PIN碼').fill(PIN)
    await page.getByRole('button', { name: '驗證並繼續' }).click()
    await page.getByRole('alert').filter({ hasText: sentence }).waitFor()
    assert.equal(await page.getByLabel('身分證號').inputValue(), wu.nationalId)
    await checkPage(page, `activating by card is refused: ${sentence}`)
  }
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

// 「環境檢測」, also without script and without cookies.
const failWith = (fault: string) => ask(desk, '/desk/fail', {
  method: 'POST', body: new URLSearchParams({ fault }).toString(),
  headers: { 'content-type': 'application/x-www-form-urlencoded', origin: desk, 'sec-fetch-site': 'same-origin' },
})
after(() => failWith('none'))

const row = (page: Page, item: string) => page.getByRole('row').filter({ has: page.getByRole('rowheader', { name: item, exact: true }) })
const found = (page: Page, item: string, state: string, sentence: RegExp) =>
  row(page, item).filter({ hasText: state }).filter({ hasText: sentence }).waitFor()
const over = (page: Page) => page.getByRole('status').filter({ hasText: '檢測完成' }).waitFor()

async function open(page: Page): Promise<void> {
  await page.goto(`${portal}/environment`)
  await over(page)
}
const read = (page: Page) => page.getByRole('button', { name: '檢測讀卡機與卡片' }).click()

test('everything is well, and the card is named: from 「首頁」 by keyboard', async () => {
  await onlyCard('wu')
  const page = await newPage({ width: 390 })
  await page.goto(portal)
  await page.getByRole('link', { name: '環境檢測', exact: true }).focus()
  await page.keyboard.press('Enter')
  await page.waitForURL(`${portal}/environment`)
  await over(page)
  await found(page, '瀏覽器', '正常', /Chrome \d+/)
  await found(page, 'JavaScript', '正常', /執行/)
  await found(page, 'Cookie', '正常', /接受/)
  await found(page, '電腦時間', '正常', /與伺服器相差不到 1 秒|與伺服器相差 \d+ 秒/)
  await found(page, '憑證元件', '正常', /已經找到/)
  await found(page, '卡片', '尚未檢測', /檢測讀卡機與卡片/)
  await checkPage(page, 'what is found without a window')
  await page.getByRole('button', { name: '檢測讀卡機與卡片' }).focus()
  await page.keyboard.press('Enter')
  await found(page, '憑證元件', '正常', /版本 \d/)
  await found(page, '讀卡機', '正常', /已經找到讀卡機/)
  await found(page, '卡片', '正常', /Virtual Card Reader 0/)
  await page.getByRole('status').filter({ hasText: '7 項正常，0 項要處理' }).waitFor()
  await checkPage(page, 'everything is well')
})

test('no reader, no card, a card that cannot sign in, a component that forbids, and a window that is closed', async () => {
  await onlyCard()
  const page = await newPage()
  await open(page)
  await read(page)
  await found(page, '卡片', '要處理', /讀卡機裡沒有卡片/)
  await found(page, '讀卡機', '正常', /已經找到/)
  await checkPage(page, 'no card')
  await onlyCard('no-digital-signature')
  await read(page)
  await found(page, '卡片', '要處理', /沒有可以用來登入的憑證/)
  for (const [fault, item, sentence] of [
    ['noReader', '讀卡機', /沒有找到讀卡機/], ['noCertificate', '卡片', /沒有可以使用的憑證/], ['expired', '卡片', /已經過期/],
    ['notYetValid', '卡片', /尚未生效/], ['domain', '憑證元件', /不允許本網站/], ['site', '憑證元件', /不允許本網站/], ['cancelled', '憑證元件', /沒有讀完/],
  ] as const) {
    await failWith(fault)
    await read(page)
    await found(page, item, '要處理', sentence)
  }
  await found(page, '讀卡機', '尚未檢測', /要先找到憑證元件/)
  await failWith('none')
})

test('a component that does not run, a clock that is wrong and a browser that is too old', async () => {
  const page = await newPage()
  await page.context().route(`${desk}/**`, (route) => route.abort())
  await page.addInitScript('{ const real = Date.now; Date.now = () => real() - 3_600_000; delete HTMLDialogElement.prototype.showModal }')
  await open(page)
  await found(page, '憑證元件', '要處理', /請安裝讀卡機的憑證元件/)
  await found(page, '讀卡機', '尚未檢測', /要先找到憑證元件/)
  await found(page, '電腦時間', '要處理', /慢 (3599|3600|3601) 秒/)
  await found(page, '瀏覽器', '要處理', /太舊/)
  await checkPage(page, 'much to be mended')
  await read(page)
  await found(page, '憑證元件', '要處理', /沒有找到憑證元件/)
})

test('without script it says what the server sees: a cookie after the first request, or none', async () => {
  const page = await newPage({ javaScript: false })
  await page.goto(`${portal}/environment`)
  await page.getByRole('heading', { name: /只能檢測伺服器看得到的項目/ }).waitFor()
  await found(page, 'JavaScript', '要處理', /沒有執行/)
  await found(page, 'Cookie', '尚未檢測', /第一次連線/)
  await found(page, '瀏覽器', '尚未檢測', /Chrome/)
  await checkPage(page, 'without script')
  await page.getByRole('link', { name: '重新檢測' }).click()
  await found(page, 'Cookie', '正常', /接受/)
  await page.context().clearCookies()
  await page.reload()
  await found(page, 'Cookie', '要處理', /請在瀏覽器的設定中允許/)
  assert.equal(await page.getByRole('button', { name: '檢測讀卡機與卡片' }).isVisible(), false)
})
