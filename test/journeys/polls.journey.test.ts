// One city asks its people: each votes once, by pointer or keys, with or without scripts, and sees the result when it is over.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newPage } from '../browser.ts'
import { sharedDemo } from './shared-demo.ts'
import { checkPage, signIn, visit } from './steps.ts'
import type { Page } from 'playwright-core'

const demo = await sharedDemo()
const { portal } = demo
const CITY = '397000000A'
const QUESTION = '講習辦在哪一天？'

const main = (page: Page) => page.getByRole('main')

test('a poll of a city is voted in by its people, each once, and ended by its writer', async () => {
  const wang = await newPage()
  await signIn(wang, demo, 'wang.supervisor')
  await wang.goto(`${portal}/manage/content`)
  await wang.getByRole('link', { name: '投票', exact: true }).click()
  await wang.waitForURL(/\/manage\/content\/polls/)
  await checkPage(wang, 'the polls of an agency')
  await wang.getByRole('link', { name: '新增投票' }).click()
  await wang.waitForURL(/\/polls\/new/)
  await wang.getByLabel('對象').selectOption({ label: '公務人員' })
  await wang.getByLabel('哪個機關').fill(CITY)
  await wang.getByLabel('主題').fill(QUESTION)
  await wang.getByLabel('選項').fill('週一\n週二\n<script>alert(1)</script>')
  await wang.getByLabel('每人最多選幾項').fill('2')
  await wang.getByRole('button', { name: '儲存' }).click()
  await main(wang).getByText('請填寫截止日期').first().waitFor()
  assert.equal(await wang.getByLabel('主題').inputValue(), QUESTION)
  await checkPage(wang, 'a poll that was refused')
  await wang.getByLabel('截止日期').fill('188/1/1')
  await wang.getByRole('button', { name: '儲存' }).click()
  await wang.waitForURL(/\/polls\/[0-9a-f-]{36}\?done=saved/)
  await checkPage(wang, 'a poll as its writer has it')
  const id = /polls\/([0-9a-f-]{36})/.exec(wang.url())![1]!

  const lee = await newPage()
  await signIn(lee, demo, 'lee.officer')
  await lee.getByRole('link', { name: '主題投票' }).first().click()
  await lee.getByRole('link', { name: QUESTION }).click()
  await lee.waitForURL(`${portal}/polls/${id}`)
  await checkPage(lee, 'a poll to vote in')
  await lee.getByRole('button', { name: '投票', exact: true }).click()
  await main(lee).getByText('請至少選擇一項').first().waitFor()
  await checkPage(lee, 'a vote that was refused')
  // By keys alone.
  await lee.getByLabel('週二').focus()
  await lee.keyboard.press('Space')
  assert.equal(await lee.getByLabel('週二').isChecked(), true)
  await lee.getByRole('button', { name: '投票', exact: true }).press('Enter')
  await main(lee).getByText('您已投票').waitFor()
  await lee.locator(':focus', { hasText: '您已投票' }).waitFor()
  assert.equal(await lee.getByRole('button', { name: '投票', exact: true }).count(), 0)
  await checkPage(lee, 'a poll that one has voted in')

  // Whoever is not asked finds nothing, and neither does a visitor.
  const yang = await newPage()
  await signIn(yang, demo, 'yang.taipei')
  assert.equal((await visit(yang, `${portal}/polls/${id}`)).status(), 404)
  const visitor = await newPage({ width: 390 })
  assert.equal((await visit(visitor, `${portal}/polls/${id}`)).status(), 404)
  await visit(visitor, `${portal}/polls`)
  await checkPage(visitor, 'polls for the public')

  // The others: on a telephone, without scripts, and with two choices.
  for (const [who, options, choices] of [
    ['wu.employee', { width: 390 }, ['週一', '週二']], ['chang.unit', { javaScript: false }, ['週二']],
    ['huang.concurrent', { javaScript: false, width: 390 }, ['週二']], ['wang.supervisor', {}, ['週一']],
  ] as const) {
    const page = await newPage(options)
    await signIn(page, demo, who)
    await visit(page, `${portal}/polls/${id}`)
    for (const choice of choices) await page.getByLabel(choice).check()
    await page.locator(`form[action="/polls/${id}/vote"] button`).click()
    await main(page).getByText('您已投票').waitFor()
  }

  await wang.getByRole('link', { name: '提前結束' }).click()
  await wang.getByLabel('理由').fill('日期已定')
  await checkPage(wang, 'before a poll is ended')
  await wang.getByRole('button', { name: '提前結束' }).click()
  await wang.waitForURL(/done=ended/)
  await main(wang).getByRole('img', { name: '週一 2 票（40.0%）；週二 4 票（80.0%）；<script>alert(1)</script> 0 票（0.0%）' }).waitFor()
  await checkPage(wang, 'the result as the writer of a poll has it')
  await visit(lee, `${portal}/polls?shown=over`)
  await lee.getByRole('link', { name: QUESTION }).click()
  await lee.waitForURL(`${portal}/polls/${id}`)
  assert.match(await main(lee).getByRole('table').innerText(), /週二\s+4\s+80\.0%/)
  await checkPage(lee, 'a poll that is over')
  const phone = await newPage({ width: 390 })
  await signIn(phone, demo, 'wu.employee')
  await visit(phone, `${portal}/polls/${id}`)
  await checkPage(phone, 'a poll that is over, on a telephone')
})
