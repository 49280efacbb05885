// Two agencies of Kaohsiung are merged: one central administrator plans it and looks at what it does, another approves, everybody
// sees the city of the day before and of the day, and it is called off again.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addDays, dayInTaipei } from '../../src/core/days.ts'
import { newPage } from '../browser.ts'
import { checkPage, signIn } from './steps.ts'
import { sharedDemo } from './shared-demo.ts'
import type { Page } from 'playwright-core'

const demo = await sharedDemo()
const { portal } = demo
const [SECRETARIAT, CIVIL, CITY] = ['397010000A', '397020000A', '397000000A']
const DAY = addDays(dayInTaipei(new Date()), 30)

const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click()
const follow = (page: Page, name: string) => page.getByRole('main').getByRole('link', { name, exact: true }).click()
/** What was just done is said. */
const did = (page: Page, what: string) => page.getByRole('status').getByRole('heading', { name: what, exact: true }).waitFor()
const isListed = async (page: Page, agency: string, day: string): Promise<boolean> => {
  await page.goto(`${portal}/agencies/${CITY}?asOf=${day}`)
  for (;;) {
    if (await page.getByRole('main').locator(`a[href^="/agencies/${agency}"]`).count() > 0) return true
    const next = page.getByRole('link', { name: '下一頁' })
    if (await next.count() === 0) return false
    await next.click()
    await page.waitForLoadState()
  }
}

for (const [javaScript, width] of [[true, 1280], [false, 390]] as const) {
  test(`a merger, ${javaScript ? 'with' : 'without'} script, ${width} px`, async () => {
    const [chen, ho, visitor] = [await newPage({ javaScript, width }), await newPage({ javaScript, width }), await newPage({ javaScript: false })]
    await signIn(chen, demo, 'chen.central')
    await signIn(ho, demo, 'ho.central')

    await chen.goto(`${portal}/manage/agencies`)
    await checkPage(chen, 'the agencies')
    await follow(chen, '機關調整')
    await follow(chen, '新增機關調整')
    await chen.getByLabel('名稱', { exact: true }).fill(`秘書處併入民政局 ${width}`)
    await chen.getByLabel('生效日', { exact: true }).fill(DAY)
    await press(chen, '下一步')
    await did(chen, '已建立草稿')
    await follow(chen, '加入機關')
    await chen.getByLabel('調整的機關').fill(SECRETARIAT)
    await chen.getByLabel('承接機關', { exact: true }).fill(CIVIL)
    await press(chen, '儲存')
    await did(chen, '已儲存')
    await checkPage(chen, 'the plan')
    const plan = chen.url().split('?')[0]!
    await follow(chen, '預覽影響')
    await chen.getByRole('heading', { name: /人的職務移轉或結束/ }).waitFor()
    await checkPage(chen, 'what it does')
    await follow(chen, '返回')
    await follow(chen, '送請核定')
    await press(chen, '送請核定')
    await did(chen, '已送請核定')
    assert.equal(await chen.getByRole('link', { name: '核定', exact: true }).count(), 0, 'not by oneself')

    await ho.goto(`${portal}/todo`)
    await ho.getByRole('link', { name: /機關調整待核定/ }).first().click()
    await follow(ho, '核定')
    await checkPage(ho, 'the approval')
    await press(ho, '核定')
    await did(ho, '已核定')

    assert.deepEqual([await isListed(visitor, SECRETARIAT, addDays(DAY, -1)), await isListed(visitor, SECRETARIAT, DAY)], [true, false])
    await visitor.goto(`${portal}/agencies/${SECRETARIAT}`)
    await visitor.getByText(/將於.*裁撤/).waitFor()
    assert.ok(await visitor.locator(`main a[href="/agencies/${CIVIL}"]`).count() > 0, 'who takes over')

    await chen.goto(plan)
    await follow(chen, '取消調整')
    await press(chen, '取消調整')
    await chen.getByText('請填寫說明').first().waitFor()
    await chen.getByLabel('說明').fill('緩議')
    await press(chen, '取消調整')
    await did(chen, '已取消調整')
    assert.equal(await isListed(visitor, SECRETARIAT, DAY), true, 'as if it had never been')
    await Promise.all([chen, ho, visitor].map((one) => one.context().close()))
  })
}
