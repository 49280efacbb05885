// On behalf of which agency tokens are given, as the audit names it, with the duty where that is the reason (R-USE-3).
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { act, close, mayRefresh, signInTo } from '../../../test/oidc/rights.ts'
import { AGENCY, SECRET, startWorld } from '../../../test/oidc/world.ts'
import type { World } from '../../../test/oidc/world.ts'

const OFFICE = '397210000A'
const DUTY = '30000000-0000-4000-8000-000000000001'
const OWN = { agency: OFFICE, by: ['birthright'], duty: [], acting: [] }
const SERVED = { agency: AGENCY, by: ['duty'], duty: [DUTY], acting: [OFFICE] }

let world: World
before(async () => {
  world = await startWorld()
  await world.register({ application: 'A4', clientId: 'a4', clientSecret: SECRET })
  await act(world, `insert into concurrent_duty (id, application_code, acting_code, served_code, valid, reason, event_id)
    values ('${DUTY}', 'A4', '${OFFICE}', '${AGENCY}', '[2020-01-01,)', 'test', $)`)
})
after(() => world.stop())

const openFor = (session: string | null, agency: string) => world.sql(`insert into session_opening values ($1, 'A4', $2)
  on conflict (session_id, application_code) do update set agency_code = $2`, [session, agency])

async function told() {
  const [event] = await world.sql(`select agency, detail from audit_event where code = 'oidc.token-issued' order by id desc limit 1`)
  const { by, duty, acting } = event!.detail as Record<string, unknown>
  return { agency: event!.agency, by, duty, acting }
}

test('nothing was asked for: the agency of the standing in use', async () => {
  await signInTo(world, await world.signIn('chang'), 'a4')
  assert.deepEqual(await told(), OWN)
})

test('a served agency was asked for: it, the duty and the acting agency, at each refresh, too', async () => {
  const browser = await world.signIn('chang')
  await openFor(browser.sessionId, AGENCY)
  const a4 = await signInTo(world, browser, 'a4')
  assert.deepEqual(await told(), SERVED)
  await openFor(browser.sessionId, OFFICE)
  assert.equal(await mayRefresh(world, a4), true)
  assert.deepEqual(await told(), SERVED, 'another opening is another sign-in')
  await signInTo(world, browser, 'a4')
  assert.deepEqual(await told(), OWN)
})

test('what was asked for and is not the person\'s (any more) is not what tokens are given for', async () => {
  const browser = await world.signIn('chang')
  await openFor(browser.sessionId, AGENCY)
  await act(world, close('concurrent_duty'))
  await signInTo(world, browser, 'a4')
  assert.deepEqual(await told(), OWN)
})
