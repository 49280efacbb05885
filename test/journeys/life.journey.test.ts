// The life of an account, from the feed that brings its person to the one with which they leave. In a demonstration of its own: the
// clock is put forward where the law lets one wait for a day.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { addDays, dayInTaipei } from '../../src/core/days.ts'
import { nationalIdFrom } from '../../src/core/national-id.ts'
import { codeOf, stepAt } from '../../src/features/second-factor/totp.ts'
import { secretOfKey } from '../authenticator-app.ts'
import { newPage } from '../browser.ts'
import { asOwner, startDemo, temporaryFolder } from '../demo-program.ts'
import { csvOf } from '../feed-file.ts'
import { authenticator, checkPage, eventually, fillSignIn, letterTo, signIn, signOut, standingLine } from './steps.ts'
import type { Page } from 'playwright-core'

const { folder: dataDir, remove } = temporaryFolder()
const demo = await startDemo({ dataDir, people: 500 })
after(async () => {
  await demo.stop()
  remove()
})
await demo.ready
const { portal } = demo

const today = dayInTaipei(new Date())
const CHOU = { nationalId: nationalIdFrom('Z', '18765432'), name: '周新生', birthDate: '1998-08-08', account: 'chou.life' }
const [RECORD, OWN] = ['chou@record.ecpa.example', 'chou@own.ecpa.example']
// What is audited changes with an event alone, also when the clock is put forward.
const EVENT = `insert into audit_event (code, outcome, actor_process) values ('people.generated', 'done', 'test')`
const [FIRST, SECOND] = ['三隻蒼鷺飛過鹽田 2026', '鹽田的三盞燈籠 2026']

/** A file of what changes, with one post of 周新生 in it, brought by a central administrator. */
async function bring(chen: Page, to: string | null, said: RegExp): Promise<void> {
  await chen.goto(`${portal}/manage/feeds/new`)
  await chen.getByRole('radio', { name: '異動檔' }).check()
  await chen.getByLabel('檔案', { exact: true }).setInputFiles({
    name: '異動.csv', mimeType: 'text/csv', buffer: Buffer.from(csvOf([{
      nationalId: CHOU.nationalId, name: CHOU.name, birthDate: CHOU.birthDate, email: RECORD, agencyCode: '397010000A', unit: '文書科', title: '書記',
      staffCategory: '01', supervisorLevel: '', rank: '', jobSeries: '', postKind: 'appointment', nature: '', section: '', from: addDays(today, -90), to,
    }])),
  })
  await chen.getByRole('button', { name: '上傳', exact: true }).click()
  await chen.getByText(/已完成比對/).first().waitFor()
  assert.match(await chen.getByRole('main').innerText(), said)
  await chen.getByRole('link', { name: '套用', exact: true }).click()
  await chen.getByRole('button', { name: '套用', exact: true }).click()
  await chen.getByText(/於 .* 套用完成/).waitFor()
}

const letter = (to: string, words: string): Promise<string> => letterTo(demo, to, words)
const linkIn = (text: string): string => portal + /\/(?:new-password|activate|confirm-email)\?way=[0-9A-Z]+/.exec(text)![0]

/** Whoever reads the letters of that address says that it is theirs. */
async function confirm(address: string): Promise<void> {
  const page = await newPage({ javaScript: false })
  await page.goto(linkIn(await letter(address, '確認電子郵件')))
  await page.getByRole('button', { name: '確認' }).click()
  await page.getByRole('status').or(page.getByText(/已確認|已生效/)).first().waitFor()
  await page.context().close()
}

async function choose(page: Page, password: string): Promise<void> {
  await page.getByLabel('新密碼', { exact: true }).fill(password)
  await page.getByLabel('確認新密碼').fill(password)
}

test('the life of an account', async (t) => {
  const chen = await newPage()
  const page = await newPage({ width: 390 })
  await page.addInitScript('PublicKeyCredential.isConditionalMediationAvailable = async () => false')

  await t.test('it appears by the feed, and is activated from the mail', async () => {
    await signIn(chen, demo, 'chen.central')
    await bring(chen, null, /到職 1/)
    await page.goto(`${portal}/activate`)
    await page.getByRole('link', { name: '寄驗證碼到人事資料中的電子郵件' }).click()
    await page.getByLabel('身分證號').fill(CHOU.nationalId)
    await page.getByLabel('出生日期').fill(CHOU.birthDate)
    await page.getByRole('button', { name: '寄送驗證碼' }).click()
    await page.goto(linkIn(await letter(RECORD, '啟用帳號')))
    await page.getByLabel('身分證號').fill(CHOU.nationalId)
    await page.getByLabel('出生日期').fill(CHOU.birthDate)
    await page.getByLabel('自訂帳號').fill(CHOU.account)
    await choose(page, FIRST)
    await page.getByLabel('電子郵件').fill(RECORD)
    await page.getByRole('button', { name: '啟用帳號' }).click()
    await page.getByText('帳號已啟用', { exact: true }).waitFor()
    await confirm(RECORD)
  })

  await t.test('five wrong passwords lock it; a new one by a mailed link opens it again', async () => {
    await page.goto(portal)
    for (let n = 0; n < 5; n += 1) {
      await fillSignIn(page, CHOU.account, `wrong password ${n}`)
      await page.getByText(/帳號或密碼不正確/).first().waitFor()
    }
    await fillSignIn(page, CHOU.account, FIRST)
    await page.getByText(/已暫停以密碼登入。請 15 分鐘後再試/).first().waitFor()
    await checkPage(page, 'a lock')
    await page.getByRole('link', { name: '忘記密碼' }).click()
    await page.getByLabel('自訂帳號').fill(CHOU.account)
    await page.getByLabel('出生日期').fill(CHOU.birthDate)
    await page.getByRole('button', { name: '寄送連結' }).click()
    await page.getByText('已收到您的要求').waitFor()
    await page.goto(linkIn(await letter(RECORD, '設定新密碼')))
    await choose(page, SECOND)
    await page.getByRole('button', { name: '設定新密碼' }).click()
    await page.getByText('新密碼已設定').waitFor()
    await page.goto(portal)
    await fillSignIn(page, CHOU.account, SECOND)
    assert.equal(page.url(), `${portal}/applications`)
  })

  await t.test('another address: the old one is told, the new one confirms, and a day later it counts', async () => {
    await page.goto(`${portal}/me/email`)
    await page.getByLabel('目前的密碼').fill(SECOND)
    await page.getByLabel('新的電子郵件').fill(OWN)
    await page.getByRole('button', { name: '寄送確認信' }).click()
    await page.getByText('確認信已寄出').waitFor()
    assert.match(await letter(RECORD, '電子郵件即將變更'), /改為 c\S*@own\.ecpa\.example/)
    await confirm(OWN)
    await page.goto(`${portal}/me/email`)
    await page.getByText(/新信箱已確認，將於 .* 生效；在那之前通知仍寄到原信箱/).waitFor()
    await checkPage(page, 'an address that waits')
    await asOwner(demo, async (client) => {
      await client.query(EVENT)
      await client.query(`update email_change set proposed_at = proposed_at - interval '1 day', not_before = not_before - interval '1 day' where state = 'waiting'`)
      await client.query(`update graphile_worker._private_jobs j set run_at = now() from graphile_worker._private_tasks t
        where t.id = j.task_id and t.identifier like 'email.%' and j.run_at > now()`)
    })
    await eventually(async () => {
      await page.goto(`${portal}/me/email`)
      return (await page.getByRole('main').innerText()).includes(`目前的電子郵件是 ${OWN}`)
    }, 'the new address counts')
  })

  await t.test('a passkey is added, and signs in', async () => {
    await authenticator(page)
    await page.goto(`${portal}/me/passkeys/new`)
    await page.getByLabel('名稱').fill('我的手機')
    await page.getByRole('button', { name: '新增' }).click()
    await page.getByText('已新增通行密鑰').waitFor()
    await signOut(page, demo)
    await page.getByRole('button', { name: '通行密鑰登入' }).click()
    await page.waitForURL(`${portal}/applications`)
    assert.match(await standingLine(page), /通行密鑰/)
  })

  let recovery = ''
  await t.test('a second factor is set up by the key of an app, with codes for the day when it is lost', async () => {
    await page.goto(`${portal}/me/second-factor`)
    await page.getByRole('link', { name: '設定第二驗證' }).click()
    await checkPage(page, 'setting up a second factor')
    const secret = secretOfKey(await page.locator('.slip-code').innerText())
    await page.getByLabel('驗證碼', { exact: true }).fill(codeOf(secret, stepAt(new Date())))
    await page.getByRole('button', { name: '完成設定' }).click()
    await page.locator(':focus', { hasText: '已設定第二驗證' }).waitFor()
    await page.getByText('這些復原碼只顯示這一次').waitFor()
    await checkPage(page, 'the recovery codes')
    assert.equal(await page.locator('.slip-code').count(), 10)
    recovery = await page.locator('.slip-code').first().innerText()
    await page.getByRole('link', { name: '我已保存復原碼' }).click()
    await page.getByText('10 組').waitFor()
  })

  await t.test('a manager’s reset is told, in the portal and at the new address', async () => {
    const wang = await newPage({ javaScript: false })
    await signIn(wang, demo, 'wang.supervisor')
    await wang.goto(`${portal}/manage/passwords`)
    await wang.getByLabel('員工身份證號').fill(CHOU.nationalId)
    await wang.getByRole('button', { name: '查詢' }).click()
    await wang.getByRole('link', { name: '重設', exact: true }).click()
    await wang.getByLabel('寄送連結').check()
    await wang.getByRole('button', { name: '確認重設' }).click()
    await wang.getByText('連結已寄出').waitFor()
    await wang.context().close()
    assert.match(await letter(OWN, '設定新密碼'), /王建宏寄送了重設密碼的連結/)
    await page.goto(`${portal}/me`)
    await page.getByText(/王建宏寄送了重設密碼的連結/).first().waitFor()
    await checkPage(page, 'the notice of a reset')
  })

  const foreign = await newPage()
  await t.test('a session in another browser is seen and ended', async () => {
    await foreign.goto(portal)
    await fillSignIn(foreign, CHOU.account, SECOND)
    await foreign.getByLabel('驗證碼', { exact: true }).and(foreign.locator(':focus')).waitFor()
    await foreign.getByRole('link', { name: '手機不在身邊？改用復原碼' }).click()
    await checkPage(foreign, 'a recovery code is asked')
    await foreign.getByLabel('復原碼', { exact: true }).fill(recovery)
    await foreign.getByRole('button', { name: '登入', exact: true }).click()
    await foreign.waitForURL(`${portal}/applications`)
    await page.goto(`${portal}/me/sessions`)
    await checkPage(page, 'two sessions')
    await page.getByRole('button', { name: /^結束 (?!其他)/ }).first().click()
    await page.getByText('已結束 1 個登入').waitFor()
    await foreign.goto(`${portal}/applications`)
    assert.match(foreign.url(), /\/\?next=/)
  })

  await t.test('who left keeps their own pages for a while; then the session ends, and neither password nor passkey signs in', async () => {
    await bring(chen, addDays(today, -40), /離職 1/)
    await page.goto(`${portal}/me`)
    assert.equal(page.url(), `${portal}/me`, 'the record says so since today: there are days left')
    await asOwner(demo, async (client) => {
      // What was recorded can be changed by nobody but by who stands above the guards of the tables.
      await client.query('set local session_replication_role = replica')
      for (const version of [1, 2]) {
        await client.query(`update post_version v set recorded = tstzrange(lower(v.recorded) - interval '8 days', upper(v.recorded) - interval '8 days')
          from person_version p where p.person_id = v.person_id and upper_inf(p.recorded) and p.name = $1 and v.version = $2`, [CHOU.name, version])
      }
    })
    await eventually(async () => {
      await page.goto(`${portal}/applications`)
      return page.url() !== `${portal}/applications`
    }, 'the session of who left has ended')
    await page.goto(portal)
    await fillSignIn(page, CHOU.account, SECOND)
    await page.getByText(/帳號或密碼不正確/).first().waitFor()
    await page.goto(portal)
    await page.getByRole('button', { name: '通行密鑰登入' }).click()
    await page.getByText(/無法以這把通行密鑰登入/).first().waitFor()
  })
  for (const one of [chen, page, foreign]) await one.context().close()
})
