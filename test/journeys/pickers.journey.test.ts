// A supervisor picks a delegate and an agency: by the keyboard in dialogs, and on pages of their own without script.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { axe, newPage } from '../browser.ts'
import { checkPage, signIn } from './steps.ts'
import { sharedDemo } from './shared-demo.ts'
import type { Page } from 'playwright-core'

const demo = await sharedDemo()
const { portal } = demo
const FORM = `${portal}/manage/delegations/new?agency=397210000A`

/** What has the focus, in a few words. */
const focused = (page: Page): Promise<string> => page.evaluate(`(() => {
  const { tagName, type, textContent, value, name } = document.activeElement
  return [tagName.toLowerCase(), type, name, tagName === 'INPUT' ? value : textContent.trim().slice(0, 20)].filter(Boolean).join(' ')
})()`)

async function pressUntil(page: Page, key: string, wanted: RegExp): Promise<void> {
  const passed: string[] = []
  for (let n = 0; n < 40; n += 1) {
    const now = await focused(page)
    if (wanted.test(now)) return
    passed.push(now)
    await page.keyboard.press(key)
  }
  assert.fail(`${key} never led to ${wanted}: ${passed.join(' | ')}`)
}

test('a person is picked in a dialog with the keyboard alone', async () => {
  const page = await newPage()
  await signIn(page, demo, 'wang.supervisor')
  await page.goto(FORM)
  const opener = page.locator('a[data-pick][href^="/pick/person"]')
  await opener.focus()
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog', { name: '挑選人員' })
  await dialog.waitFor()
  assert.equal(page.url(), FORM, 'the page behind is still there')
  assert.deepEqual(await axe(page), [], 'the dialog as it opens')
  assert.match(await focused(page), /^input text agency/)

  // Escape closes it, and the focus is back where it came from.
  await page.keyboard.press('Escape')
  await dialog.waitFor({ state: 'detached' })
  assert.ok(await opener.evaluate((link) => link === link.ownerDocument.activeElement))

  await page.keyboard.press('Enter')
  await dialog.waitFor()
  await pressUntil(page, 'Tab', /^input text nationalId/)
  await page.keyboard.type('A123456788')
  await page.keyboard.press('Enter')
  await dialog.getByText('檢查碼不符').first().waitFor()
  assert.match(await focused(page), /^div/, 'what is wrong has the focus')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  assert.match(await focused(page), /^input text nationalId A123456788/, 'and leads to its field')
  await page.keyboard.press('Control+a')
  await page.keyboard.press('Delete')
  await pressUntil(page, 'Tab', /^input text name/)
  await page.keyboard.insertText('查無此人')
  await page.keyboard.press('Enter')
  await dialog.getByText('沒有符合條件的人員').waitFor()
  assert.match(await focused(page), /^div 您的管理範圍內沒有/, 'that nobody was found has the focus')
  await pressUntil(page, 'Shift+Tab', /^input text name/)
  await page.keyboard.press('Control+a')
  await page.keyboard.insertText('淑芬')
  await page.keyboard.press('Enter')
  await dialog.getByText(/^找到/).waitFor()
  assert.match(await focused(page), /^p 找到/, 'what was found has the focus')
  assert.deepEqual(await axe(page), [], 'the dialog with what was found')
  for (const name of await dialog.locator('tbody th').allInnerTexts()) assert.ok(name.includes('淑芬'), name)

  // 「確定」 without a choice says so; with one it leads on.
  await pressUntil(page, 'Tab', /^button submit pick/)
  await page.keyboard.press('Enter')
  await dialog.locator('.errors').getByText('請選取一位人員').waitFor()
  await pressUntil(page, 'Tab', /^input radio person/)
  await page.keyboard.press('Space')
  const name = await dialog.locator('tr:has(:checked) th').innerText()
  await pressUntil(page, 'Tab', /^button submit pick/)
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/manage\/delegations\/new\?agency=397210000A&person=[0-9a-f-]{36}$/)
  await page.getByRole('main').getByText(name, { exact: true }).first().waitFor()
  await page.context().close()
})

test('an agency is picked into its field in a dialog, or out of suggestions; nothing else that was typed is lost', async () => {
  const page = await newPage()
  await signIn(page, demo, 'wang.supervisor')
  await page.goto(FORM)
  const dialog = page.getByRole('dialog', { name: '挑選人員' })
  await page.locator('a[data-pick][href^="/pick/person"]').click()
  await dialog.getByLabel('員工中文姓名').fill('芬')
  await dialog.getByRole('link', { name: '瀏覽', exact: true }).click()
  const agencies = page.getByRole('dialog', { name: '挑選機關' })
  await agencies.getByText(/^共 .* 個機關$/).waitFor()
  assert.deepEqual(await axe(page), [], 'a dialog on a dialog')
  await agencies.getByRole('searchbox').fill('旗津國民小學')
  await page.keyboard.press('Enter')
  await agencies.getByText('高雄市旗津區旗津國民小學').waitFor()
  // Anywhere in the row chooses it.
  await agencies.locator('tbody tr').first().locator('td').last().click()
  await agencies.getByRole('button', { name: '確定', exact: true }).click()
  await agencies.waitFor({ state: 'detached' })
  assert.equal(await dialog.getByLabel('服務機關代碼').inputValue(), '397070100Y')
  assert.equal(await dialog.getByLabel('員工中文姓名').inputValue(), '芬')
  await dialog.getByText('高雄市旗津區旗津國民小學').waitFor()

  await dialog.getByLabel('服務機關代碼').fill('')
  await dialog.getByLabel('服務機關代碼').pressSequentially('教育局')
  await dialog.locator('datalist option[value="397040000E"]').waitFor({ state: 'attached' })
  assert.equal(await dialog.locator('datalist option[value^="379"]').count(), 0, 'nothing beyond the scope')
  await dialog.getByLabel('服務機關代碼').fill('397040000E')
  await dialog.locator('.known', { hasText: '高雄市政府教育局' }).waitFor()
  await dialog.getByRole('button', { name: '關閉', exact: true }).click()
  await dialog.waitFor({ state: 'detached' })
  assert.equal(page.url(), FORM)
  await page.context().close()
})

test('what fails in the dialog leads to the page', async () => {
  const page = await newPage()
  await signIn(page, demo, 'wang.supervisor')
  await page.goto(FORM)
  let refused = 0
  await page.route('**/pick/person?*', (route) => (refused += 1) === 1 ? route.abort() : route.continue())
  await page.locator('a[data-pick][href^="/pick/person"]').click()
  await page.waitForURL(/\/pick\/person\?/)
  assert.equal(await page.getByRole('heading', { level: 1 }).innerText(), '挑選人員')
  await page.context().close()
})

test('without script the pickers are pages, on a telephone too', async () => {
  const page = await newPage({ javaScript: false, width: 390 })
  await signIn(page, demo, 'wang.supervisor')
  await page.goto(FORM)
  await page.locator('a[data-pick][href^="/pick/person"]').click()
  assert.equal(await page.getByRole('heading', { level: 1 }).innerText(), '挑選人員')
  await checkPage(page, 'the person picker')
  await page.getByRole('link', { name: '瀏覽', exact: true }).click()
  await checkPage(page, 'the agency picker')
  await page.getByRole('searchbox').fill('高雄市政府秘書處')
  await page.getByRole('button', { name: '搜尋', exact: true }).click()
  await page.getByLabel('高雄市政府秘書處', { exact: true }).check()
  await page.getByRole('button', { name: '確定', exact: true }).click()
  assert.equal(await page.getByLabel('服務機關代碼').inputValue(), '397010000A')
  await page.getByRole('button', { name: '搜尋', exact: true }).click()
  assert.match(new URL(page.url()).search, /^\?to=[^&]+&query=[0-9a-f-]{36}$/)
  assert.match(await page.locator(':focus').innerText(), /^找到 [\d,]+ 人/, 'what was found has the focus')
  await checkPage(page, 'people found')
  await page.getByRole('radio').first().check()
  await page.getByRole('button', { name: '確定', exact: true }).click()
  assert.match(page.url(), /\/manage\/delegations\/new\?agency=397210000A&person=[0-9a-f-]{36}$/)
  await page.goto(FORM)
  await page.locator('a[data-pick][href^="/pick/person"]').click()
  await page.getByRole('link', { name: '取消', exact: true }).click()
  assert.equal(page.url(), FORM)
  await page.context().close()
})
