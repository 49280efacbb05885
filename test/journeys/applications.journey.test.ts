// A sign-in that begins at an application, and a sign-out that begins there: without script, and with it.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newPage } from '../browser.ts'
import { checkPage, claimsReceived, eventually, fillSignIn, PASSWORD, signIn, signOut, visit } from './steps.ts'
import { sharedDemo } from './shared-demo.ts'

const demo = await sharedDemo()
const { portal, applications } = demo

for (const [javaScript, width] of [[false, 1280], [true, 390]] as const) {
  const how = `${javaScript ? 'with' : 'without'} script, ${width} px`

  test(`who begins at D6 signs in at the portal, which says for what, and lands in D6 (${how})`, async () => {
    const page = await newPage({ javaScript, width })
    await page.goto(`${applications}/D6`)
    assert.match(page.url(), new RegExp(`^${portal}/\\?continue=[A-Za-z0-9_-]+$`))
    assert.ok(await page.getByText('登入後將開啟「終身學習入口網」。').isVisible())
    await checkPage(page, 'home, an application waits')
    // a wrong password on the way does not lose the way
    await fillSignIn(page, 'wu.employee', 'not the password')
    assert.ok(await page.getByText('登入後將開啟「終身學習入口網」。').isVisible())
    await checkPage(page, 'home, an application waits, refused')
    await fillSignIn(page, 'wu.employee')
    await page.waitForURL(`${applications}/D6`)
    const { idToken, userinfo } = await claimsReceived(page)
    assert.equal(userinfo['preferred_username'], 'wu.employee')
    assert.equal(idToken.ecpa.application, 'D6')

    // the next application asks nothing, and neither does the portal
    await page.goto(`${applications}/KM`)
    assert.equal(page.url(), `${applications}/KM`)
    assert.equal((await claimsReceived(page)).idToken.ecpa.application, 'KM')
    await page.goto(`${portal}/applications`)
    assert.equal(page.url(), `${portal}/applications`)
    await page.context().close()
  })

  test(`signing out of an application signs out of the portal and of the others (${how})`, async () => {
    const page = await newPage({ javaScript, width })
    await signIn(page, demo, 'p000130')
    await page.goto(`${applications}/KM`)
    await page.goto(`${applications}/D6`)
    await page.getByRole('button', { name: '登出' }).click()
    await page.waitForURL(`${applications}/D6/?state=signed-out`)
    assert.equal(await page.getByRole('status').innerText(), '您已登出。')
    await checkPage(page, 'D6, signed out')
    await page.goto(`${portal}/applications`)
    assert.equal(page.url(), `${portal}/?next=%2Fapplications`)
    await eventually(async () => {
      await page.goto(`${applications}/KM/`)
      return page.getByText('您目前沒有登入這個系統。').isVisible()
    }, 'KM was told that the session ended')
    await page.context().close()
  })

  test(`who begins at an application that is not theirs reads why, after signing in (${how})`, async () => {
    const page = await newPage({ javaScript, width })
    await page.goto(`${applications}/A4`)
    assert.ok(await page.getByText('登入後將開啟「調查表系統」。').isVisible())
    await fillSignIn(page, 'wu.employee')
    await page.waitForURL(`${portal}/applications/A4/why-not`)
    assert.equal(await page.getByRole('heading', { level: 1 }).innerText(), '您目前不能使用調查表系統')
    await page.goto(`${applications}/A4/`)
    assert.ok(await page.getByText('您目前沒有登入這個系統。').isVisible())
    await page.context().close()
  })

  test(`who asked for a page of the portal is led to it after signing in (${how})`, async () => {
    const page = await newPage({ javaScript, width })
    await page.goto(`${portal}/applications/A4/why-not`)
    assert.equal(page.url(), `${portal}/?next=%2Fapplications%2FA4%2Fwhy-not`)
    assert.ok(await page.getByText('登入後將回到您要開啟的頁面。').isVisible())
    await fillSignIn(page, 'wu.employee')
    assert.equal(page.url(), `${portal}/applications/A4/why-not`)
    await page.context().close()
  })

  test(`an application that asks to sign out without proof makes the portal ask first (${how})`, async () => {
    const page = await newPage({ javaScript, width })
    await signIn(page, demo, 'p000131')
    await page.goto(`${portal}/oidc/logout?client_id=d6`)
    await page.getByText('「終身學習入口網」要求將您登出。').waitFor()
    await checkPage(page, 'sign-out asked for')
    await page.getByRole('link', { name: '取消' }).click()
    await page.waitForURL(`${portal}/applications`)
    await page.goto(`${portal}/oidc/logout?client_id=d6&post_logout_redirect_uri=${encodeURIComponent(`${applications}/D6/`)}&state=x`)
    await page.getByRole('main').getByRole('button', { name: '登出' }).click()
    await page.waitForURL(`${applications}/D6/?state=x`)
    await page.goto(`${portal}/applications`)
    assert.equal(page.url(), `${portal}/?next=%2Fapplications`)
    await page.context().close()
  })
}

test('a request of an application that is broken ends on a page that says so', async () => {
  const page = await newPage()
  for (const [query, heading] of [
    ['client_id=nobody&response_type=code', '這個應用系統尚未登錄'],
    ['client_id=d6&response_type=code&redirect_uri=http://localhost:1/', '應用系統的返回網址不符'],
    ['', '應用系統的登入要求有誤'],
  ] as const) {
    const response = await visit(page, `${portal}/oidc/authorize?${query}`)
    assert.equal(response.status(), 400, query)
    assert.equal(await page.getByRole('heading', { level: 1 }).innerText(), heading)
    await checkPage(page, heading)
  }
  await page.context().close()
})

test('the sign-in as somebody else on the same computer is somebody else\'s in the application too', async () => {
  const page = await newPage({ javaScript: false })
  await signIn(page, demo, 'p000132')
  await page.goto(`${applications}/D6`)
  assert.equal((await claimsReceived(page)).userinfo['preferred_username'], 'p000132')
  await page.goto(`${portal}/applications`)
  await signOut(page, demo)
  await eventually(async () => {
    await page.goto(`${applications}/D6/`)
    return page.getByText('您目前沒有登入這個系統。').isVisible()
  }, 'D6 was told that the session ended')
  await page.goto(`${applications}/D6`)
  await fillSignIn(page, 'p000133', PASSWORD)
  await page.waitForURL(`${applications}/D6`)
  assert.equal((await claimsReceived(page)).userinfo['preferred_username'], 'p000133')
  await page.context().close()
})
