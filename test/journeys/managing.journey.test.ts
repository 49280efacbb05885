// Who manages, and for which agency: 切換機關 over the whole scope, and a delegate who is named, manages, and does no more.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newPage } from '../browser.ts'
import { asOwner } from '../demo-program.ts'
import { checkPage, signIn, standingLine, visit } from './steps.ts'
import { sharedDemo } from './shared-demo.ts'

const demo = await sharedDemo()
const { portal } = demo
const nextYear = `${new Date().getFullYear() - 1911 + 1}/6/30`

test('three ways lead into management, and 切換機關 leads to any agency of the scope and back', async () => {
  const page = await newPage({ javaScript: false })
  await signIn(page, demo, 'wang.supervisor')
  await page.getByRole('link', { name: '權限與兼辦管理' }).click()
  assert.equal(await page.getByRole('heading', { level: 1 }).innerText(), '權限與兼辦管理')
  assert.match(await page.getByRole('main').innerText(), /人事主管：高雄市政府人事處副處長/)
  await checkPage(page, 'management')

  await page.getByRole('main').getByRole('link', { name: '切換機關' }).click()
  await checkPage(page, '切換機關')
  const managed = page.getByRole('form', { name: '管理的機關' })
  await managed.getByLabel('機關代碼').fill('379210000A')
  await managed.getByRole('button', { name: '管理這個機關' }).click()
  await page.getByRole('alert').getByText('您不能管理這個機關，或沒有這個機關').waitFor()
  await checkPage(page, '切換機關, refused')
  await managed.getByLabel('機關代碼').fill('397070100Y')
  await managed.getByRole('button', { name: '管理這個機關' }).click()
  assert.match(await standingLine(page), /管理機關\s*高雄市旗津區旗津國民小學/)
  assert.match(await page.getByRole('main').innerText(), /機關：\s*高雄市旗津區旗津國民小學/)

  await page.getByRole('region', { name: '登入身分' }).getByRole('link', { name: '切換機關' }).click()
  await page.getByRole('button', { name: '回到自己的機關' }).click()
  assert.doesNotMatch(await standingLine(page), /管理機關/)
  await page.context().close()

  for (const [account, why] of [['tsai.delegate', /管理權限授權：高雄市政府人事處/], ['chen.central', /總處管理者/]] as const) {
    const other = await newPage({ javaScript: false })
    await signIn(other, demo, account)
    await other.goto(`${portal}/manage`)
    assert.match(await other.getByRole('main').innerText(), why)
    await other.context().close()
  }
})

test('a delegate is named on a telephone without script, manages at once and only that, and is removed', async () => {
  const [wang, lee] = [await newPage({ javaScript: false, width: 390 }), await newPage({ javaScript: false })]
  await signIn(lee, demo, 'lee.officer')
  assert.equal((await visit(lee, `${portal}/manage`)).status(), 403)

  await signIn(wang, demo, 'wang.supervisor')
  await wang.goto(`${portal}/manage/delegations`)
  assert.equal(await wang.getByRole('heading', { level: 1 }).innerText(), '管理權限授權設定')
  await wang.getByRole('row').filter({ hasText: '蔡佳蓉' }).waitFor()
  await checkPage(wang, 'delegates')
  await wang.getByRole('link', { name: '新增資料', exact: true }).click()
  await wang.getByRole('group', { name: '受授權人員' }).getByRole('link', { name: '瀏覽' }).click()
  await wang.getByLabel('員工中文姓名').fill('怡君')
  await wang.getByRole('button', { name: '搜尋', exact: true }).click()
  await wang.getByRole('row').filter({ hasText: 'lee.officer' }).getByRole('radio').check()
  await wang.getByRole('button', { name: '確定', exact: true }).click()
  await wang.getByLabel('理由').fill('人事處業務支援')
  await wang.getByRole('button', { name: '確定', exact: true }).click()
  await wang.getByRole('alert').getByText('請填寫有效日期（迄），或勾選「設為永久」').waitFor()
  await checkPage(wang, 'a delegate without a last day')
  assert.equal(await wang.getByLabel('理由').inputValue(), '人事處業務支援')
  await wang.getByLabel('有效日期（迄）').fill(nextYear)
  await wang.getByRole('button', { name: '確定', exact: true }).click()
  await wang.getByRole('status').getByText('已新增授權').waitFor()

  await lee.goto(`${portal}/manage/delegations`)
  assert.match(await lee.getByRole('main').innerText(), /高雄市政府人事處/)
  assert.equal(await lee.getByRole('link', { name: '新增資料' }).count(), 0)
  assert.equal((await visit(lee, `${portal}/manage/delegations?agency=379210000A`)).status(), 404)
  await lee.goto(`${portal}/me`)
  await lee.getByText('獲得管理權限授權').first().waitFor()

  await wang.getByRole('link', { name: '刪除：李怡君' }).click()
  await checkPage(wang, 'removing a delegate')
  assert.match(await wang.getByRole('main').innerText(), /李怡君將立即不能再以這項授權管理 [\d,]+ 個機關/)
  await wang.getByRole('button', { name: '刪除', exact: true }).click()
  await wang.getByRole('status').getByText('已結束授權').waitFor()
  assert.equal((await visit(lee, `${portal}/manage`)).status(), 403)
  for (const page of [wang, lee]) await page.context().close()
  await asOwner(demo, async (client) => {
    const { rows } = await client.query(`select d.state from delegation d join account a using (person_id)
      where a.name = 'lee.officer' and upper_inf(d.recorded)`)
    assert.deepEqual(rows.map(({ state }) => state), ['ended'])
  })
})
