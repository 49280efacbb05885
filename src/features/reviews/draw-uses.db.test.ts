// When a right was used last, as it is drawn from the audit log.
import assert from 'node:assert/strict'
import { after, before, it } from 'node:test'
import { AGENCIES, personOf, startWorld } from '../../../test/world.ts'
import { drawUses } from './draw-uses.ts'
import type { World } from '../../../test/world.ts'

const { works, personnelOffice } = AGENCIES
let world: World
before(async () => { world = await startWorld() })
after(() => world.stop())

/** An event of so many minutes ago, as the log keeps it; the guard against that is the database's, and aside for once. */
const happened = (code: string, minutes: number, detail: object, application: string | null = 'A5', agency: string | null = works) =>
  world.sql(`insert into audit_event (at, code, outcome, actor_person_id, person_id, agency, application, detail)
    values (now() - $1 * interval '1 minute', $2, 'done', $3, $3, $4, $5, $6)`,
  [minutes, code, personOf('lee.officer'), agency, application, JSON.stringify(detail)])
const DAY = 24 * 60
const drawn = () => world.sql(`select agency_code as agency, application_code as application, acting_code as acting,
  ((now() at time zone 'Asia/Taipei')::date - used_on)::int as ago from last_use order by application, acting nulls first`)

it('is the last day of each right: one’s own, by a duty, and as a delegate', async () => {
  await happened('application.opened', 9 * DAY, { by: ['grant'], duty: [], acting: [] })
  await happened('oidc.token-issued', 3 * DAY, { by: ['birthright', 'duty'], duty: ['x'], acting: [personnelOffice] })
  await happened('oidc.token-issued', 2 * DAY, { by: ['duty'], duty: ['x'], acting: [personnelOffice] })
  await happened('application.refused', DAY, { why: 'notActive' })
  await happened('grant.ended', DAY, { way: `delegation ${personnelOffice}` })
  // So young that an older number may still be under way.
  await happened('application.opened', 1, { by: ['grant'], duty: [], acting: [] })
  await drawUses(world.database)
  assert.deepEqual(await drawn(), [
    { agency: works, application: 'A5', acting: null, ago: 3 },
    { agency: works, application: 'A5', acting: personnelOffice, ago: 2 },
    { agency: personnelOffice, application: null, acting: null, ago: 1 },
  ])
})

it('goes on where it was, and never back', async () => {
  assert.equal(await drawUses(world.database), 0)
  await happened('application.opened', DAY, { by: ['grant'], duty: [], acting: [] })
  await happened('application.opened', 30 * DAY, { by: ['grant'], duty: [], acting: [] })
  assert.equal(await drawUses(world.database), 3, 'the young one of before and two more')
  assert.deepEqual((await drawn())[0], { agency: works, application: 'A5', acting: null, ago: 0 })
})
