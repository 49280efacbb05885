// A central administrator changes the catalogue after seeing whom it concerns, gives notice of an outage, and fills a group:
// with script and, on a telephone, without.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newPage } from '../browser.ts'
import { checkPage, notOffered, offered, said, signIn } from './steps.ts'
import { sharedDemo } from './shared-demo.ts'
import type { Page } from 'playwright-core'

const demo = await sharedDemo()
const { portal } = demo

const next = (page: Page) => page.getByRole('button', { name: '下一步：檢視影響' }).click()
const save = (page: Page) => page.getByRole('button', { name: '儲存', exact: true }).click()
const saved = (page: Page) => page.getByRole('status').getByRole('heading', { name: '已儲存' }).waitFor()

/** Changes who has the category 「使用」 of E2 by birth, and saves it. */
async function giveE2(page: Page, to: string): Promise<void> {
  await page.goto(`${portal}/manage/applications/E2`)
  await page.getByRole('link', { name: '編輯 使用' }).click()
  await page.getByRole('radio', { name: to }).check()
  await next(page)
}

for (const [javaScript, width] of [[true, 1280], [false, 390]] as const) {
  test(`the catalogue, ${javaScript ? 'with' : 'without'} script, ${width} px`, async () => {
    const [page, auditor] = [await newPage({ javaScript, width }), await newPage({ javaScript: false })]
    await signIn(page, demo, 'chen.central')
    await signIn(auditor, demo, 'lin.auditor')
    assert.ok((await notOffered(auditor)).includes('E2'))

    await page.goto(`${portal}/manage`)
    await page.getByRole('link', { name: '應用系統管理' }).first().click()
    await checkPage(page, 'the catalogue')
    await page.getByLabel('搜尋應用系統').fill('施政')
    await page.getByRole('button', { name: '搜尋', exact: true }).click()
    await page.getByRole('main').getByRole('link', { name: /^E2/ }).click()
    await checkPage(page, 'one application')

    // E2 is only for the centre and what is below it: whoever works elsewhere gains nothing.
    await giveE2(page, '全體公務人員')
    await checkPage(page, 'the preview')
    const sentence = await page.getByRole('heading', { name: /增加權限：[\d,]+ 人/ }).innerText()
    const gains = Number(/增加權限：([\d,]+) 人/.exec(sentence)![1]!.replaceAll(',', ''))
    assert.ok(gains >= 3 && gains < 5_000, sentence)
    await page.getByRole('link', { name: '使用（增加）的名單' }).click()
    await checkPage(page, 'the names')
    for (const line of await page.getByRole('row').locator('td[data-label="依據"]').allInnerTexts()) assert.match(line, /現職|人事/)
    await page.goBack()
    assert.ok((await notOffered(auditor)).includes('E2'), 'nothing has happened yet')
    await save(page)
    await saved(page)
    await auditor.reload()
    assert.ok((await offered(auditor)).includes('E2'))

    await page.getByRole('link', { name: '新增停機公告' }).click()
    await page.getByLabel('公告起日').fill(`${new Date().getFullYear() - 1911 + 1}/1/1`)
    await page.getByLabel('公告內容（中文）').fill('年度維護')
    await page.getByRole('button', { name: '儲存', exact: true }).click()
    await page.getByText('請輸入英文內容').first().waitFor()
    await checkPage(page, 'a notice that lacks its English')
    await page.getByLabel('公告內容（英文）').fill('Yearly maintenance')
    await save(page)
    await saved(page)
    await page.getByRole('button', { name: /^撤回/ }).click()
    await saved(page)

    await giveE2(page, '無（不預設給任何人）')
    await page.getByRole('heading', { name: `失去權限：${gains.toLocaleString('en-US')} 人` }).waitFor()
    await save(page)
    await saved(page)
    await auditor.reload()
    assert.match(await said(auditor, 'E2'), /施政質詢/)
    assert.ok((await notOffered(auditor)).includes('E2'))
    await Promise.all([page.context().close(), auditor.context().close()])
  })

  test(`a group and its member, ${javaScript ? 'with' : 'without'} script, ${width} px`, async () => {
    const page = await newPage({ javaScript, width })
    await signIn(page, demo, 'chen.central')
    await page.goto(`${portal}/manage/groups`)
    await checkPage(page, 'the groups')
    await page.getByRole('link', { name: '新增權限群組' }).click()
    await page.getByLabel('所屬機關').fill('397000000A')
    await page.getByLabel('代碼').fill(`journey-${width}`)
    await page.getByLabel('名稱').fill(`巡迴小組 ${width}`)
    await checkPage(page, 'a new group')
    await save(page)
    await saved(page)

    await page.getByRole('link', { name: '新增成員' }).click()
    const picker = javaScript ? page.getByRole('dialog') : page.getByRole('main')
    await picker.getByLabel('服務機關代碼').fill('397010000A')
    await picker.getByLabel('員工中文姓名').fill('吳')
    await picker.getByRole('button', { name: '搜尋', exact: true }).click()
    await picker.getByRole('row').filter({ hasText: 'wu.employee' }).getByRole('radio').check()
    await picker.getByRole('button', { name: '確定', exact: true }).click()
    await page.waitForURL(/new-member\?person=/)
    await checkPage(page, 'a new member')
    await next(page)
    await checkPage(page, 'a new member, refused: until when?')
    await page.getByLabel('設為永久').check()
    await page.getByLabel('理由').fill('調查業務')
    await next(page)
    await checkPage(page, 'what joining does')
    await save(page)
    await saved(page)
    await checkPage(page, 'the group with a member')

    await page.getByRole('link', { name: /^結束 .* 的成員資格$/ }).click()
    await checkPage(page, 'what ending does')
    await page.getByLabel('結束的理由').fill('巡迴完畢')
    await page.getByRole('button', { name: '結束成員資格' }).click()
    await saved(page)
    await page.getByText('還沒有成員').waitFor()
    await page.context().close()
  })
}
