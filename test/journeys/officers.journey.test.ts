// Personnel officers by their unit and by a concurrent post, and a supervisor: what is theirs with the very post and field
// that make them so; and 「切換機關」 for somebody who has a standing at two agencies.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newPage } from '../browser.ts'
import { asOwner } from '../demo-program.ts'
import {
  checkPage, claimsReceived, EVERYONES, notOffered, offered, OFFICERS, said, signIn, standingLine, SUPERVISORS, visit,
} from './steps.ts'
import { sharedDemo } from './shared-demo.ts'

const demo = await sharedDemo()
const { portal, applications } = demo

for (const { account, agency, because } of [
  { account: 'chang.unit', agency: '397040000E', because: '人事人員：高雄市政府教育局人事室（單位名稱含「人事」）' },
  { account: 'huang.concurrent', agency: '397070100Y', because: /人事人員：.*旗津.*國民小學人事管理員（兼職性質 5 兼辦人事）/ },
]) {
  test(`${account} is a personnel officer, and reads by which post and field`, async () => {
    const page = await newPage({ javaScript: false })
    await signIn(page, demo, account)
    assert.deepEqual(await offered(page), [...EVERYONES, ...OFFICERS].toSorted())
    for (const code of OFFICERS) {
      const text = await said(page, code)
      assert.ok(typeof because === 'string' ? text.includes(because) : because.test(text), `${code}: ${text}`)
      assert.equal(text.includes('須用憑證'), code === 'DD', text)
    }
    assert.ok((await standingLine(page)).includes('人事人員'))
    const others = await notOffered(page)
    for (const code of ['A1', 'A3', 'A5', 'C2', 'WebHR']) assert.ok(others.includes(code), code)
    await checkPage(page, `applications of ${account}`)

    await page.goto(`${portal}/applications/A4/open`)
    assert.equal(page.url(), `${applications}/A4`)
    const { idToken } = await claimsReceived(page)
    assert.deepEqual(idToken.ecpa, {
      agency, standing: 'hr', method: 'password', application: 'A4',
      for: [{ agency, categories: ['use'], by: 'birthright', until: null }],
    })
    await page.goto(`${applications}/D6`)
    assert.deepEqual((await claimsReceived(page)).idToken.ecpa.for[0]!.categories.toSorted(), ['backoffice', 'use'])
    await page.context().close()
  })
}

test('wang.supervisor has what supervisors have besides, and A5 is nobody\'s without a grant', async () => {
  const page = await newPage({ javaScript: false })
  await signIn(page, demo, 'wang.supervisor')
  const mine = await offered(page)
  for (const code of [...EVERYONES, ...OFFICERS, ...SUPERVISORS]) assert.ok(mine.includes(code), code)
  assert.match(await said(page, 'A1'), /人事主管：高雄市政府人事處副處長（.*主管級別.*）/)
  assert.ok(!mine.includes('A5'))
  assert.match(await said(page, 'A5'), /需要「高雄市政府人事處」的「使用」授權/)
  await page.goto(`${portal}/applications/A1/open`)
  const [entry] = (await claimsReceived(page)).idToken.ecpa.for
  assert.deepEqual(entry, { agency: '397210000A', categories: ['report-submit'], by: 'birthright', until: null })
  const refused = await visit(page, `${portal}/applications/A5/open`)
  assert.equal(refused.status(), 403)
  await page.context().close()
})

test('who was granted A5 is offered it by that grant', async () => {
  const { name } = (await asOwner(demo, (client) => client.query<{ name: string }>(`
    select a.name from permission_grant g join account a using (person_id)
    where g.application_code = 'A5' and g.state = 'active' and upper_inf(g.recorded) and g.valid @> current_date
      and a.state = 'active' and a.name ~ '^p' order by a.name limit 1`))).rows[0]!
  const page = await newPage({ javaScript: false })
  await signIn(page, demo, name)
  assert.ok((await offered(page)).includes('A5'))
  assert.match(await said(page, 'A5'), /應用系統授權（授予本人），依據職務：/)
  await page.goto(`${portal}/applications/A5/open`)
  assert.equal((await claimsReceived(page)).idToken.ecpa.for[0]!.by, 'grant')
  await page.context().close()
})

/** Somebody of the generated nation with a post at one agency who does the personnel work of another one besides. */
async function personOfTwoAgencies(): Promise<{ account: string, agencies: string[] }> {
  const current = `w.person_id = o.person_id and w.post_id = o.id and upper_inf(w.recorded) and w.valid @> current_date`
  const { rows: [row] } = await asOwner(demo, (client) => client.query<{ account: string, agencies: string[] }>(`
    select a.name as account, array_agg(distinct o.agency_code::text) as agencies
    from account a join post o using (person_id) join post_version w on ${current}
    where a.state = 'active' and a.name ~ '^p' and (o.kind = 'appointment' or w.nature = '5')
    group by a.name having count(distinct o.agency_code) = 2 order by a.name limit 1`))
  assert.ok(row, 'the generated nation has somebody with a standing at two agencies')
  return row
}

for (const [javaScript, width] of [[true, 390], [false, 1280]] as const) {
  test(`「切換機關」 changes the standing line and the next token (${javaScript ? 'with' : 'without'} script, ${width} px)`, async () => {
    const { account, agencies } = await personOfTwoAgencies()
    const page = await newPage({ javaScript, width })
    await signIn(page, demo, account)
    const first = await agencyInUse()
    const second = agencies.find((one) => one !== first)!
    assert.ok(agencies.includes(first), first)
    assert.equal(await agencyOfToken(), first)

    await page.goto(`${portal}/applications`)
    await page.getByRole('link', { name: '切換機關' }).click()
    await page.waitForURL(`${portal}/switch`)
    await checkPage(page, 'switch')
    const choices = page.getByRole('group', { name: '使用的身分' }).getByRole('radio')
    assert.equal(await choices.count(), 2)
    assert.equal(await choices.and(page.locator(`[value="${first}"]`)).isChecked(), true)
    await choices.and(page.locator(`[value="${second}"]`)).check()
    await page.getByRole('button', { name: '切換', exact: true }).click()
    await page.waitForURL(`${portal}/applications`)
    assert.equal(await agencyInUse(), second)
    assert.equal(await agencyOfToken(), second)
    await page.context().close()

    async function agencyInUse(): Promise<string> {
      return /[0-9A-Z]{10}/.exec(await standingLine(page))![0]
    }
    async function agencyOfToken(): Promise<string | null> {
      // by the link: a sample application asks the portal anew when somebody comes from there
      await page.goto(`${portal}/applications`)
      await page.getByRole('main').getByRole('link', { name: /終身學習入口網$/ }).first().click()
      await page.waitForURL(`${applications}/D6`)
      const { idToken, userinfo } = await claimsReceived(page)
      assert.equal(userinfo.ecpa.agency, idToken.ecpa.agency)
      // whatever is selected, every agency that D6 may be used for is listed: one's own, and those that are served
      const own = idToken.ecpa.for.filter(({ by }) => by === 'birthright')
      assert.deepEqual(own.map(({ agency }) => agency).toSorted(), agencies.toSorted())
      return idToken.ecpa.agency
    }
  })
}

test('who has one standing has nothing to switch to, and cannot take another\'s', async () => {
  const page = await newPage()
  await signIn(page, demo, 'wu.employee')
  await page.getByRole('link', { name: '切換機關' }).click()
  assert.match(await page.getByRole('main').innerText(), /您只在一個機關具有身分/)
  await checkPage(page, 'nothing to switch to')
  await page.context().close()
})
