// The story of 2.9 from end to end: an agency has no personnel officer left; with its card the successor is checked in at WebHR, comes with
// the next feed, gets an account, signs in, is 人事主管 there, and meets the handover review. In a demonstration of its own.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { addDays, dayInTaipei } from '../../src/core/days.ts'
import { FEED_COLUMNS } from '../../src/core/feed-columns.ts'
import { newPage } from '../browser.ts'
import { startDemo, temporaryFolder } from '../demo-program.ts'
import { ask } from '../http.ts'
import { checkPage, eventually, fillSignIn, letterTo, PASSWORD, signIn, standingLine } from './steps.ts'
import type { Page } from 'playwright-core'

const { folder: dataDir, remove } = temporaryFolder()
const demo = await startDemo({ dataDir, people: 500 })
after(async () => {
  await demo.stop()
  remove()
})
await demo.ready
const { portal, webhr, desk } = demo

const AGENCY = '397210000A'
const ABOVE = '397000000A'
const today = dayInTaipei(new Date())
const OWN_PASSWORD = '新任主任的三盞燈 2026'

type Person = { account: string; name: string; national_id: string; birth_date: string; email: string }
const people = readFileSync(join(dataDir, 'demo/people.csv'), 'utf8').trimEnd().split('\n').slice(1).map((line): Person => {
  const [account = '', name = '', national_id = '', birth_date = '', email = ''] = line.split(',')
  return { account, name, national_id, birth_date, email }
})
/** Somebody whom another agency's record has, without an account so far. */
const SUCCESSOR = people.find(({ account }) => account === 'liu.pending')!

type Row = Record<(typeof FEED_COLUMNS)[number], string>
/** What the portal knows, as its operator writes it out. None of the values of this nation needs quotation marks. */
function personnelRecord(): Row[] {
  const csv = execFileSync('node', ['bin/ecpa.mjs', 'export', 'people'], {
    cwd: fileURLToPath(new URL('../../', import.meta.url)), encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'],
    env: { ...process.env, ECPA_DATA_DIR: dataDir, ECPA_PORT: String(demo.port) },
  })
  const [, ...lines] = csv.trimEnd().split('\r\n')
  return lines.map((line) => Object.fromEntries(line.split(',').map((cell, at) => [FEED_COLUMNS[at], cell])) as Row)
}
const isOfficer = ({ staff_category, unit, nature }: Row) => staff_category === '08' || unit.includes('人事') || nature === '5'

async function onlyCard(id: string): Promise<void> {
  const { status } = await ask(desk, '/desk/insert', { method: 'POST', body: JSON.stringify({ card: id }), headers: { 'content-type': 'application/json' } })
  assert.equal(status, 200)
}

/** What stands at its place in the menu of WebHR. */
async function place(page: Page): Promise<string> {
  await page.waitForLoadState()
  const crumbs = await page.getByRole('navigation', { name: '現在位置' }).getByRole('listitem').allInnerTexts()
  return crumbs.map((one) => one.replace(/^> /, '')).join(' > ')
}

/** Opens a function from the menu, and looks at it on a telephone and in English, too. */
async function openFunction(page: Page, name: string, path: string): Promise<void> {
  await page.goto(`${webhr}/${AGENCY}/`)
  await page.getByRole('link', { name }).click()
  await page.getByRole('heading', { level: 1, name }).waitFor()
  assert.equal(await place(page), `${path} > ${name}`)
  await page.setViewportSize({ width: 390, height: 800 })
  await checkPage(page, `${name} on a telephone`)
  await page.setViewportSize({ width: 1280, height: 800 })
  await page.getByRole('link', { name: 'English' }).click()
  await checkPage(page, `${name} in English`)
  await page.getByRole('link', { name: '中文' }).click()
}

test('an agency with nobody left, until its new 人事主管 looks through what was handed over', async (t) => {
  const record = personnelRecord()
  // Somebody of the agency that manages it, with an account of the demonstration.
  const above = record.find(({ agency_code, email, to }) => agency_code === ABOVE && to === '' && /^p\d{6}@/.test(email))
  assert.ok(above, 'the nation has somebody at the city itself')
  const holder = { account: above.email.split('@')[0]!, nationalId: above.national_id, name: above.name }
  const page = await newPage()

  await t.test('a feed that takes the last personnel officers away is held, and approved by another central administrator', async () => {
    const leaving = record.filter((row) => row.agency_code === AGENCY && row.to === '' && isOfficer(row))
    assert.ok(leaving.length >= 2)
    const csv = [FEED_COLUMNS, ...leaving.map((row) => FEED_COLUMNS.map((column) => (column === 'to' ? addDays(today, -1) : row[column])))]
    const chen = await newPage()
    await signIn(chen, demo, 'chen.central')
    await chen.goto(`${portal}/manage/feeds/new`)
    await chen.getByRole('radio', { name: '異動檔' }).check()
    await chen.getByLabel('檔案', { exact: true }).setInputFiles({ name: '離職.csv', mimeType: 'text/csv', buffer: Buffer.from(csv.map((row) => row.join(',')).join('\r\n')) })
    await chen.getByRole('button', { name: '上傳', exact: true }).click()
    await chen.getByRole('heading', { name: '已暫緩：須由另一位總處管理者核准' }).waitFor()
    assert.match(await chen.getByRole('main').innerText(), /1 個機關將失去最後一位人事人員/)
    const feed = chen.url()
    await chen.context().close()
    const ho = await newPage({ javaScript: false })
    await signIn(ho, demo, 'ho.central')
    await ho.goto(feed)
    await ho.getByRole('link', { name: '核准' }).click()
    await ho.getByLabel('說明').fill('兩位人事人員均已離職，查證屬實')
    await ho.getByRole('button', { name: '核准' }).click()
    await ho.getByText(/於 .* 套用完成/).waitFor()
    await ho.context().close()
  })

  await t.test('the card of the agency signs in, and its holder is somebody of the agency above', async () => {
    await onlyCard('agency-397210000A')
    await page.goto(portal)
    const box = page.getByRole('region', { name: '憑證登入' })
    await box.getByLabel('PIN碼').fill('123456')
    await box.getByRole('button', { name: '登入', exact: true }).click()
    await page.getByText('登入成功！由於您使用「機關憑證」登入，因此您只能進入「此頁面」。').waitFor()
    await page.goto(`${portal}/applications`)
    await page.getByRole('link', { name: /人力資源管理資訊系統/ }).click()
    await page.getByLabel('持卡人身分證號').fill(holder.nationalId)
    await page.getByRole('button', { name: '登錄', exact: true }).click()
    await page.getByLabel('持卡人的帳號密碼').fill(PASSWORD)
    await page.getByRole('button', { name: '登錄', exact: true }).click()
    await page.waitForURL(`${webhr}/card`)
    await checkPage(page, 'the way in of a card')
    assert.match(await page.getByRole('main').innerText(), /憑證機關\s*高雄市政府人事處 397210000A/)
  })

  await t.test('模擬自然人憑證登入: somebody of another agency is refused in plain words, and who manages it comes in', async () => {
    await page.getByRole('radio', { name: '模擬自然人憑證登入' }).check()
    await page.getByRole('button', { name: '確認' }).click()
    for (const [account, sentence] of [['wu.employee', /這個帳號的人員在本機關沒有現職/], [holder.account, null]] as const) {
      assert.equal(new URL(page.url()).origin, portal, 'a password is typed at the portal alone')
      await page.getByLabel('ECPA帳號').fill(account)
      await page.getByLabel('ECPA密碼').fill(PASSWORD)
      await page.getByRole('button', { name: '確認' }).click()
      if (sentence !== null) {
        await page.getByText(sentence).first().waitFor()
        await checkPage(page, 'a holder of another agency')
      }
    }
    await page.waitForURL(`${webhr}/${AGENCY}/`)
    assert.match(await standingLine(page), /模擬自然人憑證登入 · 高雄市政府人事處 397210000A/)
    await checkPage(page, 'the menu of WebHR')
  })

  await t.test('機關憑證登入: an ID of nobody there opens nothing; the holder’s opens the four functions', async () => {
    await page.goto(`${webhr}/card`)
    await page.getByLabel('身分證號').fill(people.find(({ account }) => account === 'wu.employee')!.national_id)
    await page.getByRole('button', { name: '確認' }).click()
    await page.getByText('沒有這個身分證號的現職人員').first().waitFor()
    await checkPage(page, 'an ID of another agency')
    await page.getByLabel('身分證號').fill(holder.nationalId)
    await page.getByRole('button', { name: '確認' }).click()
    await page.waitForURL(`${webhr}/${AGENCY}/`)
    assert.match(await standingLine(page), new RegExp(`${holder.name} · 機關憑證登入`))
  })

  await t.test('the successor is received, checked in, given a user account, and reported', async () => {
    await openFunction(page, '報送服務網個人資料接收', '個人資料 > 人事傳輸 > 機關人員資料接收')
    await page.getByLabel('身分證號').fill(SUCCESSOR.national_id)
    await page.getByRole('button', { name: '接收' }).click()
    await page.getByText('已接收個人資料').waitFor()
    assert.match(await page.getByRole('row').nth(1).innerText(), new RegExp(`${SUCCESSOR.name}[\\s\\S]*社會局`))
    await checkPage(page, 'somebody who was received')
    await page.getByRole('link', { name: `報到資料建檔 ${SUCCESSOR.name}` }).click()
    assert.equal(await place(page), '任免遷調 > 報到/離職 > 人員報到 > 報到資料建檔')
    assert.equal(await page.getByLabel('電子郵件').inputValue(), SUCCESSOR.email)
    await page.getByLabel('職稱').fill('處長')
    await page.getByRole('button', { name: '儲存' }).click()
    await page.getByRole('alert').getByRole('link', { name: /出生日期/ }).waitFor()
    await checkPage(page, 'an arrival that lacks something')
    await page.getByLabel('出生日期').fill(SUCCESSOR.birth_date)
    await page.getByLabel('人員區分').fill('08')
    await page.getByLabel('主管級別').fill('1')
    await page.getByLabel('報到日期').fill(today)
    await page.getByRole('button', { name: '儲存' }).click()
    await page.getByText('已儲存報到資料').waitFor()

    await openFunction(page, '使用者帳號維護', '系統管理 > 權限管理 > 使用者管理')
    await page.getByLabel('報到人員').selectOption({ label: SUCCESSOR.name })
    await page.getByRole('button', { name: '建立帳號' }).click()
    await page.getByText('等待本人第一次登入').waitFor()
    await checkPage(page, 'the user accounts')

    await openFunction(page, '報到資料更新作業', '任免遷調 > 報到/離職 > 人員報到')
    await page.getByRole('checkbox', { name: `選取 ${SUCCESSOR.name} 處長` }).check()
    await page.getByRole('button', { name: '更新並報送' }).click()
    await eventually(async () => {
      await page.getByRole('link', { name: '重新查詢' }).click()
      await page.waitForLoadState()
      return page.getByText('已套用').isVisible()
    }, 'the portal has applied what was reported', 60)
    await checkPage(page, 'what was reported')
    await page.goto(`${webhr}/${AGENCY}/`)
    await checkPage(page, 'the journal')
  })

  await t.test('and activates an account, signs in as 人事主管, and meets the handover review', async () => {
    const own = await newPage({ width: 390, javaScript: false })
    await own.goto(`${portal}/activate`)
    await own.getByRole('link', { name: '寄驗證碼到人事資料中的電子郵件' }).click()
    await own.getByLabel('身分證號').fill(SUCCESSOR.national_id)
    await own.getByLabel('出生日期').fill(SUCCESSOR.birth_date)
    await own.getByRole('button', { name: '寄送驗證碼' }).click()
    const letter = await letterTo(demo, SUCCESSOR.email, '啟用帳號')
    await own.goto(portal + /\/activate\?way=[0-9A-Z]+/.exec(letter)![0])
    await own.getByLabel('身分證號').fill(SUCCESSOR.national_id)
    await own.getByLabel('出生日期').fill(SUCCESSOR.birth_date)
    await own.getByLabel('自訂帳號').fill('liu.head')
    await own.getByLabel('新密碼', { exact: true }).fill(OWN_PASSWORD)
    await own.getByLabel('確認新密碼').fill(OWN_PASSWORD)
    await own.getByLabel('電子郵件').fill(SUCCESSOR.email)
    await own.getByRole('button', { name: '啟用帳號' }).click()
    await own.getByText('帳號已啟用', { exact: true }).waitFor()
    await own.goto(portal)
    await fillSignIn(own, 'liu.head', OWN_PASSWORD)
    assert.equal(own.url(), `${portal}/manage/reviews`)
    assert.match(await standingLine(own), /人事主管.*高雄市政府人事處/s)
    const review = await own.getByRole('main').innerText()
    assert.match(review, /您是「高雄市政府人事處」的新任人事主管/)
    assert.match(review, /蔡佳蓉/, 'the delegate of whoever left')
    await checkPage(own, 'the handover review')
    await own.context().close()
  })
  await page.context().close()
})
