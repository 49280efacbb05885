// One city announces something to its personnel officers: they alone see it, take its file and sign for it; the city sees who has.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newPage } from '../browser.ts'
import { asOwner } from '../demo-program.ts'
import { sampleFiles } from '../sample-files.ts'
import { sharedDemo } from './shared-demo.ts'
import { checkPage, signIn, visit } from './steps.ts'
import type { Page } from 'playwright-core'

const demo = await sharedDemo()
const { portal } = demo
const TAIPEI = '379000000A'
const TITLE = '臺北市人事人員講習'

type Colleague = { account: string, name: string }

/** Somebody generated of Taipei's, whose one appointment makes a personnel officer of them or does not. */
async function colleague(officer: boolean): Promise<Colleague> {
  const [found] = await asOwner(demo, (owner) => owner.query<Colleague>(`
    select a.name as account, n.name from post o
    join post_version v on v.person_id = o.person_id and v.post_id = o.id and upper_inf(v.recorded) and v.valid @> current_date
    join account a on a.person_id = o.person_id and a.state = 'active' and a.name ~ '^p[0-9]+$'
    join person_version n on n.person_id = o.person_id and upper_inf(n.recorded)
    where o.agency_code in (select agency_code from agency_subtree('${TAIPEI}', current_date, 'infinity')) and o.kind = 'appointment'
      and (v.staff_category = '08' or o.unit like '%人事%') = $1
      and not exists (select from post_version c where c.person_id = o.person_id and c.nature = '5')
    order by a.name desc limit 1`, [officer]).then(({ rows }) => rows))
  assert.ok(found, `a colleague of Taipei, officer: ${officer}`)
  return found
}

const main = (page: Page) => page.getByRole('main')

test('an announcement to one city’s personnel officers is seen, taken and signed for by them alone', async () => {
  const yang = await newPage()
  await signIn(yang, demo, 'yang.taipei')
  await yang.goto(`${portal}/manage/content`)
  await checkPage(yang, '「公告與投票管理」')
  await yang.getByRole('link', { name: '新增公告' }).click()
  await yang.getByLabel('對象').selectOption({ label: '人事人員' })
  await yang.getByLabel('哪個機關').fill(TAIPEI)
  await yang.getByLabel('標題').fill(TITLE)
  await yang.getByLabel('內文').fill('請**準時**到場 <script>alert(1)</script>')
  // The preview comes by itself, of the server's making.
  await yang.locator('#preview strong').getByText('準時').waitFor()
  assert.match(await yang.locator('#preview').innerText(), /<script>alert\(1\)<\/script>/)
  await yang.getByLabel('須簽收').check()
  await checkPage(yang, 'the editor with a preview')
  await yang.getByRole('button', { name: '儲存' }).click()
  await yang.waitForURL(/\/manage\/content\/[0-9a-f-]{36}\?done=written/)
  const id = /content\/([0-9a-f-]{36})/.exec(yang.url())![1]!

  await yang.getByLabel('檔案').setInputFiles({ name: '圖片.png', mimeType: 'image/png', buffer: Buffer.from('<svg onload="alert(1)"/>') })
  await yang.getByRole('button', { name: '加入附件' }).click()
  await main(yang).getByText('檔案的內容與檔名的種類不符').first().waitFor()
  await checkPage(yang, 'an attachment that was refused')
  await yang.getByLabel('檔案').setInputFiles({ name: '議程.pdf', mimeType: 'application/pdf', buffer: (await sampleFiles())['a.pdf']! })
  await yang.getByRole('button', { name: '加入附件' }).click()
  await yang.waitForURL(/done=attached/)
  await checkPage(yang, 'an announcement with an attachment')

  // Without script, on a phone, by keyboard.
  const officer = await newPage({ javaScript: false, width: 390 })
  const { account, name } = await colleague(true)
  await signIn(officer, demo, account)
  await officer.goto(portal)
  await checkPage(officer, '「首頁」 with announcements')
  await officer.getByRole('region', { name: '最新公告' }).getByRole('link', { name: TITLE }).click()
  await checkPage(officer, 'an announcement to be signed for')
  const link = officer.getByRole('link', { name: '議程.pdf' })
  const file = `${portal}${await link.getAttribute('href')}`
  const [download] = await Promise.all([officer.waitForEvent('download'), link.click()])
  assert.equal(download.suggestedFilename(), '議程.pdf')
  await officer.goto(`${portal}/todo`)
  await officer.getByRole('link', { name: /簽收公告/ }).click()
  await officer.getByRole('button', { name: '簽收' }).focus()
  await officer.keyboard.press('Enter')
  await main(officer).getByText(/您已於 .* 簽收/).waitFor()
  await checkPage(officer, 'an announcement that was signed for')
  await officer.goto(`${portal}/todo`)
  assert.doesNotMatch(await main(officer).innerText(), new RegExp(TITLE))

  const other = await colleague(false)
  for (const who of [other.account, 'lee.officer', null]) {
    const page = await newPage({ javaScript: false })
    if (who !== null) await signIn(page, demo, who)
    for (const path of ['/', '/announcements', '/announcements?q=講習']) {
      await page.goto(portal + path)
      assert.doesNotMatch(await main(page).innerText(), new RegExp(TITLE), `${who} ${path}`)
    }
    assert.equal((await visit(page, `${portal}/announcements/${id}`)).status(), 404)
    assert.equal((await visit(page, file)).status(), 404)
    await page.context().close()
  }

  await yang.goto(`${portal}/manage/content/${id}`)
  await yang.getByRole('region', { name: '簽收情形' }).getByRole('link', { name: '查看名單' }).click()
  assert.match(await main(yang).innerText(), /已簽收 1 人，尚未簽收 \d+ 人/)
  assert.doesNotMatch(await yang.getByRole('table', { name: '尚未簽收' }).innerText(), new RegExp(`${name}\\s`))
  await checkPage(yang, 'who has not signed')
  await yang.getByRole('link', { name: /^已簽收/ }).click()
  assert.match(await yang.getByRole('table', { name: '已簽收' }).innerText(), new RegExp(name))
  await checkPage(yang, 'who has signed')

  // Other journeys ask the same people what waits for them.
  await yang.goto(`${portal}/manage/content/${id}/withdraw`)
  await checkPage(yang, 'before an announcement is withdrawn')
  await yang.getByLabel('理由').fill('講習已辦理完畢')
  await yang.getByRole('button', { name: '撤下' }).click()
  await yang.waitForURL(/done=withdrawn/)
  assert.equal((await visit(officer, `${portal}/announcements/${id}`)).status(), 404)
  await Promise.all([yang, officer].map((page) => page.context().close()))
})

test('without script it is looked at before it is saved, edited with nothing lost, and withdrawn', async () => {
  const yang = await newPage({ javaScript: false, width: 390 })
  await signIn(yang, demo, 'yang.taipei')
  await yang.goto(`${portal}/manage/content/new`)
  const agency = await yang.getByLabel('哪個機關').inputValue()
  await yang.getByLabel('對象').selectOption({ label: '人事主管' })
  await yang.getByLabel('標題').fill('無指令碼的公告')
  await yang.getByLabel('內文').fill('- 甲\n- 乙')
  await yang.getByRole('button', { name: '預覽' }).click()
  await yang.waitForURL(/#preview$/)
  assert.equal(await yang.locator('#preview li').count(), 2)
  assert.deepEqual([await yang.getByLabel('標題').inputValue(), await yang.getByLabel('哪個機關').inputValue()], ['無指令碼的公告', agency])
  await checkPage(yang, 'a preview without script')
  await yang.getByLabel('公告日期').fill('2020-01-01')
  await yang.getByRole('button', { name: '儲存' }).click()
  await main(yang).getByText('公告時間已經過去').first().waitFor()
  assert.equal(await yang.getByLabel('內文').inputValue(), '- 甲\n- 乙')
  await yang.getByLabel('公告日期').fill('')
  await yang.getByRole('button', { name: '儲存' }).click()
  await yang.waitForURL(/done=written/)
  await yang.getByRole('link', { name: '編輯' }).click()
  await yang.getByLabel('內文').fill('改過的內文')
  await yang.getByRole('button', { name: '儲存' }).click()
  await yang.waitForURL(/done=edited/)
  await yang.getByRole('link', { name: '第 1 版' }).click()
  assert.match(await main(yang).innerText(), /這是第 1 版，不是目前的內容[\s\S]*甲/)
  await checkPage(yang, 'an earlier version')
  await yang.goBack()
  await yang.getByRole('link', { name: '撤下' }).click()
  await yang.getByLabel('理由').fill('測試')
  await yang.getByRole('button', { name: '撤下' }).click()
  await yang.waitForURL(/done=withdrawn/)
  await yang.goto(`${portal}/announcements`)
  assert.doesNotMatch(await main(yang).innerText(), /無指令碼的公告/)
  await yang.context().close()
})

test('what the centre announces to everybody is read without signing in, in English too, and by readers of feeds', async () => {
  const chen = await newPage({ javaScript: false })
  await signIn(chen, demo, 'chen.central')
  await chen.goto(`${portal}/manage/content/new`)
  await chen.getByLabel('對象').selectOption({ label: '所有人（不必登入）' })
  await chen.getByLabel('標題').fill('停機 & <維護>')
  await chen.getByLabel('內文').fill('本週日')
  await chen.getByRole('button', { name: '儲存' }).click()
  await chen.waitForURL(/done=written/)
  const id = /content\/([0-9a-f-]{36})/.exec(chen.url())![1]!
  const visitor = await newPage()
  await visitor.goto(`${portal}/?lang=en`)
  await visitor.getByRole('region', { name: 'Announcements' }).getByRole('link', { name: '停機 & <維護>' }).click()
  await checkPage(visitor, 'an announcement in English')
  const [titles, error, namespace] = await visitor.evaluate(`fetch('/announcements/feed.atom').then((answer) => answer.text()).then((text) => {
    const feed = new DOMParser().parseFromString(text, 'application/xml')
    return [[...feed.querySelectorAll('entry > title')].map((title) => title.textContent), feed.querySelectorAll('parsererror').length, feed.documentElement.namespaceURI]
  })`) as [string[], number, string]
  assert.deepEqual([titles.includes('停機 & <維護>'), error, namespace], [true, 0, 'http://www.w3.org/2005/Atom'])
  await chen.goto(`${portal}/manage/content/${id}/withdraw`)
  await chen.getByLabel('理由').fill('測試')
  await chen.getByRole('button', { name: '撤下' }).click()
  await chen.waitForURL(/done=withdrawn/)
  assert.equal((await visit(visitor, `${portal}/announcements/${id}`)).status(), 404)
  await Promise.all([chen, visitor].map((page) => page.context().close()))
})
