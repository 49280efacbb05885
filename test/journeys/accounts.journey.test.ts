// Ways into an account, in a real browser: a forgotten password by a mailed link, the activation by a mailed code, and a slip that a
// manager prints; on a telephone without script.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { dayInTaipei } from '../../src/core/days.ts'
import { fixedPeople } from '../../src/demo/nation/fixed-people.ts'
import { newPage } from '../browser.ts'
import { asOwner } from '../demo-program.ts'
import { ask } from '../http.ts'
import { checkPage, eventually, fillSignIn, PASSWORD, signIn } from './steps.ts'
import { sharedDemo } from './shared-demo.ts'

const demo = await sharedDemo()
const { portal, mailbox } = demo

/** Somebody whom no other journey knows, as the demonstration has them. */
const somebody = () => asOwner(demo, async (client) => {
  const { rows: [row] } = await client.query<{ person: string; account: string; email: string; born: string; name: string }>(`
    select a.person_id as person, a.name as account, a.email, v.birth_date::text as born, v.name from account a
    join person_version v on v.person_id = a.person_id and upper_inf(v.recorded)
    join post p on p.person_id = a.person_id
    join post_version w on w.person_id = p.person_id and w.post_id = p.id and upper_inf(w.recorded) and w.valid @> current_date
    where a.state = 'active' and p.kind = 'appointment' and w.staff_category <> '08'
      and p.agency_code in (select agency_code from agency_subtree('397000000A', current_date, 'infinity'))
      and a.email_confirmed_at is not null and a.name ~ '^p00[4-6]'
      and not exists (select from post o where o.person_id = p.person_id and o.id <> p.id)
    order by a.person_id desc limit 1`)
  return row!
})

async function linkTo(email: string, subject: string): Promise<string> {
  let path = ''
  await eventually(async () => {
    const letters = JSON.parse((await ask(mailbox, '/api/messages')).body) as { to: string[]; subject: string; text: string }[]
    path = /\/(?:new-password|activate|confirm-email)\?way=[0-9A-Z]+/.exec(letters.find((one) => one.to.includes(email) && one.subject === subject)?.text ?? '')?.[0] ?? ''
    return path !== ''
  }, `a letter to ${email}: ${subject}`)
  return portal + path
}

test('a forgotten password: the link comes by mail, the new password opens, the old one does not', async () => {
  const who = await somebody()
  const before = await newPage({ javaScript: false })
  await signIn(before, demo, who.account)
  const page = await newPage({ javaScript: false, width: 390 })
  await page.goto(portal)
  await page.getByRole('link', { name: '忘記密碼' }).click()
  await checkPage(page, 'a forgotten password')
  await page.getByRole('button', { name: '寄送連結' }).click()
  assert.match(await page.getByRole('alert').innerText(), /請擇一輸入/)
  await page.getByLabel('自訂帳號').fill(who.account)
  await page.getByLabel('出生日期').fill(who.born)
  await page.getByRole('button', { name: '寄送連結' }).click()
  await page.getByText('已收到您的要求').waitFor()
  await checkPage(page, 'the wish is taken in')
  await page.goto(await linkTo(who.email, '設定新密碼'))
  assert.equal(page.url(), `${portal}/new-password`, 'the secret is in no address')
  assert.equal(await page.getByLabel('自訂帳號').inputValue(), who.account)
  await checkPage(page, 'a new password')
  const fill = async (password: string) => {
    await page.getByLabel('新密碼', { exact: true }).fill(password)
    await page.getByLabel('確認新密碼').fill(password)
    await page.getByRole('button', { name: '設定新密碼' }).click()
  }
  await fill('password2026!!')
  assert.match(await page.getByRole('alert').innerText(), /容易被猜到/)
  await fill('三隻蒼鷺飛過鹽田 2026')
  await page.getByText('新密碼已設定').waitFor()
  await checkPage(page, 'the new password is set')

  await before.goto(`${portal}/applications`)
  assert.notEqual(before.url(), `${portal}/applications`, 'who was signed in is not any more')
  await page.goto(portal)
  await fillSignIn(page, who.account, PASSWORD)
  await page.getByText(/帳號或密碼不正確/).first().waitFor()
  await fillSignIn(page, who.account, '三隻蒼鷺飛過鹽田 2026')
  assert.equal(page.url(), `${portal}/applications`)
  for (const one of [page, before]) await one.context().close()
})

test('啟用帳號: a code by mail, a name that is free, signed in; later the manager prints a slip, and its code opens a new password', async () => {
  const liu = fixedPeople(dayInTaipei(new Date())).find(({ label }) => label === 'liu.pending')!
  const page = await newPage({ javaScript: false, width: 390 })
  const who = async () => {
    await page.getByLabel('身分證號').fill(liu.nationalId)
    await page.getByLabel('出生日期').fill(liu.birthDate)
  }
  const choose = async (password: string) => {
    await page.getByLabel('新密碼', { exact: true }).fill(password)
    await page.getByLabel('確認新密碼').fill(password)
  }
  await page.goto(portal)
  await page.getByRole('link', { name: '啟用帳號' }).click()
  await checkPage(page, '啟用帳號')
  await page.getByRole('link', { name: '寄驗證碼到人事資料中的電子郵件' }).click()
  await who()
  await checkPage(page, 'a code by mail')
  await page.getByRole('button', { name: '寄送驗證碼' }).click()
  await page.getByText('已收到您的要求').waitFor()
  await page.goto(await linkTo(liu.email, '啟用帳號'))
  assert.equal(page.url(), `${portal}/activate`, 'the secret is in no address')
  await who()
  await page.getByLabel('自訂帳號').fill('wu.employee')
  await choose('三隻蒼鷺飛過鹽田 2026')
  await page.getByLabel('電子郵件').fill('liu.shihan@ecpa.example')
  await page.getByRole('button', { name: '啟用帳號' }).click()
  assert.match(await page.getByRole('alert').innerText(), /已有人使用，請換一個，例如 wu-employee/)
  await checkPage(page, 'a name that is taken')
  await page.getByLabel('自訂帳號').fill('liu.shihan')
  await choose('三隻蒼鷺飛過鹽田 2026')
  await page.getByRole('button', { name: '啟用帳號' }).click()
  await page.getByText('帳號已啟用', { exact: true }).waitFor()
  await page.getByRole('link', { name: '前往登入' }).click()
  await fillSignIn(page, 'liu.shihan', '三隻蒼鷺飛過鹽田 2026')
  assert.equal(page.url(), `${portal}/applications`)

  const wang = await newPage({ javaScript: false })
  await signIn(wang, demo, 'wang.supervisor')
  await wang.goto(`${portal}/manage/passwords`)
  await wang.getByLabel('員工身份證號').fill(liu.nationalId)
  await wang.getByRole('button', { name: '查詢' }).click()
  assert.doesNotMatch(wang.url(), new RegExp(liu.nationalId), 'no national ID in an address')
  await wang.getByRole('link', { name: '重設', exact: true }).click()
  await wang.getByLabel('列印單張').check()
  await wang.getByRole('button', { name: '確認重設' }).click()
  await checkPage(wang, 'the slip')
  const code = (await wang.locator('.slip-code').innerText()).trim()
  assert.match(code, /^([0-9A-Z]{4}-){4}[0-9A-Z]{4}$/)
  assert.match(await wang.getByRole('main').innerText(), new RegExp(`${portal}/new-password`))

  const lost = await newPage({ javaScript: false, width: 390 })
  await lost.goto(`${portal}/new-password`)
  await lost.getByLabel('驗證碼').fill(code.toLowerCase())
  await lost.getByLabel('身分證號').fill(liu.nationalId)
  await lost.getByLabel('出生日期').fill(liu.birthDate)
  await checkPage(lost, 'a code that is typed')
  for (const label of ['新密碼', '確認新密碼']) await lost.getByLabel(label, { exact: true }).fill('鹽田的三盞燈籠 2026')
  await lost.getByRole('button', { name: '設定新密碼' }).click()
  await lost.getByText('新密碼已設定').waitFor()
  await lost.goto(portal)
  await fillSignIn(lost, 'liu.shihan', '鹽田的三盞燈籠 2026')
  assert.equal(lost.url(), `${portal}/applications`)
  await page.goto(`${portal}/applications`)
  assert.notEqual(page.url(), `${portal}/applications`, 'the session from before has ended')
  for (const one of [page, wang, lost]) await one.context().close()
})

test('a new password as one types it: what is missing, what the server would say once a field is left, shown if wanted', async () => {
  const page = await newPage()
  await page.goto(`${portal}/new-password`)
  const [field, again] = [page.getByLabel('新密碼', { exact: true }), page.getByLabel('確認新密碼')]
  const says = (text: string) => page.getByRole('main').getByText(text, { exact: true }).waitFor()
  await field.pressSequentially('𠮷五個字元')
  await says('還差 7 個字')
  await again.focus()
  await says('密碼太短，至少要 12 個字。可以用幾個不相干的詞組成。')
  await checkPage(page, 'a password too short')
  await field.fill('三隻蒼鷺飛過鹽田 2026')
  await says('長度足夠')
  await again.fill('三隻蒼鷺飛過鹽田')
  await field.focus()
  await says('兩次輸入的密碼不同，請再輸入一次。')
  await page.getByRole('button', { name: '顯示密碼' }).click()
  assert.deepEqual([await field.getAttribute('type'), await again.getAttribute('type')], ['text', 'text'])
  await checkPage(page, 'a password that is shown')
  await page.getByRole('button', { name: '隱藏密碼' }).click()
  assert.deepEqual([await field.getAttribute('type'), await again.getAttribute('autocomplete')], ['password', 'new-password'])
  await again.fill('三隻蒼鷺飛過鹽田 2026')
  await page.getByText('兩次輸入的密碼不同').waitFor({ state: 'detached' })
  await page.context().close()
})
