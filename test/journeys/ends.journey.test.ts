// A right that ends while somebody is at work in the application: what they see, there and in the portal.
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { newPage } from '../browser.ts'
import { asOwner } from '../demo-program.ts'
import { checkPage, claimsReceived, eventually, signIn, visit } from './steps.ts'
import { sharedDemo } from './shared-demo.ts'
import type pg from 'pg'
import type { Page } from 'playwright-core'

const demo = await sharedDemo()
const { portal, applications } = demo
const EVENT = '(select max(id) from audit_event)'

/** Acts as the owner, in one transaction with an event. */
const act = (...steps: string[]) => asOwner(demo, async (client: pg.Client) => {
  await client.query(`insert into audit_event (code, outcome, actor_process) values ('catalogue.applied', 'done', 'test')`)
  for (const step of steps) await client.query(step)
})

type Somebody = { account: string, person: string, post: string, agency: string }

/** Somebody whom no other journey knows: one post, which fulfils the condition (`p` the post, `v` its version). */
const somebody = (condition: string): Promise<Somebody> => asOwner(demo, async (client) => {
  const { rows: [row] } = await client.query<Somebody>(`
    select a.name as account, p.person_id as person, p.id as post, p.agency_code as agency
    from account a join post p on p.person_id = a.person_id join post_version v on v.person_id = p.person_id and v.post_id = p.id
    where a.name ~ '^p00[3-9]' and a.state = 'active' and p.kind = 'appointment' and upper_inf(v.recorded) and upper_inf(v.valid)
      and lower(v.valid) < current_date and not exists (select from post o where o.person_id = p.person_id and o.id <> p.id)
      and not exists (select from group_member m where m.person_id = p.person_id)
      and not exists (select from permission_grant g where g.person_id = p.person_id)
      and ${condition}
    order by a.name limit 1`)
  return row!
})
const EMPLOYEE = `p.unit not like '%人事%' and v.staff_category <> '08'
  and not exists (select from permission_grant g where g.agency_code = p.agency_code)`
const OFFICER = `v.staff_category = '08'`

/** Whether the page of the sample application is that of somebody signed in; nobody is signed in by looking. */
async function isIn(page: Page, code: string): Promise<boolean> {
  await page.goto(`${applications}/${code}/`)
  return await page.getByRole('button', { name: '重新讀取權限' }).count() === 1
}

test('a grant that is ended ends the open application within a minute, and nothing else', async (t) => {
  const { account, person, post, agency } = await somebody(EMPLOYEE)
  await act(`insert into permission_grant (application_code, category_code, agency_code, person_id, post_id, valid, reason, event_id)
    values ('A4', 'use', '${agency}', ${person}, ${post}, '[2026-01-01,)', '支援調查', ${EVENT})`)
  const page = await newPage()
  await signIn(page, demo, account)
  await visit(page, `${portal}/applications/A4/open`)
  const { idToken } = await claimsReceived(page)
  assert.deepEqual(idToken.ecpa.for, [{ agency, categories: ['use'], by: 'grant', until: null }])
  await visit(page, `${portal}/applications/D6/open`)
  assert.equal(await isIn(page, 'D6'), true)
  assert.equal(await isIn(page, 'A4'), true)

  await act(`update permission_grant set recorded = closed(recorded)
    where upper_inf(recorded) and application_code = 'A4' and person_id = ${person}`)
  const began = performance.now()
  await eventually(async () => !(await isIn(page, 'A4')), 'A4 has let go of the person', 60)
  t.diagnostic(`the application's session ended ${Math.round(performance.now() - began)} ms after the grant`)
  await checkPage(page, 'the application after the end')
  assert.equal(await isIn(page, 'D6'), true)

  // going on leads to the portal, which knows who it is and says why not
  await page.goto(`${applications}/A4`)
  await page.waitForURL(`${portal}/applications/A4/why-not`)
  assert.equal((await visit(page, `${portal}/applications`)).status(), 200)
  assert.equal(await page.getByRole('main').locator('a[href="/applications/A4/open"]').count(), 0)

  const events = await asOwner(demo, async (client) => (await client.query(`select agency, application, detail from audit_event
    where code = 'oidc.access-ended' and person_id = ${person} order by id desc limit 1`)).rows)
  assert.deepEqual(events, [{ agency, application: 'A4', detail: { client: 'a4', why: 'grant', lost: [`${agency} use`] } }])
  await page.context().close()
})

test('acting for a served agency is visible in the application and in the audit, and ends with the duty', async () => {
  const { account, person, agency } = await somebody(OFFICER)
  const served = (await somebody(`${EMPLOYEE} and p.agency_code <> '${agency}'`)).agency
  const duty = randomUUID()
  await act(`insert into concurrent_duty (id, application_code, acting_code, served_code, valid, reason, event_id)
    values ('${duty}', 'A4', '${agency}', '${served}', '[2026-01-01,)', '兼辦', ${EVENT})`)
  const page = await newPage()
  await signIn(page, demo, account)
  await visit(page, `${portal}/applications/A4/open?agency=${served}`)
  const behalf = page.getByRole('definition').filter({ hasText: served }).first()
  assert.match(await behalf.innerText(), new RegExp(served))
  assert.match(await page.getByRole('row').nth(1).innerText(), new RegExp(`${served}[\\s\\S]*兼辦[\\s\\S]*${duty}`))
  await checkPage(page, 'the application opened for a served agency')
  const { idToken } = await claimsReceived(page)
  assert.deepEqual(idToken.ecpa.for.find((entry) => entry.agency === served),
    { agency: served, categories: ['use'], by: 'duty', duty, acting: agency, until: null })

  const events = (code: string) => asOwner(demo, async (client) => (await client.query<Record<string, unknown>>(`
    select agency, detail->'by' as by, detail->'duty' as duty, detail->'acting' as acting, detail->'lost' as lost
    from audit_event where code = $1 and person_id = $2 order by id desc limit 1`, [code, person])).rows[0])
  for (const code of ['application.opened', 'oidc.token-issued']) {
    assert.deepEqual(await events(code), { agency: served, by: ['duty'], duty: [duty], acting: [agency], lost: null }, code)
  }

  await act(`update concurrent_duty set recorded = closed(recorded) where id = '${duty}'`)
  await eventually(async () => !(await isIn(page, 'A4')), 'A4 has let go of the person', 60)
  assert.deepEqual((await events('oidc.access-ended'))?.lost, [`${served} use`])
  // the next visit signs in silently, with what is left
  // (an application takes what was issued in the very second of a logout for ended with it: who is that quick tries again)
  await eventually(async () => {
    await page.goto(`${applications}/A4`)
    return await isIn(page, 'A4')
  }, 'A4 lets the person in again')
  await page.goto(`${applications}/A4`)
  const left = (await claimsReceived(page)).idToken.ecpa.for.map((entry) => entry.agency)
  assert.ok(left.includes(agency) && !left.includes(served), left.join())
  await page.context().close()
})
