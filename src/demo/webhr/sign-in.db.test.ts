// Coming in to WebHR (2.9), against the portal itself: by a person's own sign-in, and with an agency's card by its two ways. And what is
// tried to come in otherwise.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { AGENCIES, nationalIdOf, personOf, postOf } from '../../../test/world.ts'
import { hashPassword } from '../../features/sign-in/password-hash.ts'
import { nationalIdFrom } from '../../core/national-id.ts'
import { newBrowser } from '../../../test/openid-peer.ts'
import { startWebhrWorld, wordsOf } from '../../../test/webhr.ts'
import type { Browser, Shown, WebhrWorld } from '../../../test/webhr.ts'

const PASSWORD = 'a-card-lies-on-a-desk'
const { school, works, education, taipeiSecretariat } = AGENCIES

let all: WebhrWorld
before(async () => {
  all = await startWebhrWorld()
  await all.world.arrange(`update account set password_hash = $1, password_changed_at = now() - interval '1 day' where state = 'active'`, [await hashPassword(PASSWORD)])
})
after(async () => {
  const faults = all.world.faults()
  await all.stop()
  assert.deepEqual(faults, [])
})

const entry = async (browser: Browser): Promise<Shown> => {
  const page = await browser.go(`${all.webhr}/`)
  assert.equal(page.address, `${all.webhr}/card`, page.text)
  return page
}
const byId = async (browser: Browser, nationalId: string): Promise<Shown> => browser.send(await entry(browser), '/card', { way: 'card', nationalId })
const heading = ({ text }: Shown): string => /<h1>([^<]*)/.exec(text)?.[1] ?? ''

describe('機關憑證登入', () => {
  test('who has a post in the agency, or in one that manages it, has the four functions there', async () => {
    const browser = await all.card(school, 'huang.concurrent')
    const page = wordsOf(await entry(browser))
    for (const words of ['憑證機關', '高雄市旗津區旗津國民小學 397070100Y', '登入方式', '機關憑證登入', '模擬自然人憑證登入', '身分證號', '確認']) {
      assert.ok(page.includes(words), words)
    }
    const inside = await byId(browser, nationalIdOf('huang.concurrent'))
    assert.equal(inside.address, `${all.webhr}/${school}/`)
    for (const words of ['黃俊傑', '機關憑證登入', '個人資料 > 人事傳輸 > 機關人員資料接收', '報送服務網個人資料接收', '任免遷調 > 報到/離職 > 人員報到', '報到資料建檔', '報到資料更新作業', '系統管理 > 權限管理 > 使用者管理', '使用者帳號維護']) {
      assert.ok(wordsOf(inside).includes(words), words)
    }
    const above = await byId(await all.card(school, 'tsao.education'), nationalIdOf('tsao.education').toLowerCase())
    assert.equal(above.address, `${all.webhr}/${school}/`)
  })

  test('an ID that is none, of nobody, or of somebody of another agency opens nothing', async () => {
    const browser = await all.card(school, 'huang.concurrent')
    for (const [id, sentence] of [
      ['', /身分證號不正確/], ['A123456780', /身分證號不正確/], ['" or "1" eq "1', /身分證號不正確/], [nationalIdFrom('Z', '19999999'), /沒有這個身分證號的現職人員/],
      [nationalIdOf('wu.employee'), /沒有這個身分證號的現職人員/], [nationalIdOf('lo.taipei'), /沒有這個身分證號的現職人員/],
    ] as const) {
      const page = await byId(browser, id)
      assert.equal(page.status, 422)
      assert.match(wordsOf(page), sentence, id)
      assert.equal((await browser.go(`${all.webhr}/${school}/`)).address, `${all.webhr}/card`, 'nobody is in')
    }
    assert.equal((await browser.send(await entry(browser), '/card', { way: 'king' })).status, 422)
  })

  test('the form of another page, without its token or its session, opens nothing', async () => {
    const browser = await all.card(school, 'huang.concurrent')
    const page = await entry(browser)
    const token = /name="form_token" value="([^"]+)"/.exec(page.text)![1]!
    const fields = { way: 'card', nationalId: nationalIdOf('huang.concurrent') }
    const attempts: [Record<string, string>, Record<string, string>][] = [
      [{ origin: all.portal, 'sec-fetch-site': 'same-site' }, { form_token: token }], [{}, { form_token: token }],
      [{ origin: all.webhr, 'sec-fetch-site': 'same-origin' }, { form_token: 'guess' }], [{ origin: all.webhr, 'sec-fetch-site': 'same-origin' }, {}],
    ]
    for (const [headers, more] of attempts) {
      assert.equal((await browser.go(`${all.webhr}/card`, { method: 'POST', headers, body: new URLSearchParams({ ...fields, ...more }) })).status, 403)
    }
    const stranger = newBrowser()
    const foreign = { method: 'POST', headers: { origin: all.webhr, 'sec-fetch-site': 'same-origin' }, body: new URLSearchParams({ ...fields, form_token: token }) }
    assert.equal((await stranger.go(`${all.webhr}/card`, foreign)).status, 403)
    assert.equal((await browser.go(`${all.webhr}/${school}/`)).address, `${all.webhr}/card`)
  })

  test('not for another agency, whatever the address says', async () => {
    const browser = await all.card(school, 'huang.concurrent')
    await byId(browser, nationalIdOf('huang.concurrent'))
    for (const agency of [works, education, taipeiSecretariat, '__proto__']) {
      const page = await browser.go(`${all.webhr}/${agency}/`)
      assert.deepEqual([page.status, heading(page)], [403, '您不能辦理這個機關的作業'])
    }
  })

  test('is over when the card’s session at the portal is', async () => {
    const browser = await all.card(school, 'huang.concurrent')
    const inside = await byId(browser, nationalIdOf('huang.concurrent'))
    const out = await browser.send(inside, '/sign-out')
    assert.equal(out.address, `${all.webhr}/out?state=signed-out`)
    assert.notEqual((await browser.go(`${all.webhr}/${school}/`)).address, `${all.webhr}/${school}/`)
  })
})

describe('模擬自然人憑證登入', () => {
  const toPortal = async (browser: Browser): Promise<Shown> => browser.send(await entry(browser), '/card', { way: 'simulated' })
  const prove = (browser: Browser, page: Shown, account: string) => browser.send(page, '/manage/holder/account', { account, password: PASSWORD })

  test('account and password are typed at the portal, and open what that account may', async () => {
    const browser = await all.card(school, 'huang.concurrent')
    const asked = await toPortal(browser)
    assert.ok(asked.address.startsWith(`${all.portal}/manage/holder/account`))
    for (const label of ['ECPA帳號', 'ECPA密碼', '確認']) assert.ok(wordsOf(asked).includes(label), label)
    await all.world.arrange(`insert into permission_grant (id, application_code, category_code, agency_code, person_id, post_id, valid, reason, event_id)
      values (gen_random_uuid(), 'WebHR', 'use', $1, $2, $3, '[2020-01-01,)', '業務需要', (select max(id) from audit_event))`,
    [education, personOf('tsao.education'), postOf('tsao.education')])
    const inside = await prove(browser, asked, 'tsao.education')
    assert.equal(inside.address, `${all.webhr}/${school}/`, inside.text)
    assert.match(wordsOf(inside), /模擬自然人憑證登入.*您可以辦理的其他機關.*高雄市政府教育局 397040000E/s)
    assert.equal((await browser.go(`${all.webhr}/${education}/`)).status, 200, 'by their own grant')
    assert.equal((await browser.go(`${all.webhr}/${works}/`)).status, 403)
    assert.doesNotMatch(all.logged.join('\n'), new RegExp(PASSWORD))
  })

  test('somebody of another agency is told so, and nobody is in', async () => {
    const browser = await all.card(school, 'huang.concurrent')
    const page = await prove(browser, await toPortal(browser), 'lo.taipei')
    assert.equal(page.status, 422)
    assert.match(wordsOf(page), /這個帳號的人員在本機關沒有現職/)
    assert.equal((await browser.go(`${all.webhr}/${school}/`)).address, `${all.webhr}/card`)
  })

  test('whoever takes prompt=login out of the address is not believed to have proved anything', async () => {
    const browser = await all.card(school, 'huang.concurrent')
    const page = await entry(browser)
    const token = /name="form_token" value="([^"]+)"/.exec(page.text)![1]!
    // Named anew meanwhile, without a password; and proved by one, but a minute before.
    for (const [proved, since] of [[null, '1 minute'], ['password', '-1 minute']] as const) {
      await all.world.sql('update session_holder set verified_by = $1 where card_agency = $2', [proved, school])
      await all.world.sql('update session set signed_in_at = now() + $1::interval where card_agency = $2', [since, school])
      const asked = await browser.once(`${all.webhr}/card`, {
        method: 'POST', headers: { origin: all.webhr, 'sec-fetch-site': 'same-origin' }, body: new URLSearchParams({ form_token: token, way: 'simulated' }),
      })
      const address = new URL(asked.headers.get('location')!)
      assert.equal(address.searchParams.get('prompt'), 'login')
      address.searchParams.delete('prompt')
      const back = await browser.go(address.href)
      assert.deepEqual([back.status, heading(back)], [403, '沒有確認您的帳號'])
    }
    assert.equal((await browser.go(`${all.webhr}/${school}/`)).address, `${all.webhr}/card`)
  })
})

describe('a sign-in of somebody else’s making', () => {
  /** Walks the sign-in of a browser up to the address that leads back to WebHR. */
  async function callbackOf(browser: Browser): Promise<URL> {
    let step = `${all.webhr}/sign-in`
    for (let count = 0; count < 20; count += 1) {
      const { headers } = await browser.once(step)
      step = new URL(headers.get('location')!, step).href
      if (step.startsWith(`${all.webhr}/callback`)) return new URL(step)
    }
    return assert.fail('it never came back')
  }
  const isIn = async (browser: Browser) => (await browser.go(`${all.webhr}/card`)).address === `${all.webhr}/card`

  test('another state, another issuer, an answer for another sign-in, one used before: nobody is in', async () => {
    const browser = await all.card(school, 'huang.concurrent')
    const [one, other] = [await callbackOf(browser), await callbackOf(browser)]
    const changed = (change: Record<string, string>) => {
      const address = new URL(one)
      for (const [name, value] of Object.entries(change)) address.searchParams.set(name, value)
      return address.href
    }
    const stranger = newBrowser()
    assert.equal((await stranger.go(one.href)).status, 400, 'of another browser')
    assert.equal((await browser.go(changed({ state: 'made-up' }))).status, 400)
    assert.equal((await browser.go(`${all.webhr}/card/callback${one.search}`)).status, 400, 'begun another way')
    const mixed = await browser.go(changed({ code: other.searchParams.get('code')! }))
    assert.ok(mixed.status >= 400, 'the code of another sign-in has another nonce and verifier')
    assert.equal((await browser.go(changed({}))).status, 400, 'used before')
    const third = await callbackOf(browser)
    third.searchParams.set('iss', 'http://localhost:1')
    const foreign = await browser.go(third.href)
    assert.deepEqual([foreign.status, heading(foreign)], [502, '人事服務網的回答無法採信'])
    browser.cookies.delete('__Host-ecpa')
    assert.equal(await isIn(browser), false)
  })

  test('a person without a right is shown the portal’s reason, and without a sign-in the portal’s form', async () => {
    const wu = await all.person('wu.employee')
    assert.match((await wu.go(`${all.webhr}/`)).address, /\/applications\/WebHR\/why-not/)
    assert.equal(new URL((await newBrowser().go(`${all.webhr}/`)).address).origin, all.portal)
  })

  test('a person works for the agencies of their own rights', async () => {
    const tsao = await all.person('tsao.education')
    const inside = await tsao.go(`${all.webhr}/?agency=${education}`)
    assert.equal(inside.address, `${all.webhr}/${education}/`)
    assert.match(wordsOf(inside), /曹國強 · 本人登入 · 高雄市政府教育局 397040000E/)
    assert.equal((await tsao.go(`${all.webhr}/${school}/`)).status, 403)
    assert.equal((await tsao.go(`${all.webhr}/card`)).address, `${all.webhr}/${education}/`, 'there is no card')
  })
})

test('a restart keeps who was in; no national ID stands in a log or in the database’s file', async () => {
  const browser = await all.card(school, 'huang.concurrent')
  await byId(browser, nationalIdOf('huang.concurrent'))
  await all.restart()
  assert.match(wordsOf(await browser.go(`${all.webhr}/${school}/`)), /黃俊傑 · 機關憑證登入/)
  assert.ok(!all.logged.concat(all.world.logged).some((line) => /[A-Z][1289]\d{8}/.test(line)))
})
