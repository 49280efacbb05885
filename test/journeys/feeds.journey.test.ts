// A central administrator brings a snapshot in which a whole city is missing: it is held and explained, another administrator
// turns it down on a telephone without script, and nobody's rights have changed. A file of one newcomer, brought without
// script, is applied.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { csvOf } from '../feed-file.ts'
import { newPage } from '../browser.ts'
import { checkPage, checkWidth, offered, signIn } from './steps.ts'
import { sharedDemo } from './shared-demo.ts'
import { dayInTaipei } from '../../src/core/days.ts'
import { nationalIdFrom } from '../../src/core/national-id.ts'
import type { Page } from 'playwright-core'
import type { Demo } from '../demo-program.ts'

const demo = await sharedDemo()
const { portal } = demo

/** The personnel record of the demonstration, as its own command writes it. */
function personnelRecord({ dataDir }: Demo): string[] {
  const { stdout, status, stderr } = spawnSync('node', ['bin/ecpa.mjs', 'export', 'people'], {
    cwd: fileURLToPath(new URL('../../', import.meta.url)), encoding: 'utf8', maxBuffer: 64 * 1024 * 1024,
    env: { PATH: process.env.PATH, ECPA_DATA_DIR: dataDir },
  })
  assert.equal(status, 0, stderr)
  return stdout.split('\r\n')
}

const KAOHSIUNG = /,397\d{6}.,/
const send = (page: Page) => page.getByRole('button', { name: '上傳', exact: true }).click()
const choose = (page: Page, name: string, content: Buffer) =>
  page.getByLabel('檔案', { exact: true }).setInputFiles({ name, mimeType: 'text/csv', buffer: content })

test('a snapshot without a whole city is held, explained, and turned down without a trace', async () => {
  const employee = await newPage({ javaScript: false })
  await signIn(employee, demo, 'wu.employee')
  const before = await offered(employee)

  const chen = await newPage({})
  await signIn(chen, demo, 'chen.central')
  await chen.goto(`${portal}/manage`)
  await chen.getByRole('link', { name: '人事資料匯入' }).first().click()
  await checkPage(chen, 'the list of feeds')
  await chen.getByRole('link', { name: '上傳', exact: true }).click()
  await chen.getByText('檔案格式說明').first().click()
  await checkPage(chen, 'the form of a feed')

  // A slip of the day costs nothing: the file is still chosen.
  const rest = personnelRecord(demo).filter((line) => !KAOHSIUNG.test(line)).join('\r\n')
  await choose(chen, '全國.csv.gz', gzipSync(rest))
  await chen.getByLabel('基準日').fill('昨天')
  await send(chen)
  await chen.getByRole('link', { name: /看不懂這個日期/ }).click()
  await checkPage(chen, 'the form of a feed with a wrong day')
  await chen.locator('[name=asOf]:focus').fill(dayInTaipei(new Date()))
  await send(chen)
  // The page looks at itself until it is judged.
  await chen.getByRole('heading', { name: '已暫緩：須由另一位總處管理者核准' }).waitFor()
  await checkPage(chen, 'a feed that is held')
  const feed = new URL(chen.url()).pathname
  const notice = await chen.getByRole('main').innerText()
  assert.match(notice, /將結束 [\d,]+ 個職務，占全部在職職務 [\d,]+ 個的 [\d.]+%，超過 2%/)
  assert.match(notice, /個機關將失去最後一位人事人員/)
  assert.match(notice, /您是提交者，不能核准自己提交的資料[\s\S]*何/)
  assert.equal(await chen.getByRole('link', { name: '核准' }).count(), 0)

  const ho = await newPage({ javaScript: false, width: 390 })
  await signIn(ho, demo, 'ho.central')
  await ho.goto(`${portal}/todo`)
  await ho.locator(`a[href="${feed}"]`).click()
  await checkWidth(ho, 'a feed that is held, on a telephone')
  await ho.getByRole('link', { name: '退回', exact: true }).click()
  await ho.getByRole('button', { name: '退回', exact: true }).click()
  await ho.getByText('請填寫說明').first().waitFor()
  await ho.getByLabel('說明').fill('漏送高雄市，請重新產製')
  await checkPage(ho, 'turning a feed down')
  await ho.getByRole('button', { name: '退回', exact: true }).click()
  await ho.getByRole('heading', { name: '已退回', exact: true }).waitFor()

  await chen.reload()
  await chen.getByText('漏送高雄市，請重新產製').waitFor()
  await employee.reload()
  assert.deepEqual(await offered(employee), before)
})

test('a delta is brought, looked at and applied without script', async () => {
  const page = await newPage({ javaScript: false, width: 390 })
  await signIn(page, demo, 'ho.central')
  await page.goto(`${portal}/manage/feeds/new`)
  await page.getByRole('radio', { name: '異動檔' }).check()
  const today = dayInTaipei(new Date())
  await choose(page, '新進.csv', Buffer.from(csvOf([{
    nationalId: nationalIdFrom('Z', '17654321'), name: '林新進', birthDate: '1999-09-09', email: null, agencyCode: '397010000A', unit: '文書科',
    title: '書記', staffCategory: '01', supervisorLevel: '', rank: '', jobSeries: '', postKind: 'appointment', nature: '', section: '',
    from: today, to: null,
  }])))
  await send(page)
  // Without script, too, the page asks for itself again while it is at work.
  await page.getByText(/已完成比對/).first().waitFor()
  await checkPage(page, 'a feed that is ready')
  assert.match(await page.getByRole('main').innerText(), /到職 1/)
  await page.getByRole('link', { name: '套用', exact: true }).click()
  await page.getByText('新增 1 人；1 個職務開始').waitFor()
  await page.getByRole('button', { name: '套用', exact: true }).click()
  await page.getByText(/於 .* 套用完成/).waitFor()
  await checkPage(page, 'a feed that is applied')
})
