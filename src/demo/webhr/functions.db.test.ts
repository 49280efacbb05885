// The four functions of WebHR (2.9), against the portal itself: what is checked in there reaches it by the feed API, as a real personnel
// system's would; and what is tried to have it otherwise.
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { work } from '../../../test/feeds.ts'
import { AGENCIES, nationalIdOf, personOf, postOf } from '../../../test/world.ts'
import { newBrowser } from '../../../test/openid-peer.ts'
import { startWebhrWorld, wordsOf } from '../../../test/webhr.ts'
import { dayInTaipei } from '../../core/days.ts'
import { nationalIdFrom } from '../../core/national-id.ts'
import type { Browser, Shown, WebhrWorld } from '../../../test/webhr.ts'

const { school, works } = AGENCIES
const today = dayInTaipei(new Date())
const LIN = { nationalId: nationalIdFrom('Z', '17777777'), name: '林新到', birthDate: '88/8/8', email: 'lin.new@record.example' }
const POST = { unit: '人事室', title: '主任', staffCategory: '08', supervisorLevel: '3', rank: '', jobSeries: '', from: today }

let all: WebhrWorld
let holder: Browser
before(async () => {
  all = await startWebhrWorld()
  holder = await enter(school, 'huang.concurrent')
})
after(async () => {
  const faults = all.world.faults()
  await all.stop()
  assert.deepEqual(faults, [])
})

async function enter(agency: string, who: 'huang.concurrent' | 'liu.pending'): Promise<Browser> {
  const browser = await all.card(agency, who)
  const inside = await browser.send(await browser.go(`${all.webhr}/`), '/card', { way: 'card', nationalId: nationalIdOf(who) })
  assert.equal(inside.address, `${all.webhr}/${agency}/`, inside.text)
  return browser
}
const open = (name: string, browser = holder, agency: string = school) => browser.go(`${all.webhr}/${agency}/${name}`)
const send = async (name: string, fields: Record<string, string>, path = name) => holder.send(await open(name), `/${school}/${path}`, fields)
const draftsIn = ({ text }: Shown) => [...text.matchAll(/name="draft-(\d+)"/g)].map(([, id]) => id!)
const report = async () => {
  const page = await open('update')
  return send('update', Object.fromEntries(draftsIn(page).map((id) => [`draft-${id}`, 'on'])))
}
const feedsOfWebhr = () => all.world.sql<{ id: string, state: string }>(`select id::text, state from feed where submitted_via like '%webhr-reporting%' order by id`)
const posts = (name: string) => all.world.sql(`select p.agency_code as agency, p.unit, p.title, w.staff_category as category, w.supervisor_level as level, v.birth_date::text as born
  from post p join post_version w on w.person_id = p.person_id and w.post_id = p.id and upper_inf(w.recorded)
  join person_version v on v.person_id = p.person_id and upper_inf(v.recorded) where v.name = $1`, [name])

describe('報送服務網個人資料接收', () => {
  test('receives who somebody is and which posts they hold, without ID and birth date', async () => {
    const page = await send('receive', { nationalId: nationalIdOf('wu.employee') })
    assert.match(wordsOf(page), /個人資料 人事傳輸 機關人員資料接收 報送服務網個人資料接收/)
    assert.match(wordsOf(page), /已接收個人資料.*吳文傑 E19\*\*\*\*\d{3} 高雄市政府秘書處 文書科 科員/s)
    assert.ok(!page.text.includes(nationalIdOf('wu.employee')))
    const twice = await send('receive', { nationalId: nationalIdOf('wu.employee') })
    assert.equal(twice.text.match(/吳文傑/g)!.length, 2, 'once in the table and once in its link')
  })

  test('says so where nobody is known, or it is no ID', async () => {
    for (const [id, words] of [[LIN.nationalId, /沒有這個身分證號的人員/], ['A123', /身分證號不正確/], ['<script>', /身分證號不正確/]] as const) {
      const page = await send('receive', { nationalId: id })
      assert.equal(page.status, 422)
      assert.match(wordsOf(page), words)
      assert.ok(!page.text.includes('<script>'))
    }
  })
})

describe('an arrival', () => {
  test('that the feed would reject is told by field, and nothing that was typed is lost', async () => {
    const page = await send('check-in', { ...LIN, ...POST, birthDate: '88/13/45', email: 'no address', title: '', from: 'tomorrow', nationalId: 'A123456780' })
    assert.equal(page.status, 422)
    const words = wordsOf(page)
    for (const told of [/身分證號：檢查碼不符/, /出生日期：請輸入日期/, /電子郵件：不是一個電子郵件地址/, /職稱：必填/, /報到日期：請輸入日期/]) assert.match(words, told)
    for (const typed of ['林新到', 'no address', '88/13/45', '人事室']) assert.ok(page.text.includes(`value="${typed}"`), typed)
    assert.match(wordsOf(await open('check-in')), /沒有尚未報送的報到資料/)
  })

  test('is entered once, changed, reported, and held by the portal as a post of its own', async () => {
    await send('check-in', { ...LIN, ...POST, title: '組員' })
    const twice = await send('check-in', { ...LIN, ...POST, title: '組員', name: '林改名' })
    assert.equal(twice.status, 422)
    assert.match(wordsOf(twice), /這個人的這項職務已經建檔/)
    const page = await open('check-in')
    assert.match(wordsOf(page), /林新到 人事室 組員/, 'the refused one changed nothing')
    const change = /check-in\?draft=(\d+)/.exec(page.text)![1]!
    const form = await open(`check-in?draft=${change}`)
    assert.match(form.text, /value="民國 88 年 8 月 8 日"/)
    const saved = await holder.send(form, `/${school}/check-in`, { ...LIN, ...POST })
    assert.match(wordsOf(saved), /已儲存報到資料.*林新到 人事室 主任/s)
    const sent = await report()
    assert.match(wordsOf(sent), /林新到 主任 人事服務網檢核中/)
    const [feed] = await feedsOfWebhr()
    await work(all.world.database, feed!.id)
    assert.match(wordsOf(await open('update')), /林新到 主任 已套用/)
    assert.deepEqual(await posts(LIN.name), [{ agency: school, unit: '人事室', title: '主任', category: '08', level: '3', born: '1999-08-08' }])
    const [event] = (await all.world.events('feed.begun')).slice(-1)
    assert.equal(event!['actor_process'], 'client webhr-reporting')
    assert.match(wordsOf(await open('')), /更新並報送 林新到 黃俊傑 機關憑證登入/)
  })

  test('that the portal does not take waits again, with the portal’s reason', async () => {
    // Both name and birth date differ from what the portal knows of this ID.
    await send('check-in', { ...LIN, ...POST, nationalId: nationalIdOf('sun.employee'), name: '別的人', birthDate: '1970-01-01', title: '書記' })
    await report()
    const feed = (await feedsOfWebhr()).at(-1)!
    await work(all.world.database, feed.id)
    const page = await open('update')
    assert.match(wordsOf(page), /別的人 人事服務網未採用：這個身分證號是另一個人的/)
    assert.equal(draftsIn(page).length, 1)
    const gone = await holder.send(await open('check-in'), `/${school}/check-in/withdraw`)
    assert.match(wordsOf(gone), /已刪除報到資料/)
    assert.equal(draftsIn(await open('update')).length, 0)
  })

  test('nothing chosen, and what was reported already, is reported not at all', async () => {
    await send('check-in', { ...LIN, ...POST, title: '秘書' })
    const earlier = await feedsOfWebhr()
    const page = await open('update')
    assert.equal((await holder.send(page, `/${school}/update`)).status, 422)
    assert.equal((await holder.send(page, `/${school}/update`, { 'draft-999999': 'on' })).status, 422)
    const [id] = draftsIn(page)
    await Promise.all([1, 2].map(() => holder.send(page, `/${school}/update`, { [`draft-${id}`]: 'on' })))
    assert.equal((await feedsOfWebhr()).length, earlier.length + 1, 'two clicks at once are one report')
    assert.equal((await holder.send(await open('check-in'), `/${school}/check-in`, { ...LIN, ...POST, title: '秘書', draft: id! })).status, 422)
    await work(all.world.database, (await feedsOfWebhr()).at(-1)!.id)
  })

  test('whose answer was lost is sent again, after a restart too, and the portal takes it once', async () => {
    await send('check-in', { ...LIN, ...POST, title: '專員' })
    const earlier = await feedsOfWebhr()
    const page = await open('update')
    const real = globalThis.fetch
    // The wire breaks after the portal took it: what WebHR sends arrives, and what comes back does not.
    globalThis.fetch = async (input, init) => {
      const answer = await real(input, init)
      if (String(input).includes('/api/v1/feeds?')) throw new TypeError('fetch failed')
      return answer
    }
    try {
      await holder.send(page, `/${school}/update`, Object.fromEntries(draftsIn(page).map((id) => [`draft-${id}`, 'on'])))
    } finally {
      globalThis.fetch = real
    }
    const lost = await open('update')
    assert.match(wordsOf(lost), /林新到 專員 沒有收到回覆，請重送/)
    const other = await enter(works, 'liu.pending')
    const [token, id] = [await open('update', other, works), lost].map(({ text }, at) => new RegExp(`name="${['form_token', 'report'][at]}" value="([^"]+)"`).exec(text)![1]!)
    await other.go(`${all.webhr}/${works}/update/again`, {
      method: 'POST', headers: { origin: all.webhr, 'sec-fetch-site': 'same-origin' }, body: new URLSearchParams({ form_token: token!, report: id! }),
    })
    assert.match(wordsOf(await open('update')), /林新到 專員 沒有收到回覆，請重送/, 'another agency sends nothing of theirs')
    await all.restart()
    const again = await holder.send(await open('update'), `/${school}/update/again`)
    assert.match(wordsOf(again), /林新到 專員 人事服務網檢核中/)
    assert.equal((await feedsOfWebhr()).length, earlier.length + 1)
    await work(all.world.database, (await feedsOfWebhr()).at(-1)!.id)
    assert.match(wordsOf(await open('update')), /林新到 專員 已套用/)
  })

  test('hostile words are shown as words, and stay in their cell', async () => {
    const name = '<img src=x onerror=alert(1)>",=1+1,"'
    await send('check-in', { ...LIN, ...POST, nationalId: nationalIdFrom('Y', '17777777'), name, unit: '"; drop table person; --', title: '=HYPERLINK("x")' })
    const page = await open('update')
    assert.ok(!page.text.includes('<img'))
    await holder.send(page, `/${school}/update`, Object.fromEntries(draftsIn(page).map((id) => [`draft-${id}`, 'on'])))
    await work(all.world.database, (await feedsOfWebhr()).at(-1)!.id)
    const [post] = await posts(name)
    assert.deepEqual([post!['unit'], post!['title']], ['"; drop table person; --', '=HYPERLINK("x")'])
  })
})

describe('使用者帳號維護', () => {
  test('an account for whoever was checked in waits for its person, and a closed one does not work there', async () => {
    await send('check-in', { ...LIN, ...POST, nationalId: nationalIdOf('huang.concurrent'), name: '黃俊傑', birthDate: '1985-05-05', title: '人事管理員' })
    const page = await open('users')
    const person = /<option value="(\d+)">黃俊傑/.exec(page.text)![1]!
    assert.match(wordsOf(await send('users', { person })), /黃俊傑 啟用 等待本人第一次登入/)
    await all.world.arrange(`insert into permission_grant (id, application_code, category_code, agency_code, person_id, post_id, valid, reason, event_id)
      values (gen_random_uuid(), 'WebHR', 'use', $1, $2, $3, '[2020-01-01,)', '業務需要', (select max(id) from audit_event))`, [school, personOf('huang.concurrent'), postOf('huang.concurrent')])
    const huang = await all.person('huang.concurrent')
    const asked = await huang.go(`${all.webhr}/`)
    assert.equal(asked.address, `${all.webhr}/bind`)
    assert.equal((await open('update', huang)).address, `${all.webhr}/bind`, 'nothing before')
    const wrong = await huang.send(asked, '/bind', { nationalId: nationalIdOf('sun.employee') })
    assert.match(wordsOf(wrong), /與機關建立的使用者帳號不符/)
    assert.equal((await huang.send(wrong, '/bind', { nationalId: nationalIdOf('huang.concurrent') })).address, `${all.webhr}/${school}/`)

    const users = await open('users')
    const account = /name="account" value="(\d+)"/.exec(users.text)![1]!
    assert.match(wordsOf(await send('users', { account, act: 'close' }, 'users/state')), /請輸入停用理由/)
    assert.match(wordsOf(await send('users', { account, act: 'close', [`reason-${account}`]: '調離人事業務' }, 'users/state')), /黃俊傑 停用 本人已登入過 · 調離人事業務/)
    assert.equal((await open('update', huang)).status, 403)
    assert.equal((await (await all.person('huang.concurrent')).go(`${all.webhr}/`)).status, 403, 'nor by another sign-in')
    await send('users', { account, act: 'open' }, 'users/state')
    assert.equal((await open('update', huang)).status, 200)
  })

  test('only for those of the agency', async () => {
    for (const person of ['999', '0', 'x', '']) assert.equal((await send('users', { person })).status, 422)
    assert.equal((await send('users', { account: '999', act: 'open' }, 'users/state')).status, 422)
  })
})

describe('what is not theirs', () => {
  const ACTS: [string, string][] = [['receive', 'receive'], ['check-in', 'check-in'], ['check-in', 'check-in/withdraw'], ['update', 'update'], ['update', 'update/again'], ['users', 'users'], ['users', 'users/state']]

  test('another agency’s arrivals, people and accounts are found by no number', async () => {
    const other = await enter(works, 'liu.pending')
    await send('check-in', { ...LIN, ...POST, title: '課員' })
    const drafts = draftsIn(await open('update'))
    const draft = drafts.at(-1)!
    for (const name of ['receive', 'check-in', 'update', 'users', '']) assert.equal((await open(name, other)).status, 403, name)
    assert.ok(!(await open('check-in?person=1', other, works)).text.includes('林新到'))
    assert.ok(!(await open(`check-in?draft=${draft}`, other, works)).text.includes('課員'))
    const theirs = await open('update', other, works)
    const stolen = (path: string, fields: Record<string, string>) => other.go(`${all.webhr}/${works}/${path}`, {
      method: 'POST', headers: { origin: all.webhr, 'sec-fetch-site': 'same-origin' },
      body: new URLSearchParams({ form_token: /name="form_token" value="([^"]+)"/.exec(theirs.text)![1]!, ...fields }),
    })
    assert.equal((await stolen('update', { [`draft-${draft}`]: 'on' })).status, 422)
    assert.equal((await stolen('check-in/withdraw', { draft })).status, 422)
    assert.equal((await stolen('users/state', { account: '1', act: 'open' })).status, 422)
    assert.equal((await stolen('users', { person: '1' })).status, 422)
    assert.deepEqual(draftsIn(await open('update')), drafts)
  })

  test('no act without a session, without the form’s token, from another page, or for another agency', async () => {
    const page = await open('update')
    const token = /name="form_token" value="([^"]+)"/.exec(page.text)![1]!
    const own = { origin: all.webhr, 'sec-fetch-site': 'same-origin' }
    const state = () => readFileSync(join(all.folder, 'webhr.sqlite-wal')).length
    const then = state()
    for (const [, path] of ACTS) {
      const post = (browser: Browser, agency: string, headers: Record<string, string>, form: Record<string, string>) =>
        browser.go(`${all.webhr}/${agency}/${path}`, { method: 'POST', headers, body: new URLSearchParams(form) })
      assert.equal((await post(newBrowser(), school, own, { form_token: token })).status, 403, `${path} without a session`)
      assert.equal((await post(holder, school, own, {})).status, 403, `${path} without a token`)
      assert.equal((await post(holder, school, { origin: all.portal, 'sec-fetch-site': 'same-site' }, { form_token: token })).status, 403, `${path} from elsewhere`)
      assert.equal((await post(holder, works, own, { form_token: token })).status, 403, `${path} for another agency`)
    }
    assert.equal(state(), then, 'nothing was written')
  })

  test('a form larger than any of ours is not read', async () => {
    const body = new URLSearchParams({ name: 'x'.repeat(40_000) })
    assert.equal((await holder.go(`${all.webhr}/${school}/check-in`, { method: 'POST', headers: { origin: all.webhr }, body })).status, 413)
  })
})

test('no national ID stands in clear in a log or in a file of WebHR', () => {
  const id = /[A-Z][1289]\d{8}(?!\d)/
  for (const line of [...all.logged, ...all.world.logged]) assert.doesNotMatch(line, id)
  for (const name of readdirSync(all.folder)) {
    const content = readFileSync(join(all.folder, name), 'latin1')
    for (const one of [LIN.nationalId, nationalIdOf('huang.concurrent'), nationalIdOf('wu.employee'), nationalIdOf('sun.employee')]) {
      assert.ok(!content.includes(one), name)
    }
  }
})
