// 授權檢視 in a real browser: a new 人事主管 meets the handover review at sign-in, without script on a telephone; a new 人事人員
// points something out to them; a supervisor has an agency's grants looked through, from the start to the report.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newPage } from '../browser.ts'
import { asOwner } from '../demo-program.ts'
import { checkPage, fillSignIn, signIn } from './steps.ts'
import { sharedDemo } from './shared-demo.ts'
import type { Page } from 'playwright-core'

const demo = await sharedDemo()
const { portal } = demo
const WORKS = '397110000G'

/** Makes somebody whom no other journey knows 人事人員 of the works department since today; answers the account. */
const newOfficer = (): Promise<string> => asOwner(demo, async (client) => {
  const { rows: [who] } = await client.query<{ person: string; account: string }>(`
    select a.person_id as person, a.name as account from account a
    join post p on p.person_id = a.person_id and p.agency_code = '397130000C' and p.kind = 'appointment'
    join post_version v on v.person_id = p.person_id and v.post_id = p.id and upper_inf(v.recorded) and v.valid @> current_date
    where a.state = 'active' and a.name ~ '^p0' and not exists (select from permission_grant g where g.person_id = a.person_id)
    order by a.name desc limit 1`)
  await client.query(`insert into audit_event (code, outcome, actor_process) values ('people.generated', 'done', 'test')`)
  await client.query(`with made as (
      insert into post (person_id, agency_code, kind, unit, title, starts) values ($1, '${WORKS}', 'appointment', '人事室', '科員', current_date)
      returning person_id, id)
    insert into post_version (person_id, post_id, staff_category, valid, event_id)
    select person_id, id, '08', daterange(current_date, null), (select max(id) from audit_event) from made`, [who!.person])
  await client.query(`insert into handover_review (person_id, agency_code, standing, opens_on, event_id)
    values ($1, '${WORKS}', 'hr', current_date, (select max(id) from audit_event))`, [who!.person])
  return who!.account
})

async function names(page: Page): Promise<string[]> {
  await page.waitForLoadState()
  return page.getByRole('main').getByRole('checkbox').evaluateAll((boxes) => boxes.map((box) => box.getAttribute('aria-label')!.replace('選取：', '')))
}

test('a new 人事人員 points something out, and the new 人事主管 keeps, ends and completes; then management opens', async () => {
  const officer = await newPage()
  await officer.goto(portal)
  await fillSignIn(officer, await newOfficer())
  assert.equal(officer.url(), `${portal}/manage/reviews`)
  await officer.goto(`${portal}/todo`)
  await officer.getByRole('link', { name: '新任人事人員：請檢視現有的授權與兼辦' }).click()
  await checkPage(officer, 'the review of a 人事人員')
  const doubtful = (await names(officer)).find((name) => name.endsWith(' A5'))!
  await officer.getByRole('checkbox', { name: `選取：${doubtful}` }).check()
  await officer.getByLabel('提醒內容').fill('交接清冊未列')
  await officer.getByRole('button', { name: '提醒人事主管' }).click()
  assert.match(await officer.getByRole('status').innerText(), /已提醒 1 筆/)
  assert.equal(await officer.getByRole('button', { name: '結束' }).count(), 0)
  await officer.context().close()

  const hsu = await newPage({ javaScript: false, width: 390 })
  await hsu.goto(portal)
  await fillSignIn(hsu, 'hsu.newcomer')
  assert.equal(hsu.url(), `${portal}/manage/reviews`)
  const main = hsu.getByRole('main')
  assert.match(await main.innerText(), /您是「高雄市政府工務局」的新任人事主管/)
  await checkPage(hsu, 'the handover review')
  assert.match(await main.innerText(), /交接清冊未列/)

  // Nothing of management opens meanwhile.
  await hsu.getByRole('link', { name: '權限與兼辦管理' }).first().click()
  assert.match(await main.innerText(), /您要開啟的頁面在完成檢視後開放/)
  await hsu.getByRole('button', { name: '完成檢視' }).click()
  assert.match(await hsu.getByRole('alert').innerText(), /筆未決定，不能完成檢視/)

  // One is ended, after it has been said what that means; the rest is kept.
  await hsu.getByRole('button', { name: `結束：${doubtful}` }).click()
  await checkPage(hsu, 'what ends')
  assert.match(await main.innerText(), /將立即結束應用系統授權 1 筆/)
  await hsu.getByLabel('理由').fill('交接清冊未列，無業務需要')
  await hsu.getByRole('button', { name: '結束', exact: true }).click()
  assert.match(await hsu.getByRole('status').innerText(), /已結束 1 筆/)
  const left = await names(hsu)
  assert.ok(left.length >= 2 && !left.includes(doubtful), left.join())
  for (const name of left) await hsu.getByRole('checkbox', { name: `選取：${name}` }).check()
  await hsu.getByRole('button', { name: '保留', exact: true }).click()
  assert.match(await hsu.getByRole('status').innerText(), new RegExp(`已保留 ${left.length} 筆`))
  await checkPage(hsu, 'all decided')
  await hsu.getByRole('button', { name: '完成檢視' }).click()
  assert.match(await hsu.getByRole('status').innerText(), /管理功能已開放/)
  await hsu.goto(`${portal}/manage/grants?agency=${WORKS}`)
  assert.equal(await hsu.getByRole('heading', { level: 1 }).innerText(), '應用系統授權設定')
  await hsu.context().close()
})

test('a campaign: started with what silence does, decided with reasons, reported', async () => {
  const wang = await newPage()
  await signIn(wang, demo, 'wang.supervisor')
  await wang.goto(`${portal}/manage/reviews/campaigns`)
  await checkPage(wang, 'the campaigns')
  await wang.getByRole('link', { name: '發起授權檢視' }).click()
  await wang.getByLabel('名稱').fill('年度授權檢視')
  await wang.getByLabel('機關', { exact: true }).fill('397000000A')
  await wang.getByRole('checkbox', { name: '含所屬機關' }).check()
  for (const kind of ['權限群組成員', '兼辦', '管理權限授權']) await wang.getByRole('checkbox', { name: kind }).uncheck()
  await wang.getByLabel('期限').fill(`${new Date().getFullYear() - 1911 + 1}/06/30`)
  await wang.getByRole('radio', { name: '結束' }).check()
  await checkPage(wang, 'a new campaign')
  await wang.getByRole('button', { name: '下一步' }).click()
  await checkPage(wang, 'what a campaign asks')
  const main = wang.getByRole('main')
  assert.match(await main.innerText(), /將請 \d+ 個機關的管理者在.*前決定 \d+ 筆。[\s\S]*到期仍未決定的，會在/)
  await wang.getByRole('button', { name: '開始檢視' }).click()
  assert.match(await wang.getByRole('status').innerText(), /授權檢視已開始/)
  await checkPage(wang, 'a campaign')

  const [first, second] = await names(wang)
  await wang.getByRole('checkbox', { name: `選取：${first!}`, exact: true }).check()
  await wang.getByLabel('理由').fill('業務持續')
  await wang.getByRole('button', { name: '保留', exact: true }).click()
  assert.match(await wang.getByRole('status').innerText(), /已保留 1 筆/)
  await wang.getByRole('button', { name: `結束：${second!}`, exact: true }).click()
  await wang.getByRole('button', { name: '結束', exact: true }).click()
  assert.match(await wang.getByRole('status').innerText(), /已結束 1 筆/)
  await wang.getByRole('link', { name: '報告' }).click()
  await checkPage(wang, 'the report')
  assert.match(await main.innerText(), /保留 1 筆，結束 1 筆/)
  const [file] = await Promise.all([wang.waitForEvent('download'), wang.getByRole('link', { name: '匯出 CSV' }).click()])
  assert.match(file.suggestedFilename(), /^review-\d{4}-\d\d-\d\d\.csv$/)
  await wang.context().close()
})
