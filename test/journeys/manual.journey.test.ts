// 「使用手冊」: from a function by 「說明」 to its task and back, found by the words people use, printed by the chapter.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newPage } from '../browser.ts'
import { checkPage, signIn } from './steps.ts'
import { sharedDemo } from './shared-demo.ts'
import type { Locator, Page } from 'playwright-core'

const demo = await sharedDemo()
const { portal } = demo

const title = (page: Page): Promise<string> => page.getByRole('heading', { level: 1 }).innerText()

/** How many sheets of paper the page is printed on, with its pictures. */
async function sheets(page: Page): Promise<number> {
  await page.evaluate('Promise.all([...document.images].map((image) => { image.loading = "eager"; return image.decode() }))')
  const pdf = await page.pdf({ preferCSSPageSize: true })
  return pdf.toString('latin1').match(/\/Type \/Page\b/g)!.length
}

for (const [javaScript, width] of [[false, 390], [true, 1280]] as const) {
  test(`「說明」 leads from a function to its task, and from there back (${javaScript ? 'with' : 'without'} script, ${width} px)`, async () => {
    const page = await newPage({ javaScript, width })
    await signIn(page, demo, 'wang.supervisor')
    await page.goto(`${portal}/manage/grants`)
    await page.getByRole('link', { name: '說明', exact: true }).click()
    await page.waitForURL(`${portal}/manual/personnel-supervisor/give-a-grant`)
    assert.equal(await title(page), '授權應用系統給同仁')
    await checkPage(page, 'a task of the manual')
    await page.getByRole('link', { name: '前往這個功能' }).click()
    await page.waitForURL(`${portal}/manage/grants`)

    // What is done to an account is another task than looking its person up.
    await page.goto(`${portal}/search/accounts`)
    await page.getByLabel('姓名').fill('吳文傑')
    await page.getByLabel('機關', { exact: false }).first().fill('')
    await page.getByRole('main').getByRole('button', { name: '查詢', exact: true }).click()
    await page.getByRole('link', { name: 'wu.employee' }).click()
    await page.getByRole('link', { name: '說明', exact: true }).click()
    await page.waitForURL(`${portal}/manual/central-administrator/act-on-an-account`)
    await page.context().close()
  })

  test(`a task is found by the words people use, and its chapter is printed (${javaScript ? 'with' : 'without'} script, ${width} px)`, async () => {
    const page = await newPage({ javaScript, width })
    await page.goto(`${portal}/manual`)
    await page.getByRole('searchbox', { name: '搜尋使用手冊' }).fill('卡片不見')
    await page.getByRole('search').getByRole('button').click()
    await page.waitForURL(/\/manual\?q=/)
    assert.equal(await page.title(), '搜尋「卡片不見」的結果 － 使用手冊 － 人事服務網 eCPA')
    await checkPage(page, 'what was found')
    const found = page.getByRole('main').getByRole('listitem').filter({ has: page.getByRole('heading', { level: 2 }) })
    await found.first().getByRole('link').click()
    assert.equal(await title(page), '憑證遺失、過期或換新卡')

    await page.getByRole('link', { name: '一般人員' }).click()
    await page.waitForLoadState()
    const tasks = await page.getByRole('main').getByRole('heading', { level: 2 }).allInnerTexts()
    await page.getByRole('link', { name: '列印這一章' }).click()
    await page.waitForURL(`${portal}/manual/employee/print`)
    assert.deepEqual(await page.getByRole('main').getByRole('heading', { level: 2 }).allInnerTexts(), tasks)
    await checkPage(page, 'a chapter to be printed')
    const print = page.getByRole('button', { name: '列印', exact: true })
    assert.equal(await print.isVisible(), javaScript)
    if (javaScript) {
      const printed = page.evaluate('new Promise((done) => { window.print = () => done(true) })')
      await print.click()
      assert.equal(await printed, true)
      assert.ok(await sheets(page) <= 1 + tasks.length, 'a task is cut that would have a sheet of its own, or a sheet is empty')
    }
    await page.context().close()
  })
}

test('a task is printed on one sheet, and 「新手上路」 on two, in either language', async () => {
  for (const locale of ['zh-TW', 'en']) {
    const page = await newPage({ locale })
    for (const [path, most] of [
      ['/manual/employee/activate', 1], ['/manual/employee/sign-in', 1], ['/manual/personnel-supervisor/give-a-grant', 1],
      ['/manual/central-administrator/personnel-feed', 1], ['/guide', 2],
    ] as const) {
      await page.goto(`${portal}${path}?lang=${locale}`)
      assert.equal(await sheets(page), most, `${path} ${locale}`)
    }
    await page.context().close()
  }
})

test('by the keyboard alone: past the menus to the search, and to the first answer', async () => {
  const page = await newPage()
  await page.goto(`${portal}/manual`)
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await tabTo(page, page.getByRole('searchbox', { name: '搜尋使用手冊' }))
  await page.keyboard.type('調職')
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/manual\?q=/)
  await tabTo(page, page.getByRole('main').getByRole('link', { name: '調職、離職或退休時' }))
  await page.keyboard.press('Enter')
  await page.waitForURL(`${portal}/manual/employee/moving-or-leaving`)
  await page.context().close()
})

/** Presses Tab until that is what has the focus. */
async function tabTo(page: Page, wanted: Locator): Promise<void> {
  for (let tabs = 0; tabs < 40; tabs++) {
    if (await wanted.evaluate((element) => element.matches(':focus'))) return
    await page.keyboard.press('Tab')
  }
  assert.fail('never focused')
}

test('an auditor is told what there is for them, in English as well', async () => {
  const page = await newPage({ locale: 'en' })
  await page.goto(`${portal}/?lang=en`)
  const box = page.getByRole('region', { name: 'Sign in with an account' })
  await box.getByLabel('Account name').fill('lin.auditor')
  await box.getByLabel('Password').fill('ecpa-demo-2026')
  await box.getByRole('button', { name: 'Sign in', exact: true }).click()
  await page.waitForURL(`${portal}/applications`)
  await page.goto(`${portal}/manual`)
  await page.getByText('You are an auditor').waitFor()
  await checkPage(page, 'the manual of an auditor')
  await page.context().close()
})
