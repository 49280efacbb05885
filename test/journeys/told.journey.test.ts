// Somebody is told of what another did: a supervisor gives a right and ends it, the person finds the letters in the mailbox
// and the notice in 「我的專區」, and the supervisor is told of neither.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newPage } from '../browser.ts'
import { asOwner } from '../demo-program.ts'
import { sharedDemo } from './shared-demo.ts'
import { checkPage, eventually, signIn } from './steps.ts'

const demo = await sharedDemo()
const { portal, mailbox } = demo

type Colleague = { name: string, account: string, key: string, email: string, agency: string, at: string }
type Message = { to: string[], subject: string, text: string, html: string }
const lettersTo = async (address: string): Promise<Message[]> =>
  ((await (await fetch(`${mailbox}/api/messages`)).json()) as Message[]).filter(({ to }) => to.some((one) => one.includes(address)))

test('a right that is given and ended is told to the person by mail and in 「我的專區」', async () => {
  // A generated colleague of one post, without another journey of their own.
  const [colleague] = await asOwner(demo, (owner) => owner.query<Colleague>(`
    select n.name, a.name as account, p.key, a.email, o.agency_code as agency, v.name as at
    from post o join person_version n on n.person_id = o.person_id and upper_inf(n.recorded)
    join account a on a.person_id = o.person_id join person p on p.id = o.person_id
    join agency_version v on v.agency_code = o.agency_code and upper_inf(v.recorded) and upper_inf(v.valid)
    where v.superior_code = '397000000A' and o.kind = 'appointment' and a.name ~ '^p[0-9]+$' and a.state = 'active'
      and o.person_id not in (select person_id from post where id <> o.id)
    order by a.name limit 1`).then(({ rows }) => rows))
  const { name, account, key, email, agency, at } = colleague!

  const supervisor = await newPage({ javaScript: false })
  await signIn(supervisor, demo, 'wang.supervisor')
  await supervisor.goto(`${portal}/manage/grants/new?agency=${agency}&application=A5&person=${key}`)
  await supervisor.getByLabel('有效日期（迄）').fill('2099-12-31')
  await supervisor.getByLabel('理由').fill('職務代理 <b>A123456789</b>')
  await supervisor.getByRole('button', { name: '儲存' }).click()
  await eventually(async () => (await lettersTo(email)).length === 1, 'the letter')
  const [letter] = await lettersTo(email)
  assert.equal(letter!.subject, '獲得應用系統授權：A5')
  assert.match(letter!.text, new RegExp(`高雄市政府人事處人事主管王建宏授予您代表「${at}」使用「A5 .+」的「使用」權限。`))
  assert.match(letter!.text, /至民國 188 年 12 月 31 日止\n理由：職務代理 <b>A12\*{4}789<\/b>\n/)
  assert.ok(letter!.text.includes(`${portal}/me`))
  assert.match(letter!.html, /&lt;b&gt;A12\*{4}789&lt;\/b&gt;/)
  // Who did it is not told of it; other journeys tell the same supervisor of other things.
  assert.deepEqual((await lettersTo('wang.supervisor@')).filter(({ subject }) => subject.includes('A5')), [])

  const own = await newPage({ javaScript: false })
  await signIn(own, demo, account)
  const link = own.getByRole('link', { name: '我的專區', exact: true })
  assert.equal(await link.getAttribute('aria-description'), '1 則未讀通知')
  await link.click()
  const notices = own.getByRole('region', { name: '通知' })
  assert.match(await notices.innerText(), /獲得應用系統授權：A5\s*未讀/)
  await checkPage(own, '「我的專區」 with an unread notice')
  await own.getByRole('button', { name: '全部標示為已讀' }).click()
  assert.equal(await link.getAttribute('aria-description'), null)
  assert.doesNotMatch(await notices.innerText(), /未讀/)
  await own.getByRole('link', { name: '待辦事項', exact: true }).click()
  assert.match(await own.getByRole('main').innerText(), /目前沒有待辦事項/)
  await checkPage(own, '「待辦事項」 with nothing to do')

  await supervisor.goto(`${portal}/manage/grants?agency=${agency}&application=A5`)
  await supervisor.getByRole('row').filter({ hasText: name }).getByRole('link', { name: /結束/ }).click()
  await supervisor.getByRole('button', { name: /結束/ }).click()
  await eventually(async () => (await lettersTo(email)).length === 2, 'the second letter')
  assert.equal((await lettersTo(email))[0]!.subject, '應用系統授權已結束：A5')
  await supervisor.goto(`${portal}/me`)
  assert.doesNotMatch(await supervisor.getByRole('main').innerText(), /應用系統授權.*：A5/)
  await Promise.all([supervisor.context().close(), own.context().close()])
})
