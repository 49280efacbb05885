// Opening an application on behalf of an agency: what the address says, what the audit keeps, what is refused.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { AGENCIES, personOf, startWorld } from '../../../test/world.ts'
import type { World } from '../../../test/world.ts'

const DUTY = '30000000-0000-4000-8000-000000000002'
let world: World
before(async () => {
  world = await startWorld()
  await world.arrange(`insert into concurrent_duty (id, application_code, acting_code, served_code, valid, reason, event_id)
    values ('${DUTY}', 'A4', '${AGENCIES.personnelOffice}', '${AGENCIES.school}', '[2020-01-01,)', '兼辦',
      (select max(id) from audit_event))`)
})
after(() => world.stop())

const lastOpening = async () => {
  const [event] = (await world.events('application.opened')).slice(-1)
  return { person: event!.person_id, agency: event!.agency, detail: event!.detail }
}

test('for a served agency: the address names it, and the event names it with the duty and the acting agency', async () => {
  const lee = await world.signIn('lee.officer')
  const { status, headers } = await lee.ask(`/applications/A4/open?agency=${AGENCIES.school}`)
  assert.equal(status, 303)
  assert.equal(new URL(headers.location!).searchParams.get('agency'), AGENCIES.school)
  assert.deepEqual(await lastOpening(), {
    person: personOf('lee.officer'), agency: AGENCIES.school,
    detail: { by: ['duty'], duty: [DUTY], acting: [AGENCIES.personnelOffice] },
  })
})

test('for nobody in particular: the own agency, and no duty', async () => {
  const lee = await world.signIn('lee.officer')
  await lee.ask('/applications/A4/open')
  assert.deepEqual(await lastOpening(), {
    person: personOf('lee.officer'), agency: AGENCIES.personnelOffice, detail: { by: ['birthright'], duty: [], acting: [] },
  })
})

test('the tokens that follow are for the agency of the latest opening', async () => {
  const lee = await world.signIn('lee.officer')
  const kept = async () => (await world.sql(`select o.agency_code from session_opening o join session s on s.id = o.session_id
    where s.person_id = $1 and s.signed_in_at = (select max(signed_in_at) from session where person_id = $1)`,
  [personOf('lee.officer')]))
  await lee.ask(`/applications/A4/open?agency=${AGENCIES.school}`)
  await lee.ask(`/applications/A4/open?agency=${AGENCIES.personnelOffice}`)
  assert.deepEqual(await kept(), [{ agency_code: AGENCIES.personnelOffice }])
  await lee.ask('/applications/A4/open')
  assert.deepEqual(await kept(), [])
})

test('an agency that one may not open it for opens nothing and is kept nowhere', async () => {
  const lee = await world.signIn('lee.officer')
  const opened = (await world.events('application.opened')).length
  for (const agency of [AGENCIES.taipeiSecretariat, AGENCIES.works, '999999999Z']) {
    const { headers } = await lee.ask(`/applications/A4/open?agency=${agency}`)
    assert.equal(headers.location, `/applications/A4/why-not?agency=${agency}`)
  }
  assert.equal((await world.events('application.opened')).length, opened)
  assert.deepEqual(await world.sql(`select from session_opening where agency_code <> '${AGENCIES.school}'`), [])
  assert.deepEqual(world.faults(), [])
})
