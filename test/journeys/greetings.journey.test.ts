// A card from one colleague to another: written, its receiver found, looked at, sent; the letter has the link alone; read, and its
// sender blocked. Without script on a telephone, and with it.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newPage } from '../browser.ts'
import { asOwner } from '../demo-program.ts'
import { ask } from '../http.ts'
import { sharedDemo } from './shared-demo.ts'
import { checkPage, eventually, letterTo, signIn } from './steps.ts'
import type { Page } from 'playwright-core'

const demo = await sharedDemo()
const { portal, mailbox } = demo
const SUBJECT = '您收到一張電子賀卡'

type Somebody = { account: string; name: string; agencyName: string; email: string }

/** People with one post and a name that nobody else has; `nth` of them. */
const somebody = (nth: number): Promise<Somebody> => asOwner(demo, async (client) => {
  const { rows } = await client.query<Somebody>(`
    select a.name as account, n.name, g.name as "agencyName", a.email
    from account a join person_version n on n.person_id = a.person_id and upper_inf(n.recorded)
    join post p on p.person_id = a.person_id
    join post_version v on v.person_id = p.person_id and v.post_id = p.id and upper_inf(v.recorded) and v.valid @> current_date
    join agency_version g on g.agency_code = p.agency_code and upper_inf(g.recorded) and g.valid @> current_date
    where a.name ~ '^p00[34]' and a.state = 'active' and a.email_confirmed_at is not null and p.kind = 'appointment' and v.staff_category <> '08'
      and not exists (select from post o where o.person_id = p.person_id and o.id <> p.id)
      and not exists (select from person_version o where o.name = n.name and o.person_id <> n.person_id)
    order by a.name offset $1 limit 1`, [nth])
  return rows[0]!
})

const main = (page: Page) => page.getByRole('main')

/** Writes a card to the receiver, and stands before 「寄出」. */
async function writeTo(page: Page, receiver: Somebody, words: string): Promise<void> {
  await page.getByRole('link', { name: '電子賀卡' }).first().click()
  await page.getByRole('link', { name: '寫賀卡' }).click()
  await page.waitForURL(`${portal}/cards/new`)
  await checkPage(page, '寫賀卡')
  await page.getByLabel('內容').fill(words)
  await page.getByRole('button', { name: '下一步：選擇收件人' }).click()
  await main(page).getByText('請選擇一個圖案').first().waitFor()
  await checkPage(page, '寫賀卡 without a picture')
  assert.equal(await page.getByLabel('內容').inputValue(), words)
  // By keys alone, from the first to the next.
  await page.getByRole('radio', { name: '生日快樂' }).focus()
  await page.keyboard.press('Space')
  await page.keyboard.press('ArrowRight')
  assert.equal(await page.getByRole('radio', { name: '謝謝您' }).isChecked(), true)
  await page.getByRole('button', { name: '下一步：選擇收件人' }).click()
  await page.waitForURL(`${portal}/cards/new/receivers`)
  await checkPage(page, '選擇收件人 before anybody is found')
  await page.getByLabel('姓名').fill(receiver.name)
  await page.getByRole('button', { name: '尋找' }).click()
  await page.waitForURL(/query=/)
  await checkPage(page, '選擇收件人 with what was found')
  assert.ok(!page.url().includes(encodeURIComponent(receiver.name)))
  await page.locator(':focus', { hasText: '找到 1 位同仁' }).waitFor()
  await page.getByRole('button', { name: `加入${receiver.name}（${receiver.agencyName}）` }).click()
  await page.getByRole('table', { name: '收件人 1／50 人' }).getByRole('rowheader', { name: receiver.name }).waitFor()
  await page.locator(':focus', { hasText: '已加入收件人' }).waitFor()
  await page.getByRole('link', { name: '下一步：預覽' }).click()
  await page.waitForURL(`${portal}/cards/new/preview`)
  assert.equal(await page.getByRole('article').locator('p').first().innerText(), words)
  await checkPage(page, '預覽賀卡')
}

const lettersTo = async (email: string): Promise<number> => {
  const letters = JSON.parse((await ask(mailbox, '/api/messages')).body) as { to: string[]; subject: string }[]
  return letters.filter(({ to, subject }) => to.includes(email) && subject === SUBJECT).length
}

for (const [nth, options] of [[0, { javaScript: false, width: 390 }], [2, {}]] as const) {
  test(`a card is written, sent, read, and its sender blocked (${nth === 0 ? 'without script on a telephone' : 'with script'})`, async () => {
    const [sender, receiver] = [await somebody(nth), await somebody(nth + 1)]
    const words = `謝謝${receiver.name}\n<b>一年來</b>的幫忙`
    const [writing, reading] = [await newPage(options), await newPage(options)]
    await signIn(writing, demo, sender.account)
    await signIn(reading, demo, receiver.account)
    await writeTo(writing, receiver, words)
    await writing.getByRole('button', { name: '寄出' }).click()
    await writing.getByRole('status').getByText('賀卡已寄出').waitFor()
    await checkPage(writing, 'a card that was sent')

    const letter = await letterTo(demo, receiver.email, SUBJECT)
    const address = /http\S+\/cards\/received\/[0-9a-f-]{36}/.exec(letter)![0]
    for (const secret of [sender.name, sender.agencyName, '一年來', '謝謝']) assert.ok(!letter.includes(secret), secret)

    await reading.goto(address)
    assert.equal(await reading.getByRole('article').locator('p').first().innerText(), words)
    await reading.getByRole('img', { name: '一束用緞帶繫好的花' }).waitFor()
    await checkPage(reading, 'a card that was received')
    await writing.reload()
    await main(writing).getByText('已送達 1 人').waitFor()
    // Another's link is not there for the sender.
    assert.equal((await writing.goto(address))!.status(), 404)

    await reading.getByRole('link', { name: '封鎖寄件人' }).click()
    await checkPage(reading, 'before a sender is blocked')
    await reading.getByRole('button', { name: '封鎖寄件人' }).click()
    await reading.getByRole('status').getByText('已封鎖寄件人').waitFor()
    await writeTo(writing, receiver, '再謝一次')
    await writing.getByRole('button', { name: '寄出' }).click()
    await writing.getByRole('status').getByText('賀卡已寄出').waitFor()
    await eventually(async () => {
      await writing.reload()
      return (await main(writing).innerText()).includes('已送達 1 人')
    }, 'the card counts as delivered')
    await reading.goto(`${portal}/cards`)
    await checkPage(reading, '電子賀卡, received')
    assert.equal(await main(reading).getByRole('listitem').filter({ hasText: sender.name }).count(), 1)
    assert.equal(await lettersTo(receiver.email), 1)

    await reading.getByRole('link', { name: '封鎖的寄件人' }).click()
    await checkPage(reading, '封鎖的寄件人')
    await reading.getByRole('button', { name: `解除封鎖${sender.name}（${sender.agencyName}）` }).click()
    await main(reading).getByText('沒有封鎖任何人').waitFor()
    await writing.goto(`${portal}/cards?shown=sent`)
    await checkPage(writing, '電子賀卡, sent')
    assert.equal(await main(writing).getByRole('listitem').filter({ hasText: receiver.name }).count(), 2)
    for (const page of [writing, reading]) await page.context().close()
  })
}
