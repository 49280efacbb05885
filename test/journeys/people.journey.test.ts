// Somebody holds their record to be wrong and a personnel supervisor answers; the centre finds them, looks at the record and
// the national ID, and closes and opens the account. The person reads of each of these acts.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newPage } from '../browser.ts'
import { asOwner } from '../demo-program.ts'
import { sharedDemo } from './shared-demo.ts'
import { checkPage, fillSignIn, signIn } from './steps.ts'

const demo = await sharedDemo()
const { portal } = demo

type Colleague = { name: string, account: string, key: string }

test('a record held to be wrong is answered, and the centre closes and opens an account with its reasons', async () => {
  // A generated colleague of one post, without another journey of their own: the last, where others take the first.
  const [colleague] = await asOwner(demo, (owner) => owner.query<Colleague>(`
    select n.name, a.name as account, p.key
    from post o join person_version n on n.person_id = o.person_id and upper_inf(n.recorded)
    join post_version w on w.person_id = o.person_id and w.post_id = o.id and upper_inf(w.recorded) and upper_inf(w.valid)
    join account a on a.person_id = o.person_id join person p on p.id = o.person_id
    join agency_version v on v.agency_code = o.agency_code and upper_inf(v.recorded) and upper_inf(v.valid)
    where v.superior_code = '397000000A' and o.kind = 'appointment' and a.name ~ '^p[0-9]+$' and a.state = 'active'
      and o.person_id not in (select person_id from post where id <> o.id)
    order by a.name desc limit 1`).then(({ rows }) => rows))
  const { name, account, key } = colleague!

  const own = await newPage({ javaScript: false })
  await signIn(own, demo, account)
  await own.getByRole('link', { name: '我的專區', exact: true }).click()
  await own.getByText('資料有誤', { exact: true }).click()
  await own.getByRole('link', { name: '告知有誤之處，並查看答覆' }).click()
  await own.getByRole('link', { name: '告知有誤', exact: true }).click()
  await own.getByRole('radio').first().check()
  await own.getByLabel('項目').selectOption('職稱')
  await own.getByLabel('說明').fill('應為專員')
  await checkPage(own, '「告知有誤」')
  await own.getByRole('button', { name: '送出' }).click()
  assert.match(await own.getByRole('main').innerText(), /已告知，待機關答覆[\s\S]*待答覆/)

  const officer = await newPage({ javaScript: false })
  await signIn(officer, demo, 'wang.supervisor')
  await officer.goto(`${portal}/manage`)
  await officer.getByRole('link', { name: '資料有誤', exact: true }).first().click()
  await officer.getByRole('row').filter({ hasText: name }).getByRole('link', { name: /查看/ }).click()
  await checkPage(officer, 'a record held to be wrong')
  await officer.getByLabel('查明並無錯誤').check()
  await officer.getByLabel('答覆內容').fill('派令為現職稱')
  await officer.getByRole('button', { name: '答覆', exact: true }).click()
  assert.match(await officer.getByRole('main').innerText(), /已答覆，並告知本人/)

  const centre = await newPage({ javaScript: false })
  await signIn(centre, demo, 'ho.central')
  await centre.goto(`${portal}/manage/people`)
  await centre.getByLabel('自訂帳號').fill(account)
  await centre.getByRole('button', { name: '查詢', exact: true }).click()
  assert.doesNotMatch(centre.url(), new RegExp(account))
  await checkPage(centre, '「員工管理」 with somebody found')
  await centre.getByRole('link', { name }).first().click()
  assert.equal(centre.url(), `${portal}/manage/people/${key}`)
  await checkPage(centre, 'a record')
  await centre.getByRole('link', { name: '顯示身分證號' }).click()
  await centre.getByLabel('理由').fill('核對人事資料')
  await centre.getByRole('button', { name: '顯示身分證號' }).click()
  assert.match(await centre.getByRole('status').innerText(), /[A-Z][1289]\d{8}/)
  await centre.getByRole('link', { name: '返回' }).click()
  await centre.getByRole('link', { name: '帳號', exact: true }).click()
  await centre.getByRole('link', { name: '停用帳號' }).click()
  await centre.getByLabel('理由').fill('疑似遭盜用')
  await centre.getByRole('button', { name: '停用帳號' }).click()
  assert.match(await centre.getByRole('main').innerText(), /帳號已停用[\s\S]*疑似遭盜用/)
  await own.goto(`${portal}/me/reports`)
  assert.doesNotMatch(await own.getByRole('main').innerText(), /應為專員/)
  await centre.getByRole('link', { name: '恢復啟用' }).click()
  await centre.getByLabel('理由').fill('已查明')
  await centre.getByRole('button', { name: '恢復啟用' }).click()
  await centre.getByRole('link', { name: '他人所為' }).click()
  assert.match(await centre.getByRole('main').innerText(), /account\.enabled[\s\S]*account\.disabled[\s\S]*person\.id-revealed/)
  await checkPage(centre, '「他人所為」')

  await own.goto(portal)
  await fillSignIn(own, account)
  await own.getByRole('link', { name: '我的專區', exact: true }).click()
  const notices = await own.getByRole('region', { name: '通知' }).innerText()
  for (const title of ['帳號已恢復啟用', '帳號已停用', '身分證號已被查看', '人事資料無誤']) assert.match(notices, new RegExp(title))
  await Promise.all([own.context().close(), officer.context().close(), centre.context().close()])
})
