// wu.employee, of 高雄市政府秘書處: what is offered and why, what is not and why not, one application opened, and out again.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newPage } from '../browser.ts'
import {
  checkPage, claimsReceived, EVERYONES, eventually, notOffered, offered, OFFICERS, said, signIn, signOut, standingLine, visit,
} from './steps.ts'
import { sharedDemo } from './shared-demo.ts'

const demo = await sharedDemo()
const { portal, applications } = demo
const AGENCY = '397010000A'

for (const [javaScript, width] of [[true, 1280], [false, 390]] as const) {
  const how = `${javaScript ? 'with' : 'without'} script, ${width} px`

  test(`an employee sees what is theirs and why, and what is not and whom to ask (${how})`, async () => {
    const page = await newPage({ javaScript, width })
    await page.goto(portal)
    await checkPage(page, 'home, signed out')
    await signIn(page, demo, 'wu.employee')
    await checkPage(page, 'applications')

    const line = await standingLine(page)
    for (const word of ['吳文傑', '帳號密碼', '一般公務人員', '高雄市政府秘書處', AGENCY]) assert.ok(line.includes(word), line)
    assert.deepEqual(await offered(page), EVERYONES)
    for (const code of EVERYONES) {
      const text = await said(page, code)
      assert.ok(text.includes('公務人員：高雄市政府秘書處文書科（現職）'), text)
      assert.equal(text.includes('須用憑證'), code === 'B5', text)
    }
    const others = await notOffered(page)
    for (const code of [...OFFICERS, 'A1', 'A5', 'E1']) assert.ok(others.includes(code), code)
    assert.ok((await said(page, 'A4')).includes('需為「高雄市政府秘書處」的人事人員，或由'), await said(page, 'A4'))
    assert.match(await said(page, 'A7'), /需為「高雄市政府秘書處」的人事人員。/)
    assert.match(await said(page, 'E1'), /本應用系統限「行政院人事行政總處」及其所屬機關使用。/)
    await page.context().close()
  })

  test(`an application that is not mine explains itself, by whichever door I come (${how})`, async () => {
    const page = await newPage({ javaScript, width })
    await signIn(page, demo, 'wu.employee')
    await page.getByRole('link', { name: /為什麼不能使用.*調查表系統/ }).click()
    await page.waitForURL(`${portal}/applications/A4/why-not`)
    await explainsA4()
    await checkPage(page, 'why not A4')

    const opened = await visit(page, `${portal}/applications/A4/open`)
    assert.equal(opened.status(), 403)
    assert.equal(page.url(), `${portal}/applications/A4/why-not`)
    await explainsA4()

    const direct = await visit(page, `${applications}/A4`)
    assert.equal(direct.status(), 403)
    assert.equal(page.url(), `${portal}/applications/A4/why-not`)
    await explainsA4()

    const forAnother = await visit(page, `${portal}/applications/D6/open?agency=379210000A`)
    assert.equal(forAnother.status(), 403)
    assert.match(await page.getByRole('main').innerText(), /代表機關：臺北市政府人事處/)
    await checkPage(page, 'why not D6 for another agency')

    const card = await visit(page, `${portal}/applications/B5/open`)
    assert.equal(card.status(), 403)
    assert.match(await page.getByRole('heading', { level: 1 }).innerText(), /公務人員個人資料校對網站/)
    assert.match(await page.getByRole('main').innerText(), /須用憑證/)
    await checkPage(page, 'B5 needs a card')

    const none = await visit(page, `${portal}/applications/ZZ/open`)
    assert.equal(none.status(), 404)
    await page.context().close()

    async function explainsA4(): Promise<void> {
      assert.equal(await page.getByRole('heading', { level: 1 }).innerText(), '您目前不能使用調查表系統')
      const text = await page.getByRole('main').innerText()
      assert.match(text, /需為「高雄市政府秘書處」的人事人員，或由.*「高雄市政府人事處」的人事主管授予「使用」權限。/)
    }
  })

  test(`D6 opens signed in with the claims of the law, and ends with the portal's session (${how})`, async () => {
    const page = await newPage({ javaScript, width })
    await signIn(page, demo, 'wu.employee')
    await page.getByRole('main').getByRole('link', { name: /終身學習入口網$/ }).click()
    await page.waitForURL(`${applications}/D6`)
    await checkPage(page, 'D6, signed in')
    const text = await page.getByRole('main').innerText()
    for (const word of ['吳文傑', 'wu.employee', AGENCY, '帳號密碼', '職務本有']) assert.ok(text.includes(word), text)

    const { idToken, userinfo } = await claimsReceived(page)
    assert.deepEqual(idToken.ecpa, {
      agency: AGENCY, standing: 'employee', method: 'password', application: 'D6',
      for: [{ agency: AGENCY, categories: ['use'], by: 'birthright', until: null }],
    })
    assert.deepEqual(userinfo.ecpa, idToken.ecpa)
    assert.equal(idToken['acr'], 'urn:ecpa:acr:password')
    assert.equal(idToken['iss'], portal)
    assert.equal(idToken['aud'], 'd6')
    assert.equal(userinfo['name'], '吳文傑')
    assert.equal(userinfo['preferred_username'], 'wu.employee')
    for (const claim of Object.values({ ...idToken, ...userinfo })) assert.doesNotMatch(JSON.stringify(claim), /E199900085/)

    await page.goto(`${applications}/KM`)
    const other = await claimsReceived(page)
    assert.equal(other.idToken.ecpa.application, 'KM')
    assert.notEqual(other.idToken['sub'], idToken['sub'])

    await page.goto(`${portal}/applications`)
    await signOut(page, demo)
    for (const code of ['D6', 'KM']) {
      // the address with a slash signs nobody in by being looked at
      await eventually(async () => {
        await page.goto(`${applications}/${code}/`)
        return page.getByText('您目前沒有登入這個系統。').isVisible()
      }, `${code} was told that the session ended`)
    }
    await checkPage(page, 'KM, signed out by the portal')
    await page.context().close()
  })
}

test('what is mine stays mine while I search and keep favourites', async () => {
  const page = await newPage({ javaScript: false })
  await signIn(page, demo, 'wu.employee')
  await page.getByRole('searchbox').fill('學習')
  await page.getByRole('search').getByRole('button').click()
  assert.ok((await offered(page)).includes('D6'))
  assert.ok(!(await offered(page)).includes('B5'))
  await checkPage(page, 'a search that finds')
  await page.getByRole('searchbox').fill('沒有這種東西<script>')
  await page.getByRole('search').getByRole('button').click()
  assert.deepEqual(await offered(page), [])
  assert.match(await page.getByRole('status').innerText(), /沒有符合「沒有這種東西<script>」的應用系統/)
  await checkPage(page, 'a search that finds nothing')

  await page.goto(`${portal}/applications`)
  await page.getByRole('button', { name: '將 港都e學苑 加入常用' }).click()
  await page.waitForURL(`${portal}/applications`)
  const favourites = page.getByRole('main').getByRole('region', { name: '常用' })
  assert.deepEqual(await favourites.getByRole('link', { name: /港都e學苑$/ }).count(), 1)
  assert.deepEqual(await offered(page), EVERYONES)
  await checkPage(page, 'with a favourite')
  await page.getByRole('button', { name: '將 港都e學苑 移出常用' }).click()
  await page.waitForURL(`${portal}/applications`)
  assert.equal(await favourites.count(), 0)
  await page.context().close()
})
