// A passkey in a real browser, with an authenticator that the browser plays: added, signed in by, asked for anew, removed.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newPage } from '../browser.ts'
import { asOwner } from '../demo-program.ts'
import { authenticator, checkPage, claimsReceived, signIn, signOut, standingLine } from './steps.ts'
import { sharedDemo } from './shared-demo.ts'

const demo = await sharedDemo()
const { portal, applications } = demo
const WHO = 'p000160'

const turnBack = (minutes: number) => asOwner(demo, (client) => client.query(
  `update session set signed_in_at = now() - make_interval(mins => $1)
    where ended_at is null and person_id = (select person_id from account where name = $2)`, [minutes, WHO]))

test('add a passkey, sign out, sign in by it, open an application, prove it once more, remove it', async () => {
  const page = await newPage({ width: 390 })
  // The button alone: what the browser offers in the field is another test's.
  await page.addInitScript('PublicKeyCredential.isConditionalMediationAvailable = async () => false')
  const device = await authenticator(page)
  await signIn(page, demo, WHO)
  await page.goto(`${portal}/me/passkeys`)
  await checkPage(page, 'no passkey')
  await page.getByRole('link', { name: '新增通行密鑰' }).click()
  await page.getByLabel('名稱').fill(' ')
  await page.getByRole('button', { name: '新增' }).click()
  await page.getByRole('alert').getByText('請輸入名稱').waitFor()
  assert.deepEqual(await device.credentials(), [], 'nothing is kept in the device that is not kept here')
  await page.getByLabel('名稱').fill('我的手機')
  await checkPage(page, 'adding one')
  await page.getByRole('button', { name: '新增' }).click()
  await page.getByText('已新增通行密鑰').waitFor()
  assert.match(await page.getByRole('table').innerText(), /我的手機[\s\S]*尚未使用/)
  assert.match(await page.getByRole('main').innerText(), /在另一個裝置再新增一把/)
  await checkPage(page, 'one passkey')
  const [credential] = await device.credentials()
  assert.equal(credential!.rpId, new URL(portal).hostname)
  assert.equal(credential!.isResidentCredential, true)

  await page.getByRole('link', { name: '新增通行密鑰' }).click()
  await page.getByRole('button', { name: '新增' }).click()
  await page.getByText('這個裝置已經有您的通行密鑰').waitFor()
  // Too late on a page that stood open: it leads to proving it once more, and nothing is added.
  await turnBack(30)
  await page.getByRole('button', { name: '新增' }).click()
  await page.waitForURL(`${portal}/sign-in/again?**`)
  await signOut(page, demo)
  await checkPage(page, 'the home page with the button')
  await page.getByRole('button', { name: '通行密鑰登入' }).click()
  await page.waitForURL(`${portal}/applications`)
  assert.match(await standingLine(page), /通行密鑰/)

  await page.goto(`${portal}/applications/D6/open`)
  await page.waitForURL(`${applications}/D6**`)
  const { idToken } = await claimsReceived(page)
  assert.deepEqual([idToken['acr'], idToken.ecpa.method], ['urn:ecpa:acr:passkey', 'passkey'])

  await turnBack(30)
  await page.goto(`${portal}/me/passkeys`)
  await page.getByRole('link', { name: '移除「我的手機」' }).click()
  await page.waitForURL(`${portal}/sign-in/again?**`)
  await checkPage(page, 'proving it once more')
  await page.getByRole('button', { name: '使用通行密鑰' }).click()
  await page.getByText(/這是您唯一的通行密鑰/).waitFor()
  await checkPage(page, 'before it is removed')
  await page.getByRole('button', { name: '確定移除' }).click()
  await page.getByText('已移除通行密鑰').waitFor()

  await signOut(page, demo)
  await page.getByRole('button', { name: '通行密鑰登入' }).click()
  await page.getByText(/無法以這把通行密鑰登入/).first().waitFor()
  await checkPage(page, 'a passkey that opens nothing')
  await page.context().close()
})

test('a browser that offers passkeys where a name is typed signs in without a button', async () => {
  const page = await newPage()
  const device = await authenticator(page)
  await signIn(page, demo, WHO)
  await page.goto(`${portal}/me/passkeys/new`)
  await page.getByRole('button', { name: '新增' }).click()
  await page.getByText('已新增通行密鑰').waitFor()
  await device.present(false)
  await signOut(page, demo)
  assert.equal(await page.getByLabel('帳號', { exact: true }).getAttribute('autocomplete'), 'username webauthn')
  await device.present(true)
  await page.goto(portal).catch(() => 'the page that comes was gone on from at once')
  await page.waitForURL(`${portal}/applications`)
  assert.match(await standingLine(page), /通行密鑰/)
  await page.context().close()
})

test('without script the home page says what a passkey takes, and shows no button that does nothing', async () => {
  const page = await newPage({ javaScript: false })
  await page.goto(portal)
  assert.equal(await page.getByRole('button', { name: '通行密鑰登入' }).count(), 0)
  await page.getByText('要以通行密鑰登入，請開啟 JavaScript').waitFor()
  await checkPage(page, 'the home page without script')
  await page.context().close()
})
