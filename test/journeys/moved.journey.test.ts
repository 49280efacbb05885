// A 人事人員 is moved by a file of the personnel feed: what changes is shown before and happens after. In a demonstration of its
// own, for nobody else's journey should meet a person who is somewhere else since.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { after, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { dayInTaipei, dayBefore } from '../../src/core/days.ts'
import { FEED_COLUMNS, FEED_HEADING, type FeedCells } from '../../src/core/feed-columns.ts'
import { newPage } from '../browser.ts'
import { startDemo, temporaryFolder } from '../demo-program.ts'
import { checkPage, eventually, notOffered, offered, OFFICERS, said, signIn, standingLine, visit } from './steps.ts'
import type { Page } from 'playwright-core'

const { folder: dataDir, remove } = temporaryFolder()
const demo = await startDemo({ dataDir, people: 500 })
after(async () => {
  await demo.stop()
  remove()
})
await demo.ready
const { portal, applications } = demo

const today = dayInTaipei(new Date())
const [OFFICE, SCHOOL] = ['397210000A', '397070100Y']

/** The line of the record that says where 李怡君 works, as a file of what changes: there until yesterday, at the school from today. */
function moveOfLee(): string {
  const { stdout, status, stderr } = spawnSync('node', ['bin/ecpa.mjs', 'export', 'people'], {
    cwd: fileURLToPath(new URL('../../', import.meta.url)), encoding: 'utf8', maxBuffer: 64 * 1024 * 1024,
    env: { PATH: process.env.PATH, ECPA_DATA_DIR: dataDir },
  })
  assert.equal(status, 0, stderr)
  const cells = stdout.split('\r\n').find((line) => line.includes(',李怡君,') && line.includes(`,${OFFICE},`))!.split(',')
  const lineWith = (changes: Partial<FeedCells>): string =>
    FEED_COLUMNS.map((name, at) => changes[name] ?? cells[at]).join(',')
  const there = lineWith({ to: dayBefore(today) })
  const here = lineWith({ agency_code: SCHOOL, unit: '人事室', title: '主任', from: today })
  return `${FEED_HEADING}${there}\r\n${here}\r\n`
}

/** Whether the page of the sample application is that of somebody signed in; nobody is signed in by looking. */
async function isIn(page: Page, code: string): Promise<boolean> {
  await page.goto(`${applications}/${code}/`)
  return await page.getByRole('button', { name: '重新讀取權限' }).count() === 1
}

test('lee.officer is moved to a school: foretold, then so, with what waits there for whom', async () => {
  const [wang, lee, chen] = [await newPage({ javaScript: false }), await newPage({ javaScript: false, width: 390 }), await newPage()]
  await signIn(wang, demo, 'wang.supervisor')
  await wang.goto(`${portal}/manage/grants?agency=${OFFICE}`)
  await wang.getByLabel('應用系統', { exact: true }).selectOption('A5')
  await wang.getByRole('button', { name: '選擇', exact: true }).click()
  await wang.getByRole('link', { name: '新增', exact: true }).click()
  await wang.getByLabel('員工中文姓名').fill('李怡君')
  await wang.getByRole('button', { name: '搜尋', exact: true }).click()
  await wang.getByRole('row').filter({ hasText: 'lee.officer' }).getByRole('radio').check()
  await wang.getByRole('button', { name: '確定', exact: true }).click()
  await wang.getByLabel('有效日期（迄）').fill(`${Number(today.slice(0, 4)) - 1911 + 1}/6/30`)
  await wang.getByRole('button', { name: '儲存', exact: true }).click()
  await wang.getByRole('status').getByText('已授權').waitFor()

  await signIn(lee, demo, 'lee.officer')
  assert.match(await standingLine(lee), /人事人員[\s\S]*高雄市政府人事處/)
  for (const code of [...OFFICERS, 'A5']) assert.ok((await offered(lee)).includes(code), code)
  await visit(lee, `${portal}/applications/A5/open`)
  assert.equal(await isIn(lee, 'A5'), true)

  await signIn(chen, demo, 'chen.central')
  await chen.goto(`${portal}/manage/feeds/new`)
  await chen.getByRole('radio', { name: '異動檔' }).check()
  await chen.getByLabel('檔案', { exact: true }).setInputFiles({ name: '調任.csv', mimeType: 'text/csv', buffer: Buffer.from(moveOfLee()) })
  await chen.getByRole('button', { name: '上傳', exact: true }).click()
  await chen.getByText(/已完成比對/).first().waitFor()
  await checkPage(chen, 'a move, foretold')
  const foretold = await chen.getByRole('main').innerText()
  for (const line of [/服務機關異動\s+1/, /暫停的授權\s+1/, /新開啟的到任檢視\s+1/, /A5 \S+\s+—\s+1 人（其中 1 人不再有此系統）\s+\+0 −1/, /不再是人事人員\s+1/,
    /成為人事人員\s+1/]) assert.match(foretold, line)
  await chen.getByRole('link', { name: '套用', exact: true }).click()
  await chen.getByRole('button', { name: '套用', exact: true }).click()
  await chen.getByText(/於 .* 套用完成/).waitFor()

  // The next page is another agency's officer's; what rested on the post waits, and what was open by it ends.
  await lee.goto(`${portal}/applications`)
  assert.match(await standingLine(lee), /人事人員[\s\S]*旗津國民小學/)
  for (const code of OFFICERS) assert.ok((await offered(lee)).includes(code), code)
  assert.ok((await notOffered(lee)).includes('A5'))
  assert.match(await said(lee, 'A5'), /「高雄市政府人事處」的應用系統授權已暫停，待機關管理者確認/)
  await eventually(async () => !(await isIn(lee, 'A5')), 'A5 has let go of the person', 60)
  await lee.goto(`${portal}/me`)
  assert.match(await lee.getByRole('main').innerText(), /授權因人事異動改變：A5[\s\S]*因人事資料異動，您的 1 項應用系統授權暫停/)

  await lee.goto(`${portal}/todo`)
  await lee.getByRole('link', { name: '新任人事人員：請檢視現有的授權與兼辦' }).click()
  assert.match(await lee.getByRole('main').innerText(), /您是「高雄市旗津區旗津國民小學」的新任人事人員/)
  await checkPage(lee, 'the review at the school')
  await lee.getByRole('button', { name: '完成檢視' }).click()
  await lee.getByRole('status').waitFor()

  await wang.goto(`${portal}/todo`)
  await wang.getByRole('link', { name: '1 項暫停中的授權等待確認' }).click()
  assert.match(await wang.getByRole('main').innerText(), /李怡君[\s\S]*A5/)
  await checkPage(wang, 'what is suspended')
  for (const page of [wang, lee, chen]) await page.context().close()
})
