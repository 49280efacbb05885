// Who does not get in, and what they may learn by trying: nothing.
import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import type { Page } from 'playwright-core'
import { newPage } from '../browser.ts'
import { asOwner } from '../demo-program.ts'
import { Visitor } from '../http.ts'
import { checkPage, fillSignIn, PASSWORD, signIn } from './steps.ts'
import { sharedDemo } from './shared-demo.ts'

const demo = await sharedDemo()
const { portal } = demo

// tries of an earlier run on the same data would be counted together with ours
before(() => asOwner(demo, (client) => client.query('delete from sign_in_failure')))

const WRONG = '帳號或密碼不正確。請檢查後再試；忘記密碼請按「忘記密碼」，尚未啟用請按「啟用帳號」，帳號已停用請洽服務機關人事單位。'
const LOCKED = '這個帳號連續登入失敗次數過多，已暫停以密碼登入。請 15 分鐘後再試，或洽服務機關人事單位。'

/** Sends the sign-in form from the page that is open; answers the status and the words of the error summary. */
async function attempt(page: Page, account: string, password: string): Promise<{ status: number, words: string }> {
  const answered = page.waitForResponse(`${portal}/sign-in/password`)
  await fillSignIn(page, account, password)
  const response = await answered
  const summary = page.getByRole('alert')
  return { status: response.status(), words: await summary.count() === 0 ? '' : await summary.getByRole('listitem').innerText() }
}

for (const javaScript of [true, false]) {
  test(`disabled, pending, invented, wrong: one answer for all (${javaScript ? 'with' : 'without'} script)`, async () => {
    const page = await newPage({ javaScript, width: javaScript ? 1280 : 390 })
    await page.goto(portal)
    const bodies = new Set<string>()
    for (const [account, password] of [
      ['kuo.disabled', PASSWORD], ['kuo.disabled', 'not the password'], ['liu.pending', PASSWORD],
      ['nobody.at-all', PASSWORD], ['wu.employee', 'not the password'],
    ] as const) {
      assert.deepEqual(await attempt(page, account, password), { status: 422, words: WRONG }, account)
      assert.equal(await page.title(), '錯誤：首頁 － 人事服務網 eCPA')
      assert.equal(await page.getByLabel('帳號', { exact: true }).inputValue(), account)
      assert.equal(await page.getByLabel('密碼', { exact: true }).inputValue(), '')
      bodies.add((await page.content()).replaceAll(account, '').replace(/name="csrf" value="[^"]+"/g, ''))
      assert.equal((await page.context().cookies()).some(({ name }) => name === '__Host-ecpa'), false)
    }
    assert.equal(bodies.size, 1, 'the pages differ in what was typed and in nothing else')
    await checkPage(page, 'a refused sign-in')
    // a right one at last: what was wrong before is forgotten
    await fillSignIn(page, 'wu.employee')
    assert.equal(page.url(), `${portal}/applications`)
    await page.context().close()
  })
}

test('who types nothing is told which field is empty, and nothing is counted', async () => {
  const page = await newPage()
  await page.goto(portal)
  for (let times = 0; times < 6; times++) {
    await page.getByRole('region', { name: '帳號登入' }).getByRole('button', { name: '登入', exact: true }).click()
    await page.waitForLoadState()
  }
  assert.deepEqual(await page.getByRole('alert').getByRole('listitem').allInnerTexts(), ['請輸入帳號', '請輸入密碼'])
  await checkPage(page, 'an empty sign-in')
  await page.getByLabel('帳號', { exact: true }).fill('lee.officer')
  await page.getByRole('region', { name: '帳號登入' }).getByRole('button', { name: '登入', exact: true }).click()
  await page.waitForLoadState()
  assert.deepEqual(await page.getByRole('alert').getByRole('listitem').allInnerTexts(), ['請輸入密碼'])
  await signIn(page, demo, 'lee.officer')
  await page.context().close()
})

test('five wrong passwords rest an account for a quarter of an hour, that account alone', async () => {
  const page = await newPage({ javaScript: false })
  await page.goto(portal)
  for (let times = 1; times <= 5; times++) {
    assert.deepEqual(await attempt(page, 'p000101', `wrong ${times}`), { status: 422, words: WRONG }, `try ${times}`)
  }
  assert.deepEqual(await attempt(page, 'p000101', 'wrong 6'), { status: 422, words: LOCKED })
  await checkPage(page, 'a locked account')
  // the right password does not help now, however the name is written
  assert.deepEqual(await attempt(page, 'p000101', PASSWORD), { status: 422, words: LOCKED })
  assert.deepEqual(await attempt(page, ' P000101 ', PASSWORD), { status: 422, words: LOCKED })
  assert.deepEqual(await attempt(page, 'ｐ０００１０１', PASSWORD), { status: 422, words: LOCKED })
  // a colleague at the same computer is not held up
  assert.deepEqual(await attempt(page, 'p000102', PASSWORD), { status: 303, words: '' })
  assert.equal(page.url(), `${portal}/applications`)
  await page.context().close()

  // when the quarter of an hour is over the right one gets in, and begins anew
  await asOwner(demo, (client) => client.query(
    `update sign_in_failure set locked_until = now() where kind = 'name' and locked_until > now()`))
  const later = new Visitor(portal)
  assert.equal((await later.signIn('p000101', PASSWORD)).headers.location, '/applications')
})

test('an invented name rests like any other, so that resting says nothing', async () => {
  const visitor = new Visitor(portal)
  const texts: string[] = []
  for (let times = 1; times <= 6; times++) texts.push((await visitor.signIn('nobody.at-all-2', `wrong ${times}`)).body)
  for (const text of texts.slice(0, 5)) assert.ok(text.includes(WRONG))
  assert.ok(texts[5]!.includes(LOCKED))
})

test('the right password in between forgets the wrong ones', async () => {
  for (let round = 1; round <= 2; round++) {
    const visitor = new Visitor(portal)
    for (let times = 1; times <= 4; times++) assert.equal((await visitor.signIn('p000103', 'wrong')).status, 422)
    const right = await visitor.signIn('p000103', PASSWORD)
    assert.equal(right.headers.location, '/applications', `round ${round}`)
  }
})

test('tries at the same moment cannot slip under the limit together', async () => {
  const visitors = await Promise.all(Array.from({ length: 12 }, async () => {
    const visitor = new Visitor(portal)
    await visitor.ask('/')
    return visitor
  }))
  const answers = await Promise.all(visitors.map((visitor, at) => visitor.signIn('p000104', `wrong ${at}`)))
  assert.equal(answers.filter(({ body }) => body.includes(WRONG)).length, 5)
  assert.equal(answers.filter(({ body }) => body.includes(LOCKED)).length, 7)
})

test('neither a known nor an unknown name is answered faster', async () => {
  const fastest: Record<string, number> = { 'lin.auditor': Infinity, 'kuo.disabled': Infinity, 'liu.pending': Infinity, 'nobody.at-all-3': Infinity }
  // A password's hash takes 12 ms at least: who skipped it would stand out by as much, however often it is tried. What the machine does
  // besides only makes a try slower, and on a busy one it takes more of them until each was undisturbed once.
  const spread = () => Math.max(...Object.values(fastest)) - Math.min(...Object.values(fastest))
  for (let round = 0; round < 12 || (spread() >= 10 && round < 100); round++) {
    // the counters are set back: a locked name is answered without a look at the password, whoever it is
    await asOwner(demo, (client) => client.query('delete from sign_in_failure'))
    for (const account of Object.keys(fastest)) {
      const visitor = new Visitor(portal)
      await visitor.ask('/')
      const began = performance.now()
      await visitor.signIn(account, 'wrong')
      fastest[account] = Math.min(fastest[account]!, performance.now() - began)
    }
  }
  assert.ok(spread() < 10, JSON.stringify(fastest))
})
