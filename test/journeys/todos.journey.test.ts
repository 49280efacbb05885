// 「待辦事項」: an application puts something there, the person opens it from the list, and it goes when the application says so.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newPage } from '../browser.ts'
import { checkPage, signIn } from './steps.ts'
import { sharedDemo } from './shared-demo.ts'

const demo = await sharedDemo()
const { portal, applications } = demo

for (const [javaScript, width] of [[false, 390], [true, 1280]] as const) {
  test(`an application asks, the person opens it, and it goes (${javaScript ? 'with' : 'without'} script, ${width} px)`, async () => {
    const page = await newPage({ javaScript, width })
    await signIn(page, demo, 'wu.employee')
    await page.goto(`${applications}/KM`)
    await page.getByRole('button', { name: '新增一件待辦事項' }).click()
    await page.getByRole('button', { name: '完成並撤回這件事項' }).waitFor()
    assert.equal(page.url(), `${applications}/KM/`)
    await checkPage(page, 'KM with something on the list')

    await page.goto(`${portal}/todo`)
    const item = page.getByRole('link', { name: /^請補件：/ })
    await item.waitFor()
    assert.match(await page.getByRole('row').filter({ has: item }).innerText(), /KM /)
    await checkPage(page, '待辦事項 with an item of KM')
    await item.click()
    await page.waitForURL(`${applications}/KM`)

    await page.getByRole('button', { name: '完成並撤回這件事項' }).click()
    await page.getByRole('button', { name: '新增一件待辦事項' }).waitFor()
    await page.goto(`${portal}/todo`)
    await page.getByRole('heading', { level: 1 }).waitFor()
    assert.equal(await item.count(), 0)
    await page.context().close()
  })
}
