// 「兼辦管理」: a duty within one line holds at once; one towards another line exists only after draft, agreement and decision by
// three people, of which the acting agency's staff then open the application for the served agency.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newPage } from '../browser.ts'
import { asOwner } from '../demo-program.ts'
import { checkPage, claimsReceived, signIn, visit } from './steps.ts'
import { sharedDemo } from './shared-demo.ts'
import type { Page } from 'playwright-core'

const demo = await sharedDemo()
const { portal, applications, mailbox } = demo
const OFFICE = '397210000A'
const SECRETARIAT = '397010000A'
const TAIPEI = '379210000A'

/** Two applications of personnel officers' that this pair has no duty for yet. */
async function uncovered(served: string): Promise<string[]> {
  const { rows } = await asOwner(demo, (client) => client.query<{ code: string }>(`
    select v.application_code as code from application_version v
    join category_version c on c.application_code = v.application_code and upper_inf(c.recorded) and c.derived_group = 'hr'
    where upper_inf(v.recorded) and v.duty_allowed and not v.requires_certificate and not v.test and not exists (
      select from concurrent_duty d where d.acting_code = $1 and d.served_code = $2 and d.application_code = v.application_code
        and upper_inf(d.recorded) and d.state <> 'ended')
    order by v.application_code limit 2`, [OFFICE, served]))
  assert.equal(rows.length, 2)
  return rows.map(({ code }) => code)
}

const box = (page: Page, code: string) => page.locator(`input[name=application][value=${code}]`)
const main = (page: Page) => page.getByRole('main')
const press = (page: Page, name: string) => main(page).getByRole('button', { name, exact: true }).click()

/** Fills in the form of a new duty up to its applications. */
async function openNew(page: Page, served: string): Promise<void> {
  await page.goto(`${portal}/manage/duties`)
  await main(page).getByRole('link', { name: '新增', exact: true }).click()
  assert.equal(await page.getByLabel('兼辦機關', { exact: true }).inputValue(), OFFICE)
  await page.getByLabel('被兼辦機關', { exact: true }).fill(served)
  await press(page, '重新檢查')
  await page.waitForLoadState()
}

/** The entry of the token that says for which agency by which duty. */
async function entryFor(page: Page, code: string, agency: string) {
  await page.goto(`${portal}/applications/${code}/open?agency=${agency}`)
  assert.ok(page.url().startsWith(`${applications}/${code}`), page.url())
  const { idToken } = await claimsReceived(page)
  return idToken.ecpa.for.find((one) => one.agency === agency) as
    { agency: string; by: string; acting: string; duty: string; until: string | null } | undefined
}

test('a duty within 高雄市 is set up with the keyboard, holds at once, is in the token, and ends at once', async () => {
  const [first, second] = await uncovered(SECRETARIAT) as [string, string]
  const page = await newPage()
  await signIn(page, demo, 'wang.supervisor')
  await openNew(page, SECRETARIAT)
  assert.match(await main(page).innerText(), /高雄市政府秘書處[\s\S]*兩機關屬同一主管機關/)
  assert.equal(await box(page, 'WebHR').count(), 0)
  await page.getByText('不能選擇的應用系統').click()
  assert.match(await main(page).innerText(), /WebHR .*不適用兼辦/)
  await checkPage(page, 'new duty')
  // Filtered as one types; what is chosen stays chosen, and in sight.
  const find = page.getByLabel('篩選應用系統')
  await find.fill(first)
  await page.keyboard.press('Tab')
  await page.keyboard.press('Tab')
  assert.equal(await page.evaluate('document.activeElement.textContent'), '全部選擇')
  await page.keyboard.press('Enter')
  assert.equal(await box(page, first).isChecked(), true)
  assert.equal(await box(page, second).isVisible(), false)
  await find.fill('')
  await box(page, second).focus()
  await page.keyboard.press('Space')
  await page.getByLabel('設為永久').check()
  await press(page, '儲存')
  assert.match(await page.getByRole('alert').innerText(), /理由/)
  assert.deepEqual(await Promise.all([first, second].map((code) => box(page, code).isChecked())), [true, true])
  await checkPage(page, 'new duty, refused')
  await page.getByLabel('理由').fill('秘書處無專任人事人員')
  await press(page, '儲存')
  await page.waitForURL(/done=set/)
  assert.match(await page.getByRole('status').innerText(), /兼辦已設定/)
  await checkPage(page, 'list of duties')

  const lee = await newPage({ javaScript: false })
  await signIn(lee, demo, 'lee.officer')
  const entry = await entryFor(lee, first, SECRETARIAT)
  assert.deepEqual([entry?.by, entry?.acting, entry?.until], ['duty', OFFICE, null])

  await main(page).getByRole('link', { name: /^結束：/ }).first().click()
  assert.match(await main(page).innerText(), /有 \d+ 人會失去使用權/)
  await checkPage(page, 'ending')
  await press(page, '結束')
  await page.waitForURL(/done=ended/)
  const refused = await visit(lee, `${portal}/applications/${first}/open?agency=${SECRETARIAT}`)
  assert.equal(refused.status(), 403)
  await Promise.all([page.context().close(), lee.context().close()])
})

type Mail = { to: string[]; subject: string; text: string }
const letters = async (): Promise<Mail[]> => (await fetch(`${mailbox}/api/messages`)).json() as Promise<Mail[]>

for (const [javaScript, width] of [[true, 1280], [false, 390]] as const) {
  const how = `${javaScript ? 'with' : 'without'} script, ${width} px`
  test(`a duty towards 臺北市 takes three people, who are told, and is in the token (${how})`, async () => {
    const [code] = await uncovered(TAIPEI) as [string, string]
    const person = async (account: string): Promise<Page> => {
      const page = await newPage({ javaScript, width })
      await signIn(page, demo, account)
      return page
    }
    const wang = await person('wang.supervisor')
    await openNew(wang, TAIPEI)
    assert.match(await main(wang).innerText(), /須經另一方機關同意、總處核定/)
    await wang.getByLabel('篩選應用系統').fill(code)
    await press(wang, '篩選')
    await press(wang, '全部選擇')
    assert.equal(await box(wang, code).isChecked(), true)
    await press(wang, '取消選擇')
    assert.equal(await box(wang, code).isChecked(), false)
    await box(wang, code).check()
    await wang.getByLabel('有效日期（迄）').fill('188/12/31')
    await press(wang, '儲存')
    await wang.waitForURL(/requests\/.*done=saved/)
    await checkPage(wang, `draft, ${how}`)
    const address = wang.url().split('?')[0]!
    await wang.getByLabel('說明').fill('請惠予同意')
    await press(wang, '送出申請')
    await wang.waitForURL(/done=send/)
    assert.match(await main(wang).innerText(), /等待「臺北市政府人事處」的管理者同意/)
    await checkPage(wang, `sent, ${how}`)

    const lee = await person('lee.officer')
    assert.equal((await visit(lee, `${portal}/applications/${code}/open?agency=${TAIPEI}`)).status(), 403)

    const yang = await person('yang.taipei')
    await yang.goto(`${portal}/todo`)
    await main(yang).locator(`a[href="${new URL(address).pathname}"]`).first().click()
    await press(yang, '不同意')
    assert.match(await yang.getByRole('alert').innerText(), /說明/)
    await checkPage(yang, `note missing, ${how}`)
    await press(yang, '同意')
    await yang.waitForURL(/done=agree/)
    assert.equal((await visit(lee, `${portal}/applications/${code}/open?agency=${TAIPEI}`)).status(), 403)

    const chen = await person('chen.central')
    await chen.goto(`${portal}/todo`)
    await main(chen).locator(`a[href="${new URL(address).pathname}"]`).first().click()
    await chen.getByLabel('說明').fill('准予兼辦')
    await press(chen, '核定')
    await chen.waitForURL(/done=decide/)
    await checkPage(chen, `decided, ${how}`)

    const entry = await entryFor(lee, code, TAIPEI)
    assert.deepEqual([entry?.by, entry?.acting, entry?.until], ['duty', OFFICE, '2099-12-31'])
    const told = (await letters()).filter(({ subject, text }) => /跨主管機關兼辦/.test(subject) && text.includes('臺北市政府人事處'))
    assert.ok(told.some(({ subject }) => /核定/.test(subject)))
    await yang.goto(`${portal}/me`)
    assert.match(await main(yang).innerText(), /跨主管機關兼辦申請已核定/)

    await yang.goto(`${address}/form`)
    const form = await main(yang).innerText()
    for (const word of ['F000199', '王建', '核定', '准予兼辦', '總處管理者', code]) assert.ok(form.includes(word), word)
    await checkPage(yang, `printable form, ${how}`)
    await yang.emulateMedia({ media: 'print' })
    assert.equal(await yang.getByRole('navigation', { name: '功能選單' }).isVisible(), false)
    await Promise.all([wang, yang, chen, lee].map((page) => page.context().close()))
  })
}

test('who manages the other city sees nothing of it, and the pages of a duty are in English, too', async () => {
  const page = await newPage({ width: 390 })
  await signIn(page, demo, 'yang.taipei')
  await page.goto(`${portal}/manage/duties?acting=${OFFICE}&served=${SECRETARIAT}&state=all`)
  assert.match(await main(page).innerText(), /沒有符合條件的兼辦/)
  await page.goto(`${portal}/manage/duties/new?lang=en`)
  assert.equal(await page.getByRole('heading', { level: 1 }).innerText(), 'New concurrent duty')
  await checkPage(page, 'new duty in English on a phone')
  await page.context().close()
})

test('the shared demonstration is left as it was found', () => asOwner(demo, async (client) => {
  await client.query(`insert into audit_event (code, outcome, actor_process) values ('duty.ended', 'done', 'test')`)
  await client.query(`update concurrent_duty set recorded = tstzrange(lower(recorded), now())
    where acting_code = $1 and upper_inf(recorded) and event_id in (select id from audit_event where code ~ '^duty\\.')`, [OFFICE])
}))
