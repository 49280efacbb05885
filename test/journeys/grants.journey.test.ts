// A supervisor grants an application to somebody below and ends it again: without script on a telephone, and with the
// keyboard alone; the one who receives it has it at once, reads why, is told by mail, and loses it at once.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newPage } from '../browser.ts'
import { asOwner } from '../demo-program.ts'
import { checkPage, letterTo, notOffered, offered, said, signIn, visit } from './steps.ts'
import { sharedDemo } from './shared-demo.ts'
import type { Page } from 'playwright-core'

const demo = await sharedDemo()
const { portal, applications } = demo

type Somebody = { account: string; name: string; agency: string; agencyName: string; email: string }

/** Somebody of 高雄市政府's line whom no other journey knows, with one post and no grant; `nth` of them. */
const somebody = (nth: number): Promise<Somebody> => asOwner(demo, async (client) => {
  const { rows } = await client.query<Somebody>(`
    select a.name as account, n.name, p.agency_code as agency, g.name as "agencyName", a.email
    from account a join person_version n on n.person_id = a.person_id and upper_inf(n.recorded)
    join post p on p.person_id = a.person_id
    join post_version v on v.person_id = p.person_id and v.post_id = p.id and upper_inf(v.recorded) and v.valid @> current_date
    join agency_version g on g.agency_code = p.agency_code and upper_inf(g.recorded) and g.valid @> current_date
    where a.name ~ '^p00[12]' and a.state = 'active' and a.email_confirmed_at is not null and p.kind = 'appointment'
      and p.unit not like '%人事%' and v.staff_category <> '08'
      and p.agency_code in (select agency_code from agency_subtree('397000000A', current_date, 'infinity'))
      and not exists (select from post o where o.person_id = p.person_id and o.id <> p.id)
      and not exists (select from permission_grant o where o.person_id = p.person_id)
    order by a.name desc offset $1 limit 1`, [nth])
  return rows[0]!
})

const nextYear = `${new Date().getFullYear() - 1911 + 1}/6/30`

test('granted without script on a telephone, had at once by that reason, ended, gone', async () => {
  const who = await somebody(0)
  const [wang, receiver] = [await newPage({ javaScript: false, width: 390 }), await newPage({ javaScript: false })]
  await signIn(receiver, demo, who.account)
  assert.ok((await notOffered(receiver)).includes('A5'))

  await signIn(wang, demo, 'wang.supervisor')
  await wang.goto(`${portal}/manage/grants?agency=${who.agency}`)
  await checkPage(wang, 'the choice of an application')
  await wang.getByLabel('應用系統', { exact: true }).selectOption('A5')
  await wang.getByRole('button', { name: '選擇', exact: true }).click()
  assert.equal(await wang.getByRole('heading', { level: 1 }).innerText(), '應用系統授權清單')
  await wang.getByRole('link', { name: '新增', exact: true }).click()
  await checkPage(wang, 'to whom')
  await wang.getByLabel('員工中文姓名').fill(who.name)
  await wang.getByRole('button', { name: '搜尋', exact: true }).click()
  await wang.getByRole('row').filter({ hasText: who.account }).getByRole('radio').check()
  await wang.getByRole('button', { name: '確定', exact: true }).click()
  await checkPage(wang, 'a new grant')

  // A permanent one has to say why; nothing that was typed is lost.
  await wang.getByLabel('設為永久').check()
  await wang.getByRole('button', { name: '儲存', exact: true }).click()
  await checkPage(wang, 'a new grant, refused')
  assert.ok(await wang.getByLabel('設為永久').isChecked())
  await wang.getByLabel('設為永久').uncheck()
  await wang.getByLabel('有效日期（迄）').fill(nextYear)
  await wang.getByLabel('理由').fill('承辦技工工友業務')
  await wang.getByRole('button', { name: '儲存', exact: true }).click()
  await wang.getByRole('status').getByText('已授權').waitFor()
  await checkPage(wang, 'the list with the new grant')
  assert.match(await wang.getByRole('row').filter({ hasText: who.name }).innerText(), /承辦技工工友業務[\s\S]*有效/)

  await receiver.reload()
  assert.ok((await offered(receiver)).includes('A5'))
  assert.match(await said(receiver, 'A5'), /應用系統授權（授予本人）/)
  await receiver.goto(`${portal}/applications/A5/open`)
  assert.equal(receiver.url(), `${applications}/A5`)
  const letter = await letterTo(demo, who.email, '獲得應用系統授權')
  for (const words of ['A5', who.agencyName, '承辦技工工友業務']) assert.ok(letter.includes(words), words)

  await wang.getByRole('link', { name: `結束：${who.name}` }).click()
  await wang.getByText(`${who.name}將立即無法再使用`).waitFor()
  await checkPage(wang, 'ending a grant')
  await wang.getByRole('button', { name: '結束', exact: true }).click()
  await wang.getByRole('status').getByText('已結束授權').waitFor()
  assert.equal(await wang.getByRole('row').filter({ hasText: who.name }).count(), 0)
  await receiver.goto(`${portal}/applications`)
  assert.ok((await notOffered(receiver)).includes('A5'))
  assert.equal((await visit(receiver, `${portal}/applications/A5/open`)).status(), 403)
  await letterTo(demo, who.email, '應用系統授權已結束')
  for (const page of [wang, receiver]) await page.context().close()
})

/** What has the focus, in a few words. */
const focused = (page: Page): Promise<string> => page.evaluate(`(() => {
  const { tagName, name, textContent, id } = document.activeElement
  return [tagName.toLowerCase(), name ?? '', textContent.trim().slice(0, 20), id].join(' ')
})()`)

async function tabTo(page: Page, wanted: RegExp): Promise<void> {
  const passed: string[] = []
  for (let n = 0; n < 80; n += 1) {
    const now = await focused(page)
    if (wanted.test(now)) return
    passed.push(now)
    await page.keyboard.press('Tab')
  }
  assert.fail(`Tab never led to ${wanted}: ${passed.join(' | ')}`)
}

test('with the keyboard alone, a group by standing is granted, and its period is changed', async () => {
  const { agency } = await somebody(1)
  const page = await newPage()
  await signIn(page, demo, 'wang.supervisor')
  await page.goto(`${portal}/manage/grants/new?agency=${agency}&application=A6`)
  await tabTo(page, /^a {2}人事機構主管/)
  await page.keyboard.press('Enter')
  await page.getByLabel('有效日期（迄）').waitFor()
  await tabTo(page, /^input to/)
  await page.keyboard.type(nextYear)
  await tabTo(page, /^button {2}儲存/)
  await page.keyboard.press('Enter')
  await page.getByRole('status').getByText('已授權').waitFor()
  assert.match(await focused(page), /^div {2}已授權/, 'what came of it has the focus, so that it is read')
  await tabTo(page, /^a {2}編輯/)
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { level: 1, name: '編輯授權' }).waitFor()
  await checkPage(page, 'editing a grant')
  await tabTo(page, /^textarea reason/)
  await page.keyboard.insertText('主管皆須填報')
  await tabTo(page, /^button {2}儲存/)
  await page.keyboard.press('Enter')
  await page.getByRole('status').getByText('已變更授權').waitFor()
  await page.getByText('主管皆須填報').waitFor()
  // Its members are one click away.
  await page.getByRole('table', { name: /應用系統授權清單/ }).getByRole('link', { name: '人事機構主管', exact: true }).click()
  await page.getByRole('heading', { level: 1, name: '權限群組成員' }).waitFor()
  await checkPage(page, 'members')
  await page.context().close()
})

test('A7 cannot be granted, and the page says why; 臺北市政府\'s supervisor finds nothing of 高雄\'s', async () => {
  const page = await newPage({ javaScript: false })
  await signIn(page, demo, 'wang.supervisor')
  await page.goto(`${portal}/manage/grants?agency=397010000A&application=A7`)
  await page.getByText('這個應用系統只能依身分使用，不得另行授權。（R-USE-4）').waitFor()
  assert.equal(await page.getByRole('link', { name: '新增', exact: true }).count(), 0)
  await checkPage(page, 'an application that is not grantable')
  await page.context().close()

  const yang = await newPage({ javaScript: false })
  await signIn(yang, demo, 'yang.taipei')
  await yang.goto(`${portal}/manage/grants`)
  assert.match(await yang.getByRole('main').innerText(), /臺北市政府人事處/)
  for (const path of ['?agency=397010000A', '?agency=397010000A&application=A5', '/new?agency=397010000A&application=A5',
    '/members?agency=397010000A&application=A5&standing=employee', '.csv?agency=397010000A&application=A5']) {
    assert.equal((await visit(yang, `${portal}/manage/grants${path}`)).status(), 404, path)
  }
  await yang.context().close()
})
